"""The empty table in a real browser: filled in with the keyboard, which JupyterLab would take."""
import nbformat
import pytest

import lab
from helpers.diagnosis import guesses
from test_jupyterlab import MISSING, PYTHON, SKIP

pytestmark = [pytest.mark.browser, pytest.mark.skipif(SKIP, reason=f"needs {MISSING}")]
CELL = "from helpers.live.menus import my_table\nmy_table()"
FOCUSED = """menu => {
    menu.blur(); menu.focus(); return menu.hasAttribute("data-lm-suppress-shortcuts"); }"""
STEPS = ("ArrowDown", "ArrowDown", "ArrowDown")  # to the third step, the search


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A notebook that shows the table, run; the file is kept in this folder."""
    monkeypatch.setenv("MY_TABLE_FOLDER", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(lab.ROOT))
    path = tmp_path / "table.ipynb"
    cells = [nbformat.v4.new_code_cell(CELL)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=PYTHON), path)
    with lab.course(tmp_path / "scratch", path) as opened:
        page = opened(path.name)
        lab.run_all(page)
        yield page


def test_the_keyboard_fills_in_a_row(page, tmp_path):
    menu = page.locator(".widget-dropdown select").nth(6)  # behind optimizers and schedules
    lab.wait_for(lambda: menu.evaluate(FOCUSED), lambda: "the menus never get their keys")
    for key in (*STEPS, "Tab", "ArrowDown", "ArrowDown", "Tab", "h"):
        page.keyboard.press(key)
    page.get_by_text("dropout=3-+", exact=True).wait_for()
    assert guesses.load(tmp_path)[0] == {"dropout": (3, "-", "+")}
