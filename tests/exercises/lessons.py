"""All checks of all lessons, and what a notebook gives them beside the answer."""

import importlib
import inspect
from pathlib import Path

HELPERS = Path(__file__).parents[2] / "helpers"
NAMES = sorted(path.stem for path in (HELPERS / "exercises").glob("n*.py"))
LESSONS = {name: importlib.import_module(f"helpers.exercises.{name}") for name in NAMES}
ANSWERS = [importlib.import_module(f"answers_{name[1:3]}") for name in NAMES]


def gathered(table):
    """One table of all lessons' answers_NN.py."""
    return {name: row for lesson in ANSWERS for name, row in getattr(lesson, table).items()}


PRINTED, ARGUMENTS, READ, GIVEN = map(gathered, ("PRINTED", "ARGUMENTS", "READ", "GIVEN"))


def checks_of(lesson):
    """{name: check} of a lesson, in the order of its file: its functions of an answer."""
    functions = inspect.getmembers(lesson, inspect.isfunction)
    own = {name: function for name, function in functions if function.__module__ == lesson.__name__}
    asked = [
        name for name in own if [*inspect.signature(own[name]).parameters][:1] == ["answer"]
    ]
    return {name: own[name] for name in sorted(asked, key=lambda name: line_of(own[name]))}


def comparisons():
    """{name: function} that hold an open rule of a notebook against its helper: compare_…"""
    found = [inspect.getmembers(lesson, inspect.isfunction) for lesson in LESSONS.values()]
    return {name: own for functions in found for name, own in functions if
            name.startswith("compare_")}


def line_of(function):
    return function.__code__.co_firstlineno


CHECKS = {name: check for lesson in LESSONS.values() for name, check in checks_of(lesson).items()}
COMPARISONS = comparisons()


def said(capsys, name, answer):
    """What the check of that name prints about the answer."""
    capsys.readouterr()
    (CHECKS | COMPARISONS)[name](answer, *GIVEN.get(name, ()))
    out, error = capsys.readouterr()
    assert error == ""
    return out
