"""What a reader sees: JupyterLab in a real browser, the mouse and the keyboard."""
import importlib.util
import json
import os
import urllib.parse

import nbformat
import pytest

import lab

NAME = "02_optimizers.ipynb"
MISSING = ", ".join(["a Chromium"] * (lab.browser() is None) +
                    [name for name in ("playwright", "jupyterlab")
                     if importlib.util.find_spec(name) is None])
SKIP = bool(MISSING) and not os.environ.get("REQUIRE_BROWSER")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(SKIP, reason=f"needs {MISSING}")]

CELLS = ["""import time
from helpers.live import live
log = []

def draw(ax, k, t):
    log.append(k)
    ax.plot([0, k], [0, t + 1])
    return f"k is {k}"

def train(ax, k):
    ax.set(xlim=(0, 200), ylim=(0, 100))
    for step in range(20 if k == 50 else 200):
        ax.plot(step, k, marker=".")
        time.sleep(0.02)
        yield step / 200
    return f"k is {k}, trained"

SMALL = dict(axes=(1, 1), size=(5, 3), k=(0, 100, 50))
live(draw, play="t", **SMALL, t=(0, 300, 0))""", "live(train, **SMALL)", """log.clear()
time.sleep(3)
print("drawn meanwhile:", log)"""]
PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Opens a notebook by name; at the end, nobody but this machine was asked for anything."""
    if MISSING:
        pytest.fail(f"REQUIRE_BROWSER is set, but there is no {MISSING}")
    scratch = tmp_path_factory.mktemp("browser")
    own = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, CELLS)], metadata=PYTHON)
    nbformat.write(own, scratch / "own.ipynb")
    with lab.course(scratch, lab.ROOT / "notebooks" / NAME, scratch / "own.ipynb") as open_notebook:
        yield open_notebook


@pytest.fixture
def page(opened, request):
    """A notebook just opened, 02 if no other is named; its requests stay on this machine."""
    page = opened(getattr(request, "param", NAME))
    hosts = set()
    page.on("request", lambda sent: hosts.add(urllib.parse.urlsplit(sent.url).hostname))
    yield page
    page.close()
    assert hosts <= {"127.0.0.1", None}


def test_a_notebook_that_was_not_run_shows_its_pictures(page):
    notebook = json.loads((lab.ROOT / "notebooks" / NAME).read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    stored = sum("image/png" in output.get("data", {}) for output in outputs)
    pictures = page.locator(".jp-OutputArea-output img")
    assert stored >= 5
    assert pictures.count() == stored
    for picture in pictures.all():
        assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth; "
                                "}") >= 400
    assert page.locator(".jp-OutputArea-output .jupyter-widgets").count() == 0


def test_the_mouse_and_the_keyboard_move_the_picture(page):
    lab.run_all(page)
    figures = page.locator(lab.FIGURE)
    assert figures.count() >= 5
    figure = figures.first
    first, words = lab.at_rest(figure), figure.inner_text()
    slider = figure.locator(".widget-slider").first
    lab.drag(page, slider, -60)
    lab.wait_for_change(figure, first)
    dragged = lab.at_rest(figure)
    slider.locator(".noUi-handle").press("End")
    at_the_end = lab.wait_for_change(figure, dragged)
    assert len({first, dragged, at_the_end}) == 3 and figure.inner_text() != words
    figure.get_by_role("button", name="Reset").click()
    lab.wait_for(lambda: (lab.pixels(figure), figure.inner_text()) == (first, words),
                 lambda: "Reset did not reset")


@pytest.mark.parametrize("page", ["own.ipynb"], indirect=True)
def test_figures_that_play_that_train_and_that_must_wait(page):
    lab.run_all(page)
    quick, slow = page.locator(lab.FIGURE).all()
    plays_until_paused(quick)
    answers_while_it_trains(slow)
    waits_for_the_cell(page, quick)


def plays_until_paused(figure):
    seen = [lab.at_rest(figure)]
    figure.get_by_role("button", name="Play").click()
    for _ in range(3):
        seen.append(lab.wait_for_change(figure, *seen))
    figure.get_by_role("button", name="Pause").click()
    figure.get_by_role("button", name="Play").wait_for()
    assert figure.locator(".widget-readout").last.inner_text() != "300"


def answers_while_it_trains(figure):
    seen = [lab.at_rest(figure)]
    assert "k is 50, trained" in figure.inner_text()
    for key in ("ArrowRight", "End", "ArrowLeft"):  # each while the run before is under way
        figure.locator(".noUi-handle").press(key)
        seen.append(lab.wait_for_change(figure, *seen))
        # the last run's sentence would contradict the slider
        assert "trained" not in figure.inner_text()
    figure.get_by_text("k is 99, trained").wait_for()


def waits_for_the_cell(page, figure):
    """A slider moves while a cell runs: JupyterLab tells it on another thread; it is drawn after
    the cell."""
    before, handle = lab.at_rest(figure), figure.locator(".noUi-handle").first
    page.locator(".jp-CodeCell .cm-content").last.press("Control+Enter")
    page.wait_for_function(lab.BUSY)
    for _ in range(5):
        handle.press("ArrowRight")
    lab.wait_for_change(figure, before)
    page.get_by_text("drawn meanwhile: []").wait_for()
    figure.get_by_text("k is 55").wait_for()
