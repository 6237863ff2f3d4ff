"""All checks of all lessons, and what a notebook gives them beside the answer."""

import importlib
import inspect
from pathlib import Path

HELPERS = Path(__file__).parents[2] / "helpers"
NAMES = sorted(path.stem for path in (HELPERS / "exercises").glob("n*.py"))
LESSONS = {name: importlib.import_module(f"helpers.exercises.{name}") for name in NAMES}
LOGS = {"Ada": (0.31, 0.36), "Bo": (0.0006, 0.18), "Chi": (0.2, 0.24)}
SHARES = {"Ada": 0.0, "Bo": 0.07, "Chi": 0.01}
GIVEN = {"needs_dropout": (LOGS,), "not_a_flock": (SHARES,)}


def checks_of(lesson):
    """{name: check} of a lesson, in the order of its file: its functions of an answer."""
    functions = inspect.getmembers(lesson, inspect.isfunction)
    own = {name: function for name, function in functions if function.__module__ == lesson.__name__}
    asked = [
        name for name in own if next(iter(inspect.signature(own[name]).parameters)) == "answer"
    ]
    return {name: own[name] for name in sorted(asked, key=lambda name: line_of(own[name]))}


def line_of(function):
    return function.__code__.co_firstlineno


CHECKS = {name: check for lesson in LESSONS.values() for name, check in checks_of(lesson).items()}


def said(capsys, name, answer):
    """What the check of that name prints about the answer."""
    capsys.readouterr()
    CHECKS[name](answer, *GIVEN.get(name, ()))
    out, error = capsys.readouterr()
    assert error == ""
    return out
