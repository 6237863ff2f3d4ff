"""Notebook 01: the little network in matrices is right for other inputs than the slide's."""
import ast
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "01_gradient_descent.ipynb"


@pytest.fixture
def notebook():
    """What the notebook's cell of the little network defines: W, v and there_and_back."""
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    cell, = [cell for cell in cells if "def there_and_back" in "".join(cell["source"])]
    found = {"np": np}
    exec(compile(ast.parse("".join(cell["source"])), NOTEBOOK.name, "exec"), found)
    return SimpleNamespace(**found)


def slopes(loss, at, nudge=1e-6):
    """Central differences of a loss, a function of an array of any shape: the same shape."""
    nudges = nudge * np.eye(at.size).reshape(-1, *at.shape)
    return np.array([loss(at + d) - loss(at - d) for d in nudges]).reshape(at.shape) / (2 * nudge)


@pytest.mark.parametrize("seed", range(10))
def test_the_little_network_finds_its_derivatives(notebook, seed):
    generator = np.random.default_rng(seed)
    x, W, v = (generator.normal(size=shape) for shape in (2, (3, 2), 3))

    def loss(x=x, W=W, v=v):
        return (v @ np.maximum(W @ x, 0) - 1.5) ** 2
    there_and_back = notebook.there_and_back
    there_and_back.__globals__.update(W=W, v=v)
    found = there_and_back(x, gold=1.5)
    assert found["loss"] == loss()
    assert found["dx"] == pytest.approx(slopes(lambda x: loss(x=x), x), abs=1e-6)
    assert found["dW"] == pytest.approx(slopes(lambda W: loss(W=W), W), abs=1e-6)
    assert found["dv"] == pytest.approx(slopes(lambda v: loss(v=v), v), abs=1e-6)
