"""What is asked for in addition to the data: a weighted sum of problems is a problem.

Every λ of the course is this one.
"""
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.allowed import numbers


@dataclass(frozen=True, eq=False)
class Sum:
    """problem + λ · term, two problems over the same theta: labelled + λ · unlabelled examples,
    data + λ · L2.

    λ ≥ 0 is a hyper-parameter: a number, or an array that broadcasts against theta. ValueError for
    a λ that is negative or not finite, and for problems of different size.
    """
    problem: Any
    lam: Any
    term: Any

    def __post_init__(self):
        lam = np.asarray(numbers("lam", self.lam, "≥ 0"))
        if lam.shape[-1:] not in ((), (1,)):
            raise ValueError(f"lam has shape {lam.shape}: its last axis stands for the parameters, "
                             "which share one λ")
        if self.problem.size != self.term.size:
            raise ValueError(f"the problem has {self.problem.size} parameters and the term "
                             f"{self.term.size}: both need the same")

    @property
    def size(self):
        return self.problem.size

    def at(self, t):
        return Sum(self.problem.at(t), self.lam, self.term.at(t))

    def weight(self, theta):
        """λ in theta's float type, with an axis for the parameters."""
        return np.atleast_1d(np.asarray(self.lam, theta.dtype))

    def loss(self, theta):
        return self.problem.loss(theta) + self.weight(theta)[..., 0] * self.term.loss(theta)

    def grad(self, theta):
        return self.problem.grad(theta) + self.weight(theta) * self.term.grad(theta)


@dataclass(frozen=True)
class L2:
    """‖θ‖², the sum of all squared parameters, biases too, with gradient 2 θ: the lecture's
    penalty (Lee)."""
    size: int

    def at(self, t):
        return self

    def loss(self, theta):
        return np.sum(theta**2, axis=-1)

    def grad(self, theta):
        return 2 * theta
