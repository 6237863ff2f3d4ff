"""The shape of a lesson: short, a figure to drag at once, and what only draws is folded."""
import re

import pytest
from test_every_notebook import CELLS, code, folded, lines

LESSONS = [name for name in CELLS if name[:2].isdigit()]
FURTHER = [name for name in CELLS if not name[:2].isdigit()]
MORE_FIGURES = "00", "02", "13"
OURS = re.compile(
    r"plain descent|vanilla|flies off|flies away|clean loss|\bas trained|all hands|have a say|"
    r"lonely weight|silent weight|first kick|re-place|hollow|stranded|terraces|no road|the road|"
    r"(?<![\d.,])00[0-4]\b", re.IGNORECASE)
QUOTED = re.compile(r'[“"][^“”"]*[”"]|^>.*$', re.MULTILINE)
every_lesson = pytest.mark.parametrize("name", LESSONS)
also_further = pytest.mark.parametrize("name", LESSONS + FURTHER)


def prose(name):
    return "\n".join(cell.source for cell in CELLS[name] if cell.cell_type == "markdown")


def live_cells(name):
    """Places of the cells that show a live figure, counted from 0."""
    return [k for k, cell in enumerate(CELLS[name])
            if cell.cell_type == "code" and re.search(r"^(\w+ = )?live\(", cell.source, re.M)]


@every_lesson
def test_a_lesson_has_at_most_2800_words_and_45_cells(name):
    assert len(prose(name).split()) <= 2800
    assert len(CELLS[name]) <= 45


@every_lesson
def test_at_most_80_open_lines_of_code_and_220_folded(name):
    counts = [sum(len(lines(cell)) for cell in code(name) if folded(cell) == kind)
              for kind in (False, True)]
    assert counts[0] <= 80 and counts[1] <= 220


@also_further
def test_something_can_be_dragged_within_the_first_five_cells(name):
    assert live_cells(name)[0] < 5


@every_lesson
def test_at_most_six_figures_live_and_four_that_stand_still(name):
    still = [cell for k, cell in enumerate(CELLS[name])
             if cell.cell_type == "code" and k not in live_cells(name)
             and any("image/png" in output.get("data", {}) for output in cell.outputs)]
    assert len(live_cells(name)) <= (8 if name[:2] in MORE_FIGURES else 6)
    assert len(still) <= 4


@every_lesson
def test_a_lesson_asks_for_a_guess_and_has_buttons_for_what_it_talks_about(name):
    sources = "\n".join(CELLS[name][k].source for k in live_cells(name))
    assert "predict=" in sources and "presets=" in sources


@also_further
def test_sections_are_numbered_from_one(name):
    numbers = re.findall(r"^## (\d+) · ", prose(name), re.MULTILINE)
    assert numbers == [str(k) for k in range(1, len(numbers) + 1)] and len(numbers) >= 2


@every_lesson
def test_no_exercise_gives_its_hint_before_an_attempt(name):
    texts = [output.get("text", "") for cell in code(name) for output in cell.outputs]
    assert [text for text in texts if "Hint: " in text] == []


@every_lesson
def test_a_lesson_ends_with_what_to_keep(name):
    headings = re.findall(r"^## (?:\d+ · )?(.*)$", prose(name), re.MULTILINE)
    assert "Does it hold?" in headings and "Keep this" in headings and headings[-1] == "Sources"


@also_further
def test_a_lesson_speaks_the_fields_words(name):
    """Not the words that this course once made up, in text or figures; quotations are exempt."""
    assert OURS.findall(QUOTED.sub("", prose(name))) == []
    figures = "\n".join(cell.source for cell in code(name) if folded(cell))
    assert OURS.findall(figures) == []
