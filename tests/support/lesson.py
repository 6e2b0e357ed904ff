"""A learner notebook, executed: untouched as by Run All, or with right answers filled in."""

from __future__ import annotations

import os
import pathlib

import nbclient
import nbformat

from devicelab.checkpoint import bank

ROOT = pathlib.Path(__file__).parents[2]
VERDICT = "application/vnd.devicelab.verdict+json"
_ELSEWHERE = ("DEVICELAB_HOME", "DEVICELAB_SIMULATE")
# Finds no module of these names. A folder of each name would do for an import, but not for
# those that look first whether there is one.
_ABSENT = """
import importlib.machinery as machinery

found = machinery.PathFinder.find_spec


def find_spec(name, path=None, target=None):
    absent = name.split(".")[0] in {names!r}
    return None if absent else found(name, path, target)


machinery.PathFinder.find_spec = staticmethod(find_spec)
"""


def lesson(name):
    """The committed notebook of this name."""
    return nbformat.read(ROOT / "notebooks" / "learner" / f"{name}.ipynb", as_version=4)


def quicker(notebook, changes):
    """The same in less time; each text to replace stands in exactly one cell."""
    for text, other in changes.items():
        (cell,) = [cell for cell in notebook.cells if text in cell.source]
        cell.source = cell.source.replace(text, other)
    return notebook


def answered(notebook):
    """A copy in which each starter of an exercise is the bank's reference."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        item = cell.id.removesuffix("-starter").replace("-", ".")
        if cell.id.endswith("-starter") and not bank.is_prediction(item):
            cell.source = bank.exercise(item).reference
    return copy


def executed(notebook, home, absent=(), **environment):
    """Run a copy in a folder of its own, some modules absent; what raises does not end it."""
    client = nbclient.NotebookClient(
        nbformat.from_dict(notebook),
        timeout=240,
        allow_errors=True,
        resources={"metadata": {"path": str(home)}},
    )
    return client.execute(env={**_environment(home, absent), **environment})


def simulated(machine):
    """The environment of a kernel on this simulated machine; on this one as it is, without a name."""
    return {"DEVICELAB_SIMULATE": machine} if machine else {}


def _environment(home, absent):
    own = {k: v for k, v in os.environ.items() if k not in _ELSEWHERE}
    path = [str(ROOT)]
    if absent:
        first = home / "absent"
        first.mkdir()
        (first / "sitecustomize.py").write_text(_ABSENT.format(names=tuple(absent)))
        path.insert(0, str(first))
    places = {"PYTHONPATH": os.pathsep.join(path), "IPYTHONDIR": str(home / "ipython")}
    return {**own, **places, "OMP_NUM_THREADS": "1"}


def outputs(notebook):
    """Each output with the id of its cell."""
    return [(cell.id, output) for cell in notebook.cells for output in cell.get("outputs", [])]


def raised(notebook):
    """What went wrong in it: an error, or something on stderr."""
    return [
        (name, output)
        for name, output in outputs(notebook)
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def verdicts(notebook):
    """The last verdict of each check, by item."""
    found = [output.get("data", {}).get(VERDICT) for _, output in outputs(notebook)]
    return {verdict["item"]: verdict for verdict in found if verdict}


def outcomes(notebook):
    """The outcome of each exercise's check, by item."""
    found = verdicts(notebook)
    return {i: found[i]["outcome"] for i in found if not bank.is_prediction(i)}


def printed(notebook, start=""):
    """What the cells whose ids begin so printed."""
    told = (o.get("text", "") for name, o in outputs(notebook) if name.startswith(start))
    return "".join(told)


def pictures(notebook):
    """The HTML of each output with a picture, by its cell."""
    html = ((name, o.data.get("text/html", "")) for name, o in outputs(notebook) if "data" in o)
    return [(name, text) for name, text in html if "<img alt=" in text]
