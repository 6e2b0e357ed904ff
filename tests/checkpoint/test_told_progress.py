"""What the page is told of progress: the receipts, and nothing else."""

from __future__ import annotations

import pytest
from live_kernel import ROOT

EXPRESSION = "__import__('devicelab.actions', fromlist=['_']).progress()"
WRONG = """
from devicelab import cp
def pick_device():
    import torch
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
cp.check("m1.q1")
"""
RIGHT = """
def pick_device():
    import torch
    found = torch.accelerator.is_available()
    return torch.accelerator.current_accelerator() if found else torch.device("cpu")
cp.check("m1.q1")
"""


@pytest.fixture
def kernel_env(kernel_env, home):
    return {**kernel_env, "DEVICELAB_HOME": str(home), "PYTHONPATH": str(ROOT)}


def told(kernel):
    answer = kernel.ask(EXPRESSION)
    assert answer["status"] == "ok", answer
    return answer["data"]["application/json"]["items"]


def test_progress_is_the_best_of_each_item_and_leaves_nothing(kernel, home):
    assert told(kernel) == []
    assert not home.exists()
    kernel.run(WRONG)
    assert [(i["item"], i["outcome"]) for i in told(kernel)] == [("m1.q1", "failed")]
    kernel.run(RIGHT)
    kernel.run(WRONG)
    (item,) = told(kernel)
    assert item["outcome"] in {"passed", "passed_cpu"}
    assert kernel.run("print('torch' in dir(), 'devicelab' in dir())").stdout == "False False\n"


def test_a_file_that_would_take_long_is_left_alone(kernel, home):
    home.mkdir(parents=True)
    (home / "receipts.jsonl").write_text("{}\n" * 1_500_000)
    assert told(kernel) is None
