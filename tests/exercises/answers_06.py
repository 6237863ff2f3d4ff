"""The answers to the exercises of lesson 06: as the notebook prints them, and others."""

import numpy as np

from helpers.networks.convolution import correlate


def mended(image, w):
    return correlate(np.moveaxis(image, 0, -1), w)


PRINTED = {  # under "Answer"
    "upright_line": "[[-1, 2, -1]] * 3",
    "mended_channels": "return convolve(np.moveaxis(image, 0, -1), w)",
    "parameters_of_a_layer": "12,832",
    "seen_after": ("return 1 + (kernel - 1) * sum(stride**k for k in range(layers))",),
    "design_network": "[64, 5, 12]",
}
ARGUMENTS = {
    "seen_after": "kernel, stride, layers",
}
READ = {  # where the words are no Python, or call what the notebook defines
    "upright_line": [[-1, 2, -1]] * 3,
    "mended_channels": mended,
    "parameters_of_a_layer": 12832,
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("upright_line", [[0, 1, 0]] * 3, "3 to an upright line, 1 to a lying line, 3 to even ink"),
    ("upright_line", np.zeros((3, 3)), "Not yet"),
    ("upright_line", [[-1] * 3, [2] * 3, [-1] * 3], "Not yet"),
    ("upright_line", [1, 2, 3], "[1, 2, 3] is not three rows of three numbers"),
    ("mended_channels", lambda image, w: 0 * mended(image, w), "for (1, 2) your function gives"),
    ("mended_channels", lambda image, w: correlate(image.T, w), "mirrored at its diagonal"),
    ("mended_channels", lambda image, w: correlate(np.moveaxis(image, 0, -1)[..., ::-1], w),
     "and where the red filter finds it comes out"),
    ("mended_channels", lambda image, w: image.shape, "Not yet"),
    ("mended_channels", 3, "3 is not a function"),
    ("parameters_of_a_layer", 5 * 5 * 16 * 32, "each filter has a bias, too"),
    ("parameters_of_a_layer", 5 * 5 * 32 + 32, "sees all 16 channels"),
    ("parameters_of_a_layer", 5 * 5 * 16 * 32 + 16, "belongs to a filter"),
    ("parameters_of_a_layer", 12833, "too large"),
    ("seen_after", lambda kernel, stride, layers: 1 + (kernel - 1) * layers, "pixels apart"),
    ("seen_after", lambda kernel, stride, layers: kernel * layers, "5 pixels, not 6"),
    ("seen_after", lambda kernel, stride, layers: kernel**layers, "not 125"),
    ("design_network", [16, 3, 4], "1,610 parameters read 59"),
    ("design_network", [16, 3, 1], "23,210 parameters, more than 2,500"),
    ("design_network", [64, 5, 5], "the size 1, 2, 3, 4, 6 or 12"),
    ("design_network", [64, 4, 12], "the kernel is 1, 3, 5"),
    ("design_network", [64.5, 5, 12], "allowed is a whole number"),
    ("design_network", [-64, 5, 12], "allowed is a whole number"),
    ("design_network", [np.inf, 5, 12], "allowed is a whole number"),
    ("design_network", [64, 5], "is not three whole numbers"),
]
