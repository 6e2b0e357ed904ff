"""Device claims are proved, not believed: each planted cheat is caught, each right answer passes.

The accelerator is the simulated Mac, so that these run on every machine.
"""

from __future__ import annotations

import warnings

import pytest

torch = pytest.importorskip("torch")

import stage_drivers as drivers  # noqa: E402
from simulated_mac import mac  # noqa: E402, F401

from devicelab.checkpoint import Trial  # noqa: E402
from devicelab.checkpoint.errors import AnswerUnfit, LearnerRaised  # noqa: E402
from devicelab.proof import fallbacks  # noqa: E402


@pytest.fixture
def trial(mac):  # noqa: F811
    fallbacks.log.clear()
    yield Trial()
    fallbacks.log.clear()


def failures(trial):
    return [s.message.id for s in trial.with_status("failed")]


def model_and_optimizer(device):
    model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.BatchNorm1d(3)).to(device)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(4, 3, device=device)).sum().backward()
    optimizer.step()
    return model, optimizer


def test_every_leaf_on_the_device(trial):
    model, optimizer = model_and_optimizer(trial.device)
    batch = {"x": [trial.tensor(2)], "y": (trial.tensor(1), "text", 3)}
    assert trial.on_device([model, optimizer, batch])
    assert not trial.failed("every tensor on the device")


# Adam's counter is on the CPU by design: that is known, and all else would be told.
def test_adams_counter_is_no_stray(trial):
    _, optimizer = model_and_optimizer(trial.device)
    steps = [state["step"].device.type for state in optimizer.state.values()]
    assert set(steps) == {"cpu"}
    assert trial.on_device(optimizer)


def plant_parameter(model, optimizer, batch):
    model.extra = torch.nn.Parameter(torch.ones(1))
    return "parameter extra"


def plant_buffer(model, optimizer, batch):
    model.register_buffer("scale", torch.ones(1))
    return "buffer scale"


def plant_state(model, optimizer, batch):
    next(iter(optimizer.state.values()))["exp_avg"] = torch.ones(3, 3)
    return "state exp_avg of parameter 0"


def plant_step_with_dimensions(model, optimizer, batch):
    next(iter(optimizer.state.values()))["step"] = torch.ones(1)
    return "state step of parameter 0"


def plant_in_batch(model, optimizer, batch):
    batch["deep"] = [{"y": (torch.ones(1),)}]
    return "['deep'][0]['y'][0]"


def plant_gradient(model, optimizer, batch):
    # A real gradient can't be on another device; a stand-in for a parameter can say so.
    model.named_parameters = lambda: [("stray", Stub())]
    return "gradient of stray"


class Stub(torch.nn.Parameter):
    def __new__(cls):
        return torch.Tensor._make_subclass(cls, torch.ones(1))

    device = property(lambda _: torch.device("mps", 0))
    grad = property(lambda _: torch.ones(1))


@pytest.mark.parametrize(
    "plant",
    [
        plant_parameter,
        plant_buffer,
        plant_state,
        plant_step_with_dimensions,
        plant_in_batch,
        plant_gradient,
    ],
)
def test_one_stray_is_found_and_named(trial, plant):
    model, optimizer = model_and_optimizer(trial.device)
    batch = {"x": trial.tensor(1)}
    named = plant(model, optimizer, batch)
    assert not trial.on_device([model, optimizer, batch])
    (message,) = [s.message for s in trial.with_status("failed")]
    assert named in message.what


def test_nothing_is_on_no_device(trial):
    assert not trial.on_device({"loss": 0.5})
    assert failures(trial) == ["not_on_device"]


def honest(x):
    return x @ x


def moved_at_the_end(x):
    return (x.cpu() @ x.cpu()).to(x.device)


def by_numpy(x):
    array = x.cpu().numpy()
    return torch.from_numpy(array @ array).to(x.device)


def a_little_prepared_on_the_cpu(x):
    scale = torch.linspace(0, 1, 3).square().mean()
    return (x @ x) * scale.to(x.device)


@pytest.mark.parametrize(
    ("answer", "proved"),
    [
        (honest, True),
        (a_little_prepared_on_the_cpu, True),
        (moved_at_the_end, False),
        (by_numpy, False),
    ],
)
def test_where_it_was_computed(trial, answer, proved):
    seen = trial.observe(answer, trial.tensor(64, 64))
    assert seen.value.device.type == "mps"
    assert trial.ran_on_device(seen) is proved
    assert failures(trial) == ([] if proved else ["computed_on_cpu"])


def test_a_training_step_is_computed_on_the_device(trial):
    seen = trial.observe(model_and_optimizer, trial.device)
    assert trial.ran_on_device(seen)
    assert trial.on_device(seen.value)


def test_without_an_accelerator_there_is_nothing_to_tell_apart(monkeypatch):
    trial = Trial()
    trial._device = torch.device("cpu")
    seen = trial.observe(honest, trial.tensor(2, 2))
    trial.ran_on_device(seen)
    trial.memory_rose(seen, 16)
    assert [s.message.id for s in trial.with_status("skipped")] == ["no_accelerator", "no_counter"]


def eigen(x):
    return torch.linalg.eigvals(x)


def test_each_fallback_is_counted_not_only_the_first_of_the_process(mac, trial, monkeypatch):  # noqa: F811
    monkeypatch.setenv("PYTORCH_ENABLE_MPS_FALLBACK", "1")
    mac._session._fallback = True
    torch.set_warn_always(False)
    trial.observe(eigen, trial.tensor(2, 2))  # the process has warned
    seen = trial.observe(lambda x: [eigen(x), eigen(x)], trial.tensor(2, 2))
    assert seen.fallbacks == {"aten::linalg_eig": 2}
    assert not trial.no_fallback(seen)
    assert "`aten::linalg_eig`" in trial.with_status("failed")[0].message.what
    assert not torch.is_warn_always_enabled()
    assert fallbacks.log.entries()[0]["count"] == 3


def test_without_a_fallback_there_is_none(trial):
    assert trial.no_fallback(trial.observe(honest, trial.tensor(2, 2)))


def test_a_check_hears_of_fallbacks_in_plain_calls_too(mac, monkeypatch, capfd):  # noqa: F811
    from devicelab.checkpoint.guard import quiet

    mac._session._fallback = True
    fallbacks.log.clear()
    fallbacks.watch()
    with fallbacks.recorded(), quiet() as printed:
        for _ in range(3):
            eigen(torch.ones(2, 2, device="mps"))
    assert [e["count"] for e in fallbacks.log.entries()] == [3]
    assert (printed.sentence(), capfd.readouterr().err) == (None, "")
    fallbacks.log.clear()


def test_other_warnings_are_kept_apart(trial):
    def answer():
        warnings.warn("mind the gap", UserWarning, stacklevel=1)
        return torch.ones(1)

    seen = trial.observe(answer)
    assert (seen.warnings, dict(seen.fallbacks)) == (["mind the gap"], {})


class Liar(torch.Tensor):
    """Says that it is on the device."""

    device = property(lambda _: torch.device("mps", 0))


def test_the_devices_memory_knows_of_what_is_on_it(trial):
    x = trial.tensor(64, 64)
    assert trial.memory_rose(trial.observe(honest, x), 64 * 64 * 4)
    seen = trial.observe(lambda: torch.ones(64, 64).as_subclass(Liar))
    assert trial.on_device(seen.value)  # believed …
    assert not trial.memory_rose(seen, 64 * 64 * 4)  # … until the allocator is asked
    assert failures(trial) == ["no_memory_used"]


def test_reads_by_the_host_are_counted_by_the_device_they_wait_for(trial):
    def answer(x):
        return x.sum().item(), (x > 0).any().cpu(), torch.ones(2).sum().item()

    seen = trial.observe(answer, trial.tensor(3))
    assert seen.trace.host_reads["mps"] == 2
    assert seen.trace.host_reads["cpu"] == 1


def steps(**options):
    net = torch.nn.Sequential(*(torch.nn.Linear(4, 4) for _ in range(11)))
    optimizer = torch.optim.Adam(net.parameters(), **options)
    net(torch.ones(1, 4)).sum().backward()
    optimizer.step()
    trial = Trial()
    trial._device = torch.device("cpu")
    return sum(trial.observe(optimizer.step).trace.ops.values())


def test_operators_are_counted_exactly():
    fused, single = steps(fused=True), steps(foreach=False)
    assert fused < 10
    assert single > 100


def test_shape_and_dtype(trial):
    value = trial.tensor(2, 3)
    assert trial.shape(value, (2, 3))
    assert trial.dtype(value, torch.float32)
    trial.shape(value, (3, 2))
    trial.dtype(value, torch.float16)
    assert failures(trial) == ["wrong_shape", "wrong_dtype"]
    told = [s.message.what for s in trial.with_status("failed")]
    assert "`(2, 3)`; `(3, 2)` was asked for" in told[0]
    assert "`torch.float32`; `torch.float16`" in told[1]


@pytest.mark.parametrize("value", [None, 3.0, [1], "text"])
def test_what_is_no_tensor_ends_the_check(trial, value):
    with pytest.raises(AnswerUnfit):
        trial.close(value, torch.ones(1))
    assert failures(trial) == ["not_a_tensor"]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_close_is_as_near_as_the_dtype_allows(trial, dtype):
    a, b = trial.tensor(8, 512).to(dtype), trial.tensor(512, 8).to(dtype)
    right = trial.reference(torch.matmul, a, b)
    assert (right.dtype, right.device.type) == (torch.float64, "cpu")
    assert trial.close(a @ b, right, reduction=512)
    assert not trial.close((a @ b) * 1.2, right, reduction=512, name="off")
    assert not trial.close(torch.full_like(a @ b, float("nan")), right, reduction=512, name="nan")


def test_a_difference_is_told_without_the_expected_numbers(trial):
    assert not trial.close(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 7.25]))
    message = trial.with_status("failed")[0].message
    assert "1 of 2 numbers are off, the farthest by 5.25" in message.what
    assert "7.25" not in f"{message.what}{message.why}{message.try_}"


def test_close_compares_shapes_first_and_knows_nan_and_infinity(trial):
    assert not trial.close(torch.ones(3), torch.ones(1))
    assert failures(trial) == ["wrong_shape"]
    odd = torch.tensor([float("nan"), float("inf"), -float("inf")])
    assert trial.close(odd, odd.clone(), name="odd")
    assert not trial.close(-odd, odd, name="signs")
    assert trial.close(torch.ones(0), torch.ones(0), name="nothing")


def test_an_exercise_may_state_its_own_tolerance(trial):
    value, tol = torch.tensor([1.01]), {("cpu", "float32"): (0.02, 0.0)}
    assert not trial.close(value, torch.ones(1))
    assert trial.close(value, torch.ones(1), tol=tol, name="stated")


def test_same_is_bit_for_bit_and_goes_deep(trial):
    nan = torch.tensor([float("nan"), 1.0])
    assert trial.same({"a": [nan, 1]}, {"a": [nan.clone(), 1]})
    for other in ({"a": [nan, 2]}, {"a": [nan + 1, 1]}, {"b": [nan, 1]}, {"a": [nan.double(), 1]}):
        assert not trial.same({"a": [nan, 1]}, other)


@pytest.mark.parametrize("where", ["on_accelerator", "on_simulated_mac"])
def test_a_driver_runs_in_this_process_where_the_device_is_here(trial, where):
    answers = {"answer": lambda x, device: x.to(device) * 2}
    found = getattr(trial, where)(drivers.on_device, answers)
    assert found == {"device": "mps", "cpu": 0.0, "strays": []}
    assert (trial.rehearsed, trial.simulated) == (False, False)


def test_what_is_raised_here_is_the_learners_own_exception(trial):
    def answer(x, device):
        return x.to(device) + x

    with pytest.raises(LearnerRaised) as raised:
        trial.on_accelerator(drivers.on_device, {"answer": answer})
    assert raised.value.error is trial.raised_there
    assert "on the same device" in str(trial.raised_there)
    assert raised.value.where == "On this machine's mps"


@pytest.mark.parametrize("needs", ["rehearses", "asks_a_mac"])
def test_no_process_is_got_ready_where_the_device_is_here(trial, needs):
    from devicelab.checkpoint import Exercise
    from devicelab.proof.rehearsal import host

    host.stop()
    texts = dict.fromkeys(("title", "covers", "starter", "reference"), "")
    one = Exercise(id="m9.q9", needs=("answer",), hints=("", "", ""), **texts, **{needs: True})
    one.check(lambda trial, answer: None)
    one.run(trial, {"answer": None})
    assert not host._warm
