"""Writes truth.json and runs.csv: forty training runs on digits whose diagnosis is known.

    python tests/diagnosis/make_runs.py

It takes some minutes. The truth of a setting does not come from its log, nor from any rule that
reads logs. It is what other seeds and other settings say:

    optimization failed  the training loss (evaluation mode, geometric mean over five other seeds)
                         is more than twice, and 0.1 nat, above what the same task reaches with the
                         best of seven learning rates, once what was made wrong (`repair`) is mended
    overfitting          the validation loss, averaged over the same five seeds, ends more than 5 %
                         above its best moment, and the training loss is lower than at that moment

A setting that lies between yes and no is refused. runs.csv has one seed of each setting, as a log
would have it: run, role (run or reference), update, the training loss in training mode (the mean of
the updates since the last moment) and the validation loss, at sixty moments.
"""
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from helpers.datasets.augmentation import mixup, noise, shift
from helpers.descent import descend
from helpers.experiments.common import digits, generators_for
from helpers.experiments.n06_cnn import cnn
from helpers.networks import initialization
from helpers.networks.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from helpers.networks.layers import Dropout, Flatten, Linear, Residual
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, GradientDescent, HeavyBall, RMSProp

SEED, OTHERS, MOMENTS = (0,), (40, 41, 42, 43, 44), 60
FOLDER = Path(__file__).parent
ACTIVATIONS = {"ReLU": ReLU(), "LeakyReLU": LeakyReLU(), "sigmoid": Sigmoid(), "tanh": Tanh()}
OPTIMIZERS = {"Adam": Adam, "gradient descent": GradientDescent, "heavy ball": HeavyBall,
              "RMSProp": RMSProp}
RATES = {"Adam": 1e-2, "gradient descent": 1.0, "heavy ball": 0.1, "RMSProp": 1e-2}  # the middle
AUGMENTS = {"": None, "shift": shift(1), "noise": noise(0.3), "mixup": mixup(0.8)}


@dataclass(frozen=True)
class Setting:
    """One training on digits. `hidden` layers; none: a linear model; "cnn": two convolutions."""
    hidden: object = (64, 64)
    activation: str = "ReLU"
    skip: bool = False
    n: int = 300
    noisy: float = 0.0  # the share of labels, for training and validation, that are drawn at random
    pixels: float = 1.0  # what the images are multiplied by
    optimizer: str = "Adam"
    lr: float = 1e-3
    batch: object = 50
    updates: int = 600
    start: object = "kaiming"  # or the standard deviation of all weights
    dropout: float = 0.0
    l2: float = 0.0
    augment: str = ""


LINEAR = dict(hidden=(), lr=1e-2, optimizer="Adam", start="kaiming", dropout=0.0, l2=0.0,
              skip=False)
SLOW_REFERENCE = dict(lr=1e-3, batch=50)
DEEP, NOISY = (64,) * 6, dict(n=60, noisy=0.5)
# name: (setting, what is to be mended, the reference: what is other in its setting, why)
SETTINGS = {
    # optimization failed
    "descent, rate too small": (
        dict(optimizer="gradient descent", lr=0.003), {}, LINEAR, "a rate 100 times too small"),
    "Adam, rate too small": (
        dict(lr=3e-5, n=500), {}, LINEAR, "a rate 1,000 times too small"),
    "deep sigmoid": (
        dict(hidden=DEEP, activation="sigmoid"), dict(activation="ReLU"), LINEAR,
        "gradients vanish in six layers of sigmoids"),
    "start too small": (
        dict(hidden=DEEP, start=0.02, optimizer="heavy ball", lr=0.03), dict(start="kaiming"),
        LINEAR, "signals vanish in six layers of small weights"),
    "Adam, rate too large": (
        dict(lr=0.3), {}, LINEAR, "all units die"),
    "heavy ball diverges": (
        dict(optimizer="heavy ball", lr=3.0), {}, LINEAR, "a rate 30 times too large"),
    "full batch, rate too large": (
        dict(optimizer="gradient descent", lr=2.5, batch=None), {}, LINEAR,
        "the rate is beyond the edge of stability"),
    "start too large": (
        dict(start=1.0, n=500), dict(start="kaiming"), LINEAR, "weights eight times too large"),
    "pixels not scaled": (
        dict(pixels=0.01, optimizer="gradient descent", lr=0.1), dict(pixels=1.0), LINEAR,
        "pixels of a hundredth give gradients of a hundredth"),
    "noisy labels, rate too small": (
        dict(noisy=0.2, n=500, lr=1e-4), {}, LINEAR, "a rate too small; labels are noisy, too"),
    # overfitting
    "100 digits": (
        dict(hidden=(128,), n=100, lr=3e-3), {}, LINEAR, "few digits, 128 units"),
    "50 digits": (
        dict(n=50, lr=3e-3), {}, LINEAR, "50 digits for 9,000 parameters"),
    "noisy labels": (
        dict(noisy=0.3, lr=3e-3), {}, LINEAR, "noisy labels are learned by heart"),
    "skip connections, 100 digits": (
        dict(hidden=(32,) * 8, skip=True, n=100, lr=3e-3), {}, LINEAR, "few digits, nine layers"),
    "descent, noisy labels": (
        dict(noisy=0.3, n=200, optimizer="gradient descent", lr=0.3, updates=1200), {}, LINEAR,
        "noisy labels are learned by heart"),
    "tanh, noisy labels": (
        dict(activation="tanh", n=100, noisy=0.2, lr=3e-3), {}, LINEAR,
        "few digits and noisy labels"),
    "sigmoid, noisy labels": (
        dict(activation="sigmoid", hidden=(64,), noisy=0.3, n=150, lr=2e-2), {}, LINEAR,
        "noisy labels are learned by heart"),
    "heavy ball, noisy labels": (
        dict(optimizer="heavy ball", lr=0.1, noisy=0.3, n=200), {}, dict(hidden=(16,)),
        "noisy labels are learned by heart; the reference is a smaller network"),
    "too little dropout": (
        dict(noisy=0.3, n=200, dropout=0.2, lr=1e-2, hidden=(128,)), {}, LINEAR,
        "dropout of 0.2 does not hold noisy labels back"),
    "linear, noisy labels": (
        dict(hidden=(), noisy=0.3, n=100, lr=3e-2, updates=1200), {},
        dict(hidden=(), lr=3e-2, l2=1e-3, updates=1200),
        "even a linear model learns them by heart; the reference is one with L2"),
    # both
    "50 digits, noisy, too slow": (
        dict(n=50, noisy=0.4, lr=2e-4), {}, LINEAR, "a rate 50 times too small"),
    "100 digits, noisy, too slow": (
        dict(n=100, noisy=0.5, lr=2e-4, updates=900), {}, LINEAR, "a rate 100 times too small"),
    "tanh, too slow": (
        dict(NOISY, activation="tanh", lr=2e-4, updates=900), {}, LINEAR,
        "a rate 100 times too small"),
    "RMSProp fluctuates": (
        dict(n=100, noisy=0.5, optimizer="RMSProp", lr=0.05), {}, LINEAR,
        "the rate is too large to settle"),
    "skip connections fluctuate": (
        dict(hidden=(32,) * 8, skip=True, n=100, noisy=0.5, lr=0.03), {}, LINEAR,
        "the rate is too large to settle"),
    "batches of two": (
        dict(n=100, noisy=0.5, batch=2, lr=0.01, updates=1200), {}, SLOW_REFERENCE,
        "too large a rate for batches of two; the reference is a run with batches of 50"),
    "descent, too slow": (
        dict(NOISY, optimizer="gradient descent", lr=0.015, updates=1200), {}, LINEAR,
        "a rate 20 times too small"),
    "heavy ball, too slow": (
        dict(NOISY, optimizer="heavy ball", lr=0.0015, updates=1200), {}, dict(lr=0.03),
        "a rate 200 times too small; the reference is a run with a larger one"),
    "sigmoid, too slow": (
        dict(NOISY, activation="sigmoid", hidden=(64,), lr=1e-3, updates=1200), {}, LINEAR,
        "a rate 30 times too small"),
    "convolution, too slow": (
        dict(NOISY, hidden="cnn", lr=6e-4, updates=480), {}, LINEAR,
        "a rate 50 times too small"),
    # neither
    "1,000 digits": (
        dict(n=1000, updates=900), {}, LINEAR, "a good rate, and enough digits"),
    "dropout": (
        dict(n=1000, dropout=0.5, hidden=(128,), lr=3e-3, updates=1200), {}, LINEAR,
        "dropout at the right time"),
    "L2": (
        dict(hidden=(128,), lr=3e-3, l2=1e-3), {}, LINEAR, "L2 holds 128 units back"),
    "skip connections": (
        dict(hidden=(32,) * 8, skip=True, n=500), {}, LINEAR, "nine layers that train"),
    "L2, noisy labels": (
        dict(hidden=(16,), noisy=0.3, n=1000, l2=1e-2, lr=3e-3), {}, LINEAR,
        "L2 does not let noisy labels be learned by heart"),
    "linear, L2, noisy labels": (
        dict(hidden=(), noisy=0.4, n=1000, l2=1e-2, lr=1e-2), {},
        dict(l2=1e-2, optimizer="gradient descent", lr=0.3),
        "a linear model with L2; the reference is another optimizer"),
    "dropout, noisy labels": (
        dict(hidden=(64,), noisy=0.3, n=1000, dropout=0.5, lr=3e-3), {}, LINEAR,
        "dropout does not let noisy labels be learned by heart"),
    "tanh, heavy ball": (
        dict(hidden=(64,), activation="tanh", optimizer="heavy ball", lr=0.05, n=1000,
             l2=1e-3), {}, LINEAR, "a good rate, enough digits, a little L2"),
    "descent": (
        dict(optimizer="gradient descent", lr=0.1, n=1000, updates=900), {}, LINEAR,
        "a good rate, and enough digits"),
    "leaky ReLU, RMSProp": (
        dict(activation="LeakyReLU", optimizer="RMSProp", n=1000, l2=3e-4), {}, LINEAR,
        "a good rate, enough digits, a little L2"),
}
FAILED, OVER, BOTH, NEITHER = "optimization failed", "overfitting", "both", "neither"


def network_of(setting):
    if setting.hidden == "cnn":
        return cnn(8)
    activation = ACTIVATIONS[setting.activation]
    if setting.skip:
        width = setting.hidden[0]
        blocks = [Residual((Linear(width, width), activation), 0.5) for _ in setting.hidden[1:]]
        return Network((Flatten((8, 8)), Linear(64, width), activation, *blocks,
                        Linear(width, 10)))
    after = (Dropout(setting.dropout),) if setting.dropout else ()
    body = mlp(64, *setting.hidden, 10, activation=activation, after=after)
    return Network((Flatten((8, 8)), *body.layers))


def mislabelled(labels, share, seeds, purpose):
    """One-hot labels (seeds, N, 10), this share of them drawn anew at random."""
    made = []
    for own, generator in zip(labels, generators_for(seeds, purpose), strict=True):
        drawn = np.eye(10, dtype=np.float32)[generator.integers(10, size=len(own))]
        made.append(np.where(generator.random(len(own))[:, None] < share, drawn, own))
    return np.array(made)


def tasks(setting, seeds):
    """Task and validation task, with data of each seed's own."""
    network = network_of(setting)
    x, y, x_new, y_new = digits(seeds, setting.n)
    y = mislabelled(y, setting.noisy, seeds, "noisy")
    y_new = mislabelled(y_new, setting.noisy, seeds, "noisy new")
    task = Task(network, CrossEntropy(), x * np.float32(setting.pixels), y, setting.batch, seeds,
                AUGMENTS[setting.augment])
    return task, Task(network, CrossEntropy(), x_new * np.float32(setting.pixels), y_new,
                      seeds=seeds)


def training(setting, seeds, rates):
    """What is descended: the task, the validation task, and the thetas after 0, 1, … updates, of
    shape (rates, seeds, P)."""
    task, validation = tasks(setting, seeds)
    kaiming = setting.start == "kaiming"
    scale = initialization.kaiming if kaiming else initialization.normal(setting.start)
    theta = initialization.start(task.network, scale, seeds)
    objective = Sum(task, setting.l2, L2(task.size)) if setting.l2 else task
    lr = np.array(rates, np.float32)[:, None, None]
    theta = np.broadcast_to(theta, (len(rates), *theta.shape)).copy()
    optimizer = OPTIMIZERS[setting.optimizer](lr)
    return task, validation, descend(objective, optimizer, theta, setting.updates)


def log(setting, seeds, moments=MOMENTS):
    """The first of sixty moments, a list of (update, training loss in training mode since the last
    moment, in evaluation mode, validation loss), each loss (seeds,)."""
    task, validation, thetas = training(setting, seeds, (setting.lr,))
    rows, recent, every = [], [], setting.updates // MOMENTS
    with np.errstate(all="ignore"):
        for t, theta in enumerate(thetas):
            recent.append(task.at(t).loss(theta)[0])
            if t and t % every == 0:
                rows.append((t, np.mean(recent, axis=0), task.loss(theta)[0],
                             validation.loss(theta)[0]))
                recent = []
            if len(rows) == moments:
                break
    return rows


def best_training_loss(setting):
    """What the task reaches with the best of seven learning rates: (loss, rate)."""
    rates = [RATES[setting.optimizer] * 3.0**k for k in range(-5, 2)]
    task, _, thetas = training(setting, OTHERS, rates)
    with np.errstate(all="ignore"):
        for theta in thetas:
            pass
        losses = geometric(task.loss(theta))
    return float(losses.min()), float(rates[losses.argmin()])


def geometric(losses):
    """The geometric mean over seeds, the last axis; a run that diverged makes it inf."""
    losses = np.where(np.isfinite(losses), np.maximum(losses, 1e-4), np.inf)
    return np.exp(np.log(losses).mean(axis=-1))


def known(setting, repair):
    """What five other seeds say: the numbers, and whether optimization failed and whether it
    overfits; None: between yes and no."""
    rows = log(setting, OTHERS)
    train, new = (np.array([row[k].mean() for row in rows]) for k in (2, 3))
    reached, (best, rate) = float(geometric(rows[-1][2])), best_training_loss(
        replace(setting, **repair))
    new = np.where(np.isfinite(new), new, np.inf)
    past, falls = float(new[-1] / new.min()), bool(train[-1] < train[new.argmin()])
    failed = verdict(reached > max(2 * best, best + 0.1), reached < max(1.25 * best, best + 0.05))
    over = verdict(past > 1.05 and falls, past < 1.02 or not falls)
    numbers = dict(training_loss=reached, best_training_loss=best, best_lr=rate,
                   end_of_validation_loss_over_its_best=past)
    return numbers, failed, over


def verdict(yes, no):
    return True if yes else False if no else None


def word(failed, over):
    """The truth; None where one of both is not clear."""
    return {(True, False): FAILED, (False, True): OVER, (True, True): BOTH,
            (False, False): NEITHER}.get((failed, over))


def curves(setting, moments=MOMENTS):
    """One seed's log: [(update, training loss in training mode, validation loss)]."""
    return [(t, float(mode[0]), float(new[0])) for t, mode, _, new in log(setting, SEED, moments)]


def made(setting, repair, reference):
    """What stands in truth.json, and the logs of the run and of its reference."""
    numbers, failed, over = known(setting, repair)
    entry = dict(truth=word(failed, over), setting=short(setting), repair=repair,
                 reference=short(replace(setting, **reference)), because=rounded(numbers))
    return entry, curves(setting), curves(replace(setting, **reference))


def short(setting):
    """What differs from the default."""
    default = asdict(Setting())
    return {key: value for key, value in asdict(setting).items() if value != default[key]}


def rounded(numbers):
    """Four digits; what is no finite number as a text, which JSON can hold."""
    return {key: float(f"{value:.4g}") if np.isfinite(value) else str(value)
            for key, value in numbers.items()}


def write(made_by_name):
    """truth.json, and runs.csv: from {name: what `made` returns}."""
    truth, lines = {}, ["run,role,update,train_loss,val_loss"]
    for name, (entry, run, reference) in made_by_name.items():
        truth[name] = dict(entry, why=SETTINGS[name][3])
        for role, rows in (("run", run), ("reference", reference)):
            lines += [f"\"{name}\",{role},{t},{mode:.4g},{new:.4g}" for t, mode, new in rows]
    text = json.dumps(truth, indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "truth.json").write_text(text, encoding="utf-8")
    (FOLDER / "runs.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    found = {}
    for name, (changes, repair, reference, _) in SETTINGS.items():
        found[name] = made(Setting(**changes), repair, reference)
        print(name, found[name][0]["truth"], found[name][0]["because"], flush=True)
        if found[name][0]["truth"] is None:
            raise SystemExit(f"{name} lies between yes and no: allowed is a clear truth")
    write(found)


if __name__ == "__main__":
    main()
