"""Checks of the exercises of lesson 00. The right answers are computed."""
from functools import cache

import numpy as np

from helpers.allowed import whole
from helpers.datasets.tables import lectures
from helpers.descent import trace
from helpers.diagnosis.rule import diagnose
from helpers.exercises import checks
from helpers.exercises.checks import choice, numbers, rule
from helpers.experiments import n00_three_steps as lesson
from helpers.optimizers import GradientDescent
from helpers.regression import Regression


def compare_search(mine):
    """Hold the notebook's (theta, lr, updates, x, y) to theta against `GradientDescent`."""
    def reference(theta, lr, updates, x, y):
        return trace(Regression(x, y), GradientDescent(lr), theta, updates)[-1]
    slides, minutes = lectures()
    cases = [(np.array(start), lr, 20, slides / 50, minutes / 50)
             for start in ((0.0, 0.0), (1.0, -1.0)) for lr in (0.01, 0.2)]
    checks.same(mine, reference, cases, "GradientDescent in helpers/")


STEPS = (2, 3, 1, 1)  # a parabola; another start; absolute errors; more lectures


def which_steps(answer):
    """Which step changes: a parabola, another start, absolute errors, more lectures?"""
    def judge(steps):
        right = int(np.sum(steps == STEPS))
        return right == len(STEPS), f"{right} of {len(STEPS)} are right"
    numbers(answer, (len(STEPS),), "four numbers of steps, such as [1, 1, 1, 1]", judge,
            hint="what can be found at all is step 2, where the search begins belongs to step 3; "
                 "and over which examples does the loss take its mean?",
            why="In the lecture the data belong to the loss: its sum runs over them.")


def compare_variance(mine):
    """Hold the notebook's (rows, divisor) to variances against NumPy's."""
    def reference(x, divisor):
        return np.var(x, axis=1, ddof=x.shape[1] - divisor)
    x = np.random.default_rng(1).standard_normal((4, 6))
    checks.same(mine, reference, [(x, divisor) for divisor in (5, 6, 7)], "np.var")


COLLEAGUES = {
    "Ada": dict(layers=6, units=32, activation="sigmoid", n=300, lr=1e-3),
    "Bo": dict(layers=3, units=32, n=50, lr=1e-2),
    "Chi": dict(layers=10, units=32, activation="sigmoid", n=50, lr=1e-3),
    "Dee": dict(layers=1, units=32, activation="sigmoid", n=1000, lr=1e-2),
}


@cache
def trained(name):
    """A colleague's run: training and validation losses, (moments,), and the final training loss
    of a linear model on the same digits."""
    setting = dict(COLLEAGUES[name])
    n, lr = setting.pop("n"), setting.pop("lr")
    rows = [*lesson.watched(lesson.deep(**setting), lr, n, (0,))]
    *_, (_, simple, _) = lesson.linear(n, 0)
    return *np.transpose([(train[0], judged[0]) for _, train, judged in rows]), simple[0]


def four_logs():
    """Print how four colleagues' networks ended; {name: word} of what they suffer from."""
    words = {}
    for name in COLLEAGUES:
        training, validation, simple = trained(name)
        losses = map(told, (training[-1], simple, validation[-1], validation.min()))
        print("{}: training loss {}, of a linear model {}; validation loss {}, at its best "
              "moment {}".format(name, *losses))
        words[name] = diagnose(training, validation, simple)
    return words


def told(loss):
    """Two digits, which are the same on every processor."""
    return f"{loss:.2g}" if loss > 0.01 else "below 0.01"


def needs_data(answer, logs):
    """Who of {name: word} should collect more data first?"""
    truth = next(name for name, word in logs.items() if word == "overfitting")
    reasons = {"optimization failed": "a linear model has the lower training loss; more data would "
                                      "only make the fit harder",
               "both": "the validation loss rises past its best, true; but a linear model has the "
                       "lower training loss, and that comes first",
               "neither": "the training loss is low, and the validation loss stays at its best",
               "overfitting": ""}
    choice(answer, truth, list(logs), hint={name: reasons[word] for name, word in logs.items()},
           why="The training loss is below the linear model's, and the validation loss is far "
               "above its best moment: overfitting.")


def mended_report(answer):
    """(training, validation, test), losses for each λ, to (which λ is chosen, what is reported)."""
    rng = np.random.default_rng(2)
    cases = [(np.sort(rng.random(4)), *rng.random((2, 4))) for _ in range(4)]
    rule(answer, honest, cases,
         hint="a hyper-parameter may see the validation set; the test set is opened once, at the "
              "end",
         why="λ belongs to the validation set; the test set was touched once, and so its loss is "
             "an unbiased estimate of the generalization error.", bug=peeking,
         mistakes=[(greedy, "on the training set, no regularization always looks best"),
                   (proud, "the validation loss of the best of many is too low: it was chosen for "
                           "that")])


def honest(training, validation, test):
    """The right answer."""
    best = np.argmin(validation)
    return best, test[best]


def peeking(training, validation, test):
    """The notebook's code with its bug: λ is chosen on the test set."""
    return np.argmin(test), np.min(test)


def greedy(training, validation, test):
    best = np.argmin(training)
    return best, test[best]


def proud(training, validation, test):
    return np.argmin(validation), np.min(validation)


def design_deep(answer):
    """(layers, units) of a sigmoid network, η = 0.001: is its training loss at most 0.8 of a linear
    model's?

    The geometric mean over the seeds 30 to 34.
    """
    def judge(sizes):
        layers, units = (int(size) if size == round(size) else size for size in sizes.tolist())
        whole("layers", layers, 1, 6, "of hidden layers")
        whole("units", units, 1, 128, "of units")
        ratio = float(np.exp(np.mean(np.log(final(layers, units) / final(0, 1)))))
        return ratio <= 0.8, f"the training loss is {ratio:.2g} times the linear model's"
    numbers(answer, (2,), "a pair of whole numbers", judge,
            hint="sigmoid layers weaken the gradient on its way, so not too many; but one or two "
                 "learn too slowly at this η; a wide layer moves its scores further in one step",
            why="The geometric mean over five seeds.")


@cache
def final(layers, units, seeds=(30, 31, 32, 33, 34)):
    """Training losses (seeds,) of seeds that no figure uses; layers = 0 is the linear model."""
    network, lr = lesson.deep(layers, units, "sigmoid"), 1e-3 if layers else 1e-2
    *_, (_, losses, _) = lesson.watched(network, lr, 300, seeds, every=100)
    return losses
