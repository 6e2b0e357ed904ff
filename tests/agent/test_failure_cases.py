"""Cases in which an agent in a kernel could fail, by their numbers; each in a real kernel.

The list: docs/failure-cases.md. Cases of the front end are in ui-tests.
"""

from __future__ import annotations

import json
import sys

import pytest
from live_kernel import SPIN

THREADS = "import threading; print([t.name for t in threading.enumerate()].count('devicelab'))"


def assert_alive(kernel, seconds=1.2):
    """The agent goes on sampling as if nothing had been."""
    ran = kernel.run(SPIN.format(seconds=seconds))
    assert [s["phase"] for s in ran.samples][-1] == "ended"
    assert len(ran.samples) >= 2
    assert [c for c in ran.of("stream") if c["name"] == "stderr"] == []
    return ran


def test_a5_13_a_thousand_short_cells_start_no_thread(kernel):
    kernel.bootstrap()
    kernel.run(
        "import threading\n"
        "started = []\n"
        "start = threading.Thread.start\n"
        "def counted(self): started.append(self.name); start(self)\n"
        "threading.Thread.start = counted"
    )
    for _ in range(1000):
        kernel.client.execute("pass")
    ran = kernel.run("print(started.count('devicelab'))")
    assert ran.stdout == "0\n"
    assert ran.samples[-1]["run"]["n"] == 1002


def test_a5_14_data_loader_workers_are_silent(kernel):
    pytest.importorskip("torch")
    kernel.bootstrap()
    ran = kernel.run(
        "import torch, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "data = torch.utils.data.TensorDataset(torch.arange(64.))\n"
        "for _ in range(3):\n"
        "    n = sum(len(b[0]) for b in torch.utils.data.DataLoader(data, 8, num_workers=2))\n"
        "print(n)"
    )
    assert ran.stdout == "64\n"
    seqs = [s["seq"] for s in ran.samples]
    assert seqs == sorted(set(seqs))
    assert {s["epoch"] for s in ran.samples} == {ran.samples[0]["epoch"]}


def test_a5_15_a_spawned_child_that_imports_the_agent_stays_inert(kernel, tmp_path):
    (tmp_path / "child.py").write_text(
        "def look(queue):\n"
        "    import threading\n"
        "    import devicelab.agent\n"
        "    devicelab.agent.start()\n"
        "    queue.put([t.name for t in threading.enumerate()])\n"
    )
    kernel.bootstrap()
    ran = kernel.run(
        "import child, multiprocessing as mp\n"
        "context = mp.get_context('spawn')\n"
        "queue = context.Queue()\n"
        "process = context.Process(target=child.look, args=(queue,))\n"
        "process.start(); print('devicelab' in queue.get(timeout=60)); process.join()"
    )
    assert ran.stdout == "False\n"


def test_a5_17_a_cell_that_awaits_is_sampled(kernel):
    kernel.bootstrap()
    ran = kernel.run("import asyncio\nfor _ in range(8): await asyncio.sleep(0.25)")
    assert len(ran.samples) >= 4
    assert ran.samples[-1]["phase"] == "ended"
    assert {s["run"]["n"] for s in ran.samples} == {1}


@pytest.mark.parametrize(
    "patch",
    [
        "import time; time.sleep = lambda seconds: None",
        "import threading; threading.Thread = None",
        "import json; dumps = json.dumps; json.dumps = lambda *a, **k: dumps(*a, **{**k, 'indent': 4})",
        "import sys; del sys.modules['_devicelab_agent'], sys.modules['_devicelab_agent.host']",
    ],
    ids=["time.sleep", "threading", "json", "sys.modules"],
)
def test_a5_18_cells_that_patch_what_the_agent_needs(kernel, patch):
    kernel.bootstrap()
    assert kernel.run(patch).reply["status"] == "ok"
    assert_alive(kernel)


def test_a5_18_a_thread_that_can_not_be_started_is_told_not_printed(kernel, validate):
    kernel.bootstrap()
    ran = kernel.run(
        "import threading, time\nthreading.Thread.start = None\ntime.sleep(1.5)\nprint('mine')"
    )
    assert ran.stdout == "mine\n"
    assert [c for c in ran.of("stream") if c["name"] == "stderr"] == []
    assert [s["phase"] for s in ran.samples] == ["error"]
    validate("sample", ran.samples[0])


def test_a5_18_an_agent_taken_out_of_sys_modules_is_replaced_not_doubled(kernel):
    kernel.bootstrap()
    kernel.run("import sys; del sys.modules['_devicelab_agent']")
    epoch = kernel.bootstrap()["epoch"]
    ran = kernel.run("1")
    assert [s["epoch"] for s in ran.samples] == [epoch]


@pytest.mark.parametrize(
    "cell",
    [
        "%reset -f",
        "%load_ext autoreload\n%autoreload 2",
        "import importlib, sys\nimportlib.reload(sys.modules['json'])",
        "import gc; gc.collect()",
    ],
    ids=["reset", "autoreload", "reload", "gc"],
)
def test_a5_19_resets_and_reloads(kernel, cell):
    kernel.bootstrap()
    assert kernel.run(cell).reply["status"] == "ok"
    assert_alive(kernel)


def test_a5_19_del_torch(kernel):
    pytest.importorskip("torch")
    kernel.bootstrap()
    kernel.run("import torch")
    kernel.run("del torch")
    assert assert_alive(kernel).samples[-1]["mem"]["device"] is not None


def test_a5_20_while_torch_is_imported_it_is_said_to_be(kernel, tmp_path, validate):
    slow = tmp_path / "torch"
    slow.mkdir()
    (slow / "__init__.py").write_text(
        "import time\ntime.sleep(2)\nclass Tensor: pass\n_C = None\n__version__ = '9'\n"
    )
    kernel.run("import sys; sys.path.insert(0, '.')")
    kernel.bootstrap()
    ran = kernel.run("import torch")
    assert ran.reply["status"] == "ok"
    reports = ran.broadcasts("report")
    for report in reports:
        validate("report", report)
    assert [r["torch"]["state"] for r in reports] == ["importing", "loaded"]
    # Nothing of the half module, or of one that has nothing to tell, is asked for.
    assert reports[0]["device"] is None
    assert {s["mem"]["allocated"] for s in ran.samples} == {None}


def test_a5_21_a_torch_that_fails_to_import_is_told_not_raised(kernel, tmp_path, validate):
    broken = tmp_path / "torch"
    broken.mkdir()
    (broken / "version.py").write_text("")
    (broken / "__init__.py").write_text(
        "from . import version\nraise ImportError('dlopen(libtorch_cpu.dylib)')\n"
    )
    kernel.run("import sys; sys.path.insert(0, '.')")
    kernel.bootstrap()
    ran = kernel.run("import torch")
    assert ran.of("error")[0]["ename"] == "ImportError"
    report = ran.broadcasts("report")[-1]
    validate("report", report)
    assert report["torch"]["state"] == "broken"
    assert_alive(kernel)


def test_a5_23_half_made_figures_stay_with_their_cell(kernel):
    pytest.importorskip("matplotlib")
    kernel.run("%matplotlib inline\nimport matplotlib.pyplot as plt")
    kernel.bootstrap()
    ran = kernel.run(
        "plt.plot([1, 2])\nimport time; time.sleep(1.5)\nplt.title('late')\nprint(len(plt.get_fignums()))"
    )
    assert ran.stdout == "1\n"
    pictures = [c for c in ran.of("display_data") if "image/png" in c["data"]]
    assert len(pictures) == 1
    assert len(ran.samples) >= 3


def test_a5_29_an_environment_without_the_package(kernel):
    kernel.run(
        "import sys\n"
        "class Hidden:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'devicelab': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hidden())"
    )
    kernel.bootstrap()
    assert kernel.run("import devicelab").of("error")[0]["ename"] == "ModuleNotFoundError"
    assert_alive(kernel)


def test_a5_30_package_first_and_extension_second_share_one_agent(kernel):
    kernel.run("import devicelab.agent; r = devicelab.agent.start()")
    epoch = kernel.bootstrap()["epoch"]
    ran = kernel.run("print(r['epoch'])")
    assert ran.stdout.strip() == epoch
    assert len(ran.samples) == 1


def test_a5_30_an_agent_of_another_protocol_gives_way_with_its_callbacks(kernel):
    first = kernel.bootstrap()["epoch"]
    kernel.run("import sys; sys.modules['_devicelab_agent'].PROTOCOL = 99")
    second = kernel.bootstrap()["epoch"]
    assert second != first
    assert [s["epoch"] for s in kernel.run("1").samples] == [second]


def test_a5_37_a_clock_that_is_set_back_disturbs_no_gap(kernel):
    kernel.bootstrap()
    kernel.run("import time; real = time.time; time.time = lambda: real() - 10**6")
    ran = assert_alive(kernel, 2)
    monotonic = [s["t_mono"] for s in ran.samples]
    assert monotonic == sorted(monotonic)


@pytest.mark.parametrize(
    "cell",
    [
        "%run script.py",
        "%%time\n" + SPIN.format(seconds=1.2),
        "exec(open('script.py').read())",
        "%%prun -q\n" + SPIN.format(seconds=1.2),
    ],
    ids=["run", "time", "exec", "prun"],
)
def test_a5_39_odd_cells_are_one_run_to_their_end(kernel, tmp_path, cell):
    (tmp_path / "script.py").write_text(SPIN.format(seconds=1.2))
    kernel.bootstrap()
    ran = kernel.run(cell)
    assert [s["phase"] for s in ran.samples].count("ended") == 1
    assert ran.samples[-1]["phase"] == "ended"
    assert len(ran.samples) >= 3
    assert {s["run"]["n"] for s in ran.samples} == {1}


def test_a_page_that_comes_late_gets_what_was_sent(kernel, validate):
    epoch = kernel.bootstrap()["epoch"]
    sent = kernel.run(SPIN.format(seconds=1.5)).samples
    answer = kernel.ask("__import__('sys').modules['_devicelab_agent'].ring()")
    kept = answer["data"]["application/json"]["samples"]
    assert [s["seq"] for s in kept] == [s["seq"] for s in sent]
    for sample in kept:
        validate("sample", sample)
        assert sample["epoch"] == epoch
    json.dumps(kept, allow_nan=False)


def test_a_cell_in_a_subshell_does_not_end_the_run_beside_it(kernel):
    kernel.bootstrap()
    made = kernel.client.session.msg("create_subshell_request", {})
    kernel.client.control_channel.send(made)
    subshell = kernel.client.get_control_msg(timeout=60)["content"]["subshell_id"]
    main = kernel.client.execute(SPIN.format(seconds=1.8))
    beside = kernel.client.session.msg("execute_request", {"code": "y = 1", "silent": False})
    beside["header"]["subshell_id"] = subshell
    kernel.client.shell_channel.send(beside)
    ran = kernel.collect(main)
    assert [s["phase"] for s in ran.samples].count("ended") == 1
    assert ran.samples[-1]["phase"] == "ended"
    assert len(ran.samples) >= 3
    assert {s["run"]["n"] for s in ran.samples} == {1}


def test_starting_the_agent_inside_a_cell_does_not_silence_that_cell(kernel):
    kernel.bootstrap()
    ran = kernel.run("from devicelab import agent\nr = agent.start()\n" + SPIN.format(seconds=1.5))
    assert len(ran.samples) >= 3
    assert ran.samples[-1]["phase"] == "ended"


@pytest.mark.parametrize("source", ["x = 1", "raise RuntimeError('mine')"])
def test_a_file_named_psutil_does_not_stop_the_agent(kernel, tmp_path, source):
    (tmp_path / "psutil.py").write_text(source)
    kernel.run("import sys; sys.modules.pop('psutil', None); sys.path.insert(0, '.')")
    kernel.bootstrap()
    assert kernel.run("1").samples[0]["mem"]["rss"] > 0


def test_stop_leaves_the_kernel_as_it_was(kernel):
    kernel.bootstrap()
    before = kernel.run("print(len(get_ipython().events.callbacks['pre_run_cell']))").stdout
    kernel.ask("__import__('sys').modules['_devicelab_agent'].stop()")
    ran = kernel.run("print(len(get_ipython().events.callbacks['pre_run_cell']))")
    assert ran.samples == []
    assert int(ran.stdout) == int(before) - 1
    assert kernel.run("import sys; print('_devicelab_agent' in sys.modules)").stdout == "False\n"
    assert kernel.run(THREADS).stdout == "0\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no fork here")
def test_a5_36_a_forked_child_reports_nothing_of_its_own(kernel):
    kernel.bootstrap()
    ran = kernel.run(
        "import os, warnings, time\n"
        "warnings.simplefilter('ignore')\n"
        "pid = os.fork()\n"
        "if pid == 0:\n"
        "    time.sleep(1)\n"
        "    get_ipython().events.trigger('pre_run_cell', None)\n"
        "    get_ipython().events.trigger('post_run_cell', None)\n"
        "    os._exit(0)\n"
        "time.sleep(1.5)\n"
        "print(os.waitpid(pid, 0)[1])"
    )
    assert ran.stdout == "0\n"
    seqs = [s["seq"] for s in ran.samples]
    assert len(seqs) == len(set(seqs))
