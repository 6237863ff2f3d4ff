"""The kinds of check: what they say of mistakes, of a bug not mended yet, of a rule and ours."""
import numpy as np
import pytest
from lessons import COMPARISONS, said

from helpers.exercises import checks


def double(x):
    return 2 * x


CASES = [(1.0,), (3.0,)]
TOLD = [(double, "Right. yes"), (np.square, "Not mended yet: for (1.0) your function gives 1.0"),
        (np.negative, "Hint: the sign"), (np.sqrt, "Hint: by two"), (None, "Not answered yet.")]


@pytest.mark.parametrize("answer, words", TOLD)
def test_a_rule_knows_the_bug_that_was_given_and_the_mistakes_that_are_made(capsys, answer, words):
    checks.rule(answer, double, CASES, hint="by two", why="yes", bug=np.square,
                mistakes=[(np.negative, "the sign")])
    told = capsys.readouterr().out
    assert words in told and ("Hint" in words) == ("Hint" in told)


@pytest.mark.parametrize("answer, words", [
    (4, "Right: 4."), (8, "too large. Hint: twice as much"), (5, "too large. Hint: count"),
    (None, "Not answered yet: a number.")])
def test_a_number_that_students_often_give_has_a_hint_of_its_own(capsys, answer, words):
    checks.number(answer, 4, hint="count", why="", mistakes={8: "twice as much"})
    assert words in capsys.readouterr().out


def test_a_right_whole_number_is_told_whole(capsys):
    checks.number(12832, 12832, hint="", why="", tolerance=0)
    checks.number(2 / 3, 2 / 3, hint="", why="yes")
    assert capsys.readouterr().out == "Right: 12,832. \nRight: 0.6667. yes\n"


def test_of_many_numbers_the_first_that_differs_is_told(capsys):
    def late(x):
        return np.where(np.arange(50) < 7, 2 * x, x)
    checks.same(late, double, [(np.arange(50.0),)], "Double")
    assert capsys.readouterr().out == ("Not the same as Double: of 50 numbers, that at [7] is 7.0, "
                                       "and 14.0 is right.\n")


def test_each_wrong_option_may_have_a_hint_of_its_own(capsys):
    checks.choice("a", "c", ["a", "b", "c"], hint={"a": "not so early", "b": "later"}, why="")
    assert capsys.readouterr().out == "Not yet: it is not a. Hint: not so early\n"


SAME = [(double, "The same as Double in 2 cases. Largest difference: 0, to rounding."),
        (lambda x: 2 * x * (1 + 1e-9), "Largest difference: 1e-09."),
        (lambda x: x, "Not the same as Double: for (1.0) your function gives 1.0, and 2.0 is"),
        (lambda x: 1 / 0, "Not the same as Double: your function raises ZeroDivisionError"),
        (None, "Not the same as Double: Not answered yet")]


@pytest.mark.parametrize("mine, words", SAME)
def test_a_rule_of_the_notebook_is_held_to_the_helper(capsys, mine, words):
    checks.same(mine, double, CASES, "Double")
    assert words in capsys.readouterr().out


def test_a_rule_that_gives_something_else_the_second_time_is_told(capsys):
    calls = iter([2.0, 6.0])
    checks.same(lambda x: next(calls), double, CASES, "Double")
    assert capsys.readouterr().out.startswith("Not the same as Double: ")


@pytest.mark.parametrize("name", COMPARISONS)
@pytest.mark.parametrize("odd", [None, 3, "text", lambda *case: None, lambda *case: "x"],
                         ids=["nothing", "a number", "a text", "gives nothing", "gives a text"])
def test_a_comparison_never_raises(capsys, name, odd):
    assert said(capsys, name, odd).startswith("Not the same as ")
