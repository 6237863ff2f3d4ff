"""Many verdicts at once: of N intervals about N/20 miss by chance; which words survive Holm's
correction (1979)?"""
import numpy as np

from helpers.experiments.verdict import student

ANGLES = 20001  # of the integral over Student's density


def two_sided(t, degrees):
    """The probability that Student's t with so many degrees of freedom is beyond ±|t|.

    With t = √degrees · tan(angle), its density becomes cos(angle)^(degrees − 1).
    """
    begin = np.arctan(abs(t) / np.sqrt(degrees))
    beyond, whole = (np.trapezoid(np.cos(angles) ** (degrees - 1), angles)
                     for angles in (np.linspace(begin, np.pi / 2, ANGLES),
                                    np.linspace(0, np.pi / 2, ANGLES)))
    return float(beyond / whole)


def p_value(ratio):
    """The p-value of "the ratio is 1" of a `verdict.Ratio`, read back from its interval.

    1 where nothing was tested: fewer than two pairs, or no two pairs differ.
    """
    if ratio.n < 2 or not ratio.low < ratio.high:
        return 1.0
    error = np.log(ratio.high / ratio.low) / 2 / student(ratio.n - 1)
    return two_sided(np.log(ratio.r) / error, ratio.n - 1)


def holm(p_values, level=0.05):
    """Which of many tests stay, an array of bool in their order: the k-th smallest p-value is
    compared with level / (how many are left), and with the first that fails all others fail."""
    p_values = np.asarray(p_values, float)
    order = np.argsort(p_values)
    left = len(p_values) - np.arange(len(p_values))
    kept = np.cumprod(p_values[order] * left <= level).astype(bool)
    stays = np.zeros(len(p_values), bool)
    stays[order] = kept
    return stays
