"""The Colab variant where Colab's versions are: IPython 7.34, ipykernel 6.17.1, ipywidgets 7.7.1.

Its first cell installs the wheel. `make test-delivery` makes the environment, without devicelab,
and names its Python in ``DEVICELAB_TEST_COLAB_PYTHON`` and the wheel in ``DEVICELAB_TEST_WHEEL``.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess

import nbclient
import nbformat
import pytest
from lesson import outcomes, outputs, raised
from submissions import MODULES, items, right, starter_of

from devicelab.delivery.bank import entries
from devicelab.delivery.build import built, outlines
from devicelab.delivery.edition import Edition
from devicelab.version import course_version

PYTHON = os.environ.get("DEVICELAB_TEST_COLAB_PYTHON")
WHEEL = os.environ.get("DEVICELAB_TEST_WHEEL", "")
pytestmark = pytest.mark.skipif(PYTHON is None, reason="make test-delivery runs this")
ROOT = pathlib.Path(__file__).parents[2]
PINS = {"IPython": "7.34.0", "ipykernel": "6.17.1", "ipywidgets": "7.7.1"}
ASK = "import IPython, ipykernel, ipywidgets; print(IPython.__version__, ipykernel.__version__, ipywidgets.__version__)"


def pip(*words):
    subprocess.run([PYTHON, "-m", "pip", *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A kernelspec `colab` of the environment, from which devicelab has been removed."""
    pip("uninstall", "--yes", "devicelab")
    place = tmp_path_factory.mktemp("jupyter")
    spec = place / "kernels" / "colab" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [PYTHON, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "colab", "language": "python"}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(place))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(place / "runtime"))
        patch.setenv("IPYTHONDIR", str(place / "ipython"))
        patch.delenv("PYTHONPATH", raising=False)
        yield "colab"
    pip("uninstall", "--yes", "devicelab")


@pytest.fixture(scope="module", params=MODULES)
def executed(request, kernel, tmp_path_factory):
    """A module's Colab notebook with right answers, run from top to bottom."""
    bank = entries()
    made = outlines(ROOT / "notebooks" / "source", bank, [f"m{request.param}"])
    (data,) = built(made, bank, Edition(course_version(), wheel=WHEEL), "colab").values()
    notebook = nbformat.reads(data.decode(), as_version=4)
    for item in items(notebook):
        starter_of(notebook, item).source = right(item)
    home = tmp_path_factory.mktemp("colab")
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name=kernel, resources={"metadata": {"path": str(home)}}
    )
    return client.execute()


def shown(notebook, cell_id):
    return [output for name, output in outputs(notebook) if name == cell_id]


def test_the_environment_has_colabs_pins():
    done = subprocess.run([PYTHON, "-I", "-c", ASK], check=True, capture_output=True, text=True)
    assert done.stdout.split() == list(PINS.values())


def test_the_first_cell_installed_the_wheel_and_moved_nothing(executed):
    told = "".join(o.get("text", "") for o in shown(executed, "colab-install"))
    assert "ERROR" not in told
    test_the_environment_has_colabs_pins()
    told = subprocess.run(
        [PYTHON, "-I", "-c", "import devicelab; print(devicelab.__version__, devicelab.__file__)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert told.startswith(course_version())
    assert str(pathlib.Path(PYTHON).parents[1]) in told


def test_the_preflight_says_the_device_and_is_brought_up_to_date(executed):
    (card,) = shown(executed, "colab-preflight")
    assert "PyTorch" in card.data["text/plain"]
    assert "Memory after the last cell" in card.data["text/plain"]


def test_every_check_passes_and_nothing_goes_to_stderr(executed):
    assert raised(executed) == []
    found = outcomes(executed)
    assert list(found) == items(executed)
    assert set(found.values()) <= {"passed", "passed_cpu"}
