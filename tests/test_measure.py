"""Measuring in pieces: the same numbers whoever does them, nothing lost when stopped, and a clear
word when it cannot be done."""
import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import measure
from helpers.experiments import measuring, n04_dropout, results
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Outcome

TINY = partial(n04_dropout.training, n=30, hidden=(8,), updates=30)
SEEDS = tuple(range(7))  # a chunk of five, and one of two


def tuned():
    return {"none": Contender(partial(TINY, p=0.0)),
            "tuned": Contender(TINY, {"lr": Steps(0.01), "p": (0.0, 0.5)})}


def plain():
    return {f"p = {p}": Contender(partial(TINY, p=p)) for p in (0.0, 0.5)}


ROWS = {"first": Experiment("dropout", 3, "thirty digits", tuned, SEEDS),
        "second": Experiment("dropout", 3, "again", plain, (2,))}


class Here(Executor):
    """The plainest executor: does the work at once, in this process. It remembers what it was
    asked."""

    def __init__(self):
        self.asked = []

    def submit(self, work, /, *arguments, **named):
        self.asked.append((work.__name__, *arguments))
        future = Future()
        future.set_result(work(*arguments, **named))
        return future


@pytest.fixture
def rows(monkeypatch, tmp_path):
    """Two quick experiments, recorded in a folder of their own."""
    monkeypatch.setattr(n04_dropout, "EXPERIMENTS", ROWS)
    monkeypatch.setattr(measure, "HOME", dict.fromkeys(ROWS, "n04_dropout"))
    monkeypatch.setattr(measure, "STORE", tmp_path / "build")
    monkeypatch.setattr(results, "FOLDER", tmp_path / "measured")
    return tmp_path


def silent(text):
    """Tells nobody."""


def measured(name, executor):
    measure.measure([name], executor, tell=silent)
    return results.load(name)


def same(one, other):
    """Two records with the same numbers, bit by bit."""
    assert (one.seeds, one.choices, one.tuning, one.fingerprints) == (
        other.seeds, other.choices, other.tuning, other.fingerprints)
    for contender, outcome in one.outcomes.items():
        for field in fields(Outcome):
            assert_array_equal(getattr(outcome, field.name),
                               getattr(other.outcomes[contender], field.name))


def forked():
    """Processes that know of the made-up experiments."""
    return ProcessPoolExecutor(2, multiprocessing.get_context("fork"))


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
@pytest.mark.parametrize("executor", [partial(ThreadPoolExecutor, 2), forked],
                         ids=["threads", "processes"])
def test_every_executor_gives_the_same_numbers_bit_by_bit(rows, executor):
    with executor() as other:
        there = measured("first", other)
    same(there, measured("first", Here()))


def test_seeds_measured_together_or_one_by_one_give_the_same_numbers_bit_by_bit(rows, monkeypatch):
    in_chunks = measured("first", Here())
    for size in (1, 7):
        monkeypatch.setattr(measuring, "CHUNK", size)
        same(measured("first", Here()), in_chunks)


def test_a_record_has_the_seeds_the_choices_and_what_was_tried(rows):
    record = measured("first", Here())
    assert record.seeds == SEEDS and list(record.outcomes) == ["none", "tuned"]
    assert record.choices["none"] == {} and set(record.choices["tuned"]) == {"lr", "p"}
    assert {key for key, *_ in record.tuning["tuned"]} == {"lr", "p"}
    assert len(record.fingerprints["none"]["distance"]) == 2
    assert record.outcomes["none"].accuracy.shape == (7,)


def test_all_that_can_begin_is_submitted_before_anything_is_waited_for(rows, monkeypatch):
    waited = []
    executor = Here()
    monkeypatch.setattr(measure, "wait", lambda futures,
                        return_when: waited.append(len(executor.asked))
                        or type("", (), {"done": set(futures)})())
    measure.measure(list(ROWS), executor, tell=silent)
    assert waited[0] == 4  # the choice of every contender of both
    assert len(executor.asked) == 2 * (1 + 2 + 1) + 2 * (1 + 1 + 1)


def test_measuring_can_be_stopped_and_goes_on_piece_by_piece(rows, monkeypatch):
    whole = measured("first", Here())
    (results.FOLDER / "first.json").unlink()
    real, runs = measuring.run, []

    def stopped(*arguments):
        if len(runs) == 2:
            raise KeyboardInterrupt
        runs.append(arguments)
        return real(*arguments)
    stopped.__name__ = "run"
    monkeypatch.setattr(measuring, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        measure.measure(["first"], Here(), tell=silent)
    assert not (results.FOLDER / "first.json").exists()
    monkeypatch.setattr(measuring, "run", real)
    executor = Here()
    same(measured("first", executor), whole)
    assert 0 < sum(kind == "run" for kind, *_ in executor.asked) <= 2
    assert not (measure.STORE / "first").exists()  # what was kept is no longer needed


def test_pieces_of_another_setting_are_not_taken(rows, monkeypatch):
    one = measure.Measurement("second")
    piece = ("choose", "p = 0.0")
    one.take(piece, ({}, []))
    assert measure.Measurement("second").kept(piece) == [{}, []]
    monkeypatch.setitem(ROWS, "second",
                        Experiment("dropout", 3, "again, but otherwise", plain, (2,)))
    assert measure.Measurement("second").kept(piece) is None


def test_what_is_missing_cut_off_or_changed_is_measured_again(rows, monkeypatch):
    measure.measure(list(ROWS), Here(), tell=silent)
    assert measure.wanted([]) == []
    (results.FOLDER / "first.json").write_text("{", "utf-8")
    monkeypatch.setitem(ROWS, "second",
                        Experiment("dropout", 3, "again, but otherwise", plain, (2,)))
    assert measure.wanted([]) == ["first", "second"]
    assert measure.changed("second") == "second.json: another setting; make measure NAME=second"


def test_a_name_that_is_none_is_named(rows):
    with pytest.raises(SystemExit, match="NAME = 'third': allowed are first, second"):
        measure.main(["third"])


def test_an_outcome_is_kept_without_rounding():
    ends = np.random.default_rng(0).random((4, 3))
    ends[0, 0] = np.nan
    one = Outcome(*ends, (1, 2), ends[:2], None)
    again = measuring.unpacked(measuring.packed(one))
    for field in fields(Outcome):
        assert_array_equal(getattr(one, field.name), getattr(again, field.name))


# A cluster
# ------------------------------------------------------------------------------------------

def test_a_scheduler_that_cannot_be_reached_is_said_in_one_sentence(rows):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    with pytest.raises(SystemExit,
                       match="SCHEDULER = 'tcp://127.0.0.1:9' cannot be reached .*nothing was "
                             "lost"):
        measure.main(["--scheduler", "tcp://127.0.0.1:9"])
    assert not results.FOLDER.exists()


def test_without_dask_it_is_said_how_to_get_it(rows, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(SystemExit, match="pip install"):
        measure.main(["--scheduler", "tcp://127.0.0.1:9"])
