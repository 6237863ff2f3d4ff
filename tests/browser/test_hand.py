"""The reader takes the ball in the hand: mouse and finger on the picture, in JupyterLab."""
import json

import nbformat
import numpy as np
import pytest

import lab
from test_jupyterlab import MISSING, PYTHON, SKIP

pytestmark = [pytest.mark.browser, pytest.mark.skipif(SKIP, reason=f"needs {MISSING}")]

SETUP = """import numpy as np
from helpers import plotting, surfaces
from helpers.descent import arrival, descend, grid, trace
from helpers.live import live
from helpers.optimizers import Adam
plotting.use_style()
banana, log, asked = surfaces.rosenbrock(), [], 0
rates, memories = np.logspace(-3, 0, 12), 1 - np.logspace(0, -2.5, 12)

def ground(axes):
    plotting.terrain(axes[0], banana)
    plotting.loss_axes(axes[1], 300, 1e-6, 1e4)

def ball(axes, x, y):
    path = trace(banana, Adam(0.1, alpha=0.9), (x, y), 300)
    return plotting.run(axes, banana, Adam(0.1), path)

def map_ground(axes):
    ground(axes)
    plotting.heat_axes(axes[2], rates, memories, steps=300)
    settings = grid(Adam(1.0, alpha=0.9), banana.start, lr=rates, beta=memories)
    needed = arrival(descend(banana, settings, banana.start, 300), banana.minima, radius=0.05)
    plotting.heat(axes[2], rates, memories, needed, steps=300)

def ring(axes, lr, memory):
    plotting.ring(axes[2], lr, memory, "#D55E00")
    rule = Adam(lr, memory, alpha=0.9)
    return plotting.run(axes, banana, rule, trace(banana, rule, banana.start, 300))

def watched(figure):
    "Note the number of every picture, and the values that it shows."
    show = figure._show
    def noted(*given):
        show(*given)
        log.append([number(figure.png), *figure.values.values()])
    figure._show = noted
    return figure

def number(png):
    return int(np.frombuffer(png, np.uint8).astype(np.uint64) @ np.arange(len(png), dtype=np.uint64)
               % np.uint64(2**31))"""
BALL = """drag = {0: ("x", "y")}
live_ball = watched(live(ball, ground, drag=drag, x=(-2.0, 2.0, -1.5), y=(-1.0, 3.0, 2.0)))
live_ball"""
RING = """drag, wide = {2: ("lr", "memory")}, dict(axes=(1, 3), size=(12, 4))
live_ring = watched(live(ring, map_ground, **wide, drag=drag, lr=0.1, memory=0.9))
live_ring"""
TELL = """import json
asked += 1
print(json.dumps([asked, log]))
log.clear()"""
NUMBERS = """image => {
    window.numbers = [];
    window.chain = Promise.resolve();
    if (window.watcher) window.watcher.disconnect();
    window.watcher = new MutationObserver(() => {
        const asked = fetch(image.src).then(answer => answer.arrayBuffer());
        window.chain = window.chain.then(async () => {
            const bytes = new Uint8Array(await asked);
            let sum = 0n;
            bytes.forEach((byte, place) => { sum += BigInt(byte) * BigInt(place); });
            window.numbers.push(Number(sum % 2147483648n));
        });
    });
    window.watcher.observe(image, {attributes: true, attributeFilter: ["src"]});
}"""
AREA = "div[style*='touch-action']"
SCROLL = "figure => figure.closest('.jp-WindowedPanel-outer, .jp-NotebookPanel-notebook').scrollTop"


def write(path, *cells):
    cells = [SETUP, *cells, TELL, *["'a page to be scrolled'"] * 12]
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)],
                                        metadata=PYTHON)
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module", params=[1, 2], ids=["ratio 1", "ratio 2"])
def opened(tmp_path_factory, request):
    if MISSING:
        pytest.fail(f"REQUIRE_BROWSER is set, but there is no {MISSING}")
    scratch = tmp_path_factory.mktemp("hand")
    books = [write(scratch / "both.ipynb", BALL, RING), write(scratch / "alone.ipynb", BALL)]
    with lab.course(scratch, *books, ratio=request.param) as open_notebook:
        open_notebook.ratio = request.param
        yield open_notebook


@pytest.fixture(scope="module")
def page(opened):
    page = opened("both.ipynb")
    lab.run_all(page)
    return page


def figure_of(page, number):
    """The ball's figure, 0, or the ring's, 1, at rest and as it was at first."""
    figure = page.locator(lab.FIGURE).nth(number)
    figure.scroll_into_view_if_needed()
    figure.locator(AREA).wait_for(state="attached")
    figure.get_by_role("button", name="Reset").click()
    lab.at_rest(figure)
    return figure


class Mouse:
    """Presses, moves and lets go, a step a frame."""

    def __init__(self, page):
        self.page = page

    def drag(self, places):
        (x, y), *more = places
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for x, y in more:
            self.page.mouse.move(x, y)
            self.page.wait_for_timeout(16)
        self.page.mouse.up()


class Finger:
    """The same on a screen that is touched."""

    def __init__(self, page):
        self.page, self.line = page, page.context.new_cdp_session(page)

    def touch(self, kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        self.line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, places):
        self.touch("touchStart", places[0])
        for place in places[1:]:
            self.touch("touchMove", place)
            self.page.wait_for_timeout(16)
        self.touch("touchEnd")


def across(box, count=40):
    """Places from the lower left to the upper right of a box, not quite to its edges."""
    share = np.linspace(0.1, 0.9, count)
    return [*zip(box["x"] + share * box["width"], box["y"] + (1 - share) * box["height"],
                 strict=True)]


def told(page):
    """What the kernel has noted since it was last asked."""
    cell = page.locator(".jp-CodeCell").nth(3)

    def said():
        return json.loads(cell.locator(".jp-OutputArea-output").inner_text())
    before, _ = said()
    cell.locator(".cm-content").press("Control+Enter")
    return lab.wait_for(lambda: (now := said()) and now[0] > before and [now[1]],
                        lambda: "nothing noted")[0]


@pytest.mark.parametrize("kind", [Mouse, Finger])
@pytest.mark.parametrize("number", [0, 1], ids=["ball", "ring"])
def test_what_is_dragged_follows_in_order_and_agrees_with_the_sliders(page, number, kind):
    figure = figure_of(page, number)
    told(page)
    figure.scroll_into_view_if_needed()
    figure.locator("img").evaluate(NUMBERS)
    kind(page).drag(across(figure.locator(AREA).bounding_box()))
    lab.at_rest(figure)
    seen = page.evaluate("async () => { await window.chain; return window.numbers; }")
    noted = told(page)
    numbers = [row[0] for row in noted]
    quick = [number for number in seen if number in numbers]
    assert len(quick) >= 10
    assert in_order(quick, numbers)
    for values in zip(*(row[1:] for row in noted), strict=True):
        assert [*values] == sorted(values)
    readouts = figure.locator(".widget-readout").all_inner_texts()
    shown = [float(text.replace("−", "-")) for text in readouts]
    assert shown == pytest.approx(noted[-1][1:], rel=0.01)
    assert quick[-1] == numbers[-1]


def in_order(part, whole):
    """Whether `part` is `whole` with some left out."""
    rest = iter(whole)
    return all(number in rest for number in part)


def test_a_swipe_scrolls_the_page_but_where_the_ball_is_dragged(page):
    figure = figure_of(page, 0)
    image, area = (figure.locator(place).bounding_box() for place in ("img", AREA))
    finger, before = Finger(page), figure.evaluate(SCROLL)
    swipe(finger, area["x"] + area["width"] / 2, area["y"] + area["height"] - 10)
    assert figure.evaluate(SCROLL) == before
    swipe(finger, image["x"] + 0.75 * image["width"], image["y"] + image["height"] - 40)
    lab.wait_for(lambda: figure.evaluate(SCROLL) > before + 50, lambda: "the page did not scroll")


def swipe(finger, x, y):
    finger.drag([(x, y - 8 * k) for k in range(25)])


def test_at_rest_the_picture_has_as_many_pixels_as_it_is_shown_with(page, opened):
    image = figure_of(page, 0).locator("img")

    def is_sharp():
        dots, shown = image.evaluate("image => [image.naturalWidth, image.clientWidth]")
        return dots == opened.ratio * shown
    lab.wait_for(is_sharp, lambda: "the picture is not sharp")
    page.set_viewport_size({"width": 1000, "height": 900})
    lab.wait_for(is_sharp, lambda: "the picture is not sharp in a smaller window")


def test_a_browser_without_anywidget_shows_no_error_and_the_keyboard_moves_the_ball(opened):
    """That the kernel makes no hand in Colab, or where anywidget is missing, test_touch holds."""
    if opened.ratio == 1:
        return
    alone = opened("alone.ipynb", without="**/extensions/anywidget/**")
    lab.run_all(alone)
    figure = alone.locator(lab.FIGURE).first
    before = lab.at_rest(figure)
    figure.locator(".noUi-handle").first.press("End")
    lab.wait_for_change(figure, before)
    assert figure.locator(AREA).count() == 0
    assert "rror" not in figure.inner_text()
