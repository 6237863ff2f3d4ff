"""Film a drag: docs/drag.webp, the first figure of lesson 02 in JupyterLab, taken in the hand.

Needs a Chromium or Chrome; `make moving` calls it.
"""
import io
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "browser"))

import lab  # noqa: E402

NOTEBOOK, FILM = ROOT / "notebooks" / "02_optimizers.ipynb", ROOT / "docs" / "drag.webp"
BALL = [(-1.5, 2), (-1.7, 0.6), (-0.6, -0.6), (0.4, 1.2), (1.4, 2.6), (0, 2.6), (-1.5, 2)]
RING = [(0.5, 0.5), (0.75, 0.6), (0.9, 0.3), (0.5, 0.15), (0.5, 0.5)]  # shares of the map
STEPS, PAUSE, WIDTH, LARGEST = 7, 90, 800, 1_500_000  # a stretch's frames, ms, pixels, bytes
POINTER = """() => {
    const arrow = document.createElement("div");
    const path = "M2 2 L2 24 L8 18 L12 27 L16 25 L12 16 L20 16 Z";
    arrow.innerHTML = `<svg width="26" height="30"><path d="${path}" fill="black" stroke="white"` +
                      ' stroke-width="1.5"/></svg>';
    Object.assign(arrow.style, { position: "fixed", zIndex: 9999, pointerEvents: "none" });
    document.body.append(arrow);
    addEventListener("pointermove", (event) => {
        arrow.style.left = `${event.clientX - 2}px`;
        arrow.style.top = `${event.clientY - 2}px`;
    }, true);
}"""


def between(points):
    """Points on the way from one to the next."""
    for (x0, y0), (x1, y1) in pairwise(points):
        for step in range(STEPS):
            yield x0 + (x1 - x0) * step / STEPS, y0 + (y1 - y0) * step / STEPS
    yield points[-1]


def pulled(page, figure, area, shares):
    """Pull the pointer through these shares of an area; a picture after each move."""
    box, held = area.bounding_box(), False
    for x, y in between(shares):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"])
        if not held:
            page.mouse.down()
            held = True
        lab.at_rest(figure, 0.6)
        yield Image.open(io.BytesIO(figure.screenshot())).convert("RGB")
    page.mouse.up()


def film():
    """The pictures of the film."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        lab.course(Path(scratch), NOTEBOOK, size=(1440, 1000)) as opened,
    ):
        page = opened(NOTEBOOK.name)
        lab.run_all(page)
        figure = page.locator(lab.FIGURE).first
        figure.scroll_into_view_if_needed()
        lab.at_rest(figure)
        page.evaluate(POINTER)
        sheets = figure.locator("div[style*='pointer-events: auto']")
        ball = [((x + 2) / 4, (y + 1) / 4) for x, y in BALL]
        yield from pulled(page, figure, sheets.nth(0), ball)
        yield from pulled(page, figure, sheets.nth(1), RING)


def same_size(pictures):
    """The pictures as small as the film, on paper that is high enough for all: their sentences have
    one line or two."""
    high = max(picture.height for picture in pictures)
    for picture in pictures:
        paper = Image.new("RGB", (picture.width, high), "white")
        paper.paste(picture)
        yield paper.resize((WIDTH, round(high * WIDTH / picture.width)), Image.Resampling.LANCZOS)


def main():
    frames = [*same_size([*film()])]
    frames[0].save(FILM, save_all=True, append_images=frames[1:], duration=PAUSE, loop=0,
                   quality=70, method=4, minimize_size=True)
    size = FILM.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{FILM.name} has {size} bytes; at most {LARGEST} are allowed")
    print(f"{FILM.relative_to(ROOT)}: {len(frames)} pictures, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
