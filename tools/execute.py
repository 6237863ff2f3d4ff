"""Run the notebooks from top to bottom, in place, and strip what would differ from run to run.

    python tools/execute.py        all of notebooks/, those of notebooks/further/ last
    python tools/execute.py 02     those whose name begins with 02
"""

import base64
import io
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
WIDGET = "application/vnd.jupyter.widget-view+json"
VOLATILE = ("execution", "ExecuteTime", "collapsed", "scrolled", "trusted")
COLOURS, LARGEST, SECONDS = 256, 1_000_000, 120


def paths(prefix=""):
    """The notebooks whose name begins so, the lessons first."""
    found = [path for path in NOTEBOOKS.rglob(f"{prefix}*.ipynb")
             if not path.parent.name.startswith(".")]
    return sorted(found, key=lambda path: (len(path.parts), path))


def read(path):
    """The notebook; a cell saved without an id is named by its position, not at random."""
    notebook = nbformat.reader.reads(Path(path).read_text(encoding="utf-8"))
    for number, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{number}")
    notebook.nbformat_minor = 5
    return notebook


def execute(notebook, folder):
    """Run every cell in `folder`; the first that raises, or prints a warning, raises here."""
    resources = {"metadata": {"path": str(folder)}}
    with tempfile.TemporaryDirectory() as empty:  # not the reader's own table
        NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources=resources,
                       coalesce_streams=True).execute(env=os.environ | {"MY_TABLE_FOLDER": empty})
    for cell in code(notebook):
        if any(output.get("name") == "stderr" for output in cell.outputs):
            raise RuntimeError(f"this cell prints a warning:\n{cell.source}\n{cell.outputs}")


def strip(notebook):
    """Keep what a reader sees; drop widget views, timings, versions. Twice is the same as once."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        for key in VOLATILE:
            cell.metadata.pop(key, None)
    for number, cell in enumerate(code(notebook), start=1):
        cell.execution_count = number
        cell.outputs = [kept for kept in map(slim, cell.outputs) if kept is not None]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number


def code(notebook):
    """The code cells that have something to run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def slim(output):
    """The output without its widget view and with a small picture; None if nothing is left."""
    data = output.get("data")
    if data is None:
        return output
    data.pop(WIDGET, None)
    if "image/png" in data:
        data["image/png"] = palette(data["image/png"])
    return output if data else None


def palette(png):
    """The base64 PNG with at most 256 colours, on white; one that has a palette is left alone."""
    picture = Image.open(io.BytesIO(base64.b64decode(png)))
    if picture.mode == "P":
        return png
    picture = picture.convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    opaque = Image.alpha_composite(paper, picture).convert("RGB")
    small = opaque.quantize(COLOURS, dither=Image.Dither.NONE)
    file = io.BytesIO()
    small.save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


def write(notebook, path):
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    if path.stat().st_size > LARGEST:
        print(f"  {path.name} is {path.stat().st_size / 1e6:.1f} MB; at most 1 MB is wanted")


def main(prefix=""):
    chosen = paths(prefix)
    if not chosen:
        raise SystemExit(f"no notebook in {NOTEBOOKS} begins with {prefix!r}")
    for path in chosen:
        print(path.name, flush=True)
        notebook = read(path)
        execute(notebook, path.parent)
        strip(notebook)
        write(notebook, path)


if __name__ == "__main__":
    main(*sys.argv[1:])
