"""The answers to the exercises of lesson 05: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answer"
    "right_size": "0.0884",
    "keeps_the_size": "0.179",
    "from_zero": "1",
    "parts_units": (
        "rng = np.random.default_rng(seed)",
        "return np.sqrt(2 / n_in) * rng.standard_normal((n_in, n_out))",
    ),
    "taught_by_meaning": "shuffled labels",
}
ARGUMENTS = {
    "parts_units": "n_in, n_out, seed",
}
READ = {  # where the words are no Python
    "taught_by_meaning": "shuffled labels",
}
GIVEN = {}  # what the notebook gives a check beside the answer


def own_seed_for_each_unit(n_in, n_out, seed):
    units = [np.random.default_rng([seed, k]).standard_normal(n_in) for k in range(n_out)]
    return np.sqrt(2 / n_in) * np.transpose(units)


def normal(n_in, n_out, seed):
    return np.random.default_rng(seed).standard_normal((n_in, n_out))


def unseeded(n_in, n_out, seed):
    return normal(n_in, n_out, None)


OTHER = [  # (check, answer, words of what is said)
    ("right_size", (2 / 256) ** 0.5, "Right"),
    ("right_size", (1 / 256) ** 0.5, "the ReLU takes half of the square"),
    ("right_size", 2 / 256, "this is the variance"),
    ("right_size", (2 / 64) ** 0.5, "as many terms as the layer has inputs"),
    ("right_size", (2 / 320) ** 0.5, "Xavier's compromise"),
    ("right_size", 3, "too large. Hint: the sum of 256"),
    ("keeps_the_size", (2 / (1.25 * 50)) ** 0.5, "Right"),
    ("keeps_the_size", 0.18, "Right"),
    ("keeps_the_size", (2 / 50) ** 0.5, "of the signal is left, and"),  # as for a ReLU
    ("keeps_the_size", (1 / 50) ** 0.5, "which share of E[z²] is left"),  # as for a linear unit
    ("keeps_the_size", 1.6 / 50, "of the gradient. Hint"),  # the variance
    ("keeps_the_size", 0, "0 of the signal is left"),
    ("from_zero", 61, "the output weight in it"),
    ("from_zero", 0, "without any factor"),
    ("from_zero", 20, "and h is 0"),
    ("from_zero", 21, "and h is 0"),
    ("from_zero", 40, "too large"),
    ("parts_units", lambda n_in, n_out, seed: np.full((n_in, n_out), 0.1), "gives [1.0, 0.0]"),
    ("parts_units", own_seed_for_each_unit, "Right"),
    ("parts_units", normal, "gives [50.0, 14.1]"),
    ("parts_units", unseeded, "another start when called again"),
    ("parts_units", lambda n_in, n_out, seed: normal(n_out, n_in, seed), "gives array("),
    ("parts_units", lambda n_in, n_out, seed: "x", "gives 'x'"),
    ("parts_units", 3, "3 is not a function"),
    ("taught_by_meaning", "from scratch", "are all new"),
    ("taught_by_meaning", "more updates", "what time does"),
    ("taught_by_meaning", "more labels", "not one of"),
]
