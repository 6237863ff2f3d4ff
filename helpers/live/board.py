"""How the widgets of a live figure stand: controls in a grid, the picture, questions, the sentence.
"""
import html

import ipywidgets as widgets
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

COLUMN, GAP = 300, 16  # pixels: what a control needs at least, and what stands between two
FONT = FontProperties("DejaVu Sans")  # wider than what most browsers take
PRESET, BUTTON = {"width": "auto"}, {"width": "80px"}


class Board:
    """The widgets of a figure so many inches wide, with {name: control} and {words: button}.

    `progress` asks for a bar; `below` are rows between picture and sentence, such as presets;
    the `hand` shows nothing, nor the error of a browser that has no anywidget.
    """

    def __init__(self, inches, controls, buttons, progress, below, hand):
        width = f"{round(100 * inches)}px"
        self.bar = widgets.FloatProgress(min=0, max=1, layout={"width": "120px"})
        self.picture = widgets.Image(format="png", layout={
            "width": width, "height": "auto", "max_width": "100%", "align_self": "flex-start"})
        self.sentence = widgets.HTML()
        align(controls.values())
        self.grid = widgets.GridBox([*controls.values()], layout={
            "grid_template_columns": columns(len(controls)), "grid_gap": f"2px {GAP}px",
            "align_items": "center", "width": "100%", "max_width": width})
        self.beside = row([*buttons.values(), *[self.bar] * progress])
        hidden = [widgets.Box([hand], layout={"display": "none"})] if hand else []
        self.box = widgets.VBox([self.grid, self.beside, self.picture, *below, self.sentence,
                                 *hidden])

    def say(self, words, pinned=None):
        """The sentence below the figure, and that of a `Pinned` run."""
        words = words.replace(" = ", "\u00a0=\u00a0").replace(" %", "\u00a0%")  # not torn apart
        lines = html.escape(words)
        if pinned:
            beside = html.escape(f"Pinned ({pinned.name}): {pinned.words}")
            lines += f"<br><span style='color:#6e6e6e'>{beside}</span>"
        self.sentence.value = f"<div style='font-size:110%; text-wrap:pretty'>{lines}</div>"

    def confess(self, words):
        """What went wrong."""
        self.sentence.value = f"<pre style='color:#a00'>{html.escape(words)}</pre>"


def columns(count):
    """A grid for so many controls: at most three beside each other, and full lines if possible."""
    most = 2 if count % 3 == 1 else min(max(count, 2), 3)
    share = f"(100% - {GAP * (most - 1)}px) / {most}"
    return f"repeat(auto-fill, minmax(max({COLUMN}px, {share}), 1fr))"


def align(controls):
    """Labels as wide as the longest, so that sliders and values stand below each other."""
    ours = [widget for widget in controls if hasattr(widget.style, "description_width")]
    longest = max((wide(widget.description) for widget in ours), default=0)
    for widget in ours:
        widget.style.description_width = f"{min(longest, 0.5 * COLUMN):.0f}px"
        widget.layout.width = "auto"


def wide(words):
    """The pixels that a label takes."""
    return TextPath((0, 0), words, size=13, prop=FONT).get_extents().width + 8 if words else 0


def button(words, at_home, pressed, layout=None):
    """A button that calls a function, in the thread of the cells, when it is pressed."""
    made = widgets.Button(description=words, layout=layout or BUTTON)
    made.on_click(lambda _: at_home(pressed))
    return made


def row(widgets_in_it):
    """Small buttons beside each other, as many lines as they need."""
    return widgets.HBox(widgets_in_it, layout={"flex_flow": "row wrap", "align_items": "center"})
