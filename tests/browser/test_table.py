"""Menus and the keyboard in a real browser: JupyterLab would take their keys for its own."""
import nbformat
import pytest

import lab
from helpers.diagnosis import guesses
from test_jupyterlab import MISSING, PYTHON, SKIP

pytestmark = [pytest.mark.browser, pytest.mark.skipif(SKIP, reason=f"needs {MISSING}")]
TABLE = "from helpers.live.menus import my_table\nmy_table()"
FIGURE = """from helpers.live import live

def draw(ax, kind):
    ax.plot([0, 1])
    return f"the {kind} one"

live(draw, axes=(1, 1), size=(5, 3), kind=["first", "second", "third"])"""
FOCUSED = """menu => {
    menu.blur(); menu.focus(); return menu.hasAttribute("data-lm-suppress-shortcuts"); }"""
STEPS = ("ArrowDown", "ArrowDown", "ArrowDown")  # to the third step, the search


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("table")


@pytest.fixture(scope="module")
def page(folder):
    """A notebook with the table and a figure, run; the file is kept in this folder."""
    path = folder / "table.ipynb"
    cells = [nbformat.v4.new_code_cell(source) for source in (TABLE, FIGURE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=PYTHON), path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MY_TABLE_FOLDER", str(folder))
        patch.setenv("PYTHONPATH", str(lab.ROOT))
        with lab.course(folder / "scratch", path) as opened:
            page = opened(path.name)
            lab.run_all(page)
            yield page


def focus(menu):
    lab.wait_for(lambda: menu.evaluate(FOCUSED), lambda: "the menus never get their keys")


def test_the_keyboard_fills_in_a_row(page, folder):
    focus(page.locator(".widget-dropdown select").nth(6))  # behind optimizers and schedules
    for key in (*STEPS, "Tab", "ArrowDown", "ArrowDown", "Tab", "h"):
        page.keyboard.press(key)
    page.get_by_text("dropout=3-+", exact=True).wait_for()
    assert guesses.load(folder)[0] == {"dropout": (3, "-", "+")}


def test_the_keyboard_moves_a_figures_menu(page):
    focus(page.locator(".widget-dropdown select").last)
    page.keyboard.press("ArrowDown")
    page.get_by_text("the second one").wait_for()
    page.keyboard.press("t")
    page.get_by_text("the third one").wait_for()
