"""A plane cut of 40 × 40 points through the loss of a 64-64-64-10 network on 300 digits, in float32
and in float64.

The plane goes through a trained network, along two random directions as long as its weights.
Against the same losses taken one by one, of which a sample is timed.
"""
import numpy as np

import timing
from helpers import surfaces
from helpers.datasets import images as pictures
from helpers.datasets import sampling
from helpers.descent import descend
from helpers.networks import initialization
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam

SIDE, SAMPLE = 40, 64  # points along a side, and how many are taken one by one


def digits():
    """300 digits, and a network that was trained on them."""
    images, labels = pictures.digits()
    task = Task(mlp(64, 64, 64, 10), CrossEntropy(), images[:300].reshape(300, 64),
                sampling.one_hot(labels[:300], 10))
    *_, theta = descend(task, Adam(0.003),
                        initialization.start(task.network, initialization.kaiming, (0,)), 100)
    return task, theta[0]


def cut():
    """The plane, and its points (40 · 40, 2)."""
    task, center = digits()
    u, v = np.random.default_rng(0).standard_normal((2, task.size))
    plane = surfaces.plane(task, center,
                           *(np.linalg.norm(center) / np.linalg.norm(way) * way for way in (u, v)))
    side = np.linspace(-1, 1, SIDE)
    return plane, np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def main():
    plane, points = cut()
    some = np.linspace(0, len(points) - 1, SAMPLE).astype(int)
    kinds = {"float32": points.astype(np.float32), "float64": points}
    print(f"The loss on 300 digits of a 64-64-64-10 network at {SIDE} × {SIDE} points of a plane")
    low, high = (plane.loss(kind) for kind in kinds.values())
    print(f"float32 and float64 differ by {np.abs(low / high - 1).max():.0e} of the loss at most")
    works = {name: lambda kind=kind: plane.loss(kind) for name, kind in kinds.items()}
    works |= {f"{name}, one by one": lambda kind=kind: [plane.loss(point) for point in kind[some]]
              for name, kind in kinds.items()}
    times = timing.in_turn(works, rounds=7)
    for name in kinds:
        single = [time / SAMPLE * len(points) for time in times[f"{name}, one by one"]]
        timing.report(name, times[name])
        timing.report(f"{name}, one by one", single)
        timing.ratio(f"{name}: the cut than one by one", single, times[name])


if __name__ == "__main__":
    main()
