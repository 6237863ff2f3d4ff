"""The kinds of check. Each takes a reader's answer, whatever it is, and prints one paragraph.

A check never raises and never warns: an answer is first made a plain number, array or text, and
if that cannot be done the check says so. None is no answer yet; the hint comes after an attempt,
and a mistake that students make has a hint of its own. Only a function that never returns is out
of reach: like any endless loop, it is the reader's to interrupt.
"""
import copy
import functools
import reprlib
import traceback
import warnings

import numpy as np

BLANK = "Not answered yet"
SHORT = reprlib.Repr()
SHORT.maxother = SHORT.maxstring = 60  # characters, of arrays and texts


def quietly(check):
    """The check without warnings, be they the reader's code's or ours."""
    @functools.wraps(check)
    def quiet(*args, **kwargs):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            check(*args, **kwargs)
    return quiet


@quietly
def number(answer, truth, hint, why, tolerance=0.02, mistakes=None):
    """Is the answer within `tolerance` (a share) of the truth? Says if it is too large or small.

    `mistakes` are {wrong number: the hint for it}; they lie further apart than the tolerance.
    """
    value = floats(answer, ())
    if answer is None:
        print("Not answered yet: a number.")
    elif value is None:
        print(f"Not yet: {shown(answer)} is not a number. Hint: {hint}")
    elif near(value, truth, tolerance):
        print(f"Right: {truth:{',.0f' if truth == round(truth) else '.4g'}}. {why}")
    else:
        own = [words for wrong, words in (mistakes or {}).items() if near(value, wrong, tolerance)]
        size = "large" if value > truth else "small"
        print(f"Not yet: {value:.10g} is too {size}. Hint: {[*own, hint][0]}")


def near(value, truth, tolerance):
    return abs(value - truth) <= tolerance * abs(truth)


@quietly
def numbers(answer, shape, example, judge, hint, why):
    """Do numbers of that shape do what is asked? Many may: they are tried.

    `judge` takes an array of floats and gives (whether they do it, what was seen); its ValueError,
    that a setting is not allowed, is told to the reader.
    """
    values = floats(answer, shape)
    if answer is None:
        print(f"Not answered yet: {example}.")
    elif values is None:
        print(f"Not yet: {shown(answer)} is not {example}. Hint: {hint}")
    else:
        found, error = attempt(judge, values)
        passed, seen = found or (False, shown(error, str))
        print(f"Right: {seen}. {why}" if passed else f"Not yet: {seen}. Hint: {hint}")


@quietly
def choice(answer, truth, options, hint, why):
    """Is the answer the right one of the options (texts)? `hint` is a text, or {option: text}."""
    chosen, _ = attempt(one_of, options, answer)
    if answer is None:
        print(f"Not answered yet: one of {', '.join(options)}.")
    elif chosen is None:
        print(f"Not yet: {shown(answer)} is not one of {', '.join(options)}.")
    elif chosen != truth:
        own = hint if isinstance(hint, str) else hint[chosen]
        print(f"Not yet: it is not {chosen}. Hint: {own}")
    else:
        print(f"Right: {truth}. {why}")


@quietly
def rule(answer, reference, cases, hint, why, mistakes=(), bug=None):
    """Does the reader's function give what the reference gives, for every case (a tuple)?

    `mistakes` are pairs (wrong function, the hint for whoever wrote it); `bug` is the function that
    the notebook gives to be mended: whoever has not touched it yet gets no hint.
    """
    trouble = first_trouble(answer, reference, cases)
    own = [words for wrong, words in mistakes
           if trouble and first_trouble(answer, wrong, cases) is None]
    if trouble is None:
        print(f"Right. {why}")
    elif trouble == BLANK:
        print(f"{BLANK}.")
    elif bug is not None and first_trouble(answer, bug, cases) is None:
        print(f"Not mended yet: {trouble.removeprefix('Not yet: ')}.")
    else:
        print(f"{trouble}. Hint: {[*own, hint][0]}")


@quietly
def same(mine, reference, cases, name):
    """Does a rule of the notebook, changed or not, give what the helper of that name gives?

    Prints the largest difference over all cases (tuples), or the first case that differs.
    """
    trouble = first_trouble(mine, reference, cases)
    largest, error = attempt(largest_difference, mine, reference, cases)
    if trouble or error:
        print(f"Not the same as {name}: {(trouble or shown(error)).removeprefix('Not yet: ')}.")
    else:
        words = "0, to rounding" if largest < 1e-12 else f"{largest:.0e}"
        print(f"The same as {name} in {len(cases)} cases. Largest difference: {words}.")


def largest_difference(mine, reference, cases):
    """The largest share of the largest number of its case by which any number differs."""
    shares = []
    for case in cases:
        truth = np.asarray(reference(*case))
        given = floats(mine(*copy.deepcopy(case)), truth.shape)
        shares.append(np.max(abs(given - truth)) / max(np.max(abs(truth)), 1e-300))
    return max(shares)


def central_differences(loss, at, width=1e-4):
    """The gradient of a loss, a function of arrays like `at`, entry by entry: the shape of `at`."""
    nudges = width * np.eye(at.size).reshape(-1, *at.shape)
    rises = [loss(at + nudge) - loss(at - nudge) for nudge in nudges]
    return np.reshape(rises, at.shape) / (2 * width)


def first_trouble(answer, reference, cases):
    """What the reader is told of the first case that goes wrong, or None."""
    if answer is None:
        return BLANK
    if not callable(answer):
        return f"Not yet: {shown(answer)} is not a function"
    for case in cases:
        given, error = attempt(answer, *copy.deepcopy(case))  # it may write into what it is given
        if error is not None:
            return f"Not yet: your function raises {shown(error, as_python_tells)}"
        if given is None and case is cases[0]:
            return BLANK
        truth = reference(*case)
        mine = floats(given, np.shape(truth))
        if mine is None or not np.allclose(mine, truth, rtol=1e-6):
            return f"Not yet: {difference(case, given, mine, np.asarray(truth))}"
    return None


def difference(case, given, mine, truth, long=40):
    """What was given for this case, and what is right; of long arrays only the first number."""
    if mine is None or truth.size <= long:
        told, values = shown(given) if mine is None else plain(mine), ", ".join(map(plain, case))
        return f"for ({values}) your function gives {told}, and {plain(truth)} is right"
    place = tuple(np.argwhere(~np.isclose(mine, truth, rtol=1e-6))[0].tolist())
    return (f"of {truth.size} numbers, that at {list(place)} is {plain(mine[place])}, and "
            f"{plain(truth[place])} is right")


# From whatever an answer is to plain numbers and words

def attempt(function, *given):
    """(What the function returns, None), or (None, its error). The reader's interrupt passes."""
    try:
        return function(*given), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        error.__cause__ = error.__context__ = None  # with its traceback they would keep all that
        return None, error.with_traceback(None)     # was at hand


def floats(answer, shape):
    """The answer as a new array of floats of that shape, or None if it is none, or holds a NaN.

    For shape () any array of one number will do. True, texts and complex numbers are no numbers.
    """
    array, _ = attempt(as_floats, answer, shape)
    return array


def as_floats(answer, shape):
    """`floats`, but with an error in place of None."""
    length, _ = attempt(len, answer)
    if length not in (None, shape[0] if shape else 1):  # before it is made an array: range(10**9)
        raise ValueError("too long or too short")
    array = np.real_if_close(np.asarray(answer))
    if array.dtype.kind == "O":
        array = np.asarray(np.clip(array, -1e308, 1e308))  # fractions, and numbers beyond a float
    elif array.dtype.kind not in "iuf":
        raise TypeError("no numbers")
    if shape and array.shape != shape:
        raise ValueError("of another shape")
    array = array.reshape(shape).astype(float)
    if np.isnan(array).any() or np.ma.is_masked(answer):
        raise ValueError("not known")
    return array


def one_of(options, answer):
    """The option that the answer names; an error if it names none."""
    if not isinstance(answer, str):
        raise TypeError("no text")
    return options[options.index(answer)]


def shown(value, words=SHORT.repr):
    """The value in words, on one line of at most 160 characters, even if it refuses to be shown."""
    line, _ = attempt(lambda: " ".join(words(value).split()))
    line = line or f"an object of type {type(value).__name__}"
    return line if len(line) <= 160 else f"{line[:159]}…"


def as_python_tells(error):
    """The last line of an error: ZeroDivisionError: division by zero."""
    return traceback.format_exception_only(error)[-1]


def plain(value):
    """A number or an array of ours as a reader would type it, with at most 8 decimals."""
    array = np.asarray(value)
    return str((np.round(array, 8) if array.dtype.kind == "f" else array).tolist())
