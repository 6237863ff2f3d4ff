"""How the widgets of a live figure stand: controls in a grid, the picture, questions, the sentence.
"""
import html

import ipywidgets as widgets

LETTER = 7.5  # pixels
COLUMN = 300  # pixels that a control needs at least
PRESET, BUTTON = {"width": "auto"}, {"width": "80px"}


class Board:
    """The widgets of a figure so many inches wide, with these controls and {words: button}.

    `progress` asks for a bar; `below` are rows between picture and sentence, such as presets;
    the `hand` shows nothing, nor the error of a browser that has no anywidget.
    """

    def __init__(self, inches, controls, buttons, progress, below, hand):
        self.bar = widgets.FloatProgress(min=0, max=1, layout={"width": "120px"})
        self.picture = widgets.Image(format="png", layout={
            "width": f"{round(100 * inches)}px", "height": "auto", "max_width": "100%",
            "align_self": "flex-start"})
        self.sentence = widgets.HTML()
        align(controls)
        row = widgets.HBox([*buttons, *[self.bar] * progress], layout={"align_items": "center"})
        grid = widgets.GridBox([*controls, row], layout={
            "grid_template_columns": f"repeat(auto-fill, minmax({COLUMN}px, 1fr))",
            "grid_gap": "2px 16px", "align_items": "center", "width": "100%",
            "max_width": f"{round(100 * inches)}px"})
        hidden = [widgets.Box([hand], layout={"display": "none"})] if hand else []
        self.box = widgets.VBox([grid, self.picture, *below, self.sentence, *hidden])

    def say(self, words, pinned=None):
        """The sentence below the figure, and that of a `Pinned` run."""
        lines = html.escape(words)
        if pinned:
            beside = html.escape(f"Pinned ({pinned.name}): {pinned.words}")
            lines += f"<br><span style='color:#777'>{beside}</span>"
        self.sentence.value = f"<div style='font-size:110%'>{lines}</div>"

    def confess(self, words):
        """What went wrong."""
        self.sentence.value = f"<pre style='color:#a00'>{html.escape(words)}</pre>"


def align(controls):
    """Labels as wide as the longest, so that sliders and values stand below each other."""
    ours = [widget for widget in controls if hasattr(widget.style, "description_width")]
    width = max((len(widget.description) for widget in ours), default=0) * LETTER + 6
    for widget in ours:
        widget.style.description_width = f"{min(width, 0.5 * COLUMN):.0f}px"
        widget.layout.width = "auto"


def button(words, at_home, pressed, layout=None):
    """A button that calls a function, in the thread of the cells, when it is pressed."""
    made = widgets.Button(description=words, layout=layout or BUTTON)
    made.on_click(lambda _: at_home(pressed))
    return made


def row(widgets_in_it):
    """Small buttons beside each other, as many lines as they need."""
    return widgets.HBox(widgets_in_it, layout={"flex_flow": "row wrap", "align_items": "center"})
