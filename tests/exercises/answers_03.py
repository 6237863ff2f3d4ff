"""The answers to the exercises of lesson 03: as the notebook prints them, and others."""
from helpers.exercises import n03_schedules


def mended(epochs, batches, lr):
    return [float(n03_schedules.warmed_cosine(epoch * batches + batch, lr, epochs * batches,
                                              batches))
            for epoch in range(epochs) for batch in range(batches)]


LOGS = {"Ada": [200.0, 12.0, 9.0, 14.0, 8.0, 11.0],
        "Bo": [700.0, 400.0, 260.0, 190.0, 140.0, 110.0],
        "Chi": [1e3, 1e5, 1e8, 1e10, 1e12, 1e12]}
PRINTED = {  # under "Answers"
    "mended_rates": ("`epoch * batches + batch`",),
    "in_150_updates": "(0.5, 150)",
    "needs_decay": "Ada",
    "transformer": ("return lr * (t + 1) / warm if t < warm else lr * (warm / t) ** 0.5",),
}
ARGUMENTS = {
    "mended_rates": "epochs, batches, lr",
    "transformer": "t, lr, warm",
}
READ = {  # where the words are no Python
    "mended_rates": mended,
    "needs_decay": "Ada",
}
GIVEN = {  # what the notebook gives a check beside the answer
    "needs_decay": (LOGS,),
}
OTHER = [  # (check, answer, words of what is said)
    ("mended_rates", n03_schedules.by_the_epoch, "`epoch` counts epochs"),
    ("mended_rates", n03_schedules.added, "`batches` updates have gone by"),
    ("mended_rates", lambda epochs, batches, lr: [lr] * (epochs * batches), "over all epochs?"),
    ("mended_rates", lambda epochs, batches, lr: lr, "is right"),
    ("needs_decay", "Bo", "still falls by itself"),
    ("needs_decay", "Chi", "its first rate is too large"),
    ("needs_decay", "Dan", "not one of"),
    ("in_150_updates", (0.1, 150), "larger than the best constant one"),
    ("in_150_updates", (0.2, 1e6), "the median excess loss is 2.9"),
    ("in_150_updates", (0.6, 600), "when should a cosine end?"),
    ("in_150_updates", (5, 150), "the median excess loss is "),
    ("in_150_updates", (0.5, -150), "steps = -150"),
    ("in_150_updates", ("a", "b"), "('a', 'b') is not a pair"),
    ("in_150_updates", ..., "is not a pair"),
    (
        "transformer",
        lambda t, lr, warm: lr * min((t + 1) / warm, (warm / max(t, 1)) ** 0.5),
        "Right",
    ),
    ("transformer", lambda t, lr, warm: lr * (warm / max(t, 1)) ** 0.5, "the rate must rise"),
    (
        "transformer",
        lambda t, lr, warm: lr * min((t + 1) / warm, warm / max(t, 1)),
        "falls like 1 / √t",
    ),
    (
        "transformer",
        lambda t, lr, warm: lr * (t + 1) / warm if t < warm else lr / t**0.5,
        "what stands over t",
    ),
    ("transformer", lambda t, lr, warm: lr * warm / t, "raises ZeroDivisionError: "),
    ("transformer", lambda t, lr, warm: lr / 4 if t == 0 else None, "gives None, and 1.0 is right"),
    ("transformer", lambda t, lr: lr, "raises TypeError"),
    ("transformer", 0.5, "0.5 is not a function"),
]
