"""What is trained for the rows of notebook 12. As in `trials`, a trial takes the seeds and returns {contender: Outcome}."""
from dataclasses import dataclass
from typing import Any

from helpers.experiments import n04_dropout as trials, verdict as compare
from helpers.experiments.verdict import Row
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, AdamW, GradientDescent, Optimizer, resolve


@dataclass(frozen=True)
class Decay(Optimizer):
    """θ ← (1 − η decay) θ, then the step of the optimizer `inner`, which never sees the decay.

    Decay(Adam(η), decay) is AdamW. The lecture's λ‖θ‖² goes with decay = 2 λ.
    """
    inner: Any
    decay: float = 0.01

    def init(self, theta):
        return self.inner.init(theta)

    def lookahead(self, t, theta, state):
        return self.inner.lookahead(t, theta, state)

    def update(self, t, theta, g, state):
        lr, decay = resolve(t, theta, self.inner.lr, self.decay)
        return self.inner.update(t, theta - lr * decay * theta, g, state)


def trained(seeds, contenders, n=300, hidden=(128, 128), steps=800):
    """Train on n digits with each of {contender: (optimizer, λ)}, in float64, because Adam magnifies rounding."""
    task, validation, theta = trials.on_digits(seeds, trials.dropped(0.0, *hidden), n)
    penalty = L2(task.size)
    return {name: compare.outcome(task, validation, optimizer, theta.astype(float), steps, Sum(task, lam, penalty))
            for name, (optimizer, lam) in contenders.items()}


def l2(seeds, strengths=(0.0, 1e-3, 1e-2)):
    return trained(seeds, {f"λ = {lam:g}": (GradientDescent(0.2), lam) for lam in strengths})


def weight_decay(seeds, decays=(0.0, 2e-3)):
    return trained(seeds, {f"decay = {decay:g}": (Decay(GradientDescent(0.2), decay), 0.0) for decay in decays})


def adams(decays, strengths):
    """Adam alone, AdamW with several decays, and Adam with an L2 penalty of several strengths λ."""
    return ({"Adam": (Adam(1e-3), 0.0)} | {f"AdamW {decay:g}": (AdamW(1e-3, decay=decay), 0.0) for decay in decays}
            | {f"Adam + L2 {lam:g}": (Adam(1e-3), lam) for lam in strengths})


def adamw(seeds):
    return trained(seeds, adams((0.3, 1.0, 3.0), (1e-4, 1e-3)))


def adamw_100(seeds):
    return trained(seeds, adams((1.0, 3.0), (1e-3,)), n=100)


def adamw_small(seeds):
    return trained(seeds, adams((1.0,), (1e-3,)), n=1000, hidden=(8,))


def adamw_rates(seeds):
    descents = {f"plain descent, η = {lr:g}": (GradientDescent(lr), 0.0) for lr in (1.0, 2.0)}
    return trained(seeds, descents | {f"AdamW, η = {lr:g}": (AdamW(lr, decay=0.1), 0.0) for lr in (1e-3, 3e-3, 1e-2)})


FULL = "300 digits, 64-128-128-10, ReLU, 800 full-batch updates"
ROWS = {
    "l2": Row("L2 regularization", 1, f"{FULL} of plain descent 0.2", l2),
    "weight_decay": Row("weight decay", 3, f"{FULL} of plain descent 0.2", weight_decay),
    "adamw": Row("AdamW", 3, f"{FULL} of Adam 0.001", adamw),
    "adamw_100": Row("AdamW, 100 digits", 3, "100 digits, else as in the row adamw", adamw_100),
    "adamw_small": Row("AdamW, network of 8 hidden units", 3, "1,000 digits, 64-8-10, else as in the row adamw",
                       adamw_small),
    "adamw_rates": Row("AdamW with decay 0.1 against plain descent", 3, f"{FULL}, each with several η", adamw_rates),
}
