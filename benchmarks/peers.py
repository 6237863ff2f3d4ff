"""What the live figure is compared with in a browser: the same drawing on the same background, in a
plain Image. Run by itself, this file does nothing.
"""
import ipywidgets as widgets

from helpers.live.controls import control
from helpers.live.running import finish
from helpers.live.screen import Screen

MOST = 3  # places under way without an answer, as many as ours
LAYOUT = {"width": "1000px", "height": "auto", "max_width": "100%", "align_self": "flex-start"}
HAND = """export default {
  render({ model, el }) {
    let place = null, sent = 0, answered = 0;
    function flush() {
      if (!place || sent - answered >= MOST) return;
      model.send({ point: ++sent, ...place });
      place = null;
    }
    model.on("msg:custom", ({ point }) => { answered = point; flush(); });
    el.classList.add("put");
    el.put = (x, y) => { place = { x, y }; flush(); };
  },
};"""


class Picture:
    """An Image that shows what `draw` draws for given values."""

    def __init__(self, draw, background):
        self.screen = Screen(draw, background, (1, 2), (10, 4))
        self.image = widgets.Image(format="png", layout=LAYOUT)

    def show(self, **values):
        finish(self.screen.draw_all(values))
        self.image.value = self.screen.png()


def slid(draw, background, name, default):
    """A slider whose new value is drawn at once: the usual lines of a notebook."""
    picture, slider = Picture(draw, background), control(name, default)
    slider.observe(lambda change: picture.show(**{name: change.new}), "value")
    picture.show(**{name: default})
    return _shown([slider, picture.image])


def carried(draw, background, box):
    """Moved by messages: the least that a hand could do.

    `put(x, y)` of the element with the class "put" sends a place, in shares of the box (x0, x1, y0,
    y1), while fewer than three are without an answer; the newest waits. The kernel draws at once,
    in the thread in which the message comes, sends the picture, and answers.
    """
    from anywidget import AnyWidget
    picture, (x0, x1, y0, y1) = Picture(draw, background), box
    hand = type("PlainHand", (AnyWidget,), {"_esm": HAND.replace("MOST", str(MOST))})()

    def hear(_, place, buffers):
        picture.show(x=x0 + (x1 - x0) * place["x"], y=y0 + (y1 - y0) * place["y"])
        hand.send({"point": place["point"]})
    hand.on_msg(hear)
    picture.show(x=(x0 + x1) / 2, y=(y0 + y1) / 2)
    return _shown([picture.image, hand])


def _shown(parts):
    box = widgets.VBox(parts)
    box.add_class("plain")
    return box
