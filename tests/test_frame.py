"""Whatever was drawn before, the same drawing gives the same pixels; the rest is an error."""
import ast
import io
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.offsetbox import AnchoredText
from PIL import Image

from helpers.live.frame import Frame
from helpers.live.paper import Paper
from helpers.live.png import encode
from helpers.live.running import finish

X = np.linspace(0, 10, 50)
Z = np.add.outer(np.sin(X), np.cos(X))


def background(axes):
    """What a notebook puts there: a terrain with limits, and a logarithmic curve beside it."""
    axes[0].contourf(X, X, Z, 6, cmap="Greys")
    axes[0].set(xlim=(0, 10), ylim=(0, 10), xlabel="x", ylabel="y", title="terrain")
    axes[1].set(yscale="log", xlim=(0, 10), ylim=(1e-3, 10), xlabel="update", ylabel="loss")
    axes[1].grid(axis="y")
    axes[1].axhline(1, label="one")
    axes[1].legend(loc="lower left")


def nothing(axes):
    pass


def curves(axes):
    for k in range(3):
        axes[0].plot(X, k + X / 3)
        axes[1].plot(X, np.exp(-k * X / 3))


def titles(axes):
    axes[0].set_title("a title", color="red", fontsize=20)
    axes[1].set_title("on the left", loc="left")
    axes[0].title.set_rotation(5)


def moved_title(axes):
    axes[0].set_title("lower", x=0.3, y=0.8)
    axes[1].set_title("higher", pad=12)


def limits(axes):
    axes[0].set(xlim=(-5, 30), ylim=(20, -3))
    axes[0].plot(X, X)


def scales(axes):
    axes[0].set(xscale="symlog", yscale="log", ylim=(0.1, 10))
    axes[1].set(yscale="linear")
    axes[1].plot(X, X)


def same_scale(axes):
    axes[1].set_yscale("log")
    axes[1].plot(X, X)


def ticks(axes):
    axes[0].set_xticks([1, 2, 8], ["one", "two", "eight"])
    axes[0].set_yticks([])
    axes[1].set_xticks(range(10), minor=True)


def tick_look(axes):
    axes[0].tick_params(axis="x", colors="red", labelrotation=40, length=10)
    axes[1].tick_params(left=False, labelleft=False)


def grids(axes):
    axes[0].grid(color="red")
    axes[1].grid(False)


def labels(axes):
    axes[0].set_xlabel("another x")
    axes[1].set_ylabel("another y")


def label_look(axes):
    axes[0].set_xlabel("another x", color="red", fontsize=18)


def label_room(axes):
    axes[0].set_xlabel("x", labelpad=20)


def colours(axes):
    axes[0].set_prop_cycle(color=["red", "green"])
    curves(axes)


def face(axes):
    axes[0].set_facecolor("lightyellow")


def aspect(axes):
    axes[0].set_aspect("equal")
    axes[0].plot(X, X)


def box(axes):
    axes[1].set_box_aspect(1)


def no_axes(axes):
    axes[0].axis("off")
    axes[0].plot(X, X)


def hidden(axes):
    axes[0].set_visible(False)


def spines(axes):
    axes[0].spines[["top", "right"]].set_visible(False)
    axes[1].spines["left"].set_color("red")


def legends(axes):
    axes[0].plot(X, X, label="a line")
    axes[0].legend()
    axes[0].figure.legend(loc="upper center")


def other_legend(axes):
    axes[1].legend(["a legend in place of the old one"])


def less(axes):
    axes[1].lines[0].remove()


def recoloured(axes):
    axes[1].lines[0].set_color("red")


def moved_axes(axes):
    axes[0].set_position([0.1, 0.1, 0.2, 0.2])


def words(axes):
    axes[0].text(5, 5, "some $x^2$ text")
    axes[0].annotate("here", (2, 2), (5, 2), arrowprops={"arrowstyle": "->"})
    axes[0].figure.text(0.5, 0.5, "a text in the figure", color="red")


def headline(axes):
    axes[0].figure.suptitle("above all")
    axes[0].figure.supxlabel("below all")


def inset(axes):
    small = axes[1].inset_axes([0.5, 0.5, 0.4, 0.4])
    small.plot(X, X)
    small.set_title("inset")


def twin(axes):
    right = axes[0].twinx()
    right.plot(X, X**2)
    right.set_ylabel("right")


def new_axes(axes):
    axes[0].figure.add_axes([0.6, 0.6, 0.2, 0.2]).plot(X, X)


def colour_bar(axes):
    axes[0].figure.colorbar(axes[0].pcolormesh(X, X, Z, alpha=0.5), ax=axes[0])


def picture(axes):
    axes[0].imshow(Z, extent=(0, 10, 0, 10), alpha=0.5)
    axes[1].pcolormesh(X, X[1:], Z[1:])


def contours(axes):
    axes[0].clabel(axes[0].contour(X, X, Z, colors="red"))
    axes[1].contourf(X, X[1:], Z[1:])


def bars(axes):
    axes[0].bar([1, 2, 3], [5, 2, 7])
    axes[0].errorbar(X, X, 1)
    axes[0].hist(X, 5)
    axes[1].stem(X, np.exp(-X))


def names(axes):
    axes[0].bar(["Adam", "momentum"], [5, 2])


def points(axes):
    axes[0].scatter(X, X, label="points")
    axes[0].fill_between(X, X, X + 1)
    axes[0].quiver([1, 2], [3, 4], [1, 1], [1, -1])


def layers(axes):
    axes[0].plot(X, X, zorder=1, linewidth=20)
    axes[0].plot(X, X, zorder=5, linewidth=3)


def above(axes):
    axes[0].set_axisbelow(False)


def margins(axes):
    axes[0].margins(0.5)


def far(axes):
    axes[0].plot([-1e6, 1e6], [1, 1e6])
    axes[1].imshow(Z, extent=(-50, 50, 1, 50), aspect="auto")


def free_limits(axes):
    axes[0].autoscale()
    axes[0].plot(X, X)


TRICKS = [nothing, curves, titles, moved_title, limits, labels, colours, aspect, legends, words,
          headline, inset, picture, contours, bars, points, layers, free_limits]
SCALE, LOOK, STANDS = "the scale or the ticks", "the look of ticks or grid", "how an Axes stands"
AXES = "the Axes of the figure"
FORBIDDEN = {  # and how the error names what they changed
    scales: SCALE, same_scale: SCALE, ticks: SCALE, tick_look: LOOK, grids: LOOK,
    label_look: "the look of a label", label_room: "the room for a label", face: "a Rectangle",
    box: STANDS, hidden: STANDS, above: STANDS, no_axes: "whether there are axes",
    margins: "the margins", spines: "a Spine",
    other_legend: "a Legend", less: "a Line2D", recoloured: "a Line2D", twin: AXES, new_axes: AXES,
    colour_bar: AXES, moved_axes: "the place of an Axes", names: "the units of an axis",
}


def autoscaled(axes):
    """A background that leaves the limits to matplotlib."""
    axes[0].contour(X, X, Z)
    axes[1].plot(X, X)


def odd(axes):
    """A background that uses what matplotlib moves about by itself."""
    axes[0].axis("equal")
    axes[0].scatter(X, X / 2, c=X)
    axes[0].figure.colorbar(axes[0].collections[0], ax=axes[0])
    axes[0].text(2, 4, "stays")
    axes[0].table([["1", "2"]], loc="upper right", colWidths=[0.1, 0.1])
    axes[1].set_prop_cycle(color=["purple", "orange"])
    axes[1].bar([1, 2], [3, 4])
    axes[1].plot(X, X)
    axes[1].xaxis.tick_top()
    axes[1].twinx().plot(X, X**2)


def made(background=background):
    frame = Frame(background, (1, 2), (4, 2))
    curves(frame.axes)
    frame.fix_layout()
    frame.begin()
    return frame


def shown(frame, draw):
    frame.begin()
    draw(frame.axes)
    return frame.png()


def array(png):
    """The pixels of a PNG, (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)))


@pytest.fixture(scope="module", params=[background, autoscaled, odd],
                ids=lambda ground: ground.__name__)
def ground(request):
    return request.param


@pytest.fixture(scope="module")
def alone(ground):
    """Each trick on a new frame, on which nothing was drawn before."""
    return {trick: shown(made(ground), trick) for trick in TRICKS}


def test_each_trick_shows(alone):
    assert [trick.__name__ for trick in TRICKS if alone[trick] == alone[nothing]] == ["nothing"]


def test_same_artists_same_pixels_whatever_came_before(ground, alone):
    frame, before = made(ground), None
    for trick in np.random.default_rng(0).permutation(TRICKS):
        for _ in range(2):
            assert shown(frame, trick) == alone[trick], f"{trick.__name__} after {before}"
            before = trick.__name__


def test_same_pixels_after_a_drawing_that_stopped_halfway(ground, alone):
    frame = made(ground)
    for trick in (limits, grids, legends, colour_bar, contours):
        frame.begin()
        trick(frame.axes)  # and no picture of it
        assert shown(frame, curves) == alone[curves], trick.__name__


@pytest.mark.parametrize("trick", FORBIDDEN, ids=lambda trick: trick.__name__)
def test_what_cannot_come_back_is_an_error_and_the_next_drawing_is_right(trick):
    frame, fresh = made(), shown(made(), curves)
    for _ in range(2):
        with pytest.raises(ValueError, match="^draw changed .*: do that in `background`$") as error:
            shown(frame, trick)
        assert FORBIDDEN[trick] in str(error.value)
        assert shown(frame, curves) == fresh


@pytest.mark.parametrize("trick", [curves, limits, labels, aspect, legends, words, inset])
def test_a_picture_is_what_matplotlib_would_paint(trick):
    """But for what lies on top: here lines may cross the frame around the Axes."""
    frame, ordinary = made(), made()
    before, after = shown(frame, nothing), shown(frame, trick)
    trick(ordinary.axes)
    ordinary.paper.canvas.draw()
    wrong = different(array(after), np.asarray(ordinary.paper.canvas.buffer_rgba())[..., :3])
    assert wrong < 0.1 * different(array(after), array(before))


@pytest.mark.parametrize("trick", TRICKS)
def test_painted_gently_it_is_the_same_picture(trick):
    """As when it is painted with other dots per inch, while the kernel listens in between."""
    frame = made()
    quick = shown(frame, trick)
    paper = Paper()
    assert finish(frame.prepare(paper)) is None and paper.looks is not None
    assert frame.png(paper) == quick


def different(picture, other):
    """The share of pixels that differ clearly."""
    return np.mean(np.abs(picture.astype(int) - other).max(axis=-1) > 40)


def test_the_background_is_drawn_once_unless_a_drawing_was_an_error():
    calls = []
    frame = made(lambda axes: (calls.append("drawn"), background(axes)))
    for trick in TRICKS:
        shown(frame, trick)
    assert len(calls) == 1
    with pytest.raises(ValueError):
        shown(frame, spines)
    shown(frame, curves)
    shown(frame, curves)
    assert len(calls) == 2


def crowded(axes):
    odd(axes)
    axes[0].quiver([1, 2], [3, 4], [1, 1], [1, -1])
    axes[0].add_artist(AnchoredText("anchored", loc="lower left"))


@pytest.mark.parametrize("ground", [background, autoscaled, crowded, nothing])
def test_the_background_is_painted_once_for_drawings_that_only_add(monkeypatch, ground):
    frame = made(ground)
    shown(frame, nothing)
    monkeypatch.setattr(frame.paper.canvas, "draw", lambda: pytest.fail("painted again"))
    for trick in (curves, titles, words, contours, points, bars, curves, nothing):
        shown(frame, trick)


@pytest.mark.parametrize("ground", [background, autoscaled, odd, nothing])
def test_the_limits_are_those_of_the_background_wherever_a_drawing_draws(ground):
    frame, limits = made(ground), []
    for trick in (nothing, far, bars, points):
        shown(frame, trick)
        limits.append([ax.axis() for ax in frame.figure.axes])
    assert all(after == limits[0] for after in limits), limits


def test_what_was_added_is_gone_afterwards():
    frame = made(odd)
    before = [sizes(ax) for ax in frame.figure.axes]
    for trick in (curves, words, legends, headline, inset, picture, contours, bars, points):
        shown(frame, trick)
        frame.begin()
        assert [sizes(ax) for ax in frame.figure.axes] == before, trick.__name__


def sizes(ax):
    """How much an Axes holds, lists that matplotlib never shortens included."""
    held = (ax.get_children(), ax.containers, ax.child_axes, ax.figure.get_children())
    return [len(things) for things in held]


def test_the_cycle_of_colours_begins_anew():
    frame = made(odd)
    for trick in (curves, colours, bars):
        shown(frame, trick)
        frame.begin()
        first, second = frame.axes[1].plot(X, X, X, X + 1)
        assert same_color(first.get_color(), "#1f77b4")
        assert same_color(second.get_color(), "#ff7f0e")
        bar, = frame.axes[0].bar([1], [2])
        assert same_color(bar.get_facecolor(), "#1f77b4")


def test_the_threshold_and_the_ticks_of_a_scale_survive_other_limits():
    def symlog(axes):
        axes[0].set_yscale("symlog", linthresh=5)
        axes[0].set(ylim=(-100, 100), yticks=[-50, 0, 7])
    frame = made(symlog)
    before = shown(frame, curves)
    shown(frame, limits)
    assert shown(frame, curves) == before
    assert [*frame.axes[0].get_yticks()] == [-50, 0, 7]


def test_a_second_frame_takes_the_places_of_the_first(monkeypatch):
    first = made()
    monkeypatch.setattr(ConstrainedLayoutEngine, "execute", lambda *_: pytest.fail("a layout"))
    second = Frame(background, (1, 2), (4, 2), first)
    assert shown(second, curves) == shown(first, curves)


def test_a_frame_with_other_axes_makes_its_own_layout():
    first = made()
    second, alone = Frame(odd, (1, 2), (4, 2), first), Frame(odd, (1, 2), (4, 2))
    alone.fix_layout()
    assert len(second.places) == 4 and second.places == alone.places
    assert shown(second, curves) == shown(alone, curves)


def test_there_is_room_for_labels_beside_the_axes():
    def label(axes):
        axes[1].annotate("a long label at the end of a line", (1, 0.5), xycoords="axes fraction",
                         annotation_clip=False)
    frame = Frame(background, (1, 2), (10, 4))
    label(frame.axes)
    frame.fix_layout()
    frame.begin()
    picture = array(shown(frame, label))
    assert picture.shape == (400, 1000, 3)
    assert (picture[:, -2:] == 255).all() and (picture[:, 800:] < 100).any()


def test_a_single_axes_is_not_in_an_array():
    axes = []
    Frame(axes.append, (1, 1), (3, 2))
    axes[0].plot([0, 1])


@pytest.mark.parametrize("shape", [(1, 1), (3, 7), (40, 100)])
def test_the_bytes_are_a_png_of_the_pixels(shape):
    pixels = np.random.default_rng(0).integers(0, 256, (*shape, 4), dtype=np.uint8)
    assert (array(encode(pixels)) == pixels[..., :3]).all()


# Public matplotlib only

HELPERS = Path(__file__).parent.parent / "helpers"


def private_names():
    """Names with one underscore of what notebooks draw on and with."""
    figure = Frame(odd, (1, 2), (4, 2)).figure
    things = [figure, figure.canvas, figure.canvas.get_renderer(), figure.get_layout_engine()]
    for ax in figure.axes:
        things += [ax, ax.xaxis, *ax.get_children(), *ax.containers]
    names = {name for thing in things for name in dir(thing)}
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


@pytest.mark.parametrize("path", sorted(HELPERS.rglob("*.py")), ids=lambda path: path.stem)
def test_no_private_name_of_matplotlib_is_used(path):
    tree, private = ast.parse(path.read_text("utf-8")), private_names()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") != "self":
            assert node.attr not in private, f"line {node.lineno}: {node.attr}"
        if isinstance(node, ast.Constant):
            assert node.value not in private, f"line {node.lineno}: {node.value}"
