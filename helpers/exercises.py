"""Checks a reader's answer and says what is wrong. An answer that is still None gets the hint, never an error.

First the three kinds of check; then one function per exercise, notebook by notebook. The right answers are computed.
"""
import numpy as np

from helpers.descent import arrival, descend, trace
from helpers.optimizers import Adam, GradientDescent, HeavyBall, Momentum
from helpers.regression import lectures
from helpers.surfaces import rastrigin, rosenbrock, valley


def number(answer, truth, hint, why, tolerance=0.02):
    """Is the answer within `tolerance` (a share) of the truth? Says if it is too large or too small."""
    if answer is None:
        print(f"Not answered yet. Hint: {hint}")
    elif not isinstance(answer, (int, float, np.number)):
        print(f"Not yet: {answer!r} is not a number. Hint: {hint}")
    elif abs(answer - truth) <= tolerance * abs(truth):
        print(f"Right: {truth:.4g}. {why}")
    else:
        print(f"Not yet: {answer:g} is too {'large' if answer > truth else 'small'}. Hint: {hint}")


def choice(answer, truth, options, hint, why):
    """Is the answer the right one of the options (texts)?"""
    if answer is None:
        print(f"Not answered yet: one of {', '.join(options)}. Hint: {hint}")
    elif answer not in options:
        print(f"Not yet: {answer!r} is not one of {', '.join(options)}.")
    else:
        print(f"Right: {truth}. {why}" if answer == truth else f"Not yet: it is not {answer}. Hint: {hint}")


def rule(answer, reference, cases, hint, why):
    """Does the reader's function give what the reference gives, for every case (a tuple of arguments)?"""
    for case in cases:
        try:
            mine = answer(*case)
        except Exception as error:
            print(f"Not yet: your function raises {type(error).__name__}: {error}. Hint: {hint}")
            return
        if mine is None:
            print(f"Not answered yet. Hint: {hint}")
            return
        truth = reference(*case)
        if np.shape(mine) != np.shape(truth) or not np.allclose(mine, truth, rtol=1e-6):
            print(f"Not yet: for {case} your function gives {mine}, and {truth} is right. Hint: {hint}")
            return
    print(f"Right. {why}")
