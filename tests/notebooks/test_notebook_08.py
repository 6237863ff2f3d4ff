"""Notebook 08: its words about the records follow from the records."""
import numpy as np
import pytest

from helpers.experiments import n08_normalization as trials
from helpers.experiments import results
from helpers.regression import Regression, lectures

BATCH, LAYER = list(trials.KINDS)[1:]
ALL = [*trials.SETTINGS, "normalization_deep"]


def verdicts(kind):
    """{setting: Verdict} for one kind against the plain network."""
    return {name: results.load(name).verdict("none", kind) for name in ALL}


def words(kind, side):
    return {name: getattr(verdict, side).word for name, verdict in verdicts(kind).items()}


def works(name, kind, limit=0.1):
    """The rates with which most seeds bring the training loss below the limit."""
    found = results.load(name).outcomes
    return [rate for rate in trials.RATES
            if np.sum(found[f"{kind}, η = {rate:g}"].train_loss < limit) > 10]


def lowest(name, kind):
    """The lowest median of the validation loss that one rate for all seeds reaches."""
    found = results.load(name).outcomes
    losses = [found[f"{kind}, η = {rate:g}"].validation_loss for rate in trials.RATES]
    return np.median(np.nan_to_num(losses, nan=np.log(10)), axis=-1).min()


def test_standardized_lectures_are_a_round_bowl_and_one_step_of_a_half_solves_it():
    x, y = lectures().x, lectures().y
    raw, bowl = Regression(x, y), Regression((x - x.mean()) / x.std(), y)
    assert round(np.linalg.cond(raw.hessian())) == 6902
    assert np.linalg.cond(bowl.hessian()) == pytest.approx(1)
    assert np.zeros(2) - 0.5 * bowl.grad(np.zeros(2)) == pytest.approx(bowl.minima[0])


def test_batch_normalization_helps_optimization_in_five_of_six_and_generalization_in_all():
    found = words(BATCH, "optimization")
    assert {name for name in ALL if found[name] != "helps"} == {"normalization_standardized"}
    assert found["normalization_standardized"] == "unclear"
    assert set(words(BATCH, "generalization").values()) == {"helps"}
    told = verdicts(BATCH)
    assert all(verdict.accuracy.low > 0 for verdict in told.values())
    assert sorted(verdict.optimization.r for verdict in told.values())[3] < 1 / 8
    assert max(told, key=lambda name: told[name].generalization.r) == "normalization_together"


def test_layer_normalization_is_mixed():
    assert words(LAYER, "optimization") == dict(zip(ALL, (
        "helps", "unclear", "unclear", "hurts", "about equal", "helps"), strict=True))
    assert words(LAYER, "generalization") == dict(zip(ALL, (
        "unclear", "helps", "helps", "unclear", "about equal", "helps"), strict=True))
    assert verdicts(LAYER)["normalization"].early_stopping.word == "helps"
    deep = verdicts(LAYER)["normalization_deep"]
    assert deep.accuracy.low < 0 and np.sum(deep.with_.train_loss < 0.1) == 3
    sigmoid = results.load("normalization_sigmoid").outcomes
    assert min(sigmoid[kind].train_loss.min() for kind in ("none", LAYER)) > 2.29  # they guess


@pytest.mark.parametrize("name, kind, side, numbers", [
    ("normalization_raw", BATCH, "optimization", "≤ × 0.119 [0.0994, 0.142]"),
    ("normalization_sigmoid", BATCH, "optimization", "× 0.0403 [0.037, 0.0439]"),
    ("normalization_standardized", BATCH, "optimization", "≤ × 1.03 [0.913, 1.16]"),
    ("normalization_together", BATCH, "generalization", "× 0.819 [0.752, 0.892]"),
    ("normalization", LAYER, "optimization", "× 0.505 [0.355, 0.717]"),
    ("normalization", LAYER, "generalization", "× 0.905 [0.808, 1.02]"),
    ("normalization_deep", LAYER, "optimization", "× 0.506 [0.393, 0.652]"),
    ("normalization_deep", LAYER, "generalization", "× 0.632 [0.439, 0.91]"),
    ("normalization_together", LAYER, "optimization", "× 1.57 [1.38, 1.77]"),
])
def test_the_ratios_in_the_text_are_those_of_the_records(name, kind, side, numbers):
    assert getattr(results.load(name).verdict("none", kind), side).numbers == numbers


def test_which_rates_work():
    counts = [[len(works(name, kind)) for kind in trials.KINDS] for name in trials.SETTINGS]
    assert counts == [[1, 3, 1], [1, 3, 1], [3, 3, 2], [2, 3, 2], [0, 2, 0]]
    three = list(trials.SETTINGS)[:4]
    for name in three:
        assert {0.3, 1.0} <= set(works(name, BATCH))
    below = [[len(works(name, kind, 0.01)) for kind in ("none", BATCH)] for name in three]
    assert below == [[0, 2], [0, 2], [2, 2], [1, 2]]
    deep = results.load("normalization_deep").outcomes
    assert [np.sum(deep[kind].train_loss < 0.1) for kind in ("none", BATCH)] == [0, 20]


def test_the_plain_network_also_learns_where_it_does_not_get_below_the_limit():
    found = results.load("normalization").outcomes
    read = [np.median(found[f"none, η = {rate}"].accuracy) for rate in (0.1, 0.3)]
    assert np.round(read, 2) == pytest.approx([0.91, 0.94])


def test_one_rate_for_all_seeds_gives_batch_normalization_the_lowest_validation_loss():
    for name in trials.SETTINGS:
        assert lowest(name, BATCH) < min(lowest(name, "none"), lowest(name, LAYER))


def test_batches_of_one_teach_batch_normalization_nothing_and_from_eight_on_it_helps():
    record = results.load("normalization_batches")
    told = {kind: {size: record.verdict(f"none, {size}", f"{kind}, {size}")
                   for size in (1, 4, 8, 16, 64)} for kind in (BATCH, LAYER)}
    found = {kind: [verdict.generalization.word for verdict in by_size.values()]
             for kind, by_size in told.items()}
    assert found[BATCH] == ["hurts", "hurts", "helps", "helps", "helps"]
    assert found[LAYER] == ["unclear", "unclear", "unclear", "helps", "helps"]
    one, four = told[BATCH][1], told[BATCH][4]
    assert (one.marks, one.generalization.lower) == ("worse than guessing", 0)
    assert one.generalization.numbers == "× 2.46 [2.22, 2.73]"
    assert four.generalization.numbers == "× 1.11 [1.02, 1.21]"
    assert four.accuracy.points == "+0.2 points [-1.0, +1.3]"
    assert told[LAYER][16].generalization.numbers == "× 0.812 [0.781, 0.844]"


def test_standardizing_helps_in_every_seed_and_pixel_by_pixel_it_hurts_generalization():
    record = results.load("standardized")
    told = {way: record.verdict("0 to 1", way) for way in list(trials.PIXELS)[1:]}
    raw, together, by_pixel, softly = told.values()
    assert raw.generalization.lower == 0
    assert [way.optimization.lower for way in (together, by_pixel, softly)] == [20] * 3
    found = [str(way.generalization) for way in (together, by_pixel, softly)]
    assert found == ["helps (× 0.743 [0.671, 0.824])", "hurts (× 1.31 [1.14, 1.51])",
                     "helps (× 0.851 [0.772, 0.937])"]
    assert by_pixel.accuracy.points == "+0.2 points [-0.4, +0.9]"
