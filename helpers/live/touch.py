"""What the hand in the browser tells, and what it is told: pointer, pixels, pictures seen."""
import importlib.util
import sys
import time

import numpy as np

from helpers.live.controls import nearest, shown, slides

UNSEEN = 3  # pictures on their way: while so many have not been seen, none is drawn
PATIENCE = 1.0  # seconds; a picture that was not seen by then counts as seen: the page may be gone


class Touch:
    """A live figure's ear in the browser. Nobody may be there; then all this does nothing.

    drag     {axes: (control, control)}: the number of an Axes, and the controls that a pointer on
             it moves along x and y, in data coordinates. None for a direction that moves nothing. A
             third entry "shares" makes it shares of the Axes, from 0 to 1.
    figure   is told, in whatever thread a message comes: `pointed()`, the pointer has moved;
             `looked_at()`, the picture is shown for the first time or in another size; `seen()`, a
             picture has arrived.
    """

    def __init__(self, drag, controls, figure):
        self.drag, self.controls, self.figure = drag or {}, controls, figure
        self.hand = None
        self.ratio = self.width = None  # until the hand has said hello
        self.point = self.areas = None
        self.held = False  # whether the pointer is pressed
        self.sent = self.seen = 0
        self.sent_at = 0.0

    def make_hand(self):
        """The widget that goes last into the box, or None. Colab gets none: one AnyWidget, made,
        switches all later outputs to a widget manager that breaks standard widgets.
        """
        if "google.colab" in sys.modules or importlib.util.find_spec("anywidget") is None:
            return None
        from helpers.live.hand import Hand
        self.hand = Hand()
        self.hand.on_msg(lambda hand, content, buffers: self.hear(content))
        return self.hand

    def hear(self, content):
        """A message of the browser's; it may come in a second thread."""
        self.seen = max(self.seen, content.get("seen") or 0)
        if "ratio" in content:
            self.ratio, self.width, self.seen = content["ratio"], content["width"], self.sent
            if content["hello"]:
                self.areas = None  # a new view knows none
            self.figure.looked_at()
        elif "point" in content:
            pressed, self.held = content["held"] and not self.held, content["held"]
            self.point = content
            self.figure.pointed(pressed)
        else:
            self.figure.seen()

    @property
    def heard(self):
        """Whether a browser shows the picture and can say so."""
        return self.ratio is not None

    @property
    def full(self):
        """Whether the browser has still to see what it was sent. A hand that is held waits for
        answers itself."""
        waiting = self.sent - self.seen >= UNSEEN and not self.held
        return self.heard and waiting and time.monotonic() - self.sent_at < PATIENCE

    def dpi(self, inches):
        """Dots per inch of a picture as many inches wide, as it is shown."""
        return round(self.ratio * self.width) / inches

    def take(self, axes):
        """({control: value}, point) of the pointer's last place on these Axes; ({}, None) if it has
        not moved."""
        point, self.point = self.point, None
        if point is None:
            return {}, None
        names = self.drag[point["axes"]]
        for name in filter(None, names[:2]):
            # A slider that is moved by us would send what it rounds that to, when we are elsewhere.
            self.controls[name].continuous_update = not self.held
        place = point["x"], point["y"]  # in shares of the Axes
        if "shares" not in names:
            ax = axes[point["axes"]]
            place = (ax.transAxes + ax.transData.inverted()).transform(place)
        moves = {}
        for name, along in zip(names, place, strict=False):
            if name and np.isfinite(along):
                widget = self.controls[name]
                moves[name] = shown(widget, nearest(widget, along))
        return moves, point

    def tell(self, axes, picture=False, point=None):
        """Answer a point, say that a picture was sent, and where it can be taken hold of if that
        has changed."""
        if not self.heard:
            return
        content = {"point": point["point"]} if point else {}
        if picture:
            self.sent, self.sent_at = self.sent + 1, time.monotonic()
            content["picture"] = self.sent
        areas = [self.area(number, axes[number]) for number in self.drag]
        if areas != self.areas:
            content["areas"] = self.areas = areas
        if content:
            self.hand.send(content)

    def area(self, number, ax):
        """Where an Axes can be taken hold of: left, top, width and height in shares of the
        picture."""
        x0, y0, x1, y1 = ax.get_position().extents
        across, up = self.drag[number][:2]
        moves = "both" if across and up else "x" if across else "y"
        return {"axes": number, "box": [x0, 1 - y1, x1 - x0, y1 - y0], "moves": moves}


def check_drag(drag, controls, count):
    """ValueError for what cannot be dragged, of so many Axes."""
    for number, names in drag.items():
        if number not in range(count):
            raise ValueError(f"drag = {drag!r}: the Axes are 0 to {count - 1}, not {number!r}")
        moved = [name for name in names[:2] if name is not None]
        if names[2:] not in ((), ("shares",)) or len(names) < 2 or not moved:
            raise ValueError(f"drag = {drag!r}: an Axes has two controls, one perhaps None, "
                             "and after them nothing or \"shares\"")
        for name in moved:
            if not slides(controls.get(name)):
                raise ValueError(f"drag = {drag!r}: {name!r} is no control with a slider")
