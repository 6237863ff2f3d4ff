"""The shape of a notebook: prose first, short cells, lines that a laptop shows whole, outputs that
stay as they are."""
import itertools
import re

import nbformat
import pytest

import execute

PATHS = execute.paths()
CELLS = {path.stem: nbformat.read(path, as_version=4).cells for path in PATHS}
every_notebook = pytest.mark.parametrize("name", CELLS)


def code(name):
    return [cell for cell in CELLS[name] if cell.cell_type == "code"]


def lines(cell):
    return [line for line in cell.source.split("\n") if line.strip()]


def folded(cell):
    """Whether a cell shows its first line only: it draws, and a reader need not read it."""
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


@every_notebook
def test_cells_are_short_and_lines_fit_the_screen(name):
    sizes = {kind: [len(lines(cell)) for cell in code(name) if folded(cell) == kind]
             for kind in (True, False)}
    assert max(sizes[False]) <= 15
    assert max(sizes[True], default=0) <= 45
    assert [line for cell in code(name) for line in lines(cell) if len(line) > 130] == []


@every_notebook
def test_a_folded_cell_has_a_title_everywhere(name):
    for cell in filter(folded, code(name)):
        assert cell.source.startswith("#@title ") and cell.metadata["cellView"] == "form"
        assert "hide-input" in cell.metadata["tags"]


@every_notebook
def test_after_at_most_four_cells_of_code_comes_a_sentence(name):
    runs = [[*run] for kind, run in itertools.groupby(CELLS[name], lambda cell: cell.cell_type)
            if kind == "code"]
    assert max(map(len, runs)) <= 4


@every_notebook
def test_what_is_stored_is_the_same_on_every_machine(name):
    """No memory address, no path, no warning. (That a second run prints the same is nbval's to
    see.)"""
    for cell in code(name):
        for output in cell.outputs:
            text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
            assert output.output_type != "error" and output.get("name") != "stderr"
            assert not re.search(r"0x[0-9a-f]{6}|/(home|root|tmp|usr)/|[A-Z]:\\", text), text


@every_notebook
def test_a_notebook_is_at_most_a_megabyte(name):
    assert next(path for path in PATHS if path.stem == name).stat().st_size < 1e6
