"""How the course looks: one colour, line and marker for each contender; terrain in grey."""
from dataclasses import dataclass

from matplotlib import patheffects, pyplot
from matplotlib.colors import LinearSegmentedColormap

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
# a loss in its contender's colour: solid on the training data, dashed on the validation data
LOSSES = {
    # batches, dropout: a jagged line
    "train_mode_loss": dict(linestyle="-", linewidth=1, alpha=0.55),
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

    @property
    def line(self):
        return dict(color=self.color, linestyle=self.linestyle)


# the palette of Okabe and Ito (2008), which colour-blind readers tell apart, and one more
STYLES = {
    "GradientDescent": Style("gradient descent", "#000000", ":", "D"),
    "Momentum": Style("momentum", "#0072B2", (0, (7, 1.5)), "v"),
    "HeavyBall": Style("heavy ball", "#CC79A7", (0, (4, 1, 1, 1, 1, 1)), "P"),
    "Nesterov": Style("Nesterov", "#009E73", (0, (2.5, 1)), "X"),
    "Adagrad": Style("Adagrad", "#E69F00", "--", "s"),
    "RMSProp": Style("RMSProp", "#56B4E9", "-.", "^"),
    "Adam": Style("Adam", "#D55E00", "-", "o"),
    "AdamW": Style("AdamW", "#882255", (0, (9, 1.5, 1, 1.5)), "h"),
    "Own": Style("yours", "#7A4A12", (0, (3, 1, 1, 1)), "p"),
}


def style_of(who):
    """The look of an optimizer, given itself, its class or the name of its class."""
    name = who if isinstance(who, str) else getattr(who, "__name__", type(who).__name__)
    return STYLES[name]


def use_style():
    """Make the course's style that of this notebook's ordinary pyplot figures."""
    pyplot.rcParams.update(RC_PARAMS)


def ticks(axis, values):
    """Make an axis (ax.xaxis or ax.yaxis) logarithmic, with plain numbers at these values only."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_ticks(values, [f"{value:g}" for value in values])
    axis.set_ticks([], minor=True)
