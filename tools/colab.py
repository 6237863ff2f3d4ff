"""Write each notebook to build/colab/ as a single file that runs in an empty folder without network.

The modules of helpers/ and the files of data/ that it needs travel in one folded setup cell.
"""

import ast
import base64
import os
import posixpath
import re
from pathlib import Path

import nbformat

import execute

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "colab"
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|mailto:|data:|#)([^)#\s]+)(#[^)\s]*)?\)")
SETUP = """\
#@title The course's own files, so that this notebook runs alone. Run it, no need to read it.
import base64, pathlib, sys, tempfile

FILES = {{
{files}}}


def unpack(files):
    \"\"\"Write the files to a new folder and let `import helpers` find them there and nowhere else.\"\"\"
    folder = pathlib.Path(tempfile.mkdtemp())
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name in [name for name in sys.modules if name.split(".")[0] == "helpers"]:
        del sys.modules[name]
    sys.path.insert(0, str(folder))


unpack(FILES)
"""


def address():
    """The repository's address, or None as long as pyproject.toml does not say it."""
    if "GITHUB_REPOSITORY" in os.environ:
        return "https://github.com/" + os.environ["GITHUB_REPOSITORY"]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^Repository = "(.+)"', text, re.MULTILINE)[1]
    return None if "OWNER" in found else found


def single(path, home):
    """The notebook at `path` with its files inside and its links leading somewhere from anywhere."""
    notebook = execute.read(path)
    execute.strip(notebook)
    source = "\n".join(cell.source for cell in execute.code(notebook))
    first = notebook.cells.index(execute.code(notebook)[0])
    notebook.cells.insert(first, setup_cell(packed(source)))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda link: relink(link, home), cell.source)
    execute.strip(notebook)
    return notebook


def packed(source):
    """{path: bytes} of the helpers that the source imports, through others too, and of the data they name."""
    names, waiting = set(), imported(source)
    while waiting:
        name = waiting.pop()
        names.add(name)
        waiting |= imported(module(name).read_text(encoding="utf-8")) - names
    paths = [module(name) for name in sorted(names | {"__init__"})]
    everything = source + "".join(path.read_text(encoding="utf-8") for path in paths)
    files = paths + mentioned(everything) + records(source)
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}


def imported(source):
    """Names of the modules of helpers that the source imports."""
    source = re.sub(r"^[%!].*$", "", source, flags=re.MULTILINE)
    dotted = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            dotted |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            start = "helpers." * bool(node.level) + (f"{node.module}." if node.module else "")
            dotted |= {start + alias.name for alias in node.names}
    parts = [name.split(".") for name in dotted if name.startswith("helpers.")]
    return {part[1] for part in parts if module(part[1]).exists()}


def module(name):
    return ROOT / "helpers" / f"{name}.py"


def mentioned(text):
    """The files of data/ whose name stands in the text, and the notes beside them (same name, other suffix)."""
    files = sorted(path for path in (ROOT / "data").rglob("*") if path.is_file())
    stems = {path.with_suffix("") for path in files if path.name in text}
    return [path for path in files if path.with_suffix("") in stems]


def records(source):
    """The records of data/measured/ whose name stands in quotes in the notebook."""
    return [path for path in sorted((ROOT / "data" / "measured").glob("*.json")) if f'"{path.stem}"' in source]


def setup_cell(files):
    """The folded cell that unpacks {path: bytes}."""
    lines = "".join(f"{name!r}: {literal(content)},\n" for name, content in files.items())
    cell = nbformat.v4.new_code_cell(SETUP.format(files=lines), id="setup")
    cell.metadata.update({"cellView": "form", "jupyter": {"source_hidden": True}})
    return cell


def literal(content):
    """Python source for the bytes: readable where they are text, base64 where they are not."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return f"base64.b64decode({base64.b64encode(content).decode()!r})"
    raw = f"r'''{text}'''"
    safe = "'''" not in text and "\r" not in text and not text.endswith(("'", "\\"))
    return raw if safe else repr(text)


def relink(link, home):
    """The local link as one that works anywhere: to Colab, to the repository, or to nothing (plain words)."""
    words, target, anchor = link[1], link[2], link[3] or ""
    notebook = target.endswith(".ipynb") and "/" not in target
    if home is None:
        return link[0] if notebook else words
    if notebook:
        return f"[{words}]({colab(home, target)}{anchor})"
    return f"[{words}]({home}/blob/main/{posixpath.normpath('notebooks/' + target)}{anchor})"


def colab(home, name):
    """Where Colab opens the single file that the workflow has put on the branch `colab`."""
    return home.replace("github.com", "colab.research.google.com/github") + f"/blob/colab/{name}"


def index(names, home):
    """The README of the branch `colab`: one badge for each notebook."""
    badge = "https://colab.research.google.com/assets/colab-badge.svg"
    rows = [f"| {name} | [![Open {name} in Colab]({badge})]({colab(home, name)}) |\n" for name in names]
    note = f"Made by `make colab` from [the repository]({home}); changes belong there."
    return f"{note}\n\n| | |\n|---|---|\n{''.join(rows)}"


def main():
    home, paths = address(), sorted(execute.NOTEBOOKS.glob("*.ipynb"))
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.iterdir():
        old.unlink()
    for path in paths:
        execute.write(single(path, home), TARGET / path.name)
    if home:
        (TARGET / "README.md").write_text(index([path.name for path in paths], home), encoding="utf-8")
    print(f"{len(paths)} single files in {TARGET.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
