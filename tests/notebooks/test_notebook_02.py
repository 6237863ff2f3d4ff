"""Notebook 02: the reader's own rule joins its figures, and every surface begins at its own
start."""
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot

from helpers.descent import trace
from helpers.optimizers import HeavyBall

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "02_optimizers.ipynb"
NEEDED = """2456d15b fdc2925c d0e7d7d6 own-rule bf2a01b0 66cfd2f1 1620866d 9c882e6d 78e82bc2
            1cae2ba9 f2c16336 2e690e16 39c06d8a eb1cdc13 a8b4881d 3ea857aa bb38e735 13f69731"""


@pytest.fixture(scope="module")
def names():
    """What the notebook has defined after its race; `figures` are its live figures by `draw`."""
    cells = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, 4).cells}
    found = {"figures": {}}
    with pyplot.rc_context():
        for name in NEEDED.split():
            exec(re.sub(r"(?m)^live\((\w+)", r"figures['\1'] = live(\1", cells[name]), found)
    return found


@pytest.fixture
def figures(names):
    as_printed = names["my_rule"]
    yield names["figures"].values()
    names["my_rule"] = as_printed
    for figure in names["figures"].values():
        figure.set(**figure.defaults)


def heavy(t, theta, g, state, lr=0.01, memory=0.9):
    v = g if state is None else memory * state + g
    return theta - lr * v, v


def without_memory(t, theta, g, state, lr=0.019):
    return theta - lr * g, None


def mixing(t, theta, g, state, lr=0.05):
    return theta - lr * g / np.linalg.norm(g), None


def broken(t, theta, g, state, lr=0.05):
    return theta - lr * gg, None  # noqa: F821


def moved(figures):
    """The three figures, each moved a little; their sentences."""
    settings, together, race = figures
    settings.set(method="yours", lr=0.02)
    together.set(lr_Adam=0.2)
    race.set(update=90)
    assert [figure.error for figure in figures] == [None, None, None]
    return [figure.words for figure in figures]


def test_as_printed_nobody_joins(figures):
    settings, together, race = moved(figures)
    assert settings.startswith("Your rule is still to be written")
    assert "yours" not in together + race and together.endswith(".")


def test_a_rule_joins_with_the_next_move_and_the_next_rule_too(names, figures):
    moved(figures)
    before = [figure.png for figure in figures]
    for rule, same in [(heavy, HeavyBall(0.01)), (without_memory, HeavyBall(0.019, 0.0))]:
        names["my_rule"] = rule
        settings, together, race = moved(figures)
        assert settings.startswith("Yours ") and "yours" in together
        assert not {*before} & {figure.png for figure in figures}
        before = [figure.png for figure in figures]
        valley = names["grounds"]["valley"]
        own, words = names["yours"](valley, valley.start)
        ours, theirs = own["yours"], trace(valley, same, valley.start, 300)
        assert words == "" and np.allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_in_map_and_race_the_heavy_ball_written_anew_is_the_heavy_ball(names, figures):
    names["my_rule"] = heavy
    for place, runs in names["tuned"].items():
        surface = names["grounds"][place]
        optimizer, needed = names["fastest"](surface, names["own_rule"].Own(heavy))
        assert (optimizer.lr, needed) == (runs["heavy"][0].lr, runs["heavy"][1])
        own, words = names["my_entry"](surface)
        theirs = trace(surface, runs["heavy"][0], surface.start, 300)
        assert words == "" and np.allclose(own["yours"], theirs, rtol=1e-9, atol=1e-12)
    given = surface, surface.start
    np.testing.assert_array_equal(
        names["all_settings"]("yours", *given)[2],
        names["updates_needed"](HeavyBall(1.0), "beta", *given))


def test_a_rule_that_mixes_runs_enters_no_map_and_is_told_so(names, figures):
    names["my_rule"] = mixing
    settings, together, race = moved(figures)
    assert settings.startswith("Your rule mixes runs: ") and "Your rule" not in together
    assert race.endswith(settings)
    own, _ = names["my_entry"](names["grounds"]["valley"])
    assert np.allclose(np.linalg.norm(np.diff(own["yours"], axis=0), axis=-1), 0.05)


def test_what_is_wrong_with_a_rule_stands_below_the_figures_and_the_others_run_on(names, figures):
    without = moved(figures)
    names["my_rule"] = broken
    wrong = "Your rule raises NameError: name 'gg' is not defined."
    assert moved(figures) == [wrong, *(f"{words} {wrong}" for words in without[1:])]


def test_each_surface_begins_at_its_own_start(names, figures):
    together = names["figures"]["all_together"]
    shares = ("start_across", "start_up")
    for place, surface in names["grounds"].items():
        if place != "valley":
            together.presets.buttons[place].click()
        start = {name: together.values[name] for name in shares}
        assert names["beginning"](surface, **start) == surface.start, place
    assert names["beginning"](surface, start_across=0.0, start_up=0.0) == surface.box[::2]
