"""Writes torch_optimizers.npz: 200 updates of PyTorch's optimizers, an oracle that does not repeat
our code.

    python -m venv venv-torch && venv-torch/bin/pip install torch==2.13.0 numpy
    venv-torch/bin/python tests/reference/make_torch_reference.py

Written with torch 2.13.0 (CPU, float64, gradients by autograd); PyTorch is needed only to write it
anew. In it, `about` is a JSON text: the version, and for each run the surface, start, torch class
and settings; `run_0`, `run_1`, … are the paths, arrays of shape (201, 2) with the start first.
"""
import json
from pathlib import Path

import numpy as np
import torch

STEPS = 200

SURFACES = {  # name: (f, start)
    "valley": (lambda x, y: (x**2 + 100 * y**2) / 2, (-10.0, 1.0)),
    "rosenbrock": (lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, (-1.5, 2.0)),
    "beale": (lambda x,
              y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
              (1.0, 1.5)),
}

# (torch class, settings but for lr, lr on each surface). An eps of 1e-3 tells where it stands in
# the formula.
RUNS = [
    ("SGD", {}, (0.015, 5e-4, 5e-3)),
    ("SGD", {"momentum": 0.9}, (0.005, 2e-4, 1e-3)),
    ("SGD", {"momentum": 0.5}, (0.010, 4e-4, 3e-3)),
    ("SGD", {"momentum": 0.9, "nesterov": True}, (0.005, 2e-4, 1e-3)),
    ("SGD", {"momentum": 0.5, "nesterov": True}, (0.005, 2e-4, 1e-3)),
    ("Adagrad", {"eps": 1e-10}, (1.0, 0.3, 0.3)),
    ("Adagrad", {"eps": 1e-3}, (1.0, 0.3, 0.3)),
    ("RMSprop", {"alpha": 0.99, "eps": 1e-8}, (0.05, 1e-3, 0.01)),
    ("RMSprop", {"alpha": 0.9, "eps": 1e-3}, (0.03, 3e-4, 0.01)),
    ("Adam", {"betas": (0.9, 0.999), "eps": 1e-8}, (0.1, 0.03, 0.03)),
    ("Adam", {"betas": (0.8, 0.95), "eps": 1e-3}, (0.1, 0.01, 0.03)),
    ("AdamW", {"betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.01}, (0.1, 0.03, 0.03)),
    ("AdamW", {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.3}, (0.1, 0.01, 0.03)),
]


def path(f, start, optimizer, settings):
    """The start and the point after each update, an array of shape (STEPS + 1, 2)."""
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    descent = getattr(torch.optim, optimizer)([theta], **settings)
    points = [start]
    for _ in range(STEPS):
        descent.zero_grad()
        f(theta[0], theta[1]).backward()
        descent.step()
        points.append(theta.tolist())
    return np.array(points)


def rounding(f, start, *run):
    """How far the path moves if every gradient is rounded differently: large where the run is
    chaotic."""
    return np.abs(path(lambda x, y: f(x, y) / 3 * 3, start, *run) - path(f, start, *run)).max()


def main():
    runs, paths = [], {}
    for optimizer, settings, rates in RUNS:
        for (name, (f, start)), lr in zip(SURFACES.items(), rates, strict=True):
            run = dict(settings, lr=lr)
            error = rounding(f, start, optimizer, run)
            paths[f"run_{len(runs)}"] = p = path(f, start, optimizer, run)
            runs.append({"surface": name, "start": start, "optimizer": optimizer, "settings": run})
            print(f"{optimizer:8} {name:10} {run}: ends at {p[-1]}, rounding moves it by "
                  f"{error:.1e}")
            assert np.isfinite(p).all() and error < 1e-12, "chaotic: no reference"
    about = {"torch": torch.__version__.split("+")[0], "dtype": "float64", "runs": runs}
    file = Path(__file__).with_name("torch_optimizers.npz")
    np.savez_compressed(file, about=json.dumps(about, indent=1), **paths)


if __name__ == "__main__":
    main()
