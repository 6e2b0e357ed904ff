"""Pictures are drawn, are small, have words, and need no matplotlib to be read."""

from __future__ import annotations

import builtins
import importlib
import inspect
import io
import pkgutil

import matplotlib.image
import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from devicelab.checkpoint.picture import CAP, taken
from devicelab.course import pictures
from devicelab.course.race import Race

ROOF = {"gflops": {64: 5.0, 2048: 130.0}, "gbs": {1: 64.0, 256: 30.0}, "ridge": 4.33}
FASTER = {"gflops": {64: 9.0, 2048: 14e3}, "gbs": {1: 90.0, 256: 100.0}, "ridge": 140.0}
CARD = {"chip": "Chip", "cores": [("P", 4), ("E", 4)], "threads": 8, "ram_gib": 16.0}
JOB = {"hours_accelerator": 2.0, "hours_cpu": 9.0, "budget_gib": 10.7, "ram_gib": 16, "peak_gib": 4}


def overall(speedup, fraction):
    return 1 / (1 - fraction + fraction / speedup)


def storages():
    x = torch.ones(4)
    return pictures.storages({"x": x, "y": x.view(2, 2), "z": x.clone()})


BEFORE = {"image": torch.ones(8, 3, dtype=torch.float64), "label": torch.ones(8)}
LADDER = {"ok": "Is MPS available?", "rosetta": "Is Python translated?", "no_device": "None."}
LINES = (
    ("double", "x.double()", True),
    ("to", 'x.to("mps")', False),
    ("eig", "torch.linalg.eig(x)", None),
)


class Won:
    """A race that the second way has won."""

    name, ratio, ratios, sentence = "mps against cpu", 2.0, (1.5, 2.0, 2.5), "twice as fast"


#: Each function of ours that draws, by its name; after a colon, what else it is given.
ALL = {
    "amdahl": lambda: pictures.amdahl(overall, 8, (6, 0.952), ("mps against cpu", 3.2)),
    "answers": lambda: pictures.answers({"the same device": "no copy", "`copy=True`": "a copy"}),
    "batch": lambda: pictures.batch(BEFORE, {n: t.float() for n, t in BEFORE.items()}),
    "devices": lambda: pictures.devices("mps"),
    "devices: another": lambda: pictures.devices("xpu"),
    "draws": lambda: pictures.draws(("yours", [0.1, 2.0], [0.1, 2.0]), ("theirs", [1.0], [-1.0])),
    "epochs": lambda: pictures.epochs({"cpu": (4.0, 5.0, 6.0)}, {"cpu": 7.0}, 6, "noisy"),
    "held": lambda: pictures.held([(0.0, 1.0), (1.0, 8.0)]),
    "intervals": lambda: pictures.intervals({"25 steps": [(1.0, 2.0, 3.0)] * 16}, 2.0),
    "losses": lambda: pictures.losses({"cpu": [2.0, 1.0, 0.5], "mps": [2.0, 1.1], "none": []}),
    "machine": lambda: pictures.machine(CARD),
    "machine: nothing known": lambda: pictures.machine({}),
    "operations": lambda: pictures.operations(
        {"a": "native", "b": "fallback", "c": "unsupported", "d": "new"}, "a Mac"
    ),
    "owners": lambda: pictures.owners({"parameters": {"mps"}, "batch": {"cpu"}, "none": ()}, "mps"),
    "places": lambda: pictures.places({**JOB, "deadline_h": 6.0}, "cpu"),
    "raced": lambda: pictures.raced(Won(), "a step", 3.0),
    "ratio": lambda: pictures.ratio("a step", [1.5, 2.0, 2.5], 2.0, 3.0),
    "reasons": lambda: pictures.reasons(LADDER, "rosetta"),
    "refusals": lambda: pictures.refusals(LINES, {"double": True, "to": True}, "a Mac"),
    "refusals: nothing predicted": lambda: pictures.refusals(LINES, None, "a Mac"),
    "rooflines": lambda: pictures.rooflines({"cpu": ROOF, "mps": ROOF}),
    "rooflines: far apart": lambda: pictures.rooflines({"mps": FASTER, "cpu": ROOF}),
    "storages": storages,
}


def drawing():
    """The names of all functions in the pictures' modules that give a picture."""
    for module in pkgutil.iter_modules(pictures.__path__, f"{pictures.__name__}."):
        found = vars(importlib.import_module(module.name))
        for name, value in found.items():
            made = inspect.isfunction(value) and value.__module__ == module.name
            if made and "Picture" in str(value.__annotations__.get("return")):
                yield name


def test_every_function_that_draws_is_drawn_here():
    assert {*drawing()} == {name.partition(":")[0] for name in ALL}
    assert {*drawing()} <= {*pictures.__all__}


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
def test_no_words_of_it_are_cut_or_lost(name, monkeypatch):
    drawn = []
    plain = Figure.savefig

    def kept(figure, *args, **kwargs):
        plain(figure, *args, **kwargs)
        drawn.append(figure)

    monkeypatch.setattr(Figure, "savefig", kept)
    assert ALL[name]().png()
    (figure,) = drawn
    figure.draw_without_rendering()  # `savefig` measures by another resolution
    (axes,) = figure.axes
    words = [text for text in axes.texts if text.get_text()]
    for text in words:
        box = text.get_window_extent()
        assert figure.bbox.x0 - 1 <= box.x0, text
        assert box.x1 <= figure.bbox.x1 + 1, text
        assert figure.bbox.y0 - 1 <= box.y0, text
        assert box.y1 <= figure.bbox.y1 + 1, text
        if isinstance(text, Annotation):  # not drawn if what it names is outside
            assert axes.bbox.padded(1).contains(*axes.transData.transform(text.xy)), text
    pairs = ((a, b) for n, a in enumerate(words) for b in words[:n])
    met = [(a, b) for a, b in pairs if a.get_window_extent().overlaps(b.get_window_extent())]
    assert met == []


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


def test_module_2s_pictures_say_what_they_show():
    assert ALL["batch"]().lines[0] == "image: float64, 192 bytes on cpu → float32, 96 bytes on cpu"
    assert pictures.devices("mps").alt.startswith("One program, three kinds of device; ")
    assert "four kinds of device; this machine's is xpu" in pictures.devices("xpu").alt
    assert ALL["draws"]().lines == ["yours: 2 of 2 numbers equal", "theirs: 0 of 1 numbers equal"]
    assert ALL["losses"]().lines[1] == "mps: from 2.00 to 1.100 in 2 steps"
    assert ALL["operations"]().alt.startswith("4 operations on a Mac: 1 native, 1 fallback")
    assert ALL["owners"]().alt == "Not all on mps: batch."
    assert pictures.owners({"batch": ["mps"]}, "mps").alt == "All tensors are on mps."
    assert ALL["reasons"]().alt == "3 questions in order; your machine stops at rosetta."
    assert ALL["refusals"]().lines == [
        "x.double(): raises (predicted: raises)",
        'x.to("mps"): works (predicted: raises)',
        "torch.linalg.eig(x): not run",
    ]


def test_of_what_was_not_timed_nothing_is_drawn():
    assert pictures.raced(Race("cpu", "mps", why="simulated"), "a step", 3.0) is None
