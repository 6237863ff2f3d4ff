"""Notebook 07: what a skip connection does to a signal, and its words follow from the records."""
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import regression
from helpers.experiments import n07_skip_connections as trials_residual
from helpers.experiments import results
from helpers.networks.activations import ReLU
from helpers.networks.layers import Linear, Residual

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


RELU_BLOCK = max(np.roots([1, -1, -2, 2 - 2 / np.pi]).real)  # g with (g² - 2)(g - 1) = 2 / π


def test_by_hand_a_relu_block_of_scale_1_multiplies_by_1_704():
    assert RELU_BLOCK == pytest.approx(1.704, abs=5e-4)


@pytest.mark.parametrize("layers, factor", [
    ((Linear(400, 400),), 2**0.5), ((ReLU(), Linear(400, 400)), 2**0.5),
    ((Linear(400, 400), ReLU()), RELU_BLOCK),
], ids=["W a", "W ReLU(a)", "ReLU(W a)"])
def test_with_scale_1_a_branch_of_mean_0_doubles_the_variance_and_a_relu_does_more(layers, factor):
    draw = np.random.default_rng(0)
    a, variance = draw.standard_normal((30, 400)), 2 if ReLU() in layers else 1
    for _ in range(12):
        W, before = np.sqrt(variance / 400) * draw.standard_normal((400, 400)), a
        a, _ = Residual(layers).forward((W, np.zeros((1, 400))), a)
    assert np.sqrt(np.mean(a**2) / np.mean(before**2)) == pytest.approx(factor, rel=0.03)


def verdict(name, optimizer):
    return results.load(name).verdict(f"{optimizer}, no skip", f"{optimizer}, skip")


@pytest.mark.parametrize("depth", [10, 20, 40])
def test_deep_networks_train_and_generalize_better_with_skip_connections_in_every_seed(depth):
    descent, adam = (verdict(f"skip_{depth}", rule) for rule in trials_residual.RULES)
    found = descent.optimization, descent.generalization, adam.generalization
    assert [(told.word, told.lower) for told in found] == [("helps", 20)] * 3
    assert adam.early_stopping.word == "helps"


def test_two_layers_need_no_skip_connection():
    descent, adam = (verdict("skip_2", rule) for rule in trials_residual.RULES)
    assert (descent.optimization.word, descent.generalization.word) == ("hurts", "unclear")
    assert descent.early_stopping.word == "helps"
    assert (adam.optimization.word, adam.generalization.word) == ("both solved", "helps")


def test_adam_trains_ten_layers_without_skip_connections_and_more_only_with_them():
    found = [verdict(f"skip_{depth}", "Adam").optimization for depth in (10, 20, 40)]
    assert [told.word for told in found] == ["both solved", "helps", "helps"]
    assert found[1].lower == 19
    assert np.median(verdict("skip_20", "Adam").without.train_loss) < 0.01


def test_no_learning_rate_trains_twenty_layers_without_skip_connections():
    outcomes = results.load("skip_rates").outcomes
    medians = {name: np.nanmedian(outcome.train_loss) for name, outcome in outcomes.items()}
    black, blue = ([loss for name, loss in medians.items() if name.startswith(who)]
                   for who in ("no skip", "skip"))
    assert min(black) > 1.7 and min(blue) < 0.03 and blue == sorted(blue, reverse=True)
    assert outcomes["no skip, η = 1"].diverged.sum() == 13


def test_forty_relu_blocks_need_a_residual_scale_of_1_over_l():
    outcomes = results.load("skip_scale").outcomes
    one, root, full = (outcome.train_loss for outcome in outcomes.values())
    assert one.min() > 100 and np.median(root) > 0.5 and full.max() < 0.002 and np.all(full < root)


def test_ten_sigmoid_layers_learn_only_the_mean_by_gradient_descent():
    lecture, outcomes = regression.lectures(), results.load("skip_line").outcomes
    mean = outcomes["gradient descent, no skip"].train_loss
    assert mean == pytest.approx(lecture.y.var(), rel=1e-3)
    line = lecture.loss(np.array(lecture.minima[0]))
    above = [int(np.sum(outcome.train_mode_loss > line)) for outcome in outcomes.values()]
    assert above == [20, 15, 3, 1] and verdict("skip_line", "Adam").optimization.word == "unclear"


@pytest.mark.parametrize("depth", [2, 10, 20, 40])
def test_each_contender_has_the_best_rate_that_was_tried_and_its_neighbours_were_tried(depth):
    record = results.load(f"skip_{depth}")
    for name, choice in record.choices.items():
        rates = {value: loss for _, value, loss in record.tuning[name]}
        assert rates[choice["lr"]] == min(rates.values())
        assert min(rates) < choice["lr"] < max(rates)


def text(name):
    cells = nbformat.read(NOTEBOOKS / name, as_version=4).cells
    return "".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("told", [
    verdict("skip_2", "gradient descent").optimization, verdict("skip_20", "Adam").optimization,
    verdict("skip_40", "Adam").optimization], ids=str)
def test_the_text_says_the_numbers_of_the_records(told):
    assert told.numbers in text("07_skip_connections.ipynb")


def test_the_text_says_the_largest_and_smallest_ratio_from_10_layers_on():
    found = [verdict(f"skip_{depth}", "gradient descent").optimization.r for depth in (10, 20, 40)]
    words = f"× {max(found):.3g} to × {min(found):.3g}"
    assert words in text("07_skip_connections.ipynb")


def test_the_text_says_the_points_of_accuracy_of_adam_and_the_medians_of_the_scales():
    assert verdict("skip_10", "Adam").accuracy.points.startswith("+5.5 points")
    outcomes = results.load("skip_scale").outcomes.values()
    medians = [np.median(outcome.train_loss) for outcome in outcomes]
    assert [f"{loss:.2g}" for loss in medians] == ["8.2e+03", "0.55", "0.00064"]


def test_with_adam_and_lines_the_medians_are_almost_equal():
    told = verdict("skip_line", "Adam")
    medians = [np.median(outcome.train_mode_loss) for outcome in (told.without, told.with_)]
    assert [f"{loss:.1f}" for loss in medians] == ["14.8", "14.7"]
    assert "14.8 and 14.7" in text("further/deep_without_skip.ipynb")


def test_forty_random_matrices_have_a_condition_number_of_about_1e36():
    """By QR, which needs no small number."""
    found = []
    for seed in range(20):
        rng, logs, Q = np.random.default_rng(seed), np.zeros(16), np.eye(16)
        for _ in range(40):
            Q, R = np.linalg.qr(rng.standard_normal((16, 16)) / 4 @ Q)
            logs += np.log10(np.abs(np.diag(R)))
        found.append(np.ptp(logs))
    assert np.median(found) == pytest.approx(36, abs=3)
