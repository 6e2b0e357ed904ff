"""A kernel that two people use is said in the receipt; one that a page reloaded on is not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from devicelab import cp
from devicelab.checkpoint import company, display


def wrong(speedup, fraction):
    return speedup * fraction


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(company, "_names", set())
    monkeypatch.setattr(company, "_sessions", [])
    monkeypatch.setattr(company, "_known", {"shared": False})


@pytest.fixture
def check(monkeypatch, receipts):
    def run(session, username=""):
        header = {"session": session, "username": username}
        shell = SimpleNamespace(user_ns={}, parent_header={"header": header})
        monkeypatch.setattr(display, "shell", lambda: shell)
        cp.check("m1.q6", overall=wrong, required_fraction=wrong, return_result=True)
        return receipts()[-1]["shared"]

    return run


def test_a_reload_is_no_second_person(check):
    assert [check("a"), check("a"), check("b"), check("b")] == [False] * 4


def test_two_pages_in_turns_are(check):
    assert [check("a"), check("b"), check("a"), check("a")] == [False, False, True, True]


def test_two_names_are(check, capsys):
    assert check("a") is False
    cp.learner("blue heron")
    assert check("a") is True


def test_two_users_of_a_hub_are(check):
    assert [check("a", "ada"), check("b", "bob")] == [False, True]


@pytest.mark.parametrize("parent", [None, {}, {"header": 3}, {"header": {"session": ["x"]}}])
def test_a_shell_of_another_make_is_nobody(parent, monkeypatch):
    monkeypatch.setattr(display, "shell", lambda: SimpleNamespace(parent_header=parent))
    assert company.is_shared("x") is False
