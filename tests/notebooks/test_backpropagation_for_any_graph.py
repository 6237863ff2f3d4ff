"""Backpropagation for any graph: what the notebook defines is right on other cases."""
import ast
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.networks.losses import CrossEntropy
from helpers.networks.network import mlp
from helpers.networks.task import Task

NOTEBOOK = (Path(__file__).parents[2] / "notebooks" / "further"
            / "backpropagation_for_any_graph.ipynb")


# What the notebook defines: the algorithm of slides 22 and 23, and the array that counts

NAMES = ("add", "relu", "SLOPES", "forward_pass", "backward_pass", "Counted", "operations")


@pytest.fixture(scope="module")
def notebook():
    """What the notebook's cells define under these names."""
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    found = {"np": np}
    for node in ast.parse(source).body:
        name = node.targets[0] if isinstance(node, ast.Assign) else node
        if getattr(name, "name", getattr(name, "id", None)) in NAMES:
            exec(compile(ast.Module([node], []), NOTEBOOK.name, "exec"), found)
    return SimpleNamespace(**found)


def random_graph(operations, inputs, nodes, seed):
    """A graph whose every node takes any nodes before it, also one twice; and the names of all
    nodes."""
    generator, names, graph = np.random.default_rng(seed), [f"x{k}" for k in range(inputs)], {}
    for k in range(nodes):
        operation, takes = operations[generator.integers(len(operations))]
        graph[f"n{k}"] = operation, *generator.choice(names, takes)
        names.append(f"n{k}")
    return graph, names


@pytest.mark.parametrize("seed", range(20))
def test_the_backward_pass_is_right_for_any_graph(notebook, seed):
    operations = [(notebook.add, 3), (notebook.relu, 1), (np.tanh, 1), (np.square, 1),
                  (np.multiply, 2), (np.subtract, 2)]
    graph, names = random_graph(operations, 4, 12, seed)
    graph["end"] = notebook.add, *names
    x = dict(zip(names, np.random.default_rng(seed).uniform(0.3, 0.9, 4), strict=False))
    g = notebook.backward_pass(graph, notebook.forward_pass(graph, x))
    for name in x:
        above, below = (notebook.forward_pass(graph, {**x, name: x[name] + h})["end"]
                        for h in (1e-6, -1e-6))
        assert g[name] == pytest.approx((above - below) / 2e-6, rel=1e-6, abs=1e-6)


def test_a_node_that_is_used_twice_gets_both_shares(notebook):
    cube = {"square": (np.multiply, "x", "x"), "cube": (np.multiply, "square", "x")}
    u = notebook.forward_pass(cube, {"x": 5})
    assert (u["cube"], notebook.backward_pass(cube, u)["x"]) == (125, 3 * 25)


def test_a_graph_in_the_wrong_order_is_refused(notebook):
    with pytest.raises(KeyError, match="square"):
        notebook.forward_pass({"cube": (np.multiply, "square", "x"),
                               "square": (np.multiply, "x", "x")}, {"x": 5})


@pytest.mark.parametrize("function, count", [
    (lambda a: a + 1, 12), (lambda a: np.maximum(a, 0), 12), (lambda a: a.sum(), 12),
    (lambda a: a.mean(), 13),
    (lambda a: a @ np.ones((4, 5)), 60), (lambda a: np.ones((7, 3)) @ a, 84),
    (lambda a: a.reshape(4, 3).T, 0),
], ids=["plus", "maximum", "sum", "mean", "product", "product from the left", "another shape"])
def test_the_array_that_counts(notebook, function, count):
    assert notebook.operations(function, np.ones((3, 4))) == count


def test_counting_changes_no_number(notebook):
    task = Task(mlp(2, 3, 2), CrossEntropy(), np.eye(2), np.eye(2))
    theta = np.random.default_rng(0).normal(size=task.size)
    assert task.loss(theta.view(notebook.Counted)) == task.loss(theta)
    assert np.array_equal(task.grad(theta.view(notebook.Counted)), task.grad(theta))
