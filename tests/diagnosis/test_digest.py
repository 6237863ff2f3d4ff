"""The table's numbers are those of the records, and every row has them."""
import json
from dataclasses import astuple

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

import table
from helpers.diagnosis import contrasts, digest, many
from helpers.diagnosis.rows import BY_KEY, ROWS
from helpers.experiments import results
from helpers.experiments.verdict import ratio

REAL = {"digits", "digits anywhere", "mirrored digits"}


def near(value):
    """What equals this number but for rounding, and anything else exactly."""
    return pytest.approx(value, rel=1e-6) if isinstance(value, float) else value


def test_the_file_is_what_the_records_say():
    kept, made = digest.content(), json.loads(table.as_json(table.made()))
    assert kept["totals"] == made["totals"], "make table"
    assert list(kept["contrasts"]) == list(made["contrasts"]), "make table"
    for key, numbers in made["contrasts"].items():
        for name, values in numbers.items():
            assert [near(value) for value in values] == list(kept["contrasts"][key][name]), key


@pytest.mark.parametrize("contrast", contrasts.CONTRASTS, ids=lambda one: one.key)
def test_a_contrast_names_a_record_its_contenders_and_its_step(contrast):
    record = results.load(contrast.record)
    assert {contrast.without, contrast.with_} <= set(record.outcomes)
    assert contrast.data in contrasts.DATA and contrast.row in BY_KEY
    verdict = record.verdict(contrast.without, contrast.with_)
    kept = digest.measured()[contrast.key]
    for name in digest.QUANTITIES:
        asked, found = getattr(verdict, name), getattr(kept, name)
        assert found.word == asked.word and found.told == asked.told
        assert_allclose([found.r, found.low, found.high], [asked.r, asked.low, asked.high],
                        rtol=1e-6)
    assert_allclose(astuple(kept.accuracy), astuple(verdict.accuracy), rtol=1e-6)


def test_no_contrast_stands_twice_in_a_row():
    keys = [(contrast.row, contrast.key) for contrast in contrasts.CONTRASTS]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_every_row_has_a_ratio_on_real_data(row):
    found = digest.of(row.key)
    assert found[0].contrast == contrasts.of(row.key)[0]
    assert found[0].contrast.data in REAL
    assert all(np.isfinite(one.generalization.r) for one in found)


def test_no_file_says_how_it_is_made(tmp_path):
    with pytest.raises(FileNotFoundError, match="make table"):
        digest.content(tmp_path / "table.json")


def test_the_totals_add_up():
    totals = digest.totals()
    assert sum(totals["words"].values()) == totals["ratios"]
    assert 0 < totals["survive"] <= totals["words"]["helps"] + totals["words"]["hurts"]
    json.dumps(totals)


# Many tests at once

@pytest.mark.parametrize("degrees", [2, 9, 19, 29])
def test_the_p_value_is_that_of_scipy(degrees):
    for t in (0.0, 0.5, 2.0, 5.0, 20.0):
        assert_allclose(many.two_sided(t, degrees), 2 * stats.t.sf(t, degrees), rtol=1e-4)


def test_the_p_value_of_a_ratio_is_that_of_the_paired_test():
    generator = np.random.default_rng(3)
    without = np.exp(generator.standard_normal(20))
    with_ = without * np.exp(0.1 + 0.2 * generator.standard_normal(20))
    asked = stats.ttest_rel(np.log(with_), np.log(without)).pvalue
    assert_allclose(many.p_value(ratio(without, with_, 1e-9)), asked, rtol=0.02)


def test_where_nothing_differs_nothing_is_shown():
    losses = np.full(20, 0.001)
    assert many.p_value(ratio(losses, losses, 0.01)) == 1.0


def test_holm_by_hand():
    # 0.01 · 4 ≤ 0.05, 0.015 · 3 ≤ 0.05, 0.03 · 2 > 0.05, and then none
    assert many.holm([0.03, 0.01, 0.04, 0.015]).tolist() == [False, True, False, True]
    assert many.holm([0.2, 0.3]).tolist() == [False, False]
    assert many.holm([]).tolist() == []
