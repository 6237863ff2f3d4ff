"""A figure whose background is painted once: at each new picture only what moves is painted.

`begin` takes the last picture's artists away and puts titles, limits and scales back; then ordinary
matplotlib adds new ones; `png` paints them over the stored background. Whatever was drawn before,
the same artists give the same pixels: where a drawing changed more of the background (a grid, a spine),
the background is drawn again, in a new figure.
"""
import struct
import zlib
from copy import deepcopy

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

LOOK = ("xscale", "yscale", "xlim", "ylim", "xlabel", "ylabel", "aspect", "autoscalex_on", "autoscaley_on")
TICKS = ("major_locator", "minor_locator", "major_formatter", "minor_formatter")
REST = ("visible", "axisbelow", "adjustable", "anchor", "box_aspect", "subplotspec")
HEADLINES = ("_suptitle", "_supxlabel", "_supylabel")  # a figure would write on the one that was removed
COLOURS = ("_get_lines", "_get_patches_for_fill")  # where an Axes stands in its cycle of colours


class Frame:
    """A figure of `size` inches with `axes` (rows, columns), and a background drawn by `background(axes)`."""

    def __init__(self, background, axes, size):
        self.plan = background, axes, size
        self.places = None
        self._build()

    def _build(self):
        background, axes, size = self.plan
        self.figure = Figure(figsize=size, dpi=100, layout="constrained")
        self.canvas = FigureCanvasAgg(self.figure)
        self.axes = self.figure.subplots(*axes)
        background(self.axes)
        self.grounds = [Ground(ax) for ax in self.figure.axes]
        self.kept = set(self._children())
        texts = sorted((artist for artist in self.kept if isinstance(artist, Text)), key=Text.get_zorder)
        self.texts = [(text, _copy(text)) for text in texts]
        self.still = self.kept.difference(texts, self.figure.axes, *(_both(ax) for ax in self.figure.axes))
        self.pixels = self.stored = None
        self.spoilt = False
        for artist in self.still:
            artist.stale = False  # from here on, matplotlib marks those that a drawing changes
        if self.places:
            self.settle(self.places)

    def _children(self):
        return [artist for parent in (self.figure, *(ground.ax for ground in self.grounds))
                for artist in parent.get_children()]

    def fix_layout(self):
        """Make room for all that is drawn now, labels at line ends too, and keep that layout for good."""
        self.figure.get_layout_engine().execute(self.figure)
        self.settle(self._where())

    def _where(self):
        return [ground.ax.get_position(original=True).extents.tolist() for ground in self.grounds]

    def settle(self, places):
        """Put every Axes in its place, and keep that layout for good."""
        self.places = places
        self.figure.set_layout_engine("none")
        for ground, place in zip(self.grounds, places):
            ground.ax.set_position(Bbox.from_extents(place))

    def begin(self):
        """Back to the background."""
        if self._is_spoilt():
            self._build()
        for artist in self.added():
            if artist.get_figure():  # the labels of a contour leave with it
                artist.remove()
        for name in HEADLINES:
            if getattr(self.figure, name) not in self.kept:
                setattr(self.figure, name, None)
        for text, as_was in self.texts:
            text.update_from(as_was)
            text.set(text=as_was.get_text(), position=as_was.get_position())
        for ground in self.grounds:
            ground.put_back()

    def added(self):
        """The artists that are not part of the background, lowest first."""
        artists = [artist for artist in self._children() if artist not in self.kept]
        return sorted(artists, key=lambda artist: artist.get_zorder())

    def png(self):
        """The picture as it stands: bytes of a PNG."""
        moving = [artist for artist in self.added() + [text for text, _ in self.texts] if artist.get_visible()]
        self._keep_background(moving)
        self.canvas.restore_region(self.pixels)
        renderer = self.canvas.get_renderer()
        for artist in moving:
            artist.draw(renderer)
        return encode(np.asarray(self.canvas.buffer_rgba()))

    def _keep_background(self, moving):
        """Paint the background anew where it does not look as it did when it was stored."""
        self.spoilt = self._is_spoilt()
        looks = [ground.settled_look() for ground in self.grounds]
        if looks == self.stored and not self.spoilt:
            return
        places = [text.get_position() for text, _ in self.texts]
        for artist in moving:
            artist.set_animated(True)  # left out of the next line
        self.canvas.draw()
        for (text, _), place in zip(self.texts, places):
            text.set_position(place)  # matplotlib moves titles, but only then
        self.pixels, self.stored = self.canvas.copy_from_bbox(self.figure.bbox), looks

    def _is_spoilt(self):
        """Whether a drawing has changed the background in a way that `put_back` does not know."""
        return (self.spoilt or not self.kept.issubset(self._children()) or self._where() != self.places
                or any(artist.stale for artist in self.still) or any(ground.is_spoilt() for ground in self.grounds))


class Ground:
    """How one Axes looks before anything is drawn on it."""

    def __init__(self, ax):
        self.ax = ax
        self.look, self.rest = _look(ax), _rest(ax)
        self.data, self.containers = ax.dataLim.frozen(), len(ax.containers)
        self.colours = [deepcopy(getattr(ax, name)) for name in COLOURS]

    def settled_look(self):
        """The look, with the limits that an equal aspect needs."""
        if self.ax.get_aspect() != "auto":
            self.ax.apply_aspect()
        return _look(self.ax)

    def is_spoilt(self):
        return _rest(self.ax) != self.rest

    def put_back(self):
        """Give the Axes its look again, and let it forget the data that is gone."""
        ax, look, now = self.ax, self.look, _look(self.ax)
        for name in LOOK:
            if now[name] != look[name]:
                getattr(ax, f"set_{name}")(look[name])
        if now["ticks"] != look["ticks"]:
            setters = [getattr(axis, f"set_{name}") for axis in _both(ax) for name in TICKS]
            for put_back, tick in zip(setters, look["ticks"]):
                put_back(tick)
        ax.set(autoscalex_on=look["autoscalex_on"], autoscaley_on=look["autoscaley_on"])
        ax.dataLim = self.data.frozen()
        del ax.containers[self.containers:]
        for name, colours in zip(COLOURS, self.colours):
            setattr(ax, name, deepcopy(colours))


def _both(ax):
    return ax.xaxis, ax.yaxis


def _look(ax):
    """What drawings often change and `put_back` can undo, by name."""
    look = {name: getattr(ax, f"get_{name}")() for name in LOOK}
    look["ticks"] = [getattr(axis, f"get_{name}")() for axis in _both(ax) for name in TICKS]
    return look


def _rest(ax):
    """What else decides how the background of an Axes looks."""
    ticks = [axis.get_tick_params(which) for axis in _both(ax) for which in ("major", "minor")]
    labels = [(axis.label.get_color(), axis.label.get_fontproperties(), axis.labelpad) for axis in _both(ax)]
    units = [axis.have_units() for axis in _both(ax)]
    return [getattr(ax, f"get_{name}")() for name in REST], ax.margins(), ax.axison, ticks, labels, units


def _copy(text):
    copy = Text(*text.get_position(), text.get_text())
    copy.update_from(text)
    return copy


def encode(pixels):
    """Pixels (height, width, 4) as the bytes of a PNG without alpha.

    Written out because it halves the time: a library's writer tries five filters a row, and time matters more than size.
    """
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # a row begins with its filter: 0, none
    for colour in range(3):
        rows[:, 1 + colour::3] = pixels[..., colour]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b"")


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
