"""Notebook 08: its words about the records follow from the records."""
import numpy as np
import pytest

from helpers.experiments import n08_normalization as lesson
from helpers.experiments import results
from helpers.regression import Regression, lectures

BATCH, LAYER = list(lesson.KINDS)[1:]
ALL = [*lesson.SETTINGS, "normalization_deep"]


def verdicts(kind):
    """{setting: Verdict} for one kind against the plain network."""
    return {name: results.load(name).verdict("none", kind) for name in ALL}


def words(kind, side):
    return [getattr(verdict, side).word for verdict in verdicts(kind).values()]


def rates(name, accuracy):
    return list(lesson.rates_that_reach(results.load(name), accuracy))


def test_so_many_rates_reach_the_line():
    found = {name: rates(name, 90) for name in lesson.SETTINGS}
    assert found["normalization"] == [2, 4, 2]
    assert found["normalization_raw"][:2] == [1, 4]
    assert found["normalization_standardized"][:2] == [3, 4]
    assert found["normalization_sigmoid"][0] == 0
    assert rates("normalization", 95) == [0, 3, 1]
    assert {counts[1] for counts in found.values()} == {4}


def test_batch_normalization_is_at_least_as_wide_as_plain_wherever_the_line_is():
    for name in lesson.SETTINGS:
        found = np.array([rates(name, line) for line in range(20, 100)])
        assert np.all(found[:, 1] >= found[:, 0])


def test_with_pixels_to_16_plain_works_with_another_rate():
    reached = [lesson.read_right(results.load(name))[0] >= 90
               for name in ("normalization", "normalization_raw")]
    before, after = (np.mean(each, axis=-1) > 0.5 for each in reached)
    assert not np.any(before & after)


def test_standardized_lectures_are_a_round_bowl_and_one_step_of_a_half_solves_it():
    x, y = lectures().x, lectures().y
    raw, bowl = Regression(x, y), Regression((x - x.mean()) / x.std(), y)
    assert round(np.linalg.cond(raw.hessian())) == 6902
    assert round(np.linalg.cond(Regression(x / x.std(), y).hessian()), 1) == 15.8
    assert np.linalg.cond(bowl.hessian()) == pytest.approx(1)
    assert np.zeros(2) - 0.5 * bowl.grad(np.zeros(2)) == pytest.approx(bowl.minima[0])


def test_each_pixel_by_itself_hurts_generalization_and_not_the_accuracy():
    record = results.load("standardized")
    together, by_pixel, softly = [record.verdict("0 to 1", way) for way in [*lesson.PIXELS][2:]]
    found = [str(way.generalization) for way in (together, by_pixel, softly)]
    assert found == ["helps (× 0.743 [0.671, 0.824])", "hurts (× 1.31 [1.14, 1.51])",
                     "helps (× 0.851 [0.772, 0.937])"]
    assert by_pixel.accuracy.points == "+0.2 points [-0.4, +0.9]"


def test_batch_normalization_helps_optimization_in_five_of_six_and_generalization_in_all():
    assert dict(zip(ALL, words(BATCH, "optimization"), strict=True)) == dict.fromkeys(
        ALL, "helps") | {"normalization_standardized": "unclear"}
    told = verdicts(BATCH)
    assert all(verdict.generalization.word == "helps" and verdict.accuracy.low > 0
               for verdict in told.values())
    assert sum(verdict.optimization.r < 1 / 8 for verdict in told.values()) == 4
    smallest = max(told, key=lambda name: told[name].generalization.r)
    assert smallest == "normalization_together"
    assert told[smallest].generalization.numbers == "× 0.819 [0.752, 0.892]"
    assert told[smallest].accuracy.points.startswith("+0.9 points")


def test_layer_normalization_is_mixed_and_with_sigmoid_it_only_guesses():
    found = words(LAYER, "optimization")
    assert (found.count("helps"), found.count("hurts")) == (2, 1)
    hurt = verdicts(LAYER)["normalization_together"].optimization
    assert hurt.numbers == "× 1.57 [1.38, 1.77]"
    sigmoid = results.load("normalization_sigmoid").outcomes
    assert min(sigmoid[kind].train_loss.min() for kind in ("none", LAYER)) > 2.29


def test_batches_of_one_and_four_are_too_small_and_from_eight_on_it_helps():
    record = results.load("normalization_batches")
    told = {kind: [record.verdict(f"none, {size}", f"{kind}, {size}")
                   for size in (1, 4, 8, 16, 64)] for kind in (BATCH, LAYER)}
    found = {kind: [verdict.generalization.word for verdict in row] for kind, row in told.items()}
    assert found[BATCH] == ["hurts", "hurts", "helps", "helps", "helps"]
    assert "hurts" not in found[LAYER]
    one, four = told[BATCH][:2]
    assert one.generalization.numbers.startswith("× 2.46")
    assert four.generalization.numbers.startswith("× 1.11")
    assert four.accuracy.low < 0 < four.accuracy.high
