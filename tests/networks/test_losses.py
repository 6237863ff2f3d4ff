"""What a network is asked for: the gradient of the losses, and what the slides say of them."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from gradients import check, nowhere_zero
from helpers.datasets.graph import laplacian
from helpers.networks.layers import Linear
from helpers.networks.losses import (
    CrossEntropy,
    Entropy,
    Hinge,
    MeanSquaredError,
    Smoothness,
    accuracy,
    log_softmax,
    softmax,
)
from helpers.networks.network import Network
from helpers.networks.task import Task
from stored import near, of

N, C = 6, 4
EDGES = np.array([(0, 1), (0, 2), (1, 2), (2, 3), (3, 5), (4, 5)])
LOSSES = {"mean squared error": MeanSquaredError(), "cross-entropy": CrossEntropy(),
          "hinge": Hinge(), "entropy": Entropy(),
          "smoothness": Smoothness(laplacian(EDGES, N))}
losses = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
runs = pytest.mark.parametrize("lead", [(), (3,), (2, 3)], ids=str)
floats = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def made(lead, dtype=float, loss=None):
    """Scores that are nowhere zero, and targets that are shares: rows that sum to 1, most of them
    not one-hot. Hinge: all."""
    generator = np.random.default_rng(3)
    y = generator.dirichlet(np.ones(C), (*lead, N))
    y[..., 0, :] = np.eye(C)[2]
    if loss == Hinge():
        y = np.eye(C)[generator.integers(0, C, (*lead, N))]
    return nowhere_zero(generator, *lead, N, C).astype(dtype), y.astype(dtype)


@losses
@runs
def test_the_gradient_is_that_of_central_differences(loss, lead):
    scores, y = made(lead, loss=loss)
    grad = loss.grad(scores, y)
    check(lambda scores: loss.loss(scores, y), [grad], [scores], len(lead))
    assert grad.shape == scores.shape and loss.loss(scores, y).shape == lead


@losses
@runs
def test_one_set_of_targets_serves_all_runs(loss, lead):
    scores, y = made(lead)[0], made((), loss=loss)[1]
    for work in (loss.loss, loss.grad):
        assert_array_equal(work(scores, y), work(scores, np.broadcast_to(y, scores.shape)))


@losses
@floats
def test_a_run_alone_equals_the_run_in_company_bit_by_bit_and_keeps_its_float_type(loss, dtype):
    scores, y = made((2, 3), dtype, loss)
    for work in (loss.loss, loss.grad):
        together = work(scores, y)
        assert together.dtype == dtype
        for run in np.ndindex(2, 3):
            assert_array_equal(work(scores[run], y[run]), together[run])


# where every example is judged by itself
@pytest.mark.parametrize("name", sorted(set(LOSSES) - {"smoothness"}))
def test_the_loss_of_all_is_the_mean_over_the_examples(name):
    loss = LOSSES[name]
    scores, y = made((3,), loss=loss)
    each = [loss.loss(scores[:, [k]], y[:, [k]]) for k in range(N)]
    assert_allclose(loss.loss(scores, y), np.mean(each, axis=0), rtol=1e-12)


def test_the_mean_squared_error_by_hand():
    scores, y = (
        np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        np.array([[1.0, 0.0], [3.0, 5.0], [2.0, 6.0]]),
    )
    assert MeanSquaredError().loss(scores, y) == pytest.approx((0 + 4 + 0 + 1 + 9 + 0) / 6)


def test_cross_entropy_of_a_network_that_knows_nothing_is_log_of_the_number_of_classes():
    assert CrossEntropy().loss(np.full((N, 10), 7.0), np.eye(10)[:N]) == pytest.approx(
        np.log(10), rel=1e-14
    )


def test_cross_entropy_is_minus_the_log_of_the_probability_of_what_is_right():
    scores = np.log([[0.2, 0.5, 0.3], [0.9, 0.05, 0.05]])
    assert CrossEntropy().loss(scores,
                               np.eye(3)[[1, 0]]) == pytest.approx(-(np.log(0.5) + np.log(0.9)) / 2)


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
    scores = np.array([[size, -size, 0], [-size, size, size], [0, 0, -size],
                       [-size, -size, -size]], dtype)
    right, wrong = np.eye(3, dtype=dtype)[[0, 1, 1, 2]], np.eye(3, dtype=dtype)[[1, 0, 2, 2]]
    assert_allclose(CrossEntropy().loss(scores, right),
                    (0 + np.log(2) + np.log(2) + np.log(3)) / 4, rtol=1e-6)
    assert_allclose(CrossEntropy().loss(scores, wrong),
                    (2 * size + 2 * size + size + np.log(3)) / 4, rtol=1e-3)
    shares = [[1, 0, 0], [0, 1 / 2, 1 / 2], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]]
    for y in (right, wrong):
        assert_allclose(CrossEntropy().grad(scores, y), (shares - y) / 4, rtol=1e-6)


# Enough is enough: the hinge ----------------------------------------------------------------------

def test_the_hinge_by_hand():
    """The margin is kept; it is kept to the dot; half of it is missing; another class is ahead by
    2, so 3 are missing."""
    scores = np.array([[5, 1, 2.0], [3, 2, 1], [0, 0.5, 0], [4, 1, 2]])
    y = np.eye(3)[[0, 0, 1, 2]]
    each = [Hinge().loss(scores[[k]], y[[k]]) for k in range(4)]
    assert_allclose(each, [0, 0, 0.5, 3])
    assert Hinge().loss(scores, y) == pytest.approx(3.5 / 4)
    assert_allclose(4 * Hinge().grad(scores, y), [[0, 0, 0], [0, 0, 0], [1, -1, 0], [1, 0, -1]])


@runs
def test_the_hinge_is_the_worst_of_all_rivals(lead):
    """Written out: max over all classes j of score j + [j is another] − score of the class."""
    scores, y = made(lead, loss=Hinge())
    right = np.sum(scores * y, axis=-1, keepdims=True)
    assert_allclose(Hinge().loss(scores, y),
                    np.max(scores + (1 - y) - right, axis=-1).mean(axis=-1), rtol=1e-13)


def test_of_two_rivals_the_first_takes_the_gradient():
    assert_array_equal(Hinge().grad(np.array([[2.0, 0, 2, 2]]), np.array([[0, 1.0, 0, 0]])),
                       [[1, -1, 0, 0]])


def test_beyond_the_margin_a_hinge_asks_for_nothing_and_cross_entropy_for_ever_more():
    scores, y = np.array([[4.0, 0, 0]]), np.eye(3)[[0]]
    assert Hinge().loss(scores, y) == 0 and not Hinge().grad(scores, y).any()
    assert CrossEntropy().loss(scores, y) > 0 and CrossEntropy().grad(scores, y).all()


# It looks at no label: entropy and smoothness
# --------------------------------------------------------

def test_entropy_is_log_c_where_nothing_is_known_and_0_where_all_is_black_or_white():
    for classes in (2, 3, 10):
        y = np.full((N, classes), 1 / classes)
        assert Entropy().loss(np.full((N, classes), 7.0), y) == pytest.approx(
            np.log(classes), rel=1e-14
        )
        assert_allclose(Entropy().grad(np.full((N, classes), 7.0), y), 0, atol=1e-16)
        assert Entropy().loss(1000 * np.eye(classes), y) == 0


@runs
def test_entropy_is_that_of_scipy_and_cross_entropy_with_ones_own_answer(lead):
    scores, y = made(lead)
    assert_allclose(Entropy().loss(scores, y),
                    stats.entropy(softmax(scores), axis=-1).mean(axis=-1), rtol=1e-12)
    assert_allclose(Entropy().loss(scores, y), CrossEntropy().loss(scores, softmax(scores)),
                    rtol=1e-12)


@floats
@pytest.mark.parametrize("size", [1000.0, 1e30])
def test_entropy_bears_scores_of_any_size(dtype, size):
    scores, y = np.array([[size, -size, 0], [size, size, -size], [-size, -size, -size]],
                         dtype), np.full((3, 3), 1 / 3, dtype)
    assert_allclose(Entropy().loss(scores, y), (0 + np.log(2) + np.log(3)) / 3, rtol=1e-6)
    assert_array_equal(np.isfinite(Entropy().grad(scores, y)), True)


@runs
def test_smoothness_is_the_mean_over_the_edges_and_the_quadratic_form_of_the_laplacian(lead):
    scores, y = made(lead)
    p, L = softmax(scores), laplacian(EDGES, N)
    across = [np.sum((p[..., i, :] - p[..., j, :]) ** 2, axis=-1) for i, j in EDGES]
    form = sum(p[..., k][..., None, :] @ L @ p[..., k][..., None] for k in range(C))[..., 0, 0]
    smooth = Smoothness(L).loss(scores, y)
    assert_allclose(smooth, np.mean(across, axis=0), rtol=1e-12)
    assert_allclose(smooth, form / len(EDGES), rtol=1e-12)


def test_smoothness_is_0_where_neighbours_agree_and_2_where_all_of_them_differ():
    smooth, y = Smoothness(laplacian(EDGES[3:], N)), np.full((N, 2), 0.5)  # 2 − 3 − 5 − 4
    sides = np.array([1, 1, 0, 1, 1, 0])
    assert smooth.loss(1000 * np.eye(2)[sides], y) == 2
    # 0 and 1 have no neighbour here
    assert smooth.loss(1000 * np.eye(2)[[1, 0, 1, 1, 1, 1]], y) == 0
    assert not smooth.grad(np.ones((N, 2)), y).any()


@pytest.mark.parametrize("loss", [Entropy(), Smoothness(laplacian(EDGES, N))],
                         ids=["entropy", "smoothness"])
def test_it_looks_at_no_label(loss):
    scores, y = made((3,))
    for work in (loss.loss, loss.grad):
        assert_array_equal(work(scores, y), work(scores, y[..., ::-1]))


# PyTorch ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, loss",
                         [("hinge", Hinge()), ("hinge 2", Hinge()), ("entropy", Entropy())])
def test_loss_and_gradient_as_pytorch_computes_them(name, loss):
    scores, y, value, grad = of(name, "scores", "y", "loss", "grad")
    near(loss.loss(scores, y), value)
    near(loss.grad(scores, y), grad)


# Bad input ----------------------------------------------------------------------------------------

BAD = {  # a loss, rows of y that it must refuse, and what the message must name
    "shares that sum to 0.9": (CrossEntropy(), [0.5, 0.4, 0], "[0.5, 0.4, 0.0]"),
    "shares that sum to 2": (CrossEntropy(), [1, 1, 0], "[1.0, 1.0, 0.0]"),
    "a share below 0": (CrossEntropy(), [1.5, -0.5, 0], "[1.5, -0.5, 0.0]"),
    "a share that is no number": (CrossEntropy(), [np.nan, 0.5, 0.5], "[nan, 0.5, 0.5]"),
    "labels as numbers": (CrossEntropy(), [0, 3, 0], "[0.0, 3.0, 0.0]"),
    "no class at all, for the hinge": (Hinge(), [0, 0, 0], "[0.0, 0.0, 0.0]"),
    "mixed labels, for the hinge": (Hinge(), [0.25, 0.75, 0],
                                    "0.25: for the hinge loss, every row names one class"),
}


@pytest.mark.parametrize("own", [False, True], ids=["one data set", "a data set a seed"])
@pytest.mark.parametrize("loss, row, told", BAD.values(), ids=BAD)
def test_targets_that_are_none_are_refused_when_the_task_is_made(loss, row, told, own):
    y = np.eye(3)[np.arange(4) % 3]
    y[2] = row
    x, y = (np.ones((2, 4, 5)),
            np.stack([np.eye(3)[np.arange(4) % 3], y])) if own else (np.ones((4, 5)), y)
    with pytest.raises(ValueError) as error:
        Task(Network((Linear(5, 3),)), loss, x, y, seeds=(0, 1))
    assert told in str(error.value)


def test_good_targets_are_taken():
    mixed, one_hot = np.array([[0.3, 0.7], [1, 0]], np.float32), np.eye(2)
    for loss, targets in ((CrossEntropy(), mixed), (Hinge(), one_hot), (Entropy(), mixed + 5),
                          (MeanSquaredError(), mixed - 5)):
        for y in (targets, np.stack([targets] * 3)):
            assert loss.check(y) is None


def test_a_graph_of_another_size_is_refused():
    with pytest.raises(ValueError, match="6 points.*4 rows"):
        Task(Network((Linear(5, 3),)), Smoothness(laplacian(EDGES, N)), np.ones((4, 5)),
             np.full((4, 3), 1 / 3))


# Scores and shares
# ----------------------------------------------------------------------------------

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
