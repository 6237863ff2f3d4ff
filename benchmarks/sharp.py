"""How long the kernel is deaf while a picture is drawn sharp: the longest block of each figure.

At rest a live figure is drawn again with as many pixels as it is shown with. That is done in
blocks, and between two of them the kernel hears a new drag. Each notebook is run in a kernel of its
own; then each of its figures is sharpened as for a screen with two pixels a dot, where it is shown
at most 868 dots wide: anew, again, and anew with a pinned run, if it can have one. Of the first two
arguments of

    python benchmarks/sharp.py [NB [WIDTH]]

NB runs only the notebooks whose name begins so, and WIDTH is another width than 868.
"""
import gc
import json
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parent / "notebooks"
RATIO, WIDTH = 2, 868  # pixels a dot, and dots
ROUNDS, LONG = 3, 0.25  # seconds; a longer block is felt
VIEW = "application/vnd.jupyter.widget-view+json"
CODE = "import sys; sys.path.insert(0, {!r}); import sharp; sharp.report({})"


# In the notebook's kernel

def report(width):
    """Print, as JSON, {model_id: [what it draws, dpi, {case: [seconds of its blocks]}]}; a text
    instead of the last where an error was raised."""
    from helpers.live import Live
    gc.collect()
    figures = [thing for thing in gc.get_objects() if type(thing) is Live and hasattr(thing, "box")]
    print(json.dumps({figure.box.model_id: sharpened(figure, width) for figure in figures}))


def sharpened(figure, width):
    """[what it draws, dpi, {case: rounds} or what was wrong] of one figure."""
    inches, draw = figure.screen.shape[1][0], figure.screen.draw
    dpi = round(RATIO * min(width, 100 * inches)) / inches
    try:
        found = rounds_of(figure, dpi)
    except Exception as error:  # the other figures are measured all the same
        found = f"{type(error).__name__}: {error}"
    return getattr(draw, "__name__", repr(draw)), dpi, found


def rounds_of(figure, dpi):
    """{case: [the blocks' seconds in each round]}."""
    cases = {"anew": [blocks(figure.screen, dpi, anew=True) for _ in range(ROUNDS)],
             "again": [blocks(figure.screen, dpi, anew=False) for _ in range(ROUNDS)]}
    if pin := figure.buttons.get("Pin"):
        pin.click()
        cases["pinned"] = [blocks(figure.screen, dpi, anew=True) for _ in range(ROUNDS)]
        pin.click()
    return cases


def blocks(screen, dpi, anew):
    """Seconds of each block: from one rest of the sharpening to the next."""
    if anew:
        screen.sharp = None
    times, steps, ended = [], screen.sharpen(dpi), object()
    while True:
        start = time.perf_counter()
        rest = next(steps, ended)
        times.append(time.perf_counter() - start)
        if rest is ended:
            return times


# Outside

def measured(path, width):
    """{notebook, cell, what is drawn: (dpi, {case: rounds})} of all figures of a notebook."""
    import nbformat
    from nbclient import NotebookClient
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(CODE.format(str(HERE), width)))
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder,
                   extra_arguments=["--log-level=ERROR"]).execute()
    *cells, last = notebook.cells
    printed = "".join(output.text for output in last.outputs if output.get("name") == "stdout")
    where = shown(cells)
    return {f"{path.stem[:2]}, cell {where.get(model)}, {draw}": (dpi, cases)
            for model, (draw, dpi, cases) in json.loads(printed).items()}


def shown(cells):
    """{model_id: the number of the cell that shows it}; cells count from 1."""
    return {output.data[VIEW]["model_id"]: number
            for number, cell in enumerate(cells, start=1)
            for output in cell.get("outputs", ()) if VIEW in output.get("data", {})}


def longest(cases):
    """(seconds, case, block) of the longest block, by its median over the rounds."""
    medians = [(statistics.median(times), case, number)
               for case, rounds in cases.items()
               for number, times in enumerate(zip(*rounds, strict=True), start=1)]
    return max(medians)


def line(name, dpi, cases):
    """One figure: its longest block, how long that was in each round, and how many there are."""
    seconds, case, number = longest(cases)
    rounds = " ".join(f"{times[number - 1]:.3f}" for times in cases[case])
    every = "; ".join(f"{case} {statistics.median(map(sum, rounds)):.3f} s in {len(rounds[0])}"
                      for case, rounds in cases.items())
    return (f"{seconds:6.3f} s  {case}, block {number} ({rounds})  {name}\n"
            f"{'':10}{dpi:g} dpi: {every}")


def main(begins="", width=WIDTH):
    print("the longest block while a picture is drawn sharp, by figure, the longest first; below "
          "it how long all blocks take together, and how many there are")
    try:
        import nbclient  # noqa: F401
        import nbformat  # noqa: F401
    except ImportError as error:
        return print(f"skipped: {error}")
    figures = {}
    for path in sorted(NOTEBOOKS.rglob(f"{begins}*.ipynb")):
        figures |= measured(path, float(width))
    wrong = {name: found for name, (_, found) in figures.items() if isinstance(found, str)}
    good = {name: figures[name] for name in figures if name not in wrong}
    above = sum(longest(cases)[0] > LONG for _, cases in good.values())
    print(f"{above} of {len(good)} figures have a block above {LONG} s")
    for name in sorted(good, key=lambda name: longest(good[name][1]), reverse=True):
        print(line(name, *good[name]), flush=True)
    for name, found in wrong.items():
        print(f"{name} is not drawn sharp: {found}")


if __name__ == "__main__":
    main(*sys.argv[1:])
