"""The one loop: what goes in, what comes out, and what is refused before anything is computed."""
import types

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from helpers import surfaces
from helpers.descent import arrival, descend, grid, losses, trace
from helpers.optimizers import Adam, GradientDescent, HeavyBall, Momentum
from helpers.regression import lectures

VALLEY = surfaces.valley(10.0)
START = np.array([-10.0, 1.0])


class Untouched:
    """A problem that no one may look at."""
    size = 2

    def at(self, t):
        raise AssertionError("something was computed")

    loss = grad = at


def test_descent_is_the_start_and_then_one_point_for_every_update():
    run = descend(VALLEY, GradientDescent(0.1), START, 7)
    assert isinstance(run, types.GeneratorType)
    path = list(run)
    assert len(path) == 8
    theta = START
    for point in path:
        assert_array_equal(point, theta)
        theta = theta - 0.1 * VALLEY.grad(theta)


def test_nothing_is_computed_that_no_one_asks_for():
    run = descend(Untouched(), GradientDescent(0.1), START, 10**9)
    assert_array_equal(next(run), START)
    with pytest.raises(AssertionError, match="something was computed"):
        next(run)


def test_a_trace_is_the_whole_history():
    path = trace(VALLEY, Adam(0.1), START, 7)
    assert path.shape == (8, 2)
    assert_array_equal(path, list(descend(VALLEY, Adam(0.1), START, 7)))


def test_the_steps_are_counted_from_0_and_every_one_has_its_problem():
    seen = []

    class Noting:
        size = 2

        def at(self, t):
            seen.append(t)
            return VALLEY
    trace(Noting(), GradientDescent(lambda t: seen.append(f"rate {t}") or 0.1), START, 3)
    assert seen == [0, "rate 0", 1, "rate 1", 2, "rate 2"]


@pytest.mark.parametrize("theta", [[-10, 1], (-10, 1), np.array([-10, 1], np.int8), [-10.0, 1.0]])
def test_whole_numbers_are_a_start_too(theta):
    path = trace(VALLEY, GradientDescent(0.1), theta, 3)
    assert path.dtype == np.float64
    assert_array_equal(path, trace(VALLEY, GradientDescent(0.1), START, 3))


def test_the_loss_along_a_path():
    path = trace(VALLEY, GradientDescent(0.1), np.stack([START, -START, 2 * START]), 5)
    assert losses(VALLEY, path).shape == (6, 3)
    assert_array_equal(losses(VALLEY, path)[2], VALLEY.loss(path[2]))
    for problem in [*(make() for make in surfaces.SURFACES), surfaces.from_formula("exp(x*y)"),
                    lectures()]:
        # and no warning
        losses(problem, np.array([[1e200, -1e200], [np.inf, np.inf], [np.nan, 1.0]]))


# Grids --------------------------------------------------------------------------------------------

def test_the_axes_of_a_grid_come_in_the_order_given_and_before_those_of_theta():
    starts = np.tile(START, (5, 4, 1))
    optimizer = grid(Adam(0.1), starts, beta=[0.1, 0.5, 0.9], lr=[0.01, 0.1])
    path = trace(VALLEY, optimizer, starts, 3)
    assert path.shape == (4, 3, 2, 5, 4, 2)
    assert_array_equal(path[:, 2, 0, 1, 3], trace(VALLEY, Adam(0.01, beta=0.9), START, 3))


def test_a_grid_on_a_single_start():
    optimizer = grid(HeavyBall(0.1), START, lr=np.geomspace(1e-3, 0.1, 4), beta=[0.5, 1.0])
    path = trace(VALLEY, optimizer, START, 3)
    assert path.shape == (4, 4, 2, 2)


def test_a_grid_without_axes_is_the_optimizer():
    assert grid(Adam(0.1), START) == Adam(0.1)


def test_the_other_hyper_parameters_stay_as_they_were_a_schedule_too():
    one = Momentum(lambda t: 0.1 / (t + 1), 0.5, zero_start=False)
    path = trace(VALLEY, grid(one, START, beta=[0.1, 0.5]), START, 5)
    assert_array_equal(path[:, 1], trace(VALLEY, one, START, 5))
    assert np.any(path[:, 0] != path[:, 1])


BAD_AXES = [  # optimizer, the axis, its values, what the message says
    (GradientDescent(0.1), "beta", [0.5],
     "beta is not a hyper-parameter of GradientDescent: it has lr"),
    (Adam(0.1), "learning_rate", [0.5],
     "learning_rate is not a hyper-parameter of Adam: it has lr, eps, alpha, beta"),
    (Momentum(0.1), "zero_start", [True], "zero_start is not a hyper-parameter"),
    (Adam(0.1), "bias_correction", [0, 1], "bias_correction is not a hyper-parameter"),
    (Adam(0.1), "update", [1], "update is not a hyper-parameter"),
    (Adam(0.1), "lr", [], "lr = []"),
    (Adam(0.1), "lr", 0.5, "lr = 0.5"),
    (Adam(0.1), "lr", [[0.5]], "lr = [[0.5]]"),
    (Adam(0.1), "lr", None, "lr = None"),
    (Adam(0.1), "lr", "0.1", "lr = '0.1'"),
    (Adam(0.1), "lr", [0.1, np.nan], "lr = "),
    (Adam(0.1), "lr", [0.1, -0.1], "lr = "),
    (Adam(0.1), "lr", ["0.1"], "lr = "),
    (Adam(0.1), "beta", [0.5, 1.0], "beta = "),
]


@pytest.mark.parametrize("optimizer, name, values, told", BAD_AXES)
def test_a_bad_axis_is_named(optimizer, name, values, told):
    with pytest.raises(ValueError) as error:
        grid(optimizer, START, **{name: values})
    assert str(error.value).startswith(told)


# Bad input ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("run", [descend, trace])
@pytest.mark.parametrize("steps", [0, -1, 2.5, 3.0, True, np.nan, np.inf, None, "3", [3]], ids=repr)
def test_the_number_of_steps_is_a_whole_number_above_0(run, steps):
    with pytest.raises(ValueError) as error:
        run(Untouched(), GradientDescent(0.1), START, steps)
    assert str(error.value).startswith(f"steps = {steps!r}: allowed")


BAD_THETA = [([1.0], "(1,)"), ([1.0, 2.0, 3.0], "(3,)"), (np.zeros((2, 3)), "(2, 3)"), (1.0, "()"),
             ([], "(0,)"), (np.array([1.0, None]), "object"), (["1", "2"], "<U1"),
             ([1j, 2], "complex128"),
             ([True, False], "bool"), (None, "object"),
             (np.array(["2020", "2021"], "M8[Y]"), "datetime64")]


@pytest.mark.parametrize("run", [descend, trace])
@pytest.mark.parametrize("theta, told", BAD_THETA, ids=[told for _, told in BAD_THETA])
def test_theta_is_an_array_of_numbers_with_the_parameters_on_its_last_axis(run, theta, told):
    with pytest.raises(ValueError, match="^theta has ") as error:
        run(Untouched(), GradientDescent(0.1), theta, 3)
    assert told in str(error.value)


def test_numpy_counts_are_steps_too():
    assert len(trace(VALLEY, GradientDescent(0.1), START, np.int64(3))) == 4


# Arrival ------------------------------------------------------------------------------------------

PATHS = {  # distances from the target along a run; the update from which on it stays within 1
    "there from the start": ([0, 0, 0, 0], 0), "arrives": ([3, 2, 0.5, 0.5], 2),
    "arrives at the end": ([3, 3, 3, 1], 3), "never": ([3, 3, 3, 3], np.nan),
    "visits and leaves": ([3, 0, 0, 3], np.nan), "comes back": ([0, 3, 0, 0], 2),
    "on the edge": ([2, 1, 1, 1], 1), "thrown off": ([0, 0, np.nan, np.nan], np.nan),
    "to infinity": ([3, 1e200, np.inf, np.inf], np.nan),
         "back from infinity": ([0, np.inf, 0.1, 0], 2),
}


@pytest.mark.parametrize("name", PATHS)
def test_when_a_run_arrives(name):
    distances, expected = PATHS[name]
    path = np.array([5.0, 7.0]) + np.stack([np.zeros(4), distances], axis=-1)
    assert_array_equal(arrival(path, ((5.0, 7.0),), 1.0), expected)


def test_many_runs_arrive_each_at_its_time():
    path = np.stack([np.stack([distances, np.zeros(4)], axis=-1) for distances,
                     _ in PATHS.values()], axis=1)
    assert_array_equal(arrival(path, ((0.0, 0.0),), 1.0),
                       [expected for _, expected in PATHS.values()])


def test_any_of_several_lowest_points_will_do():
    path = np.array([[0.0, 0.0], [2.0, 0.0], [3.0, 0.0], [-3.0, 0.0]])
    assert arrival(path, ((3.0, 0.0), (-3.0, 0.0)), 1.0) == 1
    assert np.isnan(arrival(path, ((3.0, 0.0),), 1.0)) and np.isnan(arrival(path, (3.0, 0.0), 1.0))
    assert arrival(path[:3], (3.0, 0.0), 1.0) == arrival(path[:3], ((3.0, 0.0),), 1.0) == 1


def test_where_no_lowest_point_is_known_no_run_arrives():
    never = arrival(np.zeros((4, 3, 2)), (), 1.0)
    assert never.shape == (3,) and np.isnan(never).all()


def test_arrival_reads_a_run_as_it_goes():
    optimizer = grid(GradientDescent(0.1), START, lr=[0.0, 0.01, 0.1, 1.0])
    while_running = arrival(descend(VALLEY, optimizer, START, 400), VALLEY.minima, 0.5)
    assert_array_equal(while_running,
                       arrival(trace(VALLEY, optimizer, START, 400), VALLEY.minima, 0.5))
    assert_array_equal(np.isnan(while_running), [True, False, False, True])
    # y is 0 by then, x falls by 1 %
    assert while_running[1] == np.ceil(np.log(0.5 / 10) / np.log(1 - 0.01))
