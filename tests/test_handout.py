"""The lessons for an exercise class: all of them, but for the answers."""
import re

import pytest

import execute
import handout

LESSONS = [path for path in execute.paths() if path.parent == execute.NOTEBOOKS]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_answers_are_gone_and_nothing_else(path):
    whole, made = execute.read(path), handout.without_answers(execute.read(path))
    texts = ["\n".join(cell.source for cell in notebook.cells) for notebook in (whole, made)]
    answers = texts[0].count("<summary>Answer")
    assert texts[0].count("<details>") - texts[1].count("<details>") == answers
    assert "<summary>Answer" not in texts[1]
    names = [re.findall(r"\*\*Exercise \d", text) for text in texts]
    assert names[0] == names[1]
    assert [cell.source for cell in execute.code(whole)] == [
        cell.source for cell in execute.code(made)]


def test_some_lesson_has_answers():
    assert any("<summary>Answer" in path.read_text("utf-8") for path in LESSONS)
