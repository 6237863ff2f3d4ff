"""Laws that every optimizer keeps on every surface: one row a thing, one test a law."""
import json
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers import regression, surfaces
from helpers.descent import descend, grid, trace
from helpers.optimizers import (
    OPTIMIZERS,
    Adagrad,
    Adam,
    AdamW,
    GradientDescent,
    HeavyBall,
    Momentum,
    Nesterov,
    RMSProp,
)
from helpers.schedules import cosine, exponential, inverse_sqrt, step

# The rows. A new optimizer is one row more: with rates that move it and do not throw it off these
# surfaces.
ROWS = {
    "gradient descent": GradientDescent(1e-4),
    "momentum": Momentum(1e-4),
    "momentum from g": Momentum(1e-4, zero_start=False),
    "heavy ball": HeavyBall(1e-5),
    "Nesterov": Nesterov(1e-5),
    "Adagrad": Adagrad(0.1),
    "Adagrad, mean": Adagrad(0.1, mean=True),
    "RMSProp": RMSProp(0.01),
    "RMSProp from 0": RMSProp(0.01, zero_start=True),
    "Adam": Adam(0.01),
    "Adam, uncorrected": Adam(0.01, alpha=0.9, bias_correction=False),
    "AdamW": AdamW(0.01),
}
PROBLEMS = {make.__name__: make() for make in surfaces.SURFACES} | {
    "formula": surfaces.from_formula("(x**2 + y - 11)**2 + 3*abs(x) + cos(y)/exp(x)"),
    "regression": regression.lectures(),
    "batches": regression.lectures().batches(4, seeds=(0, 1, 2)),
}
VALUES = {  # other values of a hyper-parameter, for the grids
    "lr": (0.0, 1e-5, 3e-4), "beta": (0.0, 0.37, 0.995), "alpha": (0.0, 0.71, 0.999),
          "eps": (0.0, 1e-8, 0.1),
    "decay": (0.0, 0.01, 3.0),
}
STARTS = np.array([[-1.5, 2.0], [0.3, -0.7], [1.1, 1.3]])

optimizers = pytest.mark.parametrize("optimizer", ROWS.values(), ids=ROWS)
problems = pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)


def hyper_parameters(optimizer):
    return [field.name for field in fields(optimizer) if field.type is float]


def slope(*g):
    """A problem whose gradient is g everywhere."""
    return surfaces.Surface("slope", lambda x, y: g[0] * x + g[1] * y,
                            lambda x, y: (g[0] + 0 * x, g[1] + 0 * y), (-1, 1, -1, 1), (0, 0))


def scaled(surface, c):
    """c times the loss of a surface."""
    return replace(surface, f=lambda x, y: c * surface.f(x, y),
                   df=lambda x, y: [c * slope for slope in surface.df(x, y)])


def test_every_optimizer_has_its_row():
    assert {type(optimizer) for optimizer in ROWS.values()} == set(OPTIMIZERS)
    assert set(VALUES) == {name for optimizer in ROWS.values()
                           for name in hyper_parameters(optimizer)}


# Laws of the table --------------------------------------------------------------------------------

@optimizers
@problems
def test_a_grid_equals_its_cells_run_alone_bit_by_bit(optimizer, problem):
    for name in hyper_parameters(optimizer):
        together = trace(problem, grid(optimizer, STARTS, **{name: VALUES[name]}), STARTS, 15)
        assert together.shape == (16, 3, 3, 2)
        for k, value in enumerate(VALUES[name]):
            alone = trace(problem, replace(optimizer, **{name: value}), STARTS, 15)
            assert_array_equal(together[:, k], alone, err_msg=f"{name} = {value}")


@optimizers
@problems
def test_a_run_in_company_equals_the_run_alone_bit_by_bit(optimizer, problem):
    together = trace(problem, optimizer, STARTS, 30)
    for k, start in enumerate(STARTS):
        one = (
            regression.lectures().batches(4, seeds=(k,))
            if problem is PROBLEMS["batches"]
            else problem
        )
        assert_array_equal(together[:, k], trace(one, optimizer, start, 30).reshape(31, 2))


@optimizers
def test_a_grid_of_all_hyper_parameters_at_once(optimizer):
    names = hyper_parameters(optimizer)
    axes = {name: VALUES[name][1:] for name in names}
    together = trace(PROBLEMS["beale"], grid(optimizer, STARTS, **axes), STARTS, 10)
    assert together.shape == (11, *[2] * len(names), 3, 2)
    for cell in np.ndindex(together.shape[1:-2]):
        one = replace(optimizer,
                      **{name: axes[name][k] for name, k in zip(names, cell, strict=True)})
        assert_array_equal(together[(slice(None), *cell)],
                           trace(PROBLEMS["beale"], one, STARTS, 10))


@optimizers
@problems
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_float_type_is_kept(optimizer, problem, dtype):
    theta = STARTS.astype(dtype)
    scheduled, gridded = (
        replace(optimizer, lr=cosine(1e-3, 10)),
        grid(optimizer, theta, lr=[1e-4, 1e-3]),
    )
    for variant in (optimizer, scheduled, gridded):
        path = list(descend(problem, variant, theta, 3))
        assert {point.dtype for point in path} == {np.dtype(dtype)}


@optimizers
@problems
def test_nothing_is_written_in_place(optimizer, problem):
    theta, before = STARTS.copy(), hash(optimizer)
    theta.flags.writeable = False
    path = list(descend(problem, optimizer, theta, 5))
    kept = [point.copy() for point in path]
    for point in path:  # continuing from any point of the path leaves the path as it was
        point.flags.writeable = False
        list(descend(problem, optimizer, point, 2))
    assert_array_equal(path, kept)
    assert hash(optimizer) == before and optimizer == replace(optimizer)


@optimizers
def test_an_optimizer_is_frozen(optimizer):
    for name in hyper_parameters(optimizer):
        with pytest.raises(FrozenInstanceError):
            setattr(optimizer, name, 0.5)
    assert optimizer != replace(optimizer, lr=0.5)


@optimizers
def test_two_runs_of_one_optimizer_can_take_turns(optimizer):
    """All memory is in the state: nothing leaks through the optimizer from one run into the
    other."""
    problem = PROBLEMS["rosenbrock"]
    turns = zip(descend(problem, optimizer, STARTS[0], 20),
                descend(problem, optimizer, STARTS[1], 20), strict=True)
    first, second = map(np.array, zip(*turns, strict=True))
    assert_array_equal(first, trace(problem, optimizer, STARTS[0], 20))
    assert_array_equal(second, trace(problem, optimizer, STARTS[1], 20))


@optimizers
@problems
def test_the_order_of_the_parameters_does_not_matter(optimizer, problem):
    class Swapped:
        size = 2

        def __init__(self, t=0):
            self.t = t

        def at(self, t):
            return Swapped(t)

        def grad(self, theta):
            return problem.at(self.t).grad(theta[..., ::-1])[..., ::-1]
    swapped = trace(Swapped(), optimizer, STARTS[:, ::-1], 20)
    assert_array_equal(swapped[..., ::-1], trace(problem, optimizer, STARTS, 20))


SCHEDULES = {"lr": exponential(1e-3, 0.9), "beta": step(0.9, 0.5, 4), "alpha": cosine(0.9, 30),
             "eps": cosine(0.1, 30), "decay": exponential(0.1, 0.9)}


@optimizers
def test_a_schedule_is_the_loop_with_another_number_at_every_step(optimizer):
    problem = PROBLEMS["rosenbrock"]
    for name in hyper_parameters(optimizer):
        schedule, theta = SCHEDULES[name], STARTS
        state = optimizer.init(theta)
        for t in range(20):
            now = replace(optimizer, **{name: schedule(t)})
            theta, state = now.update(t, theta, problem.grad(now.lookahead(t, theta, state)), state)
        scheduled = trace(problem, replace(optimizer, **{name: schedule}), STARTS, 20)
        assert_array_equal(scheduled[-1], theta)
        assert np.any(scheduled[-1] != trace(problem, optimizer, STARTS, 20)[-1])


@optimizers
@problems
def test_divergence_is_inf_or_nan_and_no_warning(optimizer, problem):
    for start in (STARTS, STARTS * 1e150, STARTS * np.inf, STARTS * np.nan):
        trace(problem, replace(optimizer, lr=1e200), start, 30)


@pytest.mark.parametrize("optimizer", [GradientDescent, Momentum, HeavyBall, Nesterov])
def test_a_rate_far_too_large_ends_in_no_number(optimizer):
    across_the_valley = trace(PROBLEMS["valley"], optimizer(1.0), STARTS, 2000)[-1, :, 1]
    assert not np.isfinite(across_the_valley).any()


@optimizers
def test_any_number_of_parameters(optimizer):
    class Bowl:
        """Half the sum of the squares, weighted 1, 2, …, 7."""
        size = 7

        def at(self, t):
            return self

        def grad(self, theta):
            return np.arange(1.0, 8.0) * theta
    start = np.random.default_rng(1).normal(size=(4, 7))
    path = trace(Bowl(), optimizer, start, 50)
    assert path.shape == (51, 4, 7)
    assert np.all(np.sum(path[-1]**2, -1) < np.sum(start**2, -1))


# What the hyper-parameters mean -------------------------------------------------------------------

LR = 0.001
WITHOUT_MEMORY = {  # at these settings, the row equals gradient descent …
    "momentum": Momentum(LR, beta=0), "momentum from g": Momentum(LR, beta=0, zero_start=False),
    "heavy ball": HeavyBall(LR, beta=0), "Nesterov": Nesterov(LR, beta=0),
}
SIGNS = {  # … and at these, a step of lr along the sign of every partial derivative
    "RMSProp": RMSProp(LR, alpha=0, eps=0),
         "RMSProp from 0": RMSProp(LR, alpha=0, eps=0, zero_start=True),
    "Adam": Adam(LR, beta=0, alpha=0, eps=0), "AdamW": AdamW(LR, beta=0, alpha=0, eps=0, decay=0),
    "Adam, uncorrected": Adam(LR, beta=0, alpha=0, eps=0, bias_correction=False),
}


@problems
@pytest.mark.parametrize("optimizer", WITHOUT_MEMORY.values(), ids=WITHOUT_MEMORY)
def test_without_memory_momentum_is_plain_descent(optimizer, problem):
    plain = trace(problem, GradientDescent(LR), STARTS / 10, 30)
    assert_allclose(trace(problem, optimizer, STARTS / 10, 30), plain, rtol=1e-12)


@pytest.mark.parametrize("optimizer", SIGNS.values(), ids=SIGNS)
def test_without_memory_a_normalised_step_is_the_sign_of_the_gradient(optimizer):
    path = trace(PROBLEMS["beale"], optimizer, STARTS, 30)
    signs = np.sign(PROBLEMS["beale"].grad(path[:-1]))
    assert_allclose(np.diff(path, axis=0), -LR * signs, rtol=1e-9)


@problems
def test_one_hyper_parameter_less_is_another_optimizer(problem):
    for special, general in [
        (Adam(0.01), AdamW(0.01, decay=0)),
        (RMSProp(0.01, alpha=0.9, zero_start=True),
         Adam(0.01, beta=0, alpha=0.9, bias_correction=False)),
    ]:
        assert_array_equal(trace(problem, special, STARTS, 30), trace(problem, general, STARTS, 30))


@pytest.mark.parametrize("optimizer", [
    Adagrad(0.1, eps=0), Adagrad(0.1, eps=0, mean=True), RMSProp(0.01, eps=0), Adam(0.01, eps=0),
    RMSProp(0.01, eps=0, zero_start=True), Adam(0.01, eps=0, bias_correction=False),
    AdamW(0.01, eps=0),
], ids=repr)
@pytest.mark.parametrize("surface", ["valley", "rosenbrock", "beale", "saddle", "rastrigin"])
def test_normalised_steps_are_indifferent_to_the_scale_of_the_loss(optimizer, surface):
    surface = PROBLEMS[surface]
    path = trace(surface, optimizer, STARTS, 30)
    assert_array_equal(trace(scaled(surface, 2.0**20), optimizer, STARTS, 30), path)
    assert_allclose(trace(scaled(surface, 1e-3), optimizer, STARTS, 30), path, rtol=1e-10)


def test_plain_descent_is_not_indifferent_to_the_scale_of_the_loss():
    path, twice = (trace(problem, GradientDescent(1e-4), STARTS, 30)
                   for problem in (PROBLEMS["beale"], scaled(PROBLEMS["beale"], 2.0)))
    assert not np.allclose(path, twice, rtol=0.01)


G = np.array([0.03, -40.0])  # a gentle and a steep direction
# optimizer, its first step divided by −lr: normalised steps do not ask how large G is
FIRST_STEPS = [
    (GradientDescent(0.1), G),
    (Momentum(0.1, beta=0.99), (1 - 0.99) * G),
    (Momentum(0.1, beta=0.99, zero_start=False), G),
    (HeavyBall(0.1, beta=0.99), G),
    (Nesterov(0.1, beta=0.99), G),
    (Adagrad(0.1), np.sign(G)),
    (Adagrad(0.1, mean=True), np.sign(G)),
    (RMSProp(0.1), np.sign(G)),
    (RMSProp(0.1, alpha=0.9, zero_start=True), np.sign(G) / np.sqrt(1 - 0.9)),
    (RMSProp(0.1, alpha=0.999, zero_start=True), np.sign(G) / np.sqrt(1 - 0.999)),
    (Adam(0.1), np.sign(G)),
    (Adam(0.1, beta=0.5, alpha=0.7), np.sign(G)),
    (Adam(0.1, bias_correction=False), np.sign(G) * (1 - 0.9) / np.sqrt(1 - 0.999)),
    (Adam(0.1, alpha=0.9, bias_correction=False), np.sign(G) * (1 - 0.9) / np.sqrt(1 - 0.9)),
    (AdamW(0.1), np.sign(G)),
]


@pytest.mark.parametrize("optimizer, first", FIRST_STEPS, ids=lambda value: repr(value))
def test_the_first_step(optimizer, first):
    exact = replace(optimizer, eps=0) if hasattr(optimizer, "eps") else optimizer
    path = trace(slope(*G), exact, np.zeros(2), 1)
    assert_allclose(path[1], -0.1 * first, rtol=1e-12)


def test_the_first_steps_are_those_of_the_slides():
    """From zero, √10 and √1000 times lr for RMSProp, and 1/√10 for the lecture's first version of
    Adam."""
    size = {optimizer: abs(first[0]) for optimizer, first in FIRST_STEPS}
    assert size[RMSProp(0.1, alpha=0.9, zero_start=True)] == pytest.approx(3.162, abs=5e-4)
    assert size[RMSProp(0.1, alpha=0.999, zero_start=True)] == pytest.approx(31.62, abs=5e-3)
    assert size[Adam(0.1, alpha=0.9, bias_correction=False)] == pytest.approx(0.316, abs=5e-4)


def constant_slope_steps(optimizer, steps=200):
    return -np.diff(trace(slope(*G), optimizer, np.zeros(2), steps), axis=0) / np.sign(G)


T = np.arange(1, 201)[:, None]  # the slides count steps from 1


def test_on_a_constant_slope_adagrad_takes_steps_of_lr_over_root_t():
    steps = constant_slope_steps(Adagrad(0.3, eps=0))
    assert_allclose(steps, 0.3 / np.sqrt(T) * [1, 1], rtol=1e-10)
    assert_allclose(constant_slope_steps(Adagrad(0.3, eps=0, mean=True)), np.full((200, 2), 0.3),
                    rtol=1e-10)


def test_on_a_constant_slope_the_remembered_square_is_g_squared_times_one_minus_alpha_to_the_t():
    for alpha in (0.9, 0.999):
        steps = constant_slope_steps(RMSProp(0.3, alpha=alpha, eps=0, zero_start=True))
        assert_allclose(steps, 0.3 / np.sqrt(1 - alpha**T) * [1, 1], rtol=1e-8)


def test_on_a_constant_slope_the_bias_correction_makes_every_step_of_adam_lr():
    assert_allclose(constant_slope_steps(Adam(0.3, eps=0)), np.full((200, 2), 0.3), rtol=1e-8)
    steps = constant_slope_steps(Adam(0.3, eps=0, bias_correction=False))
    assert_allclose(steps, 0.3 * (1 - 0.9**T) / np.sqrt(1 - 0.999**T) * [1, 1], rtol=1e-8)


def test_on_a_constant_slope_the_heavy_balls_speed_is_one_over_one_minus_beta_times_as_large():
    for optimizer in (HeavyBall(0.3), Nesterov(0.3)):
        speed = 0.3 * (1 - 0.9**T) / (1 - 0.9) * np.abs(G)
        assert_allclose(constant_slope_steps(optimizer), speed, rtol=1e-10)
    assert_allclose(constant_slope_steps(Momentum(0.3)), 0.3 * (1 - 0.9**T) * np.abs(G), rtol=1e-10)
    assert_allclose(constant_slope_steps(HeavyBall(0.3, beta=1)), 0.3 * T * np.abs(G), rtol=1e-10)


# Closed forms -------------------------------------------------------------------------------------

QUADRATICS = {"valley": (surfaces.valley(100.0), np.diag([1.0, 100.0])),
              "ravine": (surfaces.ravine(), np.array([[2e-4, -0.01], [-0.01, 1.0]])),
              "regression": (regression.lectures(), regression.lectures().hessian())}
quadratics = pytest.mark.parametrize("problem, H", QUADRATICS.values(), ids=QUADRATICS)


def powers(matrix, start, steps=60):
    """matrix^t start for t = 0 … steps."""
    return np.array([np.linalg.matrix_power(matrix, t) @ start for t in range(steps + 1)])


def near(problem, path, expected):
    """Equal to rounding, measured by the distance of the start from the minimum."""
    lowest = np.array(problem.minima[0])
    far = np.abs(path[0] - lowest).max()
    assert_allclose(path, lowest + expected, rtol=0, atol=1e-11 * far)


@quadratics
def test_plain_descent_on_a_quadratic_is_a_power_of_one_minus_lr_times_h(problem, H):
    lr = 1.5 / np.linalg.eigvalsh(H)[-1]
    start = np.array(problem.start)
    path = trace(problem, GradientDescent(lr), start, 60)
    near(problem, path, powers(np.eye(2) - lr * H, start - problem.minima[0]))


@quadratics
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 1.0, 1.02])
def test_the_heavy_ball_on_a_quadratic_is_a_power_of_a_4_by_4_matrix(problem, H, beta):
    lr, one = 0.5 / np.linalg.eigvalsh(H)[-1], np.eye(2)
    start = np.array(problem.start)
    # (θ, lr v) → (θ − β lr v − lr H θ, β lr v + lr H θ)
    ball = np.block([[one - lr * H, -beta * one], [lr * H, beta * one]])
    # with the gradient ahead, H (θ − β lr v)
    ahead = np.block([[one - lr * H, -beta * (one - lr * H)], [lr * H, beta * (one - lr * H)]])
    for optimizer, matrix in ((HeavyBall, ball), (Nesterov, ahead)):
        path = trace(problem, optimizer(lr, beta), start, 60)
        near(problem, path, powers(matrix, [*(start - problem.minima[0]), 0, 0])[:, :2])


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_how_large_a_rate_a_valley_bears(beta):
    """Plain descent bears lr < 2/λ, the heavy ball lr < 2(1 + β)/λ (λ = 100: the steepest
    direction)."""
    limit = 2 * (1 + beta) / 100
    below, above = (trace(PROBLEMS["valley"], HeavyBall(lr, beta), [0.0, 1.0], 3000)[-1, 1]
                    for lr in (limit * 0.99, limit * 1.01))
    assert abs(below) < 1e-3 and abs(above) > 1e3


def test_three_ways_to_write_momentum_agree():
    """Lee averages, the Vietnamese slides sum, Straka has the rate inside the sum."""
    problem, lr, beta = PROBLEMS["rosenbrock"], 2e-4, 0.9
    theta, v, slide_004 = STARTS[0], 0, [STARTS[0]]
    for _ in range(500):
        v = beta * v - lr * problem.grad(theta)
        theta = theta + v
        slide_004.append(theta)
    slide_002 = trace(problem, HeavyBall(lr, beta), STARTS[0], 500)
    slide_000 = trace(problem, Momentum(lr / (1 - beta), beta), STARTS[0], 500)
    assert_allclose(slide_002, slide_004, rtol=1e-11)
    assert_allclose(slide_000, slide_004, rtol=1e-11)


def test_they_differ_where_the_rate_changes():
    """With the rate inside the sum, a cut does not reach the speed that is already there."""
    lr, beta = step(0.1, 0.1, 10), 0.9
    slide_002 = trace(slope(1.0, 1.0), HeavyBall(lr, beta), np.zeros(2), 20)[:, 0]
    speed = np.convolve([lr(t) for t in range(20)], beta ** np.arange(20))[:20]
    slide_004 = np.concatenate([[0], -np.cumsum(speed)])
    assert_allclose(slide_002[:11], slide_004[:11], rtol=1e-12)
    assert_allclose(slide_002[12] - slide_002[11], 0.1 * 0.1 * -(1 - beta**12) / (1 - beta),
                    rtol=1e-12)
    assert slide_004[20] < slide_002[20] - 1  # without a cut in its speed, it goes much farther


def test_a_start_at_the_first_gradient_is_another_run():
    kick, calm = (np.diff(trace(PROBLEMS["rosenbrock"], Momentum(1e-4, 0.9, zero_start), STARTS,
                                50), axis=0)
                  for zero_start in (False, True))
    assert_allclose(kick[0], calm[0] / (1 - 0.9), rtol=1e-9)
    assert np.abs(kick.sum(0) - calm.sum(0)).max() > 0.01
    assert_allclose(constant_slope_steps(Momentum(0.3, zero_start=False)),
                    np.tile(0.3 * np.abs(G), (200, 1)))


def looked_at(problem, optimizer, theta, steps):
    """The points where the gradients are taken."""
    state, points = optimizer.init(theta), []
    for t in range(steps + 1):
        points.append(optimizer.lookahead(t, theta, state))
        theta, state = optimizer.update(t, theta, problem.grad(points[-1]), state)
    return np.array(points)


def test_nesterov_as_on_the_slide_and_as_in_pytorch_are_one_run_seen_from_two_places():
    problem, lr, beta = PROBLEMS["rosenbrock"], 2e-4, 0.9
    ahead, v, pytorch = STARTS[0], 0, [STARTS[0]]
    for _ in range(300):
        g = problem.grad(ahead)
        v = beta * v + g
        ahead = ahead - lr * (g + beta * v)
        pytorch.append(ahead)
    assert_allclose(looked_at(problem, Nesterov(lr, beta), STARTS[0], 300), pytorch, rtol=1e-11)
    assert np.abs(trace(problem, Nesterov(lr, beta), STARTS[0], 300) - pytorch).max() > 0.01


@problems
def test_all_but_nesterov_take_the_gradient_where_they_stand(problem):
    for optimizer in set(OPTIMIZERS) - {Nesterov}:
        assert_array_equal(optimizer(0.01).lookahead(3, STARTS, None), STARTS)


def test_a_weight_without_gradient_is_only_shrunk_by_adamw():
    start = np.array([5.0, 5.0])
    path = trace(slope(0.0, 2.0), AdamW(0.1, decay=0.3), start, 40)
    assert_allclose(path[:, 0], 5 * (1 - 0.1 * 0.3) ** np.arange(41), rtol=1e-12)
    assert_allclose(path[1, 1], 5 * (1 - 0.1 * 0.3) - 0.1, rtol=1e-7)
    # Adam with the same pull as part of the loss takes a full step instead: 0.3 θ²/2 in the loss is
    # not decay
    penalty = surfaces.Surface("", None, lambda x, y: (0.3 * x, 2 + 0.3 * y), (-1, 1, -1, 1),
                               (0, 0))
    assert_allclose(trace(penalty, Adam(0.1), start, 1)[1], start - 0.1, rtol=1e-6)


@pytest.mark.parametrize("surface", ["valley", "rosenbrock", "beale", "ravine", "regression"])
def test_the_sum_of_adagrad_is_its_mean_with_a_rate_that_decays(surface):
    problem = PROBLEMS[surface]
    total = trace(problem, Adagrad(0.5, eps=0), STARTS, 300)
    mean = trace(problem, Adagrad(inverse_sqrt(0.5), eps=0, mean=True), STARTS, 300)
    assert_allclose(mean, total, rtol=1e-10)
    assert np.abs(trace(problem, Adagrad(0.5, eps=0, mean=True), STARTS, 300) - total).max() > 0.1


# PyTorch ------------------------------------------------------------------------------------------

STORED = np.load(Path(__file__).parent / "reference" / "torch_optimizers.npz")
ABOUT = json.loads(str(STORED["about"]))


def sgd(lr, momentum=None, nesterov=False):
    if momentum is None:
        return GradientDescent(lr)
    return (Nesterov if nesterov else HeavyBall)(lr, momentum)


TORCH = {
    "SGD": sgd,
    "Adagrad": Adagrad,
    "RMSprop": lambda lr, alpha, eps: RMSProp(lr, alpha, eps, zero_start=True),
    "Adam": lambda lr, betas, eps: Adam(lr, *betas, eps),
    "AdamW": lambda lr, betas, eps, weight_decay: AdamW(lr, *betas, eps, decay=weight_decay),
}


@pytest.mark.parametrize("k", range(len(ABOUT["runs"])), ids=[
    f"{run['optimizer']} {run['surface']} {run['settings']}" for run in ABOUT["runs"]])
def test_two_hundred_updates_as_pytorch_makes_them(k):
    run, stored = ABOUT["runs"][k], STORED[f"run_{k}"]
    problem, optimizer = PROBLEMS[run["surface"]], TORCH[run["optimizer"]](**run["settings"])
    ours = trace if not isinstance(optimizer, Nesterov) else looked_at
    assert stored.shape == (201, 2) and stored.dtype == np.float64
    assert_allclose(ours(problem, optimizer, np.array(run["start"]), 200), stored, rtol=1e-9,
                    atol=1e-9)


def test_pytorch_has_run_all_that_it_has():
    kinds = {f"{run['optimizer']} "
             f"{'momentum' in run['settings']:d}{'nesterov' in run['settings']:d}"
             for run in ABOUT["runs"]}
    assert kinds == {"SGD 00", "SGD 10", "SGD 11", "Adagrad 00", "RMSprop 00", "Adam 00",
                     "AdamW 00"}


# Bad input ----------------------------------------------------------------------------------------

NEVER = [-1.0, -1e-300, np.nan, np.inf, -np.inf, "0.1", None, 1j, [], [0.1, -0.1], [[np.nan]], {},
         True]
NOT_AN_AVERAGE = [1, 1.0, 1.02, [0.5, 1.0]]


@optimizers
def test_a_bad_hyper_parameter_is_named_with_its_value_and_what_is_allowed(optimizer):
    for name in hyper_parameters(optimizer):
        average = name == "alpha" or name == "beta" and not isinstance(optimizer, HeavyBall)
        for value in NEVER + (NOT_AN_AVERAGE if average else []):
            with pytest.raises(ValueError) as error:
                replace(optimizer, **{name: value})
            message = str(error.value)
            assert message.startswith(f"{name} = {value!r}") and "allowed" in message


def test_a_heavy_ball_may_have_any_memory_from_0_on():
    for beta in (0, 1, 1.02, 7.0):
        for optimizer in (HeavyBall, Nesterov):
            assert np.isfinite(trace(PROBLEMS["valley"], optimizer(1e-4, beta), STARTS, 2)).all()


def test_numbers_of_every_kind_are_numbers():
    for lr in (0, 1, np.float32(0.5), np.int64(1), np.array(0.5), np.array([[0.1], [0.2]])):
        GradientDescent(lr)
