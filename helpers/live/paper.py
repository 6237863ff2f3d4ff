"""The canvas that pictures are painted on, and the pixels that are painted once and kept."""
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text

PALE = 0.35  # how much of a pinned run's colour stays
FAINT, HALO = "#555555", [withStroke(linewidth=3, foreground="white")]  # its name's


def in_order(parent):
    """What a figure or an Axes shows, lowest first; its patch is the ground."""
    children = sorted(parent.get_children(), key=lambda artist: artist.get_zorder())
    shown = [artist for artist in children if artist is not parent.patch and artist.get_visible()]
    if not isinstance(parent, Axes):
        return [parent.patch, *shown]
    if not parent.axison:
        frame = [parent.xaxis, parent.yaxis, *parent.spines.values()]
        return [artist for artist in shown if artist not in frame]
    return [parent.patch, *shown]


class Paper:
    """So many dots per inch, and one background's pixels: alone, and with a pinned run over them.

    `looks` is what the Axes looked like when the pixels were kept; `pinned` is what was pinned.
    """

    def __init__(self, dpi=100, canvas=None):
        self.dpi, self.canvas = dpi, canvas or FigureCanvasAgg(Figure())
        self.pixels = self.looks = self.under = self.pinned = None

    def hold(self, figure):
        """Let the figure be painted here: several may share a canvas."""
        self.canvas.figure = figure
        figure.set_canvas(self.canvas)
        if figure.dpi != self.dpi:
            figure.dpi = self.dpi

    def keep_background(self, looks, texts, moving):
        """Paint all but what moves, unless that was done when the Axes looked the same."""
        if looks == self.looks:
            return
        places = [text.get_position() for text in texts]
        for artist in moving:
            artist.set_animated(True)  # left out of the next line
        self.canvas.draw()
        for text, place in zip(texts, places, strict=True):
            text.set_position(place)  # matplotlib moves titles, but only then
        self._keep(looks)

    def keep_background_gently(self, looks, moving):
        """The same pixels, artist by artist: a generator, which rests between two of them."""
        if looks == self.looks:
            return
        figure, renderer = self.canvas.figure, self.canvas.get_renderer()
        renderer.clear()
        for artist in in_order(figure):
            parts = in_order(artist) if isinstance(artist, Axes) else [artist]
            for part in parts:
                if part not in moving:
                    part.draw(renderer)
                    yield
        self._keep(looks)

    def _keep(self, looks):
        self.pixels, self.looks = self._copy(), looks
        self.under = self.pinned = None

    def keep_pinned(self, artists, words, pinned):
        """Paint a run over the background, pale; where a line had a name, `words` stand."""
        clean = self.paint([], False).copy()
        run = [artist for artist in artists if not isinstance(artist, Text)]
        pixels = self.paint(run, False)
        pixels[:] = np.rint(clean + PALE * (pixels.astype(float) - clean))
        names = [artist for artist in artists if isinstance(artist, Annotation)]
        for name in {name.axes: name for name in reversed(names)}.values():  # the first of each
            name.set(text=words, position=(-6, 9), horizontalalignment="right", color=FAINT,
                     path_effects=HALO)
            name.draw(self.canvas.get_renderer())
        self.under, self.pinned = self._copy(), pinned

    def paint(self, artists, pinned):
        """Artists over the background, and over a pinned run if wanted: pixels (height, width,
        4)."""
        self.canvas.restore_region(self.under if pinned else self.pixels)
        renderer = self.canvas.get_renderer()
        for artist in artists:
            if artist.get_visible():
                artist.draw(renderer)
        return np.asarray(self.canvas.buffer_rgba())

    def _copy(self):
        return self.canvas.copy_from_bbox(self.canvas.figure.bbox)
