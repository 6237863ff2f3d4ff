"""Read the log of a training run, draw it, and say what it shows.

    python -m helpers.diagnosis.training_log LOG.csv --reference LINEAR.csv

It reads the logs of six writers (`log_formats` lists them), told apart by their columns. What is
printed is what the figure of notebook 13 says; the picture is saved beside the log. A reference is
the log of a simpler model, such as a linear one on the same data, or of another run.
"""
import argparse
import sys
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.diagnosis import log_picture, observations, rule
from helpers.diagnosis.cures import advice, plain
from helpers.diagnosis.log_reading import Log, read
from helpers.plotting.style import RC_PARAMS

__all__ = ["Log", "diagnose", "draw", "observe", "picture", "read", "read_reference", "says",
           "sentences"]
SIZE, ROOM = (9, 3.6), dict(left=0.085, right=0.98, bottom=0.14, top=0.9)  # inches, and shares
BOTH = ", optimization failed and overfitting"
draw, observe = log_picture.draw, observations.observe


def at_moments(log):
    """The training losses between two validation losses, averaged, and the validation losses: two
    arrays (n,). Without validation losses: the training losses, and None."""
    train, new = log.training, log.validation
    if new is None:
        return train.mean, None
    ends = np.searchsorted(train.steps, new.steps, "right")
    starts = np.concatenate([[0], ends[:-1]])
    last = len(train.mean) - 1  # where nothing was logged in between, the loss just before counts
    return np.array([train.mean[start:end].mean() if end > start
                     else train.mean[min(max(end - 1, 0), last)]
                     for start, end in zip(starts, ends, strict=True)]), new.mean


def read_reference(source, train=None, name=None):
    """The Log of a reference. Its training loss may be called as that of the run, `train`, or have
    a name that is known."""
    try:
        return read(source, train, name=name)
    except ValueError:
        return read(source, name=name)


def diagnose(log, reference=None):
    """The word for a Log; the `reference` is the Log of a simpler model or another run."""
    final = None if reference is None else observations.end_of(reference.training.mean)
    return rule.diagnose(*at_moments(log), final)


def sentences(log, reference=None):
    """What is said of a Log, a list: observations, the word and why."""
    word, moments = diagnose(log, reference), at_moments(log)
    rises = moments[1] is not None and rule.overfits(*moments)
    why = rule.reason(word, reference is not None, rises)
    notes = [f"{note[0].upper()}{note[1:]}." for note in log.notes]
    losses = f"{len(log.training)} training loss" + "es" * (len(log.training) > 1)
    return [f"{log.name}: {log.writer}, {losses}.", *notes,
            *(one.words for one in observe(log)), observations.MODE, f"Diagnosis: {word}. {why}"]


def says(log, reference=None):
    """The same, and which rows of the lecture's table help."""
    return [*sentences(log, reference), *advice(diagnose(log, reference), plain)]


def picture(log, reference=None, smoothing=0.0, size=SIZE):
    """A matplotlib Figure of a Log, the word in its title."""
    with rc_context(RC_PARAMS):
        figure = Figure(size)
        FigureCanvasAgg(figure)
        ax = figure.subplots(gridspec_kw=ROOM)
        draw(ax, log, reference, smoothing)
        word = diagnose(log, reference)
        ax.set_title(f"{log.name}: {word}{BOTH if word == 'both' else ''}")
        return figure


def options(arguments):
    """What the command was asked."""
    parser = argparse.ArgumentParser("python -m helpers.diagnosis.training_log",
                                     description="Draw and diagnose the log of a training run.")
    parser.add_argument("log", metavar="LOG", help="a CSV, or a trainer_state.json")
    parser.add_argument("--reference", metavar="OTHER", help="the log of a simpler model")
    parser.add_argument("--train", metavar="NAME", help="the column of the training loss")
    parser.add_argument("--validation", metavar="NAME", help="the column of the validation loss")
    parser.add_argument("--validation-log", metavar="FILE", help="where the validation loss is")
    parser.add_argument("--smoothing", type=float, default=0.0, metavar="0.9",
                        help="memory of the average that is drawn, from 0 to below 1")
    parser.add_argument("--out", metavar="FILE", help="the picture; else LOG.png beside the log")
    return parser.parse_args(arguments)


def main(arguments=None):
    """The command; what it returns is what the shell is told: 0, or 2 for a log it cannot read."""
    asked = options(arguments)
    out = Path(asked.out or f"{asked.log}.png")
    try:
        log = read(asked.log, asked.train, asked.validation, asked.validation_log)
        reference = asked.reference and read_reference(asked.reference, asked.train)
        lines = says(log, reference)
        picture(log, reference, asked.smoothing).savefig(out)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join([*lines, f"The picture is {out}."]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
