"""A figure whose background is painted once: at each new picture only what moves is painted.

`begin` takes the last picture's artists away and puts titles, limits and scales back; then ordinary
matplotlib adds new ones; `png` paints them over the stored background. Whatever was drawn before,
the same artists give the same pixels.
"""
import struct
import zlib

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

LOOK = ("xscale", "yscale", "xlim", "ylim", "xlabel", "ylabel", "aspect", "facecolor", "position", "autoscalex_on",
        "autoscaley_on")
TICKS = ("major_locator", "minor_locator", "major_formatter", "minor_formatter")


class Frame:
    """A figure of `size` inches with `axes` (rows, columns), and a background drawn by `background(axes)`."""

    def __init__(self, background, axes, size):
        self.figure = Figure(figsize=size, dpi=100, layout="constrained")
        self.canvas = FigureCanvasAgg(self.figure)
        self.axes = self.figure.subplots(*axes)
        background(self.axes)
        self.parents = [self.figure, *self.figure.axes]
        self.kept = {artist for parent in self.parents for artist in parent.get_children()}
        self.texts = [(text, _copy(text)) for text in self.kept if isinstance(text, Text)]
        self.texts.sort(key=lambda pair: pair[0].get_zorder())
        self.looks = {ax: _look(ax) for ax in self.figure.axes}
        self.pixels = self.stored = None

    def fix_layout(self):
        """Make room for all that is drawn now, labels at line ends too, and keep that layout for good."""
        self.canvas.draw()
        self.figure.set_layout_engine("none")
        for ax, look in self.looks.items():
            look["position"] = ax.get_position(original=True).bounds
        self.begin()

    def begin(self):
        """Back to the background."""
        for artist in self.added():
            artist.remove()
        for text, copy in self.texts:
            text.update_from(copy)
            text.set_text(copy.get_text())
        for ax, look in self.looks.items():
            _restore(ax, look)

    def added(self):
        """The artists that are not part of the background, lowest first."""
        artists = [artist for parent in self.parents for artist in parent.get_children() if artist not in self.kept]
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
        """Paint the background anew where limits, scales or ticks are not those it was stored with."""
        looks = [_look(ax) for ax in self.looks]
        if looks == self.stored:
            return
        for artist in moving:
            artist.set_animated(True)  # left out of the next line; unlike an invisible one, a title keeps its place
        self.canvas.draw()
        self.pixels, self.stored = self.canvas.copy_from_bbox(self.figure.bbox), looks


def _copy(text):
    copy = Text()
    copy.update_from(text)
    copy.set_text(text.get_text())
    return copy


def _look(ax):
    """All that decides how the background of an Axes looks, by name."""
    look = {name: getattr(ax, f"get_{name}")() for name in LOOK}
    look["position"] = ax.get_position(original=True).bounds
    look["ticks"] = [getattr(axis, f"get_{name}")() for axis in (ax.xaxis, ax.yaxis) for name in TICKS]
    return look


def _restore(ax, look):
    """Put back what differs from the look, and forget the data that is gone."""
    now = _look(ax)
    for name in LOOK:
        if now[name] != look[name]:
            getattr(ax, f"set_{name}")(look[name])
    if now["ticks"] != look["ticks"]:
        setters = [getattr(axis, f"set_{name}") for axis in (ax.xaxis, ax.yaxis) for name in TICKS]
        for put_back, tick in zip(setters, look["ticks"]):
            put_back(tick)
    ax.set_prop_cycle(None)
    ax.set(autoscalex_on=look["autoscalex_on"], autoscaley_on=look["autoscaley_on"])
    if look["autoscalex_on"] or look["autoscaley_on"]:
        ax.relim()


def encode(pixels):
    """Pixels (height, width, 4) as the bytes of a PNG without alpha.

    Written out because it halves the time: a library's writer tries five filters a row, and time matters more than size.
    """
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # a row begins with its filter: 0, none
    rows[:, 1:] = pixels[..., :3].reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b"")


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
