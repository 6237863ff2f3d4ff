"""The verdict on made-up data whose truth we know, and on training runs that end well or not at all."""
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from helpers.experiments.verdict import (
    Effect, LAST, Outcome, Verdict, effect, outcome, share, student)
from helpers.descent import trace
from helpers.networks.initialization import kaiming, start
from helpers.networks.activations import Tanh
from helpers.networks.layers import Dropout, Linear
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.networks.normalization import BatchNorm
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, GradientDescent

SEEDS = 20


def made_up(shift, seed, spread=0.1, seeds=SEEDS):
    """Losses of the same seeds without and with a trick whose true effect is `shift`."""
    generator = np.random.default_rng(seed)
    without = generator.uniform(1, 3, seeds)  # the seeds differ among themselves much more than by the trick
    return without, without + shift + spread * generator.standard_normal(seeds)


# The interval -------------------------------------------------------------------------------------

def test_students_point_is_that_of_scipy():
    degrees = np.arange(1, 201)
    assert_allclose([student(k) for k in degrees], stats.t.ppf(0.975, degrees), rtol=1.5e-3)


@pytest.mark.parametrize("n", [1, 10, 20, 100])
def test_the_interval_of_a_share_is_that_of_wilson(n):
    for hits in range(0, n + 1, max(1, n // 10)):
        wilson = stats.binomtest(hits, n).proportion_ci(method="wilson")
        assert_allclose(share(hits, n), wilson, rtol=1e-3, atol=1e-5)


def test_the_interval_is_that_of_the_paired_t_test():
    for seeds in (3, 10, 20, 50):
        without, with_ = made_up(-0.05, seed=seeds, seeds=seeds)
        scipy = stats.ttest_rel(with_, without).confidence_interval(0.95)
        ours = effect(without, with_)
        assert_allclose((ours.low, ours.high), scipy, rtol=0.01)
        assert ours.mean == pytest.approx(np.mean(with_ - without))


@pytest.mark.parametrize("seeds", [5, 20])
@pytest.mark.parametrize("shift", [0.0, -0.3])
def test_the_interval_covers_the_truth_about_95_times_in_100(shift, seeds):
    effects = [effect(*made_up(shift, seed, seeds=seeds)) for seed in range(2000)]
    covered = np.mean([one.low <= shift <= one.high for one in effects])
    assert covered == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / 2000))


def test_wins_are_the_seeds_that_end_lower():
    assert effect(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.9, 2.5, 3.0, 3.9])).lower == 2


# The word -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("shift, word", [(-0.2, "helps"), (0.2, "hurts")])
def test_a_known_effect_is_found(shift, word):
    assert {effect(*made_up(shift, seed)).word for seed in range(200)} == {word}


def test_no_effect_is_called_unclear_19_times_in_20():
    words = [effect(*made_up(0.0, seed)).word for seed in range(1000)]
    assert words.count("no clear effect") == pytest.approx(950, abs=3 * np.sqrt(1000 * 0.05 * 0.95))
    assert words.count("helps") == pytest.approx(25, abs=15) and words.count("hurts") == pytest.approx(25, abs=15)


def test_the_word_turns_with_the_contenders():
    without, with_ = made_up(-0.2, seed=0)
    there, back = effect(without, with_), effect(with_, without)
    assert (there.word, back.word) == ("helps", "hurts")
    assert_allclose((back.mean, back.low, back.high), (-there.mean, -there.high, -there.low))


def test_a_small_effect_needs_pairs():
    """The seeds differ by far more than the trick does: only seed against itself shows it."""
    without, with_ = made_up(-0.2, seed=0)
    assert effect(without, with_).word == "helps"
    assert effect(without, np.roll(with_, 1)).word == "no clear effect"


def test_a_trick_that_changes_nothing_has_no_clear_effect():
    same = effect(np.ones(SEEDS), np.ones(SEEDS))
    assert same.word == "no clear effect" and (same.mean, same.low, same.high, same.lower) == (0, 0, 0, 0)


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_pairs_give_no_verdict(n):
    without, with_ = np.full((2, 5), np.nan)
    without[:3], with_[:n] = 1, 0.5
    one = effect(without, with_)
    assert (one.word, one.n, one.lower) == ("no verdict", n, n)
    assert str(one) == f"no verdict (pairs of runs that ended: {n})"


def test_seeds_of_which_a_run_diverged_are_no_pair():
    without, with_ = made_up(-0.2, seed=3)
    pairs = effect(without[5:], with_[5:])
    without[:2], with_[2:5] = np.nan, [np.inf, np.nan, -np.inf]
    assert effect(without, with_) == pairs and pairs.n == 15


def test_float32_losses_are_subtracted_in_float64():
    one = effect(np.float32([1, 2, 3]), np.float32([1.1, 2.1, 3.2]))
    assert one == effect(np.float32([1, 2, 3]).astype(float), np.float32([1.1, 2.1, 3.2]).astype(float))


# Training runs ------------------------------------------------------------------------------------

class Bowls:
    """A bowl for every seed: descent at rate 1 lands at the bottom for curvature 1, and flies off for more than 2."""
    size = 3

    def __init__(self, *curvatures):
        self.curvature, self.seen = np.array(curvatures)[:, None], []

    def at(self, t):
        self.seen.append(t)
        return self

    def loss(self, theta):
        return 1 + np.sum(self.curvature * theta**2, axis=-1)

    def grad(self, theta):
        return self.curvature * theta

    def accuracy(self, theta):
        return np.exp(-self.loss(theta))

    def normalized_by(self, task):
        return self


def ended(*curvatures, steps=400):
    bowls = Bowls(*curvatures)
    return outcome(bowls, bowls, GradientDescent(1.0), np.ones((len(curvatures), 3)), steps), bowls


def test_a_good_run_ends_at_the_bottom():
    result, _ = ended(1.0, 0.5, 1.5)
    assert_allclose([result.trained, result.clean, result.validation], 1)
    assert_allclose(result.accuracy, np.exp(-1))
    assert_array_equal(result.gap, 0)
    assert result.diverged == 0


def test_runs_that_diverge_are_counted_and_the_others_are_not_lost():
    result, _ = ended(*[1.0] * 9, 100.0, 1e30, 1e200, *[0.5] * 8)
    assert result.diverged == 3
    gone = np.arange(20) // 3 == 3
    for numbers in (result.trained, result.clean, result.validation, result.accuracy, result.gap):
        assert_array_equal(np.isnan(numbers), gone)


def test_a_run_whose_validation_loss_is_no_number_has_diverged_too():
    bowls, steep = Bowls(0.5, 0.5), Bowls(1.0, np.inf)
    result = outcome(bowls, steep, GradientDescent(1.0), np.ones((2, 3)), 30)
    assert result.diverged == 1 and np.isfinite(result.validation[0])
    assert np.isnan([result.trained[1], result.clean[1], result.accuracy[1]]).all()


def test_if_all_diverge_training_ends_early():
    result, bowls = ended(1e30, 1e200, steps=5000)
    assert result.diverged == 2 and np.isnan(result.accuracy).all()
    assert max(bowls.seen) <= 50
    late, bowls = ended(1e30, 0.5, steps=300)
    assert late.diverged == 1 and max(bowls.seen) >= 299


TASK = Task(mlp(5, 16, 3, after=(Dropout(0.5),)), CrossEntropy(), np.random.default_rng(0).normal(size=(30, 5)),
            np.eye(3)[np.random.default_rng(1).integers(0, 3, 30)], 10, (0, 1, 2))
VALIDATION = replace(TASK, x=TASK.x + 0.3, batch=None)
THETA = start(TASK.network, kaiming, (0, 1, 2), float)


def test_each_number_is_what_it_is_called():
    result = outcome(TASK, VALIDATION, Adam(0.01), THETA, 60)
    path = trace(TASK, Adam(0.01), THETA, 60)
    last = range(61 - LAST, 61)
    assert_allclose(result.trained, np.mean([TASK.at(t).loss(path[t]) for t in last], axis=0))  # batches, dropout on
    assert_array_equal(result.clean, TASK.loss(path[-1]))  # all data, dropout off
    assert_array_equal(result.validation, VALIDATION.loss(path[-1]))
    assert_array_equal(result.accuracy, VALIDATION.accuracy(path[-1]))
    assert_allclose(result.gap, result.validation - result.clean)
    assert np.all(result.trained > result.clean)


def test_fewer_steps_than_the_mean_is_taken_over():
    path = trace(TASK, Adam(0.01), THETA, 5)
    result = outcome(TASK, VALIDATION, Adam(0.01), THETA, 5)
    assert_allclose(result.trained, np.mean([TASK.at(t).loss(path[t]) for t in range(6)], axis=0))


def test_a_seed_alone_ends_as_in_company_bit_by_bit():
    together = outcome(TASK, VALIDATION, Adam(0.01), THETA, 60)
    for seed in TASK.seeds:
        alone = outcome(replace(TASK, seeds=(seed,)), replace(VALIDATION, seeds=(seed,)), Adam(0.01), THETA[[seed]], 60)
        for name, numbers in vars(together).items():
            assert_array_equal(getattr(alone, name), numbers[[seed]])


def test_a_penalty_is_descended_and_not_judged():
    """What is reported is the loss of the task, at the end of a descent on task + λ · L2."""
    penalized = Sum(TASK, 0.1, L2(TASK.size))
    result = outcome(TASK, VALIDATION, Adam(0.01), THETA, 60, objective=penalized)
    path = trace(penalized, Adam(0.01), THETA, 60)
    assert_allclose(result.trained, np.mean([TASK.at(t).loss(path[t]) for t in range(61 - LAST, 61)], axis=0))
    assert_array_equal(result.clean, TASK.loss(path[-1]))
    assert_array_equal(result.validation, VALIDATION.loss(path[-1]))
    assert np.all(result.clean > outcome(TASK, VALIDATION, Adam(0.01), THETA, 60).clean)


def test_a_penalty_of_weight_0_changes_nothing():
    plain, nothing = (outcome(TASK, VALIDATION, Adam(0.01), THETA, 30, objective)
                      for objective in (None, Sum(TASK, 0.0, L2(TASK.size))))
    for name, numbers in vars(plain).items():
        assert_array_equal(getattr(nothing, name), numbers)


def test_a_network_that_normalizes_is_judged_with_the_statistics_of_the_training_set():
    """Of the whole of it, by itself, for the validation too; as trained, with those of each batch."""
    network = Network((Linear(5, 8), BatchNorm((8,)), Tanh(), Linear(8, 3)))
    task, validation = replace(TASK, network=network), replace(VALIDATION, network=network)
    theta = start(network, kaiming, (0, 1, 2), float)
    result, path = outcome(task, validation, Adam(0.01), theta, 60), trace(task, Adam(0.01), theta, 60)
    known = network.with_batch_statistics(path[-1], task.x)
    assert_array_equal(result.validation, CrossEntropy().loss(known.predict(path[-1], validation.x), validation.y))
    assert_array_equal(result.accuracy, np.mean(known.predict(path[-1], validation.x).argmax(-1) == validation.y.argmax(-1), axis=-1))
    assert_array_equal(result.clean, task.loss(path[-1]))
    assert np.all(result.validation != validation.loss(path[-1]))  # as if the validation set were a batch
    assert_allclose(result.trained, np.mean([task.at(t).loss(path[t]) for t in range(61 - LAST, 61)], axis=0))


def test_contenders_that_are_the_same_are_equal_bit_by_bit():
    """Same seeds, same splits, same batches, same masks: nothing but the trick is different."""
    first, second = (outcome(TASK, VALIDATION, Adam(0.01), THETA, 30) for _ in range(2))
    verdict = Verdict("nothing", 1, "a test", first, second)
    assert verdict.optimization.mean == verdict.generalization.mean == 0


# The verdict as text ------------------------------------------------------------------------------

def contenders():
    """Optimization is worse with the trick, generalization better; three runs without and one with it diverge."""
    (trained, hurt), (validation, helped) = made_up(0.5, seed=1), made_up(-0.2, seed=2)
    clean, accuracy = trained / 2, np.linspace(0.8, 0.9, SEEDS)
    without, with_ = Outcome(trained, clean, validation, accuracy), Outcome(hurt, clean + 0.1, helped, accuracy + 0.01)
    return [Outcome(*(np.where(np.arange(SEEDS) < gone, np.nan, numbers) for numbers in vars(one).values()))
            for one, gone in ((without, 3), (with_, 1))]


VERDICT = Verdict("dropout", 3, "300 digits", *contenders())


def test_optimization_is_judged_on_the_loss_as_trained_and_generalization_on_the_validation_loss():
    assert VERDICT.optimization == effect(VERDICT.without.trained, VERDICT.with_.trained)
    assert VERDICT.generalization == effect(VERDICT.without.validation, VERDICT.with_.validation)
    assert (VERDICT.optimization.word, VERDICT.generalization.word) == ("hurts", "helps")


def test_it_prints_as_one_line():
    line = str(VERDICT)
    assert "\n" not in line
    for told in ("dropout (300 digits)", f"optimization {VERDICT.optimization}",
                 f"generalization {VERDICT.generalization}", "3 of 20 diverged without, 1 of 20 with"):
        assert told in line


def test_an_effect_says_word_mean_interval_and_wins():
    words = str(Effect(-0.0287, -0.0312, -0.0262, 20, 20))
    assert words == "helps (-0.0287, 95 % -0.0312 to -0.0262, lower in 20 of 20)"


def test_it_prints_as_a_row_of_the_lectures_table():
    cells = [cell.strip() for cell in VERDICT.row().split("|")]
    assert cells == ["", "dropout", "3", str(VERDICT.optimization), str(VERDICT.generalization),
                     "300 digits; 3 of 20 diverged without, 1 of 20 with", ""]


def test_all_that_was_measured_stands_beside_it():
    head, line, *rows = VERDICT.table().split("\n")
    assert "3 of 20 diverged without, 1 of 20 with" in head and set(line) == {"|", "-"}
    assert {row.count("|") for row in (head, line, *rows)} == {5}
    numbers = {row.split("|")[1].split(":")[0].strip(): row for row in rows}
    assert list(numbers) == ["training loss, as trained", "training loss, clean", "validation loss", "gap", "accuracy"]
    assert str(round(np.nanmedian(VERDICT.without.validation), 2)) in numbers["validation loss"]
    assert f"{np.nanmedian(VERDICT.with_.gap):.3g} [" in numbers["gap"]
    assert "+0.01," in numbers["accuracy"] and "lower in 0 of 17" in numbers["accuracy"]


def test_if_no_run_ends_the_text_says_so():
    nothing = Outcome(*np.full((4, SEEDS), np.nan))
    verdict = replace(VERDICT, with_=nothing)
    assert "no verdict (pairs of runs that ended: 0)" in str(verdict) and "20 of 20 with" in verdict.row()
    assert "no run ended" in verdict.table() and "nan" not in verdict.table() + verdict.row()
