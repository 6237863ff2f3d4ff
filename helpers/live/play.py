"""Buttons that go on by themselves: Play moves a slider, and one more run is trained."""
import asyncio

import ipywidgets as widgets

from helpers.live import running
from helpers.live.board import BUTTON, PRESET, button

FRAMES = 150  # pictures of a slider that is played from low to high
FIRST = 100  # the first seed that a reader trains; none on record is as high


class Player:
    """A button that moves a slider from low to high, and stops there or when pressed again."""

    def __init__(self, name, controls, at_home):
        self.slider, self.task = controls.get(name), None
        if not isinstance(self.slider, (widgets.IntSlider, widgets.FloatSlider)):
            raise ValueError(
                f"play = {name!r}: only a (low, high, default) control can be played")
        self.button = widgets.ToggleButton(False, description="Play", layout=BUTTON)
        self.button.observe(lambda change: at_home(self._pressed), "value")

    def _pressed(self):
        self.button.description = "Pause" if self.button.value else "Play"
        if self.task:
            self.task.cancel()
        if self.button.value:
            self.task = running.start(self._play())

    async def _play(self):
        slider = self.slider
        pictures = (slider.max - slider.min) / slider.step
        stride = slider.step * max(1, round(pictures / FRAMES))
        if slider.value >= slider.max:
            slider.value = slider.min
        while slider.value < slider.max:
            slider.value = min(slider.value + stride, slider.max)
            await asyncio.sleep(running.PAINT)
        self.button.value = False


class OneMore:
    """A button that trains one seed more, from 100 on; pressed again, it stops.

    train(seed) is a generator of the progress, 0 to 1, that returns what the seed gave. `found`
    holds what has come so far; `changed()` is called when there is more, `failed(error)` if the
    training raised one.
    """

    def __init__(self, train, at_home, show, changed, failed):
        self.train, self.show, self.changed, self.failed = train, show, changed, failed
        self.found, self.task = [], None
        self.button = button("One more seed", at_home, self.press, PRESET)

    def press(self):
        if self.task and not self.task.done():
            self.stop()
        else:
            self.button.description = "Stop"
            self.task = running.start(self._trained())

    def stop(self):
        """Leave a seed that is being trained."""
        if self.task:
            self.task.cancel()
        self.button.description = "One more seed"

    def forget(self):
        """As if none had been trained."""
        self.stop()
        self.found = []

    async def _trained(self):
        steps = self.train(FIRST + len(self.found))
        try:
            self.found = [*self.found, await running.gently(steps, self.show)]
            self.changed()
        except Exception as error:
            self.failed(error)
        self.button.description = "One more seed"
