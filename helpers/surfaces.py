"""Loss surfaces over two parameters: problems that can be drawn.

A problem has `size` parameters, `loss(theta)`, `grad(theta)` and `at(t)`, the problem of step t.
theta has its parameters on the last axis; all leading axes are independent runs.
"""
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.allowed import number
from helpers.formula import parse


@dataclass(frozen=True)
class Surface:
    """A loss f(x, y) with its two partial derivatives, and the part of the plane worth looking at.

    f(x, y) and df(x, y) = (∂f/∂x, ∂f/∂y) take arrays of equal shape; box is (x lowest, x highest,
    y lowest, y highest); start is where the lecture puts the ball; minima are the lowest points, if
    known.
    """
    name: str
    f: Callable
    df: Callable
    box: tuple
    start: tuple
    minima: tuple = ()
    labels: tuple = ("x", "y")
    size = 2

    def at(self, t):
        """A surface is the same at every step."""
        return self

    def loss(self, theta):
        """theta (..., 2) to loss (...)."""
        return self.f(theta[..., :1], theta[..., 1:])[..., 0]

    def grad(self, theta):
        """theta (..., 2) to gradient (..., 2)."""
        return np.concatenate(self.df(theta[..., :1], theta[..., 1:]), axis=-1)


def valley(kappa=100.0):
    """(x² + κ y²) / 2: a long valley. κ (≥ 1) is its condition number: how much steeper the walls
    are than the floor."""
    number("kappa", kappa, "≥ 1")
    return Surface(f"valley, κ = {kappa:g}",
                   f=lambda x, y: (x**2 + kappa * y**2) / 2,
                   df=lambda x, y: (x, kappa * y),
                   box=(-11.0, 3.0, -2.0, 2.0), start=(-10.0, 1.0), minima=((0.0, 0.0),))


def rosenbrock():
    """(1 − x)² + 100 (y − x²)²: the lecture's banana. Rosenbrock (1960)."""
    def df(x, y):
        fy = 200.0 * (y - x**2)
        return 2.0 * (x - 1.0 - x * fy), fy
    return Surface("Rosenbrock's banana", lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, df,
                   box=(-2.0, 2.0, -1.0, 3.0), start=(-1.5, 2.0), minima=((1.0, 1.0),))


def rastrigin():
    """20 + x² − 10 cos 2πx + y² − 10 cos 2πy: the lecture's egg box, one lowest hole among many.
    Rastrigin (1974)."""
    return Surface("Rastrigin's egg box",
                   f=lambda x,
                   y: 20 + x**2 - 10 * np.cos(2 * np.pi * x) + y**2 - 10 * np.cos(2 * np.pi * y),
                   df=lambda x, y: (2 * x + 20 * np.pi * np.sin(2 * np.pi * x),
                                    2 * y + 20 * np.pi * np.sin(2 * np.pi * y)),
                   box=(-5.12, 5.12, -5.12, 5.12), start=(-4.4, 4.4), minima=((0.0, 0.0),))


def beale():
    """(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²: flat plains between steep cliffs.
    Beale (1958)."""
    def parts(x, y):
        # products: powers above 2 are slow
        return 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y

    def f(x, y):
        a, b, c = parts(x, y)
        return a**2 + b**2 + c**2

    def df(x, y):
        a, b, c = parts(x, y)
        return (2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y * y * y - 1),
                2 * x * (a + 2 * b * y + 3 * c * y * y))
    return Surface("Beale's function", f, df, box=(-4.5, 4.5, -4.5, 4.5), start=(-1.5, -1.5),
                   minima=((3.0, 0.5),))


def saddle():
    """(x² − 1)² / 4 + y² / 2: a pass at (0, 0), flat along x, between the two lowest points (±1,
    0)."""
    return Surface("saddle",
                   f=lambda x, y: (x**2 - 1) ** 2 / 4 + y**2 / 2,
                   df=lambda x, y: (x * (x**2 - 1), y),
                   box=(-2.0, 2.0, -1.5, 1.5), start=(0.001, 1.2), minima=((-1.0, 0.0), (1.0, 0.0)))


def ravine():
    """(10⁻⁴ x² + (y − 0.01 x)²) / 2: a long flat floor that turns slowly, where Adagrad has
    spikes sideways (Pin-Jiun)."""
    return Surface("ravine",
                   f=lambda x, y: (1e-4 * x**2 + (y - 0.01 * x) ** 2) / 2,
                   df=lambda x, y: (1e-4 * x - 0.01 * (y - 0.01 * x), y - 0.01 * x),
                   box=(-110.0, 20.0, -2.6, 1.6), start=(-100.0, 0.0), minima=((0.0, 0.0),))


def from_formula(text, box=(-5.0, 5.0, -5.0, 5.0), start=(-4.0, 4.0)):
    """A reader's own surface, such as "(x**2 + y - 11)**2 + abs(x)". Gradient by central
    differences.

    ValueError that points at the place for anything but arithmetic, numbers, x, y and the usual
    functions.
    """
    f = parse(text)

    def df(x, y):
        small = np.finfo(np.result_type(x, 0.0)).eps ** (1 / 3)  # balances rounding and curvature
        h = small * np.maximum(1, np.maximum(np.abs(x), np.abs(y)))
        right, left, up, down = f(np.array([x + h, x - h, x, x]), np.array([y, y, y + h, y - h]))
        return (right - left) / (2 * h), (up - down) / (2 * h)
    return Surface(text, f, df, box, start)


def plane(problem, center, u, v, box=(-1.0, 1.0, -1.0, 1.0), start=(0.0, 0.0), name="plane",
          minima=()):
    """A cut through any problem: the loss at center + a u + b v, as a surface in (a, b).

    center, u and v have shape (P,), with P = problem.size. Loss and gradient are those of all data.
    16 points are taken at a time, because each is a whole theta. ValueError for a wrong shape, and
    for u and v that do not span a plane.
    """
    center, u, v = spanning(problem, center, u, v)

    def each(function, a, b):
        """What `function` gives at the points of the plane, in the space of all P parameters."""
        points = np.concatenate([a, b], axis=-1).reshape(-1, 2) + 0.0
        c, p, q = (array.astype(points.dtype) for array in (center, u, v))
        parts = np.split(points, range(16, len(points), 16))
        return np.concatenate([function(c + part[:, :1] * p + part[:, 1:] * q) for part in parts])

    def slopes(theta):
        g = problem.grad(theta)
        return np.stack([np.sum(g * u, axis=-1), np.sum(g * v, axis=-1)], axis=-1).astype(g.dtype)

    def f(a, b):
        return each(problem.loss, a, b).reshape(a.shape)

    def df(a, b):
        return each(slopes, a, b).T.reshape(2, *a.shape)
    return Surface(name, f, df, box, start, minima, labels=("a", "b"))


def spanning(problem, center, u, v):
    """A point and two directions as arrays.

    ValueError if they are no plane in the space of the problem's parameters.
    """
    given = {"center": np.asarray(center), "u": np.asarray(u), "v": np.asarray(v)}
    for name, array in given.items():
        if array.shape != (problem.size,) or not np.isfinite(array).all():
            raise ValueError(f"{name} has shape {array.shape}: allowed are {problem.size} finite "
                             f"numbers, one for each parameter")
    if np.linalg.matrix_rank(np.stack([u, v])) < 2:
        raise ValueError("u and v are parallel, or one of them is 0: allowed are two directions")
    return given.values()


SURFACES = (valley, rosenbrock, rastrigin, beale, saddle, ravine)
