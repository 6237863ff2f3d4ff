"""The README's summary of the table is what the records say today."""
import pytest

import readme
from helpers.diagnosis.rows import ROWS


def test_the_summary_is_that_of_the_records():
    text = readme.README.read_text(encoding="utf-8")
    assert readme.written(text) == text, "make table"
    assert len(readme.summary().splitlines()) == len(ROWS) + 4


def test_an_old_number_is_found():
    text = readme.README.read_text(encoding="utf-8")
    old = text.replace(readme.HEAD, readme.HEAD + "| a | b | c | d | e |\n")
    assert readme.written(old) == text


def test_a_missing_mark_is_said():
    with pytest.raises(ValueError, match="must stand there once"):
        readme.written("# A README")
