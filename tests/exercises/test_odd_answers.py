"""Exercises never raise: whatever an answer is, every check says in one paragraph what is wrong."""

import warnings
from datetime import date
from decimal import Decimal
from fractions import Fraction
from unittest.mock import ANY, MagicMock

import numpy as np
import pytest
from lessons import ARGUMENTS, CHECKS, said

every_check = pytest.mark.parametrize("name", CHECKS)


class Refuses:
    """Whatever is asked of it, it raises, even what it is."""

    def refuse(self, *_):
        raise RuntimeError("ask someone else")

    __array__ = __bool__ = __call__ = __eq__ = __float__ = __format__ = __getattr__ = __hash__ = (
        refuse
    )
    __getitem__ = __index__ = __int__ = __iter__ = __len__ = __lt__ = __repr__ = __str__ = refuse
    __class__ = property(refuse)


class Compares:
    """Its comparisons give arrays."""

    def compare(self, other):
        return np.array([True, False])

    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __ne__ = compare
    __hash__ = None


class Text(str):
    """A text that is equal to none, loudly."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        raise RuntimeError("no comparison")


class Speechless(Exception):
    """An error that cannot be told."""

    def __str__(self):
        raise RuntimeError("no words")


def nested():
    inner = []
    inner.append(inner)
    return inner


OBJECTS = {  # made anew for each check
    "nothing": lambda: None,
    "dots": lambda: ...,
    "not implemented": lambda: NotImplemented,
    "nan": lambda: float("nan"),
    "NumPy's nan": lambda: np.float32("nan"),
    "nat": lambda: np.datetime64("nat", "D"),
    "infinity": lambda: float("inf"),
    "less than all": lambda: -np.inf,
    "huge": lambda: 10**400,
    "minus huge": lambda: -(10**5000),
    "zero": lambda: 0,
    "minus": lambda: -1.5,
    "tiny": lambda: 5e-324,
    "Decimal nan": lambda: Decimal("nan"),
    "Fraction": lambda: Fraction(-1, 3),
    "true": lambda: True,
    "NumPy's false": lambda: np.bool_(False),
    "complex": lambda: 1 + 2j,
    "complex array": lambda: np.array([1j, 2]),
    "text": lambda: "about a half",
    "empty text": lambda: "",
    "number as text": lambda: "0.25",
    "several lines": lambda: "a\nb\r\n\tc",
    "long text": lambda: "ab" * 10**6,
    "braces": lambda: "{hint} %s {0}",
    "NumPy's text": lambda: np.str_("x"),
    "bytes": lambda: b"\xff\x00",
    "text without comparison": lambda: Text("Bo"),
    "empty list": list,
    "list": lambda: [1, 2, 3],
    "ragged list": lambda: [[1], [2, 3]],
    "list in itself": nested,
    "pair of texts": lambda: ("a", "b"),
    "pair with nothing": lambda: (None, 0.5),
    "pair with nan": lambda: (0.1, np.nan),
    "negative pair": lambda: (-1, 2),
    "infinite pair": lambda: (np.inf, -np.inf),
    "huge pair": lambda: (10**400, 1),
    "pair of pairs": lambda: ((1, 2), (3, 4)),
    "pair of bools": lambda: (True, False),
    "zeros": lambda: (0, 0),
    "large pair": lambda: (1e300, 1e300),
    "overflowing pair": lambda: [1e308, 0.999],
    "infinite rows": lambda: [[np.inf, -np.inf, 1]] * 3,
    "rows of nan": lambda: np.full((3, 3), np.nan),
    "rows of text": lambda: ["abc"] * 3,
    "set": lambda: {1, 2},
    "dict": lambda: {"lr": 0.1},
    "range": lambda: range(10**9),
    "empty array": lambda: np.array([]),
    "array": lambda: np.arange(12.0).reshape(3, 4),
    "array of texts": lambda: np.array(["Bo", "Ada"]),
    "array of objects": lambda: np.array([None, "x"], object),
    "large array": lambda: np.zeros(10**7),
    "broadcast array": lambda: np.broadcast_to(0.5, (1, 10**6, 10**6)),
    "structured array": lambda: np.zeros(1, [("a", float)]),
    "date": lambda: date(2026, 8, 1),
    "masked array": lambda: np.ma.array([0.5, 2.0], mask=[True, False]),
    "masked": lambda: np.ma.masked,
    "class": lambda: float,
    "own class": lambda: Refuses,
    "module": lambda: np,
    "method": lambda: [].append,
    "generator": lambda: (k for k in range(2)),
    "error": lambda: ValueError("x"),
    "refuses": Refuses,
    "compares": Compares,
    "equal to all": lambda: ANY,
    "mock": MagicMock,
    "object": object,
}


def one_paragraph(words):
    """Whether it is one line that says what is missing and, after an attempt, gives a hint."""
    told = words.startswith("Not answered yet") or words.startswith("Not yet: ") and (
        "Hint: " in words or "is not one of" in words)
    return told and words.find("\n") == len(words) - 1 < 800


def not_told(capsys, name, answers):
    """{kind of answer: what happens} where the check does not tell in one paragraph."""
    found = {}
    for kind, made in answers.items():
        try:
            words = said(capsys, name, made())
        except BaseException as error:
            words = f"raises {type(error).__name__}: {error}"
        if not one_paragraph(words):
            found[kind] = words
    return found


@every_check
def test_an_odd_answer_is_told_in_one_paragraph(capsys, name):
    assert not_told(capsys, name, OBJECTS) == {}


def no_number(*case):
    raise Speechless


def no_end(*case):
    return no_end(*case)


def leaves(*case):
    raise SystemExit(3)


def base_error(*case):
    raise BaseException("a\nb\nc")


def stops(*case):
    raise StopIteration


def keyless(*case):
    return {}["a key"]


def loops_over_a_number(*case):
    for _ in 3.5:
        pass


def yields(*case):
    yield 1.0


async def waits(*case):
    return 1.0


def warns(*case):
    warnings.warn("careful", stacklevel=1)
    return np.log(np.array(-1.0)) + np.float64(1) / 0


def sets_errors(*case):
    np.seterr(all="raise")
    warnings.simplefilter("error")
    return np.float64(1e308) * 10


def writes(*case):
    for value in case:
        if isinstance(value, np.ndarray):
            value *= 0
    return case[0]


def deletes(*case):
    return [value.resize(0) for value in case if isinstance(value, np.ndarray)]


FUNCTIONS = {
    "no arguments": lambda: 1.0,
    "other arguments": lambda only, *, key: only,
    "returns nothing": lambda *case: None,
    "dots": lambda *case: ...,
    "text": lambda *case: "text",
    "nan": lambda *case: np.nan,
    "inf": lambda *case: np.inf,
    "true": lambda *case: True,
    "huge": lambda *case: 10**400,
    "complex": lambda *case: 1 + 2j,
    "ragged": lambda *case: [[1.0], [2.0, 3.0]],
    "empty": lambda *case: [],
    "all it is given": lambda *case: case,
    "dict": lambda *case: dict(enumerate(case)),
    "itself": lambda *case: no_number,
    "class": lambda *case: float,
    "range": lambda *case: range(10**9),
    "masked": lambda *case: np.ma.masked_all(3),
    "objects": lambda *case: [None, "x"],
    "large": lambda *case: np.zeros((10**3, 10**4)),
    "refuses": lambda *case: Refuses(),
    "compares": lambda *case: Compares(),
    "another shape": lambda *case: np.ones((2, 3, 4)),
    "one more axis": lambda first, *rest: np.asarray(first)[None, None],
    "long text": lambda *case: "ab" * 10**6,
    "zero": lambda *case: 1 / 0,
    "builtin": max,
    "constructor": int,
    "method of a class": str.join,
    "ufunc": np.add,
    "type of a mock": MagicMock(side_effect=OSError),
    **{
        function.__name__: function
        for function in (
            no_number,
            no_end,
            leaves,
            base_error,
            stops,
            keyless,
            loops_over_a_number,
            yields,
            waits,
            warns,
            sets_errors,
            writes,
            deletes,
        )
    },
}


@every_check
def test_an_odd_function_is_told_in_one_paragraph(capsys, name):
    answers = {kind: lambda function=function: function for kind, function in FUNCTIONS.items()}
    assert not_told(capsys, name, answers) == {}


def test_a_check_leaves_the_settings_of_warnings_as_they_were():
    settings, filters = np.geterr(), list(warnings.filters)
    CHECKS[next(iter(ARGUMENTS))](sets_errors)
    assert (np.geterr(), warnings.filters) == (settings, filters)


def test_the_table_is_long():
    assert len(OBJECTS) >= 30 and len(FUNCTIONS) >= 30


@every_check
def test_a_bool_is_no_number(capsys, name):
    assert said(capsys, name, True).startswith("Not yet: True is not ")


def test_an_endless_loop_is_the_readers_to_interrupt():
    def interrupted(*case):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CHECKS[next(iter(ARGUMENTS))](interrupted)
