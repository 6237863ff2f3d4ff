"""A reader's formula is arithmetic and nothing else, and a mistake in it is shown at its place."""
import ast

import numpy as np
import pytest

from helpers.formula import DEEPEST, FUNCTIONS, LONGEST, _build, parse

X, Y = np.random.default_rng(0).uniform(0.1, 3, (2, 5, 4))  # positive: logarithms and roots exist

GOOD = {
    "(x**2 + y - 11)**2 + abs(x)": (X**2 + Y - 11) ** 2 + np.abs(X),
    "x": X,
    "y": Y,
    "-x**2": -(X**2),
    "2**-x": 2.0**-X,
    "2**x**y": 2.0 ** (X**Y),
    "x - y - 1": X - Y - 1,
    "x/y/2": X / Y / 2,
    "x / (y * 2)": X / (Y * 2),
    "+x - -y": X + Y,
    "1.5*x + .5 + 2. - 1e-3*y + 2E+2": 1.5 * X + 0.5 + 2 - 1e-3 * Y + 200,
    "pi*e*x": np.pi * np.e * X,
    "e**-x": np.e**-X,
    "sin(x) + cos(y) + tan(x*y)": np.sin(X) + np.cos(Y) + np.tan(X * Y),
    "sinh(x) - cosh(y) + tanh(x) + arctan(y)": np.sinh(X) - np.cosh(Y) + np.tanh(X) + np.arctan(Y),
    "exp(-x) + log(y) + sqrt(x)": np.exp(-X) + np.log(Y) + np.sqrt(X),
    "maximum(x, y) - minimum(x, 1) + sign(y - x)": np.maximum(X, Y) - np.minimum(X, 1)
    + np.sign(Y - X),
    "abs(sin(maximum(x - y, -x)))": np.abs(np.sin(np.maximum(X - Y, -X))),
    "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)":
        20 + X**2 - 10 * np.cos(2 * np.pi * X) + Y**2 - 10 * np.cos(2 * np.pi * Y),
    "  x+y\t": X + Y,
    "(x\n + y)": X + Y,
    "x +\r\n y": X + Y,
    "((((x))))": X,
}


@pytest.mark.parametrize("text", GOOD)
def test_a_formula_means_what_numpy_means(text):
    np.testing.assert_allclose(parse(text)(X, Y), GOOD[text], rtol=1e-13)


def test_every_function_on_the_list_can_be_called():
    for name, function in FUNCTIONS.items():
        letters = ", ".join("xy"[:function.nin])
        np.testing.assert_array_equal(parse(f"{name}({letters})")(X, Y),
                                      function(*[X, Y][:function.nin]))


def test_the_result_has_the_broadcast_shape_even_of_a_constant():
    for text in ("x", "y", "x*y", "3", "pi - 1"):
        f = parse(text)
        assert f(np.ones((3, 1)), np.ones(4)).shape == (3, 4)
        assert f(1.0, 2.0).shape == ()
        assert f(np.ones((2, 0)), 1).shape == (2, 0)


def test_the_float_type_is_kept_and_whole_numbers_become_floats():
    for text in ("x", "7", "2*pi*x**2 + sin(y)/3", "9**9*x", "maximum(x, 1)"):
        assert parse(text)(np.float32([1, 2]), np.float32(3)).dtype == np.float32
        assert parse(text)([1, 2], 3).dtype == np.float64
    np.testing.assert_array_equal(parse("x**-1")([1, 2], 0), [1, 0.5])


def test_the_result_is_a_new_array():
    x = np.ones(3)
    z = parse("x")(x, 0.0)
    z += 1
    np.testing.assert_array_equal(x, 1)


HUGE = {
    "9**9**9**9": np.inf, "-9**9**9**9": -np.inf, "x**9**9**9": np.inf, "1e400": np.inf,
    "1" * 199: float("1" * 199), "9" * 195 + "**9": np.inf,
    "1/0": np.inf, "1/(x - x)": np.inf, "0/0": np.nan, "log(-1)": np.nan,
    "(-8)**(1/3)": np.nan, "(-x)**0.5": np.nan, "exp(exp(exp(x)))": np.inf, "log(0*x)": -np.inf,
}


@pytest.mark.parametrize("text", HUGE)
def test_too_large_is_inf_and_undefined_is_nan_without_a_warning(text):
    np.testing.assert_array_equal(parse(text)(8.0, 0.0), HUGE[text])


# Mistakes and attacks: the text as shown, and below it the place.
BAD = """
2x
 ^
x y
  ^
x(y + 1)
 ^
(x)(y)
   ^
x^2
 ^
x² + y²
 ^
sin x
    ^
sin + 1
    ^
x + sin
    ^
sin(x, y)
^
x + sin()
    ^
maximum(x)
^
0,5*x
 ^
maximum(x, y), y
             ^
((x), y)
    ^
(x,)
  ^
()
^
x + ()
    ^
x +
   ^
x ** *y
     ^
x*/y
  ^
*x
^
,x
^
(x + y
^
x + (y * (2 - x)
    ^
x + y)
     ^
sin(,)
    ^
1.2.3
   ^
x.1
 ^
1_000
 ^
0777
^
0x1f
 ^
2 + 1j
     ^
1if x else y
 ^
x if y else 1
  ^
z
^
x + zeta*y
    ^
xy
^
X
^
Pi
^
sin(x) + arcsin(y)
         ^
x // y
  ^
x % y
  ^
x @ y
  ^
x << 2
  ^
x & y
  ^
~x
^
x < y
  ^
x == y
  ^
x = y
  ^
(x := 2)
   ^
x; y
 ^
x # y
  ^
x \\ y
  ^
x[0]
 ^
[x]
^
{x}
^
x.real
 ^
1..real
  ^
1 .real
  ^
sin.__class__
   ^
x.__class__.__base__
 ^
().__class__.__base__.__subclasses__()
  ^
__import__('os').system('ls')
^
eval(x)
^
open("x")
^
getattr(x, y)
^
globals()
^
print
^
f
^
np.sin(x)
^
'x'
^
"x" * 9
^
b'x'
^
f'{x}'
^
'''x'''
^
True
^
x + False
    ^
None
^
...
^
lambda: x
^
lambda x: x
^
not x
^
x and y
  ^
x or y
  ^
x is y
  ^
x in y
  ^
await x
^
yield
^
(yield x)
 ^
import os
^
sin(*x)
    ^
maximum(x, *y)
           ^
sin(**x)
^
sin(x=1)
     ^
sin(x for x in y)
      ^
[x for x in y]
^
sin(sin)(x)
       ^
(sin)(x)
    ^
x(1)
 ^
pi(1)
  ^
e(x)
 ^
$x
^
x!
 ^
x?
 ^
!ls
^
x + π
    ^
ψ + x
^
x × y
  ^
x − y
  ^
x·y
 ^
ｘ + 1
^
x + ２
    ^
x + ｅｖａｌ
    ^
٣*x
^
中 + x
^
x + 😀 + y
    ^
x + é
    ^
sin(x)/*y
       ^
""".strip("\n").split("\n")


@pytest.mark.parametrize("text, caret", list(zip(BAD[::2], BAD[1::2], strict=True)), ids=BAD[::2])
def test_a_mistake_is_shown_at_its_place(text, caret):
    with pytest.raises(ValueError) as error:
        parse(text)
    _, formula, pointer, *allowed = str(error.value).split("\n")
    assert formula == "    " + text
    assert pointer == "    " + caret
    assert "Allowed are x, y, numbers" in "\n".join(allowed)


HIDDEN = {  # text: (place, how the formula is shown)
    "": (0, ""), " \t\n": (0, ""),
    "\x00": (0, "�"), "x +\x00y": (3, "x +�y"), "x\x1b[31m": (1, "x�[31m"), "x\u202ey": (1, "x�y"),
    "x\x0cy": (1, "x�y"), "x\u00a0+ y": (1, "x�+ y"), "x + \ud800": (4, "x + �"),
    "x + e\u0301": (5, "x + e\u0301"), "\t(x +\n\ty)\n+ 2y": (12, "(x +  y) + 2y"),
    "   2x": (1, "2x"),
}


@pytest.mark.parametrize("text", HIDDEN)
def test_what_cannot_be_printed_is_shown_as_a_mark(text):
    place, shown = HIDDEN[text]
    with pytest.raises(ValueError) as error:
        parse(text)
    assert str(error.value).split("\n")[1:3] == ["    " + shown, "    " + " " * place + "^"]


def test_a_caret_for_a_power_gets_a_hint():
    with pytest.raises(ValueError, match=r"\*\*, not \^"):
        parse("x^2")


def test_a_formula_is_at_most_200_characters_long():
    assert parse("-x" + "+1" * 99 + " ")(1, 0) == 98
    for text in ("x" + "+1" * 100, "x" * 10**6, "(" * 10**6, "9" * 5000):
        with pytest.raises(ValueError, match=f"at most {LONGEST} characters"):
            parse(text)


DEEP = ["-" * 199 + "x", "-" * 101 + "x", "(" * 200, "(" * 199 + "x", "(" * 100 + ")" * 100,
        "abs(" * 40 + "x"]


@pytest.mark.parametrize("text", DEEP)
def test_what_is_too_deep_is_a_mistake_too(text):
    with pytest.raises(ValueError):
        parse(text)


def test_what_is_just_not_too_deep_can_be_computed():
    for text in ("-" * DEEPEST + "x", "x" + "**1" * 66, "abs(" * 39 + "x" + ")" * 39):
        assert parse(text)(3.0, 0.0) == 3


@pytest.mark.parametrize("text", [None, 3, 1.5, b"x", ["x"], ast.parse("x"), np.sin])
def test_what_is_no_text_is_no_formula(text):
    with pytest.raises(ValueError, match="a formula is a text"):
        parse(text)


ATTACKS = """z; eval; __import__('os').system('ls'); x.real; sin.__class__; x.__class__.__base__
x[0]
(lambda: x)(); lambda x: x; x if y else 1; x < y; x and y; not x; ~x; x // y; x % y; x @ y; x & y
x << 2; 1j; True; None; ...; 'x'; b'x'; f'{x}'; [x]; {x}; {x: y}; (x, y); (); sin(*x); sin(**x)
sin(x, out=y); (x := 2); sin(x for x in y); [x for x in y]; (yield); await x; sin(x)(y); x(y)
pi(x); maximum(x); sin"""


@pytest.mark.parametrize("text", ATTACKS.replace("\n", ";").split(";"))
def test_the_second_gate_holds_alone(text):
    """Were the first gate, which reads words, to let an attack pass: the tree's list of nodes is as
    short."""
    with pytest.raises(ValueError):
        _build(ast.parse(text.strip(), mode="eval").body, text)


PIECES = ["x", "y", "pi", "e", "1", "2.5", ".5", "1e3", "+", "-", "*", "/", "**", "(", ")", ",",
          " ", "sin",
          "maximum(", "abs(", "1e999", "9**9", "0", "^", ".", "_", "x.", "[0]", "lambda", ":",
          "if", "else",
          "'", '"', "\\", "\n", "\x00", "π", "😀", "=", "j", "not ", "await ", "for", " in ", "#",
          "@", "{",
          "}", ";", "0x", "__class__"]


@pytest.mark.parametrize("usual", [22, len(PIECES)], ids=["nearly formulas", "anything"])
def test_random_texts_are_formulas_or_mistakes_and_nothing_else(usual):
    rng, read = np.random.default_rng(7), 0
    for _ in range(4000):
        text = "".join(rng.choice(PIECES[:usual], rng.integers(1, 12)))
        try:
            f = parse(text)
        except ValueError as error:
            assert "^" in str(error).split("\n")[2]
        else:
            read += 1
            assert f(X, Y).shape == X.shape
    assert read > 20  # the random texts do contain formulas
