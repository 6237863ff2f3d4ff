"""The records: what is written is read back, what is broken is named, and every word on record
follows the rule."""
import json
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

import measure
from helpers.experiments import n04_dropout, results, training
from helpers.experiments.experiment import Contender
from helpers.experiments.results import Record
from helpers.experiments.training import ENDS, Outcome

NAMES = sorted(measure.HOME)
recorded = pytest.mark.parametrize("name", NAMES)


def made_up():
    """Three seeds, of which the last diverged with the trick."""
    generator = np.random.default_rng(0)
    ends = generator.uniform(1e-6, 10, (2, 4, 3))
    ends[1, :, 2] = np.nan
    curves = generator.uniform(1, 2, (2, 3)), generator.uniform(1, 2, (2, 2, 3))
    outcomes = {"p = 0": Outcome(*ends[0], (5, 20), *curves), "p = 0.5": Outcome(*ends[1])}
    prints = {"p = 0": {"distance": [1.25, 1 / 3]}, "p = 0.5": {"distance": [0.1, np.nan]}}
    choices = {"p = 0": {"lr": 0.003}, "p = 0.5": {}}
    tuning = {"p = 0": [["lr", 0.003, 0.5], ["lr", 0.01, np.inf]], "p = 0.5": []}
    return Record("dropout", 3, "made up: ≥ 3 digits", 0.01, 2.3, (4, 5, 6), outcomes, prints,
                  choices, tuning)


# Written and read
# -------------------------------------------------------------------------------------

def test_what_is_recorded_is_read_back_to_its_digits_and_a_diverged_run_stays_one(tmp_path):
    record = made_up()
    results.save("some", record, tmp_path)
    read = results.load("some", tmp_path)
    for fact in (*results.FACTS, "seeds", "fingerprints", "choices"):
        np.testing.assert_equal(getattr(read, fact), getattr(record, fact))
    for name, outcome in record.outcomes.items():
        for field in fields(Outcome):
            ours, theirs = (getattr(one, field.name) for one in (read.outcomes[name], outcome))
            assert (ours is None) == (theirs is None)
            if ours is not None:
                assert_allclose(ours, np.asarray(theirs, float), rtol=5e-4)
    assert_array_equal(read.outcomes["p = 0.5"].diverged, [False, False, True])
    assert "1 of 3 with" in str(read.verdict("p = 0", "p = 0.5"))


def test_a_record_of_a_record_is_the_same_file(tmp_path):
    results.save("some", made_up(), tmp_path)
    before = (tmp_path / "some.json").read_bytes()
    results.save("some", results.load("some", tmp_path), tmp_path)
    assert (tmp_path / "some.json").read_bytes() == before


def test_a_record_is_plain_json_with_its_setting_versions_and_processor(tmp_path):
    def no_number(text):
        raise AssertionError(f"{text} is not JSON")
    results.save("some", made_up(), tmp_path)
    content = json.loads((tmp_path / "some.json").read_text("utf-8"), parse_constant=no_number)
    assert (
        content["setting"] == "made up: ≥ 3 digits"
        and content["versions"]["numpy"] == np.__version__
    )
    assert content["versions"]["processor"]
    assert content["contenders"]["p = 0.5"]["validation_loss"][2] is None
    assert content["contenders"]["p = 0"]["tuning"][1] == ["lr", 0.01, None]


@pytest.mark.parametrize("there", [False, True], ids=["nothing before", "a record before"])
def test_a_record_that_is_stopped_half_written_leaves_no_half_file(tmp_path, monkeypatch, there):
    if there:
        results.save("some", made_up(), tmp_path)

    def stopped(path, text, **named):
        path.write_bytes(text.encode()[:100])
        raise KeyboardInterrupt
    monkeypatch.setattr(Path, "write_text", stopped)
    with pytest.raises(KeyboardInterrupt):
        results.save("some", replace(made_up(), seeds=(7, 8, 9)), tmp_path)
    if there:
        assert results.load("some", tmp_path).seeds == (4, 5, 6)
    else:
        with pytest.raises(FileNotFoundError, match="some.json .*make measure NAME=some"):
            results.load("some", tmp_path)


# What is broken is named
# ----------------------------------------------------------------------------

def cut_off(text):
    return text[:len(text) // 2]


def changed(**facts):
    return lambda text: json.dumps(json.loads(text) | facts)


def without(fact):
    return lambda text: json.dumps({key: value for key, value in json.loads(text).items()
                                    if key != fact})


@pytest.mark.parametrize("spoil, told", [
    (cut_off, "some.json: .*"), (lambda text: "", "some.json: .*"),
    (lambda text: "[1]", "some.json: .*"),
    (changed(version=1), "some.json: it is of version 1, not 2"),
    (without("version"), "some.json: 'version' is missing"),
    (without("floor"), "some.json: 'floor' is missing"),
    (without("contenders"), "'contenders' is missing"),
    (changed(seeds=[1, 2]), "some.json: train_mode_loss has 3 numbers for 2 seeds"),
])
def test_a_broken_record_is_named_with_what_to_do(tmp_path, spoil, told):
    results.save("some", made_up(), tmp_path)
    path = tmp_path / "some.json"
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    with pytest.raises(ValueError, match=f"{told}.*; make measure NAME=some makes it anew"):
        results.load("some", tmp_path)


def test_a_contender_that_is_none_is_named():
    with pytest.raises(ValueError, match="contender = 'p = 1': allowed are p = 0, p = 0.5"):
        made_up().verdict("p = 0", "p = 1")


# One seed more
# ------------------------------------------------------------------------------------------

def quick(seeds, p, lr):
    return n04_dropout.training(seeds, p, lr=lr, n=20, hidden=(4,), updates=5)


QUICK = {"p = 0": Contender(partial(quick, p=0.0), {"lr": None}),
         "p = 0.5": Contender(partial(quick, p=0.5, lr=0.1))}


def test_one_seed_more_is_what_measuring_it_would_give_with_the_choice_on_record():
    steps, shares = results.one_more(made_up(), QUICK, 100), []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            found = end.value
            break
    assert shares == sorted(shares) and 0 < shares[0] and shares[-1] == 1
    expected = {"p = 0": quick((100,), 0.0, lr=0.003), "p = 0.5": quick((100,), 0.5, lr=0.1)}
    assert list(found) == list(expected)
    for name, described in expected.items():
        assert_array_equal(found[name].validation_loss, training.measure(described).validation_loss)


def test_one_seed_more_of_a_contender_that_is_not_on_record_is_refused():
    with pytest.raises(ValueError, match="contender = 'p = 1': allowed are p = 0, p = 0.5"):
        next(results.one_more(made_up(), {"p = 1": QUICK["p = 0"]}, 100))


# What stands in data/measured
# -----------------------------------------------------------------------

def test_every_record_has_an_experiment_and_every_experiment_a_record():
    assert sorted(path.stem for path in results.FOLDER.glob("*.json")) == NAMES


@recorded
def test_the_record_is_of_this_experiment(name):
    assert measure.changed(name) == ""
    record = results.load(name)
    assert len(record.seeds) >= 20 and set(record.choices) == set(record.outcomes)
    for contender, description in measure.experiment(name).contenders().items():
        assert set(record.choices[contender]) == set(description.tuned)
        for key, value in record.choices[contender].items():
            losses = {tried: loss for setting, tried, loss in record.tuning[contender]
                      if setting == key}
            assert losses[value] == min(losses.values()) and len(losses) >= 3


def test_all_records_together_are_small():
    assert sum(path.stat().st_size for path in results.FOLDER.glob("*.json")) < 4e6


def word_by_scipy(without, with_, floor):
    """The rule of the verdict once more, written from its words, on what the JSON file holds."""
    lost = [int(np.sum(np.isnan(losses))) for losses in (without, with_)]
    if abs(lost[1] - lost[0]) >= 6:
        return "diverges" if lost[1] > lost[0] else "diverges without"
    pairs = ~np.isnan(without) & ~np.isnan(with_)
    if pairs.sum() < 10:
        return "no verdict"
    before, after = np.clip(without[pairs], floor, None), np.clip(with_[pairs], floor, None)
    if max(before.max(), after.max()) <= floor:
        return "both solved"
    r = stats.gmean(after) / stats.gmean(before)
    low, high = r, r
    if np.ptp(np.log(after / before)) > 0:
        test = stats.ttest_rel(np.log(after), np.log(before))
        low, high = np.exp(test.confidence_interval(0.95))
    if high < 1 and r < 1 / 1.05:
        return "helps"
    if low > 1 and r > 1.05:
        return "hurts"
    return "about equal" if low >= 1 / 1.05 and high <= 1.05 else "unclear"


@recorded
def test_every_word_on_record_follows_the_rule(name):
    content = json.loads((results.FOLDER / f"{name}.json").read_text("utf-8"))
    record = results.load(name)
    first, *others = content["contenders"]
    for kind, number in (("optimization", "train_mode_loss"),
                         ("generalization", "validation_loss")):
        for other in others:
            pair = [np.array(content["contenders"][who][number], float) for who in (first, other)]
            assert getattr(record.verdict(first, other), kind).word == word_by_scipy(
                *pair, content["floor"]
            ), other


@recorded
def test_accuracies_are_shares_and_losses_no_negative_numbers(name):
    for outcome in results.load(name).outcomes.values():
        numbers = np.array([getattr(outcome, end) for end in ENDS])
        assert np.all((numbers >= 0) | np.isnan(numbers)) and np.all(
            (numbers[-1] <= 1) | np.isnan(numbers[-1])
        )
