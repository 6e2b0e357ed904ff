"""A learner notebook, executed: untouched as by Run All, or with right answers filled in."""

from __future__ import annotations

import os
import pathlib

import nbformat

from devicelab.checkpoint import bank

ROOT = pathlib.Path(__file__).parents[2]
VERDICT = "application/vnd.devicelab.verdict+json"
_ABSENT = 'raise ModuleNotFoundError("No module named {name!r}", name={name!r})\n'


def lesson(name):
    """The committed notebook of this name."""
    return nbformat.read(ROOT / "notebooks" / "learner" / f"{name}.ipynb", as_version=4)


def answered(notebook):
    """A copy in which each starter is the bank's reference."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        item = cell.id.removesuffix("-starter").replace("-", ".")
        if cell.id.endswith("-starter") and not bank.is_prediction(item):
            cell.source = bank.exercise(item).reference
    return copy


def executed(notebook, home, **environment):
    """Run a copy in a folder of its own; what raises does not end it."""
    import nbclient

    told = {**os.environ, "IPYTHONDIR": str(home / "ipython"), "OMP_NUM_THREADS": "1"}
    told.update(environment)
    told["PYTHONPATH"] = os.pathsep.join([*_first(environment), str(ROOT)])
    told.pop("DEVICELAB_HOME", None)
    client = nbclient.NotebookClient(
        nbformat.from_dict(notebook),
        timeout=240,
        allow_errors=True,
        resources={"metadata": {"path": str(home)}},
    )
    return client.execute(env=told)


def _first(environment):
    return [environment["PYTHONPATH"]] if "PYTHONPATH" in environment else []


def without(folder, *names):
    """A folder that, first on the path, makes these modules absent."""
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(_ABSENT.format(name=name))
    return str(folder)


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


def outcomes(notebook):
    """The outcome of each check, by item."""
    found = {}
    for name, output in outputs(notebook):
        verdict = output.get("data", {}).get(VERDICT)
        if verdict and name.endswith("-check"):
            found[verdict["item"]] = verdict["outcome"]
    return found
