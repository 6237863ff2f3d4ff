"""How sure can we be? Shares counted over many runs, with their interval."""
import numpy as np


def share(hits, n, z=1.96):
    """(low, high): the 95 % interval of Wilson (1927) for a share of which `hits` of n runs were seen."""
    spread = z * np.sqrt(hits * (n - hits) / n + z**2 / 4)
    return (hits + z**2 / 2 - spread) / (n + z**2), (hits + z**2 / 2 + spread) / (n + z**2)
