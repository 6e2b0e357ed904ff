"""How m2.q5 looks at a report: one case after another, and what came out beside it."""

from __future__ import annotations

from typing import Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.safely import full_type_name, one_line, text_of

from .q5_fakes import Case, Seen, cases, run, unsupported


def expect_reports(trial: Trial, report: Callable[..., Any]) -> None:
    """Run imitated operations, with torch's always-warn off and on before."""
    trial.seen["cases"] = seen = {}
    for always in (False, True):
        for case in cases(trial):
            found = seen[case.key, always] = run(trial, report, case, always=always)
            if not _is_answer(trial, case, found):
                return
        _expect_all(trial, [found for (_, setting), found in seen.items() if setting is always])
    _expect_other_errors(trial, report)


def _is_answer(trial: Trial, case: Case, found: Seen) -> bool:
    answer = found.answer
    fit = type(answer) is dict and {"result", "fallbacks", "status"} <= set(answer)
    fit = fit and type(answer["fallbacks"]) in (list, tuple)
    return fit or trial.expect(
        case.name,
        False,
        "not_the_dictionary",
        what=f"With {case.name} your function gives {_shape(answer)}.",
        why="Its callers read the three keys, and go through `fallbacks` as a list.",
        try_='Return `{"result": …, "fallbacks": […], "status": …}` in every case.',
    )


def _shape(answer: Any) -> str:
    if type(answer) is not dict:
        return f"a `{full_type_name(answer)}`, not a dictionary"
    keys = ", ".join(f"`{one_line(text_of(k), 20)}`" for k in list(answer)[:5])
    return f"a dictionary with {keys or 'no keys'}" + (
        f", and `fallbacks` is a `{full_type_name(answer['fallbacks'])}`"
        if "fallbacks" in answer
        else ""
    )


def _expect_all(trial: Trial, found: list[Seen]) -> None:
    """Compare the reports of all cases under one setting of always-warn."""
    setting = f"always-warn {'on' if found[0].setting_before else 'off'}"
    wrong = next((f for f in found if not _right(f.case, f)), None)
    trial.expect(
        f"{len(found)} reports with {setting}",
        wrong is None,
        "wrong_report",
        what=_wrongly(wrong) if wrong else "",
        why="Each fallback is a copy to the CPU and back; a list that is wrong sends you looking in the wrong place.",
        try_="Record all warnings while `fn` runs, and print their texts.",
    )
    disturbed = next((f for f in found if not _left_alone(f)), None)
    trial.expect(
        f"the rest left alone with {setting}",
        disturbed is None,
        "rest_disturbed",
        what=_disturbance(disturbed) if disturbed else "",
        why="Whoever calls your function wants a report, and nothing else changed.",
        try_="Put back what you set, and issue again what was not yours.",
    )


def _left_alone(found: Seen) -> bool:
    return found.setting_after is found.setting_before and found.others == found.case.others


def _wrongly(found: Seen) -> str:
    answer = found.answer
    return f"With {found.case.name} your function says status `{one_line(text_of(answer['status']), 20)}` and {len(answer['fallbacks'])} operations, which is not what happened."


def _disturbance(found: Seen) -> str:
    if found.others != found.case.others:
        return f"After {found.case.name} a warning of another kind is lost or doubled."
    return f"After {found.case.name} torch warns in another way than before."


def _right(case: Case, found: Seen) -> bool:
    answer, named = found.answer, list(found.answer["fallbacks"])
    kept = answer["result"] is found.result if case.status != "unsupported" else True
    none = answer["result"] is None if case.status == "unsupported" else True
    listed = named == list(case.ops) if case.status != "unsupported" else case.ops[-1] in named
    return answer["status"] == case.status and listed and kept and none


def _expect_other_errors(trial: Trial, report: Callable[..., Any]) -> None:
    for name, error in (
        ("a NotImplementedError of another kind", NotImplementedError("write me first")),
        ("a ValueError", ValueError("not yours")),
    ):
        raised = trial.raised(report, unsupported(error))
        trial.seen.setdefault("swallowed", []).extend([name] if raised is None else [])
        trial.expect(
            f"{name} passed on",
            raised is error,
            "other_error",
            what=f"With {name} your function {'returns' if raised is None else 'raises something else'}.",
            why="An error that has nothing to do with MPS is a bug to be seen, not an operation that is missing.",
            try_="Catch `NotImplementedError` only, and `raise` it again if its text is not that of MPS.",
        )
