"""The browser's half of a live figure, where there is one: a widget without a picture.

Only `touch` imports this file, and not where anywidget is missing or Colab runs.
"""
from pathlib import Path

from anywidget import AnyWidget


class Hand(AnyWidget):
    """Lies over the picture that stands in the same box, and sends what happens there.

    Nothing is synced; everything goes as messages. From the browser: {ratio, width, hello} when the
    picture is first shown (hello), resized or zoomed; {point, axes, x, y, held} where the pointer
    is, in shares of an Axes, and whether it is still pressed; {seen} the number of a picture that
    has arrived, alone or with a point. To the browser: {areas} that can be taken hold of; {picture}
    the number of the picture just sent; {point} the last point answered.
    """
    _esm = Path(__file__).with_name("hand.js").read_text(encoding="utf-8")
