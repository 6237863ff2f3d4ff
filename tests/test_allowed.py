"""What a setting may be: numbers of every kind pass unchanged, all else is named with what is
allowed."""
from fractions import Fraction

import numpy as np
import pytest

from helpers.allowed import RANGES, number, numbers, whole

NO_NUMBERS = [None, "1", True, np.True_, 1j, [1], np.array([1]), (), np.nan, np.inf, -np.inf]
TABLE = {  # what is allowed: numbers that are, numbers that are not
    "": ([-1e300, 0, 3], []),
    "in [0, 1]": ([0, 0.5, 1], [-1e-300, np.nextafter(1, 2), 2]),
    "in [0, 1)": ([0, 0.5, np.nextafter(1, 0)], [-1e-300, 1]),
    "≥ 0": ([0, 1e-300, 1e300], [-1e-300]),
    "> 0": ([1e-300, 1e300], [0, -1e-300]),
    "≥ 1": ([1, 1e300], [np.nextafter(1, 0), 0, -1]),
}


def test_the_table_has_every_range():
    assert set(TABLE) == set(RANGES)


@pytest.mark.parametrize("allowed", TABLE)
def test_a_number_in_its_range_comes_back_as_a_float(allowed):
    for good in TABLE[allowed][0]:
        for kind in (float, np.float64):
            assert number("p", kind(good),
                          allowed) == good and type(number("p", kind(good), allowed)) is float


@pytest.mark.parametrize("allowed", TABLE)
def test_all_else_is_named_with_its_value_and_what_is_allowed(allowed):
    for bad in TABLE[allowed][1] + NO_NUMBERS:
        with pytest.raises(ValueError) as error:
            number("p", bad, allowed)
        assert str(error.value) == f"p = {bad!r}: allowed is a finite number {allowed}".rstrip()


@pytest.mark.parametrize("allowed", TABLE)
def test_an_array_is_allowed_if_all_its_numbers_are(allowed):
    good, bad = TABLE[allowed]
    assert numbers("p", good, allowed) is good
    for one in bad + [np.nan, np.inf, None, "1", True, 1j]:
        with pytest.raises(ValueError, match="^(?s:p = .*): allowed is a finite number .*an array"):
            numbers("p", [good[0], one] if isinstance(one, float) else one, allowed)


@pytest.mark.parametrize("empty", [[], np.empty((0, 3)), ()], ids=repr)
def test_an_empty_array_holds_no_number(empty):
    with pytest.raises(ValueError, match="p = "):
        numbers("p", empty)


def test_a_fraction_and_numpys_numbers_are_numbers():
    assert [number("p", one) for one in (Fraction(1, 4), np.float32(0.25), np.int64(2))] == [
        0.25,
        0.25,
        2.0,
    ]


@pytest.mark.parametrize("good", [2, 5, np.int64(3), np.uint8(4)])
def test_a_whole_number_from_low_to_high_passes(good):
    assert whole("n", good, 2, 5) is good


@pytest.mark.parametrize("bad", [1, 6, 2.0, np.float64(3), *NO_NUMBERS])
def test_what_is_no_whole_number_from_low_to_high_is_named(bad):
    with pytest.raises(ValueError) as error:
        whole("n", bad, 2, 5, "of pixels")
    assert str(error.value) == f"n = {bad!r}: allowed is a whole number of pixels, 2 to 5"


def test_without_a_highest_every_larger_number_is_allowed():
    assert whole("n", 10**30, 1) == 10**30
    with pytest.raises(ValueError, match="^n = 0: allowed is a whole number, 1 or more$"):
        whole("n", 0, 1)
