"""Take pictures of every live figure of a notebook in a real browser, at its defaults and both ends
of each control, or in windows of three widths.

    python tests/browser/look.py notebooks/02_optimizers.ipynb OUTDIR [FIGURE]

runs the notebook in a JupyterLab of its own and writes OUTDIR/figure1.png,
figure1-1-learning-rate-η-low.png, …, and all of a figure side by side in OUTDIR/figure1-all.png.
FIGURE (1, 2, …) looks at that one only.

    python tests/browser/look.py --widths notebooks/02_optimizers.ipynb OUTDIR [RATIO]

writes OUTDIR/02-figure1-1440.png, -1024.png and -800.png, with all that is beside the figure on its
page, and all of a width side by side in OUTDIR/02-all-1440.png, … RATIO (1, 2) is pixels a dot.
"""
import contextlib
import pathlib
import re
import sys
import tempfile
import time

from PIL import Image

import lab

SETTLED = 0.6  # seconds without a new picture, after which a figure is taken to be at rest
WIDTHS, HEIGHT = (1440, 1024, 800), 900  # of the window
BESIDE = "xpath=ancestor::div[contains(@class, 'jp-Cell-outputWrapper')]"  # as wide as the page
CONTROLS = ".widget-hslider, .widget-dropdown, .widget-checkbox, .widget-text"


def look(figure, name, folder):
    """One live figure; returns the files, the defaults first."""
    files = [shoot(figure, folder / f"{name}.png")]
    for number, control in enumerate(figure.locator(CONTROLS).all(), start=1):
        words = slug(control.inner_text().split("\n")[0])
        for where in ends(control):
            before = lab.pixels(figure)
            where(control)
            rest(figure, before)
            files.append(shoot(figure, folder / f"{name}-{number}-{words}-{where.__name__}.png"))
        before = lab.pixels(figure)
        figure.get_by_role("button", name="Reset").click()
        rest(figure, before)
    return files


def low(slider):
    slider.locator(".noUi-handle").first.press("Home")


def high(slider):
    slider.locator(".noUi-handle").first.press("End")


def first(menu):
    menu.locator("select").select_option(index=0)


def last(menu):
    menu.locator("select").select_option(index=menu.locator("option").count() - 1)


def other(box):
    box.locator("input").click()


def malformed(field):
    field.locator("input").fill("x +")
    field.locator("input").press("Enter")


def ends(control):
    """What can be done to this control."""
    kinds = {".noUi-handle": (low, high), "select": (first, last), "input[type=checkbox]": (other,),
             "input[type=text]": (malformed,)}
    return next((moves for inside, moves in kinds.items() if control.locator(inside).count()), ())


def rest(figure, before, patience=3):
    """Until no new picture has come for a while; a control that already stands at its end brings
    none."""
    started = changed = time.monotonic()
    seen = before
    while time.monotonic() - changed < SETTLED or (seen == before
                                                   and time.monotonic() - started < patience):
        now = lab.pixels(figure)
        if now != seen:
            seen, changed = now, time.monotonic()


def shoot(figure, path):
    figure.screenshot(path=path)
    return path


def slug(words):
    return re.sub(r"\W+", "-", words).strip("-")


def sheet(files, path):
    """The first, and below it the others, two in a row."""
    shots = [Image.open(file) for file in files]
    width, height = max(shot.width for shot in shots), max(shot.height for shot in shots)
    paper = Image.new("RGB", (2 * width + 20, (len(shots) // 2 + 1) * (height + 20)), "#888")
    for place, shot in zip([0, *range(2, len(shots) + 1)], shots, strict=True):
        paper.paste(shot, (place % 2 * (width + 20), place // 2 * (height + 20)))
    paper.save(path)


@contextlib.contextmanager
def run(notebook, **window):
    """The page of a notebook that was run, and its live figures."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        lab.course(pathlib.Path(scratch), notebook, **window) as opened,
    ):
        page = opened(notebook.name)
        lab.run_all(page)
        figures = page.locator(lab.FIGURE).all()
        print(f"{len(figures)} live figures in {notebook.name}")
        yield page, figures


def at_controls(notebook, folder, only=None):
    with run(notebook) as (_, figures):
        for number, figure in enumerate(figures, start=1):
            if only in (None, str(number)):
                files = look(figure, f"figure{number}", folder)
                sheet(files, folder / f"figure{number}-all.png")
                print(f"figure {number}: {len(files)} pictures", flush=True)


def at_widths(notebook, folder, ratio="1"):
    lesson = notebook.name.partition("_")[0]
    with run(notebook, size=(WIDTHS[0], HEIGHT), ratio=float(ratio)) as (page, figures):
        for width in WIDTHS:
            resize(page, width)
            files = []
            for number, figure in enumerate(figures, start=1):
                figure.scroll_into_view_if_needed()
                lab.at_rest(figure)
                path = folder / f"{lesson}-figure{number}-{width}.png"
                files.append(shoot(figure.locator(BESIDE), path))
            sheet(files, folder / f"{lesson}-all-{width}.png")
            print(f"{width} pixels: {len(files)} pictures", flush=True)


def resize(page, width):
    """The window; the list of files stands beside the notebook only where there is room."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    if page.locator("#jp-left-stack").is_visible() != (width == WIDTHS[0]):
        page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")


def main(*words):
    look_at = at_widths if words[0] == "--widths" else at_controls
    notebook, folder, *more = words[look_at is at_widths:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    look_at(pathlib.Path(notebook).resolve(), folder, *more)


if __name__ == "__main__":
    if len(sys.argv) - ("--widths" in sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
