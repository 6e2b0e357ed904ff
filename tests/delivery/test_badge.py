"""The badge to Colab: it leads to the named repository, this ref and this variant, or it is not there."""

from __future__ import annotations

import json

import nbformat
import pytest

from devicelab.cli.program import main
from devicelab.delivery import edition
from devicelab.version import course_version

ADDRESS = "https://colab.research.google.com/github/{place}/notebooks/colab/module1.ipynb"


@pytest.fixture
def package_json(tmp_path, monkeypatch):
    """Call with what a checkout's package.json says of its repository."""

    def plant(**said):
        path = tmp_path / "package.json"
        path.write_text(json.dumps({"name": "devicelab", **said}))
        monkeypatch.setattr(edition, "_PACKAGE_JSON", path)

    plant()
    return plant


@pytest.fixture
def build(tmp_path, capsys):
    """Build the course; its notebook for Colab, and what was said."""

    def run(*more):
        assert main(["build", "--no-proof", *more, "notebooks/source", str(tmp_path / "out")]) == 0
        made = nbformat.read(tmp_path / "out" / "colab" / "module1.ipynb", as_version=4)
        return made, capsys.readouterr().out

    return run


def badge(notebook):
    return next((c.source for c in notebook.cells if c.id == "view-in-github"), None)


def test_without_a_repository_there_is_none_and_the_build_says_so(package_json, build):
    made, said = build()
    assert badge(made) is None
    assert "colab.research.google.com" not in nbformat.writes(made)
    assert "No badge to Colab" in said
    assert '"repository" in package.json or --repository OWNER/NAME names the place' in said


@pytest.mark.parametrize(
    "home",
    [
        {"type": "git", "url": "git+https://github.com/someone/course.git"},
        {"url": "git@github.com:someone/course.git"},
        "https://github.com/someone/course/",
        "github:someone/course",
        "someone/course",
    ],
)
def test_package_json_names_it_at_the_tag_of_this_version(package_json, build, home):
    package_json(repository=home)
    made, said = build()
    place = f"someone/course/blob/v{course_version()}"
    assert badge(made).endswith(f"]({ADDRESS.format(place=place)})")
    assert "No badge" not in said


def test_an_option_names_another_and_a_branch(package_json, build):
    package_json(repository="someone/course")
    made, _ = build("--repository", "else/where.2", "--ref", "autumn/26")
    assert badge(made).endswith(f"]({ADDRESS.format(place='else/where.2/blob/autumn/26')})")


@pytest.mark.parametrize(
    "said",
    [
        {"repository": "https://gitlab.com/group/sub/course"},
        {"repository": {"url": 3}},
        {"repository": ["someone/course"]},
        {"repository": "https://evilgithub.com/a/b"},
        {"repository": "someone/course", "name": "another-package"},
    ],
)
def test_what_names_no_place_on_github_gives_no_badge(package_json, said):
    package_json(**said)
    assert edition.known_repository() == ""


@pytest.mark.parametrize("verb", [["build"], ["export", "colab", "out"]])
@pytest.mark.parametrize(
    "words",
    [
        ("--repository", "https://github.com/someone/course"),
        ("--repository", "someone"),
        ("--repository", "some one/course"),
        ("--ref", "a b"),
        ("--ref", "../x"),
        ("--ref", "a](javascript:x)"),
    ],
)
def test_a_place_that_is_none_is_refused(tmp_path, monkeypatch, capsys, verb, words):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr("devicelab.delivery.build.outlines", lambda *_: [])
    monkeypatch.chdir(tmp_path)
    assert main([*verb, *words]) == 2
    assert f"{words[0]} {words[1]}: " in capsys.readouterr().err
    assert list((tmp_path / "notebooks").iterdir()) == []
    assert not (tmp_path / "out").exists()


def test_an_export_for_colab_says_it_too(tmp_path, capsys):
    words = ["export", "colab", str(tmp_path / "out"), "--modules", "1"]
    assert main(words) == 0
    assert "No badge to Colab" in capsys.readouterr().out
    assert main([*words, "--repository", "someone/course", "--replace"]) == 0
    assert "No badge" not in capsys.readouterr().out
    made = nbformat.read(tmp_path / "out" / "module1.ipynb", as_version=4)
    assert "/someone/course/blob/" in badge(made)
