"""Write each notebook to build/colab/ as a single file, which runs in an empty folder offline.

The modules of helpers/ and the files of data/ that it needs travel in one folded setup cell.
"""

import ast
import base64
import functools
import io
import lzma
import os
import posixpath
import re
import shutil
import textwrap
import zipfile
from pathlib import Path

import nbformat

import execute

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "colab"
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|mailto:|data:|#)([^)#\s]+)(#[^)\s]*)?\)")
SETUP = """\
#@title The course's own files, so that this notebook runs alone. Run it, no need to read it.
import base64, io, lzma, sys, tempfile, zipfile


def unpack(files):
    \"\"\"Write the files to a new folder, where `import helpers` finds them and nowhere else.\"\"\"
    folder = tempfile.mkdtemp()
    archive = io.BytesIO(lzma.decompress(base64.b64decode(files)))
    zipfile.ZipFile(archive).extractall(folder)
    for name in [name for name in sys.modules if name.split(".")[0] == "helpers"]:
        del sys.modules[name]
    sys.path.insert(0, folder)


{names}
unpack(\"\"\"
{archive}
\"\"\")
"""
BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
COLUMNS = 1000  # of the archive: nobody reads it, and each line costs ten letters


def address():
    """The repository's address, or None as long as pyproject.toml does not say it."""
    if "GITHUB_REPOSITORY" in os.environ:
        return "https://github.com/" + os.environ["GITHUB_REPOSITORY"]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^Repository = "(.+)"', text, re.MULTILINE)[1]
    return None if "OWNER" in found else found


def single(path, home):
    """The notebook at `path` with its files inside, and links that lead somewhere from anywhere."""
    notebook = execute.read(path)
    execute.strip(notebook)
    folder = "further" if path.parent.name == "further" else "."
    source = "\n".join(cell.source for cell in execute.code(notebook))
    first = notebook.cells.index(execute.code(notebook)[0])
    notebook.cells.insert(first, setup_cell(packed(source)))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda link: relink(link, home, folder), cell.source)
    if home:
        name = path.relative_to(execute.NOTEBOOKS).as_posix()
        notebook.cells[0].source += "".join(f" · [{words}]({goal})" for words, goal in (
            ("open in Colab", colab(home, name)), ("view on the site", site(home, name))))
    execute.strip(notebook)
    return notebook


def packed(source):
    """{path: bytes} of the helpers that the source imports, directly or not, and of their data."""
    texts, waiting = {}, imported(source)
    while waiting:
        path = waiting.pop()
        texts[path] = path.read_text(encoding="utf-8")
        waiting |= imported(texts[path]) - texts.keys()
    files = [*texts, *beside(texts), *data([source, *texts.values()]), *records(source)]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted(files)}


@functools.cache
def parsed(source):
    """The source as a tree, without the lines that only a notebook understands."""
    return ast.parse(re.sub(r"^[%!].*$", "", source, flags=re.MULTILINE))


def imported(source):
    """The files of helpers that Python reads for the source's imports, packages above included."""
    places = [ROOT.joinpath(*name) for name in dotted(source)]
    files = [place / "__init__.py" for place in places]
    files += [place.with_suffix(".py") for place in places]
    return {path for path in files if path.exists()}


@functools.cache
def dotted(source):
    """The names below helpers that the source imports, as tuples, those above them included."""
    names = set()
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in names if name.split(".")[0] == "helpers"]
    return {tuple(part[:end]) for part in parts for end in range(1, len(part) + 1)}


def beside(modules):
    """What is no Python in the folders of the modules: their package's own data."""
    paths = [path for folder in {path.parent for path in modules} for path in folder.iterdir()]
    return [path for path in paths if path.is_file() and path.suffix != ".py"]


def data(sources):
    """The files of data/ that are named where something runs, and the notes beside them."""
    used = set().union(*map(identifiers, sources))
    blocks = [block for source in sources for block in top_level(source)]
    named = set().union(*[texts for name, texts in blocks if name is None or name in used])
    files = [path for path in (ROOT / "data").iterdir() if path.name in named]
    return [note for path in files for note in path.parent.glob(f"{path.stem}.*")]


def records(source):
    """The records of data/measured/ that the notebook names."""
    named = strings(parsed(source))
    return [path for path in (ROOT / "data" / "measured").glob("*.json") if path.stem in named]


@functools.cache
def identifiers(source):
    """All names that the source uses: of variables, attributes and imports."""
    nodes = [node for node in ast.walk(parsed(source))
             if isinstance(node, (ast.Name, ast.Attribute, ast.alias))]
    return {getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", None)
            for node in nodes}


@functools.cache
def top_level(source):
    """[(its name, its strings)] of all that stands at the top of the source: a name has only a
    function."""
    return [(node.name if isinstance(node, ast.FunctionDef) else None, strings(node))
            for node in parsed(source).body]


def strings(tree):
    return {node.value for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def setup_cell(files):
    """The folded cell that unpacks {path: bytes}."""
    names = textwrap.fill(", ".join(files), 98, initial_indent="# ", subsequent_indent="# ")
    content = SETUP.format(names=names, archive=zipped(files))
    cell = nbformat.v4.new_code_cell(content, id="setup")
    cell.metadata.update({"cellView": "form", "jupyter": {"source_hidden": True}})
    return cell


def zipped(files):
    """A zip archive of {path: bytes}, compressed as a whole, in lines of base64.

    Made again, it has the same bytes: it holds no times.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name), content)
    text = base64.b64encode(lzma.compress(archive.getvalue())).decode()
    return "\n".join(text[start:start + COLUMNS] for start in range(0, len(text), COLUMNS))


def relink(link, home, folder="."):
    """The local link of a notebook in a `folder` of notebooks/ as one that works anywhere: to
    Colab, to the repository, or to nothing."""
    words, target, anchor = link[1], link[2], link[3] or ""
    place = posixpath.normpath(f"notebooks/{folder}/{target}")
    notebook = place.startswith("notebooks/") and place.endswith(".ipynb")
    if home is None:
        return link[0] if notebook else words
    if notebook:
        return f"[{words}]({colab(home, place.removeprefix('notebooks/'))}{anchor})"
    return f"[{words}]({home}/blob/main/{place}{anchor})"


def colab(home, name):
    """Where Colab opens the single file that the workflow has put on the branch `colab`."""
    return home.replace("github.com", "colab.research.google.com/github") + f"/blob/colab/{name}"


def site(home, name=""):
    """Where the workflow publishes the site, or its page of a notebook."""
    owner, repository = home.split("/")[-2:]
    page = f"notebooks/{name.removesuffix('.ipynb')}.html" if name else ""
    return f"https://{owner}.github.io/{repository}/{page}"


def index(names, home):
    """The README of the branch `colab`: one badge for each notebook, and its page on the site."""
    rows = [f"| {name} | [![Open {name} in Colab]({BADGE})]({colab(home, name)}) "
            f"| [view on the site]({site(home, name)}) |\n" for name in names]
    note = f"Made by `make colab` from [the repository]({home}); changes belong there."
    return f"{note}\n\n| | | |\n|---|---|---|\n{''.join(rows)}"


def main():
    home, paths = address(), execute.paths()
    shutil.rmtree(TARGET, ignore_errors=True)
    for path in paths:
        place = TARGET / path.relative_to(execute.NOTEBOOKS)
        place.parent.mkdir(parents=True, exist_ok=True)
        execute.write(single(path, home), place)
    if home:
        names = [path.relative_to(execute.NOTEBOOKS).as_posix() for path in paths]
        (TARGET / "README.md").write_text(index(names, home), encoding="utf-8")
    print(f"{len(paths)} single files in {TARGET.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
