"""What lesson 00 trains: a linear model inside a deep one, eight troubles, sets of functions."""
import itertools

import numpy as np
import pytest

from helpers.experiments import n00_functions, n00_three_steps, n00_troubles
from helpers.experiments.common import digits


def ended(rows):
    *_, last = rows
    return last


# A deep network beside a linear one

def test_a_deep_relu_network_can_be_any_linear_model():
    """A pair of ReLU units, z and −z, carries each score through all layers."""
    linear, network = n00_three_steps.deep(0, 1), n00_three_steps.deep(3, 32)
    x = digits((0,), 20)[0][0]
    rng = np.random.default_rng(0)
    given, theta = rng.standard_normal(linear.size), np.zeros(network.size)
    (W, b), *middle, (out, _) = [own for own in network.unpack(theta) if own]
    own_W, own_b = linear.unpack(given)[-1]
    W[:, :20], b[:, :20] = np.hstack([own_W, -own_W]), np.hstack([own_b, -own_b])
    for carry, _ in middle:
        carry[:20, :20] = np.eye(20)
    out[:20] = np.vstack([np.eye(10), -np.eye(10)])
    np.testing.assert_allclose(network.predict(theta, x), linear.predict(given, x), atol=1e-12)


@pytest.mark.parametrize("how", [dict(norm=True), dict(skip=True), dict(p=0.5), {}])
def test_tricks_keep_the_number_of_hidden_layers(how):
    plain, other = n00_three_steps.deep(4, 8), n00_three_steps.deep(4, 8, **how)
    gains = 4 * 2 * 8 if "norm" in how else 0
    assert other.size == plain.size + gains


def test_what_ran_to_its_end_is_given_again_and_half_a_run_is_not():
    calls = []

    @n00_three_steps.kept
    def counted(n):
        calls.append(n)
        yield from range(n)
    assert next(counted(3)) == 0
    assert [*counted(3)] == [*counted(3)] == [0, 1, 2] and calls == [3, 3]


@pytest.mark.parametrize("call, words", [
    (lambda: n00_three_steps.deep(2, 8, "step"), "activation = 'step': allowed are ReLU, leaky"),
    (lambda: n00_three_steps.deep(-1, 8), "layers = -1"),
    (lambda: n00_three_steps.treated("well"), "patient = 'well': allowed are optimization failed"),
    (lambda: n00_three_steps.treated("overfitting", "prayer"), "trick = 'prayer': allowed are"),
    (lambda: n00_functions.features("cubes", np.ones(2)), "kind = 'cubes': allowed are line, many"),
    (lambda: next(n00_troubles.troubled(1, 4, "tanh", "lucky", 0.1, 0.0, False, 20)),
     "begin = 'lucky': allowed are Kaiming, all equal"),
])
def test_what_is_not_allowed_is_said(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# Eight troubles

@pytest.fixture(scope="module")
def runs():
    """{name: (gradients of the units after four updates, training and validation losses)}."""
    found = {}
    for name, setting in (n00_troubles.TROUBLES | n00_troubles.CURES).items():
        rows = [*n00_troubles.troubled(**setting)]
        sizes = (setting[part] for part in ("n", "layers", "units", "activation"))
        network = n00_troubles.moons_task(*sizes)[0].network
        gradients = n00_troubles.unit_gradients(network, rows[1][1], setting["n"])
        found[name] = gradients, *np.transpose([row[2:] for row in rows])
    return found


def words(run):
    return n00_troubles.about_units(run[0])


def test_overfitting_rises_past_its_best_and_both_cures_lower_it(runs):
    _, training, validation = runs["1 overfitting"]
    assert training[-1] < 0.01 and validation[-1] > 1.5 * validation.min()
    assert max(runs[cure][2][-1] for cure in ("1: L2", "1: fewer units")) < 0.75 * validation[-1]


def test_underfitting_is_high_in_both_and_more_units_lower_both(runs):
    ill, cured = runs["2 underfitting"], runs["2: 16 units"]
    assert all(cured[k][-1] < 0.75 * ill[k][-1] for k in (1, 2))


def test_dead_units_have_no_gradient_and_a_slope_wakes_them(runs):
    assert words(runs["3 dying ReLU"]) == "All units are dead"
    assert words(runs["3: leaky ReLU"]) == "The units learn"
    assert runs["3: leaky ReLU"][1][-1] < 0.7 * runs["3 dying ReLU"][1][-1]


def test_an_equal_start_leaves_units_alike_to_the_end(runs):
    assert words(runs["4 equal start"]) == "All units of a layer alike"
    setting = n00_troubles.TROUBLES["4 equal start"]
    theta = ended(n00_troubles.troubled(**setting))[1]
    network = n00_troubles.moons_task(200, 2, 16, "tanh")[0].network
    first = network.unpack(theta)[0][0][0]
    np.testing.assert_allclose(first, first[:, :1] * np.ones(16), rtol=1e-9)
    assert runs["4: random start"][1][-1] < 0.75 * runs["4 equal start"][1][-1]


def test_the_gradient_vanishes_through_ten_sigmoids_and_not_through_tanh(runs):
    assert words(runs["5 vanishing"]).startswith("Layer 1: ")
    assert words(runs["5: tanh"]) == "The units learn"
    assert runs["5: tanh"][1][-1] < 0.7 * runs["5 vanishing"][1][-1]


def test_a_rate_too_large_ends_above_its_start_and_one_too_small_far_from_the_end(runs):
    cured = runs["6, 7: η = 0.2"][1]
    assert runs["6 rising"][1][-1] > 3 * runs["6 rising"][1][0]
    assert np.all(np.diff(runs["7 slow"][1]) < 0.05) and runs["7 slow"][1][-1] > 1.5 * cured[-1]


def test_a_falling_rate_calms_what_was_unstable(runs):
    spans = [np.ptp(runs[name][1][-25:]) for name in ("8 unstable", "8: η falls")]
    assert spans[0] > 20 * spans[1]


# Sets of functions, and estimates

def test_the_large_set_contains_the_small_one_of_seven_days():
    days = np.linspace(0, 28, 50)
    large, small = (n00_functions.features(kind, days) for kind in ("many waves", "one wave"))
    weights = np.linalg.lstsq(large, small, rcond=None)[0]
    np.testing.assert_allclose(large @ weights, small, atol=1e-9)


@pytest.mark.parametrize("kind", n00_functions.SETS)
def test_the_best_of_a_set_cannot_be_improved(kind):
    days, counts = n00_functions.visitors(60, 3)
    weights = n00_functions.best_of(kind, days, counts)
    error = n00_functions.value(kind, weights, days) - counts
    np.testing.assert_allclose(n00_functions.features(kind, days).T @ error, 0, atol=1e-9)


@pytest.mark.parametrize("n, more", [*itertools.product((2, 5, 10), (-1, 0, 1))])
def test_bias_and_error_of_a_variance_are_what_many_samples_show(n, more):
    x = np.random.default_rng(7).standard_normal((200_000, n))
    values = np.var(x, axis=1) * n / (n + more)
    bias, error = n00_functions.expected(n, n + more)
    assert abs(values.mean() - 1 - bias) < 5 * values.std() / 200_000**0.5
    assert abs(np.mean((values - 1) ** 2) - error) < 0.03 * error


def test_the_mean_of_what_is_divided_by_n_is_as_on_the_slide():
    bias, _ = n00_functions.expected(np.arange(2, 9), np.arange(2, 9))
    np.testing.assert_allclose(1 + bias, 1 - 1 / np.arange(2, 9))
