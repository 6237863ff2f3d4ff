"""A figure whose background is painted once: at each new picture only what moves is painted.

`begin` takes the last picture's artists away and gives limits, aspects, labels and titles back;
then ordinary matplotlib adds new artists; `png` paints them over the stored background. So the
same drawing gives the same pixels, whatever was drawn before. A drawing that changes more is an
error.
"""
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.live.paper import Paper
from helpers.live.png import encode

LOOK = ("xlim", "ylim", "aspect")  # what a drawing may change of an Axes, because it comes back
TICKS = ("major_locator", "minor_locator", "major_formatter", "minor_formatter")
PLACE = "the place of an Axes"
REST = ("visible", "axisbelow", "adjustable", "anchor", "box_aspect")


class Frame:
    """A figure of `size` inches with `axes` (rows, columns), on which `background(axes)` drew.

    like     another frame of these axes and size: this one takes its layout, and its canvas, which
             remembers how wide words are. Without it, `fix_layout` makes a layout from what is
             drawn.
    paper    what the pictures are painted on; `begin` and `png` take another one too, with other
             dots per inch.
    """

    def __init__(self, background, axes, size, like=None):
        self.plan = background, axes, size
        self.places = like.places if like else None
        self.paper = Paper(canvas=like.paper.canvas if like else None)
        self._build()

    def _build(self):
        background, axes, size = self.plan
        self.figure = Figure(figsize=size, dpi=100, layout="constrained")
        self.paper.hold(self.figure)
        self.axes = self.figure.subplots(*axes)
        self.headlines = [self.figure.suptitle(""), self.figure.supxlabel(""),
                          self.figure.supylabel("")]
        background(self.axes)
        self._remember()
        if self.places and len(self.places) == len(self.panels):
            self.settle(self.places)
        elif self.places:
            self.fix_layout()

    def _remember(self):
        """Note what there is: titles and other texts, which come back, and what must not change."""
        self.panels = [Panel(ax) for ax in self.figure.axes]
        self.kept = set(self._children())
        texts = [artist for artist in self.kept if isinstance(artist, Text)]
        self.texts = [(text, _copy(text)) for text in sorted(texts, key=Text.get_zorder)]
        axes = [artist for panel in self.panels for artist in (panel.ax, *_both(panel.ax))]
        self.still = self.kept.difference(texts, axes)
        self.paper.looks = None
        for artist in self.still:
            artist.stale = False  # from here on, matplotlib marks those that a drawing changes

    def _children(self):
        return [artist for parent in (self.figure, *(panel.ax for panel in self.panels))
                for artist in parent.get_children()]

    def fix_layout(self):
        """Make room for all that is drawn now, labels at line ends too, and keep that layout."""
        for text in self.headlines:
            text.set_in_layout(text.get_text() != "")
        self.figure.get_layout_engine().execute(self.figure)
        self.settle([_place(panel.ax) for panel in self.panels])

    def settle(self, places):
        """Put every Axes in its place, and keep that layout for good."""
        self.places = places
        self.figure.set_layout_engine("none")
        for panel, place in zip(self.panels, places, strict=True):
            panel.ax.set_position(Bbox.from_extents(place))
            panel.fixed[PLACE] = place

    def begin(self):
        """Back to the background. After a drawing that was an error, it is built anew."""
        self.paper.hold(self.figure)
        if self.changed():
            self._build()
        for artist in self.added():
            if artist.get_figure():  # the labels of a contour leave with it
                artist.remove()
        for text, as_was in self.texts:
            text.update_from(as_was)
            text.set_text(as_was.get_text())
            text.set_position(as_was.get_position())
        for panel in self.panels:
            panel.put_back()

    def added(self):
        """The artists that are not part of the background, lowest first."""
        artists = [artist for artist in self._children() if artist not in self.kept]
        return sorted(artists, key=lambda artist: artist.get_zorder())

    def changed(self):
        """What `begin` cannot put back of what a drawing has changed: a list of words."""
        if self.figure.axes != [panel.ax for panel in self.panels]:
            return ["the Axes of the figure"]  # a colour bar is one
        touched = self.kept.difference(self._children())
        touched.update(artist for artist in self.still if artist.stale)
        what = {f"a {type(artist).__name__}" for artist in touched}
        return sorted(what.union(*(panel.changed() for panel in self.panels)))

    def png(self, paper=None, pinned=None):
        """The picture as it stands, over what is `pinned` if this paper keeps that: bytes of a PNG.

        ValueError if the drawing changed more than `begin` can put back.
        """
        paper = paper or self.paper
        looks, moving = self._hold(paper)
        paper.keep_background(looks, [text for text, _ in self.texts], moving)
        over = pinned is not None and paper.pinned == pinned
        return encode(paper.paint(moving, over))

    def prepare(self, paper):
        """Keep the background that this picture needs: a generator, which rests on the way."""
        looks, moving = self._hold(paper)
        yield from paper.keep_background_gently(looks, moving)

    def _hold(self, paper):
        """Lay the figure on the paper: (what its Axes look like, the artists that move)."""
        if what := self.changed():
            raise ValueError(f"draw changed {', '.join(what)}: do that in `background`")
        paper.hold(self.figure)
        moving = [*self.added(), *[text for text, _ in self.texts]]
        return ([panel.settled_look() for panel in self.panels],
                [artist for artist in moving if artist.get_visible()])

    def pin(self, words, pinned, paper):
        """Keep what is drawn, pale and without titles, as part of the background of pictures."""
        looks, moving = self._hold(paper)
        paper.keep_background(looks, [text for text, _ in self.texts], moving)
        paper.keep_pinned(self.added(), words, pinned)


class Panel:
    """One Axes as the background left it: what comes back, and what no drawing may change."""

    def __init__(self, ax):
        self.ax = ax
        ax.axis()  # settles limits that the background leaves to its data: they stay
        ax.autoscale(False)
        self.look, self.labels, self.fixed = _look(ax), _labels(ax), _fixed(ax)
        self.data, self.containers = ax.dataLim.frozen(), len(ax.containers)

    def settled_look(self):
        """The look that stored pixels show, with the limits that an equal aspect needs."""
        if self.ax.get_aspect() != "auto":
            self.ax.apply_aspect()
        return _look(self.ax), _labels(self.ax)

    def changed(self):
        """The names of what should be fixed and is not."""
        now = _fixed(self.ax)
        return {name for name in now if now[name] != self.fixed[name]}

    def put_back(self):
        """Give the Axes its look again, and let it forget data and colours that are gone."""
        ax = self.ax
        ax.autoscale(False)  # a drawing may have turned it on
        for name, value in self.look.items():
            if getattr(ax, f"get_{name}")() != value:
                getattr(ax, f"set_{name}")(value)
        for axis, words in zip(_both(ax), self.labels, strict=True):
            axis.label.set_text(words)
        ax.dataLim = self.data.frozen()
        del ax.containers[self.containers:]
        ax.set_prop_cycle(None)


def _both(ax):
    return ax.xaxis, ax.yaxis


def _place(ax):
    return ax.get_position(original=True).extents.tolist()


def _look(ax):
    return {name: getattr(ax, f"get_{name}")() for name in LOOK}


def _labels(ax):
    return [axis.label.get_text() for axis in _both(ax)]


def _fixed(ax):
    """What no drawing may change, by name. A scale that is set, even the same, has new locators."""
    both, labels = _both(ax), [axis.label for axis in _both(ax)]
    ticks = [axis.get_tick_params(which) for axis in both for which in ("major", "minor")]
    return {
        "the scale or the ticks": [getattr(one, f"get_{name}")() for one in both for name in TICKS],
        "the look of ticks or grid": ticks,
        "the units of an axis": [axis.have_units() for axis in both],
        "the look of a label": [(text.get_color(), text.get_fontproperties()) for text in labels],
        "the room for a label": [axis.labelpad for axis in both],
        "how an Axes stands": [getattr(ax, f"get_{name}")() for name in REST],
        "whether there are axes": ax.axison,
        "the margins": ax.margins(),
        PLACE: _place(ax),
    }


def _copy(text):
    copy = Text(*text.get_position(), text.get_text())
    copy.update_from(text)
    return copy
