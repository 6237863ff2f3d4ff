"""A log becomes series in bins: of a CSV row by row, of a trainer_state.json entry by entry."""
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from helpers.diagnosis.log_bins import Bins, Series
from helpers.diagnosis.log_formats import SAMPLED, Layout, layout_of
from helpers.diagnosis.log_table import Table, lines_of

FEW = 1000  # a log of a writer that samples is complete when it has fewer points
ALLOWED_ENTRY = "an object with a step and numbers"


@dataclass(frozen=True, eq=False)
class Log:
    """What was read: the Series `training`, `validation` and `accuracy` (None: not in the log).

    `axis` is what is counted, "step", "epoch" or "row"; `sampled` says that points were left out;
    `notes` are sentences about the file.
    """
    name: str
    writer: str
    axis: str
    training: Series
    validation: object = None
    accuracy: object = None
    notes: tuple = ()

    @property
    def sampled(self):
        return self.writer in SAMPLED and len(self.training) >= FEW


def read(source, train=None, validation=None, validation_log=None, name=None):
    """The Log in a file: a path, or its content as bytes and its `name`.

    `train` and `validation` name the columns of the losses, where their names do not say it;
    `validation_log` is a second file (or its content), in which the validation loss stands.
    ValueError for a file that cannot be read; it names file, row, column and what is allowed.
    """
    name = name or (str(source) if isinstance(source, (str, Path)) else "the log")
    own = None if validation_log is not None else validation
    layout, series, notes = content(source, name, train, own)
    if series["training"] is None:
        raise ValueError(f"{name}, column {layout.training!r}: there is no number in it; allowed "
                         "is a training loss in at least one row")
    if validation_log is not None:
        second = str(validation_log) if isinstance(validation_log, (str, Path)) else "second log"
        other_layout, other, more = content(validation_log, second, None, validation, second=True)
        same_axis(name, layout.step, second, other_layout.step)
        series, notes = series | {"validation": other["validation"]}, notes + more
    return Log(Path(name).name, layout.writer, axis_of(layout.step), **series,
               notes=layout.notes + notes)


def same_axis(name, step, second, other):
    """ValueError where two files do not count the same."""
    if axis_of(step) != axis_of(other):
        raise ValueError(f"{second}: it counts in column {other!r}, and {name} in {step!r}: "
                         "allowed are two files that both count steps, or both epochs")


def axis_of(step):
    """What a column of steps counts."""
    return "row" if step is None else "epoch" if "epoch" in step.lower() else "step"


def content(source, name, train, validation, second=False):
    """(Layout, {"training": Series, …}, notes) of one file."""
    with lines_of(source, name) as text:
        if is_json(text):
            return entries(text, name, train, validation, second)
        table = Table(text, name)
        layout = layout_of(name, table.columns, train, validation, second)
        reading = Reading(layout)
        for rows, columns in table.chunks(layout.wanted):
            reading.take(name, rows, columns)
    cut = (f"row {table.cut} was cut off and is left out",) if table.cut else ()
    return layout, reading.series(name), reading.notes + cut


def is_json(text):
    """Whether a text begins as JSON does."""
    try:
        first = text.read(64).lstrip()
    except UnicodeDecodeError:
        first = ""  # `Table` says what is allowed
    text.seek(0)
    return first.startswith(("{", "["))


def entries(text, name, train, validation, second):
    """As `content`, of a trainer_state.json of Hugging Face."""
    try:
        state = json.load(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{name}, row {error.lineno}: this is no whole JSON ({error.msg}); "
                         "allowed is a trainer_state.json") from None
    history = state.get("log_history") if isinstance(state, dict) else state
    if not isinstance(history, list) or not history:
        raise ValueError(f"{name}: it has no log_history; allowed is a trainer_state.json, whose "
                         "log_history is a list of entries")
    logged = [(k, checked(name, k, entry)) for k, entry in enumerate(history)]
    kept = [(k, entry) for k, entry in logged if "train_runtime" not in entry]
    keys = list(dict.fromkeys(key for _, entry in kept for key in entry))
    layout = replace(layout_of(name, keys, train, validation, second), writer="Hugging Face")
    reading = Reading(layout)
    columns = {key: column(name, key, kept) for key in layout.wanted}
    reading.take(name, [k for k, _ in kept], columns)
    mean = ("its last train_loss is the mean of the whole run, no step, and is left out",)
    return layout, reading.series(name), reading.notes + mean * (len(kept) < len(logged))


def checked(name, k, entry):
    if not (isinstance(entry, dict) and "step" in entry):
        raise ValueError(f"{name}, log_history entry {k}: {entry!r}: allowed is {ALLOWED_ENTRY}")
    return entry


def column(name, key, kept):
    """(values, present) of one key in all entries."""
    found = [entry.get(key) for _, entry in kept]
    for (k, _), value in zip(kept, found, strict=True):
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise ValueError(f"{name}, log_history entry {k}, {key!r}: {value!r} is no number; "
                             f"allowed is {ALLOWED_ENTRY}")
    return np.array(found, float), np.array([value is not None for value in found])


class Reading:
    """Rows go in, in order; out come the series and what is to be said of the steps."""

    def __init__(self, layout: Layout):
        self.layout, self.resumed, self.again = layout, None, 0
        self.bins = {"training": Bins(), "validation": Bins(), "accuracy": Bins()}
        self.last, self.gap, self.offset = None, 1.0, 0.0

    def take(self, name, rows, columns):
        """A chunk: the rows' numbers, and {column: (values, present)}."""
        roles = {kind: columns[getattr(self.layout, kind)] for kind in self.bins
                 if getattr(self.layout, kind)}
        used = np.any([present for _, present in roles.values()], axis=0)
        steps = self._steps(name, np.array(rows), columns, used)
        for kind, (values, present) in roles.items():
            self.bins[kind].add(steps[present], values[present])

    def _steps(self, name, rows, columns, used):
        if self.layout.step is None:
            return rows - 1.0
        steps, present = columns[self.layout.step]
        wrong = np.flatnonzero(used & ~np.isfinite(steps))
        if len(wrong):
            said = steps[wrong[0]] if present[wrong[0]] else "an empty cell"
            raise ValueError(f"{name}, row {rows[wrong[0]]}, column {self.layout.step!r}: {said}; "
                             "allowed is a finite number, which says when a loss was logged")
        counted = np.array(steps)
        counted[used] = self._counted_on(steps[used], rows[used])
        return counted

    def _counted_on(self, steps, rows):
        """Steps that begin anew are counted on from where the run before ended."""
        if len(steps) == 0:
            return steps
        before = np.concatenate([[steps[0] if self.last is None else self.last], steps[:-1]])
        jumps = steps - before
        forward = jumps[jumps > 0]
        self.gap = float(forward[0]) if len(forward) else self.gap
        back = jumps < 0
        if back.any() and not self.resumed:
            k = int(np.argmax(back))
            self.resumed = (f"row {rows[k]}: step {steps[k]:g} comes after step {before[k]:g}; the "
                            "run was resumed, and its steps are counted on")
        self.again += int(back.sum())
        added = np.cumsum(np.where(back, self.gap - jumps, 0.0)) + self.offset
        self.last, self.offset = steps[-1], added[-1]
        return steps + added

    @property
    def notes(self):
        """What is said of steps that began anew."""
        more = f" (so it goes {self.again} times)" * (self.again > 1)
        return (self.resumed + more,) if self.resumed else ()

    def series(self, name):
        """{"training": Series, …}, None where the log has none. ValueError for no row at all."""
        found = {kind: bins.series() for kind, bins in self.bins.items()}
        if self.last is None and not any(found.values()):
            raise ValueError(f"{name}: no row has a loss in it; allowed is at least one")
        return found
