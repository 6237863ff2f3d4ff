"""From a key press on a slider to new pixels, in JupyterLab with Chromium: ours against interact,
and against a plain slider that draws the same over the same stored background, in a plain Image.

The figure is that of drag.py: one optimizer, 500 updates. The page itself takes the times: when the
key came, and when the new picture was decoded and the next frame painted.
"""
import sys
import tempfile
import time
from pathlib import Path

import timing

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "browser"))
try:
    import jupyterlab  # noqa: F401
    import nbformat
    import playwright  # noqa: F401

    import lab
    missing = None if lab.browser() else "no Chromium or Chrome is installed"
except ImportError as error:
    missing = error

PRESSES, REST = 20, 1.0  # seconds between two presses: all comes to rest, and ours becomes sharp
CELLS = [f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
         "import drag, ipywidgets, peers\ndrag.plotting.use_style()",
         "drag.live(drag.one_optimizer, drag.ground, lr=0.01)",
         "peers.slid(drag.one_optimizer, drag.ground, 'lr', 0.01)",
         "ipywidgets.interact(drag.fresh_figure, lr=drag.control('lr', 0.01));"]
WATCH = """output => {
    const before = output.querySelector("img").src;
    let pressed;
    const note = event => { pressed = event.timeStamp; };
    window.addEventListener("keydown", note, {capture: true, once: true});
    window.painted = new Promise(done => {
        const watcher = new MutationObserver(async () => {
            const image = output.querySelector("img");
            if (!image || image.src === before) return;
            watcher.disconnect();
            await image.decode();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)));
        });
        watcher.observe(output, {subtree: true, childList: true, attributes: true});
    });
}"""


def write_notebook(path, sources):
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def press(page, figure):
    """Seconds from the key to the pixels."""
    time.sleep(REST)
    figure.evaluate(WATCH)
    figure.locator(".noUi-handle").press("ArrowRight")
    return page.evaluate("window.painted") / 1000


def measure():
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder) / "figures.ipynb"
        write_notebook(notebook, CELLS)
        with lab.course(Path(folder), notebook) as opened:
            page = opened(notebook.name)
            lab.run_all(page)
            figures = {"ours": page.locator(lab.FIGURE).first,
                       "a plain slider and Image": page.locator(".plain"),
                       "interact": page.locator(".widget-interact")}
            for figure in figures.values():
                figure.locator("img").wait_for()
                press(page, figure)
            times = {name: [] for name in figures}
            for number in range(PRESSES):  # there and back: nobody always comes after interact
                for name, figure in [*figures.items()][::(-1) ** number]:
                    times[name].append(press(page, figure))
    return times


def main():
    print("a key press in JupyterLab, one optimizer, 500 updates")
    if missing:
        return print(f"skipped: {missing}")
    times = measure()
    for name in times:
        timing.report(f"key to new pixels, {name}", times[name])
    ours, plain, interact = times.values()
    timing.ratio("ours than interact", interact, ours)
    timing.share("ours, in plain Images", ours, plain)


if __name__ == "__main__":
    main()
