"""Notebook 11: its page for own points, and its words about the records follow from them."""
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot

from helpers import objectives
from helpers.experiments import n11_semi_supervised as semi
from helpers.experiments import results, verdict

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "11_semi_supervised.ipynb"
WORLDS = ("wide", "thin", "moons", "across")


@pytest.fixture(scope="module")
def names():
    """What the notebook has defined as soon as its page for own points has an Add button."""
    cells = [cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]
    last = next(k for k, source in enumerate(cells) if "add.on_click" in source)
    left_out = r"^live\(|all_strengths|ends\[|^for seed in|^for spread in"
    found = {}
    with pyplot.rc_context():
        for source in cells[:last + 1]:
            if not re.search(left_out, source, re.MULTILINE):
                exec(source, found)
    return found


@pytest.fixture
def page(names):
    names["yours"].set(**names["yours"].defaults)
    return names["yours"]


def press(page, words):
    row = page.board.beside.children
    next(child for child in row if getattr(child, "description", "") == words).click()


def test_add_puts_a_point_where_the_sliders_are_and_reset_takes_it_away(page):
    first = page.png
    page.set(x=1.0, y=2.0, label=0)
    press(page, "Add")
    assert page.values["added"] == ((1.0, 2.0, 0),) and page.error is None and page.png != first
    press(page, "Reset")
    assert page.values["added"] == () and page.png == first


def test_a_page_on_which_a_class_has_no_label_says_so_under_the_figure(page, names):
    page.set(world=names["OWN"], label=0)
    assert isinstance(page.error, ValueError) and "is of class 0" in page.board.sentence.value
    press(page, "Add")
    assert isinstance(page.error, ValueError) and "is of class 1" in page.board.sentence.value
    page.set(x=2.0, label=1)
    press(page, "Add")
    assert page.error is None and page.words.startswith("Of 2 labelled points, 100.0% are right")


def test_a_network_that_answers_one_class_everywhere_has_no_border(names):
    ax, one_class = pyplot.figure().subplots(), np.eye(semi.NETWORK.size)[-1:]
    names["borders_of"]([ax], names["BOXES"]["wide"], one_class, np.zeros((3, 2)),
                        np.array([0, 1, 1]))
    pyplot.close()
    assert not ax.collections and len(ax.lines[0].get_xdata()) == 1


@pytest.mark.parametrize("lam", [-1.0, np.nan, (0.0, -0.1)])
def test_a_negative_strength_is_refused(lam):
    x, truth, known, _ = semi.drawn("wide", 0)
    with pytest.raises(ValueError, match="lam = "):
        objectives.Sum(semi.task(x[known], truth[known]), lam, semi.term("graph", x))


GENERALIZATION = {  # what the notebook says, at λ = 0.1 of entropy and 100 of the graph
    "entropy_wide": "helps (≤ × 0.231 [0.125, 0.426]; better in most seeds, far worse in 5)",
    "entropy_thin": "unclear (× 1.34 [0.819, 2.19])",
    "entropy_moons": "hurts (× 2.17 [1.9, 2.47])",
    "entropy_across": "hurts (× 2.11 [1.8, 2.48])",
    "graph_wide": "helps (≤ × 0.134 [0.0831, 0.216])",
    "graph_thin": "helps (× 0.539 [0.302, 0.964])",
    "graph_moons": "helps (× 0.145 [0.0675, 0.31])",
    "graph_across": "unclear (× 1.3 [0.947, 1.78])",
}
OPTIMIZATION = dict.fromkeys(list(GENERALIZATION)[:5], "both solved (× 1 [1, 1])") | {
    "graph_thin": "hurts (≥ × 7.35 [4.93, 10.9])",
    "graph_moons": "about equal (× 1 [0.996, 1.01])",
    "graph_across": "hurts (× 2.39 [1.38, 4.15])",
}


def told(name):
    """With the term, at the strength that the notebook chose, against the labels only."""
    return results.load(name).verdict("λ = 0", "λ = 0.1" if name[0] == "e" else "λ = 100")


@pytest.mark.parametrize("name", GENERALIZATION)
def test_the_verdicts_of_the_notebook_follow_from_the_records(name):
    assert str(told(name).generalization) == GENERALIZATION[name]
    assert str(told(name).optimization) == OPTIMIZATION[name]


EARLY = {"entropy_thin": ("helps", "× 0.734 [0.568, 0.949]"),
         "entropy_moons": ("about equal", "× 0.996 [0.971, 1.02]"),
         "graph_thin": ("unclear", "× 1.13 [0.681, 1.86]")}


@pytest.mark.parametrize("name", EARLY)
def test_with_early_stopping_the_words_are_those_of_the_notebook(name):
    ratio = told(name).early_stopping
    assert (ratio.word, ratio.numbers) == EARLY[name]


def test_the_labelled_loss_with_entropy_is_lower_in_nearly_every_run_and_by_next_to_nothing():
    for world in WORLDS:
        pair = told(f"entropy_{world}")
        change = pair.without.train_loss - pair.with_.train_loss
        assert np.sum(change > 0) >= 29 and np.all(change < 1e-4)


def test_the_accuracies_are_what_the_notebook_says():
    wide, moons = told("entropy_wide"), told("graph_moons")
    gain = wide.with_.accuracy - wide.without.accuracy
    assert (np.sum(gain > 0), np.sum(gain < 0)) == (23, 4)
    assert np.median(moons.without.accuracy) < 0.82 and np.median(moons.with_.accuracy) > 0.9
    assert moons.without.accuracy.max() < 0.9
    assert told("entropy_thin").accuracy.points == "-0.3 points [-2.6, +1.9]"
    assert told("graph_thin").accuracy.points == "+10.6 points [+6.0, +15.2]"
    assert told("entropy_moons").marks == "above guessing"
    fallen = told("graph_across")
    assert np.sum(fallen.with_.accuracy < fallen.without.accuracy) == 29
    across = results.load("entropy_across")
    ended = dict(zip(across.seeds, across.outcomes["λ = 1"].accuracy, strict=True))
    assert ended[8] < 0.55 and ended[28] > 0.7


def test_the_validation_loss_with_entropy_falls_in_25_wide_seeds_and_in_no_moons():
    assert told("entropy_wide").generalization.lower == 25
    assert told("entropy_moons").generalization.lower == 0


@pytest.mark.parametrize("name, good, poor", [
    ("entropy_wide", "helps", "no verdict"), ("entropy_thin", "no verdict", "hurts"),
    ("entropy_thin_large", "helps", "unclear")])
def test_the_rich_get_richer(name, good, poor):
    before, after = (results.load(name).outcomes[lam] for lam in ("λ = 0", "λ = 0.1"))
    rich = before.accuracy >= 0.9
    found = [verdict.ratio(before.validation_loss[group], after.validation_loss[group], 0.01)
             for group in (rich, ~rich)]
    assert [ratio.word for ratio in found] == [good, poor]
    assert found[0].high < 1 and found[0].lower >= found[0].n - 2


def clear(name):
    """The strengths λ at which the accuracy is clearly higher than that of the labels only, and
    clearly lower."""
    outcomes = results.load(name).outcomes
    gains = {float(lam[4:]): verdict.difference(outcomes["λ = 0"].accuracy, outcome.accuracy)
             for lam, outcome in outcomes.items()}
    higher = [lam for lam, gain in gains.items() if gain.low > 0]
    return higher, [lam for lam, gain in gains.items() if gain.high < 0]


def test_a_weak_graph_that_helps_the_network_on_thin_blobs_hurts_the_straight_line():
    assert clear("graph_thin") == ([1, 10, 30, 100, 300, 1000], [])
    assert clear("graph_thin_line") == ([300, 1000], [1, 10, 30])
    assert clear("entropy_wide_line") == ([0.01, 3], []) and clear("entropy_wide")[0][0] == 0.01
