"""Pictures are drawn, are small, have words, and need no matplotlib to be read."""

from __future__ import annotations

import builtins
import io

import matplotlib.image
import numpy as np
import pytest
import torch

from devicelab.checkpoint.picture import CAP, taken
from devicelab.course import pictures
from devicelab.course.race import Race

ROOF = {"gflops": {64: 5.0, 2048: 130.0}, "gbs": {1: 64.0, 256: 30.0}, "ridge": 4.33}
CARD = {"chip": "Chip", "cores": [("P", 4), ("E", 4)], "threads": 8, "ram_gib": 16.0}
JOB = {"hours_accelerator": 2.0, "hours_cpu": 9.0, "budget_gib": 10.7, "ram_gib": 16, "peak_gib": 4}


def overall(speedup, fraction):
    return 1 / (1 - fraction + fraction / speedup)


def storages():
    x = torch.ones(4)
    return pictures.storages({"x": x, "y": x.view(2, 2), "z": x.clone()})


ALL = {
    "amdahl": lambda: pictures.amdahl(overall, 8, (6, 0.952), ("mps against cpu", 3.2)),
    "answers": lambda: pictures.answers({"the same device": "no copy", "`copy=True`": "a copy"}),
    "epochs": lambda: pictures.epochs({"cpu": (4.0, 5.0, 6.0)}, {"cpu": 7.0}, 6, "noisy"),
    "held": lambda: pictures.held([(0.0, 1.0), (1.0, 8.0)]),
    "intervals": lambda: pictures.intervals({"25 steps": [(1.0, 2.0, 3.0)] * 16}, 2.0),
    "machine": lambda: pictures.machine(CARD),
    "nothing known": lambda: pictures.machine({}),
    "places": lambda: pictures.places({**JOB, "deadline_h": 6.0}, "cpu"),
    "ratio": lambda: pictures.ratio("a step", [1.5, 2.0, 2.5], 2.0, 3.0),
    "rooflines": lambda: pictures.rooflines({"cpu": ROOF, "mps": ROOF}),
    "storages": storages,
}


@pytest.mark.parametrize("name", ALL)
def test_it_is_drawn_transparent_and_small_enough_for_a_verdict(name):
    drawn = ALL[name]().png()
    assert drawn is not None
    assert len(drawn) < CAP
    pixels = matplotlib.image.imread(io.BytesIO(drawn))
    assert pixels[0, 0, 3] == 0, "the corner is not transparent"
    assert (pixels[..., 3] > 0.5).mean() > 0.004, "hardly anything is drawn"


@pytest.mark.parametrize("name", ALL)
def test_its_colours_read_on_white_and_on_black(name):
    pixels = matplotlib.image.imread(io.BytesIO(ALL[name]().png()))
    solid = pixels[pixels[..., 3] > 0.95][:, :3]
    lightness = solid @ np.array([0.2126, 0.7152, 0.0722])
    assert lightness.min() > 0.15
    assert lightness.max() < 0.75


@pytest.mark.parametrize("name", ALL)
def test_it_says_in_words_what_it_shows(name):
    picture = ALL[name]()
    assert len(picture.alt.split()) >= 3
    assert picture.lines
    forms = picture._repr_mimebundle_()
    assert 'alt="' in forms["text/html"]
    assert forms["text/plain"].startswith(picture.alt)
    assert taken(picture).png


def test_without_matplotlib_the_words_stay(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    picture = pictures.rooflines({"<cpu>": ROOF})
    assert picture.png() is None
    forms = picture._repr_mimebundle_()
    assert forms["text/html"].startswith("<pre>&lt;cpu&gt;: at best 130 GFLOP/s")
    assert "ridge at 4.33 FLOP per byte" in forms["text/plain"]


def test_the_figures_are_the_ones_given():
    text = pictures.epochs({"cpu": (4.0, 5.0, 6.0), "mps": (0.7, 0.8, 0.9)}, {}, 6).text
    assert "mps: 0.8 minutes (95 %: 0.7 to 0.9)" in text
    assert "6 times faster than cpu would be 0.833 minutes" in text
    assert "3 tensors in 2 storages" in storages().alt
    assert "you predicted 3 times" in pictures.ratio("a step", [2.0], 2.0, 3.0).text


def test_of_what_was_not_timed_nothing_is_drawn():
    assert pictures.raced(Race("cpu", "mps", why="simulated"), "a step", 3.0) is None
