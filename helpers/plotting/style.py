"""How the course looks: one colour, line and marker for each contender; terrain in grey."""
from dataclasses import dataclass

import numpy as np
from matplotlib import patheffects, pyplot
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

RC_PARAMS = {
    "font.size": 11, "axes.titlesize": 12, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True,
    "axes.formatter.use_mathtext": True,
    "grid.color": "#e6e6e6", "figure.dpi": 100, "savefig.dpi": 100, "lines.linewidth": 2,
    "legend.frameon": False,
    "figure.constrained_layout.w_pad": 0.08,
}
GREYS = LinearSegmentedColormap.from_list("terrain", ["#6e6e6e", "#b9b9b9", "#dcdcdc", "#f6f6f6"])
HALO = [patheffects.withStroke(linewidth=4.5, foreground="white")]
NEVER = "#e4e4e4"
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue light
READABLE = 4.5  # the least contrast of words, of at most 21 (WCAG 2.2)
# a loss in its contender's colour: solid on the training data, dashed on the validation data
LOSSES = {
    # batches, dropout: a jagged line
    "train_mode_loss": dict(linestyle="-", linewidth=0.8, alpha=0.8),
    "train_loss": dict(linestyle="-"),
    "validation_loss": dict(linestyle="--"),
}
WORDS = {"helps": "#0072B2", "hurts": "#D55E00"}  # the colour of a verdict; any other word is grey


@dataclass(frozen=True)
class Style:
    """How one contender looks in every figure of the course."""
    label: str
    color: str
    linestyle: object
    marker: str
    rim: str | None = None  # a darker colour around lines and marks that are too pale for white

    @property
    def line(self):
        return dict(color=self.color, linestyle=self.linestyle, path_effects=self.around)

    @property
    def around(self):
        """The rim of a line of width 2, as a list of path effects."""
        return [patheffects.withStroke(linewidth=3, foreground=self.rim)] if self.rim else []


# the palette of Okabe and Ito (2008), which colour-blind readers tell apart; its light blue is
# darker here, and two are added
STYLES = {
    "GradientDescent": Style("gradient descent", "#000000", ":", "D"),
    "Momentum": Style("momentum", "#0072B2", (0, (7, 1.5)), "v"),
    "HeavyBall": Style("heavy ball", "#CC79A7", (0, (4, 1, 1, 1, 1, 1)), "P"),
    "Nesterov": Style("Nesterov", "#009E73", (0, (2.5, 1)), "X"),
    "Adagrad": Style("Adagrad", "#E69F00", "--", "s", "#8a5f00"),
    "RMSProp": Style("RMSProp", "#598BFF", "-.", "^"),
    "Adam": Style("Adam", "#D55E00", "-", "o"),
    "AdamW": Style("AdamW", "#882255", (0, (9, 1.5, 1, 1.5)), "h"),
    "Own": Style("yours", "#7A4A12", (0, (3, 1, 1, 1)), "p"),
}


def style_of(who):
    """The look of an optimizer, given itself, its class or the name of its class."""
    name = who if isinstance(who, str) else getattr(who, "__name__", type(who).__name__)
    return STYLES[name]


def contrast(one, other="white"):
    """How well two colours of matplotlib are told apart: from 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted(_linear(color) @ LUMINANCE for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def ink(color):
    """A colour for words on white: this one, darkened as far as words need it (READABLE)."""
    if contrast(color) >= READABLE:
        return color
    light = _linear(color)
    light *= (1.05 / READABLE - 0.05) / (light @ LUMINANCE)
    shades = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return to_hex(np.floor(255 * shades) / 255)


def _linear(color):
    """Red, green and blue of a colour as amounts of light, in [0, 1]."""
    shades = np.array(to_rgb(color))
    return np.where(shades <= 0.04045, shades / 12.92, ((shades + 0.055) / 1.055) ** 2.4)


def use_style():
    """Make the course's style that of this notebook's ordinary pyplot figures."""
    pyplot.rcParams.update(RC_PARAMS)


def ticks(axis, values):
    """Make an axis (ax.xaxis or ax.yaxis) logarithmic, with plain numbers at these values only."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_ticks(values, [f"{value:g}" for value in values])
    axis.set_ticks([], minor=True)
