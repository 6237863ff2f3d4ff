"""The house: who may import whom, and how small its rooms are."""
import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).parent.parent / "helpers"

TREES = {}  # the rooms by their dotted names; a package is a room where its __init__ says something
for path in sorted(HELPERS.rglob("*.py")):
    room = ".".join(path.relative_to(HELPERS).with_suffix("").parts)
    room = room.removesuffix("__init__").rstrip(".")
    if room and path.read_text("utf-8").strip():
        TREES[room] = ast.parse(path.read_text("utf-8"))
FILES = {room: next(path
                    for path in (HELPERS / f"{room.replace('.', '/')}.py",
                                 HELPERS / room / "__init__.py")
                    if path.exists()) for room in TREES}

# a room imports from the floors below its own only; from outside, NumPy and what is listed for its
# floor
FLOORS = [
    ({"allowed"}, set()),
    ({"formula", "optimizers", "schedules", "objectives", "landscape", "descent",
      "datasets.tables", "datasets.images", "datasets.sampling", "datasets.points",
      "datasets.graph",
      "datasets.augmentation", "networks.layers", "networks.losses"}, set()),
    ({"exercises.own_rule", "experiments.sweeps"}, set()),
    ({"surfaces", "regression", "networks.activations", "networks.convolution",
      "networks.normalization",
      "networks.initialization"}, set()),
    ({"networks.network"}, set()),
    ({"networks.task"}, set()),
    ({"networks.signals", "experiments.training", "experiments.verdict"}, set()),
    ({"experiments.experiment", "experiments.results"}, set()),
    ({"experiments.common", "experiments.measuring"}, set()),
    ({"experiments.n00_three_steps",
      "experiments.n03_schedules", "experiments.n04_dropout", "experiments.n05_initialization",
      "experiments.n07_skip_connections", "experiments.n08_normalization", "experiments.n09_losses",
      "experiments.n10_augmentation", "experiments.n11_semi_supervised"}, set()),
    ({"experiments.n00_troubles", "experiments.n00_functions", "experiments.n06_cnn",
      "experiments.n12_regularization"}, set()),
    ({"experiments.n02_optimizers", "experiments.n13_the_table"}, set()),
    ({"diagnosis.rows", "diagnosis.contrasts", "diagnosis.many"}, set()),
    ({"diagnosis.digest", "diagnosis.budget"}, set()),
    ({"diagnosis.guesses"}, set()),
    ({"diagnosis.log_bins", "diagnosis.log_formats", "diagnosis.log_table",
      "diagnosis.observations"}, set()),
    ({"diagnosis.log_reading", "diagnosis.rule", "diagnosis.cures"}, set()),
    ({"diagnosis.sheet"}, set()),
    ({"exercises.checks"}, set()),
    ({room for room in TREES if room.startswith("exercises.n")}, set()),
    ({"plotting.style"}, {"matplotlib"}),
    ({"plotting.terrain", "plotting.runs", "plotting.maps", "plotting.strips",
      "plotting.plane"}, {"matplotlib"}),
    ({"plotting.pictures", "plotting.names"}, set()),
    ({"plotting"}, set()),
    ({"diagnosis.log_picture"}, set()),
    ({"diagnosis.training_log"}, {"matplotlib"}),
    ({"live.png", "live.running"}, set()),
    ({"live.paper"}, {"matplotlib"}),
    ({"live.frame"}, {"matplotlib"}),
    ({"live.screen"}, set()),
    ({"live.controls"}, {"ipywidgets"}),
    ({"live.board", "live.hand", "live.keys"}, {"ipywidgets", "anywidget", "matplotlib"}),
    ({"live.play", "live.questions", "live.touch"}, {"ipywidgets"}),
    ({"live.picture", "live.own_run", "live.menus"}, {"IPython", "ipywidgets"}),
    ({"live"}, set()),
]
FLOOR = {room: floor for floor, (rooms, _) in enumerate(FLOORS) for room in rooms}
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
    return [node for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def docstring_lines(node):
    """The numbers of the lines of a docstring, if there is one."""
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return set(range(first.lineno, first.end_lineno + 1))
    return set()


def body_lines(function):
    return len(set(range(function.body[0].lineno, function.end_lineno + 1))
               - docstring_lines(function))


def test_every_room_has_its_floor():
    assert set(FLOOR) == set(TREES)


@rooms
def test_imports_go_downward_only(room):
    for name in imports(TREES[room]):
        outside, _, inside = name.partition(".")
        if outside == "helpers":
            known = next(one for one in (inside, inside.rpartition(".")[0]) if one in TREES)
            assert FLOOR[known] < FLOOR[room], f"{room} imports {name}"
        else:
            allowed = FLOORS[FLOOR[room]][1] | {"numpy"} | sys.stdlib_module_names
            assert outside in allowed, f"{room} imports {name}"


def imported_with(rooms, absent):
    """Whether a module is in memory once these rooms are imported, as Python sees it."""
    names = ", ".join(f"helpers.{room}" for room in sorted(rooms))
    found = f"any(name.startswith({absent!r}) for name in sys.modules)"
    code = f"import sys, {names}; sys.exit({found})"
    return subprocess.run([sys.executable, "-c", code], cwd=HELPERS.parent).returncode


@pytest.mark.parametrize("highest, absent",
                         [("exercises.checks", "matplotlib"), ("exercises.checks", "ipywidgets"),
                                             ("plotting", "ipywidgets")])
def test_arithmetic_needs_no_picture_and_pictures_no_widget(highest, absent):
    assert not imported_with({room for room in TREES if FLOOR[room] <= FLOOR[highest]}, absent)


def test_reading_a_record_imports_no_experiment():
    assert not imported_with({"experiments.results"}, "helpers.experiments.n")


def test_the_tree_is_the_table_of_contents():
    tracked = subprocess.run(["git", "ls-files", "helpers"], cwd=HELPERS.parent,
                             capture_output=True, text=True)
    names = {line.split("/")[1] for line in tracked.stdout.splitlines()}
    assert len(names) <= 17
    lessons = [room for room in TREES if ".n" in room and room.partition(".n")[2][:2].isdigit()]
    assert {room.partition(".")[0] for room in lessons} == {"experiments", "exercises"}


def test_no_private_name_of_matplotlib():
    """What begins with an underscore may be gone in its next version."""
    for room in TREES:
        own = {node.name for node in functions(TREES[room])} | {"__init__", "__post_init__"}
        for node in ast.walk(TREES[room]):
            name = node.attr if isinstance(node, ast.Attribute) else ""
            if name.startswith("_") and not name.startswith("__"):
                is_self = isinstance(node.value, ast.Name) and node.value.id == "self"
                assert is_self or node.attr in own | {"_replace", "_asdict"}, f"{room}: {node.attr}"


@rooms
def test_no_text_is_run_as_python(room):
    names = {node.id for node in ast.walk(TREES[room]) if isinstance(node, ast.Name)}
    assert not names & {"eval", "exec", "compile", "__import__", "globals", "locals"}


def test_functions_are_short():
    sizes = {f"{room}.{function.name}": body_lines(function) for room in TREES
             for function in functions(TREES[room])}
    assert statistics.median(sizes.values()) <= 6
    assert {name: size for name, size in sizes.items() if size > 25} == {}


@rooms
def test_sources_have_names(room):
    """A reader knows Straka's slide 25, and no number of a document of ours."""
    assert not re.findall(r"(?<![\w.,-])00[0-4](?![\w.])", FILES[room].read_text("utf-8"))


@rooms
def test_a_file_is_read_in_one_sitting_and_no_line_leaves_the_screen(room):
    lines = FILES[room].read_text("utf-8").split("\n")
    assert len(lines) <= 250 and max(map(len, lines)) <= 100
