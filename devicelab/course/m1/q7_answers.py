"""Answers to m1.q7: right ones as different as they come, and the known wrong ones."""

from __future__ import annotations

from collections.abc import Mapping

REFERENCE = """\
def recommend(job: dict) -> str:
    local = local_choice(job)
    if local is None:
        return "nowhere" if job["private"] else "cloud"
    in_time = job[f"hours_{local}"] <= job["deadline_h"]
    return local if in_time or job["private"] else "cloud"


def local_choice(job):
    \"\"\"Rules 1 to 4: what this machine can do, or None.\"\"\"
    if job["needs_cuda_only"] and job["accelerator"] != "cuda":
        return None
    if job["multi_gpu"] and job["gpus"] < 2:
        return None
    if job["accelerator"] is not None and job["peak_gib"] <= job["budget_gib"]:
        if not (job["needs_float64"] and job["accelerator"] == "mps"):
            return "accelerator"
    return "cpu" if job["peak_gib"] <= job["ram_gib"] else None
"""

ALTERNATIVES: Mapping[str, str] = {
    "table": """\
def recommend(job):
    away = "nowhere" if job["private"] else "cloud"
    gpu = job["accelerator"]
    rules = [
        (job["needs_cuda_only"] and gpu != "cuda" or job["multi_gpu"] and job["gpus"] < 2, away, 0),
        (
            gpu and job["peak_gib"] <= (job["budget_gib"] or 0) and (gpu, job["needs_float64"]) != ("mps", True),
            "accelerator",
            job["hours_accelerator"],
        ),
        (job["peak_gib"] <= job["ram_gib"], "cpu", job["hours_cpu"]),
        (True, away, 0),
    ]
    place, hours = next((place, hours) for applies, place, hours in rules if applies)
    late = hours > job["deadline_h"]
    return "cloud" if late and not job["private"] else place
""",
}

_DECIDE = """
    if local is None:
        return "nowhere" if job["private"] else "cloud"
    if job["private"] or job[f"hours_{local}"] <= job["deadline_h"]:
        return local
    return "cloud"
"""
_RULE1 = """\
def recommend(job):
    gpu, peak = job["accelerator"], job["peak_gib"]
    local = "cpu" if peak <= job["ram_gib"] else None
    stuck = job["needs_cuda_only"] and gpu != "cuda" or job["multi_gpu"] and job["gpus"] < 2
"""
_END1 = """
    if stuck:
        local = None
"""
_RULE2 = """\
    if gpu and peak <= job["budget_gib"] and not (job["needs_float64"] and gpu == "mps"):
        local = "accelerator"
"""


def _rules(rule2: str = _RULE2, decide: str = _DECIDE) -> str:
    return _RULE1 + rule2 + _END1 + decide


MISTAKEN: Mapping[str, str] = {
    "not_a_place": _rules(
        decide=_DECIDE.replace('"nowhere" if job["private"] else "cloud"', '"away"')
    ),
    "budget_is_none": _rules(
        '    if peak <= job["budget_gib"] and not (job["needs_float64"] and gpu == "mps"):\n'
        '        local = "accelerator"\n'
    ),
    "float64_on_mps": _rules(
        '    if gpu and peak <= job["budget_gib"]:\n        local = "accelerator"\n'
    ),
    "no_float64_anywhere": _rules(
        '    if gpu and peak <= job["budget_gib"] and not job["needs_float64"]:\n'
        '        local = "accelerator"\n'
    ),
    "budget_is_ram": _rules(_RULE2.replace("budget_gib", "ram_gib")),
    "private_sent_away": _rules(
        decide='\n    if local is None or job[f"hours_{local}"] > job["deadline_h"]:\n'
        '        return "cloud"\n    return local\n'
    ),
    "deadline_ignored": _rules(
        decide='\n    return local or ("nowhere" if job["private"] else "cloud")\n'
    ),
    "wrong_hours": _rules(decide=_DECIDE.replace('job[f"hours_{local}"]', 'job["hours_cpu"]')),
}
