"""Checks of the exercises of notebook 06. The right answers are computed."""
from functools import cache
from math import prod

import numpy as np

from helpers.allowed import whole
from helpers.exercises.checks import floats, number, numbers, rule, same
from helpers.experiments import n06_cnn as lesson
from helpers.experiments.training import measure
from helpers.networks.activations import ReLU
from helpers.networks.convolution import Convolution, MaxPool, correlate

SMALL = np.random.default_rng(6).integers(-3, 4, (6, 6, 2)).astype(float)


def compare_convolve(mine):
    """The double loop of the notebook: (image, w, stride, padding) to a response map."""
    grey, w = SMALL[:4, :4, :1], SMALL[4:, 4:, :1]
    same(mine, correlate, [(grey, w, 1, 0), (grey, w, 2, 0), (grey, w, 1, 1),
                           (SMALL[:4, :5], SMALL[3:, 3:], 1, 1)],
         "helpers.networks.convolution.correlate")


def compare_max_pool(mine):
    """The pooling of the notebook: (map, size) to a smaller map."""
    def reference(y, size):
        return MaxPool(size).forward((), y[None, ..., None])[0][0, ..., 0]
    same(mine, reference, [(SMALL[:4, :4, 0], 2), (SMALL[..., 1], 3), (SMALL[:2, :2, 0], 1)],
         "helpers.networks.convolution.MaxPool")


UPRIGHT = np.array([[0.0, 1.0, 0.0]] * 3)
PATTERNS = {"an upright line": UPRIGHT, "a lying line": UPRIGHT.T, "even ink": np.ones((3, 3))}


def upright_line(answer):
    """A 3 × 3 filter that responds above 0 to an upright line, not to a lying one or even ink."""
    def judge(kernel):
        responses = {name: np.sum(kernel * pattern) for name, pattern in PATTERNS.items()}
        seen = ", ".join(f"{value:g} to {name}" for name, value in responses.items())
        fires = [value > 1e-9 for value in responses.values()]
        return fires == [True, False, False], f"it gives {seen}"
    example = "three rows of three numbers, such as [[0, 1, 0], [0, 1, 0], [0, 1, 0]]"
    numbers(answer, (3, 3), example, judge,
            hint="give the middle column what the two others take away",
            why="What the middle column gives, the others take away.")


def found_at(respond):
    """(row, column) of a red point in a channels-first image to where `respond` finds it."""
    def place(row, column):
        image, w = np.zeros((3, 6, 8)), np.zeros((1, 1, 3))
        image[0, row, column] = image[1, 5 - row, column] = w[0, 0, 0] = 1
        given = respond(image, w)
        for shape in ((6, 8), (8, 6)):
            y = floats(given, shape)
            if y is not None:
                return np.array(np.unravel_index(y.argmax(), shape))
        return given
    return place


def moved(image, w):
    return correlate(np.moveaxis(image, 0, -1), w)


def transposed(image, w):
    return correlate(image.T, w)


def reshaped(image, w):  # as the notebook gives it
    channels, rows, columns = image.shape
    return correlate(image.reshape(rows, columns, channels), w)


def mended_channels(answer):
    """(image (3, rows, columns), w (k, k, 3)) to the response map (rows', columns')."""
    given = found_at(answer) if callable(answer) else answer
    rule(given, found_at(moved), [(0, 0), (1, 2), (2, 5), (4, 3)],
         hint="(row, column) of a red point goes in, and where the red filter finds it comes out. "
              "Does reshape keep the three numbers of a pixel together?",
         why="reshape only reads the same row of numbers anew; an axis must be moved.",
         mistakes=[(found_at(transposed), "image.T turns all three axes round: the image is now "
                                          "mirrored at its diagonal. Only the first axis moves")],
         bug=found_at(reshaped))


def parameters_of_a_layer(answer):
    """Weights and biases of 32 filters of 5 × 5 on a map of 16 channels."""
    layer = Convolution((20, 20, 16), filters=32, kernel=5)
    number(answer, sum(prod(parameter.shape) for parameter in layer.parameters), tolerance=0,
           hint="a filter is a block: 5 × 5 pixels, and 16 numbers for each; one bias a filter",
           why="The size of the map plays no part.",
           mistakes={12800: "the weights are right; each filter has a bias, too",
                     832: "a filter sees all 16 channels, not one",
                     12816: "a bias belongs to a filter, not to a channel of the input"})


def seen_after(answer):
    """(kernel, stride, layers) to the side of the receptive field after so many equal layers."""
    def reference(kernel, stride, layers):
        return 1 + (kernel - 1) * sum(stride**k for k in range(layers))
    cases = [(3, 1, 1), (3, 1, 2), (5, 1, 3), (3, 2, 2), (2, 2, 4), (1, 3, 2)]
    rule(answer, reference, cases,
         hint="one layer more adds kernel − 1 steps; with stride 2, how many pixels long is a step "
              "of the second layer?",
         why="Without stride it grows by kernel − 1 a layer; with stride 2 it doubles each time.",
         mistakes=[(lambda kernel, stride, layers: 1 + (kernel - 1) * layers,
                    "right for stride 1; with stride s, neighbours in the next map stand s pixels "
                    "apart"),
                   (lambda kernel, stride, layers: kernel * layers,
                    "patches overlap: two layers of 3 see 5 pixels, not 6"),
                   (lambda kernel, stride, layers: kernel**layers,
                    "patches overlap: three layers of 5 see 13 pixels, not 125")])


MOST, ENOUGH = 2500, 0.88


@cache
def share_read(filters, kernel, size):
    """The share of new digits, anywhere, that one pooled convolution reads; seeds 30 and 31."""
    body = Convolution((12, 12, 1), filters, kernel, padding=kernel // 2), ReLU(), MaxPool(size)
    outcome = measure(lesson.training((30, 31), lesson.seen(12, *body)))
    return float(np.mean(outcome.accuracy))


def design_network(answer):
    """(filters, kernel, pooling size) of a network with one convolution."""
    def judge(values):
        found = [int(value) if value.is_integer() else value for value in map(float, values)]
        filters, kernel, size = (whole(name, value, 1) for name, value in zip(
            ("filters", "kernel", "pooling size"), found, strict=True))
        if kernel % 2 == 0 or kernel > 11 or 12 % size:
            raise ValueError("the kernel is 1, 3, 5, 7, 9 or 11, the size 1, 2, 3, 4, 6 or 12")
        spent = (kernel**2 + 1) * filters + 10 * (filters * (12 // size) ** 2 + 1)
        if spent > MOST:
            return False, f"it has {spent:,} parameters, more than {MOST:,}"
        share = share_read(filters, kernel, size)
        return share >= ENOUGH, f"{spent:,} parameters read {share:.1%} of the new digits"
    numbers(answer, (3,), "three whole numbers, such as [16, 3, 4]", judge,
            hint="where do the parameters go, and does the last layer need to know where a stroke "
                 "is?",
            why="With one number a filter left, the last layer is small and does not know where; "
                "the parameters go into more and larger filters.")
