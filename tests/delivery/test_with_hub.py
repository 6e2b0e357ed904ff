"""JupyterHub with its proxy, as docs/instructors.md configures it: three users and a course by git.

`make test-delivery` makes its environment and names its Python in ``DEVICELAB_TEST_HUB_PYTHON``,
the proxy in ``HUB_PROXY``. In a browser: ui-tests/matrix/course-by-git.spec.ts.
"""

from __future__ import annotations

import json
import os
import pathlib
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
import real_hub
from course_repository import CourseRepository
from hub_user import HubUser, verdicts
from submissions import MODULES, items, right, starter_of

from devicelab.checkpoint import bank
from devicelab.delivery.bank import entries

PYTHON = os.environ.get("DEVICELAB_TEST_HUB_PYTHON")
pytestmark = pytest.mark.skipif(PYTHON is None, reason="make test-delivery runs this")
ROOT = pathlib.Path(__file__).parents[2]
NAMES = ("ada", "ben", "cy")
NOTEBOOKS = {number: f"course/module{number}.ipynb" for number in MODULES}
# What `pip install …` and `npm install …` of the page bring: scripts/real_tools.py.


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with real_hub.running(PYTHON, os.environ["HUB_PROXY"], tmp_path_factory.mktemp("hub")) as made:
        yield made


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return CourseRepository(PYTHON, tmp_path_factory.mktemp("git"))


@pytest.fixture(scope="module")
def users(hub, repository):
    """Three users, signed in, with the course pulled."""
    with ThreadPoolExecutor(3) as pool:
        made = dict(zip(NAMES, pool.map(lambda name: HubUser(hub.url, name), NAMES)))
    for user in made.values():
        user.pull(repository.url)
    yield made
    for user in made.values():
        user.close()


def answered(user, path):
    """Put right answers into the user's notebook, and save it as JupyterLab does."""
    notebook = nbformat.from_dict(user.read(path))
    for item in items(notebook):
        starter_of(notebook, item).source = f"# by {user.name}\n{right(item)}"
    user.save(path, json.loads(nbformat.writes(notebook)))
    return notebook


def run_checks(user, path, notebook):
    """Run the cells of the exercises in the notebook's own kernel; the outcome of each."""
    user.open(path)
    user.run("from devicelab import cp")
    found = {}
    for item in items(notebook):
        user.run(starter_of(notebook, item).source)
        (verdict,) = verdicts(user.run(f'cp.check("{item}")'))
        found[item] = verdict["outcome"]
    return found


def test_each_user_has_the_course_and_the_extension(users):
    for user in users.values():
        names = {entry["name"] for entry in user.request("GET", "/api/contents/course")["content"]}
        assert {p.name for p in (ROOT / "notebooks" / "learner").glob("*.ipynb")} <= names
        assert '"name": "devicelab"' in user.page("/lab")


def work_through(user):
    """Answer and check each module, and look at the panel."""
    for number, path in NOTEBOOKS.items():
        outcomes = run_checks(user, path, answered(user, path))
        assert sorted(outcomes) == [i for i in bank.items() if i.startswith(f"m{number}.")]
        # Three users measure on one machine: a measurement may say so, none may fail.
        assert set(outcomes.values()) <= {"passed", "passed_cpu", "noisy"}, outcomes
    (card,) = user.run("import devicelab; devicelab.panel()")
    assert "Memory after the last cell" in card["data"]["text/plain"]


def test_checks_and_panel_work_in_each_and_an_update_loses_nothing(hub, users, repository):
    for user in users.values():
        work_through(user)
    kept = {name: receipts(hub, name) for name in NAMES}
    change_the_course(repository)
    for name, user in users.items():
        user.pull(repository.url)
        arrived = {e["name"] for e in user.request("GET", "/api/contents/course")["content"]}
        assert "module9.ipynb" in arrived
        assert receipts(hub, name) == kept[name]
        lines = len(kept[name].splitlines())
        assert lines == sum(nothing_is_lost(user, path) for path in NOTEBOOKS.values())


def nothing_is_lost(user, path):
    """Find the user's answers in the notebook that was merged; how many there are."""
    notebook = nbformat.from_dict(user.read(path))
    nbformat.validate(notebook)
    assert "A newer edition." in notebook.cells[0].source
    asked = items(notebook)
    for item in asked:
        assert starter_of(notebook, item).source == f"# by {user.name}\n{right(item)}"
    return len(asked)


def receipts(hub, name):
    return (hub.homes / name / "course" / ".devicelab" / "receipts.jsonl").read_text()


def change_the_course(repository):
    """A newer edition: other prose, other starters, another version, one more notebook."""
    for number in MODULES:
        path = repository.folder / f"module{number}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for item in items(notebook):
            starter_of(notebook, item).source = f"# newer\n{entries()[item].starter.strip()}"
        notebook.cells[0].source += "\n\nA newer edition."
        notebook.metadata.devicelab.course_version = "99.0"
        nbformat.write(notebook, path)
    nbformat.write(notebook, repository.folder / "module9.ipynb")
    repository.commit("A newer edition")


def test_what_is_kept_of_one_user_is_not_anothers(hub, users):
    told = [json.loads(receipts(hub, name).splitlines()[0])["learner"] for name in NAMES]
    assert len(set(told)) == 3
