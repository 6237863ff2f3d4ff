"""Every lesson: its notebook's answers are right, typical wrong ones get a useful sentence."""

import ast
import json
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from lessons import CHECKS, HELPERS, LESSONS, checks_of, said

NOTEBOOKS = HELPERS.parent / "notebooks"


def sources(lesson, kind):
    """The text of a lesson's cells of a kind (code, markdown), one after the other."""
    (path,) = NOTEBOOKS.glob(f"{lesson[1:3]}_*.ipynb")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == kind)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_file_reads_in_the_order_of_its_notebook_which_uses_every_check(lesson):
    called = re.findall(r"^exercises\.(\w+)\(", sources(lesson, "code"), re.MULTILINE)
    assert list(checks_of(LESSONS[lesson])) == called


# What stands under "Answers", as it stands there

PRINTED = {
    "largest_safe_rate": "0.02",
    "two_rates": "0.0002 and 0.3",
    "leaky_unit": "0.1746",
    "same_path": "0.01",
    "fast_on_the_valley": "(0.1, 0.7)",
    "simple_adam": (
        "m = beta * m + (1 - beta) * g",
        "r = alpha * r + (1 - alpha) * g**2",
        "return theta - lr * m / np.sqrt(r), m, r",
    ),
    "transformer": ("return lr * (t + 1) / warm_up if t < warm_up else lr * (warm_up / t) ** 0.5",),
    "both_sums": "Inverse time",
    "calm_and_fast": "(3, 300)",
    "kept_value": "3.75",
    "own_dropout": ("return x * (u >= p) / (1 - p) if training else x",),
    "needs_dropout": "Bo",
    "right_size": "0.088",
    "growth": ("return (variance / 2) ** depth",),
    "largest_rate_that_stays": "0.25",
    "parameters_of_a_layer": "12,832",
    "seen_after": ("return 1 + (kernel - 1) * sum(stride**k for k in range(layers))",),
    "upright_line": "[[-1, 2, -1]] * 3",
    "best_of_ten_sigmoids": r"9.5 \cdot 10^{-7}",
    "gate_of_twenty": "0.188",
    "own_block": ("return a + s * np.maximum(a @ W, 0)",),
    "normalized_eight": "3.717",
    "same_turn": "9",
    "own_layer_norm": (
        "return gain * (x - x.mean(-1, keepdims=True)) "
        "/ np.sqrt(x.var(-1, keepdims=True) + eps) + shift",
    ),
    "most_likely_coin": "0.7",
    "mean_hinge": "1.2",
    "slope_of_scores": ("p = np.exp(scores) / np.exp(scores).sum(); p[k] -= 1; return p",),
    "least_mixup_loss": "0.693",
    "own_mixup": ("return r * a + (1 - r) * b",),
    "label_that_survives": "left-right",
    "entropy_of_an_answer": "0.94",
    "not_a_flock": "Bo",
    "unlike_neighbours": (
        "return np.mean(np.sum((p[edges[:, 0]] - p[edges[:, 1]]) ** 2, axis=-1))",
    ),
    "library_decay": "0.01",
    "cheapest_unit": "18",
    "own_decay": ("return (1 - 2 * lr * lam) * theta - lr * g",),
}
ARGUMENTS = {
    "simple_adam": "theta, m, r, g, lr, beta, alpha",
    "transformer": "t, lr, warm_up",
    "own_dropout": "x, u, p, training",
    "growth": "variance, depth",
    "seen_after": "kernel, stride, layers",
    "own_block": "a, W, s",
    "own_layer_norm": "x, gain, shift, eps",
    "slope_of_scores": "scores, k",
    "own_mixup": "a, b, r",
    "unlike_neighbours": "p, edges",
    "own_decay": "theta, g, lr, lam",
}
READ = {  # where the words are no Python
    "two_rates": (0.0002, 0.3),
    "both_sums": "inverse time",
    "needs_dropout": "Bo",
    "parameters_of_a_layer": 12832,
    "best_of_ten_sigmoids": 9.5e-7,
    "label_that_survives": "left-right",
    "not_a_flock": "Bo",
    "upright_line": [[-1, 2, -1]] * 3,
}


def written(name):
    """The answer that is printed in the notebook, as a reader would type it."""
    if name in ARGUMENTS:
        found = {"np": np}
        lines = "\n    ".join(PRINTED[name])
        exec(f"def solution({ARGUMENTS[name]}):\n    {lines}", found)
        return found["solution"]
    return READ[name] if name in READ else ast.literal_eval(PRINTED[name])


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
def test_an_unanswered_exercise_gives_the_hint(capsys, name):
    blanks = [None, lambda *case: None] if name in ARGUMENTS else [None]
    for blank in blanks:
        words = said(capsys, name, blank)
        assert words.startswith("Not answered yet") and "Hint: " in words


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
    if disguise == "float16" and name in ("parameters_of_a_layer", "best_of_ten_sigmoids"):
        pytest.skip("16 bits do not hold it")
    assert said(capsys, name, DISGUISES[disguise](RIGHT[name])).startswith("Right")


PAIRS = ("two_rates", "fast_on_the_valley", "calm_and_fast")


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


@pytest.mark.parametrize("name", (*PAIRS, "upright_line", "kept_value"))
def test_the_readers_array_is_as_it_was(capsys, name):
    answer = np.array(RIGHT[name], float)
    before = answer.copy()
    said(capsys, name, answer)
    assert np.array_equal(answer, before)
