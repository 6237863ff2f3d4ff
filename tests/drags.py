"""Runs in a notebook's kernel: moves every control of every live figure, and says what goes wrong.

A control is moved to both ends and to the middle; the two ends must give different pictures. Then
every button is pressed: presets, guesses, Pin, one more seed, Play and Reset. The words of the
first picture must be easy to read. A panel for a log is given another file; a table of menus is
filled in, in an empty folder.
"""
import asyncio
import gc
import json
import math
import sys
import tempfile
import warnings
from pathlib import Path

import ipywidgets as widgets
from matplotlib import pyplot

from helpers.live import Live
from helpers.live import running as clock
from helpers.live.running import finish

sys.path.append(str(Path(__file__).parent))
from readable import hard_to_read  # noqa: E402

FORMULAS, MALFORMED = ("x**2 + 3*y**2", "(x - 1)**2 + abs(y)"), "x + * y"
PATIENCE = 30  # seconds


async def report(shown):
    """Print, as JSON, how many figures there are, and [model_id, problem] for all that is wrong.

    shown: the model_ids of all widgets that the notebook's cells show.
    """
    for kind in (RuntimeWarning, UserWarning):
        warnings.simplefilter("error", kind)
    warnings.simplefilter("ignore", DeprecationWarning)  # of other people's packages
    gc.collect()
    panels = {panel.box.model_id: panel for panel in own_runs()}
    on_panels = [[name, problem] for name in panels for problem in read_anew(panels[name])]
    shown = {*shown} - {*panels}
    found = [thing for thing in gc.get_objects() if type(thing) is Live and hasattr(thing, "box")]
    figures = {figure.box.model_id: figure for figure in found}
    tables = {table.box.model_id: table for table in tables_of_menus()}
    others = sorted({*shown} - {*figures} - {*tables})
    problems = [[other, "a widget that is no live figure: nothing moves it"] for other in others]
    for name, table in tables.items():
        problems += [[name, problem] for problem in filled_in(table)]
    for name, figure in figures.items():
        problems += [[name, problem] for problem in await tried(figure)]
    print(json.dumps([len(figures), problems + on_panels]))


def own_runs():
    """The panels for a log that the notebook has made; most notebooks hold no such module."""
    module = sys.modules.get("helpers.live.own_run")
    return [thing for thing in gc.get_objects() if module and type(thing) is module.OwnRun]


def read_anew(panel):
    """What goes wrong with a panel: it smooths, says what it cannot read, and comes back."""
    path, first, words = panel.log.path, panel.png, panel.words
    own, problems = path.value, [f"at first: {panel.words}"] if panel.error else []
    for control, value in ((panel.smoothing, panel.smoothing.max), (panel.reference.path, "")):
        before, control.value = control.value, value
        if panel.error or panel.png == first:
            problems.append(f"{control.description} = {value!r}: {panel.error or 'nothing moves'}")
        control.value = before
    path.value = "nowhere.csv"
    if not isinstance(panel.error, ValueError) or panel.png:
        problems.append(f"a path that leads nowhere: no message, but {panel.words!r}")
    path.value = own
    if (panel.png, panel.words) != (first, words):
        problems.append("it does not come back to its first picture")
    return problems


def tables_of_menus():
    """The tables that the notebook has made. (Its single file may hold no such module.)"""
    module = sys.modules.get("helpers.live.menus")
    return [thing for thing in gc.get_objects() if module and type(thing) is module.Menus]


def filled_in(table):
    """What goes wrong with a table: each choice is kept, in the file and in the line, and goes."""
    problems, own = [], table.folder
    with tempfile.TemporaryDirectory() as table.folder:
        for key, menus in table.menus.items():
            for menu in menus:
                problems += [f"{key}: {said}" for said in chosen(table, menu)]
    table.folder = own
    return problems


def chosen(table, menu):
    """Choose each option of a menu, and at last what it said before."""
    before, problems, seen = menu.index, [], set()
    for index in [*range(len(menu.options)), before]:
        menu.index = index
        file = [path.read_text("utf-8") for path in Path(table.folder).iterdir()]
        seen.add((table.sentence.value, *file))
    if not len(menu.options) <= len(seen) <= len(menu.options) + 1:
        problems.append(f"{len(menu.options)} options make {len(seen)} lines and files")
    return problems


async def tried(figure):
    """What goes wrong with one figure."""
    problems = [] if not pyplot.get_fignums() else ["figures were open in pyplot before"]
    seen, at_rest = figure.png, figure.values == figure.defaults
    if not (figure.progressive and at_rest):  # a training is repeated once, at the end
        await press_reset(figure)
    first = figure.png
    if at_rest and first != seen:
        problems.append("drawn again at its defaults, it is another picture")
    if sharp(figure) != first:
        problems.append("painted gently, as when it is made sharp, it is another picture")
    problems += hard_to_read(figure.screen.frame)
    if figure.screen.png() != first:
        problems.append("read, it is another picture")
    for name, control in figure.controls.items():
        problems += await moved(figure, name, control, first)
    await press_reset(figure)
    if figure.png != first:
        problems.append("Reset does not bring the first picture back")
    for kind in (preset, guessed):
        problems += await kind(figure)
    await press_reset(figure)  # once: a training would be repeated after each of them
    for kind in (pinned, one_more, played):
        problems += await kind(figure)
    if pyplot.get_fignums():
        problems.append("draw leaves figures open in pyplot")
        pyplot.close("all")
    return problems


def sharp(figure):
    """The picture as it is painted at rest, here with as many dots as the quick one."""
    return finish(figure.screen.sharpen(100))


async def moved(figure, name, control, first):
    """Move one control to all its places, and back to where the figure shows its first picture."""
    default, problems, pictures = control.value, [], []
    for attribute, place in places(control):
        pictures.append(await move(figure, control, attribute, place))
        if figure.error:
            problems.append(f"{name} = {said(control)}: {figure.words}")
    if isinstance(control, widgets.Text):
        problems += await misspelt(figure, name, control)
    if not pictures:
        kind = type(control).__name__
        problems.append(f"{name}: a {kind} that the test does not know how to move")
    elif pictures[0] == pictures[-1] and not await differs(figure, control):
        problems.append(f"{name} = {said(control)}: the same picture at both ends")
    await move(figure, control, "value", default)
    if not running(figure) and figure.png != first:
        problems.append(f"{name} = {said(control)}: another picture than before it was moved")
    return problems


async def differs(figure, control):
    """Whether trainings alike after two steps, at both ends of the control, end differently."""
    if not figure.progressive:
        return False
    low, *_, high = places(control)
    first = await move(figure, control, *low, to_the_end=True)
    return first != await move(figure, control, *high, to_the_end=True)


def said(control):
    return getattr(control, "label", repr(control.value))


async def misspelt(figure, name, control):
    """A malformed formula must be shown as an error of the reader's."""
    await move(figure, control, "value", MALFORMED)
    if isinstance(figure.error, ValueError) and str(figure.error).splitlines()[0] in figure.words:
        return []
    return [f"{name} = {MALFORMED!r}: no message, but {figure.words!r}"]


def places(control):
    """Both ends and the middle, as (attribute, value)."""
    if hasattr(control, "index"):
        last = len(control.options) - 1
        return [("index", 0), ("index", last // 2), ("index", last)]
    if isinstance(control, widgets.Checkbox):
        return [("value", False), ("value", True)]
    if isinstance(control, widgets.Text):
        return [("value", formula) for formula in FORMULAS]
    if not hasattr(control, "min"):
        return []
    low, high = control.min, control.max
    middle = low + (high - low) // 2 if isinstance(control, widgets.IntSlider) else (low + high) / 2
    if isinstance(control, widgets.FloatLogSlider):
        low, middle, high = control.base**low, control.base**middle, control.base**high
    return [("value", low), ("value", middle), ("value", high)]


async def move(figure, control, attribute, place, to_the_end=False):
    """Move a control; the picture. A training is left after its first two steps, each shown."""
    pictures, pauses = [], (clock.PAINT, clock.CHUNK)

    def note(change):
        pictures.append(figure.png)

    def reached():
        return not running(figure) or (len(pictures) >= 2 and not to_the_end)
    figure.bar.observe(note, "value")
    if not to_the_end:
        clock.PAINT = clock.CHUNK = 0
    setattr(control, attribute, place)
    await until(reached, f"{attribute} = {place!r}: no picture")
    clock.PAINT, clock.CHUNK = pauses
    figure.bar.unobserve(note, "value")
    return pictures[1] if running(figure) else figure.png


def running(figure):
    return figure.task is not None and not figure.task.done()


async def press_reset(figure):
    """Press Reset, and wait for the last picture; none is painted on the way."""
    pause, clock.PAINT = clock.PAINT, math.inf
    button(figure, "Reset").click()
    await until(lambda: not running(figure), "Reset does not end")
    clock.PAINT = pause


async def pressed(figure, button):
    """Press a button, and wait until all that it begins is done; what went wrong then."""
    button.click()
    await until(lambda: not running(figure), f"{button.description} does not end")
    await asyncio.sleep(0)  # what waits for the end comes after it
    return [f"{button.description}: {figure.words}"] if figure.error else []


async def preset(figure):
    """Each preset moves a control, and says nothing but what `draw` says."""
    problems = []
    for name, one in (figure.presets.buttons if figure.presets else {}).items():
        problems += await pressed(figure, one)
        if figure.values == figure.defaults:
            problems.append(f"{name}: a preset that is the default")
    return problems


async def guessed(figure):
    """Each guess is answered, about a setting that the default does not show; one is right."""
    if figure.question is None:
        return []
    problems, replies = [], []
    for option, one in figure.question.buttons.items():
        problems += await pressed(figure, one)
        replies.append(figure.question.reply.value)
        if f"You said {option}" not in replies[-1]:
            problems.append(f"{option}: no answer, but {replies[-1]!r}")
        if figure.values == figure.defaults:
            problems.append(f"{option}: asks about the default")
    if sum("and it is" in reply for reply in replies) != 1:
        problems.append("not one guess is right")
    return problems


async def pinned(figure):
    """A pinned run is seen beside others, is not seen beside itself, and goes when it is let go."""
    pin = figure.buttons.get("Pin")
    if pin is None:
        return []
    first, problems = figure.png, await pressed(figure, pin)
    name, control = next((name, control) for name, control in figure.controls.items()
                         if name not in figure.screen.followed)
    *_, (attribute, place) = places(control)
    setattr(control, attribute, place)
    beside = figure.png
    problems += await pressed(figure, pin)
    if figure.png == beside:
        problems.append(f"Pin: not seen at {name} = {said(control)}")
    await press_reset(figure)
    return problems + ["Pin: not let go"] * (figure.png != first)


async def one_more(figure):
    """One more seed is trained and shown; Reset takes it away."""
    if figure.more is None:
        return []
    first, problems = figure.png, []
    figure.more.button.click()
    await until(lambda: figure.more.found or figure.error, "One more seed does not end")
    await until(lambda: not running(figure), "One more seed is not shown")
    if figure.error or figure.png == first:
        problems.append(f"One more seed: {figure.words}")
    await press_reset(figure)
    return problems + ["One more seed: not taken away"] * (figure.png != first)


async def played(figure):
    """Play moves the slider until Pause."""
    play = button(figure, "Play")
    if play is None:
        return []
    start = [*figure.values.values()]
    play.value = True
    await until(lambda: [*figure.values.values()] != start, "Play moves nothing")
    play.value = False
    stopped = figure.values
    await asyncio.sleep(0.2)
    problems = [] if figure.values == stopped else ["Pause does not stop it"]
    await press_reset(figure)
    return problems + ([f"Play: {figure.words}"] if figure.error else [])


def button(figure, words):
    return figure.buttons.get(words)


async def until(reached, otherwise):
    """Wait, while the kernel draws; AssertionError after half a minute."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not reached():
        assert asyncio.get_running_loop().time() < deadline, otherwise
        await asyncio.sleep(0)
