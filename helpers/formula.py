"""A reader's own formula in x and y, such as ``(x**2 + y - 11)**2 + abs(x)``, made into a function.

The text is never run as Python. It passes two gates: `_scan` reads it word by word and lets only
numbers, the names below and ``+ - * / ** ( ) ,`` pass; `_build` walks the syntax tree and knows
only a few kinds of node. Whatever is not on these lists is an error that points at the place.
"""
import ast
import operator
import re

import numpy as np

CONSTANTS = {"pi": np.pi, "e": np.e}
VARIABLES = {"x": lambda x, y: x, "y": lambda x, y: y}
VALUES = CONSTANTS | VARIABLES
FUNCTIONS = {name: getattr(np, name) for name in
             ["sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "exp", "log", "sqrt", "abs",
              "sign", "maximum", "minimum"]}
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
             ast.Div: operator.truediv,
             ast.Pow: operator.pow, ast.UAdd: operator.pos, ast.USub: operator.neg}
ALLOWED = ("Allowed are x, y, numbers (0.5, not 0,5), pi, e, + - * / ** and parentheses,\n"
           f"and the functions {' '.join(FUNCTIONS)}.")
LONGEST, DEEPEST = 200, 100  # characters; operations inside one another

WORD = re.compile(r"(?P<number>([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?)"
                  r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>\*\*|/(?!/)|[-+*(),])|(?P<other>[^ "
                  r"])")


def parse(text):
    """The function f(x, y) that a formula such as ``"x**2 + 3*abs(y)"`` describes.

    f takes numbers or arrays that broadcast together, and returns a new array of the broadcast
    shape and of their float type. All numbers are floats: what is too large becomes inf, what is
    not defined nan, without a warning.

    Raises ValueError, with a caret under the place, for whatever is not arithmetic with x, y, pi, e
    and the few functions in FUNCTIONS, and for a text of more than 200 characters.
    """
    if not isinstance(text, str):
        raise ValueError(f"a formula is a text such as 'x**2 + y**2', not {text!r}")
    text = re.sub(r"[\t\r\n]", " ", text).strip()
    _scan(text)
    with np.errstate(all="ignore"):  # what holds neither x nor y is computed here
        value = _build(_tree(text), text)

    def f(x, y):
        x, y = np.asarray(x), np.asarray(y)
        z = np.empty(np.broadcast(x, y).shape, np.result_type(x, y, 0.0))
        with np.errstate(all="ignore"):
            z[...] = _at(value, x.astype(z.dtype), y.astype(z.dtype))
        return z

    return f


def _error(text, place, what):
    """The ValueError that shows the formula, with a caret under its character number `place`."""
    shown = "".join(c if c.isprintable() else "�" for c in text[:LONGEST])
    return ValueError(f"{what}:\n    {shown}\n    {' ' * place}^\n{ALLOWED}")


def _scan(text):
    """Raises ValueError unless the text is a row of known words, with an operator between any two
    values."""
    if len(text) > LONGEST:
        raise _error(text, LONGEST,
                     f"a formula has at most {LONGEST} characters, this one {len(text)}")
    before = ""
    for word in WORD.finditer(text):
        if what := _wrong(word, before):
            raise _error(text, word.start(), what)
        before = word[0]


def _wrong(word, before):
    """What is wrong with a word, given the word before it; None if nothing is."""
    if word[0] == "^":
        return "a power is written **, not ^"
    if word["other"]:
        return f"{ascii(word[0])} is not allowed in a formula"
    if word["name"] and word[0] not in VALUES | FUNCTIONS:
        return f"{word[0]} is not a known name"
    if before in FUNCTIONS:
        return None if word[0] == "(" else f"after {before} comes (, as in {before}(x)"
    value = before[-1:].isalnum() or before[-1:] in (".", ")")
    if value and (word[0] == "(" or not word["sign"]):
        return f"an operator is missing between {before} and {word[0]} (2x is written 2*x)"
    return None


def _tree(text):
    """The syntax tree of a text that `_scan` has let pass."""
    if not text:
        raise _error(text, 0, "the formula is empty")
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:  # offset counts from 1; it is 0 where the text ends too early
        place = error.offset - 1 if error.offset else len(text)
        raise _error(text, place, "here something is missing or too much") from None


def _build(node, text, depth=0):
    """The value of a node: a float where it holds neither x nor y, else a function of x and y."""
    if depth > DEEPEST:
        raise _error(text, node.col_offset, f"more than {DEEPEST} operations inside one another")
    match node:
        case ast.Constant(value=number) if type(number) in (int, float):
            return float(number)
        case ast.Name(id=name) if name in VALUES:
            return VALUES[name]
        case ast.UnaryOp(op=op, operand=a) if type(op) in OPERATORS:
            return _apply(OPERATORS[type(op)], _build(a, text, depth + 1))
        case ast.BinOp(left=a, op=op, right=b) if type(op) in OPERATORS:
            return _apply(OPERATORS[type(op)], _build(a, text, depth + 1),
                          _build(b, text, depth + 1))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) != (n := FUNCTIONS[name].nin):
                raise _error(text, node.col_offset, f"{name} takes {n} value(s), not {len(args)}")
            return _apply(FUNCTIONS[name], *[_build(a, text, depth + 1) for a in args])
        case ast.Tuple(elts=[first, *_]):
            comma = text.index(",", first.end_col_offset)
            raise _error(text, comma, "a comma stands only in maximum and minimum")
    raise _error(text, node.col_offset, "this is not arithmetic")


def _apply(function, *parts):
    """function(*parts) for parts that are numbers; a function of x and y if one of them is."""
    if not any(callable(part) for part in parts):
        return float(function(*map(np.float64, parts)))
    return lambda x, y: function(*[_at(part, x, y) for part in parts])


def _at(value, x, y):
    return value(x, y) if callable(value) else value
