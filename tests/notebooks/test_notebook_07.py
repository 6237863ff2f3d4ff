"""Notebook 07: what a road does to a signal, and its words follow from the records."""
import numpy as np
import pytest

from helpers import regression
from helpers.experiments import n07_skip_connections as trials_residual, results
from helpers.networks.activations import ReLU
from helpers.networks.layers import Linear, Residual
from helpers.optimizers import Adam, GradientDescent


RELU_BLOCK = max(np.roots([1, -1, -2, 2 - 2 / np.pi]).real)  # g with (g² - 2)(g - 1) = 2 / π


def test_by_hand_a_relu_block_of_scale_1_multiplies_by_1_704():
    assert RELU_BLOCK == pytest.approx(1.704, abs=5e-4)


@pytest.mark.parametrize("layers, factor", [((Linear(400, 400),), 2**0.5), ((ReLU(), Linear(400, 400)), 2**0.5),
                                            ((Linear(400, 400), ReLU()), RELU_BLOCK)], ids=["W a", "W ReLU(a)", "ReLU(W a)"])
def test_with_scale_1_a_branch_of_mean_0_doubles_the_variance_and_a_relu_does_more(layers, factor):
    draw = np.random.default_rng(0)
    a, variance = draw.standard_normal((30, 400)), 2 if ReLU() in layers else 1
    for _ in range(12):
        W, before = np.sqrt(variance / 400) * draw.standard_normal((400, 400)), a
        a, _ = Residual(layers).forward((W, np.zeros((1, 400))), a)
    assert np.sqrt(np.mean(a**2) / np.mean(before**2)) == pytest.approx(factor, rel=0.03)


def verdict(depth, optimizer):
    return results.verdict(results.load(f"skip_{depth}"), f"{optimizer}, no road", f"{optimizer}, road")


@pytest.mark.parametrize("depth", [10, 20, 40])
def test_deep_networks_train_and_generalize_better_with_the_road_in_every_seed(depth):
    told = verdict(depth, "plain descent")
    assert told.optimization.word == told.generalization.word == "helps"
    assert told.optimization.lower == told.generalization.lower == verdict(depth, "Adam").generalization.lower == 20


def test_two_layers_need_no_road():
    told = verdict(2, "plain descent")
    assert told.optimization.word == told.generalization.word == "no clear effect" and verdict(2, "Adam").optimization.word == "hurts"


def test_no_learning_rate_trains_twenty_layers_without_the_road():
    medians = {name: np.nanmedian(outcome.clean) for name, outcome in results.load("skip_rates")[-1].items()}
    black, blue = ([loss for name, loss in medians.items() if name.startswith(road)] for road in ("no road", "road"))
    assert min(black) > 1.8 and min(blue) < 0.03 and blue == sorted(blue, reverse=True)


def test_forty_relu_blocks_need_a_gate_of_1_over_l():
    one, root, full = (outcome.clean for outcome in results.load("skip_scale")[-1].values())
    assert one.min() > 100 and np.median(root) > 0.5 and full.max() < 0.002 and np.all(full < root)


def test_ten_sigmoid_layers_learn_only_the_mean_by_plain_descent():
    lecture, outcomes = regression.lectures(), results.load("skip_line")[-1]
    assert outcomes["plain descent, no road"].trained == pytest.approx(lecture.y.var(), rel=1e-3)
    line = lecture.loss(np.array(lecture.minima[0]))
    assert [int(np.sum(outcome.trained > line)) for outcome in outcomes.values()] == [20, 16, 4, 1]


def test_each_contender_has_the_best_rate_of_its_sweep():
    for road, tried in ((False, (0.01, 0.1, 1.0)), (True, (0.1, 1.0, 3.0))):
        found = trials_residual.sweep(10, road, GradientDescent, tried, seeds=(20,))
        assert tried[np.nanargmin(found)] == trials_residual.RATES[10, road][0]


def test_a_run_measured_anew_agrees_with_the_record():
    anew = {"Adam, road": trials_residual.trained((0,), trials_residual.deep(10, True), Adam(trials_residual.RATES[10, True][1]))}
    assert results.agreement("skip_10", anew).endswith("True")
