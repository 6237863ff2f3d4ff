"""The tools that run, strip and pack the notebooks; and the promises of the repository itself."""

import base64
import io
import re
import subprocess
import sys
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
    """A notebook of code cells, as an editor saves it: no ids that stay, and versions that change."""
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
    assert not [word for word in (WIDGET, '"widgets"', "shell.execute_reply", "3.99") if word in text]


def test_stripping_keeps_text_picture_ids_and_counts(live):
    before, made = execute.read(live), execute.read(live)
    execute.strip(made)
    assert made.cells[0].outputs[0].text == "one\ntwo\n"
    assert [each["text/plain"] for each in data(made)] == [each["text/plain"] for each in data(before)]
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
from helpers import data
slides, minutes = data.lectures()
print(len(slides) > 5, "helpers.data" in sys.modules, data.__file__)"""


def test_a_single_file_runs_in_an_empty_folder_and_beats_a_helpers_already_imported(tmp_path):
    """-I keeps PYTHONPATH out; the environment's own `helpers` is what has to be beaten."""
    path = saved(notebook(READS_DATA), tmp_path / "x.ipynb")
    lone = colab.single(path, home=None)
    script = "import helpers\n" + "\n".join(cell.source for cell in lone.cells).replace("%precision 3", "")
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = subprocess.run([sys.executable, "-I", "-c", script], cwd=empty, text=True, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("True True ")
    assert str(ROOT) not in ran.stdout, "the module comes from the file itself"


def test_a_single_file_folds_its_setup_in_colab_and_in_jupyterlab(tmp_path):
    cell = colab.single(saved(notebook(READS_DATA), tmp_path / "x.ipynb"), home=None).cells[0]
    assert cell.metadata == {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert cell.source.startswith("#@title ")
    assert "def lectures" in cell.source, "the code of helpers can be read in it"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of four modules, three files of data and two records, of which a notebook may need a part."""
    files = {"helpers/__init__.py": "", "helpers/top.py": "import numpy\nfrom helpers.middle import thing",
             "helpers/middle.py": "from . import low", "helpers/low.py": "NAME = 'hills.csv'",
             "helpers/other.py": "import helpers.top", "data/hills.csv": "1",
             "data/hills.md": "made up", "data/sea.csv": "2",
             "data/measured/skip.json": "3", "data/measured/skip_deep.json": "4"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(colab, "ROOT", tmp_path)


@pytest.mark.parametrize("source, carried", [
    ("import helpers.low", {"helpers/low.py", "data/hills.csv", "data/hills.md"}),
    ("from helpers import top as t, no_module", {f"helpers/{name}.py" for name in ("top", "middle", "low")}
     | {"data/hills.csv", "data/hills.md"}),
    ("%matplotlib inline\nimport numpy\nopen('sea.csv')", {"data/sea.csv"}),
    ("from helpersome import low", set()),
    ('load("skip")', {"data/measured/skip.json"}),
    ('[load(name) for name in ("skip_deep", "other")]', {"data/measured/skip_deep.json"}),
])
def test_a_single_file_carries_what_it_needs_and_nothing_else(source, carried, project):
    assert set(colab.packed(source)) == carried | {"helpers/__init__.py"}


@pytest.mark.parametrize("content", [
    b"plain = 1\n", b"r'''raw'''\n", b'"""doc"""\nx = "\\n"', b"ends with a quote'", b"\\", b"a\r\nb",
    b"\xff\x00", "η ← β".encode(),
])
def test_packed_files_come_out_as_they_went_in(content):
    came = eval(colab.literal(content), {"base64": base64})
    assert (came if isinstance(came, bytes) else came.encode()) == content


def test_links_between_single_files_lead_to_colab_or_stay_side_by_side():
    def relinked(text, home):
        return colab.LINK.sub(lambda link: colab.relink(link, home), text)

    text = "[next](03_x.ipynb#top), [map](../helpers/data.py), [paper](https://a.b/c), [up](#top)"
    assert relinked(text, None) == "[next](03_x.ipynb#top), map, [paper](https://a.b/c), [up](#top)"
    assert relinked(text, "https://github.com/a/b") == (
        "[next](https://colab.research.google.com/github/a/b/blob/colab/03_x.ipynb#top), "
        "[map](https://github.com/a/b/blob/main/helpers/data.py), [paper](https://a.b/c), [up](#top)")


def test_the_index_of_the_colab_branch_opens_each_notebook(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/course")
    text = colab.index(["01_a.ipynb"], colab.address())
    assert "(https://colab.research.google.com/github/someone/course/blob/colab/01_a.ipynb)" in text


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
    assert [path.name for path in own_files() if name in path.read_bytes()] == ["pyproject.toml"]


def test_links_in_the_readme_and_the_guide_lead_to_files():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for _, target, _ in colab.LINK.findall(page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page.name} links to {target}"


def test_the_oldest_python_is_the_same_wherever_it_is_written():
    places = {"pyproject.toml": r'requires-python = ">=3\.(\d+)"', "environment.yml": r"python>=3\.(\d+)",
              "README.md": r"Python 3\.(\d+) or newer", "Makefile": r"version_info < \(3, (\d+)\)",
              ".github/workflows/test.yml": r'python: \["3\.(\d+)"'}
    oldest = {name: re.findall(found, (ROOT / name).read_text("utf-8")) for name, found in places.items()}
    assert list(oldest.values()) == [["11"]] * len(places), oldest


def test_colabs_versions_lie_within_the_projects_bounds():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ours = [Requirement(each) for each in re.findall(r'^    "([a-z-]+[><=].*?)",', text, re.M)]
    pins = dict(re.findall(r"^([\w-]+)==(.+)$", (ROOT / "tests" / "colab-constraints.txt").read_text(), re.M))
    shared = [each for each in ours if each.name in pins]
    assert len(shared) >= 6
    assert [str(each) for each in shared if pins[each.name] not in each.specifier] == []
