"""What is made in the README is what the records and the repository's address say today."""
import pytest

import colab
import readme
from helpers.diagnosis.rows import ROWS


def test_what_is_made_is_that_of_the_records_and_of_the_address(monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)  # the README has pyproject's
    text = readme.README.read_text(encoding="utf-8")
    assert readme.written(text, colab.address()) == text, "make table"
    assert len(readme.summary().splitlines()) == len(ROWS) + 4


def test_an_old_number_is_found():
    text = readme.README.read_text(encoding="utf-8")
    old = text.replace(readme.HEAD, readme.HEAD + "| a | b | c | d | e |\n")
    assert readme.between(old, "summary", readme.summary()) == text


def test_a_missing_mark_is_said():
    with pytest.raises(ValueError, match="must stand there once"):
        readme.written("# A README", None)


def test_the_ways_in_stand_there_once_there_is_an_address():
    text = readme.README.read_text(encoding="utf-8")
    shown = readme.written(text, "https://github.com/someone/course")
    assert "(https://someone.github.io/course/)" in shown
    assert "github/someone/course/blob/colab/00_three_steps.ipynb)" in shown
    assert "](None" not in readme.written(text, None)
