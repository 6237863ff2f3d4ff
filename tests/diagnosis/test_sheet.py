"""The table as text: agreement by hand, and every row with all that is asked of it."""
import pytest

from helpers.diagnosis import digest, guesses, sheet
from helpers.diagnosis.rows import ROWS
from helpers.experiments.verdict import Ratio

rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)


@pytest.mark.parametrize("sign, word, agreed", [
    ("+", "helps", "agrees"), ("+", "hurts", "disagrees"), ("+", "about equal", "disagrees"),
    ("+", "unclear", "open"), ("-", "helps", "disagrees"), ("-", "hurts", "agrees"),
    ("-", "about equal", "agrees"), ("-", "both solved", "open"), ("(+)", "helps", "agrees"),
    ("(+)", "unclear", "agrees"), ("(+)", "hurts", "disagrees"), ("", "helps", "not said")])
def test_agreement_by_hand(sign, word, agreed):
    assert sheet.agreement(sign, word) == agreed


def test_every_cell_is_counted_once():
    cells = [sign for row in ROWS for sign in (row.optimization, row.generalization) if sign]
    assert sum(sheet.counted().values()) == len(cells)


@rows
def test_where_lecture_and_records_part_a_sentence_says_where_it_would_hold(row):
    if "disagrees" in sheet.agreements(row.key):
        assert "hold" in sheet.APART[row.key]


@rows
def test_a_row_has_its_line_and_its_paragraph(row):
    one = digest.of(row.key)[0]
    line, words = sheet.line(row, one), sheet.paragraph(row, one)
    assert line.count("|") == sheet.table().split("\n")[0].count("|")
    assert one.generalization.numbers in line and one.optimization.word in line
    assert row.quote in words and row.english in words and one.setting in words
    assert f"{len(digest.of(row.key))} setting" in words


def test_all_rows_stand_in_the_table_and_in_the_sentences():
    assert len(sheet.table().split("\n")) == len(ROWS) + 2
    assert all(row.trick in sheet.sentences() for row in ROWS)


def test_the_range_names_the_setting_where_it_helps_most():
    found = digest.of("dropout")
    helped = [one for one in found if one.generalization.word == "helps"]
    best = min(helped, key=lambda one: one.generalization.r)
    assert f"helps in {len(helped)}, most {best.name}" in sheet.span("dropout")
    assert sheet.extreme([], "helps", min) == ""


def test_guesses_stand_beside_what_was_said_and_measured():
    assert sheet.of_guesses({}) == "No guess yet."
    text = sheet.of_guesses({"graph": (1, "+", "+")})
    assert "1 ✓" in text and "+ ✗" in text and "+ ✓" in text
    assert guesses.summary({"graph": (1, "+", "+")}) in text
    assert "? –" in sheet.of_guesses({"graph": (None, "+", "")})


def test_a_word_is_a_words_of_the_verdict():
    ratio = Ratio(0.5, 0.4, 0.6, 20, 20, 0, False, "", "")
    assert guesses.as_sign(ratio.word) == "+"
