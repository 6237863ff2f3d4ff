"""What a network is asked for: the gradient of the losses, and what the slides say of them."""
import numpy as np
import pytest
from gradients import check, nowhere_zero
from numpy.testing import assert_allclose, assert_array_equal

from helpers.losses import CrossEntropy, MeanSquaredError, accuracy, log_softmax, softmax

N, C = 6, 4
LOSSES = {"mean squared error": MeanSquaredError(), "cross-entropy": CrossEntropy()}
losses = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
runs = pytest.mark.parametrize("lead", [(), (3,), (2, 3)], ids=str)
floats = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def made(lead, dtype=float):
    """Scores that are nowhere zero, and targets that are shares: rows that sum to 1, most of them not one-hot."""
    generator = np.random.default_rng(3)
    y = generator.dirichlet(np.ones(C), (*lead, N))
    y[..., 0, :] = np.eye(C)[2]
    return nowhere_zero(generator, *lead, N, C).astype(dtype), y.astype(dtype)


@losses
@runs
def test_the_gradient_is_that_of_central_differences(loss, lead):
    scores, y = made(lead)
    grad = loss.grad(scores, y)
    check(lambda scores: loss.loss(scores, y), [grad], [scores], len(lead))
    assert grad.shape == scores.shape and loss.loss(scores, y).shape == lead


@losses
@runs
def test_one_set_of_targets_serves_all_runs(loss, lead):
    scores, y = made(lead)[0], made(())[1]
    for work in (loss.loss, loss.grad):
        assert_array_equal(work(scores, y), work(scores, np.broadcast_to(y, scores.shape)))


@losses
@floats
def test_a_run_alone_equals_the_run_in_company_bit_by_bit_and_keeps_its_float_type(loss, dtype):
    scores, y = made((2, 3), dtype)
    for work in (loss.loss, loss.grad):
        together = work(scores, y)
        assert together.dtype == dtype
        for run in np.ndindex(2, 3):
            assert_array_equal(work(scores[run], y[run]), together[run])


@losses
def test_the_loss_of_all_is_the_mean_over_the_examples(loss):
    scores, y = made((3,))
    each = [loss.loss(scores[:, [k]], y[:, [k]]) for k in range(N)]
    assert_allclose(loss.loss(scores, y), np.mean(each, axis=0), rtol=1e-12)


def test_the_mean_squared_error_by_hand():
    scores, y = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[1.0, 0.0], [3.0, 5.0], [2.0, 6.0]])
    assert MeanSquaredError().loss(scores, y) == pytest.approx((0 + 4 + 0 + 1 + 9 + 0) / 6)


def test_cross_entropy_of_a_network_that_knows_nothing_is_log_of_the_number_of_classes():
    assert CrossEntropy().loss(np.full((N, 10), 7.0), np.eye(10)[:N]) == pytest.approx(np.log(10), rel=1e-14)


def test_cross_entropy_is_minus_the_log_of_the_probability_of_what_is_right():
    scores = np.log([[0.2, 0.5, 0.3], [0.9, 0.05, 0.05]])
    assert CrossEntropy().loss(scores, np.eye(3)[[1, 0]]) == pytest.approx(-(np.log(0.5) + np.log(0.9)) / 2)


def test_a_constant_added_to_all_scores_changes_nothing():
    scores, y = made((3,))
    for work in (CrossEntropy().loss, CrossEntropy().grad):
        assert_allclose(work(scores + 123.0, y), work(scores, y), rtol=1e-11, atol=1e-13)


@runs
def test_the_gradient_of_cross_entropy_is_probability_minus_target_and_sums_to_0(lead):
    scores, y = made(lead)
    grad = CrossEntropy().grad(scores, y)
    shares = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    assert_allclose(grad, (shares - y) / N, rtol=1e-11, atol=1e-15)
    assert_allclose(grad.sum(axis=-1), 0, atol=1e-15)


@floats
@pytest.mark.parametrize("size", [1000.0, 1e30])
def test_cross_entropy_bears_scores_of_any_size(dtype, size):
    """Warnings are errors here: there is no overflow on the way."""
    scores = np.array([[size, -size, 0], [-size, size, size], [0, 0, -size], [-size, -size, -size]], dtype)
    right, wrong = np.eye(3, dtype=dtype)[[0, 1, 1, 2]], np.eye(3, dtype=dtype)[[1, 0, 2, 2]]
    assert_allclose(CrossEntropy().loss(scores, right), (0 + np.log(2) + np.log(2) + np.log(3)) / 4, rtol=1e-6)
    assert_allclose(CrossEntropy().loss(scores, wrong), (2 * size + 2 * size + size + np.log(3)) / 4, rtol=1e-3)
    shares = [[1, 0, 0], [0, 1 / 2, 1 / 2], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]]
    for y in (right, wrong):
        assert_allclose(CrossEntropy().grad(scores, y), (shares - y) / 4, rtol=1e-6)


def test_softmax_gives_shares_in_the_ratio_of_the_powers_of_e():
    scores, _ = made((3,))
    assert_allclose(softmax(scores).sum(axis=-1), 1, rtol=1e-14)
    ratios = softmax(scores)[..., 1:] / softmax(scores)[..., :1]
    assert_allclose(ratios, np.exp(scores[..., 1:] - scores[..., :1]), rtol=1e-12)
    assert_allclose(np.log(softmax(scores)), log_softmax(scores), rtol=1e-12)


def test_accuracy_counts_the_highest_score():
    scores = np.array([[[1, 3, 2], [5, 4, 0], [0, 1, 9], [2, 1, 0]],
                       [[1, 3, 2], [4, 5, 0], [0, 9, 1], [0, 1, 2.0]]])
    y = np.eye(3)[[1, 0, 2, 1]]
    assert_array_equal(accuracy(scores, y), [0.75, 0.25])


def test_accuracy_does_not_feel_a_small_change_of_the_scores():
    """That is why it can not be descended."""
    scores, y = made((3,))
    nudged = scores + 1e-6 * np.random.default_rng(0).standard_normal(scores.shape)
    assert_array_equal(accuracy(nudged, y), accuracy(scores, y))
    assert np.all(CrossEntropy().loss(nudged, y) != CrossEntropy().loss(scores, y))
