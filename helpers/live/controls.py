"""Which widget a control of a live figure gets, by the kind of its default; its label, its values.

The sliders are those that both generations of ipywidgets have: 8, and 7 in Colab.
"""
import math
from numbers import Integral

import ipywidgets as widgets

from helpers.allowed import is_number

NEAR_ONE = (0, .1, .2, .3, .4, .5, .6, .7, .75, .8, .85, .88, .9, .92, .94, .95, .96, .97, .98,
            .985, .99, .9925, .995, .996, .997, .998, .999)
KNOWN = {
    "lr": ("learning rate η", "η"), "lam": ("strength λ", "λ"),
    "alpha": ("memory α", "α"), "beta": ("memory β", "β"), "memory": ("memory", "memory"),
}
SLIDERS = (widgets.SelectionSlider, widgets.FloatLogSlider, widgets.FloatSlider, widgets.IntSlider)
STEP = 0.02  # of a logarithmic slider, in powers of ten: 5 %


def reading(widget):
    """What a control says."""
    return shown(widget, widget.value)


def shown(widget, value):
    """A control's value as it says it. Of a logarithmic slider, whose steps are no round numbers,
    the three digits that it shows; of another without the browser's rounding, which says
    0.4900000000000002.
    """
    if isinstance(widget, widgets.FloatLogSlider):
        return float(f"{value:.3g}")
    if isinstance(widget, widgets.FloatSlider):
        return round(value, 12)
    return value


def short(name, widget):
    """A control and its value in few letters: η 0.02."""
    kind, _, owner = name.partition("_")
    letter = f"{KNOWN[kind][1]} {owner}".strip() if kind in KNOWN else label(name)
    value = getattr(widget, "label", reading(widget))  # a choice is called by its name
    return f"{letter} {value:g}" if is_number(value) else f"{letter} {value}"


def slides(widget):
    """Whether a widget is a slider, so that a hand on the picture can move it."""
    return isinstance(widget, SLIDERS)


def nearest(widget, value):
    """The value of a slider nearest to a number, on the slider's own grid.

    Of another one the browser would make its own, and send that back.
    """
    if isinstance(widget, widgets.SelectionSlider):
        numbers = [number for _, number in choices(widget)]
        return min(numbers, key=lambda number: abs(number - value))
    if isinstance(widget, widgets.FloatLogSlider):
        power = math.log(value, widget.base) if value > 0 else widget.min
        return widget.base ** _on_grid(power, widget)
    return type(widget.value)(_on_grid(value, widget))


def choices(widget):
    """[(label, value)] of a menu or a SelectionSlider; options without labels are their own."""
    return [pair if isinstance(pair, tuple) else (pair, pair) for pair in widget.options]


def _on_grid(value, slider):
    steps = round((min(max(value, slider.min), slider.max) - slider.min) / slider.step)
    return min(round(slider.min + steps * slider.step, 12), slider.max)


def known(values, controls):
    """ValueError for a name in {name: value} that no control has."""
    for name, value in values.items():
        if name not in controls:
            raise ValueError(f"{name} = {value!r}: the controls are {', '.join(controls)}")


def allowed(name, widget, value):
    """What a control is set to for a value named in a notebook; a choice may be named by its label.

    ValueError if the control cannot have it.
    """
    if hasattr(widget, "options"):
        pairs = choices(widget)
        found = [number for label, number in pairs if value in (label, number)]
        good, what = bool(found), "one of " + ", ".join(str(label) for label, _ in pairs)
    elif slides(widget):
        (low, high), (below, above) = _bounds(widget), _bounds(widget, widget.step)
        found = [nearest(widget, value)] if is_number(value) else []
        good = is_number(value) and below < value < above
        what = f"a number from {low:g} to {high:g}"
    else:
        kind = type(widget.value)
        found, good, what = [value], isinstance(value, kind), f"a {kind.__name__}"
    if not good:
        raise ValueError(f"{name} = {value!r}: allowed is {what}")
    return found[0]


def _bounds(slider, room=0):
    """The lowest and the highest value of a slider. Its ends lie on the grid of its default, up to
    one step inside of those that the notebook names: `room` gives them back."""
    low, high = slider.min - room, slider.max + room
    return (slider.base**low, slider.base**high) if hasattr(slider, "base") else (low, high)


def control(name, given):
    """The widget for one control, by the kind of its default value."""
    if isinstance(given, widgets.Widget) and given.has_trait("value"):
        return given
    common = dict(description=label(name))
    if isinstance(given, bool):
        return widgets.Checkbox(given, **common)
    if isinstance(given, str):
        return widgets.Text(given, continuous_update=False, **common)
    if isinstance(given, (list, dict)) and given:
        options = list(given.items()) if isinstance(given, dict) else given
        return widgets.Dropdown(options=options, **common)
    return _slider(name, given, common)


def label(name):
    """What stands at a control: the lecture's letter for the names readers know; `lr_Adam` is the
    η of Adam.
    """
    kind, _, owner = name.partition("_")
    if kind not in KNOWN:
        return name.replace("_", " ")
    return f"{KNOWN[kind][1]} {owner}" if owner else KNOWN[kind][0]


def _slider(name, given, common):
    kind = name.partition("_")[0]
    if _is_range(given):
        return _range_slider(*given, common)
    if kind in ("alpha", "beta", "memory") and is_number(given) and 0 <= given < 1:
        options = [(f"{number:g}", number) for number in sorted({*NEAR_ONE, given})]
        return widgets.SelectionSlider(options=options, value=given, **common)
    if kind in ("lr", "lam") and is_number(given) and 1e-5 <= given <= 10:
        return _log_slider(1e-5, 10, given, common)
    raise ValueError(
        f"{name} = {given!r}: a control is a number for lr or lam (from 1e-5 to 10) and for alpha, "
        "beta or memory (in [0, 1)); (low, high, default); a list or dict of choices; True or "
        "False; a text; or a widget with a value")


def _is_range(given):
    good = isinstance(given, tuple) and len(given) == 3 and all(map(is_number, given))
    return good and given[0] < given[1] and given[0] <= given[2] <= given[1]


def _range_slider(low, high, value, common):
    if all(isinstance(number, Integral) for number in (low, high, value)):
        return widgets.IntSlider(value, low, high, **common)
    if low > 0 and high >= 1000 * low:
        return _log_slider(low, high, value, common)
    step = 10.0 ** math.floor(math.log10((high - low) / 50))  # round, and so are the values
    low = round(value - math.floor((value - low) / step + 1e-9) * step, 12)  # see _log_slider
    return widgets.FloatSlider(
        value, min=low, max=high, step=step, readout_format=".3", **common)


def _log_slider(low, high, value, common):
    """Its grid runs through the default value: the browser puts every slider on its grid as soon
    as it is shown.
    """
    steps = math.floor(math.log10(value / low) / STEP + 1e-9)
    return widgets.FloatLogSlider(
        value, min=math.log10(value) - steps * STEP, max=math.log10(high), step=STEP,
        readout_format=".3", **common)
