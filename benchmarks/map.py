"""A map of 64 × 64 settings (η, β) of Adam on Rosenbrock's banana, 1,000 updates each, run as one
array.

Against the same settings run cell by cell, of which a sample is timed.
"""
import numpy as np

import timing
from helpers import surfaces
from helpers.descent import descend, grid
from helpers.optimizers import Adam

STEPS = 1000
RATES, MEMORIES = np.logspace(-4, 0, 64), 1 - np.logspace(0, -2.5, 64)
SAMPLE = [(k, k * 37 % 64) for k in range(0, 64, 8)]  # eight cells, spread over the map
banana = surfaces.rosenbrock()


def end(optimizer):
    """theta after the last update."""
    for theta in descend(banana, optimizer, banana.start, STEPS):
        pass
    return theta


def whole_map():
    return end(grid(Adam(0.1), banana.start, lr=RATES, beta=MEMORIES))


def cell_by_cell():
    return [end(Adam(RATES[i], MEMORIES[j])) for i, j in SAMPLE]


def main():
    print(f"a map of 64 × 64 settings, {STEPS:,} updates of Adam on Rosenbrock")
    together, alone = whole_map(), cell_by_cell()
    same = all(np.array_equal(together[cell], end) for cell, end in zip(SAMPLE, alone, strict=True))
    print(f"cells alone and in the map agree bit by bit: {same}")
    times = timing.in_turn({"map": whole_map, "sample": cell_by_cell}, rounds=15)
    company = [time / 64**2 / STEPS for time in times["map"]]
    single = [time / len(SAMPLE) / STEPS for time in times["sample"]]
    timing.report("the map", times["map"])
    timing.report("per run and update", company, 1e9, "ns")
    timing.report("per run and update, cell by cell", single, 1e9, "ns")
    timing.ratio("the map than cell by cell", single, company)


if __name__ == "__main__":
    main()
