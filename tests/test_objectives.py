"""A weighted sum of problems is a problem: every λ of the course. And when L2 is the same as
weights that shrink."""
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gradients import check, nowhere_zero
from helpers.datasets.graph import laplacian, neighbours
from helpers.datasets.sampling import one_hot
from helpers.descent import descend, grid, losses, trace
from helpers.networks.activations import Tanh
from helpers.networks.initialization import kaiming, start
from helpers.networks.layers import Dropout
from helpers.networks.losses import CrossEntropy, Entropy, Smoothness
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, AdamW, GradientDescent, HeavyBall
from helpers.surfaces import beale, rosenbrock

SEEDS, N = (0, 1, 2), 20
NETWORK = mlp(5, 7, 3, activation=Tanh(), after=(Dropout(0.2),))
POINTS = np.random.default_rng(0).standard_normal((N, 5))
LABELLED = Task(NETWORK, CrossEntropy(), POINTS, one_hot(np.arange(N) % 3, 3).astype(float), 6,
                SEEDS)
NO_LABELS = np.full((N, 3), 1 / 3)
TERMS = {
    "L2": L2(NETWORK.size),
    "entropy": Task(NETWORK, Entropy(), POINTS + 1, NO_LABELS, 4, SEEDS),
    "smoothness": Task(NETWORK, Smoothness(laplacian(neighbours(POINTS, 3), N)), POINTS, NO_LABELS,
                       None, SEEDS),
    "two of them": Sum(L2(NETWORK.size), 0.5,
                       Task(NETWORK, Entropy(), POINTS, NO_LABELS, None, SEEDS)),
}
terms = pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
THETA = nowhere_zero(np.random.default_rng(1), 3, NETWORK.size)


# A sum is a problem
# ---------------------------------------------------------------------------------

@terms
@pytest.mark.parametrize("lam", [0, 0.3, 7.0])
def test_loss_and_gradient_of_a_sum_are_sums(term, lam):
    """Of what everybody sees at the end, and of what step 5 sees."""
    whole = Sum(LABELLED, lam, term)
    for problem, data, penalty in ((whole, LABELLED, term),
                                   (whole.at(5), LABELLED.at(5), term.at(5))):
        assert_allclose(problem.loss(THETA), data.loss(THETA) + lam * penalty.loss(THETA),
                        rtol=1e-14)
        assert_allclose(problem.grad(THETA), data.grad(THETA) + lam * penalty.grad(THETA),
                        rtol=1e-13, atol=1e-16)
        check(problem.loss, [problem.grad(THETA)], [THETA], 1)
    assert whole.size == LABELLED.size


@terms
def test_an_array_of_lambdas_is_each_lambda_alone_bit_by_bit(term):
    lams = np.array([0.0, 0.1, 2.5])
    theta = np.stack([THETA] * 3)
    together = trace(Sum(LABELLED, lams[:, None, None], term), Adam(0.01), theta, 8)
    for k, lam in enumerate(lams):
        alone = Sum(LABELLED, float(lam), term)
        assert_array_equal(trace(alone, Adam(0.01), THETA, 8), together[:, k])
        assert_array_equal(Sum(LABELLED, lams[:, None, None], term).loss(theta)[k],
                           alone.loss(THETA))


def test_every_seed_may_have_a_lambda_of_its_own():
    lams = np.array([0.0, 0.1, 2.5])
    together = trace(Sum(LABELLED, lams[:, None], L2(NETWORK.size)), HeavyBall(0.02), THETA, 8)
    for k, seed in enumerate(SEEDS):
        alone = Sum(replace(LABELLED, seeds=(seed,)), lams[k], L2(NETWORK.size))
        assert_array_equal(trace(alone, HeavyBall(0.02), THETA[[k]], 8)[:, 0], together[:, k])


def test_lambda_0_is_the_problem_itself_and_a_grid_of_rates_goes_with_it():
    plain, nothing = LABELLED, Sum(LABELLED, 0, L2(NETWORK.size))
    optimizer = grid(Adam(0.1), THETA, lr=[1e-3, 1e-2])
    assert_array_equal(trace(plain, optimizer, THETA, 8), trace(nothing, optimizer, THETA, 8))


@pytest.mark.parametrize("lam",
                         [0.5, np.float64(0.5), np.array([[0.5], [1], [2]]),
                          np.array([[0], [1], [2]])], ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_float_type_of_theta_is_kept_whatever_that_of_lambda(lam, dtype):
    whole, theta = Sum(LABELLED, lam, L2(NETWORK.size)), THETA.astype(dtype)
    given = (whole.loss(theta), whole.grad(theta), whole.at(0).loss(theta), whole.at(0).grad(theta))
    assert {array.dtype for array in given} == {np.dtype(dtype)}


def test_nothing_is_written_in_place():
    theta, lam = THETA.copy(), np.ones((3, 1))
    theta.flags.writeable = lam.flags.writeable = False
    whole = Sum(LABELLED, lam, L2(NETWORK.size))
    assert_array_equal(whole.grad(theta), whole.grad(theta))
    assert_array_equal(whole.loss(theta), whole.loss(theta))


def test_surfaces_are_added_too():
    both = Sum(rosenbrock(), 2.0, beale())
    theta = np.random.default_rng(0).uniform(-1, 1, (4, 2))
    assert_allclose(both.loss(theta), rosenbrock().loss(theta) + 2 * beale().loss(theta),
                    rtol=1e-14)
    check(both.loss, [both.grad(theta)], [theta], 1)


def test_l2_pulls_the_end_of_training_towards_0():
    norms = []
    for lam in (0.0, 0.01, 0.1):
        *_, end = descend(Sum(LABELLED, lam, L2(NETWORK.size)), Adam(0.01),
                          start(NETWORK, kaiming, SEEDS, float), 300)
        norms.append(L2(NETWORK.size).loss(end))
    assert np.all(norms[0] > norms[1]) and np.all(norms[1] > norms[2])


def test_l2_by_hand_and_small_is_not_simple():
    """(1, 4) and (2, 2) multiply to the same function; their squares add up to 17 and 8."""
    assert_array_equal(L2(2).loss(np.array([[1.0, 4], [2, 2]])), [17, 8])
    assert_array_equal(L2(2).grad(np.array([1.0, 4])), [2, 8])
    assert L2(2).at(3) == L2(2) and np.sum(L2(2).loss(np.zeros((4, 2)))) == 0


# L2 and decay
# -----------------------------------------------------------------------------------------

LR, LAM, STEPS = 0.05, 0.03, 500


def shrinking(problem, optimizer, factor, theta, steps):
    """All thetas of a descent in which the weights shrink by the same factor before each step."""
    state, thetas = optimizer.init(theta), [theta]
    for t in range(steps):
        g = problem.at(t).grad(optimizer.lookahead(t, theta, state))
        theta, state = optimizer.update(t, factor * theta, g, state)
        thetas.append(theta)
    return np.stack(thetas)


def apart(optimizer):
    """How far the two ways are apart, in parts of the largest parameter, at every step."""
    with_penalty = trace(Sum(LABELLED, LAM, L2(NETWORK.size)), optimizer, THETA, STEPS)
    shrunk = shrinking(LABELLED, optimizer, 1 - 2 * LR * LAM, THETA, STEPS)
    return np.abs(with_penalty - shrunk).max(axis=(1, 2)) / np.abs(shrunk).max(axis=(1, 2))


def test_for_plain_descent_l2_is_the_same_as_weights_that_shrink():
    """θ − η (g + 2 λ θ) = (1 − 2 η λ) θ − η g, to rounding, for 500 steps with batches and
    dropout."""
    assert apart(GradientDescent(LR)).max() < 1e-12
    penalty = trace(Sum(LABELLED, LAM, L2(NETWORK.size)), GradientDescent(LR), THETA, STEPS)
    # and not because it does nothing
    assert np.abs(penalty - trace(LABELLED, GradientDescent(LR), THETA, STEPS))[-1].max() > 0.1


@pytest.mark.parametrize("optimizer", [HeavyBall(LR), Adam(LR)], ids=["heavy ball", "Adam"])
def test_with_a_memory_it_is_not(optimizer):
    """The heavy ball remembers the penalty as well, and Adam divides it by the size of the
    gradient."""
    assert apart(optimizer)[0] == 0 and apart(optimizer)[-1] > 0.01


def test_weights_that_shrink_before_adam_steps_are_adamw():
    ours = shrinking(LABELLED, Adam(LR), 1 - LR * 2 * LAM, THETA, 50)
    assert_allclose(trace(LABELLED, AdamW(LR, decay=2 * LAM), THETA, 50), ours, rtol=1e-9,
                    atol=1e-12)


class Flat(L2):
    """A problem that asks for nothing."""

    def loss(self, theta):
        return 0 * theta[..., 0]

    def grad(self, theta):
        return 0 * theta


@pytest.mark.parametrize("lam", [0.01, 1.0])
def test_without_data_adamw_takes_a_share_of_each_weight_and_adam_with_l2_the_same_of_all(lam):
    theta = np.array([8.0, 1.0])
    assert_allclose(trace(Flat(2), AdamW(0.1, decay=2 * lam), theta, 1)[1], (1 - 0.2 * lam) * theta)
    assert_allclose(trace(Sum(Flat(2), lam, L2(2)), Adam(0.1), theta, 1)[1], theta - 0.1, rtol=1e-6)


# Bad input
# --------------------------------------------------------------------------------------------

@pytest.mark.parametrize("lam",
                         [-1e-9, -1, np.nan, np.inf, -np.inf, [0.1, -0.1],
                          np.array([[1.0], [np.nan]]), None, "a", [], True],
                         ids=str)
def test_a_lambda_that_is_negative_or_no_finite_number_is_refused(lam):
    with pytest.raises(ValueError, match="(?s)lam = .*allowed is a finite number ≥ 0"):
        Sum(LABELLED, lam, L2(NETWORK.size))


@pytest.mark.parametrize("lam", [np.ones(3), np.ones((3, 2)), np.ones(NETWORK.size)], ids=np.shape)
def test_parameters_share_one_lambda(lam):
    with pytest.raises(ValueError, match=rf"lam has shape \({len(lam)},.*share one λ"):
        Sum(LABELLED, lam, L2(NETWORK.size))


def test_problems_of_different_size_are_refused():
    with pytest.raises(ValueError, match=f"{NETWORK.size} parameters and the term 5"):
        Sum(LABELLED, 0.1, L2(5))


def test_a_run_that_diverges_is_no_error():
    path = trace(Sum(LABELLED, 1.0, L2(NETWORK.size)), GradientDescent(100.0), THETA, 600)
    assert not np.isfinite(losses(Sum(LABELLED, 1.0, L2(NETWORK.size)), path)[-1]).any()
