"""The first surface of the lecture: a line through fifteen lectures, in full and in
mini-batches."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers.descent import trace
from helpers.optimizers import GradientDescent
from helpers.regression import Regression, lectures

LECTURES = lectures()
N = 15
DESIGN = np.stack([LECTURES.x, np.ones(N)], axis=-1)  # ŷ = DESIGN @ (w, b)
THETA = np.random.default_rng(4).uniform([-3, -30], [5, 70], (6, 2))


def test_fifteen_lectures():
    assert LECTURES.x.shape == LECTURES.y.shape == (N,)


def test_the_lowest_point_is_that_of_least_squares():
    best, squares, *_ = np.linalg.lstsq(DESIGN, LECTURES.y)
    assert_allclose(LECTURES.minima, [best], rtol=1e-9)
    assert_allclose(LECTURES.loss(best), squares[0] / N, rtol=1e-12)
    assert_allclose(LECTURES.grad(best), 0, atol=1e-8)


def test_the_loss_is_the_mean_squared_error():
    for w, b in THETA:
        expected = sum((w * x + b - y) ** 2 for x,
                       y in zip(LECTURES.x, LECTURES.y, strict=True)) / N
        assert_allclose(LECTURES.loss(np.array([w, b])), expected, rtol=1e-12)


def test_the_gradient_is_the_hessian_times_the_way_to_the_lowest_point():
    assert_allclose(LECTURES.hessian(), 2 * DESIGN.T @ DESIGN / N, rtol=1e-12)
    assert_allclose(LECTURES.grad(THETA), (THETA - LECTURES.minima[0]) @ LECTURES.hessian(),
                    rtol=1e-9)


def test_a_long_valley_with_the_curvatures_that_were_found_before():
    flat, steep = np.linalg.eigvalsh(LECTURES.hessian())
    assert flat == pytest.approx(0.619, abs=5e-4) and steep == pytest.approx(4273.4, abs=0.05)
    assert LECTURES.loss(np.array(LECTURES.start)) == pytest.approx(453.47, abs=0.005)


def test_the_largest_rate_is_two_over_the_steepest_curvature():
    limit = 2 / np.linalg.eigvalsh(LECTURES.hessian())[-1]
    start, lowest = np.array(LECTURES.start), LECTURES.loss(np.array(LECTURES.minima[0]))
    below, above = (LECTURES.loss(trace(LECTURES, GradientDescent(lr), start, 1000)[-1])
                    for lr in (limit * 0.99, limit * 1.01))
    assert lowest < below < LECTURES.loss(start) < 1e6 < above


@pytest.mark.parametrize("shape", [(), (3,), (4, 3)])
def test_loss_and_gradient_have_their_shapes(shape):
    theta = np.random.default_rng(5).normal(size=(*shape, 2))
    assert LECTURES.loss(theta).shape == shape
    assert LECTURES.grad(theta).shape == (*shape, 2)


def test_float32_stays_and_whole_numbers_are_not_cut_off():
    theta = THETA.astype(np.float32)
    assert LECTURES.loss(theta).dtype == LECTURES.grad(theta).dtype == np.float32
    halves = Regression(LECTURES.x / 2, LECTURES.y / 2)
    assert_array_equal(halves.loss(np.array([1, 2])), halves.loss(np.array([1.0, 2.0])))


def test_all_data_are_the_same_at_every_step():
    assert LECTURES.at(0) is LECTURES.at(99) is LECTURES


# Mini-batches -------------------------------------------------------------------------------------

SEEDS = (0, 1, 7)


def batch_points(problem, t):
    """The points (x, y) in the batch of step t, shape (seeds, size, 2)."""
    return np.stack([problem.at(t).x, problem.at(t).y], axis=-1)


def epoch_points(problem, epoch, steps):
    """The points of all batches of an epoch, shape (seeds, steps * size, 2)."""
    return np.concatenate([batch_points(problem, epoch * steps + k) for k in range(steps)], axis=1)


@pytest.mark.parametrize("size", [1, 3, 5, 15])
def test_every_epoch_deals_out_all_points(size):
    problem, steps = LECTURES.batches(size, SEEDS), N // size
    everything = np.sort(LECTURES.x)  # all fifteen differ
    assert len(set(everything)) == N
    for epoch in range(4):
        seen = epoch_points(problem, epoch, steps)[..., 0]
        assert_array_equal(np.sort(seen, axis=-1), np.tile(everything, (len(SEEDS), 1)))


@pytest.mark.parametrize("size", [2, 4, 7])
def test_within_an_epoch_no_point_comes_twice(size):
    problem, steps = LECTURES.batches(size, SEEDS), N // size
    for epoch in range(4):
        seen = epoch_points(problem, epoch, steps)[..., 0]
        assert all(len(set(run)) == steps * size for run in seen)


def test_x_and_y_stay_together():
    pairs = set(zip(LECTURES.x, LECTURES.y, strict=True))
    problem = LECTURES.batches(4, SEEDS)
    assert {tuple(pair) for t in range(9)
            for pair in batch_points(problem, t).reshape(-1, 2)} <= pairs


def test_two_epochs_and_two_runs_come_in_different_orders():
    problem = LECTURES.batches(5, SEEDS)
    orders = [tuple(run) for epoch in range(4) for run in epoch_points(problem, epoch, 3)[..., 0]]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize("size", [1, 3, 5, 15])
def test_over_an_epoch_the_batch_gradients_average_to_the_full_gradient(size):
    problem, steps = LECTURES.batches(size, SEEDS), N // size
    theta = THETA[:, None]  # every run at the same six places
    mean = np.mean([problem.at(t).grad(theta) for t in range(steps, 2 * steps)], axis=0)
    assert mean.shape == (6, len(SEEDS), 2)
    assert_allclose(mean, np.broadcast_to(LECTURES.grad(theta), mean.shape), rtol=1e-9)


def test_the_batch_of_a_step_depends_on_seed_and_step_alone():
    problem = LECTURES.batches(4, SEEDS)
    forwards = [batch_points(problem, t) for t in range(12)]
    again = LECTURES.batches(4, SEEDS)
    backwards = [batch_points(again, t) for t in reversed(range(12))][::-1]
    assert_array_equal(forwards, backwards)
    assert_array_equal(forwards, [batch_points(problem, t) for t in range(12)])


def test_a_run_alone_sees_the_batches_that_it_sees_in_company():
    problem = LECTURES.batches(4, SEEDS)
    for k, seed in enumerate(SEEDS):
        for t in range(7):
            assert_array_equal(batch_points(LECTURES.batches(4, (seed,)), t)[0],
                               batch_points(problem, t)[k])


def test_seeds_are_the_last_of_the_leading_axes():
    problem = LECTURES.batches(4, SEEDS)
    rates = np.array([1e-5, 1e-4]).reshape(2, 1, 1)
    path = trace(problem, GradientDescent(rates), np.array(LECTURES.start), 10)
    assert path.shape == (11, 2, len(SEEDS), 2)
    assert len({tuple(end) for end in path[-1, 1]}) == len(SEEDS)


def test_the_loss_of_the_whole_is_what_the_batches_only_estimate():
    problem = LECTURES.batches(4, SEEDS)
    assert_array_equal(problem.loss(THETA), LECTURES.loss(THETA))
    assert_array_equal(problem.grad(THETA), LECTURES.grad(THETA))
    assert problem.size == 2


def test_what_happens_in_a_batch_does_not_reach_the_data():
    before = LECTURES.x.copy()
    LECTURES.batches(4, SEEDS).at(0).x[:] = 0
    assert_array_equal(LECTURES.x, before)


@pytest.mark.parametrize("size", [0, -1, 16, 2.5, np.nan, True, "4", None], ids=repr)
def test_a_batch_has_between_one_and_all_of_the_points(size):
    with pytest.raises(ValueError) as error:
        LECTURES.batches(size)
    assert f"size = {size!r}" in str(error.value) and "1 to 15" in str(error.value)


def test_batches_are_a_regression_of_their_own():
    batch = LECTURES.batches(4, SEEDS).at(3)
    assert isinstance(batch, Regression)
    flat, steep = np.linalg.eigvalsh(Regression(batch.x[0], batch.y[0]).hessian())
    assert 0 < flat < steep
