"""What a live figure shows: its drawing over the background of the controls' values."""
import inspect
from dataclasses import dataclass
from functools import partial

import numpy as np

from helpers.live.frame import Frame
from helpers.live.paper import Paper

KEPT = 6  # backgrounds that a figure remembers: to come back to one is as quick as any other drag


@dataclass(frozen=True, eq=False)
class Pinned:
    """A run that stays in the picture: its values, its settings in few letters, its sentence."""
    values: dict
    name: str
    words: str


class Screen:
    """Draws a figure of `axes` (rows, columns) and `size` (inches), see `live`.

    A drawing is given `extra` words besides the controls' values. `values` are those of the last
    picture, `pinned` a run to be shown with it, or None.
    """

    def __init__(self, draw, background, axes, size):
        self.draw, self.background, self.shape = draw, background, (axes, size)
        self.progressive = inspect.isgeneratorfunction(draw)
        self.followed = list(inspect.signature(background).parameters)[1:]  # controls' names
        self.frames = []  # (what the background was drawn for, its Frame), the newest last
        self.first = None  # the Frame that has the layout of all
        self.frame = self.values = self.pinned = self.sharp = None
        self.extra = {}

    @property
    def axes(self):
        """All Axes of the shape, in a row."""
        return np.ravel(self.frame.axes)

    def draw_all(self, values):
        """Draw for these values: a generator of the progress, which returns the sentence.

        The first complete picture makes the layout, which serves all backgrounds, and is drawn
        again in it; a training takes too long for that.
        """
        self.values = values
        self._follow(values)
        words = yield from self._drawn(values)
        if self.first is None:
            self.first = self.frame
            self.first.fix_layout()
            if not self.progressive:
                words = yield from self._drawn(values)
        return words or ""

    def _follow(self, values):
        """Take the frame with the background of these values, or make it."""
        key = {name: values[name] for name in self.followed}
        frame = next((frame for seen, frame in self.frames if seen == key), None)
        if frame is None:
            frame = Frame(partial(self.background, **key), *self.shape, self.first)
            self.frames = [*self.frames[-KEPT + 1:], (key, frame)]
        self.frame = frame

    def _drawn(self, values):
        self._keep_pinned(self.frame.paper)
        self.frame.begin()
        result = self.draw(self.frame.axes, **self.extra, **values)
        return (yield from result) if inspect.isgenerator(result) else result

    def png(self):
        """What is drawn, at 100 dots per inch: bytes of a PNG."""
        return self.frame.png(pinned=self._visible_pin())

    def sharpen(self, dpi):
        """What is drawn, with other dots per inch: bytes of a PNG. A generator, which rests where
        the kernel can listen."""
        if self.sharp is None or self.sharp[1:] != (dpi, self.frame):
            self.sharp = Paper(dpi), dpi, self.frame
        paper = self.sharp[0]
        yield from self.frame.prepare(paper)
        if self._keep_pinned(paper):
            yield
            self.frame.begin()
            self.draw(self.frame.axes, **self.extra, **self.values)
        yield
        return self.frame.png(paper, self._visible_pin())

    def _visible_pin(self):
        """The pinned run, if the background is the one that it was drawn on."""
        pinned = self.pinned
        if pinned and all(pinned.values[name] == self.values[name] for name in self.followed):
            return pinned

    def _keep_pinned(self, paper):
        """Draw the pinned run and keep it on the paper; whether that was done now."""
        pinned = self._visible_pin()
        if pinned is None or paper.pinned is pinned:
            return False
        self.frame.begin()
        self.draw(self.frame.axes, **self.extra, **pinned.values)
        self.frame.pin(pinned.name, pinned, paper)
        return True
