"""The answers to the exercises of lesson 07: as the notebook prints them, and others."""

import numpy as np

from helpers.exercises import n07_skip_connections


def mended(a, W1, W2, dy):
    h = np.maximum(a @ W1, 0)
    return a.T @ ((dy @ W2.T) * (h > 0))


PRINTED = {  # under "Answers"
    "mended_block": ("`out = a + h @ W2`",),
    "where_to_look": "∂L/∂a",
    "scale_of_twenty": "0.188",
    "design_scales": "(0.1, 0.01)",
    "short_paths": "56",
}
ARGUMENTS = {
    "mended_block": "a, W1, W2, dy",
}
READ = {  # where the words are no Python
    "mended_block": mended,
    "where_to_look": "∂L/∂a",
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("mended_block", n07_skip_connections.to_weights_too, "the skip connection hands dy to a"),
    ("mended_block", n07_skip_connections.without_slope, "its slope is 0"),
    ("mended_block", lambda a, W1, W2, dy: 0 * W1, "which a is it in the last line"),
    ("where_to_look", "∂L/∂W", "compare the titles"),
    ("where_to_look", "∂L/∂b", "not one of"),
    ("scale_of_twenty", np.sqrt(2**0.05 - 1), "Right"),
    ("scale_of_twenty", 20**-0.5, "gives (1 + 1/20)²⁰ = 2.65"),
    ("scale_of_twenty", 1 / 20, "these have mean 0"),
    ("scale_of_twenty", 2**0.05 - 1, "that is s²"),
    ("scale_of_twenty", np.sqrt(2**0.1 - 1), "its mean square four times"),
    ("design_scales", (0.08, 0.02), "Right"),
    ("design_scales", (1, 1), "Not yet"),
    ("design_scales", (0.1, 0.1), "those that pile up 1/L"),
    ("design_scales", (0.01, 0.01), "a becomes 1 and 1.17 times"),
    ("design_scales", 0.1, "0.1 is not a pair of residual scales"),
    ("short_paths", 1024, "that is all of them"),
    ("short_paths", 45, "exactly two; fewer count"),
    ("short_paths", 55, "the path around all blocks"),
    ("short_paths", 10, "Not yet"),
]
