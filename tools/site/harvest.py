"""Runs copies of the notebooks, and draws their live figures at the places that the site shows.

A harvest is a folder in build/site-cache/: the executed notebook, the pictures, figures.json. Its
name is a hash of all that it depends on, so what has not changed is not run again.
"""
import hashlib
import json
import platform
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbclient import NotebookClient

import colab
import execute

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = ROOT / "build" / "site-cache"
VIEW = execute.WIDGET
PACKAGES = "numpy", "matplotlib", "pillow", "ipywidgets"
TOOLS = "in_kernel.py", "hands.py", "places.py", "harvest.py"
NAMED = re.compile(r"\w+\$?\s*(?:=|to|at)?\s*\$?-?\d[\d.,e-]*")  # in prose; see places.named
WIDGETS = {f"helpers/live/{name}" for name in (  # they draw nothing
    "board.py", "hand.js", "hand.py", "picture.py", "play.py", "running.py", "touch.py")}
CODE = """import sys
sys.path.append({tools!r})
from in_kernel import harvest
harvest({proses!r}, {folder!r})"""


@dataclass(frozen=True)
class Harvest:
    """What one notebook gave: its executed copy, and {model_id: figure}; `folder` has pictures."""
    path: Path
    folder: Path
    notebook: object
    figures: dict

    @property
    def problems(self):
        return [f"{self.path.name}: {problem}" for figure in self.figures.values()
                for problem in figure["problems"]]


def harvest(path):
    """The harvest of the notebook at a path, from the cache where it is there."""
    notebook = execute.read(path)
    folder = CACHE / f"{path.stem}-{key(notebook)}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="part-", dir=CACHE))  # another build may do the same
        run(notebook, path.parent, fresh)
        for old in CACHE.glob(f"{path.stem}-*"):
            if len(old.name) == len(folder.name):
                shutil.rmtree(old)
        fresh.rename(folder)
        print(f"  {path.stem}: {summary(folder)}", flush=True)
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return Harvest(path, folder, with_outputs(path, folder), figures)


def with_outputs(path, folder):
    """The notebook as it is now, with the outputs of its harvest: its prose may be newer."""
    notebook = execute.read(path)
    executed = nbformat.read(folder / "executed.ipynb", as_version=4)
    found = {cell.id: cell.outputs for cell in execute.code(executed)}
    for cell in execute.code(notebook):
        cell.outputs = found[cell.id]
    return notebook


def harvests(paths):
    """The harvests of many notebooks, two at a time, each in a kernel of its own."""
    with ThreadPoolExecutor(2) as workers:
        return list(workers.map(harvest, paths))


def run(notebook, where, folder):
    """Run all cells in the folder `where`, draw the figures, and write it all to `folder`."""
    client = NotebookClient(notebook, timeout=1800, kernel_name="python3",
                            resources={"metadata": {"path": str(where)}}, coalesce_streams=True)
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
        last = nbformat.v4.new_code_cell(CODE.format(
            tools=str(HERE), proses=proses(notebook), folder=str(folder)))
        notebook.cells.append(last)
        client.execute_cell(last, len(notebook.cells) - 1)
    notebook.cells.pop()
    nbformat.write(notebook, folder / "executed.ipynb")


def proses(notebook):
    """{model_id: the text before and after} of what the cells show."""
    found, texts, waiting = {}, [], []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            texts.append(cell.source)
            for name in waiting:
                found[name] += "\n" + cell.source
        for name in views(cell):
            found[name] = "\n".join(texts)
            texts, waiting = [], [name]
    return found


def views(cell):
    """The model_ids of the widgets that a cell shows."""
    return [output.data[VIEW]["model_id"] for output in cell.get("outputs", ())
            if VIEW in output.get("data", {})]


def key(notebook):
    """A hash of what the harvest depends on: code, what the prose may name, helpers, data, versions
    and these tools."""
    cells = [[cell.id, cell.source] for cell in execute.code(notebook)]
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    files = colab.packed("\n".join(source for _, source in cells))
    named = sorted(set(NAMED.findall(prose)))
    parts = [json.dumps([cells, named])]
    parts += sorted(f"{name} {digest(content)}" for name, content in files.items()
                    if name not in WIDGETS)
    parts += [digest((HERE / name).read_bytes()) for name in TOOLS]
    parts += [platform.machine(), *(f"{name} {version(name)}" for name in PACKAGES)]
    return digest("\n".join(parts).encode())[:16]


@cache
def digest(content):
    return hashlib.sha256(content).hexdigest()


def summary(folder):
    """In words, what was drawn."""
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8")).values()
    pictures = len([*folder.glob("*.webp")])
    size = sum(figure["bytes"] for figure in figures) / 1e6
    most = max((figure["bytes"] for figure in figures), default=0) / 1e6
    seconds = sum(figure["seconds"] for figure in figures)
    return (f"{len(figures)} figures, {pictures} pictures, {size:.1f} MB, the largest figure "
            f"{most:.1f} MB, drawn in {seconds:.0f} s")
