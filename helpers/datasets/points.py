"""Points in the plane that belong to classes, made on the spot: two moons, and blobs."""
import numpy as np

from helpers.allowed import numbers, whole


def two_moons(n, noise, generator):
    """n points (n, 2) on two half circles that reach into each other, and labels (n,), int64: 0, 1,
    0, 1, …

    A half circle has radius 1; noise (≥ 0) is the standard deviation of what is added to both
    coordinates. ValueError for n < 2 or a negative noise.
    """
    labels = classes_in_turn(n, 2)
    # side: 1 for the upper moon, −1 for the lower
    angle, side = np.pi * generator.random(n), 1 - 2 * labels
    moons = np.stack([labels + side * np.cos(angle), labels / 2 + side * np.sin(angle)], axis=-1)
    return moons + scatter("noise", noise, (n, 2), generator), labels


def blobs(n, centers, spread, generator):
    """n points (n, 2) around centers (classes, 2), and labels (n,), int64: 0, 1, …, classes − 1, 0,
    1, …

    spread (≥ 0) is the standard deviation: one number, or one for x and one for y.
    ValueError for centers of another shape, fewer points than centers, or a negative spread.
    """
    centers = np.asarray(centers, float)
    pairs = centers.ndim == 2 and centers.shape[1] == 2 and len(centers) > 0
    if not pairs or not np.all(np.isfinite(centers)):
        raise ValueError(f"centers = {centers.tolist()}: allowed is a finite pair (x, y) for each "
                         f"class")
    labels = classes_in_turn(n, len(centers))
    return centers[labels] + scatter("spread", spread, (n, 2), generator), labels


def classes_in_turn(n, classes):
    """n labels, dealt like cards: no class has more than one more than another."""
    return np.arange(whole("n", n, max(classes, 1), of="of points, one for each class")) % classes


def scatter(name, deviation, shape, generator):
    """Normal noise; `name` is what the caller calls its standard deviation."""
    numbers(name, deviation, "≥ 0")
    return np.asarray(deviation) * generator.standard_normal(shape)
