"""The tools that run, strip and pack the notebooks; and the promises of the repository itself."""

import ast
import base64
import io
import json
import lzma
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from packaging.requirements import Requirement
from PIL import Image

import colab
import cpus
import execute

ROOT = Path(__file__).resolve().parent.parent
WIDGET = "application/vnd.jupyter.widget-view+json"
LIVE = """\
import ipywidgets, matplotlib.pyplot as plt
from IPython.display import display
print("one", flush=True); print("two", flush=True)
_ = plt.figure(figsize=(2, 1)).gca().scatter(range(500), range(500), c=range(500), s=1)
plt.show()
display(ipywidgets.FloatSlider())"""


def notebook(*sources):
    """A notebook of code cells, as an editor saves it: no ids that stay, versions that change."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    metadata = {"language_info": {"name": "python", "version": "3.99"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def saved(made, path):
    nbformat.write(made, path)
    return path


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A notebook with a figure and a slider, run and saved as JupyterLab would save it."""
    folder = tmp_path_factory.mktemp("live")
    made = notebook(LIVE, "6 * 7")
    execute.execute(made, folder)
    made.metadata["widgets"] = {"state": {}}
    made.cells[0].metadata["execution"] = {"shell.execute_reply": "2026-01-01"}
    return saved(made, folder / "live.ipynb")


def data(stripped):
    return [output.data for cell in stripped.cells for output in cell.outputs if "data" in output]


def test_stripping_drops_widget_views_timings_and_versions(live):
    made = execute.read(live)
    assert any(WIDGET in each for each in data(made)), "there is something to strip"
    execute.strip(made)
    text = nbformat.writes(made)
    gone = (WIDGET, '"widgets"', "shell.execute_reply", "3.99")
    assert not [word for word in gone if word in text]


def test_stripping_keeps_text_picture_ids_and_counts(live):
    before, made = execute.read(live), execute.read(live)
    execute.strip(made)
    assert made.cells[0].outputs[0].text == "one\ntwo\n"
    plain = [[each["text/plain"] for each in data(one)] for one in (made, before)]
    assert plain[0] == plain[1]
    assert sum("image/png" in each for each in data(made)) == 1
    assert [cell.id for cell in made.cells] == [cell.id for cell in before.cells]
    assert [cell.execution_count for cell in made.cells] == [1, 2]


def test_stripping_twice_changes_no_byte(live):
    made = execute.read(live)
    execute.strip(made)
    once = nbformat.writes(made)
    execute.strip(made)
    assert nbformat.writes(made) == once


def test_a_run_notebook_is_the_same_to_the_byte_when_run_again(live, tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "NOTEBOOKS", tmp_path)
    path = tmp_path / "00_again.ipynb"
    path.write_bytes(live.read_bytes())
    execute.main("00")
    once = path.read_bytes()
    execute.main()
    assert path.read_bytes() == once


def test_a_picture_gets_a_palette_and_a_white_ground():
    def reduced(picture):
        file = io.BytesIO()
        picture.save(file, "PNG")
        png = execute.palette(base64.b64encode(file.getvalue()).decode())
        return Image.open(io.BytesIO(base64.b64decode(png)))

    small = reduced(Image.linear_gradient("L").convert("RGBA"))
    assert small.mode == "P" and small.size == (256, 256)
    clear = reduced(Image.new("RGBA", (4, 4), (0, 0, 0, 0)))
    assert clear.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("broken, alarm", [
    ("1 / 0", CellExecutionError),
    ("import warnings; warnings.warn('old')", RuntimeError),
])
def test_a_broken_notebook_fails_and_is_left_as_it_was(broken, alarm, tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "NOTEBOOKS", tmp_path)
    path = saved(notebook("1 + 1", broken), tmp_path / "01_broken.ipynb")
    before = path.read_bytes()
    with pytest.raises(alarm):
        execute.main()
    assert path.read_bytes() == before


def test_a_number_that_no_notebook_has_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "NOTEBOOKS", tmp_path)
    with pytest.raises(SystemExit, match="begins with '77'"):
        execute.main("77")


READS_DATA = """\
%precision 3
import sys
sys.path.append("..")
from helpers.datasets import tables
slides, minutes = tables.lectures()
print(len(slides) > 5, "helpers.datasets.tables" in sys.modules, tables.__file__)"""


def test_a_single_file_runs_in_an_empty_folder_and_beats_a_helpers_already_imported(tmp_path):
    """-I keeps PYTHONPATH out; the environment's own `helpers` is what has to be beaten."""
    lone = colab.single(saved(notebook(READS_DATA), tmp_path / "x.ipynb"), home=None)
    cells = "\n".join(cell.source for cell in lone.cells).replace("%precision 3", "")
    empty = tmp_path / "empty"
    empty.mkdir()
    command = [sys.executable, "-I", "-c", "import helpers\n" + cells]
    ran = subprocess.run(command, cwd=empty, text=True, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("True True ")
    assert str(ROOT) not in ran.stdout, "the module comes from the file itself"


def test_a_single_file_folds_its_setup_in_colab_and_in_jupyterlab(tmp_path):
    cell = colab.single(saved(notebook(READS_DATA), tmp_path / "x.ipynb"), home=None).cells[0]
    assert cell.metadata == {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert cell.source.startswith("#@title ")
    assert "# data/lectures.csv, data/lectures.md, helpers/__init__.py," in cell.source


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of which a notebook may need a part: modules, packages, data and records."""
    files = {
        "helpers/__init__.py": "",
        "helpers/top.py": "import numpy\nfrom helpers.sea.middle import thing",
        "helpers/sea/__init__.py": "",
        "helpers/sea/wave.js": "",
        "helpers/sea/middle.py": "def thing():\n    from helpers import low",
        "helpers/sea/other.py": "import helpers.top",
        "helpers/low.py": "def hills(name='hills.csv'): pass\ndef roads(name='roads.csv'): pass",
        "helpers/gate/__init__.py": "from helpers.gate.open import gate",
        "helpers/gate/open.py": "def gate(): pass",
        "data/hills.csv": "1",
        "data/hills.md": "made up",
        "data/roads.csv": "2",
        "data/measured/skip.json": "3",
        "data/measured/skip_deep.json": "4",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(colab, "ROOT", tmp_path)


SEA = {"helpers/sea/__init__.py", "helpers/sea/wave.js", "helpers/sea/middle.py", "helpers/low.py"}
HILLS = {"data/hills.csv", "data/hills.md"}


@pytest.mark.parametrize("source, carried", [
    ("import helpers.low", {"helpers/low.py"}),
    ("from helpers import low\nlow.hills()", {"helpers/low.py"} | HILLS),
    ("from helpers.low import hills as h", {"helpers/low.py"} | HILLS),
    ("from helpers import top as t, no_module", SEA | {"helpers/top.py"}),
    ("from helpers.sea import middle", SEA),
    ("import helpers.sea.middle as m", SEA),
    ("from helpers.gate import gate", {"helpers/gate/__init__.py", "helpers/gate/open.py"}),
    ("%matplotlib inline\nimport helpers\nopen('roads.csv')", {"data/roads.csv"}),
    ("import helpers\nfrom helpersome import low", set()),
    ('import helpers\nload("skip")', {"data/measured/skip.json"}),
    ("import helpers\n[load(name) for name in ('skip_deep', 'other')]",
     {"data/measured/skip_deep.json"}),
])
def test_a_single_file_carries_what_it_needs_and_nothing_else(source, carried, project):
    assert set(colab.packed(source)) == carried | {"helpers/__init__.py"}


def source_of(path):
    return "\n".join(cell.source for cell in execute.code(execute.read(path)))


IMPORTS = """\
import ast, json, sys
for source in json.load(sys.stdin):
    for name in [name for name in sys.modules if name.split(".")[0] == "helpers"]:
        del sys.modules[name]
    for line in source:
        exec(line)
    names = [name for name in sys.modules if name.split(".")[0] == "helpers"]
    print(json.dumps([sys.modules[name].__file__ for name in names]))
"""
FIGURES = ROOT / "helpers/live"
LATER = {  # loaded when a figure or menus are made, where there is anywidget: {what: who loads it}
    FIGURES / "hand.py": FIGURES / "touch.py", FIGURES / "keys.py": FIGURES / "menus.py"}
PATHS = execute.paths()


@pytest.fixture(scope="module")
def loaded():
    """{notebook: files of helpers that are in memory once its imports have run}."""
    kinds = (ast.Import, ast.ImportFrom)
    imports = [[ast.unparse(node) for node in ast.walk(colab.parsed(source_of(path)))
                if isinstance(node, kinds)] for path in PATHS]
    ran = subprocess.run([sys.executable, "-c", IMPORTS], input=json.dumps(imports), text=True,
                         cwd=ROOT, check=True, stdout=subprocess.PIPE)
    files = [{Path(file) for file in json.loads(line)} for line in ran.stdout.splitlines()]
    return dict(zip(PATHS, files, strict=True))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_single_file_carries_the_modules_that_its_imports_load(path, loaded):
    carried = {ROOT / name for name in colab.packed(source_of(path)) if name.endswith(".py")}
    assert carried == loaded[path] | {one for one in LATER if LATER[one] in loaded[path]}


SETUPS = """\
import json, os, sys
sys.meta_path = [finder for finder in sys.meta_path if "editable" not in repr(finder)]
sys.path = [path for path in sys.path if not os.path.isdir(os.path.join(path, "helpers"))]
before = [*sys.path]
for folder, source in json.load(sys.stdin):
    os.chdir(folder)
    sys.path[:] = before
    for name in [name for name in sys.modules if name.split(".")[0] == "helpers"]:
        del sys.modules[name]
    exec(source)
    print(sys.modules["helpers"].__file__)
"""


def test_every_notebook_finds_helpers_where_the_package_is_not_installed():
    setups = [(str(path.parent), execute.code(execute.read(path))[0].source) for path in PATHS]
    ran = subprocess.run([sys.executable, "-I", "-c", SETUPS], input=json.dumps(setups), text=True,
                         cwd="/", check=True, stdout=subprocess.PIPE)
    found = {Path(line).resolve() for line in ran.stdout.split()}
    assert found == {ROOT / "helpers" / "__init__.py"}
    assert len(ran.stdout.split()) == len(PATHS)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_single_file_is_at_most_a_megabyte(path):
    assert len(nbformat.writes(colab.single(path, home=None)).encode()) <= 1e6


@pytest.mark.parametrize("path", execute.paths(), ids=lambda path: path.stem)
def test_a_notebook_names_its_records_in_full_or_its_single_file_would_lack_them(path):
    assert not re.search(r"results\.load\(f", source_of(path))


@pytest.mark.parametrize("content", [b"x = 1\n", b"a\r\nb", b"", b"\xff\x00", "η".encode()])
def test_packed_files_come_out_as_they_went_in(content, tmp_path):
    packed = base64.b64decode(colab.zipped({"a/b.bin": content, "c": bytes(5000)}))
    zipfile.ZipFile(io.BytesIO(lzma.decompress(packed))).extractall(tmp_path)
    assert (tmp_path / "a" / "b.bin").read_bytes() == content


def test_links_between_single_files_lead_to_colab_or_stay_side_by_side():
    def relinked(text, home):
        return colab.LINK.sub(lambda link: colab.relink(link, home), text)

    text = "[next](03_x.ipynb#top), [map](../helpers/live.py), [paper](https://a.b/c), [up](#top)"
    assert relinked(text, None) == "[next](03_x.ipynb#top), map, [paper](https://a.b/c), [up](#top)"
    assert relinked(text, "https://github.com/a/b") == (
        "[next](https://colab.research.google.com/github/a/b/blob/colab/03_x.ipynb#top), "
        "[map](https://github.com/a/b/blob/main/helpers/live.py), "
        "[paper](https://a.b/c), [up](#top)")


def test_the_index_of_the_colab_branch_opens_each_notebook(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/course")
    text = colab.index(["01_a.ipynb"], colab.address())
    assert "(https://colab.research.google.com/github/someone/course/blob/colab/01_a.ipynb)" in text
    assert "(https://someone.github.io/course/notebooks/01_a.html)" in text


@pytest.mark.parametrize("path", [PATHS[0], PATHS[-1]], ids=lambda path: path.stem)
def test_a_single_file_says_where_else_it_is_open(path, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/course")
    name = path.relative_to(execute.NOTEBOOKS).as_posix()
    first = colab.single(path, colab.address()).cells[0].source
    assert f"/github/someone/course/blob/colab/{name})" in first
    page = name.removesuffix(".ipynb")
    assert f"(https://someone.github.io/course/notebooks/{page}.html)" in first
    assert "view on the site" not in colab.single(path, None).cells[0].source


@pytest.mark.parametrize("found, lacking", [
    ([], ""),
    (["X86_V3", "X86_V4", "AVX512_ICL"], "X86_V3 X86_V4 AVX512_ICL"),
    (["SSSE3", "SSE42", "AVX2", "AVX512F"], "AVX2 AVX512F"),
])
def test_an_older_processor_lacks_what_came_later_and_the_machines_own_settings(
        found, lacking, monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "SkylakeX")
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", "AVX512_SPR")
    environ = cpus.environment("Nehalem", found)
    assert environ["OPENBLAS_CORETYPE"] == "Nehalem"
    assert environ["NPY_DISABLE_CPU_FEATURES"] == lacking


@pytest.mark.parametrize("code", [0, 3])
def test_python_runs_as_an_older_processor_or_a_sentence_says_why_not(code, capfd):
    ended = cpus.run("Haswell", ["-c", f"print('ran'); raise SystemExit({code})"])
    said = capfd.readouterr().out
    assert said.startswith("Haswell: ")
    assert (ended, "ran" in said) == ((0, False) if "skipped" in said else (code, True))


def test_where_no_older_processor_can_be_had_nothing_is_run(monkeypatch, capfd):
    monkeypatch.setattr(cpus, "seen", lambda environ: (["ASIMDDP"], ["neoversen1"]))
    assert cpus.run("Haswell", ["-c", "print('ran')"]) == 0
    said = capfd.readouterr().out
    assert "skipped" in said and "ran" not in said


def own_files():
    """The project's own files: neither generated nor installed."""
    generated = {".git", "build", "__pycache__", ".ipynb_checkpoints", ".pytest_cache"}
    for top in sorted(ROOT.iterdir()):
        if top.name in generated or top.name.startswith(".venv") or top.suffix == ".egg-info":
            continue
        for path in [top, *top.rglob("*")]:
            if path.is_file() and not generated & set(path.relative_to(ROOT).parts):
                yield path


def test_the_repositorys_address_stands_in_one_place():
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    name = re.search(r'^Repository = "https://github.com/(.+)"', settings, re.MULTILINE)[1].encode()
    found = {path.name for path in own_files() if name in path.read_bytes()}
    assert found - {"README.md"} == {"pyproject.toml"}  # `make table` writes it into the README


def test_links_in_the_readme_and_the_guide_lead_to_files():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for _, target, _ in colab.LINK.findall(page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page.name} links to {target}"


def test_the_readme_lists_every_notebook():
    listed = (ROOT / "README.md").read_text("utf-8")
    assert [path.name for path in execute.paths() if f"/{path.name})" not in listed] == []


def test_the_oldest_python_is_the_same_wherever_it_is_written():
    places = {
        "pyproject.toml": r'requires-python = ">=3\.(\d+)"',
        "environment.yml": r"python>=3\.(\d+)",
        "README.md": r"Python 3\.(\d+) or newer",
        "Makefile": r"version_info < \(3, (\d+)\)",
        ".github/workflows/test.yml": r'python: \["3\.(\d+)"',
    }
    for name, promise in places.items():
        assert re.findall(promise, (ROOT / name).read_text("utf-8")) == ["11"], name


def test_colabs_versions_lie_within_the_projects_bounds():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ours = [Requirement(each) for each in re.findall(r'^    "([a-z-]+[><=].*?)",', text, re.M)]
    constraints = (ROOT / "tests" / "colab-constraints.txt").read_text()
    pins = dict(re.findall(r"^([\w-]+)==(.+)$", constraints, re.M))
    shared = [each for each in ours if each.name in pins]
    assert len(shared) >= 6
    assert [str(each) for each in shared if pins[each.name] not in each.specifier] == []
