"""The record of what was measured: how it is made, kept and read, and that a few seeds measured anew agree with it."""
import json
import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import measure
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from helpers.experiments import n04_dropout as trials, results
from helpers.experiments.verdict import Outcome
from helpers.experiments.results import ROWS, Row

TINY = partial(trials.dropout, n=30, hidden=(8,), steps=30, rates=(0.0, 0.5))
SEEDS = list(range(7))  # a chunk of five, and one of two


class Here(Executor):
    """The plainest executor: does the work at once, in this process."""

    def submit(self, work, /, *arguments, **named):
        future = Future()
        future.set_result(work(*arguments, **named))
        return future


@pytest.fixture
def rows(monkeypatch, tmp_path):
    """Two quick rows, recorded in a folder of their own."""
    rows = {"first": Row("dropout", 3, "thirty digits", TINY, (0, 1)), "second": Row("dropout", 3, "again", TINY, (2,))}
    monkeypatch.setattr(experiments, "ROWS", rows)
    monkeypatch.setattr(experiments, "FOLDER", tmp_path / "measured")
    for function in (results.record, results.load):
        monkeypatch.setattr(function, "__defaults__", (tmp_path / "measured",))
    monkeypatch.setattr(measure, "ProcessPoolExecutor", lambda workers: Here())
    return rows


def same(one, other):
    """Two measurements with the same numbers, bit by bit."""
    (row, seeds, outcomes), (row_2, seeds_2, outcomes_2) = one, other
    assert (row.trick, row.step, row.setting) == (row_2.trick, row_2.step, row_2.setting)
    assert seeds == seeds_2 and list(outcomes) == list(outcomes_2)
    for contender, outcome in outcomes.items():
        for name, numbers in vars(outcome).items():
            assert_array_equal(numbers, getattr(outcomes_2[contender], name))


# Measuring ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("executor", [
    lambda: ThreadPoolExecutor(2),
    lambda: ProcessPoolExecutor(2, multiprocessing.get_context("spawn")),
], ids=["threads", "processes"])
def test_every_executor_gives_the_same_numbers_bit_by_bit(rows, executor):
    with executor() as other:
        same(results.measure("first", other, SEEDS), results.measure("first", Here(), SEEDS))


def test_seeds_measured_together_or_one_by_one_give_the_same_numbers_bit_by_bit(rows, monkeypatch):
    in_chunks = results.measure("first", Here(), SEEDS)
    for size in (1, 7):
        monkeypatch.setattr(experiments, "CHUNK", size)
        same(results.measure("first", Here(), SEEDS), in_chunks)


def test_a_row_has_its_own_seeds_unless_told_others(rows):
    row, seeds, outcomes = results.measure("first", Here())
    assert (row, seeds) == (rows["first"], [0, 1]) and list(outcomes) == ["p = 0", "p = 0.5"]
    assert {numbers.shape for outcome in outcomes.values() for numbers in vars(outcome).values()} == {(2,)}


def test_zero_seeds_are_refused(rows):
    with pytest.raises(ValueError, match="seeds = .*at least one"):
        results.measure("first", Here(), [])


# The record ---------------------------------------------------------------------------------------

def made_up():
    """Three seeds, of which the last diverged with the trick."""
    without, with_ = np.random.default_rng(0).uniform(1e-6, 10, (2, 4, 3))
    with_[:, 2] = np.nan
    outcomes = {"p = 0": Outcome(*without), "p = 0.5": Outcome(*with_)}
    return Row("dropout", 3, "made up: ≥ 3 digits", None), [4, 5, 6], outcomes


def test_what_is_recorded_is_read_back_to_six_digits_and_a_diverged_run_stays_one(tmp_path):
    row, seeds, outcomes = made_up()
    results.record("some", (row, seeds, outcomes), tmp_path)
    read = results.load("some", tmp_path)
    assert read[:2] == (row, seeds) and list(read[2]) == list(outcomes)
    for contender, outcome in outcomes.items():
        for name, numbers in vars(outcome).items():
            assert_allclose(getattr(read[2][contender], name), numbers, rtol=5e-6)
    assert read[2]["p = 0.5"].diverged == 1 and "1 of 3 with" in str(results.verdict(read, "p = 0", "p = 0.5"))


def test_a_record_of_a_record_is_the_same_file(tmp_path):
    results.record("some", made_up(), tmp_path)
    before = (tmp_path / "some.json").read_bytes()
    results.record("some", results.load("some", tmp_path), tmp_path)
    assert (tmp_path / "some.json").read_bytes() == before


def test_a_record_is_plain_json_with_its_setting_and_versions(tmp_path):
    def no_number(text):
        raise AssertionError(f"{text} is not JSON")
    results.record("some", made_up(), tmp_path)
    content = json.loads((tmp_path / "some.json").read_text("utf-8"), parse_constant=no_number)
    assert content["setting"] == "made up: ≥ 3 digits" and content["versions"]["numpy"] == np.__version__
    assert content["outcomes"]["p = 0.5"]["validation"][2] is None


@pytest.mark.parametrize("there", [False, True], ids=["nothing before", "a record before"])
def test_a_record_that_is_stopped_half_written_leaves_no_half_file(tmp_path, monkeypatch, there):
    row, seeds, outcomes = made_up()
    if there:
        results.record("some", (row, seeds, outcomes), tmp_path)

    def stopped(path, text, **named):
        path.write_bytes(text.encode()[:100])
        raise KeyboardInterrupt
    monkeypatch.setattr(Path, "write_text", stopped)
    with pytest.raises(KeyboardInterrupt):
        results.record("some", (row, [7, 8, 9], outcomes), tmp_path)
    if there:
        assert results.load("some", tmp_path)[1] == seeds
    else:
        with pytest.raises(FileNotFoundError, match="some"):
            results.load("some", tmp_path)


def test_measuring_can_be_stopped_and_goes_on_with_what_is_missing(rows, monkeypatch, capsys):
    def stopped(seeds):
        raise KeyboardInterrupt
    good = rows["second"]
    rows["second"] = Row("dropout", 3, "again", stopped, (2,))
    with pytest.raises(KeyboardInterrupt):
        measure.main([])
    assert [path.name for path in results.FOLDER.iterdir()] == ["first.json"]
    written = (results.FOLDER / "first.json").stat().st_mtime_ns
    rows["second"] = good
    capsys.readouterr()
    measure.main([])
    assert "second" in capsys.readouterr().out
    assert sorted(path.name for path in results.FOLDER.iterdir()) == ["first.json", "second.json"]
    assert (results.FOLDER / "first.json").stat().st_mtime_ns == written


# What stands in data/measured ---------------------------------------------------------------------

recorded = pytest.mark.parametrize("name", ROWS)
LONG = {"dropout_1000", "dropout", "kaiming_digits", "pretraining", "pretraining_late", "cnn_pooling", "skip_line", "skip_20", "skip_40",
        "skip_rates", "skip_scale", "normalization_deep", "normalization_sigmoid", "augmentation", "adamw", "adamw_100", "adamw_rates",
        "l2", "weight_decay"}  # more than a second a seed


def stored(name):
    try:
        return results.load(name, results.FOLDER)
    except FileNotFoundError:
        pytest.skip(f"{name} is not recorded yet: make measure")


@recorded
def test_the_record_is_of_this_row(name):
    row, seeds, outcomes = stored(name)
    assert (row.trick, row.step, row.setting) == (ROWS[name].trick, ROWS[name].step, ROWS[name].setting)
    assert tuple(seeds) == tuple(ROWS[name].seeds)
    assert len(seeds) >= 20
    assert {numbers.shape for outcome in outcomes.values() for numbers in vars(outcome).values()} == {(len(seeds),)}


def agreement(name):
    """How near a run on another processor comes: (factor, amount) for a loss, and an amount for a share.

    It rounds otherwise, and training carries that on. Measured with four of OpenBLAS's kernels: in float32, dropout
    differs by half a percent. 10,000 epochs of Adam are chaotic in any float type: a run may end with half the loss,
    or twice as much.
    """
    chaotic = name.startswith("kaiming") and name != "kaiming_digits"
    return (3, 0.05, 0) if chaotic else (1.02, 0, 4 / 700)


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.soak if name in LONG else ()) for name in ROWS])
def test_seeds_measured_anew_agree_with_the_record(name):
    """Two seeds; one, in `make soak`, of the rows that take long, of which the notebooks measure some contenders anew."""
    row, seeds, outcomes = stored(name)
    few, (factor, amount, share) = 1 if name in LONG else 2, agreement(name)
    _, _, anew = results.measure(name, Here(), seeds[:few])
    assert list(anew) == list(outcomes)
    for contender, outcome in outcomes.items():
        for number, values in vars(outcome).items():
            pair = np.array([getattr(anew[contender], number), values[:few]])
            assert_array_equal(*np.isnan(pair), err_msg=f"{contender}: {number}")
            low, high = np.sort(pair, axis=0)
            near = high - low <= share if number == "accuracy" else high <= factor * low + amount
            assert np.all(near | np.isnan(low)), f"{contender}, {number}: {pair}"


@recorded
def test_the_words_follow_from_the_numbers(name):
    measured = stored(name)
    first, *others = measured[2]
    for other in others:
        verdict = results.verdict(measured, first, other)
        for effect, number in ((verdict.optimization, "trained"), (verdict.generalization, "validation")):
            without, with_ = (getattr(measured[2][contender], number) for contender in (first, other))
            low, high = stats.ttest_rel(with_, without, nan_policy="omit").confidence_interval(0.95)
            assert effect.word == ("helps" if high < 0 else "hurts" if low > 0 else "no clear effect")
            assert effect.lower == np.sum(with_ < without) and effect.n == np.sum(np.isfinite(with_ - without))


def test_agreement_with_the_record_is_said_of_the_first_seeds_and_of_the_contenders_measured_anew():
    _, _, recorded = stored("dying_relu")
    same = {name: Outcome(*(numbers[:2] for numbers in vars(recorded[name]).values())) for name in ("ReLU",)}
    other = {"ReLU": Outcome(*(1.05 * numbers[:1] for numbers in vars(recorded["ReLU"]).values()))}
    assert results.agreement("dying_relu", same) == (
        "dying_relu, seeds 0 to 1 measured anew (ReLU): all losses within 2% of the record: True")
    assert "seed 0 measured anew" in results.agreement("dying_relu", other) and "False" in results.agreement("dying_relu", other)
    assert "True" in results.agreement("dying_relu", other, tolerance=0.1)
