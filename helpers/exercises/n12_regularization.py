"""Checks of the exercises of lesson 12. The right answers are computed."""
from functools import cache

import numpy as np

from helpers.allowed import number as allowed_number
from helpers.exercises import checks
from helpers.exercises.checks import number, numbers, rule
from helpers.experiments.n12_regularization import Decay
from helpers.objectives import L2
from helpers.optimizers import GradientDescent


def compare_l2(mine):
    """Hold the notebook's (theta, g, lr, lam) to theta against gradient descent on L + λ‖θ‖²."""
    def reference(theta, g, lr, lam):
        return stepped(GradientDescent(lr), theta, g + lam * L2(theta.size).grad(theta))
    checks.same(mine, reference, updates(), "GradientDescent with L2 in helpers/")


def compare_decay(mine):
    """Hold the notebook's (theta, g, lr, decay) to theta against `Decay`."""
    def reference(theta, g, lr, decay):
        return stepped(Decay(GradientDescent(lr), decay), theta, g)
    checks.same(mine, reference, updates(), "Decay in helpers/")


def stepped(optimizer, theta, g):
    return optimizer.update(0, theta, g, optimizer.init(theta))[0]


def updates():
    theta, g = np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.0, -1.0])
    return [(theta, g, lr, strength) for lr in (0.1, 0.5) for strength in (0.0, 0.01, 0.3)]


def library_decay(answer):
    """The lecture's λ of λ‖θ‖², where a library says η = 0.1 and weight_decay = 0.02."""
    number(answer, 0.02 / 2,
           hint="the library adds weight_decay · θ to the gradient; what does the penalty "
                "add to it?",
           why="The gradient of λ‖θ‖² is 2 λ θ. The learning rate plays no part.",
           mistakes={0.02: "the gradient of θ² is not θ",
                     0.002: "the learning rate multiplies both gradients alike",
                     0.04: "the other way round: the library's number is the larger one"})


def mended_penalty(answer):
    """(X, y, theta, lam) to the gradient of the mean squared error of X θ plus λ‖θ‖²."""
    X, y = np.array([[1.0, 2.0], [0.0, 1.0], [1.0, -1.0]]), np.array([1.0, 0.0, 2.0])
    theta = np.array([2.0, -1.0])
    rule(answer, by_differences, [(X[:n], y[:n], theta, lam) for n in (2, 3)
                                       for lam in (0.0, 0.5)],
         hint="the penalty is one term of the loss, whatever the number of examples",
         why="One penalty, however many examples.", bug=once_each,
         mistakes=[(averaged, "the penalty is not a mean over the examples"),
                   (half, "the gradient of θ² is 2 θ")])


def by_differences(X, y, theta, lam):
    """Exact for a parabola, but for rounding."""
    def loss(at):
        return np.mean((X @ at - y) ** 2) + lam * np.sum(at**2)
    return checks.central_differences(loss, theta)


def data_gradient(X, y, theta):
    return 2 * (X @ theta - y) @ X / len(y)


def once_each(X, y, theta, lam):
    """The notebook's code with its bug: the penalty is added once for each example."""
    return data_gradient(X, y, theta) + len(y) * 2 * lam * theta


def averaged(X, y, theta, lam):
    return data_gradient(X, y, theta) + 2 * lam * theta / len(y)


def half(X, y, theta, lam):
    return data_gradient(X, y, theta) + lam * theta


def design_fit(answer):
    """(degree, λ) of a polynomial that is to learn sin 3x from ten points with noise 0.2."""
    def judge(pair):
        degree, lam = map(float, pair)
        allowed_number("λ", lam, "≥ 0")
        if degree not in range(16):
            raise ValueError(f"degree = {degree:g}: allowed is a whole number from 0 to 15")
        found = test_loss(int(degree), lam)
        return found <= 0.03, f"the median test loss of seeds 100 to 299 is {found:.3f}"
    numbers(answer, (2,), "a pair (degree, λ)", judge,
            hint="too small a λ believes the noise, too large a λ believes nothing; the first "
                 "figure has the curve for every degree",
            why="Asked was at most 0.03.")


@cache
def test_loss(degree, lam, seeds=range(100, 300)):
    """The median over seeds that no figure uses."""
    x, places = np.linspace(-1, 1, 10), np.linspace(-1, 1, 101)
    X, X_test = (spots[:, None] ** np.arange(degree + 1) for spots in (x, places))
    noise = np.stack([np.random.default_rng(seed).standard_normal(10) for seed in seeds])
    inverse = np.linalg.pinv(X.T @ X / len(x) + lam * np.eye(degree + 1), hermitian=True)
    theta = (np.sin(3 * x) + 0.2 * noise) @ X / len(x) @ inverse
    return float(np.median(np.mean((theta @ X_test.T - np.sin(3 * places)) ** 2, axis=-1)))
