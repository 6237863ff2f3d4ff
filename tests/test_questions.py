"""Named settings, a guess that a run answers, a run that stays, one more seed: the buttons."""
import asyncio
import io

import numpy as np
import pytest
from PIL import Image

from helpers.live import live
from helpers.live.controls import allowed, short

CONTROLS = dict(k=(0, 9, 1), lr=0.1, kind={"one": 1, "two": 2}, wide=False)


def ground(ax, kind):
    ax.set(xlim=(0, 10), ylim=(0, 10 * kind))


def line(ax, k, lr, kind, wide):
    ax.plot([0, 10], [k, k], color="#0000ff", linewidth=8 if wide else 4)
    ax.annotate("name", (1, k), xytext=(6, 0), textcoords="offset points")
    ax.set_title(f"k is {k}")
    return f"k is {k}, η is {lr:g}"


def figure(draw=line, **given):
    return live(draw, ground, axes=(1, 1), size=(4, 3), **given, **CONTROLS)


# Presets

def test_a_preset_moves_its_controls_and_leaves_the_others():
    one = figure(presets={"the lecturer's first try": dict(lr=1e-3, kind="two")})
    one.set(k=5)
    one.presets.buttons["the lecturer's first try"].click()
    assert one.values == dict(k=5, lr=1e-3, kind=2, wide=False)
    assert one.words == "k is 5, η is 0.001"


WRONG = {"unknown": (dict(size=1), "size = 1: the controls are k, lr, kind, wide"),
         "too high": (dict(k=10), "k = 10: allowed is a number from 0 to 9"),
         "no number": (dict(lr="fast"), "lr = 'fast': allowed is a number from 1e-05 to 10"),
         "no choice": (dict(kind="three"), "kind = 'three': allowed is one of one, two"),
         "no tick": (dict(wide="yes"), "wide = 'yes': allowed is a bool")}


@pytest.mark.parametrize("name", WRONG)
def test_a_preset_that_cannot_be_is_named_when_the_figure_is_made(name):
    values, words = WRONG[name]
    with pytest.raises(ValueError, match=words):
        figure(presets={name: values})
    with pytest.raises(ValueError, match=words):
        figure(predict=dict(ask="?", options=["a"], at=values, answer=lambda **values: "a"))


def test_a_choice_may_be_named_by_its_label_or_be_the_value():
    widget = figure().controls["kind"]
    assert allowed("kind", widget, "two") == allowed("kind", widget, 2) == 2


# A guess

def higher(k, **others):
    return "higher" if k > 5 else "lower"


def asked(**given):
    return figure(predict=dict(ask="Is the line <higher>?", options=["higher", "lower"],
                               at=dict(k=8), answer=higher) | given)


def test_a_guess_is_answered_by_the_run_itself():
    one = asked()
    one.question.buttons["lower"].click()
    assert one.values["k"] == 8 and "You said lower: it is higher." in one.question.reply.value
    one.question.buttons["higher"].click()
    assert "You said higher, and it is." in one.question.reply.value


def test_a_figure_that_trains_answers_when_it_has_trained():
    def trains(ax, k, lr, kind, wide):
        yield 0.5
        return "trained"

    async def main():
        one = live(trains, ground, axes=(1, 1), size=(4, 3), **CONTROLS, predict=dict(
            ask="?", options=["higher", "lower"], at=dict(k=8), answer=higher))
        one.question.press("lower")
        assert one.question.reply.value == "" and not one.task.done()
        await one.task
        await asyncio.sleep(0)
        assert "it is higher" in one.question.reply.value
        one.question.press("higher")  # what is trained already need not be trained again
        assert one.task.done() and "and it is" in one.question.reply.value
        one.set(k=3)
        one.question.press("higher")
        assert not one.task.done()
        await one.task
    asyncio.run(main())


@pytest.mark.parametrize("predict", [dict(ask="?"), dict(ask="?", options=[], at={}, reply=1)])
def test_a_question_has_four_parts(predict):
    with pytest.raises(ValueError, match="ask, options, at and answer"):
        figure(predict=predict)


def test_an_answer_that_is_no_option_is_said():
    one = asked(options=["up", "down"])
    one.question.buttons["up"].click()
    assert "ValueError: answer = &#x27;higher&#x27;: the options are up, down" in (
        one.question.reply.value)


# Pinned

def blue(png, row):
    """How blue the picture is in the middle of the line at k = row."""
    pixels = np.asarray(Image.open(io.BytesIO(png))).astype(int)
    height, width = pixels.shape[:2]
    column = pixels[:, width // 2, 2] - pixels[:, width // 2, 0]
    inside = column[30:height - 40]
    return inside[round((1 - row / 10) * (len(inside) - 1)) - 12:][:24].max()


def test_a_pinned_run_stays_pale_while_the_controls_move_on():
    one, plain = figure(pin=True), figure()
    one.set(k=3)
    one.buttons["Pin"].click()
    for figure_ in (one, plain):
        figure_.set(k=8)
    assert blue(one.png, 8) > 200 and 30 < blue(one.png, 3) < 120 and blue(plain.png, 3) < 20
    assert "Pinned (k 3): k is 3, η is 0.1" in one.board.sentence.value
    one.buttons["Pin"].click()
    assert one.png == plain.png and one.buttons["Pin"].description == "Pin"
    assert "Pinned" not in one.board.sentence.value


def test_a_pinned_run_hides_on_another_background_and_comes_back():
    one, plain = figure(pin=True), figure()
    one.buttons["Pin"].click()
    for figure_ in (one, plain):
        figure_.set(k=8, kind=2)
    assert one.png == plain.png
    for figure_ in (one, plain):
        figure_.set(kind=1)
    assert one.png != plain.png


def test_a_pinned_run_is_drawn_once(monkeypatch):
    one = figure(pin=True)
    one.buttons["Pin"].click()
    one.set(k=2)
    calls, draw = [], one.screen.draw
    one.screen.draw = lambda ax, **values: calls.append(values["k"]) or draw(ax, **values)
    for k in (3, 4, 5):
        one.set(k=k)
    assert calls == [3, 4, 5]


@pytest.mark.parametrize("name, words", [("k", "k 1"), ("lr", "η 0.1"), ("kind", "kind one")])
def test_a_setting_has_a_short_name(name, words):
    assert short(name, figure().controls[name]) == words


# One more seed

def trained(seed):
    for step in range(4):
        yield step / 4
    return seed


def dots(ax, more, k, lr, kind, wide):
    for seed in more:
        ax.plot(seed - 99, k, "o")
    return f"{k}: {more}"


def test_one_more_seed_lands_among_the_others_and_reset_takes_it_away():
    one = figure(dots, more=trained)
    first = one.png
    for _ in range(2):
        one.more.button.click()
    assert one.words == "1: [100, 101]" and one.png != first
    one.set(k=2)
    assert one.words == "2: [100, 101]"
    one.buttons["Reset"].click()
    assert one.words == "1: []" and one.png == first


def test_a_seed_that_is_being_trained_can_be_stopped(monkeypatch):
    monkeypatch.setattr("helpers.live.running.CHUNK", 0)

    async def main():
        one = figure(dots, more=trained)
        one.more.button.click()
        assert one.more.button.description == "Stop"
        await asyncio.sleep(0)
        one.more.button.click()
        for _ in range(20):
            await asyncio.sleep(0)
        assert one.more.found == [] and one.more.button.description == "One more seed"
    asyncio.run(main())


def test_a_training_that_fails_says_so_and_the_figure_lives_on():
    def fails(seed):
        yield 0.5
        raise FloatingPointError("diverged")
    one = figure(dots, more=fails)
    one.more.button.click()
    assert "FloatingPointError: diverged" in one.words
    one.set(k=2)
    assert one.words == "2: []" and one.more.button.description == "One more seed"
