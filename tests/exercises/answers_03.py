"""The answers to the exercises of lesson 03: as the notebook prints them, and others."""
PRINTED = {  # under "Answers"
    "transformer": ("return lr * (t + 1) / warm_up if t < warm_up else lr * (warm_up / t) ** 0.5",),
    "both_sums": "Inverse time",
    "calm_and_fast": "(3, 300)",
}
ARGUMENTS = {
    "transformer": "t, lr, warm_up",
}
READ = {  # where the words are no Python
    "both_sums": "inverse time",
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    (
        "transformer",
        lambda t, lr, warm_up: lr * min((t + 1) / warm_up, (warm_up / max(t, 1)) ** 0.5),
        "Right",
    ),
    (
        "transformer",
        lambda t, lr, warm_up: lr * (warm_up / max(t, 1)) ** 0.5,
        "is right",
    ),  # no warm-up
    (
        "transformer",
        lambda t, lr, warm_up: lr * min((t + 1) / warm_up, warm_up / max(t, 1)),
        "is right",
    ),
    ("transformer", lambda t, lr, warm_up: lr * warm_up / t, "raises ZeroDivisionError: "),
    (
        "transformer",
        lambda t, lr, warm_up: lr / 4 if t == 0 else None,
        "gives None, and 1.0 is right",
    ),
    ("transformer", lambda t, lr: lr, "raises TypeError"),
    ("transformer", 0.5, "0.5 is not a function"),
    ("both_sums", "constant", "not constant"),
    ("both_sums", "inverse square root", "not inverse square root"),
    ("both_sums", "exponential", "not exponential"),
    ("both_sums", "cosine", "not cosine"),
    ("both_sums", "linear", "'linear' is not one of constant, "),
    ("both_sums", ..., "not one of"),
    ("calm_and_fast", (0.3, 300), "Not yet: after"),
    ("calm_and_fast", (0.3, 1e5), "Not yet: after"),
    ("calm_and_fast", (10, 1e5), "Not yet: after"),
    ("calm_and_fast", (3, -300), "tau = -300"),
    ("calm_and_fast", ("a", "b"), "('a', 'b') is not a pair"),
    ("calm_and_fast", ..., "is not a pair"),
]
