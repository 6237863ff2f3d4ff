"""A hand in the browser moves controls, looks at sharp pictures and never waits in vain.

The browser is played by the tests: `Browser` sends its messages and keeps those of the kernel.
"""
import asyncio
import gc
import io
import sys
import types

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

from helpers.live import live
from helpers.live import picture as room
from helpers.live.controls import nearest, slides

REST = 0.01  # seconds, so that tests need not wait


class Browser:
    """Shows a figure: ratio and width as it says, and an answer to every picture if it `looks`."""

    def __init__(self, figure, ratio=1, width=400, looks=True):
        self.figure, self.looks, self.heard, self.points = figure, looks, [], 0
        figure.touch.hand = self
        self.tell(ratio=ratio, width=width, hello=True)

    def tell(self, **content):
        self.figure.touch.hear(content)

    def send(self, content):
        self.heard.append(content)
        if self.looks and "picture" in content:
            self.tell(seen=content["picture"])

    def point(self, x, y, axes=0, held=True):
        self.points += 1
        self.tell(point=self.points, axes=axes, x=x, y=y, held=held)


def ground(axes):
    axes[0].set(xlim=(-2, 2), ylim=(-1, 3))
    axes[1].set(xlim=(1e-3, 10), ylim=(0, 1), xscale="log")


def ball(axes, x, y, lr, beta):
    axes[0].plot(x, y, "o")
    axes[1].plot(lr, beta, "o")
    return f"{x:g} {y:g}"


def figure(**given):
    given = dict(drag={0: ("x", "y"), 1: ("lr", "beta")}) | given
    return live(ball, ground, size=(4, 2), x=(-2.0, 2.0, 1.0), y=(-1.0, 3.0, 0.0), lr=0.1, beta=0.9,
                **given)


def test_a_pointer_moves_both_controls_and_draws_once():
    one = figure()
    browser = Browser(one)
    calls = count_drawings(one)
    browser.point(0.25, 0.5)
    assert (one.values["x"], one.values["y"], one.words) == (-1, 1, "-1 1")
    assert calls == [(-1, 1)]


def count_drawings(one):
    calls, draw = [], one.screen.draw

    def counted(axes, **values):
        calls.append((values["x"], values["y"]))
        return draw(axes, **values)
    one.screen.draw = counted
    return calls


def test_a_pointer_on_a_logarithmic_axis_moves_in_ratios():
    one = figure()
    Browser(one).point(0.75, 0.95, axes=1)
    assert (one.values["lr"], one.values["beta"]) == (1.0, 0.95)


@pytest.mark.parametrize("names, moved", [
    (("x", None), dict(x=1.0)), ((None, "y"), dict(y=2.6)), (("x", "y"), dict(x=1.0, y=2.6)),
    (("x", "y", "shares"), dict(x=0.75, y=0.9))])
def test_a_pointer_moves_what_it_is_told_to(names, moved):
    one = figure(drag={0: names})
    Browser(one).point(0.75, 0.9)
    assert one.values == one.defaults | moved


@pytest.mark.parametrize("options", [(-2, 0.5, 2), [("a", -2), ("b", 0.5), ("c", 2)]])
def test_a_pointer_moves_a_slider_of_chosen_values_with_and_without_labels(options):
    one = live(lambda axes, x: f"{x}", ground, drag={0: ("x", None)},
               x=widgets.SelectionSlider(options=options, value=2))
    Browser(one).point(0.6, 0.5)
    assert one.values == {"x": 0.5}


@pytest.mark.parametrize("x, y", [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
def test_a_pointer_at_the_edge_leaves_the_controls_at_their_ends(x, y):
    one = figure()
    Browser(one).point(x, y)
    assert one.values["x"] in (-2, 2) and one.values["y"] in (-1, 3)


def test_every_point_is_answered_even_if_it_changes_nothing():
    browser = Browser(figure())
    for _ in range(3):
        browser.point(0.3, 0.3)
    assert [said["point"] for said in browser.heard if "point" in said] == [1, 2, 3]
    assert sum("picture" in said for said in browser.heard) == 1


def test_the_browser_learns_where_to_take_hold_and_is_not_told_twice():
    one = figure(drag={0: ("x", "y"), 1: ("lr", None)})
    browser = Browser(one)
    (areas,) = [said["areas"] for said in browser.heard if "areas" in said]
    assert [(area["axes"], area["moves"]) for area in areas] == [(0, "both"), (1, "x")]
    left, top, width, height = areas[0]["box"]
    assert 0 < left < left + width < areas[1]["box"][0] and 0 < top < top + height < 1
    browser.point(0.3, 0.3)
    assert not any("areas" in said for said in browser.heard[1:])


def test_while_the_browser_has_not_seen_three_pictures_the_last_move_waits():
    async def main():
        one = figure()
        browser = Browser(one, looks=False)
        calls = count_drawings(one)
        for share in np.linspace(0, 1, 9):
            one.set(x=4 * share - 2)
        assert [x for x, _ in calls] == [-2, -1.5, -1]
        browser.tell(seen=one.touch.sent)
        assert [x for x, _ in calls] == [-2, -1.5, -1, 2]
    asyncio.run(main())


def test_a_browser_that_is_gone_stops_nothing(monkeypatch):
    monkeypatch.setattr(room, "PATIENCE", 0.02)
    monkeypatch.setattr("helpers.live.touch.PATIENCE", 0.02)

    async def main():
        one = figure()
        Browser(one, looks=False)
        for share in np.linspace(0, 1, 9):
            one.set(x=4 * share - 2)
        await asyncio.sleep(0.1)
        assert one.values["x"] == 2 and one.words == "2 0"
    asyncio.run(main())


def test_a_slider_that_is_moved_by_the_hand_says_nothing_until_it_is_released():
    one = figure()
    browser, slider = Browser(one), one.controls["x"]
    browser.point(0.5, 0.5)
    assert slider.continuous_update is False and one.controls["lr"].continuous_update is True
    browser.point(0.6, 0.5, held=False)
    assert slider.continuous_update is True


def test_an_error_under_the_hand_stays_an_error_when_it_is_released():
    one = figure()
    browser, draw = Browser(one), one.screen.draw
    one.screen.draw = lambda axes, **values: draw(axes, **values) + str(1 / (values["x"] - 1))
    browser.point(0.75, 0.5)
    browser.point(0.75, 0.5, held=False)
    assert "color:#a00" in one.board.sentence.value and "ZeroDivisionError" in one.words


def test_reset_goes_home_from_where_the_hand_is_ahead_of_the_sliders():
    one = figure()
    browser = Browser(one)
    for share in (0.2, 0.4, 0.6):
        browser.point(share, share)
    one.set(**one.defaults)
    assert one.values == one.defaults


def test_a_press_pauses_what_plays():
    async def main():
        one = figure(play="x")
        browser = Browser(one)
        one.player.button.value = True
        browser.point(0.5, 0.5)
        assert one.player.button.value is False
        one.player.button.value = True
        browser.point(0.6, 0.5)
        assert one.player.button.value is True
        one.player.button.value = False
    asyncio.run(main())


# Sharp at rest

def width_of(png):
    return Image.open(io.BytesIO(png)).width


@pytest.mark.parametrize("ratio, width, dots", [(1, 400, 400), (2, 400, 800), (2, 347.2, 694),
                                                (1.5, 333, 500), (1, 200, 200)])
def test_at_rest_a_picture_has_as_many_pixels_as_it_is_shown_with(monkeypatch, ratio, width, dots):
    monkeypatch.setattr(room, "REST", REST)

    async def main():
        one = figure()
        Browser(one, ratio, width)
        quick = one.png
        await asyncio.sleep(10 * REST + 0.3)
        assert width_of(one.picture.value) == dots
        assert one.png == quick and width_of(quick) == 400
    asyncio.run(main())


def test_what_was_drawn_sharp_changes_no_bit_of_quick_pictures(monkeypatch):
    monkeypatch.setattr(room, "REST", REST)

    async def main():
        one, other = figure(), figure()
        browser = Browser(one, ratio=2)
        for share in (0.1, 0.6, 0.9, 0.1):
            browser.point(share, share)
            await asyncio.sleep(10 * REST + 0.2)
            assert width_of(one.picture.value) == 800
            other.set(**one.values)
            assert one.png == other.png == other.picture.value
    asyncio.run(main())


def test_a_new_move_comes_before_sharpness(monkeypatch):
    monkeypatch.setattr(room, "REST", 0.05)

    async def main():
        one = figure()
        browser = Browser(one, ratio=2)
        sharpened = []
        one.screen.sharpen = lambda dpi: sharpened.append(dpi) or iter(())
        for share in np.linspace(0, 1, 10):
            browser.point(share, share)
            await asyncio.sleep(0.01)
        assert not sharpened
    asyncio.run(main())


def test_nobody_is_there_and_nothing_is_sharpened_or_counted():
    async def main():
        one = figure()
        one.set(x=0.5)
        assert one.resting is None and one.touch.sent == 0 and one.picture.value == one.png
    asyncio.run(main())


# Where there is no hand

def has_hand(one):
    return "Hand" in repr([*map(type, descendants(one.box))])


def descendants(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from descendants(child)


def test_in_colab_no_hand_is_made_even_if_its_module_comes_late(monkeypatch):
    pytest.importorskip("anywidget")
    assert has_hand(figure())
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    assert not has_hand(figure())


def test_without_anywidget_a_figure_does_all_but_the_hand(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    one = figure(pin=True)
    assert not has_hand(one)
    one.set(x=0.5)
    assert one.words == "0.5 0"


@pytest.mark.parametrize("moves", [600, pytest.param(5_000, marks=pytest.mark.soak)])
def test_memory_stays_flat_over_many_moves_of_the_pointer(moves):
    async def measure(browser, rng, moves):
        for x, y in rng.random((moves, 2)):
            browser.point(x, y)
            await asyncio.sleep(0)
        browser.heard.clear()
        gc.collect()
        return np.array([len(gc.get_objects()), sys.getallocatedblocks()])

    async def main():
        browser, rng = Browser(figure(), ratio=2), np.random.default_rng(0)
        before = await measure(browser, rng, 200)
        return await measure(browser, rng, moves) - before
    objects, blocks = asyncio.run(main())
    assert objects < 300 and blocks < 1_000


# What cannot be dragged

@pytest.mark.parametrize("drag, what", [
    ({2: ("x", "y")}, "the Axes are 0 to 1, not 2"), ({0: ("x", "z")}, "'z' is no control"),
    ({0: ("x", "kind")}, "'kind' is no control with a slider"), ({0: ("x",)}, "two controls"),
    ({0: (None, None)}, "two controls"), ({0: ("x", "y", "share")}, "\"shares\"")])
def test_what_cannot_be_dragged_is_said_when_the_figure_is_made(drag, what):
    with pytest.raises(ValueError, match=r"^drag = .*" + what):
        live(lambda axes, **values: None, drag=drag, x=(0, 9, 1), y=(0, 9, 1), kind=["a", "b"])


# The grid of a slider

SLIDERS = dict(lr=0.03, beta=0.9, x=(-2.0, 2.0, -1.5), n=(0, 30, 7), lam=(1e-3, 1e3, 2.0))


@pytest.mark.parametrize("name", SLIDERS)
def test_the_nearest_value_is_one_that_the_slider_has(name):
    slider = live(lambda axes, **values: None, **{name: SLIDERS[name]}).controls[name]
    assert slides(slider)
    for value in np.random.default_rng(1).uniform(-5, 40, 200):
        slider.value = near = nearest(slider, value)
        assert nearest(slider, near) == pytest.approx(near, rel=1e-12) == slider.value
    assert nearest(slider, SLIDERS[name] if np.isscalar(SLIDERS[name]) else SLIDERS[name][2]) == (
        pytest.approx(SLIDERS[name] if np.isscalar(SLIDERS[name]) else SLIDERS[name][2]))
