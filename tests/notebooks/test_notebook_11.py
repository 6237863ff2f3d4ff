"""Notebook 11: its page for own points, and its words follow from the records."""
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot

from helpers import objectives
from helpers.experiments import results, verdict as compare
from helpers.experiments import n11_semi_supervised as semi

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "11_semi_supervised.ipynb"
WORLDS = ("wide", "thin", "moons", "across")


@pytest.fixture(scope="module")
def names():
    """What the notebook has defined as soon as its page for own points has an Add button."""
    found, cells = {}, [cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]
    with pyplot.rc_context():
        for source in cells[:1 + next(k for k, source in enumerate(cells) if "add.on_click" in source)]:
            if not re.search(r"^live\(|all_strengths|ends\[|^for seed in|^for spread in", source, re.MULTILINE):
                exec(source, found)
    return found


@pytest.fixture
def page(names):
    names["yours"].set(**names["yours"].defaults)
    return names["yours"]


def press(page, words):
    next(child for child in page.box.children[0].children if getattr(child, "description", "") == words).click()


def test_add_puts_a_point_where_the_sliders_are_and_reset_takes_it_away(page):
    first = page.png
    page.set(x=1.0, y=2.0, label=0)
    press(page, "Add")
    assert page.values["added"] == ((1.0, 2.0, 0),) and page.error is None and page.png != first
    press(page, "Reset")
    assert page.values["added"] == () and page.png == first


def test_a_page_on_which_a_class_has_no_label_says_so_under_the_figure(page, names):
    page.set(world=names["OWN"], label=0)
    assert isinstance(page.error, ValueError) and "is of class 0" in page.sentence.value
    press(page, "Add")
    assert isinstance(page.error, ValueError) and "is of class 1" in page.sentence.value
    page.set(x=2.0, label=1)
    press(page, "Add")
    assert page.error is None and page.words.startswith("Of 2 labelled points, 100.0% are right")


def test_a_network_that_answers_one_class_everywhere_has_no_border(names):
    ax, one_class = pyplot.figure().subplots(), np.eye(semi.NETWORK.size)[-1:]
    names["borders_of"]([ax], names["BOXES"]["wide"], one_class, np.zeros((3, 2)), np.array([0, 1, 1]))
    pyplot.close()
    assert not ax.collections and len(ax.lines[0].get_xdata()) == 1


@pytest.mark.parametrize("lam", [-1.0, np.nan, (0.0, -0.1)])
def test_a_negative_strength_is_refused(lam):
    x, truth, known, _ = semi.drawn("wide", 0)
    with pytest.raises(ValueError, match="lam = "):
        objectives.Sum(semi.task(x[known], truth[known]), lam, semi.term("graph", x))


def test_the_words_about_generalization_follow_from_the_records():
    told = {name: results.verdict(results.load(name), "λ = 0", "λ = 0.1" if name[0] == "e" else "λ = 100")
            for name in (f"{term}_{world}" for term in ("entropy", "graph") for world in WORLDS)}
    words = [verdict.generalization.word for verdict in told.values()]
    assert words == ["no clear effect", "hurts", "hurts", "hurts", "helps", "helps", "helps", "hurts"]
    assert told["entropy_wide"].generalization.lower == 25 and told["entropy_moons"].generalization.lower == 0
    optimization = [verdict.optimization for verdict in told.values()]
    assert [effect.word for effect in optimization] == ["helps"] * 4 + ["hurts"] * 4
    assert min(effect.lower for effect in optimization[:4]) >= 29
    wide, moons = (told[name] for name in ("entropy_wide", "graph_moons"))
    gain = wide.with_.accuracy - wide.without.accuracy
    assert (np.sum(gain > 0), np.sum(gain < 0)) == (21, 4)
    assert np.median(moons.without.accuracy) < 0.82 and np.median(moons.with_.accuracy) > 0.95
    assert moons.without.accuracy.max() < 0.9
    across = results.load("entropy_across")[-1]["λ = 1"].accuracy
    assert across[8] < 0.55 and across[28] > 0.7


@pytest.mark.parametrize("name", ["entropy_wide", "entropy_thin"])
def test_the_rich_get_richer(name):
    before, after = (results.load(name)[-1][lam] for lam in ("λ = 0", "λ = 0.1"))
    rich = before.accuracy >= 0.9
    good, poor = (compare.effect(before.validation[group], after.validation[group]) for group in (rich, ~rich))
    assert good.word == "helps" and good.lower >= good.n - 1 and poor.word != "helps"


def clear(name):
    """The strengths λ at which the accuracy is clearly higher than that of the labels only, and clearly lower."""
    outcomes = results.load(name)[-1]
    gains = {float(lam[4:]): compare.effect(outcomes["λ = 0"].accuracy, one.accuracy) for lam, one in outcomes.items()}
    return [lam for lam, gain in gains.items() if gain.low > 0], [lam for lam, gain in gains.items() if gain.high < 0]


def test_a_weak_graph_that_helps_the_network_on_thin_blobs_hurts_the_straight_line():
    assert clear("graph_thin") == ([1, 10, 30, 100, 300], [])
    assert clear("graph_thin_line") == ([300, 1000], [1, 10, 30])
    assert clear("entropy_wide_line") == ([3], []) and clear("entropy_wide")[0][0] == 0.01


def test_a_seed_measured_anew_repeats_the_record():
    assert results.agreement("graph_wide", semi.ROWS["graph_wide"].run((0,))).endswith("True")
