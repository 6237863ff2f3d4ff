"""PyTorch's stored numbers of the architecture (see tests/reference), and how near ours must be to
them."""
import json
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose

TORCH = np.load(Path(__file__).parent / "reference" / "torch_architecture.npz")
ABOUT = json.loads(str(TORCH["about"]))


def of(name, *keys):
    """The arrays that are stored under a name."""
    return [TORCH[f"{name} {key}"] for key in keys]


def near(ours, theirs):
    assert ours.shape == theirs.shape and theirs.dtype == np.float64
    assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


def as_pytorch(layer, name):
    """Forward and back: y, dx and the gradients of the parameters are PyTorch's."""
    x, dy = of(name, "x", "dy")
    params = of(name, "W", "b") if layer.parameters else []
    y, cache = layer.forward(params, x)
    dx, dparams = layer.backward(params, cache, dy)
    for ours, theirs in zip([y, dx, *dparams],
                            of(name, "y", "dx", *(["dW", "db"] if params else [])), strict=True):
        near(ours, theirs)
