"""The verdict on made-up data whose truth we know."""
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from helpers.experiments.training import Outcome
from helpers.experiments.verdict import Ratio, Verdict, difference, ratio, share, student

SEEDS = 20
FLOOR = 0.01


def made_up(factor, seed, spread=0.1, seeds=SEEDS):
    """Losses of the same seeds without and with a trick that multiplies them by `factor`, but for
    noise."""
    generator = np.random.default_rng(seed)
    # seeds differ by much more than the trick does
    without = np.exp(generator.uniform(0, 1, seeds))
    return without, factor * without * np.exp(spread * generator.standard_normal(seeds))


def measured(factor, seed, **how):
    return ratio(*made_up(factor, seed, **how), FLOOR)


# The intervals ------------------------------------------------------------------------------------

def test_students_point_is_that_of_scipy():
    degrees = np.arange(1, 201)
    assert_allclose([student(k) for k in degrees], stats.t.ppf(0.975, degrees), rtol=1.5e-3)


@pytest.mark.parametrize("n", [1, 10, 20, 100])
def test_the_interval_of_a_share_is_that_of_wilson(n):
    for hits in range(0, n + 1, max(1, n // 10)):
        wilson = stats.binomtest(hits, n).proportion_ci(method="wilson")
        assert_allclose(share(hits, n), wilson, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("seeds", [10, 20, 50])
def test_the_interval_of_a_ratio_is_that_of_the_paired_t_test_on_logarithms(seeds):
    without, with_ = made_up(0.9, seed=seeds, seeds=seeds)
    scipy = stats.ttest_rel(np.log(with_), np.log(without)).confidence_interval(0.95)
    ours = ratio(without, with_, FLOOR)
    assert_allclose((ours.low, ours.high), np.exp(scipy), rtol=2e-3)
    assert ours.r == pytest.approx(stats.gmean(with_) / stats.gmean(without))


def test_the_interval_of_a_difference_is_that_of_the_paired_t_test():
    without, with_ = made_up(0.9, seed=1)
    scipy = stats.ttest_rel(with_, without).confidence_interval(0.95)
    ours = difference(without, with_)
    assert_allclose((ours.low, ours.high), scipy, rtol=0.01)
    assert ours.mean == pytest.approx(np.mean(with_
                                              - without)) and ours.lower == np.sum(with_ < without)


@pytest.mark.parametrize("seeds", [10, 20])
@pytest.mark.parametrize("factor", [1.0, 0.7])
def test_the_interval_covers_the_truth_about_95_times_in_100(factor, seeds):
    ratios = [measured(factor, seed, seeds=seeds) for seed in range(2000)]
    covered = np.mean([one.low <= factor <= one.high for one in ratios])
    assert covered == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / 2000))


# The word -----------------------------------------------------------------------------------------

def exactly(r, low, high, **more):
    """A ratio with these numbers."""
    return Ratio(r, low, high,
                 **{"lower": 10, "n": 20, "diverged": 0, "solved": False, "sign": "", "told": ""}
                 | more)


@pytest.mark.parametrize("r, low, high, word", [
    (0.80, 0.70, 0.90, "helps"), (0.95, 0.92, 0.98, "helps"), (0.953, 0.94, 0.966, "unclear"),
    (0.96, 0.955, 0.97, "about equal"), (1.25, 1.10, 1.40, "hurts"), (1.04, 1.02, 1.06, "unclear"),
    (1.00, 0.96, 1.04, "about equal"), (1.00, 0.90, 1.10, "unclear"), (0.50, 0.20, 1.20, "unclear"),
    (1.02, 1.01, 1.03, "about equal"),
])
def test_the_word_is_the_first_that_fits(r, low, high, word):
    assert exactly(r, low, high).word == word


def test_divergence_comes_first_then_too_few_pairs_then_a_solved_task():
    helps = (0.5, 0.4, 0.6)
    assert exactly(*helps, diverged=6, n=3, solved=True).word == "diverges"
    assert exactly(*helps, diverged=-6, n=14).word == "diverges without"
    assert exactly(*helps, diverged=5, n=9, solved=True).word == "no verdict"
    assert exactly(*helps, diverged=5, n=10, solved=True).word == "both solved"
    assert exactly(*helps, diverged=5, n=10).word == "helps"


@pytest.mark.parametrize("factor, word", [(0.8, "helps"), (1.25, "hurts"), (1.0, "about equal")])
def test_a_known_effect_is_found(factor, word):
    words = [measured(factor, seed, spread=0.05).word for seed in range(200)]
    assert words.count(word) >= 190


def test_the_word_turns_with_the_contenders():
    without, with_ = made_up(0.8, seed=0)
    there, back = ratio(without, with_, FLOOR), ratio(with_, without, FLOOR)
    assert (there.word, back.word) == ("helps", "hurts")
    assert_allclose((back.r, back.low, back.high), (1 / there.r, 1 / there.high, 1 / there.low))


def test_a_small_effect_needs_pairs():
    """The seeds differ by far more than the trick does: only seed against itself shows it."""
    without, with_ = made_up(0.85, seed=0)
    assert ratio(without, with_, FLOOR).word == "helps"
    assert ratio(without, np.roll(with_, 1), FLOOR).word == "unclear"


def test_below_the_floor_a_task_is_solved():
    tiny = np.geomspace(1e-6, 1e-3, SEEDS)
    assert ratio(tiny, 100 * tiny[::-1] / 101, FLOOR).word == "both solved"
    half = np.where(np.arange(SEEDS) < 8, 1e-6, 0.5)
    one = ratio(np.full(SEEDS, 0.5), half, FLOOR)
    assert one.r == pytest.approx(np.exp(8 * np.log(0.01 / 0.5) / 20)) and one.sign == ""


def test_a_side_at_the_floor_makes_the_ratio_a_bound():
    loss, floored = np.full(SEEDS, 0.5), np.where(np.arange(SEEDS) < 11, 1e-6, 0.4)
    assert ratio(loss, floored, FLOOR).sign == "≤ " and ratio(floored, loss, FLOOR).sign == "≥ "
    assert ratio(floored, floored, FLOOR).sign == ""
    assert ratio(loss, floored, FLOOR).numbers.startswith("≤ × 0.")


def test_where_the_means_point_the_other_way_it_is_said():
    without, with_ = np.full(SEEDS, 1.0), np.full(SEEDS, 0.8)
    with_[:2] = 5
    assert ratio(without, with_, FLOOR).told == "better in most seeds, far worse in 2"
    assert ratio(with_, without, FLOOR).told == "worse in most seeds, far better in 2"
    assert ratio(without, np.full(SEEDS, 0.8), FLOOR).told == ""
    with_[:] = np.where(np.arange(SEEDS) < 8, 0.2, 1.4)  # lower in 8 of 20
    assert ratio(without, with_, FLOOR).told == ""
    with_[8:10] = 4
    told = ratio(without, with_, FLOOR).told
    assert told == "better in about half of the seeds, far worse in 2"


def test_seeds_of_which_a_run_diverged_are_no_pair():
    without, with_ = made_up(0.8, seed=3)
    pairs = ratio(without[5:], with_[5:], FLOOR)
    without[:2], with_[2:5] = np.nan, [np.inf, np.nan, np.nan]
    one = ratio(without, with_, FLOOR)
    assert (one.r, one.low, one.high, one.n, one.diverged) == (
        pairs.r,
        pairs.low,
        pairs.high,
        15,
        1,
    )


@pytest.mark.parametrize("n", [0, 1, 9])
def test_too_few_pairs_give_no_verdict(n):
    without, with_ = np.full((2, 12), np.nan)
    without[:n], with_[:n] = 1, 0.5
    assert ratio(without, with_, FLOOR).word == "no verdict"
    assert "nan" not in str(ratio(without, with_, FLOOR))


# The verdict --------------------------------------------------------------------------------------

ABOUT = SimpleNamespace(trick="dropout", which_step=3, setting="300 digits", floor=FLOOR,
                        guessing=np.log(10))


def contenders():
    """Optimization is worse with the trick, generalization better; three runs without and one with
    it diverge."""
    (mode, hurt), (new, helped) = made_up(1.5, seed=1), made_up(0.8, seed=2)
    accuracy = np.linspace(0.8, 0.9, SEEDS)
    pairs = (mode, mode / 2, new / 3, accuracy), (hurt, mode / 2 + 0.1, helped / 3, accuracy + 0.01)
    return [Outcome(*(np.where(np.arange(SEEDS) < gone, np.nan, numbers) for numbers in one))
            for one, gone in zip(pairs, (3, 1), strict=True)]


VERDICT = Verdict(ABOUT, *contenders())


def test_optimization_is_judged_in_training_mode_and_generalization_on_the_validation_loss():
    without, with_ = VERDICT.without, VERDICT.with_
    assert VERDICT.optimization == ratio(without.train_mode_loss, with_.train_mode_loss, FLOOR)
    assert VERDICT.generalization == ratio(without.validation_loss, with_.validation_loss, FLOOR)
    assert (VERDICT.optimization.word, VERDICT.generalization.word) == ("hurts", "helps")
    assert VERDICT.accuracy.points.startswith("+1.0 points [")


def test_it_prints_as_one_line():
    line = str(VERDICT)
    assert "\n" not in line
    for told in ("dropout (300 digits)", f"optimization {VERDICT.optimization}", "points",
                 f"generalization {VERDICT.generalization}",
                 "3 of 20 diverged without, 1 of 20 with"):
        assert told in line


@pytest.mark.parametrize("loss, accuracy, marks", [
    (2.2, 0.5, ""), (2.4, 0.5, "above guessing"), (2.4, 0.1, "worse than guessing"),
    (2.4, 0.05, "worse than guessing")])
def test_a_validation_loss_above_that_of_guessing_is_marked(loss, accuracy, marks):
    one = Outcome(*(np.full(SEEDS, value) for value in (1.0, 1.0, loss, accuracy)))
    assert Verdict(ABOUT, one, one).marks == marks


def test_all_that_was_measured_stands_beside_it():
    head, line, *rows = VERDICT.table().split("\n")
    assert "3 of 20 diverged without, 1 of 20 with" in head and set(line) == {"|", "-"}
    assert {row.count("|") for row in (head, line, *rows)} == {5}
    numbers = {row.split("|")[1].split(":")[0].strip(): row for row in rows}
    assert list(numbers) == ["training loss (training mode)", "training loss (evaluation mode)",
                             "validation loss",
                             "validation loss, early stopping", "gap", "accuracy"]
    assert f"{np.nanmedian(VERDICT.without.validation_loss):.3g} [" in numbers["validation loss"]
    assert VERDICT.generalization.numbers in numbers["validation loss"]
    assert "+1.0 points" in numbers["accuracy"]


def test_if_no_run_ends_the_text_says_so():
    nothing = Outcome(*np.full((4, SEEDS), np.nan))
    text = str(Verdict(ABOUT, VERDICT.without, nothing))
    assert "20 of 20 with" in text and "diverges" in text and "nan" not in text
    assert Verdict(ABOUT, nothing, nothing).optimization.word == "no verdict"
