"""The live figure: sliders above a picture that follows them, and a sentence below that says what came out.

Only this room and `controls` know ipywidgets. They use what both generations can do: ipywidgets 8, and 7 in Colab.
"""
import asyncio
import html
import inspect
import threading
import time
from base64 import b64encode

import ipywidgets as widgets
from IPython.display import display

from helpers.controls import control, reading
from helpers.frame import Frame

CHUNK = 0.02  # seconds of work before a progressive run lets the kernel listen
PAINT = 0.05  # seconds between two pictures of a progressive run, or of a played one
FRAMES = 150  # pictures of a slider that is played from low to high
KEPT = 6  # backgrounds that a figure remembers, so that to come back to one is as quick as any other drag


def live(draw, background=None, axes=(1, 2), size=(10, 4), play=None, **controls):
    """A picture that follows its controls.

    draw(axes, **values)  ordinary matplotlib; returns the sentence below the figure. If it is a generator, each
                          `yield` (of the progress, 0 to 1) may show a picture, and a new drag starts it afresh.
    background(axes, …)   draws what stays, once; drawn again when one of the controls it names changes.
                          Limits, colour bars and twin axes belong here.
    axes, size            rows and columns of the figure, and its size in inches (100 pixels each).
    play                  the name of a (low, high, default) control that a Play button moves from low to high.
    controls              a number for lr, alpha, beta or lam (or lr_Adam, beta_2, …); (low, high, default), in powers
                          of ten where high is 1000 times low or more; a list or dict of choices; True or False;
                          a text; or any ipywidget.
    Returns a Live, which shows itself as the last line of a cell. ValueError for a control of another kind.
    """
    return Live(draw, background or (lambda axes: None), axes, size, play, controls)


class Live:
    """Controls, a picture and a sentence that belong together.

    `values` are the controls' values by name, `set(**values)` moves them; `png` is the picture and `words` the
    sentence shown now; `error` is the exception that the last draw raised, or None; `task` is a run under way.
    """

    def __init__(self, draw, background, axes, size, play, controls):
        self.draw, self.background, self.shape = draw, background, (axes, size)
        self.progressive = inspect.isgeneratorfunction(draw)
        self.followed = list(inspect.signature(background).parameters)[1:]  # controls that change the background
        self.controls = {name: control(name, given) for name, given in controls.items()}
        self.defaults = self.values
        self.picture = widgets.Image(format="png", layout=widgets.Layout(max_width="100%", object_fit="contain"))
        self.sentence = widgets.HTML()
        self.bar = widgets.FloatProgress(min=0, max=1, layout=widgets.Layout(width="200px"))
        self.frame = self.error = self.task = None
        self.frames = []  # (what the background was drawn for, its Frame), the newest last
        self.quiet = self.waiting = False
        self.at_home = home()
        player = Player(play, self.controls, self.at_home).button if play else None
        self._finish(self._run(self.values))
        if self.error:
            raise self.error
        for widget in self.controls.values():
            widget.observe(self._moved, "value")
        self.box = self._box(player)

    def _box(self, player):
        reset = widgets.Button(description="Reset", layout=widgets.Layout(width="80px"))
        reset.on_click(lambda _: self.at_home(lambda: self.set(**self.defaults)))
        progress = self.bar if self.progressive else None
        row = [widget for widget in (*self.controls.values(), player, reset, progress) if widget]
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center")
        return widgets.VBox([widgets.HBox(row, layout=wrap), self.picture, self.sentence])

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
        """A control has moved. Several moves before there is time to draw make one picture, of the last values."""
        if not (self.quiet or self.waiting):
            self.waiting = True
            self.at_home(self._redraw)

    def _redraw(self):
        """What is still running ends, and the picture is drawn afresh."""
        self.waiting = False
        if self.task:
            self.task.cancel()
        values = self.values
        if self.progressive:
            self.task = start(self._finish_gently(values))
        else:
            self._finish(self._run(values))

    def _run(self, values):
        """Draw for these values: a generator of the progress, which ends by showing the picture and the sentence."""
        try:
            words = self._follow(values)
            if words is None:
                self.frame.begin()
                if self.progressive:
                    self.sentence.value = ""  # the last run's sentence would contradict the sliders
                words = yield from drawn(self.draw, self.frame.axes, values)
            self.words = words or ""
            self._show(1.0)
            self.sentence.value, self.error = f"<div style='font-size:110%'>{html.escape(self.words)}</div>", None
        except Exception as error:
            self._confess(error)

    def _follow(self, values):
        """A new background if a control that it names has moved; its layout is that of the default picture.

        A training takes too long to be run for a layout: there the first picture's layout stays for all backgrounds, and
        the first picture is not drawn twice. Its sentence is then returned.
        """
        key = {name: values[name] for name in self.followed}
        for seen, frame in self.frames:
            if seen == key:
                self.frame = frame
                return None
        frame, words = Frame(lambda axes: self.background(axes, **key), *self.shape), None
        if self.frame and self.progressive:
            frame.settle(self.frame.places)
        else:
            words = self._finish(drawn(self.draw, frame.axes, {**self.defaults, **key}))
            frame.fix_layout()
        self.frame, self.frames = frame, [*self.frames[-KEPT + 1:], (key, frame)]
        return words if self.progressive else None

    def _finish(self, steps):
        """Run a generator to its end; returns what it returns."""
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value

    async def _finish_gently(self, values):
        """As `_finish`, but the kernel can listen in between, and pictures appear on the way."""
        breath = painted = time.perf_counter()
        try:
            for progress in self._run(values):
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
        display({"text/plain": self.words, "image/png": b64encode(self.png).decode(),
                 "application/vnd.jupyter.widget-view+json": view}, raw=True, metadata={"image/png": {"alt": self.words}})


class Player:
    """A button that moves a slider from low to high, and stops there or when pressed again."""

    def __init__(self, name, controls, at_home):
        self.slider, self.task = controls.get(name), None
        if not isinstance(self.slider, (widgets.IntSlider, widgets.FloatSlider)):
            raise ValueError(f"play = {name!r}: only a (low, high, default) control can be played")
        self.button = widgets.ToggleButton(False, description="Play", layout=widgets.Layout(width="80px"))
        self.button.observe(lambda change: at_home(self._pressed), "value")

    def _pressed(self):
        self.button.description = "Pause" if self.button.value else "Play"
        if self.task:
            self.task.cancel()
        if self.button.value:
            self.task = start(self._play())

    async def _play(self):
        slider = self.slider
        stride = slider.step * max(1, round((slider.max - slider.min) / slider.step / FRAMES))
        if slider.value >= slider.max:
            slider.value = slider.min
        while slider.value < slider.max:
            slider.value = min(slider.value + stride, slider.max)
            await asyncio.sleep(PAINT)
        self.button.value = False


def drawn(draw, axes, values):
    """Call draw; if it is a generator, pass its progress on. Returns the sentence."""
    result = draw(axes, **values)
    return (yield from result) if inspect.isgenerator(result) else result


def start(coroutine):
    """Begin a coroutine beside what runs; where nothing runs (outside of Jupyter), finish it first."""
    try:
        return asyncio.get_running_loop().create_task(coroutine)
    except RuntimeError:
        asyncio.run(coroutine)


def home():
    """A function that calls another in the thread that cells run in, which is this one.

    JupyterLab hands what a slider says to a second thread (a "subshell"), at any time. Drawn there, a picture could meet
    one that a cell is drawing, and matplotlib mixes them up.
    """
    try:
        loop, thread = asyncio.get_running_loop(), threading.get_ident()
    except RuntimeError:  # outside of Jupyter: there is one thread
        return lambda function: function()
    return lambda function: function() if threading.get_ident() == thread else loop.call_soon_threadsafe(function)
