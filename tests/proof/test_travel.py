"""An answer taken to another process: its source, with the names it uses, found transitively."""

from __future__ import annotations

import json
import sys

import pytest

torch = pytest.importorskip("torch")

from cells import Cells  # noqa: E402

from devicelab.proof.rehearsal.pack import CantTravel, Packer  # noqa: E402
from devicelab.proof.rehearsal.unpack import CantArrive, unpack  # noqa: E402


def sent(value, name="answer"):
    """Take a value there and back as the text that crosses."""
    packer = Packer()
    packed = packer.answer(name, value)
    crossed = json.loads(json.dumps({"parcel": packer.parcel(), "answers": {name: packed}}))
    return unpack(crossed["parcel"], crossed["answers"])[name]


@pytest.fixture
def cells():
    return Cells()


def test_a_function_with_a_helper_in_another_cell(cells):
    cells.run("def helper(x):\n    return x + 1\n")
    cells.run("def answer(x):\n    return 2 * helper(x)\n")
    assert sent(cells["answer"])(3) == 8


def test_a_cell_that_imports_what_it_calls_as_ipython_compiles_it(cells):
    cells.run_apart("import math\ndef answer(x):\n    return math.sqrt(x)\n")
    assert sent(cells["answer"])(9) == 3


def test_a_helper_redefined_since_is_the_one_that_would_run(cells):
    cells.run("def helper(x):\n    return x + 1\n")
    cells.run("def answer(x):\n    return 2 * helper(x)\n")
    cells.run("def helper(x):\n    return x + 10\n")
    assert sent(cells["answer"])(3) == 26


def test_a_class_redefined_since_is_the_one_that_would_run(cells):
    cells.run("class Net:\n    def value(self):\n        return 1\n")
    cells.run("def answer():\n    return Net().value()\n")
    cells.run("class Net:\n    def value(self):\n        return 2\n")
    assert sent(cells["answer"])() == 2


def test_a_class_defined_twice_in_one_cell_is_the_later_one(cells):
    cells.run(
        "class Net:\n    def value(self):\n        return 1\n"
        "class Net:\n    def value(self):\n        return 2\n"
        "def answer():\n    return Net().value()\n"
    )
    assert sent(cells["answer"])() == 2


def test_a_closure_with_its_cells(cells):
    cells.run(
        "def make(factor):\n"
        '    """Make it."""\n'
        "    def answer(x):\n"
        '        """Two\n  lines."""\n'
        "        return factor * x\n"
        "    return answer\n"
        "answer = make(5)\n"
    )
    arrived = sent(cells["answer"])
    assert (arrived(3), arrived.__doc__) == (15, cells["answer"].__doc__)


def test_a_closure_that_calls_itself(cells):
    cells.run(
        "def make():\n"
        "    def answer(n):\n"
        "        return 1 if n < 2 else n * answer(n - 1)\n"
        "    return answer\n"
        "answer = make()\n"
    )
    assert sent(cells["answer"])(5) == 120


@pytest.mark.parametrize(
    "source",
    [
        "answer = lambda x: x * factor",
        "answer, other = (lambda x: x * factor), (lambda x: x - factor)",
        "pair = {'f': lambda x: (\n    x\n    * factor)}\nanswer = pair['f']",
        "answer = (lambda by: lambda x: x * by)(factor)",
    ],
)
def test_a_lambda(cells, source):
    cells.run("factor = 7\n" + source)
    assert sent(cells["answer"])(2) == 14


def test_the_second_of_two_lambdas_on_a_line(cells):
    cells.run("other, answer = (lambda x: x - 1), (lambda x: x + 1)")
    assert sent(cells["answer"])(2) == 3


def test_modules_under_another_name_and_what_stands_in_one(cells):
    cells.run(
        "import torch.nn.functional as F\nfrom math import sqrt\nfrom torch import relu\n"
        "from collections import deque\n"
        "def answer(x):\n    return deque([sqrt(float(relu(F.relu(x)).sum()))])[0]\n"
    )
    assert sent(cells["answer"])(torch.tensor([4.0, -1.0])) == 2.0


def test_plain_data_and_tensors(cells):
    cells.run(
        "import torch, numpy\n"
        "config = {'lr': 0.1, (1, 2): [True, None, 'text', 2**70, 1e-310, 1j, b'x', float('inf')]}\n"
        "weight = torch.nn.Parameter(torch.arange(3.0))\n"
        "table = numpy.arange(4)\n"
        "half, where, shape = torch.float16, torch.device('cpu'), torch.Size([2, 3])\n"
        "def answer():\n    return config, weight, table, half, where, shape, range(3), {1}\n"
    )
    config, weight, table, *rest = sent(cells["answer"])()
    assert config == cells["config"]
    assert isinstance(weight, torch.nn.Parameter)
    assert weight.requires_grad
    assert torch.equal(weight.detach(), torch.arange(3.0))
    assert table.tolist() == [0, 1, 2, 3]
    assert rest == [torch.float16, torch.device("cpu"), torch.Size([2, 3]), range(3), {1}]


def test_a_decorated_function_is_decorated_once(cells):
    cells.run(
        "import functools\ncalls = []\n"
        "def counted(f):\n"
        "    @functools.wraps(f)\n"
        "    def inner(*a):\n        return ('counted', f(*a))\n"
        "    return inner\n"
        "def bare(f):\n    def inner(*a):\n        return ('bare', f(*a))\n    return inner\n"
        "@counted\ndef one(x):\n    return x\n"
        "@bare\ndef two(x):\n    return x\n"
    )
    assert sent(cells["one"])(1) == ("counted", 1)
    assert sent(cells["two"])(1) == ("bare", 1)


def test_no_grad_as_a_decorator(cells):
    cells.run("import torch\n@torch.no_grad()\ndef answer(x):\n    return (x * 2).requires_grad\n")
    assert sent(cells["answer"])(torch.ones(1, requires_grad=True)) is False


def test_two_functions_that_call_each_other(cells):
    cells.run(
        "def even(n):\n    return True if n == 0 else odd(n - 1)\n"
        "def odd(n):\n    return False if n == 0 else even(n - 1)\n"
    )
    assert sent(cells["even"])(10) is True


def test_a_module_with_a_base_class_of_ones_own_and_super(cells):
    cells.run(
        "from torch import nn\nclass Base(nn.Module):\n    def width(self):\n        return 3\n"
    )
    cells.run(
        "class Net(Base):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.layer = nn.Linear(2, self.width())\n"
        "    def forward(self, x):\n        return self.layer(x)\n"
        "def answer(x):\n    return Net()(x).shape\n"
    )
    assert sent(cells["answer"])(torch.ones(1, 2)) == (1, 3)


def test_a_dataclass_and_a_class_without_methods(cells, monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", cells.module)  # as a notebook's namespace is
    cells.run(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass, field\n"
        "@dataclass\nclass UniqueSettingsOfThisTest:\n    lr: float = 0.5\n    sizes: list = field(default_factory=list)\n"
        "def answer():\n    return UniqueSettingsOfThisTest(lr=2.0).lr\n"
    )
    assert sent(cells["answer"])() == 2.0


def test_an_object_ready_made_keeps_what_it_shares(cells):
    cells.run(
        "from torch import nn\n"
        "class Tied(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.a = nn.Linear(2, 2)\n"
        "        self.b = nn.Linear(2, 2)\n"
        "        self.b.weight = self.a.weight\n"
        "    def forward(self, x):\n        return self.b(self.a(x))\n"
        "model, loss = Tied(), nn.CrossEntropyLoss()\n"
        "def answer():\n    return model, loss\n"
    )
    model, loss = sent(cells["answer"])()
    assert model.a.weight is model.b.weight
    assert torch.equal(model.a.weight, cells["model"].a.weight)
    logits, label = torch.ones(1, 2), torch.tensor([1])
    assert torch.equal(loss(logits, label), cells["loss"](logits, label))


def test_the_future_of_a_cell_is_kept(cells):
    cells.run(
        "from __future__ import annotations\ndef answer(x: NoSuchName) -> NoneSuch:\n    return x\n"
    )
    assert sent(cells["answer"])(1) == 1


def test_lines_are_numbered_as_in_the_cell(cells):
    cells.run("# one\n# two\ndef answer():\n    x = 1\n    return x / 0\n")
    with pytest.raises(ZeroDivisionError) as raised:
        sent(cells["answer"])()
    assert raised.traceback[-1].lineno == 4  # pytest counts from 0


def test_a_name_that_is_nowhere_is_the_answers_own_error(cells):
    cells.run("def answer():\n    return no_such_name\n")
    with pytest.raises(NameError):
        sent(cells["answer"])()


def refused(value):
    with pytest.raises(CantTravel) as refusal:
        sent(value)
    return refusal.value.name


@pytest.mark.parametrize(
    "source",
    [
        "helper = open(__import__('os').devnull)",
        "import threading\nhelper = threading.Lock()",
        "helper = (n for n in [1])",
        "import types\nhelper = types.ModuleType('made_here')",
        "exec('def helper(): pass')",
        "helper = [].append",
        "import torch\nhelper = torch.Generator()",
        "helper = []\nhelper.append(helper)",
        "import torch\nhelper = torch.zeros(1).expand(10**10)",
        "import torch\nhelper = torch.zeros(2, 2).to_sparse()",
        "import torch\nhelper = torch.zeros(2, device='meta')",
        "import numpy\nhelper = numpy.broadcast_to(numpy.zeros(1), (10**10,))",
        "class Nasty:\n    def __getattr__(self, name):\n        raise ZeroDivisionError\nhelper = Nasty()\ndel Nasty",
    ],
)
def test_what_cant_travel_is_named(cells, source):
    cells.run(source)
    cells.run("def answer():\n    return helper\n")
    helper = cells["helper"]
    assert refused(cells["answer"]) == "helper"
    if hasattr(type(helper), "close"):
        helper.close()


def test_the_name_is_that_of_the_helpers_helper(cells):
    cells.run("import threading\nlock = threading.Lock()\n")
    cells.run("def helper():\n    return lock\n")
    cells.run("def answer():\n    return helper()\n")
    assert refused(cells["answer"]) == "lock"


@pytest.mark.parametrize("name", ["globals", "eval", "get_ipython"])
def test_names_that_are_looked_up_by_text_cant_be_seen(cells, name):
    cells.run(f"def answer():\n    return {name}\n")
    assert refused(cells["answer"]) == name


def test_text_that_changed_since_is_not_believed(cells):
    cells.run("def answer():\n    return 1\n")
    cells.retype("def answer():\n    return 2\n")
    assert refused(cells["answer"]) == "answer"


def test_a_closure_over_a_name_without_a_value(cells):
    cells.run(
        "def make():\n    def answer():\n        return late\n    if False:\n        late = 1\n    return answer\nanswer = make()\n"
    )
    assert refused(cells["answer"]) == "late"


def test_a_class_made_from_an_earlier_one_of_its_name_says_so(cells):
    cells.run("class Net:\n    def value(self):\n        return 1\n")
    cells.run("class Net(Net):\n    def other(self):\n        return 2\n")
    cells.run("def answer():\n    return Net().value()\n")
    with pytest.raises(CantArrive, match="Net"):
        sent(cells["answer"])


def test_two_answers_of_different_namespaces_keep_their_own_names():
    one, two = Cells(), Cells()
    for space, value in ((one, 1), (two, 2)):
        space.run(f"number = {value}\ndef answer():\n    return number\n")
    packer = Packer()
    packed = {"a": packer.answer("a", one["answer"]), "b": packer.answer("b", two["answer"])}
    arrived = unpack(packer.parcel(), packed)
    assert (arrived["a"](), arrived["b"]()) == (1, 2)
