"""Who wrote a log is told by its columns: which of them is the step, which the losses.

    plain CSV          step or epoch, a training loss, a validation loss, an accuracy
    Keras              CSVLogger: epoch (from 0), accuracy, loss, val_accuracy, val_loss
    Lightning          metrics.csv: epoch and step, and names that its user chose, such as
                       train_loss_step, train_loss_epoch, val_loss; training and validation stand in
                       rows of their own
    TensorBoard        Wall time, Step, Value: one series a file, about 1,000 sampled points
    Weights & Biases   a chart's CSV: Step, and `RUN - METRIC`, `RUN - METRIC__MIN`, `…__MAX` for
                       each run
    Hugging Face       trainer_state.json: loss and eval_loss in entries of their own

A column that is named by its reader wins.
"""
import re
from dataclasses import dataclass, replace

STEPS = ("step", "_step", "global_step", "trainer/global_step", "train/global_step", "iteration",
         "iter", "update", "batch", "epoch", "epochs")
TRAINING = ("train", "training")
VALIDATION = ("val", "valid", "validation", "eval", "dev", "test")
SAMPLED = {"TensorBoard", "Weights & Biases"}  # they keep about 1,000 points of a long run
TENSORBOARD = ["Wall time", "Step", "Value"]
RUNS_TABLE = {"Name", "State", "Created", "Runtime"}


@dataclass(frozen=True)
class Layout:
    """Which column is what; None: there is none. Without a step, rows are counted."""
    writer: str
    step: object
    training: object
    validation: object = None
    accuracy: object = None
    notes: tuple = ()

    @property
    def wanted(self):
        """The columns that are to be read."""
        return [one for one in (self.step, self.training, self.validation, self.accuracy) if one]


def layout_of(name, columns, train=None, validation=None, second=False):
    """The Layout of a CSV with these columns; `train` and `validation` name a loss's column.

    `second`: a file of its own for the validation loss, which stands in `validation`. ValueError
    that lists the columns where one is missing.
    """
    for argument, column in (("train", train), ("validation", validation)):
        if column is not None and column not in columns:
            raise ValueError(f"{name}: {argument} = {column!r}: allowed is one of its columns, "
                             f"{listed(columns)}")
    found = recognised(name, columns, train, validation)
    if second:
        alone = validation or found.validation or found.training
        found = replace(found, training=None, validation=alone)
    found = replace(found, training=None if second else train or found.training,
                    validation=validation or found.validation)
    if not (found.validation if second else found.training):
        raise ValueError(missing(name, columns, second))
    return found


def missing(name, columns, second):
    kind, argument = ("validation", "validation") if second else ("training", "train")
    return (f"{name}, row 1: no column is known as the {kind} loss; its columns are "
            f"{listed(columns)}. Known are names such as loss, train_loss, train/loss, Loss/train, "
            f"val_loss, eval/loss; another is named with {argument}=, --{argument}, or in the "
            f"panel's box '{kind} column'")


def listed(columns):
    return ", ".join(repr(one) for one in columns[:20]) + ", …" * (len(columns) > 20)


def recognised(name, columns, train, validation):
    """Who wrote it, and its columns as far as their names say."""
    if columns == TENSORBOARD:
        return Layout("TensorBoard", "Step", "Value")
    if any(one.endswith("__MIN") for one in columns):
        return chart(columns, train, validation)
    if columns[0] == "Name" and RUNS_TABLE & set(columns[1:]) and not step_of(columns):
        raise ValueError(f"{name}, row 1: this is a table of runs, one row each; allowed is the "
                         "log of one run, such as a chart's CSV")
    return Layout(writer_of(columns), step_of(columns), best(columns, TRAINING, bare=True),
                  best(columns, VALIDATION), accuracy_of(columns))


def writer_of(columns):
    if {"epoch", "step"} <= set(columns):
        return "Lightning"
    keras = columns[0] == "epoch" and "loss" in columns and columns[1:] == sorted(columns[1:])
    return "Keras" if keras else "plain CSV"


def step_of(columns):
    """The column that counts, steps before epochs."""
    lower = {one.lower(): one for one in reversed(columns)}
    return next((lower[one] for one in STEPS if one in lower), None)


def words(column):
    """The words of a column's name: train_loss_step gives train, loss, step."""
    return re.findall(r"[^\W_]+", column.lower())


def rank(column, kinds, bare=False):
    """How well a name says that it is the loss of this kind: 0 is best; None: it does not."""
    parts = words(column)
    if "loss" not in parts:
        return None
    rest = [one for one in parts if one != "loss"]
    of_kind = [one for one in rest if one in kinds]
    other = [one for one in rest if one not in (*kinds, "step", "epoch", "batch")]
    if other or len(of_kind) > 1 or not (of_kind or bare):
        return None
    first = kinds.index(of_kind[0]) if of_kind else 0
    return 2 * first + ("epoch" in rest)  # the loss of a step has more points than an epoch's


def best(columns, kinds, bare=False):
    """The column whose name says best that it is this loss; None: none does."""
    ranks = {one: rank(one, kinds, bare) for one in columns}
    known = [one for one in columns if ranks[one] is not None]
    return min(known, key=ranks.get, default=None)


def accuracy_of(columns):
    """The validation accuracy, if there is one; else any accuracy."""
    found = [one for one in columns if {"acc", "accuracy"} & set(words(one))]
    validated = [one for one in found if set(VALIDATION) & set(words(one))]
    return next(iter(validated + found), None)


def chart(columns, train, validation):
    """A chart of Weights & Biases: one of its runs is read, that of a column that was named, or
    the first."""
    names = [one for one in columns[1:] if not one.endswith(("__MIN", "__MAX"))]
    runs = list(dict.fromkeys(run_of(one) for one in names))
    chosen = run_of(train or validation) if train or validation else runs[0]
    own = {one.removeprefix(f"{chosen} - "): one for one in names if run_of(one) == chosen}
    others = [run for run in runs if run != chosen]
    notes = (f"of {len(runs)} runs in the file this is {chosen}; the others are "
             f"{', '.join(others)}: name a column of theirs to read it",) if others else ()
    training, new = (own.get(best(list(own), kinds, bare))
                     for kinds, bare in ((TRAINING, True), (VALIDATION, False)))
    return Layout("Weights & Biases", columns[0], training, new, own.get(accuracy_of(list(own))),
                  notes)


def run_of(column):
    """`RUN - METRIC`, cut at the last separator: a run's name may hold one."""
    return column.rpartition(" - ")[0]
