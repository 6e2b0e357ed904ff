"""How verdicts, hints and progress look, and that nothing active is in them."""

from __future__ import annotations

import pytest
from cards import look

from devicelab import cp
from devicelab.checkpoint import bank, display
from devicelab.checkpoint.trial import Message
from devicelab.checkpoint.verdict import WORDS, Verdict


def verdict(outcome, **changes):
    message = Message("id", "What <i>&`x<y`.", 'Why "q".', "Try `a`.")
    fields = {"item": "m1.q1", "title": "T <b>", "hints_total": 3, "note": "N <u>", **changes}
    return Verdict(outcome=outcome, message=message, **fields)


@pytest.mark.parametrize("outcome", sorted(WORDS))
def test_a_card_is_safe_and_says_it_in_words(outcome, validate):
    one = verdict(outcome)
    text = look(display.as_html(one))
    for part in (WORDS[outcome][1], "T <b>", "What <i>&x<y.", 'Why "q".', "Try a.", "N <u>"):
        assert part in text
    assert one.text.startswith(WORDS[outcome][0])
    validate("verdict", one.as_json())


def test_the_next_hint_is_offered_where_it_helps():
    assert 'Hint 2 of 3: `cp.hint("m1.q1")`' in verdict("failed", hints_shown=1).text
    assert "Hint" not in verdict("failed", hints_shown=3).text
    assert "Hint" not in verdict("passed").text
    assert "Hint" not in verdict("broken").text


def test_the_device_is_named_only_where_it_was_proved():
    assert "passed on mps" in verdict("passed", proved_on="mps").headline
    assert verdict("passed").headline.endswith("passed")


@pytest.mark.parametrize("outcome", ["passed_cpu", "failed", "error"])
@pytest.mark.parametrize(
    ("sim", "rehearsed", "label"),
    [
        (True, False, "Simulated Mac: not verified on a real one."),
        (True, True, "the device was rehearsed on a simulated Mac: not verified on a real one."),
        (False, True, "the device was rehearsed: a fake one, on the CPU."),
        (False, False, "never said"),
    ],
)
def test_a_device_that_was_not_real_is_told_once_in_each_form(outcome, sim, rehearsed, label):
    one = verdict(outcome, sim=sim, rehearsed=rehearsed)
    for text in (display.as_text(one), look(display.as_html(one))):
        assert text.count(label) == (sim or rehearsed)
        assert text.count("not verified") == sim
        assert text.count("rehearsed") == rehearsed


def test_long_sentences_fit_the_schema(validate):
    message = Message("id", "w" * 5000, "y" * 5000, "t" * 5000)
    validate("verdict", Verdict("m1.q1", "t" * 500, "failed", message, note="n" * 5000).as_json())


def test_hints_go_on_and_are_remembered(capsys):
    for number in (1, 2, 3, 3):
        cp.hint("m1.q1")
        assert f"hint {number} of 3" in capsys.readouterr().out
    found = cp.check("m1.q1", lambda: 1, return_result=True)
    assert (found.hints_shown, found.hints_total) == (3, 3)
    cp.hint("m1.q1", 1)
    assert "hint 1 of 3" in capsys.readouterr().out
    cp.hint("m1.q1", 99)
    assert "hint 3 of 3" in capsys.readouterr().out


def test_a_solution_is_shown_and_remembered(capsys, receipts):
    cp.solution("m1.q1")
    assert "def pick_device()" in capsys.readouterr().out
    cp.check("m1.q1", lambda: 1)
    assert receipts()[0]["solution_shown"] is True


@pytest.mark.parametrize("verb", [cp.hint, cp.solution])
def test_an_unknown_item_is_a_sentence_for_every_verb(verb, capfd):
    for item in ("m7.q9", 3, None):
        verb(item)
    out, err = capfd.readouterr()
    assert out.count("The ids here ") == 3
    assert err == ""


@pytest.mark.parametrize("verb", [cp.check, cp.hint, cp.solution])
def test_an_endless_id_is_shortened_by_every_verb(verb, capfd):
    verb("m1." + "q" * 100_000 + "`\n")
    out, _ = capfd.readouterr()
    assert "There is no exercise `m1.qqq" in out
    assert len(out) < 400


def test_every_hint_and_solution_is_a_safe_card():
    from devicelab.checkpoint import bank, helping

    for exercise in bank.exercises():
        for number in (1, 2, 3):
            look(helping.hint(exercise, number)["text/html"])
        look(helping.solution(exercise)["text/html"])


def test_done_stays_done(capsys):
    def new(x, *args, **kwargs):
        return x.to(*args, **kwargs) is not x

    cp.check("m1.q3", new)
    cp.check("m1.q3", lambda *_, **__: False)
    rows = {r.item: r for r in cp.progress(return_result=True)}
    assert rows["m1.q3"].done
    assert rows["m1.q3"].attempts == 2
    assert rows["m1.q1"].outcome == "unattempted"
    capsys.readouterr()
    cp.progress()
    assert f"1 of {len(bank.items())} exercises done" in capsys.readouterr().out
