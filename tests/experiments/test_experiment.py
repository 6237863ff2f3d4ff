"""How a contender finds its best setting: on made-up losses whose lowest point we know."""
import numpy as np
import pytest

from helpers.experiments import experiment
from helpers.experiments.experiment import (
    THIRTY,
    TUNING,
    Contender,
    Experiment,
    Steps,
    best_step,
    tune,
)
from helpers.experiments.training import Outcome


def test_steps_are_the_ladder_1_3_10():
    steps = Steps(0.003)
    assert [steps.value(k) for k in range(-3, 4)] == [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1]
    assert Steps(1.0).value(1) == 3.0 and Steps(0.3).value(-1) == 0.1


@pytest.mark.parametrize("best", [1e-5, 0.001, 0.01, 0.03, 3.0])
def test_it_goes_on_until_the_best_has_two_neighbours(best):
    tried = []

    def loss(value):
        tried.append(value)
        return abs(np.log(value / best))
    assert best_step(Steps(0.01), loss) == best
    assert min(tried) < best < max(tried)


def test_it_does_not_go_on_for_ever():
    assert best_step(Steps(1.0), lambda value: -value) == 1e4
    assert best_step(Steps(1.0), lambda value: np.inf) < 1


def test_no_seed_is_tuned_and_judged():
    assert not set(TUNING) & set(Experiment("", 1, "",
                                            None).seeds) and not set(TUNING) & set(THIRTY)
    assert len(THIRTY) == len(set(THIRTY)) == 30


@pytest.fixture
def made_up(monkeypatch):
    """A training is its setting, and its loss is lowest at lr = 0.03, p = 0.2."""
    seen = []

    def loss(_, training):
        seeds, setting = training
        assert seeds == TUNING
        seen.append(setting)
        return np.log(setting["lr"] / 0.03) ** 2 + (setting["p"] - 0.2) ** 2 + 1
    monkeypatch.setattr(experiment, "criterion", loss)
    make = lambda seeds, **setting: (seeds, setting)  # noqa: E731
    contender = Contender(make, {"lr": Steps(0.003), "p": (0.0, 0.2, 0.5)})
    return Experiment("", 1, "", lambda: {"one": contender, "none": Contender(make)}), seen


def test_the_rate_is_tuned_first_then_the_strength_and_all_that_was_tried_is_kept(made_up):
    asked, seen = made_up
    choice, tuning = tune(asked, "one")
    assert choice == {"lr": 0.03, "p": 0.2}
    assert [row[:2] for row in tuning] == [*(("lr", lr) for lr in (0.001, 0.003, 0.01, 0.03, 0.1)),
                                           ("p", 0.0), ("p", 0.2), ("p", 0.5)]
    assert len(seen) == 8  # none twice
    assert min(loss for key, _, loss in tuning if key == "p") == 1


def test_what_has_nothing_to_tune_is_not_tuned(made_up):
    asked, seen = made_up
    assert tune(asked, "none") == ({}, []) and seen == []


@pytest.mark.parametrize("improves, number", [("optimization", 0), ("generalization", 2)])
def test_it_is_tuned_for_what_the_experiment_is_about_and_divergence_is_the_worst(
    monkeypatch, improves, number
):
    ends = np.array([[1.0, 4.0], [5.0, 5.0], [9.0, 1.0], [0.5, 0.5]])
    monkeypatch.setattr(experiment, "measure", lambda training: training)
    asked = Experiment("", 1, "", None, improves=improves)
    assert experiment.criterion(asked,
                                Outcome(*ends)) == pytest.approx(np.sqrt(np.prod(ends[number])))
    ends[number, 0] = np.nan
    assert experiment.criterion(asked, Outcome(*ends)) == np.inf
