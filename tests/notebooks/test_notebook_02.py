"""Notebook 02: what its prose says follows from runs and records, and the reader's own rule joins
its map and its race."""
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot

from helpers import plotting, surfaces
from helpers.descent import trace
from helpers.exercises import own_rule
from helpers.experiments import results
from helpers.experiments.sweeps import fastest, updates_needed
from helpers.optimizers import Adam, HeavyBall, RMSProp

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "02_optimizers.ipynb"
NEEDED = ["imports", "own-rule", "figure-map", "sweep", "figure-race"]


@pytest.fixture(scope="module")
def names():
    """What these cells define; `figures` are their live figures by `draw`."""
    cells = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, 4).cells}
    found = {"figures": {}}
    with pyplot.rc_context():
        for name in NEEDED:
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


def mixing(t, theta, g, state, lr=0.05):
    return theta - lr * g / np.linalg.norm(g), None


def broken(t, theta, g, state, lr=0.05):
    return theta - lr * gg, None  # noqa: F821


def moved(figures):
    """Map and race, each moved a little; their sentences."""
    settings, race = figures
    settings.set(method="yours, memory", lr=0.02)
    race.set(surface="valley", update=95)
    assert [figure.error for figure in figures] == [None, None]
    return [figure.words for figure in figures]


def test_as_printed_nobody_joins(figures):
    settings, race = moved(figures)
    assert settings.startswith("Your rule is still to be written")
    assert "yours" not in race and race.endswith(".")


def test_a_rule_joins_with_the_next_move(names, figures):
    moved(figures)
    before = [figure.png for figure in figures]
    names["my_rule"] = heavy
    settings, race = moved(figures)
    assert settings.startswith("Yours ") and "yours" in race
    assert not {*before} & {figure.png for figure in figures}


def test_a_rule_that_mixes_runs_enters_no_map_and_is_told_so(names, figures):
    names["my_rule"] = mixing
    settings, race = moved(figures)
    assert settings.startswith("Your rule mixes runs: ") and race.endswith(settings)


def test_what_is_wrong_with_a_rule_stands_below_the_figures_and_the_others_run_on(names, figures):
    _, without = moved(figures)
    names["my_rule"] = broken
    wrong = "Your rule raises NameError: name 'gg' is not defined."
    assert moved(figures) == [wrong, f"{without} {wrong}"]


@pytest.mark.parametrize("surface", [surfaces.valley(), surfaces.beale(), surfaces.saddle()],
                         ids=lambda surface: surface.name)
def test_the_heavy_ball_written_anew_is_the_heavy_ball_in_race_and_map(surface):
    ours, needed = fastest(surface, HeavyBall(1.0))
    own, its_own = fastest(surface, own_rule.Own(heavy))
    assert (own.lr, its_own) == (ours.lr, needed)
    path, words = own_rule.entry(heavy, fastest, surface, surface)
    theirs = trace(surface, ours, surface.start, 300)
    assert words == "" and np.allclose(path, theirs, rtol=1e-9, atol=1e-12)
    settings = surface, surface.start, (0.001, 0.01, 0.1), (0.0, 0.5, 0.9)
    np.testing.assert_array_equal(updates_needed(own_rule.Own(heavy), "memory", *settings),
                                  updates_needed(HeavyBall(1.0), "beta", *settings))


def test_a_rule_that_mixes_runs_keeps_its_own_rate_in_the_race():
    valley = surfaces.valley()
    own, _ = own_rule.entry(mixing, fastest, valley, valley)
    assert np.allclose(np.linalg.norm(np.diff(own, axis=0), axis=-1), 0.05)


# What the prose says of runs

def test_momentum_and_heavy_ball_tie_and_only_adam_is_in_time_on_the_banana(names):
    tuned = names["tuned"]
    for place in tuned.values():
        assert place["Momentum"][1] == place["HeavyBall"][1]
    in_time = [name for name, (_, needed) in tuned["banana"].items() if needed <= 300]
    assert in_time == ["Adam"] and tuned["valley"]["Adagrad"][1] == 4
    assert tuned["saddle"]["GradientDescent"][1] == 12 and tuned["Beale"]["AdamW"][1] == np.inf


def test_where_rmsprops_loss_stands_still_the_gradient_is_large():
    banana = surfaces.rosenbrock()
    path = trace(banana, RMSProp(0.01), banana.start, 5000)
    assert "stops" in plotting.ending(banana, path[:1001])
    assert np.linalg.norm(banana.grad(path[[1000, 3000, 5000]]), axis=-1).min() > 5
    assert 0.98 < banana.loss(path[5000]) / banana.loss(path[3000]) < 1


@pytest.mark.parametrize("alpha, ending", [(0.9, "arrives"), (0.999, "stops")])
def test_at_the_lectures_rate_adam_reaches_the_star_with_a_short_alpha_only(alpha, ending):
    banana = surfaces.rosenbrock()
    for corrected in (True, False):
        adam = Adam(0.01, alpha=alpha, bias_correction=corrected)
        assert ending in plotting.ending(banana, trace(banana, adam, banana.start, 1000))


# What it says of the records

def verdict(name, rule):
    return results.load(name).verdict("gradient descent", rule)


@pytest.mark.parametrize("name", ["optimizers", "optimizers_cnn"])
@pytest.mark.parametrize("rule", ["momentum", "Adagrad", "RMSProp", "Adam"])
def test_all_four_lower_the_training_loss(name, rule):
    assert verdict(name, rule).optimization.word == "helps"


def test_adam_lowers_the_validation_loss_and_momentum_on_the_cnn_not_clearly():
    adam = [verdict(name, "Adam").generalization for name in ("optimizers", "optimizers_cnn")]
    assert [told.word for told in adam] == ["helps", "helps"]
    momentum = verdict("optimizers_cnn", "momentum")
    assert momentum.generalization.word == "unclear" and momentum.accuracy.low > 0


@pytest.mark.parametrize("name", ["optimizers", "optimizers_cnn"])
def test_the_best_decay_of_adamw_is_none(name):
    record = results.load(name)
    assert record.choices["AdamW"]["decay"] == 0
    assert np.array_equal(record.outcomes["AdamW"].train_loss, record.outcomes["Adam"].train_loss)


def test_on_the_cnn_three_come_to_a_fifteenth_or_less_of_the_training_loss():
    ratios = [verdict("optimizers_cnn", rule).optimization.r for rule in
              ("momentum", "RMSProp", "Adam")]
    assert max(ratios) <= 0.068
