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
import execute

ROOT = Path(__file__).resolve().parent.parent
WIDGET = "application/vnd.jupyter.widget-view+json"
LIVE = """\
import ipywidgets, matplotlib.pyplot as plt
from IPython.display import display
print("one"); print("two")
_ = plt.figure(figsize=(2, 1)).gca().scatter(range(500), range(500), c=range(500), s=1)
plt.show()
display(ipywidgets.FloatSlider())"""


def notebook(*sources):
    """A notebook of code cells, as an editor saves it: no ids that stay, and versions that change."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python", "version": "3.99"}})


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
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGBA").save(file, "PNG")
    small = Image.open(io.BytesIO(base64.b64decode(execute.palette(base64.b64encode(file.getvalue()).decode()))))
    assert small.mode == "P" and small.size == (256, 256)
    clear = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(clear, "PNG")
    white = execute.palette(base64.b64encode(clear.getvalue()).decode())
    assert Image.open(io.BytesIO(base64.b64decode(white))).convert("RGB").getpixel((0, 0)) == (255, 255, 255)


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
    """-I keeps the folder and PYTHONPATH out, and the environment's own `helpers` is what has to be beaten."""
    path = saved(notebook(READS_DATA), tmp_path / "x.ipynb")
    lone = colab.single(path, home=None)
    script = "import helpers\n" + "\n".join(cell.source for cell in lone.cells).replace("%precision 3", "")
    (tmp_path / "empty").mkdir()
    ran = subprocess.run([sys.executable, "-I", "-c", script], cwd=tmp_path / "empty", text=True, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("True True ")
    assert str(ROOT) not in ran.stdout, "the module comes from the file itself"


def test_a_single_file_folds_its_setup_in_colab_and_in_jupyterlab(tmp_path):
    cell = colab.single(saved(notebook(READS_DATA), tmp_path / "x.ipynb"), home=None).cells[0]
    assert cell.metadata == {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert cell.source.startswith("#@title ")
    assert "def lectures" in cell.source, "the code of helpers can be read in it"


def test_a_single_file_carries_what_it_imports_and_nothing_else():
    names = set(colab.packed("import helpers.schedules as s\nfrom helpers import nothing_of_that_name"))
    assert names == {"helpers/__init__.py", "helpers/schedules.py"}
    assert {"helpers/data.py", "data/lectures.csv"} <= set(colab.packed("from helpers.data import lectures"))


@pytest.mark.parametrize("content", [
    b"plain = 1\n", b"r'''raw'''\n", b'"""doc"""\nx = "\\n"', b"ends with a quote'", b"\\", b"a\r\nb", b"\xff\x00",
    "η ← β".encode(),
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


def tracked(*suffixes):
    """The project's own text files."""
    skip = {".git", "build", "__pycache__", ".ipynb_checkpoints", ".pytest_cache"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        inside = not any(part in skip or part.startswith(".venv") or part.endswith(".egg-info") for part in parts)
        if path.is_file() and inside and (path.suffix in suffixes or not suffixes):
            yield path


def test_the_repositorys_address_stands_in_one_place():
    line = re.search(r'^Repository = "https://github.com/(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    holders = [path.relative_to(ROOT).as_posix() for path in tracked() if line[1].encode() in path.read_bytes()]
    assert holders == ["pyproject.toml"]


def test_links_in_the_readme_and_the_guide_lead_to_files():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for _, target, _ in colab.LINK.findall(page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page.name} links to {target}"


def test_colabs_versions_lie_within_the_projects_bounds():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ours = [Requirement(each) for each in re.findall(r'^    "([a-z-]+[><=].*?)",', text, re.M)]
    pins = dict(re.findall(r"^([\w-]+)==(.+)$", (ROOT / "tests" / "colab-constraints.txt").read_text(), re.M))
    shared = [each for each in ours if each.name in pins]
    assert len(shared) >= 6
    assert [str(each) for each in shared if pins[each.name] not in each.specifier] == []
