"""What is measured for lesson 12: L2, weight decay, AdamW, early stopping, and the size of the
network."""
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from helpers.experiments.common import classifier, on_digits
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.n04_dropout import dropped
from helpers.experiments.training import Training
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, AdamW, GradientDescent, Optimizer, resolve


@dataclass(frozen=True)
class Decay(Optimizer):
    """θ ← (1 − η decay) θ, then the step of the optimizer `inner`, which never sees the decay.

    Decay(Adam(η), decay) is AdamW. The lecture's λ‖θ‖² goes with decay = 2 λ.
    """
    inner: Any
    decay: float = 0.01

    amounts = ("decay",)

    def init(self, theta):
        return self.inner.init(theta)

    def lookahead(self, t, theta, state):
        return self.inner.lookahead(t, theta, state)

    def update(self, t, theta, g, state):
        lr, decay = resolve(t, theta, self.inner.lr, self.decay)
        return self.inner.update(t, theta - lr * decay * theta, g, state)


def training(seeds, lr, rule=Adam, lam=0.0, n=300, hidden=(128, 128), updates=800,
             dtype=np.float32, **more):
    """Train on all n digits at every update, with the penalty λ ‖θ‖²."""
    task, validation, theta = on_digits(seeds, classifier(*hidden), n, dtype=dtype)
    objective = Sum(task, lam, L2(task.size)) if np.any(lam) else None
    return Training(task, validation, rule(lr, **more), theta, updates, objective)


def decayed(lr, decay):
    """Gradient descent with weight decay, the lecture's."""
    return Decay(GradientDescent(lr), decay)


EXACT = partial(training, lr=0.2, dtype=float)  # L2 and decay are to be equal to the last digits


def l2(strengths=(0.0, 1e-3, 1e-2)):
    return {f"λ = {lam:g}": Contender(partial(EXACT, rule=GradientDescent, lam=lam))
            for lam in strengths}


def weight_decay(decays=(0.0, 2e-3)):
    return {f"decay = {decay:g}": Contender(partial(EXACT, rule=decayed, decay=decay))
            for decay in decays}


def adams(decays, strengths, tuned=None, **setting):
    """Adam alone, AdamW with several decays, and Adam with an L2 penalty of several strengths λ."""
    setting = setting if tuned else {"lr": 1e-3, **setting}
    make = partial(training, **setting)
    makes = {"Adam": make}
    makes |= {f"AdamW {decay:g}": partial(make, rule=AdamW, decay=decay) for decay in decays}
    makes |= {f"Adam + L2 {lam:g}": partial(make, lam=lam) for lam in strengths}
    return {name: Contender(make, tuned or {}) for name, make in makes.items()}


def at_their_best():
    """Every strength with its own best learning rate, and AdamW and L2 with the best strength."""
    rate = {"lr": Steps(1e-3)}
    return adams((0.3, 1.0, 3.0), (1e-4, 1e-3), tuned=rate) | {
        "AdamW": Contender(partial(training, rule=AdamW), rate | {"decay": Steps(1.0)}),
        "Adam + L2": Contender(training, rate | {"lam": Steps(1e-3)})}


def by_rate():
    descent = partial(training, rule=GradientDescent)
    adamw = partial(training, rule=AdamW, decay=0.1)
    makes = {f"gradient descent, η = {lr:g}": partial(descent, lr=lr) for lr in (1.0, 2.0)}
    makes |= {f"AdamW, η = {lr:g}": partial(adamw, lr=lr) for lr in (1e-3, 3e-3, 1e-2)}
    return {name: Contender(make) for name, make in makes.items()}


def with_dropout(seeds, lr, p, n=300, updates=800):
    """The same network with dropout."""
    task, validation, theta = on_digits(seeds, dropped(p, 128, 128), n)
    return Training(task, validation, Adam(lr), theta, updates)


def stopped(seeds, lr, **setting):
    """The same training, judged at its best moment: chosen on one half of the validation data,
    judged on the other."""
    return replace(training(seeds, lr, **setting), early_stopping=True)


def against_early_stopping():
    """Adam with and without early stopping, and three other cures, each at its best."""
    rate = {"lr": Steps(1e-3)}
    return {"Adam": Contender(training, rate), "early stopping": Contender(stopped, rate),
            "dropout": Contender(with_dropout, rate | {"p": (0.0, 0.2, 0.5, 0.8)}),
            "Adam + L2": Contender(training, rate | {"lam": Steps(1e-3)}),
            "AdamW": Contender(partial(training, rule=AdamW), rate | {"decay": Steps(1.0)})}


def capacity(units=(1, 2, 4, 8, 16, 32, 64, 128, 256)):
    """One hidden layer of 1 to 256 units, on few digits and on many."""
    make = partial(training, lr=3e-3, updates=600)
    return {f"{n:,} digits, {k} unit{'s' * (k > 1)}": Contender(partial(make, n=n, hidden=(k,)))
            for n in (100, 1000) for k in units}


FULL = "300 digits, 64-128-128-10, ReLU, 800 full-batch updates"
EXPERIMENTS = {
    "l2": Experiment("L2 regularization", 1, f"{FULL} of gradient descent 0.2", l2),
    "weight_decay": Experiment("weight decay", 3, f"{FULL} of gradient descent 0.2", weight_decay),
    "adamw": Experiment("AdamW", 3, f"{FULL} of Adam, each at its best", at_their_best),
    "adamw_100": Experiment("AdamW, 100 digits", 3, f"100 digits, else {FULL[12:]} of Adam 0.001",
                            partial(adams, (1.0, 3.0), (1e-3,), n=100)),
    "adamw_small": Experiment("AdamW, network of 8 hidden units", 3,
                              "1,000 digits, 64-8-10, ReLU, 800 full-batch updates of Adam 0.001",
                              partial(adams, (1.0,), (1e-3,), n=1000, hidden=(8,))),
    "adamw_rates": Experiment("AdamW with decay 0.1 against gradient descent", 3,
                              f"{FULL}, each with several η",
                              by_rate, cut=10),
    "early_stopping": Experiment("early stopping", 3, f"{FULL} of Adam, each at its best",
                                 against_early_stopping),
    "capacity": Experiment("fewer and more parameters", 2,
                           "100 or 1,000 digits, one hidden layer of 1 to 256 units, ReLU, 600 "
                           "full-batch updates of Adam 0.003",
                           capacity),
}
