"""A live figure follows its controls, however fast, and whatever goes wrong on the way."""
import asyncio
import base64
import gc
import io
import sys
import threading
from itertools import pairwise

import ipywidgets as widgets
import numpy as np
import psutil
import pytest
from matplotlib import pyplot
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image
from traitlets import TraitError

from helpers.live import live, picture
from helpers.live import running as room
from helpers.live.controls import NEAR_ONE, control

X = np.linspace(0, 1, 30)
SMALL = dict(axes=(1, 1), size=(2, 1.5))
START = dict(lr=0.1, beta=0.9, kind=(1, 9, 2), wide=False, label="words")


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    assert pyplot.get_fignums() == []


def ground(ax, kind):
    """A background that follows the control `kind`."""
    ax.contourf(X, X, np.add.outer(X**2, kind * X), 3, cmap="Greys")
    ax.set(xlim=(0, 1), ylim=(0, 1))


def scene(ax, lr, beta, kind, wide, label):
    """What notebooks draw, and some of what they had better leave to the background."""
    if label == "raise":
        raise ValueError(f"<b>no</b> {label}")
    ax.plot(X, X**lr, label=label)
    ax.bar([0.2, 0.4], [beta, 0.3])
    ax.annotate(label, (0.5, beta), (0.2, 0.2), arrowprops={"arrowstyle": "->"})
    ax.set_title(f"{label} {lr:.2g}", color="red" if wide else "black")
    if wide:
        ax.set(xlim=(-1, 2), xlabel="wide", aspect="equal")
        ax.legend()
    return f"{lr:g} & {beta:g}"


def example(size=(2, 1.5)):
    return live(scene, ground, axes=(1, 1), size=size, **START)


def somewhere(rng):
    """Random values of the example's controls."""
    label = str(rng.choice(["a", "longer", "raise"], p=[0.5, 0.4, 0.1]))
    return dict(lr=float(f"{10 ** rng.uniform(-5, 1):.3g}"), beta=rng.choice(NEAR_ONE),
                kind=int(rng.integers(1, 6)), wide=bool(rng.integers(2)), label=label)


def drag(figure, values):
    """Move one control after the other, as a hand does."""
    for name, value in values.items():
        figure.controls[name].value = value


# Same values, same pixels

def test_same_values_same_pixels_whatever_was_dragged_before():
    figure, rng = example(), np.random.default_rng(1)
    for _ in range(4):
        values = somewhere(rng) | {"label": "here"}
        drag(figure, values)
        seen = figure.png
        for _ in range(5):
            drag(figure, somewhere(rng))
        drag(figure, values)
        fresh = example()
        fresh.set(**values)
        assert figure.png == seen == fresh.png, values
        assert figure.values == values and figure.words == fresh.words


def test_the_first_picture_comes_back():
    figure = example()
    first, words = figure.png, figure.words
    drag(figure, somewhere(np.random.default_rng(2)))
    assert figure.png != first
    press(figure, "Reset")
    assert (figure.png, figure.words, figure.values) == (first, words, figure.defaults)


@pytest.mark.parametrize("low, high, default", [
    (1e-5, 10, 0.3), (1e-5, 10, 0.007), (0.01, 100, 0.018), (1e-3, 1e3, 1e3)])
def test_the_browser_that_puts_a_slider_on_its_grid_changes_nothing(low, high, default):
    """It sends the nearest value of its grid, wrong in the last digit: 0.29999999999999993."""
    figure = live(lambda ax, eta: str(eta), **SMALL, eta=(low, high, default))
    slider = figure.controls["eta"]
    steps = round((np.log10(default) - slider.min) / slider.step)
    slider.value = np.nextafter(slider.base ** (slider.min + steps * slider.step), 0)
    assert figure.values["eta"] == default == float(figure.words)
    assert low <= slider.base**slider.min < 1.06 * low


@pytest.mark.parametrize("low, high, default", [
    (-5.12, 5.12, -4.4), (0.0, 1.0, 0.07), (-3, 5.0, 5)])
def test_a_default_lies_on_the_grid_of_its_slider(low, high, default):
    slider = control("x", (low, high, float(default)))
    steps = (default - slider.min) / slider.step
    assert steps == pytest.approx(round(steps)) and low <= slider.min < low + slider.step


def test_several_controls_moved_together_are_drawn_once():
    calls = []
    figure = live(lambda ax, lr, beta: calls.append((lr, beta)), lr=0.1, beta=0.9, **SMALL)
    calls.clear()
    figure.set(lr=1.0, beta=0.5)
    assert calls == [(1.0, 0.5)]
    press(figure, "Reset")
    assert calls[1:] == [(0.1, 0.9)]


def test_the_background_is_drawn_again_only_when_a_control_it_names_moves():
    calls = []

    def background(ax, kind):
        calls.append(kind)
        ground(ax, kind)
    figure = live(scene, background, **START, **SMALL)
    drag(figure, dict(lr=0.2, beta=0.5, label="other", kind=2))
    assert calls == [2]
    drag(figure, dict(kind=4, lr=0.3))
    assert calls == [2, 4]


def test_the_last_backgrounds_are_remembered_and_the_oldest_is_forgotten(monkeypatch):
    calls = []

    def background(ax, kind):
        calls.append(kind)
        ground(ax, kind)
    monkeypatch.setattr("helpers.live.screen.KEPT", 3)
    figure = live(scene, background, **START, **SMALL)
    seen = {}
    for kind in (3, 2, 3, 4, 3, 4, 2):
        figure.set(kind=kind, lr=0.2)
        assert seen.setdefault(kind, figure.png) == figure.png
    assert calls == [2, 3, 4]
    figure.set(kind=5)
    figure.set(kind=3, lr=0.2)
    assert calls == [2, 3, 4, 5] and figure.png == seen[3]
    figure.set(kind=2, lr=0.2)
    assert calls == [2, 3, 4, 5, 2] and figure.png == seen[2]


def test_a_first_visit_to_a_background_makes_no_second_layout_and_no_second_drawing(monkeypatch):
    calls, layouts = [], []
    execute = ConstrainedLayoutEngine.execute
    monkeypatch.setattr(ConstrainedLayoutEngine, "execute",
                        lambda engine, figure: (layouts.append(1), execute(engine, figure)))

    def draw(ax, kind, k):
        calls.append((kind, k))
        ax.annotate("a label at the end", (1, 0.5), xycoords="axes fraction")
    figure = live(draw, ground, kind=(1, 9, 2), k=(0, 9, 1), **SMALL)
    place = figure.screen.frame.axes.get_position().bounds
    assert calls == [(2, 1), (2, 1)] and len(layouts) == 1 and place[2] < 0.6  # room for the label
    drag(figure, dict(kind=3, k=5))
    figure.set(kind=4, k=7)
    assert calls[2:] == [(3, 1), (3, 5), (4, 7)] and len(layouts) == 1
    assert figure.screen.frame.axes.get_position().bounds == place


# Nothing is left behind

def leftover(drags):
    """Growth of objects, blocks of memory, and resident memory (MB), over so many drags.

    The values come back, since matplotlib remembers the size of up to 4096 words in a figure.
    """
    figure, rng = example(size=(5, 3)), np.random.default_rng(3)
    places = [somewhere(rng) for _ in range(6)]

    def measure(times):
        for k in range(times):
            values = places[rng.integers(6)] | dict(kind=1 + k // 50 % 5, wide=k % 50 == 0)
            name = ("lr", "beta", "label", "wide", "kind")[k % 5]
            figure.controls[name].value = values[name]
            if k % 100 == 0:
                gc.collect()  # else the resident memory depends on when Python does
        figure.set(**figure.defaults)
        gc.collect()
        memory = psutil.Process().memory_info().rss / 1e6
        return np.array([len(gc.get_objects()), sys.getallocatedblocks(), memory])
    before = measure(500)
    return measure(drags) - before


@pytest.mark.parametrize("drags", [1_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_drags_leave_the_memory_where_it_was(drags):
    objects, blocks, resident = leftover(drags)
    print(f"{drags} drags: {objects:+.0f} objects, {blocks:+.0f} blocks, {resident:+.1f} MB")
    assert objects < 300 and blocks < 1_000 and resident < 5


# Errors

def fragile(ax, k):
    ax.plot([0, k], [0, 1])
    ax.set_title("half-drawn")
    if k == 7:
        raise ZeroDivisionError("seven & <eight>")
    return f"k is <{k}>"


def test_an_error_is_shown_with_the_values_and_the_next_drag_works():
    figure = live(fragile, k=(0, 9, 1), **SMALL)
    first = figure.png
    figure.controls["k"].value = 7
    assert isinstance(figure.error, ZeroDivisionError)
    shown = figure.board.sentence.value
    assert "ZeroDivisionError: seven &amp; &lt;eight&gt;" in shown and "k = 7" in shown
    assert figure.png != first
    figure.controls["k"].value = 1
    assert figure.error is None and figure.png == first
    assert "&lt;1&gt;" in figure.board.sentence.value


def test_nothing_half_drawn_is_shown_with_an_error():
    figure = live(fragile, k=(0, 9, 1), **SMALL)
    figure.set(k=7)
    assert figure.screen.frame.added() == []
    figure.screen.frame.begin()
    assert figure.png == figure.screen.frame.png()


def test_a_drawing_that_changes_the_background_is_told_so_and_the_figure_lives_on():
    calls = []

    def draw(ax, k):
        ax.plot([1, 2], [1, k])
        if k == 7:
            ax.set_yscale("log")
        if k == 8:
            ax.figure.colorbar(ax.scatter([1, 2], [1, 2], c=[1, 2]), ax=ax)
    figure = live(draw, lambda ax: (calls.append(1), unit_box(ax)), k=(1, 9, 1), **SMALL)
    first = figure.png
    for k, what in ((7, "the scale or the ticks"), (8, "the Axes of the figure")):
        figure.set(k=k)
        assert f"ValueError: draw changed {what}" in figure.words
        assert f": do that in `background`\n(at k = {k})" in figure.words
        assert figure.screen.frame.added() == [] and len(figure.screen.frame.figure.axes) == 1
        figure.set(k=1)
        assert figure.png == first and figure.error is None
    figure.set(k=2)
    assert len(calls) == 3  # once, and anew after each error


def test_a_first_drawing_that_changes_the_background_is_an_error_of_the_cell():
    with pytest.raises(ValueError, match="a Spine: do that in `background`"):
        live(lambda ax, k: ax.spines["top"].set_visible(False), k=(0, 9, 1), **SMALL)


def test_an_error_while_painting_is_shown_too():
    def unparsable(ax, k):
        ax.set_title(r"$\nonsense$" if k == 7 else "$x$")
    figure = live(unparsable, k=(0, 9, 1), **SMALL)
    first = figure.png
    figure.set(k=7)
    assert "nonsense" in figure.words and "k = 7" in figure.words
    figure.set(k=1)
    assert figure.png == first


def test_an_error_in_a_background_is_shown_and_the_next_drag_works():
    def background(ax, k):
        ax.set_title(1 / (k - 7))
    figure = live(lambda ax, k: None, background, k=(0, 9, 1), **SMALL)
    first = figure.png
    figure.set(k=7)
    assert "ZeroDivisionError" in figure.words and "k = 7" in figure.words
    figure.set(k=1)
    assert figure.png == first and figure.error is None


def test_an_error_in_the_first_drawing_is_an_error_of_the_cell():
    with pytest.raises(ZeroDivisionError, match="seven"):
        live(fragile, k=(0, 9, 7), **SMALL)


def test_a_reader_who_interrupts_can_go_on():
    def slow(ax, k):
        ax.plot([0, k])
        ax.set_title(f"{k}")
        if k == 7:
            raise KeyboardInterrupt
    figure = live(slow, k=(0, 9, 1), **SMALL)
    first = figure.png
    with pytest.raises(KeyboardInterrupt):
        figure.set(k=7)
    assert figure.png == first
    figure.set(k=2)
    figure.set(k=1)
    assert figure.png == first and figure.error is None


def test_set_moves_nothing_if_a_name_is_wrong():
    figure = example()
    first = figure.png
    with pytest.raises(ValueError, match=r"lrr = 3: the controls are lr, beta, kind, wide, label"):
        figure.set(beta=0.5, lrr=3)
    assert figure.values == figure.defaults and figure.png == first
    with pytest.raises(TraitError):
        figure.set(lr=1.0, beta=0.123)
    assert figure.values == figure.defaults | {"lr": 1.0} and figure.words == "1 & 0.9"


# A drawing that takes time

class Clock:
    """A clock that the drawing moves on: one step of it takes `step` seconds."""

    def __init__(self, monkeypatch, step):
        self.now, self.step = 0.0, step
        monkeypatch.setattr(room.time, "perf_counter", lambda: self.now)


def training(clock, steps, log):
    """A progressive drawing, all in the grey of its value."""
    def draw(ax, grey):
        ax.axvspan(-1, 2, color=str(grey / 255))
        line = ax.axhline(0, color="white")
        for k in range(steps):
            clock.now += clock.step
            log.append(grey)
            line.set_ydata([k / steps] * 2)
            yield k / steps
        return f"{grey} is done"
    return draw


def unit_box(ax):
    ax.set(xlim=(0, 1), ylim=(0, 1))


def shade(png):
    """The commonest grey in the middle of a picture: the value that it was drawn for."""
    row = np.asarray(Image.open(io.BytesIO(png)))[:, :, 0]
    return int(np.bincount(row[60:90, 80:120].ravel()).argmax())


async def progressive(clock, steps, log):
    figure = live(training(clock, steps, log), unit_box, grey=(1, 255, 50), **SMALL)
    log.clear()
    shown = []
    figure.picture.observe(lambda change: shown.append(shade(change.new)), "value")
    return figure, shown


def test_a_drawing_that_takes_time_is_first_shown_when_done(monkeypatch):
    figure = live(training(Clock(monkeypatch, 0.01), 40, []), grey=(1, 255, 50), **SMALL)
    assert figure.words == "50 is done" and shade(figure.png) == 50 and figure.bar.value == 1


def test_a_drawing_that_takes_time_shows_frames_and_ends_like_one_that_does_not(monkeypatch):
    async def main():
        clock, log = Clock(monkeypatch, 0.01), []
        figure, shown = await progressive(clock, 40, log)
        progress = []
        figure.bar.observe(lambda change: progress.append(change.new), "value")
        figure.controls["grey"].value = 200
        await figure.task
        assert set(shown) == {200} and 5 <= len(shown) <= 9  # 0.4 s: one each 0.05 s
        assert progress[-1] == 1 and progress[:-1] == sorted(progress[:-1])
        return figure
    figure = asyncio.run(main())
    at_once = live(training(Clock(monkeypatch, 0), 40, []), unit_box, grey=(1, 255, 50), **SMALL)
    at_once.set(grey=200)
    assert figure.words == at_once.words == "200 is done" and figure.png == at_once.png


def test_the_kernel_listens_between_chunks(monkeypatch):
    """Whatever waits for its turn gets it after at most 20 ms of drawing, and one step."""
    async def main():
        log = []
        figure, _ = await progressive(Clock(monkeypatch, 0.003), 100, log)
        figure.controls["grey"].value = 200
        turns = []
        while not figure.task.done():
            turns.append(len(log))
            await asyncio.sleep(0)
        assert max(np.diff(turns)) <= 0.02 / 0.003 + 1
    asyncio.run(main())


def test_a_new_drag_ends_the_run_under_way_at_once(monkeypatch):
    async def main():
        log = []
        figure, shown = await progressive(Clock(monkeypatch, 0.03), 1000, log)
        for grey in (100, 150, 200, 120, 250):
            figure.controls["grey"].value = grey
            while shown.count(grey) < 2:
                await asyncio.sleep(0)
        figure.set(grey=5)
        assert log.count(250) < 20  # of 1000 steps
        await figure.task
        assert log[-1000:] == [5] * 1000 and figure.words == "5 is done"
        return shown
    shown = asyncio.run(main())
    changes = [a for a, b in pairwise([*shown, None]) if a != b]
    assert changes == [100, 150, 200, 120, 250, 5]  # none of an older value later


def test_many_drags_at_once_start_one_run(monkeypatch):
    async def main():
        log = []
        figure, shown = await progressive(Clock(monkeypatch, 0.03), 20, log)
        for grey in range(60, 200, 10):
            figure.controls["grey"].value = grey
        await figure.task
        assert set(log) == set(shown) == {190}
    asyncio.run(main())


def test_a_run_that_fails_halfway_says_so_and_the_next_works(monkeypatch):
    def draw(ax, k):
        for step in range(5):
            yield step / 5
            ax.plot([0, k])
            if k == 7 and step == 3:
                raise RuntimeError("diverged")
            if k == 8:
                ax.set_title(r"$\nonsense$")
        return "fine"

    async def main():
        monkeypatch.setattr(room, "PAINT", 0)
        figure = live(draw, k=(0, 9, 1), **SMALL)
        first = figure.png
        for k, words in ((7, "diverged"), (8, "nonsense")):
            figure.set(k=k)
            await figure.task
            assert words in figure.words and f"k = {k}" in figure.board.sentence.value
            figure.set(k=1)
            await figure.task
            assert figure.png == first and figure.error is None
    asyncio.run(main())


# Threads: JupyterLab tells of drags on a second one

def test_drags_on_another_thread_are_drawn_in_the_thread_of_the_cells():
    async def main():
        where = []
        figure = live(lambda ax, k: where.append((k, threading.get_ident())), k=(0, 99, 1), **SMALL)
        where.clear()
        await asyncio.to_thread(drag_far, figure)
        await asyncio.sleep(0)
        assert where[-1] == (99, threading.get_ident())
        assert {thread for _, thread in where} == {threading.get_ident()}
        await asyncio.to_thread(press, figure, "Reset")
        await asyncio.sleep(0)
        assert where[-1] == (1, threading.get_ident())
    asyncio.run(main())


def drag_far(figure):
    for k in range(100):
        figure.controls["k"].value = k


def test_drags_while_a_cell_runs_wait_for_its_end_and_make_one_picture():
    async def main():
        calls = []
        figure = live(lambda ax, k: calls.append(k), k=(0, 99, 1), **SMALL)
        calls.clear()
        hand = threading.Thread(target=drag_far, args=[figure])
        hand.start()
        hand.join()  # a cell that does not let the loop turn
        assert calls == []
        await asyncio.sleep(0)
        assert calls == [99]
    asyncio.run(main())


# Play

def press(figure, words):
    """Press the button with these words on it."""
    button = figure.buttons["Play" if words == "Pause" else words]
    assert button.description == words
    if isinstance(button, widgets.ToggleButton):
        button.value = not button.value
    else:
        button.click()


@pytest.fixture
def film(monkeypatch):
    """Makes a figure that is played as fast as it can, and the list of what its slider shows."""
    monkeypatch.setattr(room, "PAINT", 0)

    def make(t=(0, 300, 0)):
        figure, seen = live(lambda ax, t: ax.set_title(str(t)) and None, play="t", t=t, **SMALL), []
        figure.controls["t"].observe(lambda change: seen.append(change.new), "value")
        return figure, seen
    return make


def test_play_moves_the_slider_to_its_end_and_then_starts_over(film):
    figure, seen = film()
    press(figure, "Play")  # outside of a kernel there is nothing else to do: it is played at once
    assert seen == list(range(2, 301, 2))
    seen.clear()
    press(figure, "Play")
    assert seen == [0, *range(2, 301, 2)]


def test_play_can_be_paused_and_scrubbed_and_never_runs_twice(film):
    async def main():
        figure, seen = film()
        press(figure, "Play")
        await until(lambda: figure.values["t"] >= 10)
        press(figure, "Pause")
        here = figure.values["t"]
        await turns(20)
        assert figure.values["t"] == here
        for words in ("Play", "Pause", "Play", "Pause", "Play"):
            press(figure, words)
        await until(lambda: figure.values["t"] >= here + 10)
        figure.controls["t"].value = 200
        seen.clear()
        await turns(5)
        assert seen == [202, 204, 206, 208, 210]
        await until(lambda: figure.values["t"] == 300)
        await turns(5)
        press(figure, "Play")
        await until(lambda: figure.values["t"] == 10)
        press(figure, "Pause")
        assert seen == [*range(202, 301, 2), 0, 2, 4, 6, 8, 10]
    asyncio.run(main())


async def until(reached):
    while not reached():
        await asyncio.sleep(0)


async def turns(times):
    for _ in range(times):
        await asyncio.sleep(0)


def test_fractions_can_be_played(film):
    figure, seen = film((0.0, 1.0, 0.25))
    press(figure, "Play")
    assert 50 <= len(seen) <= 160 and seen == sorted(seen) and seen[-1] == 1


@pytest.mark.parametrize("given", [["a", "b"], True, (0.001, 10.0, 1.0), "text"])
def test_only_a_range_can_be_played(film, given):
    with pytest.raises(ValueError, match=r"play = 't': only a \(low, high, default\)"):
        film(given)


def test_what_is_played_must_be_a_control():
    with pytest.raises(ValueError, match="play = 'u'"):
        live(lambda ax, t: None, play="u", t=(0, 9, 0), **SMALL)


# Controls

KINDS = {
    "lr": (0.1, widgets.FloatLogSlider), "lam": (1e-3, widgets.FloatLogSlider),
    "lr_Adam": (10, widgets.FloatLogSlider),
    "alpha": (0.999, widgets.SelectionSlider), "beta": (0, widgets.SelectionSlider),
    "beta_2": (0.12345, widgets.SelectionSlider),
    "whole": ((1, 10, 5), widgets.IntSlider), "fraction": ((-1.0, 1, 0), widgets.FloatSlider),
    "powers": ((1e-3, 1e3, 1.0), widgets.FloatLogSlider),
    "numpy": (tuple(np.arange(3)[[0, 2, 1]]), widgets.IntSlider),
    "choice": (["a", "b"], widgets.Dropdown), "named": ({"A": 1.5, "B": 2}, widgets.Dropdown),
    "tick": (False, widgets.Checkbox), "formula": ("x + y", widgets.Text),
    "own": (widgets.FloatText(3), widgets.FloatText),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_control_is_the_widget_one_expects_and_starts_at_its_default(name):
    given, kind = KINDS[name]
    widget = control(name, given)
    default = {"whole": 5, "fraction": 0, "powers": 1, "numpy": 1, "choice": "a", "named": 1.5,
               "own": 3}.get(name, given)
    assert type(widget) is kind and widget.value == default
    assert live(lambda ax, **values: None, **{name: given}, **SMALL).values == {name: default}


@pytest.mark.parametrize("name, given", [
    ("lr", -0.1), ("lr", 0), ("lr", float("nan")), ("lr", 100), ("lr", None), ("lr", (0.1,)),
    ("lr", 1j), ("lr_Adam", -1), ("lam", 0), ("alpha", 1), ("beta", -0.1), ("beta", None),
    ("steps", 10), ("steps", (1, 10)), ("steps", (1, 10, 11)),
    ("steps", (10, 1, 5)), ("steps", (1, 1, 1)), ("steps", (0.0, float("nan"), 1)),
    ("steps", (0.0, float("inf"), 1)),
    ("steps", ("a", "c", "b")), ("steps", (False, True, True)), ("choice", []), ("choice", {}),
    ("own", widgets.Button()),
    ("own", object()), ("own", np.zeros(3)),
])
def test_what_cannot_be_a_control_is_named(name, given):
    with pytest.raises(ValueError) as error:
        live(lambda ax, **values: None, **{name: given}, **SMALL)
    assert str(error.value).startswith(f"{name} = {given!r}: a control is")


def test_sliders_of_memories_are_fine_near_one():
    values = [value for _, value in control("beta", 0.9).options]
    assert values[0] == 0 and values[-1] == 0.999 and min(np.diff(values)) == pytest.approx(0.001)


def test_a_typed_formula_is_read_when_it_is_complete():
    assert control("formula", "x").continuous_update is False


# What a cell shows

def test_a_cell_shows_the_widgets_the_picture_and_the_sentence(monkeypatch):
    shown = []
    monkeypatch.setattr(picture, "display", lambda data, **options: shown.append((data, options)))
    figure = live(lambda ax, k: "k is <1> & $x$", k=(0, 9, 1), **SMALL)
    figure._ipython_display_()
    (data, options), = shown
    assert options == {"raw": True, "metadata": {"image/png": {"alt": "k is <1> & $x$"}}}
    assert data["text/plain"] == "k is <1> & $x$"
    assert base64.b64decode(data["image/png"]) == figure.png
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == figure.box.model_id
    assert set(data) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}


def test_the_sentence_is_plain_text():
    figure = live(lambda ax, k: "<script>alert('&')</script>", k=(0, 9, 1), **SMALL)
    sentence = figure.board.sentence.value
    assert "<script>" not in sentence and "&lt;script&gt;" in sentence


def test_a_drawing_needs_no_sentence():
    figure = live(lambda ax, k: None, k=(0, 9, 1), **SMALL)
    assert figure.words == "" and figure.error is None


def test_only_a_drawing_that_takes_time_has_a_progress_bar(monkeypatch):
    slow, quick = live(training(Clock(monkeypatch, 0), 3, []), grey=(1, 9, 1), **SMALL), example()
    rows = [figure.box.children[1].children for figure in (slow, quick)]
    assert slow.bar in rows[0] and quick.bar not in rows[1]


def test_a_first_training_runs_once_and_later_backgrounds_keep_its_layout():
    runs = []

    def train(ax, rate, width):
        runs.append(rate)
        yield 0.5
        ax.annotate("a label at the end", (1, 0.5), xycoords="axes fraction")
        return f"{rate} {width}"

    figure = live(train, lambda ax, width: ax.set(xlim=(0, width)), axes=(1, 1), size=(4, 2),
                  rate=(1, 9, 2), width=(1, 9, 3))
    place = figure.screen.frame.axes.get_position().bounds
    assert runs == [2] and figure.words == "2 3" and place[2] < 0.8  # room for the label
    first = figure.png
    figure.set(width=5)
    assert runs == [2, 2] and figure.words == "2 5" and figure.png != first
    assert figure.screen.frame.axes.get_position().bounds == pytest.approx(place)
    figure.set(width=3)
    assert figure.png == first
