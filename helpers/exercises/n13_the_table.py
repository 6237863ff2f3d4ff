"""Checks of the exercises of lesson 13. The right answers come from the records' digest."""
from functools import cache

import numpy as np

from helpers.diagnosis import budget, digest
from helpers.diagnosis.rows import BY_KEY
from helpers.exercises import checks
from helpers.exercises.checks import choice, number, numbers, rule
from helpers.experiments import results
from helpers.experiments.verdict import ratio

CASES = {  # training loss of a linear model, training and validation loss of the network; options
    "Ada": ((0.05, 1.6, 1.6), {"dropout": "dropout", "skip connection": "skip",
                               "more data": "more_data", "L2 regularization": "l2"}),
    "Bo": ((0.05, 0.004, 0.31), {"Adam": "optimizers", "cosine schedule": "schedules",
                                 "more data": "more_data", "leaky ReLU": "leaky_relu"}),
}
STEPS = ("1: the loss", "2: the set of functions", "3: the search")


def new_name(answer):
    """Which step does label smoothing change?"""
    choice(answer, STEPS[0], STEPS,
           hint={STEPS[1]: "the network computes the same functions as before",
                 STEPS[2]: "the optimizer is the same; what is it asked to make small?"},
           why="Other targets make another loss. Its users hope for generalization.")


def cure_of_ada(answer):
    """What does Ada try first? The training loss is above that of a linear model."""
    cure(answer, "Ada")


def cure_of_bo(answer):
    """What does Bo try first? The validation loss is far above the training loss."""
    cure(answer, "Bo")


def cure(chosen, case):
    """Whether this is what helps the case: the row that is said to lower the loss that is too
    high, and has done so."""
    losses, named = CASES[case]
    failed = losses[1] > losses[0]
    wanted = [words for words, key in named.items() if digest.words(key)[not failed] == "helps"
              and (BY_KEY[key].optimization if failed else BY_KEY[key].generalization) == "+"]
    where = "training" if failed else "validation"
    choice(chosen, wanted[0], list(named),
           hint="compare the network's training loss with that of the linear model, which it "
                "contains; then look in the table for what lowers the loss that is too high",
           why=f"The {where} loss is what is wrong here, and this is what lowers it.")


def compare_verdict(mine):
    """Hold the notebook's (without, with_) to (ratio, low, high) against `verdict.ratio`."""
    def reference(without, with_):
        found = ratio(without, with_, 0.01)
        return np.array([found.r, found.low, found.high])
    rng = np.random.default_rng(0)
    cases = [(np.exp(rng.normal(-2, 1, n)), np.exp(rng.normal(-2.2, 1, n))) for n in (3, 10, 20)]
    cases.append((np.array([0.2, 0.001, 0.004, 0.05]), np.array([0.1, 0.02, 0.001, 0.05])))
    checks.same(mine, reference, cases, "verdict.ratio in helpers/")


def mended_choice(answer):
    """(without, with_), losses (rates, seeds), to the ratio: rates chosen on the first two seeds
    alone, judged on the others."""
    rng = np.random.default_rng(6)
    cases = [tuple(np.round(rng.uniform(0.1, 2, (2, 2, 4)), 1)) for _ in range(6)]
    rule(answer, honest, cases,
         hint="seeds on which a rate is chosen cannot judge it: there, luck has been chosen, too",
         why="Two seeds choose, the others judge.", bug=chosen_on_all,
         mistakes=[(chosen_on_two, "the rates are chosen on two seeds now; which seeds judge?"),
                   (judged_on_others, "the others judge now; which seeds choose?")])


def geometric(before, after):
    return np.exp(np.mean(np.log(after / before)))


def best_rates(losses, seeds):
    """Of each contender the losses (seeds,) at the rate that is best on these seeds."""
    return np.array([own[np.log(own[:, seeds]).mean(axis=1).argmin()] for own in losses])


def honest(without, with_):
    return geometric(*best_rates((without, with_), slice(2))[:, 2:])


def chosen_on_all(without, with_):
    """The notebook's code with its bug."""
    return geometric(*best_rates((without, with_), slice(None)))


def chosen_on_two(without, with_):
    return geometric(*best_rates((without, with_), slice(2)))


def judged_on_others(without, with_):
    return geometric(*best_rates((without, with_), slice(None))[:, 2:])


def two_answers(answer):
    """Two learning rates: with the first, for both, dropout of 0.2 helps at the end; with the
    second it hurts."""
    def judge(rates):
        for lr in rates:
            if lr not in budget.RATES:
                raise ValueError(f"η = {lr:g}: allowed are "
                                 f"{', '.join(f'{one:g}' for one in budget.RATES)}")
        found = [at_one_rate(lr) for lr in rates]
        seen = ", ".join(f"with η = {lr:g} it {words(one)} ({one.numbers})"
                         for lr, one in zip(rates, found, strict=True))
        return [one.word for one in found] == ["helps", "hurts"], seen
    numbers(answer, (2,), "a pair of learning rates", judge,
            hint="where the network without dropout overfits most, dropout has most to cure; where "
                 "it has not learned yet, dropout is in the way",
            why="One record, two answers: a rate that is given says little.")


def words(found):
    return found.word if found.word in ("helps", "hurts") else f"is {found.word}"


@cache
def at_one_rate(lr):
    """The verdict on the validation loss at the end, with p = 0.2 and without, at one rate."""
    record = results.load("dropout_budget")
    return ratio(*(budget.judged(record, (p, lr), -1) for p in (0.0, 0.2)), record.floor)


def by_chance(answer, tests):
    """How many of so many 95 % intervals miss the truth on average?"""
    number(answer, 0.05 * tests,
           hint="a 95 % interval misses the truth once in twenty times",
           why="That is the mean; contenders that share a baseline miss together.",
           mistakes={0.95 * tests: "these are the intervals that cover the truth"})
