"""`cp.predict`: a guess is kept before something is run, and read back beside what came of it."""

from __future__ import annotations

import ast
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import answers, bank, guess_words, receipts, shown, usage
from .blame import named, our_place
from .errors import ExerciseUnreadable, UnknownExercise
from .judge import Finding
from .keeping import kept
from .prediction import Unusable
from .trial import Message
from .verdict import Verdict

if TYPE_CHECKING:
    from .prediction import Ask, Guess, Prediction

    Guesses = dict[str, Guess]

_unsaved: dict[str, Any] = {}  # where the folder takes no file, this kernel remembers


def verdict_on(item: Any, positional: tuple[Any, ...], keywords: Mapping[str, Any]) -> Verdict:
    """Keep a prediction and say so; nothing raises."""
    name = usage.named_item(item)
    try:
        prediction = bank.prediction(name)
        return _predicted(prediction, positional, keywords)
    except UnknownExercise:
        return usage.verdict(name, "", usage.unknown(name, bank.predictions(), "predict"))
    except ExerciseUnreadable as error:
        return usage.verdict(name, "", usage.unreadable(name, error), outcome="broken")
    except Exception as error:  # noqa: BLE001 - a bug of ours must become a sentence
        message = usage.our_bug(name, named(error), our_place(error))
        return usage.verdict(name, "", message, outcome="broken")


def _predicted(
    prediction: Prediction, positional: tuple[Any, ...], keywords: Mapping[str, Any]
) -> Verdict:
    given = _given(prediction, positional, keywords)
    if isinstance(given, Message):
        return usage.verdict(prediction.id, prediction.title, given)
    earlier = stored(prediction)
    if earlier is not None and shown.of(prediction.id).compared:
        return _stays(prediction, earlier)
    started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    _unsaved[prediction.id] = given
    message = Message(None, f"You predict: {_told(prediction, given)}.", None, prediction.then)
    finding = Finding("passed", message, nonce="0" * 16)
    return kept(prediction, finding, started, _text(prediction, given))


def _given(
    prediction: Prediction, positional: tuple[Any, ...], keywords: Mapping[str, Any]
) -> Guesses | Message:
    asks = prediction.asks
    names = [a.name for a in asks]
    found = {**dict(zip(names, positional)), **keywords}
    strange = [k for k in keywords if k not in names[len(positional) :]]
    if strange or len(positional) > len(names):
        return guess_words.wrong_guesses(prediction, len(positional), strange)
    if any(found.get(n, ...) is ... for n in names):
        return guess_words.not_guessed(prediction, [n for n in names if found.get(n, ...) is ...])
    return _read(prediction, asks, found)


def _read(
    prediction: Prediction, asks: tuple[Ask, ...], found: Mapping[str, Any]
) -> Guesses | Message:
    guesses: Guesses = {}
    for ask in asks:
        try:
            guesses[ask.name] = ask.read(found[ask.name])
        except Unusable as unusable:
            return guess_words.unusable_guess(prediction, ask.name, str(unusable))
    return guesses


def _stays(prediction: Prediction, earlier: Guesses) -> Verdict:
    message = Message(
        None,
        f"Your prediction stays: {_told(prediction, earlier)}.",
        "What came of it has been shown beside it, and a guess made after that is none.",
    )
    return usage.verdict(prediction.id, prediction.title, message, outcome="passed")


def _told(prediction: Prediction, guesses: Guesses) -> str:
    return ", ".join(f"{a.name} {a.said(guesses[a.name])}" for a in prediction.asks)


def _text(prediction: Prediction, guesses: Guesses) -> str:
    return f"# {prediction.id}: what was predicted\npredicted = {guesses!r}\n"


def stored(prediction: Prediction) -> Guesses | None:
    """Give the last prediction that was kept; None if there is none that can be read."""
    mine = [r for r in receipts.read()[0] if r["item"] == prediction.id and r["answer_sha256"]]
    texts = (answers.read(r["answer_sha256"]) for r in reversed(mine))
    return next((g for g in (_parsed(prediction, t) for t in texts) if g), None) or _unsaved.get(
        prediction.id
    )


def _parsed(prediction: Prediction, text: str | None) -> Guesses | None:
    """Read a kept prediction, which anybody may have written, without running it."""
    try:
        (statement,) = ast.parse(text or "").body
        found = ast.literal_eval(statement.value)  # type: ignore[attr-defined]
        return {a.name: a.read(found[a.name]) for a in prediction.asks}
    except Exception:  # noqa: BLE001 - whatever a stranger wrote there is no prediction
        return None


def read_back(item: Any) -> Guesses | None:
    """Give the guesses by name, for the picture of what came of them; None if there are none.

    From then on the prediction stays as it is. Nothing raises.
    """
    try:
        prediction = bank.prediction(usage.named_item(item))
    except (UnknownExercise, ExerciseUnreadable):
        return None
    guesses = stored(prediction)
    if guesses is not None:
        shown.remember_compared(prediction.id)
    return guesses


def state(prediction: Prediction) -> Verdict:
    """Say whether something was predicted, for `cp.check` and `cp.grade`."""
    earlier = stored(prediction)
    if earlier is None:
        names = [a.name for a in prediction.asks]
        message = guess_words.not_guessed(prediction, names)
        return usage.verdict(prediction.id, prediction.title, message)
    message = Message(None, f"You predicted: {_told(prediction, earlier)}.")
    return usage.verdict(prediction.id, prediction.title, message, outcome="passed")
