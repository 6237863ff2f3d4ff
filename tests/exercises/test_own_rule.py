"""The reader's own optimizer walks with the others, and what is wrong with it is said in a
sentence."""
import numpy as np
import pytest

from helpers import surfaces
from helpers.descent import grid, trace
from helpers.exercises.own_rule import Own, is_written, mixes, own_path
from helpers.optimizers import Adam, HeavyBall

BANANA = surfaces.rosenbrock()


def heavy(t, theta, g, state, lr=0.001, memory=0.9):
    v = g if state is None else memory * state + g
    return theta - lr * v, v


def written_in_place(t, theta, g, state, lr=0.001, memory=0.9):
    v = g.copy() if state is None else state
    if state is not None:
        v *= memory
        v += g
    theta -= lr * v
    g[...] = 0
    return theta, v.copy()


class Remembers:
    """A state that is no array."""

    def __init__(self, v):
        self.v = v


def any_state(t, theta, g, state, lr=0.001, memory=0.9):
    v = g if state is None else memory * state["kept"].v + g
    return [theta - lr * v, {"kept": Remembers(v), 1: "text"}]


def adam(t, theta, g, state, lr=0.01, memory=0.9):
    m, r = (0, 0) if state is None else state
    m, r = memory * m + (1 - memory) * g, 0.999 * r + 0.001 * g**2
    above, below = m / (1 - memory**(t + 1)), r / (1 - 0.999**(t + 1))
    return theta - lr * above / (np.sqrt(below) + 1e-8), (m, r)


@pytest.mark.parametrize("rule, same", [
    (heavy, HeavyBall(0.001, 0.9)), (written_in_place, HeavyBall(0.001, 0.9)),
    (any_state, HeavyBall(0.001, 0.9)), (adam, Adam(0.01))])
def test_a_rule_walks_the_path_of_the_optimizer_that_it_is(rule, same):
    path, words = own_path(rule, BANANA, BANANA.start, 200)
    assert words == "" and is_written(rule)
    np.testing.assert_allclose(path, trace(BANANA, same, BANANA.start, 200), rtol=1e-9)


def test_in_a_grid_each_setting_is_the_optimizer_with_that_setting():
    rates, memories = [0.001, 0.0005], [0.0, 0.5, 0.9]
    ours = grid(Own(heavy), BANANA.start, lr=rates, memory=memories)
    theirs = grid(HeavyBall(1.0), BANANA.start, lr=rates, beta=memories)
    paths = [trace(BANANA, optimizer, BANANA.start, 50) for optimizer in (ours, theirs)]
    np.testing.assert_allclose(*paths, rtol=1e-12)
    assert mixes(heavy, BANANA, BANANA.start) == "" == mixes(adam, BANANA, BANANA.start)


def fail(words):
    raise OSError(words)


def rule_of(new):
    """A rule that returns new(theta, g) and no state."""
    def rule(t, theta, g, state, lr=0.001, memory=0.9):
        return new(theta, lr * g)
    return rule


ODD = {  # what the rule returns, and what is said
    "raises": (lambda theta, g: 1 / 0, "Your rule raises ZeroDivisionError: division by zero."),
    "unknown name": (lambda theta, g: unknown, "Your rule raises NameError: name 'unknown'"),  # noqa: F821
    "raises without a word": (lambda theta, g: [][:].pop(None), "Your rule raises TypeError"),
    "raises at length": (lambda theta, g: fail("No.\nA. B."), "Your rule raises OSError: No."),
    "None": (lambda theta, g: None, "Your rule returns None; it should return two things"),
    "one thing": (lambda theta, g: theta - g, "Your rule returns an array; it should return two"),
    "text": (lambda theta, g: "theta", "Your rule returns a text; it should return two"),
    "three things": (lambda theta, g: (theta, g, 1), "Your rule returns a tuple of 3; it should"),
    "a list of one": (lambda theta, g: [theta], "Your rule returns a list of 1; it should return"),
    "a norm for all": (lambda theta, g: np.linalg.norm(g), "Your rule returns a number; it should"),
    "no numbers": (lambda theta, g: ("left", 1), "Your rule returns a text as the new theta; it"),
    "nothing new": (lambda theta, g: (None, 1), "Your rule returns None as the new theta; it"),
    "complex": (lambda theta, g: (1j * theta, 1), "Your rule returns an array of complex128 as"),
    "uneven": (lambda theta, g: ([1, [2, 3]], 1), "Your rule returns a list of 2 as the new theta"),
    "a number": (lambda theta, g: (0.5, 1), "Your rule returns a theta of shape (); it should be"),
    "its norm": (lambda theta, g: (np.linalg.norm(theta), 1), "Your rule returns a theta of shape"),
    "more": (lambda theta, g: (np.ones(3), 1), "Your rule returns a theta of shape (3,); it"),
    "a set": (lambda theta, g: ({1, 2}, 1), "Your rule returns something of type set as the new"),
    "NaN of another shape": (lambda theta, g: (np.nan, 1), "Your rule returns a theta of shape"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_wrong_with_a_rule_is_said_in_a_sentence(name):
    new, words = ODD[name]
    path, said = own_path(rule_of(new), BANANA, BANANA.start, 5)
    assert path is None and said.startswith(words) and said.endswith(".")
    assert ". " not in said and "\n" not in said  # one sentence
    assert mixes(rule_of(new), BANANA, BANANA.start) == said


def as_printed(t, theta, g, state, lr=0.05, memory=0.9):
    # return theta - lr * g, None
    return None


def forgets_to_return(t, theta, g, state):
    theta = theta - 0.05 * g


@pytest.mark.parametrize("rule, written", [
    (as_printed, False), (None, False), (forgets_to_return, True), (heavy, True), (7, True),
    (rule_of(lambda theta, g: 1 / 0), True)])
def test_a_rule_that_says_nothing_is_not_written_yet(rule, written):
    assert is_written(rule) is written


def test_a_rule_without_a_return_is_told_so_and_no_function_too():
    assert own_path(forgets_to_return, BANANA, BANANA.start, 5)[1].startswith(
        "Your rule returns None; it should return two things")
    assert own_path(7, BANANA, BANANA.start, 5, lr=0.1)[1] == (
        "Your rule raises TypeError: 'int' object is not callable.")


@pytest.mark.parametrize("rule, names", [
    (lambda t, theta, g, state: (theta - 0.001 * g, state), []),
    (lambda t, theta, g, state, lr=0.001: (theta - lr * g, state), ["lr"]),
    (lambda t, theta, g, state, **named: (theta - named.get("lr", 0.001) * g, None), ["lr"])])
def test_a_rule_is_given_the_settings_that_it_names(rule, names):
    rates, memories = [0.001, 0.0005], [0.0, 0.5, 0.9]
    ours = trace(BANANA, grid(Own(rule), BANANA.start, lr=rates, memory=memories), BANANA.start, 9)
    assert ours.shape == (10, 2, 3, 2) and np.ptp(ours, axis=2).max() == 0
    assert (np.ptp(ours[-1], axis=0).max() > 0) == ("lr" in names)
    assert mixes(rule, BANANA, BANANA.start) == ""


MIXED = {
    "a norm over everything": lambda theta, g: (theta - g / (1 + np.linalg.norm(g)), None),
    "a mean over everything": lambda theta, g: (theta - g + 0.01 * theta.mean(), None),
    "a maximum": lambda theta, g: (theta - g / np.abs(g).max(), None),
    "a mean over the runs": lambda theta, g: (
        theta - g + 0.1 * theta.reshape(-1, 2).mean(axis=0) - 0.1 * theta, None),
    "an if on the sum": lambda theta, g: (theta - (g if g.sum() > 0 else 2 * g), None),
}


@pytest.mark.parametrize("name", MIXED)
def test_a_rule_that_mixes_runs_is_told_so(name):
    rule = rule_of(MIXED[name])
    assert own_path(rule, BANANA, BANANA.start, 5)[1] == ""
    said = mixes(rule, BANANA, BANANA.start)
    assert said.startswith("Your rule mixes runs: beside other") and ". " not in said


def test_an_if_on_an_array_is_told_before_the_map():
    rule = rule_of(lambda theta, g: (theta - (g if g[0] > 0 else 2 * g), None))
    assert own_path(rule, BANANA, BANANA.start, 5)[1] == ""
    said = mixes(rule, BANANA, BANANA.start)
    assert "is ambiguous, when" in said and said.endswith("are run at once, in one array.")


def late(t, theta, g, state, lr=0.001, memory=0.9):
    return theta - lr * g / (1 if t < 250 else 0 if g.ndim > 1 else [][0]), None


def test_a_rule_that_raises_late_is_told_so_before_the_map():
    assert "IndexError" in mixes(late, BANANA, BANANA.start)


def stretched(t, theta, g, state, lr=0.5, memory=0.9):
    """Newton's step on the valley: at its star at once, but for rounding."""
    return theta - lr ** (t * 0 + 1.0) * g / np.array([1.0, 100.0]) / lr, None


def test_rounding_at_a_star_at_zero_is_no_mixing():
    valley = surfaces.valley()
    assert mixes(stretched, valley, valley.start) == ""


def test_a_rule_that_diverges_is_no_error():
    path, words = own_path(heavy, BANANA, BANANA.start, 200, lr=10.0)
    assert words == "" and not np.isfinite(path[-1]).any()
    assert mixes(rule_of(lambda theta, g: (theta * np.nan, None)), BANANA, BANANA.start) == ""
