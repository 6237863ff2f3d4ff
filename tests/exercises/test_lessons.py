"""Every lesson: its notebook's answers are right, typical wrong ones get a useful sentence."""

import ast
import json
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from lessons import ARGUMENTS, CHECKS, HELPERS, LESSONS, PRINTED, READ, checks_of, said

NOTEBOOKS = HELPERS.parent / "notebooks"


def sources(lesson, kind):
    """The text of a lesson's cells of a kind (code, markdown), one after the other."""
    (path,) = NOTEBOOKS.glob(f"{lesson[1:3]}_*.ipynb")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == kind)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_file_reads_in_the_order_of_its_notebook_which_uses_every_check(lesson):
    called = re.findall(r"^exercises\.(\w+)\(", sources(lesson, "code"), re.MULTILINE)
    asked = [name for name in called if not name.startswith("compare_")]
    assert list(checks_of(LESSONS[lesson])) == asked


# What stands under "Answers", as it stands there (answers_NN.py)


def written(name):
    """The answer that is printed in the notebook, as a reader would type it."""
    if name in READ:
        return READ[name]
    if name in ARGUMENTS:
        found = {"np": np}
        lines = "\n    ".join(PRINTED[name])
        exec(f"def solution({ARGUMENTS[name]}):\n    {lines}", found)
        return found["solution"]
    return ast.literal_eval(PRINTED[name])


RIGHT = {name: written(name) for name in CHECKS}


def test_the_answers_of_the_notebooks_are_these():
    for lesson, module in LESSONS.items():
        text = sources(lesson, "markdown")
        for name in checks_of(module):
            lines = PRINTED[name] if name in ARGUMENTS else (PRINTED[name],)
            assert [line for line in lines if line not in text] == [], name


@pytest.mark.parametrize("name", CHECKS)
def test_the_answer_of_the_notebook_is_right(capsys, name):
    words = said(capsys, name, RIGHT[name])
    assert words.startswith("Right") and words.count("\n") == 1 and not words.endswith(" \n")


@pytest.mark.parametrize("name", CHECKS)
def test_an_unanswered_exercise_gives_no_hint_yet(capsys, name):
    blanks = [None, lambda *case: None] if name in ARGUMENTS else [None]
    for blank in blanks:
        words = said(capsys, name, blank)
        assert words.startswith("Not answered yet") and "Hint" not in words


NUMBERS = [name for name, answer in RIGHT.items() if isinstance(answer, int | float)]
DISGUISES = {
    "float": float,
    "NumPy's": np.float64,
    "float32": np.float32,
    "float16": np.float16,
    "Fraction": Fraction,
    "Decimal": Decimal,
    "array": np.array,
    "array of one": lambda x: np.array([x]),
    "row": lambda x: np.array([[x]]),
    "list": lambda x: [x],
    "object": lambda x: np.array([x], object),
    "complex": complex,
    "unmasked": lambda x: np.ma.array([x], mask=[False]),
    "longdouble": np.longdouble,
    "matrix of one": lambda x: np.full((1, 1, 1), Fraction(x)),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("name", NUMBERS)
def test_a_right_number_is_right_in_any_clothes(capsys, name, disguise):
    if disguise == "float16" and not np.isclose(np.float16(RIGHT[name]), RIGHT[name], rtol=1e-3):
        pytest.skip("16 bits do not hold it")
    assert said(capsys, name, DISGUISES[disguise](RIGHT[name])).startswith("Right")


PAIRS = [name for name, answer in RIGHT.items() if isinstance(answer, tuple)]


@pytest.mark.parametrize(
    "clothes",
    [
        tuple,
        list,
        np.array,
        np.float64,
        lambda x: list(map(Fraction, x)),
        lambda x: [np.array(x[0]), x[1]],
    ],
)
@pytest.mark.parametrize("name", PAIRS)
def test_a_right_pair_is_right_in_any_clothes(capsys, name, clothes):
    assert said(capsys, name, clothes(RIGHT[name])).startswith("Right")


@pytest.mark.parametrize("name", ARGUMENTS)
@pytest.mark.parametrize(
    "clothes",
    [
        np.asarray,
        list,
        lambda y: np.asarray(y).astype(object),
        lambda y: np.asarray(y, np.longdouble),
        np.ma.array,
    ],
)
def test_a_right_function_may_return_any_kind_of_array(capsys, name, clothes):
    def dressed(*case):
        y = RIGHT[name](*case)
        return [y] if clothes is list and np.ndim(y) == 0 else clothes(y)

    assert said(capsys, name, dressed).startswith("Right")


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_right_function_that_writes_into_what_it_is_given_is_right(capsys, name):
    def writes(*case):
        y = np.array(RIGHT[name](*case))
        for value in case:
            if isinstance(value, np.ndarray):
                value[...] = 0
        return y

    assert said(capsys, name, writes).startswith("Right")


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_function_may_reuse_the_array_that_it_returns(capsys, name):
    kept = {}

    def reuses(*case):
        y = np.asarray(RIGHT[name](*case), float)
        buffer = kept.setdefault(y.shape, np.empty(y.shape))
        buffer[...] = y
        return buffer

    assert said(capsys, name, reuses).startswith("Right")


@pytest.mark.parametrize("name", [*PAIRS, *NUMBERS])
def test_the_readers_array_is_as_it_was(capsys, name):
    answer = np.array(RIGHT[name], float)
    before = answer.copy()
    said(capsys, name, answer)
    assert np.array_equal(answer, before)
