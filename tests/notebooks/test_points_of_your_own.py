"""further/points_of_your_own: its button Add, and what it says where a class has no label."""
from pathlib import Path

import nbformat
import pytest
from matplotlib import pyplot

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "further" / "points_of_your_own.ipynb"


@pytest.fixture(scope="module")
def names():
    found = {}
    with pyplot.rc_context():
        for cell in nbformat.read(NOTEBOOK, 4).cells:
            if cell.cell_type == "code":
                exec(cell.source, found)
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
    page.set(data=names["OWN"], label=0)
    assert isinstance(page.error, ValueError) and "is of class 0" in page.board.sentence.value
    press(page, "Add")
    assert isinstance(page.error, ValueError) and "is of class 1" in page.board.sentence.value
    page.set(x=2.0, label=1)
    press(page, "Add")
    assert page.error is None and page.words.startswith("Of 2 labelled points, 100.0% are right")
