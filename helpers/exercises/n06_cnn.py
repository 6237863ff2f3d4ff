"""Checks of the exercises of notebook 06. The right answers are computed."""
from math import prod

import numpy as np

from helpers.exercises.checks import number, numbers, rule
from helpers.networks.convolution import Convolution


def parameters_of_a_layer(answer):
    """Weights and biases of 32 filters of 5 × 5 on a map of 16 channels."""
    layer = Convolution((20, 20, 16), filters=32, kernel=5)
    number(answer, sum(prod(parameter.shape) for parameter in layer.parameters), tolerance=0,
           hint="a field is a block: 5 × 5 pixels, and 16 numbers for each; "
                "do not forget the biases",
           why="How large the map is plays no part.")


def seen_after(answer):
    """(kernel, stride, layers) to the side of the receptive field after so many equal layers."""
    def reference(kernel, stride, layers):
        return 1 + (kernel - 1) * sum(stride**k for k in range(layers))
    cases = [(3, 1, 1), (3, 1, 2), (5, 1, 3), (3, 2, 2), (2, 2, 4), (1, 3, 2)]
    rule(answer, reference, cases,
         hint="one layer more adds kernel − 1 steps; with stride 2, how many pixels long is a step "
              "of the second layer?",
         why="Without stride it grows by kernel − 1 a layer; with stride 2 it doubles each time.")


UPRIGHT = np.array([[0.0, 1.0, 0.0]] * 3)
PATTERNS = {"an upright line": UPRIGHT, "a lying line": UPRIGHT.T, "even ink": np.ones((3, 3))}


def upright_line(answer):
    """A 3 × 3 filter that answers above 0 to an upright line, not to a lying one or to even ink."""
    def judge(kernel):
        answers = {name: np.sum(kernel * pattern) for name, pattern in PATTERNS.items()}
        seen = ", ".join(f"{value:g} to {name}" for name, value in answers.items())
        fires = [value > 1e-9 for value in answers.values()]
        return fires == [True, False, False], f"it answers {seen}"
    example = "three rows of three numbers, such as [[0, 1, 0], [0, 1, 0], [0, 1, 0]]"
    numbers(answer, (3, 3), example, judge,
            hint="give the middle column what the two others take away",
            why="What the middle column gives, the others take away.")
