"""One training step of a 64-64-64-10 network on 64 digits, against eager PyTorch; and the lecture's experiment.

Both in float32, on one thread, with Adam and all 64 digits at every step. Our time is that of 8 seeds, divided by 8;
PyTorch trains one. It is asked in each of the three ways in which its Adam can do an update: one tensor at a time (what
it does on a CPU if nothing is said), foreach, and fused. The lecture's experiment is 20 seeds of a 1-100-1 network on
its fifteen lectures, 10,000 epochs of Adam. For the comparison, install PyTorch's CPU build:

    python -m pip install torch --index-url https://download.pytorch.org/whl/cpu
"""
import os
import statistics

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is imported

import numpy as np  # noqa: E402
import timing  # noqa: E402

from helpers import data, initialization, pictures, trials_initialization  # noqa: E402
from helpers.descent import descend  # noqa: E402
from helpers.layers import Tanh  # noqa: E402
from helpers.losses import CrossEntropy  # noqa: E402
from helpers.networks import Task, mlp  # noqa: E402
from helpers.optimizers import Adam  # noqa: E402

try:
    import torch
except ImportError:
    torch = None

STEPS = 100


def sixty_four():
    """64 digits as rows, float32, and their labels."""
    images, labels = pictures.digits()
    return images[:64].reshape(64, 64), labels[:64]


def ours(seeds):
    """STEPS training steps of all seeds at once."""
    x, labels = sixty_four()
    network = mlp(64, 64, 64, 10)
    task = Task(network, CrossEntropy(), x, data.one_hot(labels, 10), seeds=seeds)
    theta = initialization.start(network, initialization.kaiming, seeds)

    def train():
        *_, last = descend(task, Adam(0.001), theta, STEPS)
        return task.loss(last)
    return train


def eager(**way):
    """The same STEPS of one seed, as PyTorch's tutorials write them."""
    x, labels = map(torch.from_numpy, sixty_four())
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 64), torch.nn.ReLU(),
                                  torch.nn.Linear(64, 10))
    optimizer, loss = torch.optim.Adam(network.parameters(), lr=0.001, **way), torch.nn.CrossEntropyLoss()

    def train():
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss(network(x), labels).backward()
            optimizer.step()
    return train


def lecture():
    """20 seeds × 10,000 epochs × 100 units."""
    task, _, _ = trials_initialization.lengths(range(20), mlp(1, 100, 1, activation=Tanh()))
    theta = initialization.start(task.network, initialization.kaiming, range(20), biases=True)
    for theta in descend(task, Adam(0.003), theta, 10_000):
        pass


def main():
    # As after a notebook's first picture: once a large array was freed, Linux leaves a process the memory of smaller ones.
    np.empty(30_000_000, np.uint8)
    works = {"ours, 8 seeds at once": (ours(range(8)), 8), "ours, one seed alone": (ours(range(1)), 1)}
    if torch:
        torch.set_num_threads(1)
        works |= {"PyTorch, one tensor at a time (its default here)": (eager(foreach=False), 1),
                  "PyTorch, foreach": (eager(foreach=True), 1), "PyTorch, fused": (eager(fused=True), 1)}
    print("One training step of a 64-64-64-10 network on 64 digits, per seed")
    times = timing.in_turn({name: work for name, (work, _) in works.items()}, rounds=31)
    times = {name: [time / STEPS / seeds for time in times[name]] for name, (_, seeds) in works.items()}
    for name in works:
        timing.report(name, times[name], 1e6, "µs")
    if torch:
        mine, alone, usual, *others = times.values()
        timing.ratio("8 seeds than PyTorch as it comes", usual, mine)
        timing.ratio("8 seeds than the fastest PyTorch", min([usual, *others], key=statistics.median), mine)
        timing.ratio("one seed than PyTorch as it comes", usual, alone)
    else:
        print("comparison skipped: PyTorch is not installed (the top of this file says how)")
    print("The lecture's experiment: 20 seeds × 10,000 epochs × 100 units")
    timing.report("ours", [timing.seconds(lecture) for _ in range(3)], 1, "s")


if __name__ == "__main__":
    main()
