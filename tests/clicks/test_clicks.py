"""What a click has a kernel do: cache, timing, tensors."""

from __future__ import annotations

import pytest
import torch

from devicelab.clicks import cache, tensors, timing

MIB = 2**20


class HostileError(BaseException):
    """Code of a learner's object ran."""


class Hostile:
    """Answers every question with an exception."""

    def __getattr__(self, name):
        raise HostileError(name)

    def __getattribute__(self, name):
        raise HostileError(name)

    def __repr__(self):
        raise HostileError

    __str__ = __eq__ = __bool__ = __len__ = __iter__ = __call__ = __repr__
    __hash__ = None
    __class__ = property(__repr__)


class Meta(type):
    """The same for the class itself."""

    def __getattribute__(cls, name):
        raise HostileError(name)

    def __subclasscheck__(cls, other):
        raise HostileError


class Loud(torch.Tensor):
    """A tensor that tells whoever uses it."""

    @classmethod
    def __torch_function__(cls, *_, **__):
        raise HostileError


@pytest.fixture
def names(monkeypatch):
    """The learner's names."""
    place = {}
    monkeypatch.setattr(tensors, "_names", lambda: list(place.items()))
    return place


def found(answer):
    return {row["name"]: row for row in answer["rows"]}


def test_a_storage_counts_once_for_the_first_name(names, validate):
    whole = torch.zeros(1000, 1000)
    names.update(whole=whole, part=whole[10:], again=whole.detach(), other=torch.zeros(10))
    answer = tensors.answer()
    validate("tensors", answer)
    rows = found(answer)
    assert rows["whole"]["bytes"] == 4_000_000
    assert (rows["part"]["bytes"], rows["part"]["shared"]) == (0, "whole")
    assert (rows["again"]["bytes"], rows["again"]["shared"]) == (0, "whole")
    assert answer["totals"] == [{"device": "cpu", "bytes": 4_000_040}]
    assert [row["name"] for row in answer["rows"][:2]] == ["whole", "other"]


def test_device_dtype_and_shape_are_told(names):
    names.update(x=torch.zeros(2, 3, dtype=torch.float16), scalar=torch.tensor(1.0))
    rows = found(tensors.answer())
    assert rows["x"]["devices"] == ["cpu"]
    assert rows["x"]["dtypes"] == ["float16"]
    assert rows["x"]["shape"] == [2, 3]
    assert rows["scalar"]["shape"] == []


def test_what_a_model_and_its_optimizer_hold_is_found(names):
    model = torch.nn.Sequential(torch.nn.Linear(100, 100), torch.nn.Linear(100, 100))
    model(torch.zeros(1, 100)).sum().backward()
    optimizer = torch.optim.Adam(model.parameters())
    optimizer.step()
    names.update(model=model, optimizer=optimizer)
    rows = found(tensors.answer())
    numbers = 2 * (100 * 100 + 100)
    assert rows["model"]["bytes"] == 2 * 4 * numbers  # with gradients
    assert rows["optimizer"]["bytes"] == 2 * 4 * numbers + 4 * 4  # two moments, a step each
    assert rows["model"]["shape"] is None


def test_containers_and_objects_are_looked_into(names):
    class Trainer:
        def __init__(self):
            self.kept = {"losses": [torch.zeros(50) for _ in range(3)]}

    names["trainer"] = Trainer()
    assert found(tensors.answer())["trainer"]["tensors"] == 3


def test_no_code_of_the_learners_runs(names):
    loud = torch.zeros(8).as_subclass(Loud)
    made = Meta("Made", (), {})
    names.update(hostile=Hostile(), inside=[Hostile(), torch.zeros(4)], loud=loud, made=made)
    rows = found(tensors.answer())
    assert rows["inside"]["bytes"] == 16
    assert rows["loud"]["bytes"] == 32
    assert {"hostile", "made"}.isdisjoint(rows)


def test_it_is_bounded_and_says_so(names, validate):
    names.update({f"x{i}": torch.zeros(1) for i in range(50)})
    names["long" * 40] = torch.zeros(9)
    names["many"] = [[[]] for _ in range(tensors.MOST_OBJECTS + 10)]
    answer = tensors.answer()
    validate("tensors", answer)
    assert len(answer["rows"]) == tensors.MOST_ROWS
    assert answer["names"] == 51
    assert answer["cut"] is True


def test_a_loop_of_objects_ends(names):
    loop = []
    loop.append(loop)
    loop.append(torch.zeros(2))
    names["loop"] = loop
    answer = tensors.answer()
    assert found(answer)["loop"]["bytes"] == 8
    assert answer["cut"] is False


def test_meta_and_sparse_tensors_do_no_harm(names):
    names.update(
        meta=torch.zeros(1000, device="meta"),
        sparse=torch.eye(4).to_sparse(),
        real=torch.zeros(2),
    )
    assert found(tensors.answer())["real"]["bytes"] == 8


def test_simulated_tensors_say_their_device(mac, names):
    x = torch.zeros(1000, device="mps")
    names.update(x=x, y=x[1:])
    rows = found(tensors.answer())
    assert (rows["x"]["devices"], rows["x"]["bytes"]) == (["mps:0"], 4000)
    assert rows["y"]["shared"] == "x"


def test_an_empty_cache_is_told_before_and_after(mac, validate):
    x = torch.zeros(8 * MIB, device="mps")
    del x
    kept = torch.zeros(MIB, device="mps")
    answer = cache.answer()
    validate("cache", answer)
    assert answer["status"] == "emptied"
    assert answer["before"]["held"] > answer["after"]["held"] >= kept.nbytes
    assert answer["before"]["allocated"] == answer["after"]["allocated"]


CUDA = torch.cuda.is_available()


@pytest.mark.skipif(CUDA, reason="there is an accelerator here")
def test_without_an_accelerator_there_is_no_cache(validate):
    answer = cache.answer()
    validate("cache", answer)
    assert (answer["status"], answer["device"]) == ("nothing", "cpu")


@pytest.mark.skipif(not CUDA, reason="no NVIDIA GPU here")
def test_the_cache_of_a_gpu_is_emptied(validate):
    x = torch.zeros(8 * MIB, device="cuda")
    del x
    answer = cache.answer()
    validate("cache", answer)
    assert (answer["status"], answer["device"]) == ("emptied", "cuda")
    assert answer["before"]["held"] - answer["after"]["held"] >= 32 * MIB


def test_timing_compares_one_thread_with_all_and_puts_them_back(validate, monkeypatch):
    monkeypatch.setattr(timing, "SECONDS", 0.02)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    state = torch.random.get_rng_state()
    try:
        answer = timing.answer()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    validate("timing", answer)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert (answer["status"], answer["threads"]) == ("compared", 2)
    assert answer["pair"] == (["cpu", "cuda"] if CUDA else ["one", "all"])
    assert [row["side"] for row in answer["rows"]] == [64, 1024]
    assert all(row["rounds"] >= timing.FEWEST for row in answer["rows"])


@pytest.mark.skipif(CUDA, reason="the GPU is something to compare with")
def test_one_thread_alone_has_nothing_to_compare(monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    assert timing.answer()["reason"] == "one_thread"


def test_a_simulated_mac_is_not_timed(mac, validate):
    answer = timing.answer()
    validate("timing", answer)
    assert (answer["status"], answer["reason"]) == ("refused", "simulated")


def test_a_failing_device_is_told_in_one_line(monkeypatch, validate):
    def fail(*_, **__):
        raise RuntimeError("first line\nsecond " + "x" * 500)

    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    monkeypatch.setattr(torch, "mm", fail)
    answer = timing.answer()
    validate("timing", answer)
    assert answer["detail"] == "RuntimeError: first line"


@pytest.mark.parametrize(
    ("times", "noisy"),
    [([1.0, 1.1, 0.9, 1.0, 1.05] * 4, False), ([1.0, 5.0, 0.2, 3.0, 0.5] * 4, True)],
)
def test_scattered_times_are_called_noisy(times, noisy):
    told = timing._compared([times, [1.0] * len(times)])
    assert told["noisy"] is noisy
    assert told["low"] <= told["ratio"] <= told["high"]
