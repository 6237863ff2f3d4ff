"""One training step of a 64-64-64-10 network on 64 digits, against eager PyTorch; and the lecture's
experiment.

Both in float32, on one thread, with Adam and all 64 digits at every step. Our time is that of 8
seeds, divided by 8; PyTorch trains one. It is asked in each of the three ways in which its Adam can
do an update: one tensor at a time (what it does on a CPU if nothing is said), foreach, and fused.
The lecture's experiment is 20 seeds of a 1-100-1 network on its fifteen lectures, 10,000 epochs of
Adam. For the comparison, install PyTorch's CPU build:

    python -m pip install torch --index-url https://download.pytorch.org/whl/cpu
"""
import statistics

import timing
from helpers.datasets import images, sampling
from helpers.descent import descend
from helpers.experiments import n05_initialization as trials_initialization
from helpers.networks import initialization
from helpers.networks.activations import Tanh
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam

try:
    import torch
except ImportError:
    torch = None

STEPS = 100


def ours(network, x, labels, seeds):
    """STEPS training steps of all seeds at once."""
    task = Task(network, CrossEntropy(), x, sampling.one_hot(labels, 10), seeds=seeds)
    theta = initialization.start(network, initialization.kaiming, seeds)

    def train():
        *_, last = descend(task, Adam(0.001), theta, STEPS)
        return task.loss(last)
    return train


def eager(layers, x, labels, **way):
    """The same STEPS of one seed, as PyTorch's tutorials write them."""
    x, labels = map(torch.from_numpy, (x, labels))
    torch.manual_seed(0)
    network = torch.nn.Sequential(*layers(torch.nn))
    optimizer, loss = torch.optim.Adam(network.parameters(), lr=0.001,
                                       **way), torch.nn.CrossEntropyLoss()

    def train():
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss(network(x), labels).backward()
            optimizer.step()
    return train


def compare(what, network, layers, x, theirs, rounds=31):
    """Report the time of a step on 64 digits, per seed.

    x are those that ours takes, theirs those of PyTorch's layers(nn).
    """
    labels = images.digits()[1][:64]
    works = {"ours, 8 seeds at once": (ours(network, x, labels, range(8)), 8),
             "ours, one seed alone": (ours(network, x, labels, range(1)), 1)}
    if torch:
        torch.set_num_threads(1)
        ways = {"one tensor at a time (its default here)": dict(foreach=False),
                "foreach": dict(foreach=True),
                "fused": dict(fused=True)}
        works |= {f"PyTorch, {name}": (eager(layers, theirs, labels, **way), 1) for name,
                  way in ways.items()}
    print(f"One training step of {what} on 64 digits, per seed")
    times = timing.in_turn({name: work for name, (work, _) in works.items()}, rounds)
    times = {name: [time / STEPS / seeds for time in times[name]] for name,
             (_, seeds) in works.items()}
    for name in works:
        timing.report(name, times[name], 1e6, "µs")
    if torch:
        mine, alone, usual, *others = times.values()
        timing.ratio("8 seeds than PyTorch as it comes", usual, mine)
        timing.ratio("8 seeds than the fastest PyTorch",
                     min([usual, *others], key=statistics.median), mine)
        timing.ratio("one seed than PyTorch as it comes", usual, alone)
    else:
        print("comparison skipped: PyTorch is not installed (the top of training.py says how)")


def lecture():
    """20 seeds × 10,000 epochs × 100 units."""
    task, _, _ = trials_initialization.lengths(range(20), mlp(1, 100, 1, activation=Tanh()))
    theta = initialization.start(task.network, initialization.kaiming, range(20), biases=True)
    for theta in descend(task, Adam(0.003), theta, 10_000):
        pass


def main():
    rows = images.digits()[0][:64].reshape(64, 64)
    compare("a 64-64-64-10 network", mlp(64, 64, 64, 10),
            lambda nn: [nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(),
                        nn.Linear(64, 10)], rows, rows)
    print("The lecture's experiment: 20 seeds × 10,000 epochs × 100 units")
    timing.report("ours", [timing.seconds(lecture) for _ in range(3)], 1, "s")


if __name__ == "__main__":
    main()
