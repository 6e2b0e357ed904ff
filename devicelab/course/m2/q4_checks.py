"""How m2.q4 looks at a moved batch: on a Mac, simulated where there is none, and here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.safely import one_line
from devicelab.proof.stage import Stage

_WORDS = {
    "device": "a tensor that is not on the device",
    "values": "other numbers",
    "type": "another type of container",
    "other": "something lost that is no tensor",
    "input": "your input changed",
}


def expect_batches(trial: Trial, to_device: Callable[..., Any]) -> None:
    """Move batches on a Mac, simulated where this is none, then on this machine's own device."""
    from .q4_driver import drive

    seed = trial.random.randrange(2**31)
    trial.record(str(seed).encode())
    answers, data = {"to_device": to_device}, {"seed": seed}
    found = trial.seen["found"] = {}
    on_mac = trial.on_simulated_mac(drive, answers, data)
    if on_mac is not None:
        found["a Mac"] = on_mac
    here = "cpu" if trial.device.type == "mps" else str(trial.device)
    found[f"`{here}`"] = drive(Stage("here", "your own device", here), to_device, seed)
    for place, cases in found.items():
        _expect_all(trial, place, cases)


def _expect_all(trial: Trial, place: str, cases: Mapping[str, Mapping[str, Any]]) -> None:
    for kind in ("tensors of eleven dtypes", "containers in each other", "what is no tensor"):
        of_kind = {name: seen for name, seen in cases.items() if _kind(name) == kind}
        _expect(trial, f"{kind} on {place}", place, of_kind)


def _kind(name: str) -> str:
    if name == "what is no tensor":
        return name
    is_tensor = name.endswith("tensor") or name == "labels"
    return "tensors of eleven dtypes" if is_tensor else "containers in each other"


def _expect(trial: Trial, name: str, place: str, cases: Mapping[str, Mapping[str, Any]]) -> None:
    bad = {case: seen for case, seen in cases.items() if seen.get("wrong") or "raised" in seen}
    case, seen = next(iter(bad.items()), ("", {}))
    trial.seen.setdefault("said", {})[name] = "as it should be" if not bad else "not: " + case
    trial.expect(
        name,
        not bad,
        "raised_there" if "raised" in seen else "not_as_it_should_be",
        what=f"With {case} on {place} your function {_told(seen)}.",
        why="A batch is moved at every step; what is wrong with one is wrong with all.",
        try_="Call `to_device` with such a batch yourself, and look at what comes back.",
    )


def _told(seen: Mapping[str, Any]) -> str:
    if "raised" in seen:
        return f"stops with `{one_line(seen['raised'] + ': ' + seen['text'], 160)}`"
    wrong = [_WORDS.get(w, f"a tensor whose {w}") for w in seen.get("wrong", ())]
    return "gives " + " and ".join(wrong)
