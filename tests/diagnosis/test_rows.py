"""The lecture's table: every row is whole, and says only what can be said."""
from pathlib import Path

import pytest

from helpers.diagnosis.rows import BY_KEY, LEE, ROWS, SIGNS, STEPS, VIETNAMESE

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)


@rows
def test_a_row_is_whole(row):
    assert row.key.isidentifier() and row.trick and row.step in STEPS
    assert {row.optimization, row.generalization} <= set(SIGNS)
    assert row.optimization or row.generalization
    assert (NOTEBOOKS / f"{row.lesson}.ipynb").exists()


@rows
def test_a_quotation_stands_in_its_own_language(row):
    chinese = any("一" <= letter <= "鿿" for letter in row.quote)
    assert chinese == (row.source == LEE) and row.source in (LEE, VIETNAMESE)
    assert row.english.isascii() or "…" in row.english
    assert row.english.count("[…]") == row.quote.count("[…]")


def test_no_key_stands_twice():
    assert len(BY_KEY) == len(ROWS)


def test_what_is_said_is_the_lectures():
    said = {row.key: (row.step, row.optimization, row.generalization) for row in ROWS}
    assert said["dropout"] == (3, "-", "+") and said["optimizers"] == (3, "+", "-")
    assert said["normalization"] == (2, "+", "(+)") and said["l2"] == (1, "-", "+")
    assert said["adamw"] == (3, "-", "+") and said["adamw_descent"] == (3, "+", "")
