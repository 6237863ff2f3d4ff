"""Eight optimizers. Each is a frozen description: its fields are the hyper-parameters.

The letters: theta (θ) parameters, g gradient, lr (η) learning rate, beta (β) memory of the
gradient, alpha (α) memory of the squared gradient, m and v the remembered gradient, r the
remembered squared gradient (σ² in the lecture), t the step, counted from 0.

    state = optimizer.init(theta)                              before the first step
    point = optimizer.lookahead(t, theta, state)                    where the gradient is taken
    theta, state = optimizer.update(t, theta, g, state)        the recurrence; nothing is written in
    place

A hyper-parameter is a number, an array that broadcasts against theta (k learning rates have shape
(k, 1)) or a schedule, a function of t that returns one of these.
"""
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from helpers.allowed import numbers


class MomentumState(NamedTuple):
    """What momentum remembers."""
    m: Any


class SquareState(NamedTuple):
    """What root-mean-square steps remember; None before the first step."""
    r: Any


class AdamState(NamedTuple):
    """What Adam remembers; b = βᵗ and a = αᵗ are the weights that the start at zero still has in m
    and r.

    They are products, not powers: NumPy's power of a number and of an array differ in the last bit,
    and then a run in a grid would differ from the same run alone.
    """
    m: Any
    r: Any
    b: Any = 1.0
    a: Any = 1.0


def resolve(t, theta, *values):
    """Hyper-parameters at step t as NumPy numbers or arrays, of theta's dtype."""
    kind = theta.dtype.type
    return [kind(h(t) if callable(h) else h) for h in values]


class Optimizer:
    """What all optimizers share: checked fields, no memory, and a gradient taken where we stand."""

    amounts = ("lr",)  # hyper-parameters that are any number ≥ 0
    averages = ()      # memories of an average, in [0, 1)

    def __post_init__(self):
        ranges = dict.fromkeys(self.amounts, "≥ 0") | dict.fromkeys(self.averages, "in [0, 1)")
        for name, allowed in ranges.items():
            value = getattr(self, name)
            if not callable(value):  # a schedule is asked at its step
                numbers(name, value, allowed, "or a schedule")

    def init(self, theta):
        """State before the first step."""
        return ()

    def lookahead(self, t, theta, state):
        """Where the gradient of step t is taken."""
        return theta


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """θ ← θ − η g.  Lee's slides; `torch.optim.SGD`."""
    lr: float

    def update(self, t, theta, g, state):
        lr, = resolve(t, theta, self.lr)
        return theta - lr * g, state


@dataclass(frozen=True)
class Momentum(Optimizer):
    """m ← β m + (1−β) g;  θ ← θ − η m.  The lecture's average of the gradients.

    From m = 0 it is `HeavyBall` with η scaled by 1−β. Lee's slide starts at m⁰ = g⁰ instead
    (`zero_start=False`): a first kick 1/(1−β) times as large.
    """
    lr: float
    beta: float = 0.9
    zero_start: bool = True

    averages = ("beta",)

    def init(self, theta):
        return MomentumState(np.zeros_like(theta) if self.zero_start else None)

    def update(self, t, theta, g, state):
        lr, beta = resolve(t, theta, self.lr, self.beta)
        m = g if state.m is None else beta * state.m + (1 - beta) * g
        return theta - lr * m, MomentumState(m)


@dataclass(frozen=True)
class HeavyBall(Optimizer):
    """v ← β v + g;  θ ← θ − η v.  Polyak (1964); `torch.optim.SGD(momentum=β)`.

    β may be any number ≥ 0: β = 1 is the plain sum of the lecture's first momentum slide. Straka
    writes v ← β v − η g; θ ← θ + v, which is the same as long as η does not change.
    """
    lr: float
    beta: float = 0.9

    amounts = ("lr", "beta")

    def init(self, theta):
        return MomentumState(np.zeros_like(theta))

    def update(self, t, theta, g, state):
        lr, beta = resolve(t, theta, self.lr, self.beta)
        v = beta * state.m + g
        return theta - lr * v, MomentumState(v)


@dataclass(frozen=True)
class Nesterov(HeavyBall):
    """The heavy ball with its gradient taken ahead, at θ − η β v.  Straka, slide 28; Nesterov
    (1983).

    `torch.optim.SGD(nesterov=True)` stores the point ahead instead of θ: the same run, seen from
    `lookahead`.
    """

    def lookahead(self, t, theta, state):
        lr, beta = resolve(t, theta, self.lr, self.beta)
        return theta - lr * beta * state.m


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """σ² ← σ² + g²;  θ ← θ − η g / (σ + ε).  Duchi et al. (2011); Lee's slides;
    `torch.optim.Adagrad`.

    The slide asks "Average?": with `mean=True` the sum is divided by the number of gradients, t +
    1.
    """
    lr: float
    eps: float = 1e-8
    mean: bool = False

    amounts = ("lr", "eps")

    def init(self, theta):
        return SquareState(np.zeros_like(theta))

    def update(self, t, theta, g, state):
        lr, eps = resolve(t, theta, self.lr, self.eps)
        r = state.r + g**2
        sigma = np.sqrt(r / (t + 1) if self.mean else r)
        return theta - lr * g / (sigma + eps), SquareState(r)


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """σ² ← α σ² + (1−α) g²;  θ ← θ − η g / (σ + ε).  Hinton (2012); Lee's slides.

    The lecture starts with σ⁰ = |g⁰|, so the first step is η in every direction. Straka and
    `torch.optim.RMSprop` start at σ² = 0 (`zero_start=True`): a first step 1/√(1−α) times as large.
    """
    lr: float
    alpha: float = 0.9
    eps: float = 1e-8
    zero_start: bool = False

    amounts = ("lr", "eps")
    averages = ("alpha",)

    def init(self, theta):
        return SquareState(np.zeros_like(theta) if self.zero_start else None)

    def update(self, t, theta, g, state):
        lr, alpha, eps = resolve(t, theta, self.lr, self.alpha, self.eps)
        r = g**2 if state.r is None else alpha * state.r + (1 - alpha) * g**2
        return theta - lr * g / (np.sqrt(r) + eps), SquareState(r)


@dataclass(frozen=True)
class Adam(Optimizer):
    """m ← β m + (1−β) g;  σ² ← α σ² + (1−α) g²;  θ ← θ − η m̂ / (σ̂ + ε).  Kingma and Ba (2015).

    m̂ = m / (1 − βᵗ⁺¹) and σ̂² = σ² / (1 − αᵗ⁺¹) correct the bias of a start at zero
    (Straka, slides 32 to 34). Lee's slides leave the correction out (`bias_correction=False`). ε
    stands outside the root, as in PyTorch, whose `betas` are (beta, alpha); Straka's slide 33 folds
    the correction into η instead, and so does scikit-learn: there ε weighs differently in the first
    steps.
    """
    lr: float
    beta: float = 0.9
    alpha: float = 0.999
    eps: float = 1e-8
    bias_correction: bool = True

    amounts = ("lr", "eps")
    averages = ("alpha", "beta")

    def init(self, theta):
        return AdamState(np.zeros_like(theta), np.zeros_like(theta))

    def update(self, t, theta, g, state):
        lr, beta, alpha, eps = resolve(t, theta, self.lr, self.beta, self.alpha, self.eps)
        m = beta * state.m + (1 - beta) * g
        r = alpha * state.r + (1 - alpha) * g**2
        b, a = beta * state.b, alpha * state.a
        m_hat = m / (1 - b) if self.bias_correction else m
        r_hat = r / (1 - a) if self.bias_correction else r
        return theta - lr * m_hat / (np.sqrt(r_hat) + eps), AdamState(m, r, b, a)


@dataclass(frozen=True)
class AdamW(Adam):
    """θ ← θ − η λ θ, then Adam's step.  Loshchilov and Hutter (2019); `torch.optim.AdamW`.

    `decay` is their λ. The lecture's L2 term is λ‖θ‖², whose gradient is 2 λ θ: decay = 2 λ.
    """
    decay: float = 0.01

    amounts = ("lr", "eps", "decay")

    def update(self, t, theta, g, state):
        lr, decay = resolve(t, theta, self.lr, self.decay)
        return super().update(t, theta - lr * decay * theta, g, state)


OPTIMIZERS = (GradientDescent, Momentum, HeavyBall, Nesterov, Adagrad, RMSProp, Adam, AdamW)
