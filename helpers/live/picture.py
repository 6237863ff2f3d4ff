"""The live figure: controls above a picture that follows them (ipywidgets 8; 7 in Colab)."""
import asyncio
import time
from base64 import b64encode
from functools import partial
from math import prod

from IPython.display import display

from helpers.live.board import Board, button
from helpers.live.controls import control, known, nearest, reading, short
from helpers.live.play import OneMore, Player
from helpers.live.questions import Presets, Question
from helpers.live.running import finish, gently, home, start
from helpers.live.screen import Pinned, Screen
from helpers.live.touch import PATIENCE, Touch, check_drag

CATCH_UP = 0.2  # seconds between two moves of the sliders, while the hand moves the picture
REST = 0.25  # seconds without a move, after which the picture is drawn as sharp as it is shown


class Live:
    """Controls, a picture and a sentence that belong together.

    `values` are the controls' values by name, `set(**values)` moves them; `png` is the picture
    (drawn at 100 dots per inch) and `words` the sentence shown now; `error` is the exception that
    the last draw raised, or None; `task` is a run under way; `buttons` are the buttons by name.
    """

    def __init__(self, draw, background, axes, size, controls):
        self.screen = Screen(draw, background, axes, size)
        self.progressive = self.screen.progressive
        self.controls = {name: control(name, given) for name, given in controls.items()}
        self.ahead, self.caught_up = {}, 0.0  # {control: value} where the hand is ahead of sliders
        self.defaults = self.values
        self.error = self.task = self.resting = None
        self.quiet = self.waiting = self.late = False
        self.at_home = home()

    def furnish(self, drag, presets, predict, pin, play, more):
        """Make the widgets, and the first picture."""
        check_drag(drag or {}, self.controls, prod(self.screen.shape[0]))
        parts = self.controls, self.at_home
        self.touch = Touch(drag, self.controls, self)
        self.player = Player(play, *parts) if play else None
        self.presets = Presets(presets, *parts, self._go) if presets else None
        self.question = Question(predict, *parts, self._go) if predict else None
        self.more = OneMore(more, self.at_home, self._advance, self._moved,
                            self._confess) if more else None
        self.buttons = self._make_buttons(pin)
        below = [part.box for part in (self.presets, self.question) if part]
        self.board = Board(self.screen.shape[1][0], self.controls, self.buttons,
                           self.progressive or bool(more), below, self.touch.make_hand())
        self.box, self.picture, self.bar = self.board.box, self.board.picture, self.board.bar
        finish(self._run(self.values))
        if self.error:
            raise self.error
        for name, widget in self.controls.items():
            widget.observe(partial(self._slid, name), "value")

    def _make_buttons(self, pin):
        buttons = {"Play": self.player.button} if self.player else {}
        buttons["Reset"] = button("Reset", self.at_home, self._reset)
        if pin:
            buttons["Pin"] = button("Pin", self.at_home, self._press_pin)
        if self.more:
            buttons["One more seed"] = self.more.button
        return buttons

    @property
    def values(self):
        return {name: reading(widget) for name, widget in self.controls.items()} | self.ahead

    @property
    def runs(self):
        return self.task is not None and not self.task.done()

    def set(self, **values):
        """Move several controls, and draw once. ValueError for a name that is no control."""
        known(values, self.controls)
        try:
            self._put(values)
        finally:
            self._moved()

    def _put(self, values):
        """Move controls, and draw nothing."""
        self.quiet = True
        try:
            for name, value in values.items():
                self.ahead.pop(name, None)
                self.controls[name].value = value
        finally:
            self.quiet = False

    def _go(self, values, then=None):
        """Move controls; once the picture is complete (it may be already), call then(values)."""
        if not then or self.runs or self.error or self.values != self.values | values:
            self.set(**values)
        if then and self.runs:
            self.task.add_done_callback(lambda task: task.cancelled() or then(self.values))
        elif then:
            then(self.values)

    def _reset(self):
        if self.more:
            self.more.forget()
        self.set(**self.defaults)

    def _press_pin(self):
        """Keep the present run in the picture, or let it go."""
        screen = self.screen
        if screen.pinned:
            screen.pinned = None
        else:
            moved = [short(name, self.controls[name]) for name, value in screen.values.items()
                     if value != self.defaults[name]]
            screen.pinned = Pinned(screen.values, ", ".join(moved) or "as at first", self.words)
        self.buttons["Pin"].description = "Unpin" if screen.pinned else "Pin"
        self._moved()

    def pointed(self, pressed):
        """The pointer has moved, or was just pressed, on an Axes that can be dragged."""
        if pressed and self.player:
            self.player.button.value = False
        self._moved()

    def looked_at(self):
        """A browser shows the picture, or shows it in another size."""
        self.at_home(self._greet)

    def _greet(self):
        self.touch.tell(self.screen.axes)
        if not self.runs:
            self._rest()

    def seen(self):
        """The browser has seen a picture; one that had to wait can be drawn."""
        if self.late:
            self._moved()

    def _slid(self, name, change):
        """A slider or another control was moved by its own handle, or rounded by the browser."""
        if not self.quiet:
            self.ahead.pop(name, None)
            if self.values != self.screen.values:
                self._moved()

    def _moved(self):
        """A control has moved. Moves before there is time to draw make one picture, of the last."""
        if not (self.quiet or self.waiting):
            self.waiting = True
            self.at_home(self._redraw)

    def _catch_up(self):
        """Let sliders and sentence follow the hand: not at every picture, for each is a message."""
        now = time.monotonic()
        if not self.touch.held or now - self.caught_up > CATCH_UP:
            moves, self.ahead, self.caught_up = self.ahead, {}, now
            self._put({name: nearest(self.controls[name], moves[name]) for name in moves})
            if not (self.error or self.runs):
                self.board.say(self.words, self.screen.pinned)

    def _redraw(self):
        """What is still running ends, and the picture is drawn afresh."""
        self.waiting, self.late = False, self.touch.full
        if self.late:
            return asyncio.get_running_loop().call_later(PATIENCE, self.seen)
        moves, point = self.touch.take(self.screen.axes)
        if point:
            self.ahead |= moves
            self._catch_up()
        if point and self.values == self.screen.values:
            return self.touch.tell(self.screen.axes, point=point)
        for task in filter(None, (self.task, self.resting)):
            task.cancel()
        steps = self._run(self.values, point)
        if self.progressive:
            self.task = start(self._finish_gently(steps))
        else:
            finish(steps)

    def _run(self, values, point=None):
        """Draw for these values, and show picture and sentence: a generator of the progress."""
        if self.progressive:
            self.board.say("")  # the last run's sentence would contradict the sliders
        if self.more:
            self.screen.extra = {"more": self.more.found}
        try:
            self.words = yield from self.screen.draw_all(values)
            self._show(1.0, point)
            if not self.touch.held:
                self.board.say(self.words, self.screen.pinned)
            self.error = None
            self._rest()
        except Exception as error:
            self._confess(error)

    async def _finish_gently(self, steps):
        """As `finish`, but the kernel can listen in between, and pictures appear on the way."""
        try:
            await gently(steps, self._show)
        except Exception as error:  # of painting what was drawn so far
            self._confess(error)

    def _show(self, progress, point=None):
        self.png = self.picture.value = self.screen.png()
        self._advance(progress)
        self.touch.tell(self.screen.axes, picture=True, point=point)

    def _advance(self, progress):
        self.bar.value = progress or 0.0
        self.bar.layout.visibility = "visible" if 0 < self.bar.value < 1 else "hidden"

    def _rest(self):
        """The picture stays, so it will be drawn as sharp as a browser shows it."""
        if self.resting:
            self.resting.cancel()
        if self.touch.heard:
            self.resting = start(self._sharpen())

    async def _sharpen(self):
        await asyncio.sleep(REST)
        dpi, sharp = self.touch.dpi(self.screen.shape[1][0]), self.png
        if dpi != 100:
            sharp = await gently(self.screen.sharpen(dpi), lambda progress: None)
        if sharp != self.picture.value:
            self.picture.value = sharp
            self.touch.tell(self.screen.axes, picture=True)

    def _confess(self, error):
        """Say what went wrong and at which values; show nothing half-drawn."""
        self.error = error
        where = ", ".join(f"{name} = {getattr(widget, 'label', repr(reading(widget)))}"
                          for name, widget in self.controls.items())
        self.words = f"{type(error).__name__}: {error}\n(at {where})"
        self.board.confess(self.words)
        if self.screen.frame:
            self.screen.frame.begin()
            self._show(0.0)

    def _ipython_display_(self):
        """The widgets, and for readers without a kernel the picture and the sentence."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        data = {"text/plain": self.words, "image/png": b64encode(self.png).decode(),
                "application/vnd.jupyter.widget-view+json": view}
        display(data, raw=True, metadata={"image/png": {"alt": self.words}})
