"""Checks of the exercises of notebooks 06, 07 and 08, one function each. The right answers are computed."""
from math import prod

import numpy as np

from helpers.networks.convolution import Convolution
from helpers.exercises import number, rule
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Linear, Residual
from helpers.networks.normalization import BatchNorm, LayerNorm


# 06 Convolution

def parameters_of_a_layer(answer):
    """Weights and biases of 32 filters of 5 × 5 on a map of 16 channels."""
    layer = Convolution((20, 20, 16), filters=32, kernel=5)
    number(answer, sum(prod(parameter.shape) for parameter in layer.parameters), tolerance=0,
           hint="a field is a block: 5 × 5 pixels, and 16 numbers for each; do not forget the biases",
           why="How large the map is plays no part.")


def seen_after(answer):
    """A function of (kernel, stride, layers): the side of what a unit sees of the picture after so many equal layers."""
    def reference(kernel, stride, layers):
        return 1 + (kernel - 1) * sum(stride**k for k in range(layers))
    rule(answer, reference, cases=[(3, 1, 1), (3, 1, 2), (5, 1, 3), (3, 2, 2), (2, 2, 4), (1, 3, 2)],
         hint="one layer more adds kernel − 1 steps; with stride 2, how many pixels long is a step of the second layer?",
         why="Without stride it grows by kernel − 1 a layer; with stride 2 it doubles each time.")


def upright_line(answer):
    """A 3 × 3 filter that answers above 0 to an upright line only, not to a lying one and not to even ink."""
    hint = "give the middle column what the two others take away"
    if answer is None or np.shape(answer) != (3, 3):
        print(f"Not answered yet: three rows of three numbers, such as [[0, 1, 0], [0, 1, 0], [0, 1, 0]]. Hint: {hint}")
        return
    upright = np.array([[0.0, 1.0, 0.0]] * 3)
    patterns = {"an upright line": upright, "a lying line": upright.T, "even ink": np.ones((3, 3))}
    answers = {name: float(np.sum(np.multiply(answer, pattern))) for name, pattern in patterns.items()}
    right = [value > 1e-9 for value in answers.values()] == [True, False, False]
    told = ", ".join(f"{value:g} to {name}" for name, value in answers.items())
    print(f"{'Right' if right else 'Not yet'}: it answers {told}. {'' if right else f'Hint: {hint}'}".rstrip())


# 07 Skip connections

def best_of_ten_sigmoids(answer):
    """The largest number that the slopes of ten sigmoid layers leave of a gradient of 1."""
    unit = Sigmoid()
    steepest, _ = unit.backward((), unit.forward((), np.zeros(1))[1], np.ones(1))
    number(answer, steepest.item() ** 10, hint="the slope is σ (1 − σ); where is it largest, and how often is it multiplied?",
           why="A quarter to the power of ten, about one millionth.")


def own_block(answer):
    """A function of (a, W, s): the rows of a after a block a + s ReLU(a W)."""
    def reference(a, W, s):
        block = Residual((Linear(*W.shape), ReLU()), s)
        return block.forward((W, np.zeros((1, W.shape[1]))), a)[0]
    a, W = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.2, -1.0], [0.7, 0.4]])
    rule(answer, reference, [(a, W, 1.0), (a, W, 0.25), (a, -W, 0.5)],
         hint="the road is a itself; W, the ReLU and s belong to the branch", why="One line, and a deep network can be trained.")


def gate_of_twenty(answer):
    """The scale s of a branch with mean 0 and the road's variance, with which twenty blocks double the variance."""
    number(answer, np.sqrt(2 ** (1 / 20) - 1), hint="one block multiplies the variance by 1 + s², twenty by its 20th power",
           why="A little less than 1/√20, which gives (1 + 1/20)²⁰ = 2.65.")


# 08 Normalization

def normalized_eight(answer):
    """What batch normalization with gain 2 and shift 1 makes of the 8 in a batch of 1, 3 and 8."""
    y, _ = BatchNorm((1,), eps=0.0).forward((2.0, 1.0), np.array([[1.0], [3.0], [8.0]]))
    number(answer, y[-1, 0], hint="subtract the mean, divide by the root of the variance; gain and shift come last",
           why="1.359 deviations above the mean, times 2, plus 1.")


def own_layer_norm(answer):
    """A function of (x, gain, shift, eps): layer normalization of x (examples, units)."""
    def reference(x, gain, shift, eps):
        return LayerNorm(x.shape[-1:], eps).forward((gain, shift), x)[0]
    x, gain, shift = np.array([[1.0, 2.0, 6.0], [-3.0, 0.0, 0.5]]), np.array([1.0, 2.0, 0.5]), np.array([0.0, 1.0, -1.0])
    rule(answer, reference, [(x, gain, shift, 1e-5), (10 * x, gain, shift, 0.1), (x.T, gain[:2], shift[:2], 0.0)],
         hint="mean and variance run over axis −1, and need keepdims=True", why="No example knows of another.")


def same_turn(answer, times=3.0):
    """How many times as large η must be, if weights before batch normalization are `times` as large."""
    layer, draw = BatchNorm((2,), eps=0.0), np.random.default_rng(0).standard_normal
    x, v, W = draw((8, 4)), draw((8, 2)), draw((4, 2))

    def turn(W):
        gradient = x.T @ layer.backward((1.0, 0.0), layer.forward((1.0, 0.0), x @ W)[1], v)[0]
        return np.linalg.norm(gradient) / np.linalg.norm(W)  # of a small step, divided by η
    number(answer, turn(W) / turn(times * W), hint="the gradient gets smaller, and the weights to be turned are longer",
           why="Only η / ‖W‖² counts.")
