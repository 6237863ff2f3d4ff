"""From loss curves to a word: did optimization fail, does the model overfit?

Lee's lecture asks the training loss first: a deep network contains a linear model, so a training
loss above the linear model's means that optimization failed, and to call that overfitting is
胡亂講話, talking nonsense. Only then does the validation loss say more.
"""
import numpy as np

from helpers.allowed import number
from helpers.diagnosis.observations import averaged, best_of, end_of, start_of

WORDS = ("optimization failed", "overfitting", "both", "neither", "undecided")
HIGHER = 1.3  # a training loss is above the reference from 1.3 times it on
FLOOR = 0.01  # nat: two losses below it are equal, as in the course's verdicts
PAST = 1.05  # overfitting: the validation loss ends more than 5 % above its best moment
FINE = 0.05  # without a reference: a training loss that fell to a twentieth is low
REASONS = {
    "optimization failed": "The training loss ends above the reference's: the search missed what "
                           "the reference has found.",
    "overfitting": "The training loss is low, and goes on falling while the validation loss rises "
                   "past its best moment.",
    "both": "The training loss ends above the reference's, and the validation loss rises past its "
            "best moment. Mend the training first.",
    "neither": "The training loss is low, and the validation loss stays near its best moment.",
}
ALONE = ("One log cannot tell a learning rate that is too small from labels that are noisy: give "
         "the log of a simpler model, such as a linear one, as a reference.")
RISES = ("The validation loss rises past its best moment while the training loss falls, as in "
         "overfitting; but whether optimization failed, too, one log cannot tell: give the log of "
         "a simpler model, such as a linear one, as a reference.")
BLIND = "Overfitting is seen in a validation loss only, and ratios say nothing of losses below 0."


def diagnose(training, validation=None, reference=None, floor=FLOOR):
    """One of WORDS, from curves of the training and the validation loss, (n,) each, at the same
    moments; nan or inf where a run diverged.

    `reference` is the final training loss of a simpler model on the same data, such as a linear
    one, or of another run. Without it, one log cannot tell a learning rate that is too small from
    labels that are noisy: the word is "undecided" unless the training loss is clearly low. Losses
    below `floor` > 0 count as equal; for a squared error, take 1 % of the targets' variance.
    ValueError for curves without numbers or of different lengths, and for a reference that is none.
    """
    training, validation = curves(training, validation)
    if reference is not None:
        reference = number("reference", reference)
    failed = optimization_failed(training, validation, reference, number("floor", floor, "> 0"))
    if failed is None or (validation is None and not failed):
        return "undecided"
    rises = validation is not None and overfits(training, validation)
    return {(True, False): "optimization failed", (False, True): "overfitting",
            (True, True): "both", (False, False): "neither"}[failed, rises]


def reason(word, reference_given=True, rises=False):
    """Why this word, in a sentence; `rises`: whether the validation loss rises past its best."""
    alone = RISES if rises else ALONE
    return REASONS.get(word, BLIND if reference_given else alone)


def optimization_failed(training, validation, reference, floor):
    """Whether the training loss ends too high: True or False; None: that cannot be told."""
    end = end_of(training)
    if min(end, training.min(), floor if reference is None else reference) < 0:
        return None
    if reference is not None:
        return not max(end, floor) <= HIGHER * max(reference, floor)  # nan: it diverged
    starts = [start_of(curve) for curve in (training, validation) if curve is not None]
    return False if end <= FINE * min(starts) else None


def overfits(training, validation):
    """Whether the validation loss ends past its best moment, and the training loss below what it
    was then."""
    best = best_of(validation)
    if best is None:
        return False
    train = averaged(training, best.width)
    return bool(best.past > PAST and train[-1] < train[best.index - best.width // 2])


def curves(training, validation):
    """Both as arrays of floats; ValueError where they are no curves at the same moments."""
    training = curve("training", training)
    if validation is None:
        return training, None
    validation = curve("validation", validation)
    if len(training) != len(validation):
        raise ValueError(f"validation has {len(validation)} losses and training {len(training)}: "
                         "allowed are curves at the same moments")
    return training, validation


def curve(name, values):
    """An array of floats, (n,)."""
    array = np.asarray(values)
    if array.ndim != 1 or array.size == 0 or array.dtype.kind not in "iuf":
        raise ValueError(f"{name} = {values!r}: allowed is a curve of one or more losses, (n,)")
    return array.astype(float)
