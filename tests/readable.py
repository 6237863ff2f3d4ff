"""Which words of a picture are hard to read: those too much like what lies behind them.

How well two colours are told apart is their contrast, from 1 to 21, as WCAG 2.2 defines it; words
need 4.5. A word lies on many pixels, and three of four have to be so different from it: on the
picture that is painted without words. The white or black stroke around a word belongs to that.
"""
from unittest.mock import patch

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.live.paper import Paper

LEAST = 4.5
SHADES = np.arange(256) / 255
LIGHT = np.where(SHADES <= 0.04045, SHADES / 12.92, ((SHADES + 0.055) / 1.055) ** 2.4)


def hard_to_read(frame):
    """What is wrong with the words of a figure's Frame, as it stands: a list of sentences."""
    found, problems = [], []
    seen = painted(frame, frame.paper)
    try:
        with patch.object(Text, "draw", without_its_words(found)):
            ground = painted(frame, Paper())
    finally:
        frame.paper.hold(frame.figure)
    for text, place in found:
        behind = ground[place][(seen[place] != ground[place]).any(axis=-1)]
        words = " ".join(text.get_text().split())
        if not len(behind):
            problems.append(f"{words!r} is not seen")
        elif (told := np.quantile(contrast(shown(text, behind), behind), 0.25)) < LEAST:
            problems.append(f"{words!r} has {told:.2f} to 1, and not {LEAST}")
    return problems


def painted(frame, paper):
    """The picture on this paper: pixels (height, width, 3)."""
    frame.png(paper)
    return np.array(paper.canvas.buffer_rgba())[..., :3]


def without_its_words(found):
    """`Text.draw`, but only of the box and the stroke around the words. Each that is drawn is added
    to `found`, with its place in the picture."""
    draw = Text.draw

    def draw_around(text, renderer):
        place = place_of(text, renderer)
        if text.get_visible() and text.get_text().strip() and place:
            found.append((text, place))
        text.get_color, text.get_alpha = (lambda: (0, 0, 0, 0)), (lambda: None)
        try:
            draw(text, renderer)
        finally:
            del text.get_color, text.get_alpha
    return draw_around


def place_of(text, renderer):
    """Rows and columns of a picture that the words may cover; None if they are clipped away."""
    box = Text.get_window_extent(text, renderer)
    if text.get_clip_on() and text.get_clip_box():
        box = Bbox.intersection(box, text.get_clip_box())
    if box is None:
        return None
    first, last = int(renderer.height - box.y1) - 1, int(renderer.height - box.y0) + 2
    left, right = int(box.x0) - 1, int(box.x1) + 2
    return slice(max(0, first), max(0, last)), slice(max(0, left), max(0, right))


def shown(text, behind):
    """A word's colour over each pixel behind it: (n, 3)."""
    *colour, alpha = to_rgba(text.get_color(), text.get_alpha())
    return np.rint(255 * np.array(colour) * alpha + behind * (1 - alpha)).astype(np.uint8)


def contrast(ones, others):
    """Of pixels (n, 3): (n,), each from 1 to 21."""
    light = [LIGHT[pixels] @ (0.2126, 0.7152, 0.0722) for pixels in (ones, others)]
    low, high = np.sort(light, axis=0)
    return (high + 0.05) / (low + 0.05)
