"""The surfaces against what others know of them: SciPy, their published minima, and central
differences."""
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import rosen, rosen_der

from helpers import surfaces
from helpers.descent import trace
from helpers.networks import initialization
from helpers.networks.activations import Tanh
from helpers.networks.losses import MeanSquaredError
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam
from helpers.regression import lectures

SURFACES = {make.__name__: make() for make in surfaces.SURFACES}
FORMULAS = {  # the same surfaces as a reader would type them
    "valley": "(x**2 + 100*y**2)/2",
    "rosenbrock": "(1 - x)**2 + 100*(y - x**2)**2",
    "rastrigin": "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)",
    "beale": "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
    "saddle": "(x**2 - 1)**2/4 + y**2/2",
    "ravine": "(1e-4*x**2 + (y - 0.01*x)**2)/2",
}
everywhere = pytest.mark.parametrize("name", SURFACES)


def points(surface, *shape):
    """Random points on the map of a surface, none of them special."""
    x0, x1, y0, y1 = surface.box
    return np.random.default_rng(3).uniform([x0, y0], [x1, y1], (*shape, 2))


def differences(loss, theta, h=1e-5):
    """The gradient by central differences, one parameter after the other."""
    steps = h * np.eye(theta.shape[-1])
    return np.stack([(loss(theta + step) - loss(theta - step)) / (2 * h) for step in steps],
                    axis=-1)


def test_every_surface_has_a_formula():
    assert set(FORMULAS) == set(SURFACES)


def test_rosenbrock_as_scipy_has_it():
    theta = points(SURFACES["rosenbrock"], 50)
    assert_allclose(SURFACES["rosenbrock"].loss(theta), rosen(theta.T), rtol=1e-12)
    assert_allclose(SURFACES["rosenbrock"].grad(theta), rosen_der(theta.T).T, rtol=1e-9, atol=1e-9)


@everywhere
def test_at_a_lowest_point_loss_and_gradient_are_0(name):
    surface = SURFACES[name]
    assert surface.minima
    assert_allclose(surface.loss(np.array(surface.minima)), 0, atol=1e-12)
    assert_allclose(surface.grad(np.array(surface.minima)), 0, atol=1e-12)


@everywhere
def test_nothing_on_the_map_is_lower_than_the_lowest_point(name):
    assert np.all(SURFACES[name].loss(points(SURFACES[name], 20_000)) > 0)


def test_rastrigin_has_a_hole_near_every_whole_number():
    """Eleven by eleven on its map, and only the one in the middle is at 0."""
    surface, line = SURFACES["rastrigin"], np.arange(-5, 6)
    holes = np.stack(np.meshgrid(line, line), axis=-1) * 0.995
    around = [holes + 0.1 * np.array(step) for step in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    assert np.all(surface.loss(holes) < np.min([surface.loss(theta) for theta in around], axis=0))
    assert np.sum(surface.loss(holes) < 0.5) == 1


def test_the_pass_of_the_saddle_is_flat_and_no_minimum():
    saddle = SURFACES["saddle"]
    assert_array_equal(saddle.grad(np.zeros(2)), 0)
    along, across = saddle.loss(np.array([[0.1, 0], [0, 0.1]])) - saddle.loss(np.zeros(2))
    assert along < 0 < across


@pytest.mark.parametrize("kappa", [1, 2.0, 100, 1e4])
def test_the_condition_number_of_the_valley(kappa):
    gradient = surfaces.valley(kappa).grad(np.eye(2))
    assert np.linalg.cond(gradient) == pytest.approx(kappa)


@everywhere
def test_the_gradient_is_that_of_central_differences(name):
    surface = SURFACES[name]
    theta = points(surface, 40)
    scale = np.abs(surface.grad(theta)).max()
    assert_allclose(surface.grad(theta), differences(surface.loss, theta), rtol=1e-6,
                    atol=1e-8 * scale)


@everywhere
@pytest.mark.parametrize("shape", [(), (3,), (4, 3), (0,)])
def test_loss_and_gradient_have_their_shapes(name, shape):
    for surface in (SURFACES[name], surfaces.from_formula(FORMULAS[name]),
                    surfaces.from_formula("7")):
        theta = points(SURFACES[name], *shape)
        assert surface.loss(theta).shape == shape
        assert surface.grad(theta).shape == (*shape, 2)


@everywhere
def test_a_point_alone_and_in_company_gives_the_same_bits(name):
    for surface in (SURFACES[name], surfaces.from_formula(FORMULAS[name])):
        theta = points(SURFACES[name], 17)
        assert_array_equal(surface.loss(theta), [surface.loss(one) for one in theta])
        assert_array_equal(surface.grad(theta), [surface.grad(one) for one in theta])


@everywhere
def test_a_surface_keeps_the_float_type(name):
    for surface in (SURFACES[name], surfaces.from_formula(FORMULAS[name])):
        theta = points(SURFACES[name], 3).astype(np.float32)
        assert surface.loss(theta).dtype == surface.grad(theta).dtype == np.float32


@everywhere
def test_a_typed_formula_is_the_same_surface(name):
    surface, typed = SURFACES[name], surfaces.from_formula(FORMULAS[name])
    theta = points(surface, 40)
    scale = np.abs(surface.grad(theta)).max()
    assert_allclose(typed.loss(theta), surface.loss(theta), rtol=1e-12, atol=1e-12)
    assert_allclose(typed.grad(theta), surface.grad(theta), rtol=1e-6, atol=1e-8 * scale)


def test_a_typed_formula_has_a_usable_gradient_in_float32_too():
    theta = points(SURFACES["rosenbrock"], 40).astype(np.float32)
    exact = SURFACES["rosenbrock"].grad(theta)
    typed = surfaces.from_formula(FORMULAS["rosenbrock"]).grad(theta)
    assert np.abs(typed - exact).max() < 1e-4 * np.abs(exact).max()


def test_a_kink_has_the_slopes_of_its_sides():
    surface = surfaces.from_formula("abs(x) + 2*maximum(y, 0)")
    assert_allclose(surface.grad(np.array([[1.0, 1.0], [-1.0, -1.0]])), [[1, 2], [-1, 0]],
                    atol=1e-9)


def test_a_mistake_in_a_formula_points_at_its_place():
    with pytest.raises(ValueError, match=r"2\*x\):\n    2x\n     \^"):
        surfaces.from_formula("2x")


@everywhere
def test_a_surface_is_the_same_at_every_step_and_cannot_be_changed(name):
    surface = SURFACES[name]
    assert surface.at(0) is surface.at(1000) is surface
    with pytest.raises(FrozenInstanceError):
        surface.name = "other"


@pytest.mark.parametrize("surface",
                         [*SURFACES.values(), surfaces.from_formula("x**2 + y**2"), lectures()],
                         ids=lambda surface: surface.name)
def test_the_map_shows_the_start_and_the_lowest_points(surface):
    x0, x1, y0, y1 = surface.box
    assert surface.name and surface.size == len(surface.labels) == 2
    for x, y in (surface.start, *surface.minima):
        assert x0 < x < x1 and y0 < y < y1


@pytest.mark.parametrize("kappa", [0.5, 0, -1, np.nan, np.inf])
def test_the_valley_needs_a_condition_number_of_1_or_more(kappa):
    with pytest.raises(ValueError, match=f"kappa = {kappa!r}: allowed"):
        surfaces.valley(kappa)


def cut():
    """A network on five points, a theta, two directions of other lengths, and the plane that they
    span."""
    draw = np.random.default_rng(5).standard_normal
    network = mlp(2, 3, 1, activation=Tanh())
    task = Task(network, MeanSquaredError(), draw((5, 2)), draw((5, 1)))
    center, u, v = draw((3, network.size)) * [[1.0], [2.0], [0.5]]
    return task, center, u, v, surfaces.plane(task, center, u, v, box=(-2, 2, -3, 3),
                                              name="a network")


def test_a_plane_cut_has_the_loss_of_its_problem():
    task, center, u, v, surface = cut()
    for a, b in points(surface, 150):
        assert surface.loss(np.array([a, b])) == pytest.approx(
            task.loss(center + a * u + b * v), rel=1e-12
        )
    assert_allclose(surface.loss(points(surface, 150)),
                    [surface.loss(point) for point in points(surface, 150)], rtol=1e-12)


def test_its_gradient_is_that_of_the_problem_along_the_two_directions():
    task, center, u, v, surface = cut()
    a, b = theta = points(surface, 1)[0]
    g = task.grad(center + a * u + b * v)
    assert_allclose(surface.grad(theta), [g @ u, g @ v], rtol=1e-12)
    theta = points(surface, 150)
    assert_allclose(surface.grad(theta), differences(surface.loss, theta), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("shape", [(), (3,), (70, 2)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_plane_cut_is_a_surface_like_any_other(shape, dtype):
    surface = cut()[-1]
    theta = points(surface, *shape).astype(dtype)
    assert surface.loss(theta).shape == shape and surface.grad(theta).shape == (*shape, 2)
    assert surface.loss(theta).dtype == surface.grad(theta).dtype == dtype
    assert surface.loss(np.array([1, -1])) == surface.loss(np.array([1.0, -1.0]))
    assert surface.name == "a network" and surface.at(3) is surface


def test_descent_in_a_plane_walks_downhill_and_never_leaves_it():
    surface = cut()[-1]
    path = trace(surface, Adam(0.01), (1.0, 1.0), 200)
    assert surface.loss(path[-1]) < 0.5 * surface.loss(path[0])


def test_a_turned_plane_of_a_surface_is_that_surface_turned():
    banana = SURFACES["rosenbrock"]
    turned = surfaces.plane(banana, (1.0, 1.0), (0.6, 0.8), (-0.8, 0.6))
    theta = points(banana, 40)
    assert_allclose(turned.loss(theta), banana.loss(1 + theta @ [[0.6, 0.8], [-0.8, 0.6]]),
                    rtol=1e-9)
    assert_allclose(np.linalg.norm(turned.grad(theta), axis=-1),
                    np.linalg.norm(banana.grad(1 + theta @ [[0.6, 0.8], [-0.8, 0.6]]), axis=-1),
                    rtol=1e-9)


def test_a_plane_of_many_parameters_is_seen_through_all_data_even_where_training_sees_batches():
    network = mlp(2, 3, 1, activation=Tanh())
    x = np.random.default_rng(6).standard_normal((8, 2))
    whole, batches = (Task(network, MeanSquaredError(), x, x[:, :1], batch) for batch in (None, 2))
    a, b = initialization.start(network, initialization.kaiming, (0, 1), np.float64)
    both = [surfaces.plane(task, a, b - a, b).loss(np.array([0.3, 0.2]))
            for task in (whole, batches)]
    assert both[0] == both[1]


@pytest.mark.parametrize("given, complaint", [
    ({"u": np.ones(3)}, r"u has shape \(3,\): allowed are 2 finite numbers"),
    ({"center": (np.nan, 0.0)}, "center has shape"),
    ({"v": (-2.0, 0.0)}, "parallel"),
    ({"v": (0.0, 0.0)}, "parallel"),
])
def test_a_plane_needs_a_point_and_two_directions(given, complaint):
    with pytest.raises(ValueError, match=complaint):
        surfaces.plane(SURFACES["saddle"],
                       **({"center": (0.0, 0.0), "u": (1.0, 0.0), "v": (0.0, 1.0)} | given))
