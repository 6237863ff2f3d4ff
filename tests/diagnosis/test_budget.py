"""Who was tuned how well: choosing on some seeds, judging on others, by hand and on the record."""
import numpy as np
import pytest

from helpers.diagnosis import budget
from helpers.experiments import n13_the_table, results
from helpers.experiments.experiment import THIRTY, TUNING
from helpers.experiments.verdict import ratio


@pytest.fixture(scope="module")
def record():
    return results.load("dropout_budget")


def test_the_record_has_every_setting(record):
    assert budget.RATES == n13_the_table.RATES
    assert (0.0, *budget.STRENGTHS) == n13_the_table.STRENGTHS
    for p in n13_the_table.STRENGTHS:
        for lr in budget.RATES:
            for kind in ("validation", "training"):
                shape = len(budget.moments(record)), len(record.seeds)
                assert budget.losses(record, p, lr, kind).shape == shape


def test_a_budget_grows_outward_from_the_first_rate():
    assert budget.tried(0.01, 1) == [0.01]
    assert set(budget.tried(0.01, 3)) == {0.003, 0.01, 0.03}
    assert sorted(budget.tried(0.1, 7)) == sorted(budget.RATES)
    assert budget.tried(1e-4, 2) == [1e-4, 3e-4]


def test_no_seed_chooses_and_judges(record):
    at = [record.seeds.index(seed) for seed in TUNING]
    asked = np.exp(np.log(budget.losses(record, 0.0, 0.01)[-1, at]).mean())
    assert budget.tuning_loss(record, 0.0, 0.01, -1) == pytest.approx(asked)
    judges = budget.judged(record, (0.0, 0.01), -1)
    assert len(judges) == 30 and not set(THIRTY) & set(TUNING)
    assert not set(judges) & set(budget.losses(record, 0.0, 0.01)[-1, at])


def test_what_is_chosen_has_the_lowest_loss_of_all_that_was_tried(record):
    for rates in (budget.tried(0.01, n) for n in (1, 3, 7)):
        setting = budget.chosen(record, budget.STRENGTHS, rates, -1)
        losses = [budget.tuning_loss(record, p, lr, -1) for p in budget.STRENGTHS for lr in rates]
        assert budget.tuning_loss(record, *setting, -1) == min(losses)


def test_a_comparison_is_the_verdict_on_the_judges(record):
    one, other, told = budget.compared(record, (0.5,), [0.01], budget.RATES, -1, seeds=12)
    before, after = (budget.judged(record, setting, -1, 12) for setting in (one, other))
    assert one == (0.0, 0.01) and told == ratio(before, after, record.floor) and told.n == 12


def test_the_word_depends_on_who_was_tuned(record):
    def word(without, with_):
        return budget.compared(record, (0.5,), without, with_, -1)[2].word
    assert word([0.01], budget.RATES) == "helps"
    assert word(budget.RATES, budget.RATES) == "unclear"
    assert word(budget.RATES, [0.01]) == "hurts"
