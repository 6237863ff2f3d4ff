"""1,000 updates of Adam on Rosenbrock's banana, one run: ours against eager PyTorch.

Both give the whole path, in float64, on one thread. PyTorch runs in each of its three ways to make
an update, and is compared as it comes and at its fastest. For the comparison, install its CPU
build:

    python -m pip install torch --index-url https://download.pytorch.org/whl/cpu
"""
from statistics import median

import timing
from helpers import surfaces
from helpers.descent import trace
from helpers.optimizers import Adam

try:
    import torch
except ImportError:
    torch = None

STEPS = 1000
banana = surfaces.rosenbrock()


def ours():
    return trace(banana, Adam(0.01), banana.start, STEPS)


def eager(**way):
    """The usual loop."""
    theta = torch.tensor(banana.start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([theta], lr=0.01, **way)
    path = [theta.detach().clone()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        x, y = theta.unbind()
        loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        loss.backward()
        optimizer.step()
        path.append(theta.detach().clone())
    return torch.stack(path).numpy()


def main():
    print(f"{STEPS:,} updates of Adam on Rosenbrock, one run")
    works = {"ours": ours}
    if torch:
        torch.set_num_threads(1)
        works |= {"PyTorch as it comes": eager,
                  "PyTorch, foreach=True": lambda: eager(foreach=True),
                  "PyTorch, fused=True": lambda: eager(fused=True)}
        print(f"the paths are at most {abs(ours() - eager()).max():.0e} apart")
    times = timing.in_turn(works, rounds=15)
    for name in works:
        timing.report(name, times[name])
    if torch:
        mine, usual, *others = times.values()
        timing.ratio("ours than PyTorch as it comes", usual, mine)
        timing.ratio("ours than the fastest PyTorch", min([usual, *others], key=median), mine)
    else:
        print("comparison skipped: PyTorch is not installed (the top of this file says how)")


if __name__ == "__main__":
    main()
