"""Pictures show what the numbers say: runs in their looks, and labels that can be read."""
import numpy as np
import pytest
from matplotlib.colors import rgb_to_hsv, to_rgb
from matplotlib.figure import Figure

from helpers import plotting, surfaces
from helpers.descent import trace
from helpers.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum
from helpers.plotting.style import contrast


@pytest.fixture
def ax():
    return Figure(figsize=(5, 4), dpi=100).subplots()


@pytest.fixture
def two():
    """A terrain's Axes and a loss curve's."""
    axes = Figure(figsize=(10, 4), dpi=100).subplots(1, 2)
    plotting.loss_axes(axes[1], 100, 1e-6, 1e3)
    return axes


def paint(ax):
    """Painting raises nothing and warns of nothing."""
    ax.figure.draw_without_rendering()


# Looks

def test_every_optimizer_has_a_look_of_its_own():
    looks = [plotting.style_of(optimizer) for optimizer in (*OPTIMIZERS, "Own")]
    for what in ("label", "color", "linestyle", "marker"):
        assert len({getattr(look, what) for look in looks}) == len(looks), what
    assert {optimizer.__name__ for optimizer in OPTIMIZERS} | {"Own"} == set(plotting.STYLES)


def test_a_look_is_found_by_optimizer_class_or_name():
    assert plotting.style_of(Adam(0.1)) is plotting.style_of(Adam) is plotting.style_of("Adam")
    with pytest.raises(KeyError, match="Adan"):
        plotting.style_of("Adan")


def test_colours_differ_in_more_than_their_hue():
    """Luminance, as a photocopy shows it, spreads from dark to light."""
    shades = sorted(np.dot(to_rgb(look.color), (0.2126, 0.7152, 0.0722))
                    for look in plotting.STYLES.values())
    assert shades[-1] - shades[0] > 0.5


@pytest.mark.parametrize("look", plotting.STYLES.values(), ids=plotting.STYLES)
def test_a_contender_is_seen_on_white(look):
    """WCAG 2.2: 3 to 1 for a line or its rim, 4.5 to 1 for words."""
    assert contrast(look.rim or look.color) >= 3
    assert contrast(plotting.ink(look.color)) >= 4.5


@pytest.mark.parametrize("color, told", [("white", 1.0), ("black", 21.0), ("#777777", 4.48),
                                         ("#E69F00", 2.25), ("red", 4.0)])
def test_contrast_is_that_of_wcag(color, told):
    assert round(contrast(color), 2) == pytest.approx(told, abs=0.005)
    assert contrast("black", color) == pytest.approx(21 / contrast(color))


def test_ink_leaves_what_can_be_read():
    assert [plotting.ink(color) for color in ("black", "#0072B2", "#6e6e6e")] == [
        "black", "#0072B2", "#6e6e6e"]


@pytest.mark.parametrize("color", ["white", "#ffff00", "#E69F00", "#777777", "#56B4E9", "cyan"])
def test_ink_is_the_same_hue_and_no_darker_than_it_must_be(color):
    ink = plotting.ink(color)
    assert 4.5 <= contrast(ink) < 4.65
    hues = [rgb_to_hsv(to_rgb(one))[0] for one in (color, ink)]
    assert hues[0] == pytest.approx(hues[1], abs=0.02)


def test_ink_of_no_colour_is_an_error():
    with pytest.raises(ValueError, match="oranje"):
        plotting.ink("oranje")


# Terrain

@pytest.mark.parametrize("make", surfaces.SURFACES)
def test_a_terrain_shows_the_whole_box_and_a_star_at_each_lowest_point(ax, make):
    surface = make()
    plotting.terrain(ax, surface)
    assert (*ax.get_xlim(), *ax.get_ylim()) == surface.box
    assert (ax.get_xlabel(), ax.get_ylabel()) == surface.labels
    stars = [tuple(float(value[0]) for value in line.get_data()) for line in ax.lines
             if line.get_marker() == "*"]
    assert stars == list(surface.minima)
    paint(ax)


@pytest.mark.parametrize("formula",
                         ["x*0", "x", "1e300*x**2 + y", "1e-300*x", "exp(x**4)", "1/x", "sqrt(x)",
                                     "x**2 + 1e20", "log(x)",
                                     "log(x*x - 30)"])
def test_a_readers_surface_is_drawn_however_odd_it_is(ax, formula):
    plotting.terrain(ax, surfaces.from_formula(formula))
    paint(ax)


# Paths and curves

def test_a_path_begins_with_a_circle_and_ends_with_its_optimizers_marker(ax):
    surface = surfaces.valley()
    ax.set(xlim=surface.box[:2], ylim=surface.box[2:])
    thetas = trace(surface, Adam(0.1), np.array(surface.start), 50)
    plotting.path(ax, thetas, Adam)
    line, end, start = ax.lines
    assert np.array_equal(np.transpose(line.get_data()),
                          thetas) and line.get_color() == plotting.style_of(Adam).color
    assert np.array_equal(np.ravel(end.get_data()),
                          thetas[-1]) and end.get_marker() == plotting.style_of(Adam).marker
    assert np.array_equal(np.ravel(start.get_data()), thetas[0]) and start.get_marker() == "o"


@pytest.mark.parametrize("far", [1e30, np.inf, np.nan])
def test_a_path_that_diverges_is_drawn_up_to_there_and_has_no_end(ax, far):
    thetas = np.array([[0.5, 0.5], [0.2, 0.9], [-3, 4], [far, 1], [far, far]])
    plotting.path(ax, thetas, GradientDescent)
    line, start = ax.lines
    assert np.array_equal(np.transpose(line.get_data()), thetas[:3])
    paint(ax)


def test_a_path_that_comes_back_is_drawn_whole(ax):
    thetas = np.array([[0.5, 0.5], [1e3, -1e3], [0.5, 0.6]])
    plotting.path(ax, thetas, Adam)
    assert len(ax.lines[0].get_xdata()) == 3 and len(ax.lines) == 3


def test_a_curve_is_labelled_where_it_ends(two):
    values = np.geomspace(100, 1e-2, 101)
    plotting.curve(two[1], values, Adam)
    label, = two[1].texts
    assert label.get_text() == "Adam" and label.get_color() == plotting.ink("#D55E00")
    assert label.xy[0] == 1 and label.xy[1] == pytest.approx((np.log10(1e-2) + 6) / 9)


@pytest.mark.parametrize("tail", [np.inf, np.nan])
def test_a_curve_that_diverges_is_labelled_where_it_was_last_seen(two, tail):
    plotting.curve(two[1], np.array([10.0, 100.0, tail, tail]), Adam)
    label, = two[1].texts
    assert label.xy[1] == pytest.approx((2 + 6) / 9)
    assert np.isnan(two[1].lines[0].get_ydata()[2:]).all()
    paint(two[1])


@pytest.mark.parametrize("values", [[np.nan] * 3, [1e-12, 0.0], [1e9, 1e9], [-1.0, -2.0]])
def test_labels_stay_on_the_figure_whatever_the_values(two, values):
    plotting.curve(two[1], np.array(values), Adam)
    assert all(0 <= label.xy[1] <= 1 for label in two[1].texts)


@pytest.mark.parametrize("seed", range(20))
def test_labels_of_eight_curves_do_not_cover_each_other(two, seed):
    """They keep the order of the curves, and each stays beside its own as far as there is room."""
    ends = 10 ** np.random.default_rng(seed).uniform(-6, 3, 8)
    plotting.end_labels(two[1],
                        [((100, end), plotting.style_of(optimizer)) for end,
                         optimizer in zip(ends, OPTIMIZERS, strict=True)])
    paint(two[1])
    boxes = sorted((label.get_window_extent() for label in two[1].texts), key=lambda box: box.y0)
    # letters hardly reach their box
    assert all(lower.y1 <= upper.y0 + 3 for lower, upper in zip(boxes, boxes[1:], strict=False))
    heights = {label.get_text(): label.xy[1] for label in two[1].texts}
    by_value = [heights[plotting.style_of(OPTIMIZERS[k]).label] for k in np.argsort(ends)]
    assert by_value == sorted(by_value) and by_value[0] >= 0 and by_value[-1] <= 1


def test_labels_that_are_far_apart_are_not_moved(two):
    plotting.end_labels(two[1],
                        [((100, 10.0), plotting.style_of(Adam)),
                         ((100, 1e-3), plotting.style_of(Momentum))])
    assert {label.get_text(): label.xy[1]
            for label in two[1].texts} == pytest.approx({"Adam": 7 / 9, "momentum": 3 / 9})


def test_labels_of_negative_ends_stand_beside_them_too(ax):
    ax.set(xlim=(0, 100), ylim=(-1, 1))
    plotting.end_labels(ax, [((100, -0.5), plotting.style_of(Adam)),
                             ((100, 0.2), plotting.style_of(Momentum))])
    assert [label.xy[1] for label in ax.texts] == pytest.approx([0.25, 0.6])


# Pictures

def test_a_picture_is_shown_whole_and_its_pixels_are_squares(ax):
    plotting.picture_axes(ax, 8, 100)
    other = Figure().subplots()
    other.imshow(np.zeros((8, 100)))
    assert ax.axis() == other.axis() and ax.get_aspect() == other.get_aspect() == 1


# Words

LINE = np.linspace(0, 1, 11)[:, None] * [1, 0]


@pytest.mark.parametrize("path, words", [
    ([(-10, 1), (0, 0.03)], "arrives: 0.03 from the minimum"),
    ([(-10, 1), (0, 0.5)], "stops 0.5 from the minimum"),
    ([(-10, 1), (0, 5)], "leaves the plot after 1 update"),
    ([(-10, 1), (-9, 1), (-8, 1), (0, 5), (np.inf, np.nan)], "leaves the plot after 3 updates"),
    ([(-10, 1), (np.nan, np.nan)], "leaves the plot after 1 update"),
    ([(-10, 1), (0, 5), (-8, 1), (0, 0)], "arrives: 0 from the minimum"),
    ([(-10, 1), (0, 5), (-8, 1), (0, 5)], "leaves the plot after 3 updates"),
])
def test_words_say_where_a_path_ended(path, words):
    assert plotting.ending(surfaces.valley(), np.array(path, float)) == words


def test_words_for_a_surface_whose_minimum_nobody_knows():
    surface = surfaces.from_formula("x**2 + y**2", box=(-5, 5, -5, 5))
    assert plotting.ending(surface, np.array([(1, 1), (0.25, -0.5)])) == "ends at (0.25, -0.50)"


def test_a_run_stands_before_those_beside_it_and_their_names_stand_apart(two):
    surface = surfaces.valley()
    two[0].set(xlim=surface.box[:2], ylim=surface.box[2:])
    thetas = trace(surface, Adam(0.1), surface.start, 20)
    words = plotting.run(two, surface, Adam(0.1), thetas, beside=[(GradientDescent(0.1), thetas)])
    theirs, ours = [[line.get_zorder() for line in two[0].lines[k:k + 3]] for k in (0, 3)]
    assert max(theirs) < min(ours) and words.startswith("Adam ")
    heights = {text.get_text(): text.xy[1] for text in two[1].texts}
    assert {*heights} == {"Adam", "gradient descent"} and np.ptp([*heights.values()]) > 0.06


def test_a_run_draws_its_path_and_its_loss_and_says_so(two):
    surface = surfaces.valley()
    plotting.terrain(two[0], surface)
    thetas = trace(surface, Adam(0.1), np.array(surface.start), 300)
    words = plotting.run(two, surface, Adam(0.1), thetas)
    away = np.linalg.norm(thetas[-1])
    loss = surface.loss(thetas[-1])
    ending = f"{away:.2g} from the minimum; the loss is {loss:.3g} after 300 updates."
    assert words == f"Adam arrives: {ending}"
    assert two[0].get_title() == f"Adam arrives: {away:.2g} from the star"
    assert np.array_equal(two[1].lines[0].get_ydata(), surface.loss(thetas))


@pytest.mark.parametrize("lr", [3.0, 1e30, 1e300])
def test_a_run_that_diverges_is_drawn_without_a_warning(two, lr):
    surface = surfaces.rosenbrock()
    plotting.terrain(two[0], surface)
    thetas = trace(surface, GradientDescent(lr), surface.start, 100)
    words = plotting.run(two, surface, GradientDescent(lr), thetas)
    assert "leaves the plot after 1 update" in words
    paint(two[0])


@pytest.mark.parametrize("formula", ["x", "exp(x**4)", "1/x", "sqrt(x)"])
def test_a_run_on_a_readers_surface_is_drawn_however_odd_it_is(two, formula):
    surface = surfaces.from_formula(formula, start=(-0.5, -1.0))
    plotting.terrain(two[0], surface)
    thetas = trace(surface, Adam(0.1), surface.start, 100)
    assert plotting.run(two, surface, Adam(0.1), thetas).startswith("Adam ")
    paint(two[0])


# The losses of a training run

def test_line_style_tells_training_from_validation(ax):
    lines = {kind: plotting.loss_line(ax, kind, "black") for kind in plotting.LOSSES}
    assert [lines[kind].get_linestyle()
            for kind in ("train_mode_loss", "train_loss", "validation_loss")] == ["-", "-", "--"]
    assert lines["train_mode_loss"].get_linewidth() < lines["train_loss"].get_linewidth()


def test_lines_grow_with_their_table(ax):
    lines = [plotting.loss_line(ax, kind, "black") for kind in ("train_loss", "validation_loss")]
    for rows in ([(0, 4, 5)], [(0, 4, 5), (10, 2, 3)]):
        plotting.extend(lines, rows)
    assert lines[0].get_xydata().tolist() == [[0, 4], [10, 2]]
    assert lines[1].get_xydata().tolist() == [[0, 5], [10, 3]]


def test_only_lines_with_a_label_are_labelled_and_at_their_last_finite_value(two):
    plotting.loss_line(two[1], "train_loss", "black", [0, 50, 100], [1e2, 1e-2, np.nan],
                       label="black one")
    plotting.loss_line(two[1], "train_loss", "blue", [0, 100], [1, 2])
    plotting.loss_line(two[1], "train_loss", "red", [0, 100], [np.nan, np.nan], label="never seen")
    plotting.label_lines(two[1])
    label, = two[1].texts
    middle = np.log10(1e-2 / 1e-6) / np.log10(1e3 / 1e-6)
    assert (label.get_text(), label.get_color(), label.xy[1]) == (
        "black one",
        "black",
        pytest.approx(middle),
    )


def test_a_logarithmic_axis_shows_plain_numbers_where_asked(ax):
    ax.plot([1, 2], [0.07, 3])
    plotting.ticks(ax.yaxis, (0.1, 0.5, 2))
    paint(ax)
    assert ax.get_yscale() == "log" and ax.get_xscale() == "linear"
    assert [tick.get_text() for tick in ax.get_yticklabels(which="both")] == ["0.1", "0.5", "2"]


@pytest.mark.parametrize("n, words", [(1, "1 seed"), (20, "20 seeds")])
def test_a_figure_says_how_many_seeds_it_shows(ax, n, words):
    plotting.seeds(ax, n)
    assert ax.texts[0].get_text() == words
