"""Every notebook run in a real kernel, and every control moved to both ends and the middle."""
import json
import os
import pathlib

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = pathlib.Path(os.environ.get("NOTEBOOKS", ROOT / "notebooks"))
VIEW = "application/vnd.jupyter.widget-view+json"
DRAG = """import importlib.util
spec = importlib.util.spec_from_file_location("drags", {path!r})
drags = importlib.util.module_from_spec(spec)
spec.loader.exec_module(drags)
await drags.report({shown!r})"""


def wrong(path):
    """Run the notebook and drag everything: its number of live figures, and what goes wrong."""
    notebook, stored = (nbformat.read(path, as_version=4) for _ in range(2))
    folder = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=folder)
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
        where, problems = views(notebook), printed_otherwise(notebook, stored)
        code = DRAG.format(path=str(ROOT / "tests" / "drags.py"), shown=[*where])
        drag = nbformat.v4.new_code_cell(code)
        notebook.cells.append(drag)
        client.execute_cell(drag, len(notebook.cells) - 1)
    streams = [output for output in drag.outputs if output.output_type == "stream"]
    printed = {output.name: output.text for output in streams}
    figures, moved = json.loads(printed.pop("stdout"))
    problems += moved
    problems += [["drags", f"printed {text}"] for text in printed.values()]
    return figures, [f"{path.name}, {where.get(what, what)}: {problem}"
                     for what, problem in problems]


def printed_otherwise(notebook, stored):
    """The cells whose texts differ from the stored ones, where there are any. (Pictures are not
    compared.)"""
    pairs = enumerate(zip(notebook.cells, stored.cells, strict=True), start=1)
    return [[f"cell {number}", f"prints {texts(new)}, and stored is {texts(old)}"]
            for number, (new, old) in pairs if old.get("outputs") and texts(new) != texts(old)]


def texts(cell):
    """What a cell prints, in one, however many messages it came in, and its figures' sentences."""
    outputs = [output for output in cell.get("outputs", ()) if output.get("name") != "stderr"]
    printed = "".join(output.get("text", "") for output in outputs)
    return [printed, *[output.data.get("text/plain") for output in outputs if "data" in output]]


def views(notebook):
    """{model_id: "cell N, `its last line`"} of the widgets that are shown; cells count from 1."""
    found = {}
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", ()):
            if VIEW in output.get("data", {}):
                line = cell.source.strip().splitlines()[-1].strip()
                found[output.data[VIEW]["model_id"]] = f"cell {number}, `{line}`"
    return found


def every_control_works(path):
    figures, problems = wrong(path)
    assert figures > 0, f"{path.name} has no live figure"
    assert not problems, "\n".join(problems)


class TestLessons:
    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
    def test_every_control_of_the_lesson_works(self, path):
        every_control_works(path)


class TestFurther:  # `make test-further` runs these, and `make test` the others
    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.ipynb")), ids=lambda path: path.stem)
    def test_every_control_of_the_notebook_works(self, path):
        every_control_works(path)


def test_there_are_notebooks():
    assert [*FOLDER.glob("*.ipynb")], f"no notebook in {FOLDER}"


# The alarm rings

SETUP = f"""import sys
sys.path.append({str(ROOT)!r})
import ipywidgets, time, warnings
import numpy as np
from matplotlib import patheffects, pyplot
from helpers.live import live
from helpers.live.own_run import own_run

def draw(ax, k):
    ax.plot([0, k])

def raises(ax, k):
    ax.plot([0, 1 / (9 - k)])

def nothing(ax, k):
    ax.plot([0, 1])

def warns(ax, k):
    ax.plot([0, np.divide(1.0, k)])

def remembers(ax, k, seen=[]):
    seen.append(k)
    ax.axvline(len(seen) / 50)

def leaks(ax, k):
    pyplot.figure()
    ax.plot([0, k])

def spoils(ax, k):
    ax.plot([0, k])
    if k != 1:
        ax.spines["top"].set_visible(False)

def deaf(ax, formula):
    ax.set_title(formula)

def frozen(ax, t):
    pass

def trains(ax, k):
    line, = ax.plot([0, k])
    for step in range(150):
        line.set_ydata([step, k])
        yield step / 150
        time.sleep(0.002)
        if k == 9:
            raise FloatingPointError("diverged")

def differs_late(ax, k):
    line, = ax.plot([0, 9])
    for step in range(9):
        line.set_ydata([step, k if step == 8 else 5])
        yield step / 9

def differs_never(ax, k):
    line, = ax.plot([0, 9])
    for step in range(9):
        line.set_ydata([step, 5])
        yield step / 9

def written(**look):
    def draws(ax, k):
        ax.plot([0, k])
        where = dict(x=0.95, y=0.05, ha="right", transform=ax.transAxes)
        ax.text(**where | dict(s="word", path_effects=None) | look)
    return draws

def on_black(ax, k):
    ax.axhspan(0, 1, color="black")
    written(color="#0072B2")(ax, k)

def covered(ax, k):
    written(zorder=1)(ax, k)
    ax.axhspan(0, 1, color="white", zorder=4)

RIM = [patheffects.withStroke(linewidth=4, foreground="black")]
K = dict(axes=(1, 1), size=(2, 1), k=(0, 9, 1))"""
SPOILT = "ValueError: draw changed a Spine: do that in `background`"
ALARMS = {  # a cell, and all that must be said about it
    "live(draw, play='k', **K)": [],
    "live(draw, **K | dict(k=dict(one=1, two=2, three=3)))": [],
    "live(spoils, **K)": [f"k = {k}: {SPOILT}\n(at k = {k})" for k in (0, 4, 9)]
    + ["k = 9: the same picture at both ends"],
    "live(raises, **K)": ["k = 9: ZeroDivisionError: division by zero\n(at k = 9)"],
    "live(nothing, **K)": ["k = 9: the same picture at both ends"],
    "live(warns, **K)": ["k = 0: RuntimeWarning: divide by zero encountered in divide\n(at k = 0)"],
    "live(remembers, **K)": ["drawn again at its defaults, it is another picture",
                             "k = 1: another picture than before it was moved",
                             "Reset does not bring the first picture back"],
    "live(leaks, **K)": ["draw leaves figures open in pyplot"],
    "live(deaf, axes=(1, 1), formula='x')": ["formula = 'x + * y': no message, but ''"],
    "live(draw, **K | dict(k=ipywidgets.FloatText(1)))":
        ["k: a FloatText that the test does not know how to move"],
    "live(frozen, play='t', axes=(1, 1), t=(0, 9, 3))": ["t = 9: the same picture at both ends"],
    "live(trains, **K)": ["k = 9: FloatingPointError: diverged\n(at k = 9)"],
    "live(differs_late, **K)": [],
    "live(differs_never, **K)": ["k = 9: the same picture at both ends"],
    "live(written(color='#0072B2'), **K)": [],
    "live(written(color='#E69F00'), **K)": ["'word' has 2.25 to 1, and not 4.5"],
    "live(written(color='black', alpha=0.5), **K)": ["'word' has 3.95 to 1, and not 4.5"],
    "live(written(color='white'), **K)": ["'word' is not seen"],
    "live(written(color='white', path_effects=RIM), **K)": [],
    "live(written(color='white', backgroundcolor='black'), **K)": [],
    "live(written(color='white', x=1.8, clip_on=True), **K)": [],
    "live(on_black, **K)": ["'word' has 4.05 to 1, and not 4.5"],
    "live(covered, **K)": ["'word' is not seen",
                           "k = 9: the same picture at both ends"],
    "own_run()": [],
    "ipywidgets.IntSlider()": ["a widget that is no live figure: nothing moves it"],
}


def write(path, *cells):
    """A notebook of these code cells, after the setup."""
    cells = [nbformat.v4.new_code_cell(cell) for cell in (SETUP, *cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """{cell: what is said about it} for a notebook of all the cells above."""
    path = write(tmp_path_factory.mktemp("alarms") / "alarms.ipynb", *ALARMS)
    figures, problems = wrong(path)
    assert figures == len(ALARMS) - 2
    heads = {cell: f"alarms.ipynb, cell {number}, `{cell}`: "
             for number, cell in enumerate(ALARMS, start=2)}
    found = {cell: [problem.removeprefix(head) for problem in problems if problem.startswith(head)]
             for cell, head in heads.items()}
    assert sum(map(len, found.values())) == len(problems), problems
    return found


@pytest.mark.parametrize("cell", ALARMS)
def test_what_is_wrong_with_a_figure_is_said(said, cell):
    assert said[cell] == ALARMS[cell]


def test_a_text_that_is_no_longer_printed_is_told():
    def notebook(*texts):
        cells = [nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("stream", text=text)])
                 for text in texts]
        return nbformat.v4.new_notebook(cells=cells)
    found = printed_otherwise(notebook("1\n", "2\n"), notebook("1\n", "3\n"))
    assert found == [["cell 2", "prints ['2\\n'], and stored is ['3\\n']"]]


@pytest.mark.parametrize("cell", ["live(raises, **K)", "live(nothing, **K)", "2 + 2"])
def test_a_broken_notebook_fails(tmp_path, cell):
    with pytest.raises(AssertionError, match="broken.ipynb"):
        every_control_works(write(tmp_path / "broken.ipynb", cell))
