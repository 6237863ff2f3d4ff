"""The house: who may import whom, and how small its rooms are."""
import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).parent.parent / "helpers"

FLOORS = [  # a room imports from the floors below its own only; from outside, what is listed for its floor
    ({"limits"}, set()),
    ({"formula", "optimizers", "schedules", "data", "pictures", "points",
      "layers", "losses", "initialization", "lines", "curvature", "augmentation", "graph", "objectives"}, {"numpy"}),
    ({"convolution", "normalization"}, {"numpy"}),
    ({"surfaces", "regression", "descent", "networks"}, {"numpy"}),
    ({"compare", "exercises", "signals"}, {"numpy"}),
    ({"exercises_architecture", "exercises_losses"}, {"numpy"}),
    ({"trials"}, {"numpy"}),
    ({"trials_initialization"}, {"numpy"}),
    ({"trials_convolution", "trials_residual", "trials_normalization", "trials_losses",
      "trials_augmentation", "trials_semisupervised", "trials_regularization"}, {"numpy"}),
    ({"experiments"}, {"numpy"}),
    ({"frame", "plotting"}, {"numpy", "matplotlib"}),
    ({"dots"}, {"numpy"}),
    ({"controls"}, {"ipywidgets"}),
    ({"live"}, {"numpy", "matplotlib", "IPython", "ipywidgets"}),
]
FLOOR = {room: floor for floor, (rooms, _) in enumerate(FLOORS) for room in rooms}
TREES = {path.stem: ast.parse(path.read_text("utf-8")) for path in HELPERS.glob("*.py") if path.stem != "__init__"}
rooms = pytest.mark.parametrize("room", sorted(TREES))


def imports(tree):
    """The full names of all modules that a file imports, at its top or inside of functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute: from helpers.surfaces import …"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def docstring_lines(node):
    """The numbers of the lines of a docstring, if there is one."""
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return set(range(first.lineno, first.end_lineno + 1))
    return set()


def body_lines(function):
    return len(set(range(function.body[0].lineno, function.end_lineno + 1)) - docstring_lines(function))


def code_lines(room):
    """Lines that are neither empty, nor comments, nor docstrings."""
    text = (HELPERS / f"{room}.py").read_text("utf-8").split("\n")
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = set().union(*(docstring_lines(node) for node in ast.walk(TREES[room]) if isinstance(node, documented)))
    return sum(number not in docs and line.strip() != "" and not line.strip().startswith("#")
               for number, line in enumerate(text, start=1))


def test_every_room_has_its_floor():
    assert set(FLOOR) == set(TREES)


@rooms
def test_imports_go_downward_only(room):
    for name in imports(TREES[room]):
        outside, _, inside = name.partition(".")
        if outside == "helpers":
            assert FLOOR[inside.split(".")[0]] < FLOOR[room], f"{room} imports {name}"
        else:
            assert outside in FLOORS[FLOOR[room]][1] | sys.stdlib_module_names, f"{room} imports {name}"


def test_arithmetic_needs_no_picture_and_pictures_no_widget():
    """As Python sees it: what is in memory once the lower floors are imported."""
    for highest, absent in (("experiments", "matplotlib"), ("experiments", "ipywidgets"), ("plotting", "ipywidgets")):
        names = ", ".join(f"helpers.{room}" for room in sorted(TREES) if FLOOR[room] <= FLOOR[highest])
        subprocess.run([sys.executable, "-c", f"import sys, {names}; sys.exit({absent!r} in sys.modules)"],
                       check=True, cwd=HELPERS.parent)


@rooms
def test_no_text_is_run_as_python(room):
    names = {node.id for node in ast.walk(TREES[room]) if isinstance(node, ast.Name)}
    assert not names & {"eval", "exec", "compile", "__import__", "globals", "locals"}


def test_functions_are_short():
    sizes = {f"{room}.{function.name}": body_lines(function) for room in TREES for function in functions(TREES[room])}
    assert statistics.median(sizes.values()) <= 6
    assert {name: size for name, size in sizes.items() if size > 25} == {}


@rooms
def test_a_file_is_read_in_one_sitting_and_no_line_leaves_the_screen(room):
    lines = (HELPERS / f"{room}.py").read_text("utf-8").split("\n")
    assert len(lines) <= 250 and max(map(len, lines)) <= 130


def test_the_whole_house_is_small():
    """What a reader may meet; and, counted apart, the settings of our measurements."""
    trials = {room for room in TREES if room.startswith("trials")}
    assert sum(map(code_lines, TREES.keys() - trials)) < 2500
    assert sum(map(code_lines, trials)) < 700
