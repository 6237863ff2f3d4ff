"""The live figure: sliders above a picture that follows them, and below what came out.

Only this folder knows ipywidgets, and uses what both generations can do: ipywidgets 8, and 7 in
Colab.
"""
import asyncio
import html
import inspect
import time
from base64 import b64encode
from functools import partial

import ipywidgets as widgets
from IPython.display import display

from helpers.live.controls import control, reading
from helpers.live.frame import Frame
from helpers.live.running import finish, home, start

CHUNK = 0.02  # seconds of work before a progressive run lets the kernel listen
PAINT = 0.05  # seconds between two pictures of a progressive run, or of a played one
FRAMES = 150  # pictures of a slider that is played from low to high
KEPT = 6  # backgrounds that a figure remembers: to come back to one is as quick as any other drag


def live(draw, background=None, axes=(1, 2), size=(10, 4), play=None, **controls):
    """A picture that follows its controls.

    draw(axes, **values)  ordinary matplotlib; returns the sentence below the figure. If it is a
                          generator, each `yield` (of the progress, 0 to 1) may show a picture,
                          and a new drag starts it afresh. The colours of its lines begin anew each
                          time; limits, aspects, labels and titles are as the background left them.
    background(axes, …)   draws what stays, once; drawn again when a control that it names changes.
                          Scales, ticks, grids, colour bars and more Axes belong here: a `draw` that
                          changes those is an error, and that is said below the figure.
    axes, size            rows and columns of the figure, and its size in inches (100 pixels each).
    play                  the name of a (low, high, default) control that a Play button moves from
                          low to high.
    controls              a number for lr, alpha, beta or lam (or lr_Adam, beta_2, …); (low, high,
                          default), in powers of ten where high is 1000 times low or more; a list
                          or dict of choices; True or False; a text; or any ipywidget.
    Returns a Live, which shows itself as the last line of a cell. ValueError for a control of
    another kind.
    """
    return Live(draw, background or (lambda axes: None), axes, size, play, controls)


class Live:
    """Controls, a picture and a sentence that belong together.

    `values` are the controls' values by name, `set(**values)` moves them; `png` is the picture and
    `words` the sentence shown now; `error` is the exception that the last draw raised, or None;
    `task` is a run under way.
    """

    def __init__(self, draw, background, axes, size, play, controls):
        self.draw, self.background, self.shape = draw, background, (axes, size)
        self.progressive = inspect.isgeneratorfunction(draw)
        self.followed = list(inspect.signature(background).parameters)[1:]  # controls' names
        self.controls = {name: control(name, given) for name, given in controls.items()}
        self.defaults = self.values
        self.frame = self.error = self.task = None
        self.first = None  # the Frame that has the layout of all
        self.frames = []  # (what the background was drawn for, its Frame), the newest last
        self.quiet = self.waiting = False
        self.at_home = home()
        self._make_widgets(play)
        finish(self._run(self.values))
        if self.error:
            raise self.error
        for widget in self.controls.values():
            widget.observe(self._moved, "value")

    def _make_widgets(self, play):
        fit = widgets.Layout(max_width="100%", object_fit="contain")
        self.picture = widgets.Image(format="png", layout=fit)
        self.sentence = widgets.HTML()
        self.bar = widgets.FloatProgress(min=0, max=1, layout=widgets.Layout(width="200px"))
        player = Player(play, self.controls, self.at_home).button if play else None
        reset = widgets.Button(description="Reset", layout=widgets.Layout(width="80px"))
        reset.on_click(lambda _: self.at_home(lambda: self.set(**self.defaults)))
        progress = self.bar if self.progressive else None
        row = [widget for widget in (*self.controls.values(), player, reset, progress) if widget]
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center")
        self.box = widgets.VBox([widgets.HBox(row, layout=wrap), self.picture, self.sentence])

    @property
    def values(self):
        return {name: reading(widget) for name, widget in self.controls.items()}

    @property
    def png(self):
        return self.picture.value

    def set(self, **values):
        """Move several controls, and draw once. ValueError for a name that is no control."""
        for name, value in values.items():
            if name not in self.controls:
                raise ValueError(f"{name} = {value!r}: the controls are {', '.join(self.controls)}")
        self.quiet = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self.quiet = False
            self._moved()

    def _moved(self, change=None):
        """A control has moved. Moves before there is time to draw make one picture, of the last."""
        if not (self.quiet or self.waiting):
            self.waiting = True
            self.at_home(self._redraw)

    def _redraw(self):
        """What is still running ends, and the picture is drawn afresh."""
        self.waiting = False
        if self.task:
            self.task.cancel()
        steps = self._run(self.values)
        if self.progressive:
            self.task = start(self._finish_gently(steps))
        else:
            finish(steps)

    def _run(self, values):
        """Draw for these values, and show picture and sentence: a generator of the progress."""
        try:
            self._follow(values)
            self.words = (yield from self._drawn(values)) or ""
            self._show(1.0)
            words = html.escape(self.words)
            self.sentence.value = f"<div style='font-size:110%'>{words}</div>"
            self.error = None
        except Exception as error:
            self._confess(error)

    def _follow(self, values):
        """Take the frame with the background of these values, or make it."""
        key = {name: values[name] for name in self.followed}
        frame = next((frame for seen, frame in self.frames if seen == key), None)
        if frame is None:
            frame = Frame(partial(self.background, **key), *self.shape, self.first)
            self.frames = [*self.frames[-KEPT + 1:], (key, frame)]
        self.frame = frame

    def _drawn(self, values):
        """Call draw, and pass its progress on; returns its sentence.

        The first complete picture makes the layout, which serves all backgrounds, and is drawn
        again in it; a training takes too long for that.
        """
        if self.progressive:
            self.sentence.value = ""  # the last run's sentence would contradict the sliders
        words = yield from self._drawn_once(values)
        if self.first is None:
            self.first = self.frame
            self.first.fix_layout()
            if not self.progressive:
                words = yield from self._drawn_once(values)
        return words

    def _drawn_once(self, values):
        self.frame.begin()
        result = self.draw(self.frame.axes, **values)
        return (yield from result) if inspect.isgenerator(result) else result

    async def _finish_gently(self, steps):
        """As `finish`, but the kernel can listen in between, and pictures appear on the way."""
        breath = painted = time.perf_counter()
        try:
            for progress in steps:
                now = time.perf_counter()
                if now - painted > PAINT:
                    self._show(progress)
                    painted = now
                if now - breath > CHUNK:
                    await asyncio.sleep(0)
                    breath = time.perf_counter()
        except Exception as error:  # of painting what was drawn so far
            self._confess(error)

    def _show(self, progress):
        self.picture.value = self.frame.png()
        self.bar.value = progress or 0.0

    def _confess(self, error):
        """Say what went wrong and at which values; show nothing half-drawn."""
        self.error = error
        where = ", ".join(f"{name} = {getattr(widget, 'label', repr(reading(widget)))}"
                          for name, widget in self.controls.items())
        self.words = f"{type(error).__name__}: {error}\n(at {where})"
        self.sentence.value = f"<pre style='color:#a00'>{html.escape(self.words)}</pre>"
        if self.frame:
            self.frame.begin()
            self._show(0.0)

    def _ipython_display_(self):
        """The widgets, and for readers without a kernel the picture and the sentence."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        data = {"text/plain": self.words, "image/png": b64encode(self.png).decode(),
                "application/vnd.jupyter.widget-view+json": view}
        display(data, raw=True, metadata={"image/png": {"alt": self.words}})


class Player:
    """A button that moves a slider from low to high, and stops there or when pressed again."""

    def __init__(self, name, controls, at_home):
        self.slider, self.task = controls.get(name), None
        if not isinstance(self.slider, (widgets.IntSlider, widgets.FloatSlider)):
            raise ValueError(
                f"play = {name!r}: only a (low, high, default) control can be played")
        self.button = widgets.ToggleButton(
            False, description="Play", layout=widgets.Layout(width="80px"))
        self.button.observe(lambda change: at_home(self._pressed), "value")

    def _pressed(self):
        self.button.description = "Pause" if self.button.value else "Play"
        if self.task:
            self.task.cancel()
        if self.button.value:
            self.task = start(self._play())

    async def _play(self):
        slider = self.slider
        pictures = (slider.max - slider.min) / slider.step
        stride = slider.step * max(1, round(pictures / FRAMES))
        if slider.value >= slider.max:
            slider.value = slider.min
        while slider.value < slider.max:
            slider.value = min(slider.value + stride, slider.max)
            await asyncio.sleep(PAINT)
        self.button.value = False
