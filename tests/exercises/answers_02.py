"""The answers to the exercises of lesson 02: as the notebook prints them, and others."""

from helpers.exercises import n02_optimizers

PRINTED = {  # under "Answer"
    "hundredth_step": "0.1",
    "rolling": (
        "m = 0",
        "for g in gradients:",
        "    m = beta * m + (1 - beta) * g",
        "    theta = theta - lr * m",
        "return theta",
    ),
    "same_path": "0.01",
    "first_step": "3.16",
    "fast_on_the_valley": "(0.1, 0.7)",
}
ARGUMENTS = {
    "rolling": "theta, gradients, lr, beta",
}
READ = {}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("hundredth_step", 0.01, "σ is the root of the sum"),
    ("hundredth_step", 1, "that is the first step"),
    ("hundredth_step", 0.0333, "it cancels"),
    ("rolling", n02_optimizers.thrown, "here m begins at 0"),
    ("rolling", n02_optimizers.summed, "weighs 1 − β"),
    ("rolling", lambda theta, gradients, lr, beta: theta, "what is m when the second"),
    ("same_path", 0.5, "50 times as hard"),
    ("same_path", 25, "its η is the smaller one"),
    ("same_path", 0.49, "multiply by 1 − β"),
    ("first_step", 1, "that is the corrected one"),
    ("first_step", 31.6, "m is too small, too"),
    ("first_step", 100, "σ is the root"),
    ("first_step", 0.1, "it stands below"),
    ("fast_on_the_valley", 0.1, "0.1 is not a pair of numbers"),
    ("fast_on_the_valley", (0.2, 0.8), "does not stay"),
    ("fast_on_the_valley", (0.05, 0.8), "from update 79 on"),
    ("fast_on_the_valley", (0.1, 1), "beta = 1.0: allowed"),
]
