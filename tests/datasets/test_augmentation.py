"""What an augmentation claims: labels that survive, ink that stays, a draw for each picture, and
nothing else."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage, stats

from helpers.datasets import augmentation, images, sampling
from helpers.datasets.augmentation import (
    blur,
    brightness,
    compose,
    flip,
    mixup,
    mixup_beta,
    noise,
    place,
    shift,
)

DIGITS, NAMES = images.digits()
ROWS = sampling.one_hot(NAMES, 10)
KEEPING = {
    "flip": flip(), "flip up-down": flip("up-down", 0.3), "half turn": flip("half turn"),
    "shift": shift(2),
    "shift all away": shift(8), "place": place(), "blur": blur(), "noise": noise(0.1),
    "brightness": brightness(0.4),
    "compose": compose(shift(1), flip(), noise(0.1)),
}
MIXING = {"mixup": mixup(0.3), "mixup, Beta": mixup_beta(0.4),
          "compose with mixup": compose(place(), mixup(0.5), blur())}
EVERY = KEEPING | MIXING
NEUTRAL = {"flip": flip(p=0), "half turn": flip("half turn", 0.0), "shift": shift(0),
           "blur": blur(0), "noise": noise(0),
           "brightness": brightness(0), "mixup": mixup(1), "compose": compose(),
           "compose of them": compose(shift(0), blur(0))}
keeping = pytest.mark.parametrize("augment", KEEPING.values(), ids=KEEPING)
mixing = pytest.mark.parametrize("augment", MIXING.values(), ids=MIXING)
every = pytest.mark.parametrize("augment", EVERY.values(), ids=EVERY)
runs = pytest.mark.parametrize("runs", [(), (3,), (2, 1, 3)], ids=repr)


def some(runs=(), n=20, dtype=np.float32):
    """Digits (*runs, n, 8, 8), and their labels as rows (*runs, n, 10)."""
    which = np.arange(np.prod(runs, dtype=int) * n).reshape(*runs, n)
    return DIGITS[which].astype(dtype), ROWS[which].astype(dtype)


def seeded(seed=0):
    return np.random.default_rng(seed)


def ink(x):
    return x.sum(axis=(-1, -2))


# Laws that all of them obey
# ----------------------------------------------------------------------------------

def test_every_augmentation_has_a_row():
    inside = {"keeping", "sometimes", "mixing", "mixed", "blurred", "inside", "moved", "number",
              "check"}
    public = {name for name, value in vars(augmentation).items()
              if getattr(value, "__module__", None) == augmentation.__name__} - inside
    assert public == {"flip", "shift", "place", "blur", "noise", "brightness", "mixup",
                      "mixup_beta", "compose"}
    assert all(any(key.startswith(name.replace("mixup_beta", "mixup, Beta")) for key in EVERY)
               for name in public)


@keeping
@runs
def test_labels_are_kept_where_that_is_claimed(augment, runs):
    x, y = some(runs)
    assert_array_equal(augment(x, y, seeded())[1], y)
    names = y.argmax(axis=-1)
    assert_array_equal(augment(x, names, seeded())[1], names)
    # no matter how they are written
    assert_array_equal(augment(x, names, seeded())[0], augment(x, y, seeded())[0])


@mixing
@runs
def test_mixed_labels_still_sum_to_1(augment, runs):
    x, y = some(runs)
    mixed = augment(x, y, seeded())[1]
    assert_allclose(mixed.sum(axis=-1), 1, rtol=1e-6)
    assert np.all(mixed >= 0) and not np.array_equal(mixed, y)
    # partners come from the same run
    assert_array_equal((mixed > 0) & ~np.any(y, axis=-2, keepdims=True), False)


@every
@runs
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shapes_and_float_types_stay(augment, runs, dtype):
    x, y = some(runs, dtype=dtype)
    for was, now in zip((x, y), augment(x, y, seeded()), strict=True):
        assert now.shape == was.shape and now.dtype == dtype


@every
def test_pictures_and_labels_can_differ_in_their_float_type(augment):
    x, y = some()
    x, y = augment(x, y.astype(float), seeded())
    assert x.dtype == np.float32 and y.dtype == np.float64


@every
@runs
def test_nothing_is_written_in_place(augment, runs):
    x, y = some(runs)
    x.flags.writeable = y.flags.writeable = False
    augment(x, y, seeded())
    for was, now in zip(some(runs), (x, y), strict=True):
        assert_array_equal(was, now)


@every
def test_the_same_generator_state_gives_the_same_and_another_otherwise(augment):
    (x, y), (same, its_y), (other, _) = (augment(*some(n=50), seeded(seed)) for seed in (3, 3, 4))
    assert_array_equal(x, same)
    assert_array_equal(y, its_y)
    assert not np.array_equal(x, other)


@every
def test_no_other_random_numbers_than_the_generators(augment):
    """Its state moves on: a second call draws anew."""
    generator = seeded()
    assert not np.array_equal(augment(*some(n=50), generator)[0],
                              augment(*some(n=50), generator)[0])


@every
def test_each_picture_of_each_run_has_its_own_draw(augment):
    """One digit, 2 × 60 times: what comes out differs within a run, and between the runs."""
    x = np.broadcast_to(DIGITS[2], (2, 60, 8, 8)).copy()
    x[..., 0, 0] += np.arange(60) / 60  # a mark, so that mixing can be seen too
    one, two = augment(x, np.broadcast_to(ROWS[2], (2, 60, 10)), seeded())[0]
    assert len(np.unique((one - x[0]).round(3), axis=0)) > 1
    assert not np.array_equal(one, two)


@every
def test_a_run_axis_of_one_or_none_is_the_same(augment):
    x, y = some()
    for alone, company in zip(augment(x, y, seeded()), augment(x[None], y[None], seeded()),
                              strict=True):
        assert_array_equal(alone, company[0])


@every
def test_pictures_need_not_be_square_nor_lie_in_order_nor_be_there(augment):
    wide = np.zeros((20, 8, 13), np.float32)
    wide[:, :, 2:10] = DIGITS[:20]
    tall = wide.swapaxes(1, 2)
    for x in (wide, tall, wide[::2], tall[:0]):
        assert augment(x, ROWS[:len(x)], seeded())[0].shape == x.shape
        for looked, copied in zip(augment(x, ROWS[:len(x)], seeded()),
                                  augment(x.copy(), ROWS[:len(x)], seeded()), strict=True):
            assert_array_equal(looked, copied)


@pytest.mark.parametrize("augment", NEUTRAL.values(), ids=NEUTRAL)
@runs
def test_p_0_and_by_0_and_ratio_1_change_nothing(augment, runs):
    x, y = some(runs)
    for was, now in zip((x, y), augment(x, y, seeded()), strict=True):
        assert_array_equal(was, now)


# What each of them does
# ----------------------------------------------------------------------------------

@pytest.mark.parametrize("direction, axes",
                         [("left-right", (2,)), ("up-down", (1,)), ("half turn", (1, 2))])
def test_a_flip_is_a_mirror_and_twice_is_once_too_often(direction, axes):
    once = flip(direction, 1)(DIGITS, NAMES, seeded())[0]
    assert_array_equal(once, np.flip(DIGITS, axes))
    assert_array_equal(flip(direction, 1)(once, NAMES, seeded())[0], DIGITS)


@pytest.mark.parametrize("make, changed",
                         [(flip, lambda x: x[..., ::-1]),
                          (blur, lambda x: blur(1)(x, NAMES, seeded())[0])],
                         ids=["flip", "blur"])
def test_each_picture_is_changed_as_a_whole_with_probability_p(make, changed):
    """Of 1797, at p = 0.3: the share is known to five standard deviations of 0.011."""
    x = make(p=0.3)(DIGITS, NAMES, seeded(1))[0]
    done, left = (np.all(x == y, axis=(1, 2)) for y in (changed(DIGITS), DIGITS))
    assert np.all(done | left)
    assert abs(np.mean(done & ~left) - 0.3) < 0.055


def test_a_shift_is_a_shift_and_every_one_is_as_likely():
    """A single pixel of ink shows where it went: 5 × 5 moves, 5000 pictures, chi-square with 24
    degrees of freedom."""
    x = np.zeros((5000, 9, 9))
    x[:, 4, 4] = 1
    moved = shift(2)(x, np.zeros(5000, int), seeded())[0]
    assert_array_equal(ink(moved), 1)
    assert_array_equal(np.nonzero(moved.sum(axis=0)), np.nonzero(np.pad(np.ones((5, 5)), 2)))
    assert stats.chisquare(moved.sum(axis=0)[2:-2, 2:-2].ravel()).pvalue > 1e-3


def test_a_shifted_digit_keeps_its_ink_where_there_is_room():
    x = np.pad(DIGITS, ((0, 0), (2, 2), (2, 2)))
    moved = shift(2)(x, NAMES, seeded())[0]
    assert_array_equal(ink(moved), ink(x))  # sixteenths: the sums are exact
    whole = shift(3)(np.pad(x, ((0, 0), (1, 1), (1, 1))), NAMES, seeded())[0]
    for was, now in zip(DIGITS, whole, strict=True):
        assert_array_equal(trimmed(was), trimmed(now))


def trimmed(picture):
    """The box of a picture's ink."""
    rows, columns = np.nonzero(picture)
    return picture[rows.min():rows.max() + 1, columns.min():columns.max() + 1]


def test_what_a_shift_moves_out_is_cut_off_and_blank_comes_in():
    """Each is one of the nine pictures that moving by hand gives, and all nine come."""
    x = 1 + seeded().random((400, 3, 5))
    moved = shift(1)(x, np.zeros(400, int), seeded(1))[0]
    by_hand = np.stack([ndimage.shift(x, (0, down, right), order=0) for down in (-1, 0, 1)
                        for right in (-1, 0, 1)])
    same = np.all(moved == by_hand, axis=(-1, -2))
    assert_array_equal(same.sum(axis=0), 1)
    assert np.all(same.sum(axis=1) > 20)


def test_place_loses_no_ink_and_moves_the_box_as_it_is():
    x = images.place(DIGITS, 12, seeded())
    for was, now in zip(x, place()(x, NAMES, seeded(1))[0], strict=True):
        assert_array_equal(trimmed(was), trimmed(now))


def test_place_reaches_every_place_and_all_are_as_likely():
    """A box of 3 × 2 with holes, on 7 × 9: 5 × 8 places; chi-square with 39 degrees of freedom."""
    box = np.array([[1.0, 0], [0, -2], [3, 0]])
    x = np.zeros((8000, 7, 9))
    x[:, 4:, 1:3] = box
    corners = place()(x, np.zeros(8000, int), seeded())[0][:, :5, :8] == 1
    often = corners.sum(axis=0)
    assert often.sum() == 8000 and often.min() > 0
    assert stats.chisquare(often.ravel()).pvalue > 1e-3


def test_where_the_ink_was_does_not_tell_where_it_goes():
    """On 3 × 8 it has the furthest way to go, from one corner to the other: each of 24 places, 600
    pictures."""
    one, other = np.zeros((2, 600, 3, 8))
    one[:, 0, 0] = other[:, 2, 7] = 1
    for x in (one, other):
        assert stats.chisquare(place()(x, np.zeros(600, int),
                                       seeded())[0].sum(axis=0).ravel()).pvalue > 1e-3


def test_a_blank_picture_stays_blank_and_a_full_one_stays_where_it_is():
    x = np.stack([np.zeros((8, 8)), np.ones((8, 8))])
    assert_array_equal(place()(x, np.array([0, 1]), seeded())[0], x)


def test_blur_is_that_of_scipy():
    kernel = np.outer([1, 2, 1], [1, 2, 1])[None] / 16
    blurry = blur(1)(DIGITS, NAMES, seeded())[0]
    assert_allclose(blurry, ndimage.convolve(DIGITS.astype(float), kernel, mode="constant"),
                    rtol=1e-6)


def test_blur_keeps_the_ink_where_the_border_is_blank():
    x = np.pad(DIGITS, ((0, 0), (1, 1), (1, 1)))
    assert_array_equal(ink(blur(1)(x, NAMES, seeded())[0]), ink(x))
    assert np.mean(ink(blur(1)(DIGITS, NAMES,
                               seeded())[0])) < np.mean(ink(DIGITS)), "and spills some else"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_noise_is_normal_with_its_deviation_on_every_pixel(dtype):
    """115008 pixels: the mean is known to 0.3 % of the deviation, the deviation to 0.2 %."""
    added = (noise(0.3)(DIGITS.astype(dtype), NAMES, seeded())[0] - DIGITS).astype(float) / 0.3
    assert abs(added.mean()) < 0.015 and abs(added.std() - 1) < 0.011
    assert abs(np.mean(np.abs(added) < 1) - 0.6827) < 0.007
    assert abs(np.mean(added[:, 1:] * added[:,
                                            :-1])) < 0.016, "neighbours know nothing of each other"


def test_noise_is_not_clipped():
    noisy = noise(0.3)(DIGITS, NAMES, seeded())[0]
    assert noisy.min() < -0.5 and noisy.max() > 1.5


def test_brightness_is_one_uniform_factor_for_each_picture():
    """1797 factors, uniform by Kolmogorov and Smirnov; not clipped."""
    bright = brightness(0.4)(DIGITS.astype(float), NAMES, seeded())[0]
    factors = ink(bright) / ink(DIGITS.astype(float))
    assert_allclose(bright, factors[:, None, None] * DIGITS, atol=1e-12)
    assert stats.kstest(factors, stats.uniform(0.6, 0.8).cdf).pvalue > 1e-3
    assert bright.max() > 1.3


@runs
@pytest.mark.parametrize("make", [lambda: mixup(0.3), lambda: mixup_beta(1)], ids=["mixup", "Beta"])
def test_pictures_and_labels_are_mixed_with_the_same_partner_in_the_same_ratio(make, runs):
    """Labels that number the pictures of all runs tell who was mixed with whom, and how much."""
    x, _ = some(runs, n=12, dtype=float)
    many = x.shape[:-2]
    y = np.broadcast_to(np.eye(12), (*many, 12))
    mixed_x, mixed_y = make()(x, y, seeded())
    assert_allclose(mixed_x, np.einsum("...nm,...mrc->...nrc", mixed_y, x), atol=1e-12)
    assert_allclose(mixed_y.sum(axis=-1), 1)
    assert np.all(np.count_nonzero(mixed_y, axis=-1) <= 2)


@pytest.mark.parametrize("ratio", [0.0, 0.3, 0.5])
def test_mixup_takes_the_ratio_from_itself_and_the_rest_from_each_other_once(ratio):
    mixed = mixup(ratio)(DIGITS[:50], np.eye(50), seeded())[1]
    assert_allclose(mixed.sum(axis=0), 1)  # everyone is a partner once
    assert np.all(np.diagonal(mixed) >= ratio)
    assert np.mean(np.diagonal(mixed)) < ratio + 0.1


def test_the_ratio_of_mixup_beta_is_beta_distributed():
    """By Kolmogorov and Smirnov; half a cat is as likely as half a dog."""
    cats = np.arange(1797) % 2
    for a in (0.4, 1, 3):
        mixed = mixup_beta(a)(DIGITS.astype(float), np.eye(1797), seeded())[1]
        ratios = np.diagonal(mixed)[np.diagonal(mixed) < 1]
        assert stats.kstest(ratios, stats.beta(a, a).cdf).pvalue > 1e-3
    assert abs(np.mean(mixup_beta(1)(DIGITS, np.eye(2)[cats], seeded())[1]) - 0.5) < 1e-3


def test_several_are_done_in_their_order_with_one_generator():
    x, y = some()
    generator = seeded()
    expected = noise(0.1)(*shift(2)(x, y, generator), generator)
    for was, now in zip(expected, compose(shift(2), noise(0.1))(x, y, seeded()), strict=True):
        assert_array_equal(was, now)


def test_the_bird_that_looks_left():
    """Where the question is whether a digit is mirrored, flips make the label say nothing: half of
    each are mirrored."""
    asymmetric = np.isin(NAMES, [2, 3, 4, 5, 6, 7, 9])
    x, mirrored = DIGITS[asymmetric], np.arange(asymmetric.sum()) % 2
    x = np.where(mirrored[:, None, None] == 1, x[..., ::-1], x)
    seen, told = flip()(x, mirrored, seeded())
    truly = np.any(seen != DIGITS[asymmetric], axis=(1, 2))
    assert abs(np.mean(truly == told) - 0.5) < 0.08  # five standard deviations of 1236 coins


# Bad input ----------------------------------------------------------------------------------------

BAD_PROBABILITY = [-0.1, 1.1, np.nan, np.inf, "0.5", None, True, 1j, np.array([0.5])]
BAD = [  # the function, the argument, values that are refused, what is allowed
    (flip, "p", BAD_PROBABILITY, r"in \[0, 1\]"),
    (blur, "p", BAD_PROBABILITY, r"in \[0, 1\]"),
    (brightness, "by", BAD_PROBABILITY, r"in \[0, 1\]"),
    (mixup, "ratio", BAD_PROBABILITY, r"in \[0, 1\]"),
    (mixup_beta, "a", [0, -1, np.nan, np.inf, "1", None], "> 0"),
    (noise, "deviation", [-0.1, np.nan, np.inf, "0.1", None], "≥ 0"),
    (shift, "by", [-1, 1.5, 1.0, np.nan, "1", None, True], "a whole number of pixels, 0 or more"),
    (flip, "direction", ["left", "", None, 1, ["left-right"]], "left-right, up-down, half turn"),
]


@pytest.mark.parametrize("make, name, values, allowed", BAD,
                         ids=[f"{row[0].__name__} {row[1]}" for row in BAD])
def test_a_bad_setting_is_named_at_once_with_its_value_and_what_is_allowed(
    make, name, values, allowed
):
    for value in values:
        with pytest.raises(ValueError, match=f"allowed .*{allowed}") as error:
            make(**{name: value})
        assert str(error.value).startswith(f"{name} = {value!r}: ")


@pytest.mark.parametrize("make, values",
                         [(noise, [0, 1, np.float64(0.1), np.int64(2)]),
                          (mixup, [0, 1, np.float64(0.3)]),
                                          (brightness, [1, np.float32(0.5), np.float64(0.5)]),
                                          (mixup_beta, [np.float64(0.4), 1])],
                         ids=lambda make: getattr(make, "__name__", ""))
def test_a_setting_of_numpys_does_not_turn_float32_into_float64(make, values):
    for value in values:
        assert [array.dtype for array in make(value)(*some(), seeded())] == [np.float32] * 2


def test_a_shift_larger_than_the_canvas_is_refused():
    with pytest.raises(ValueError, match="^by = 9: .* canvas, 8 × 8"):
        shift(9)(DIGITS, NAMES, seeded())
    with pytest.raises(ValueError, match="^by = 4: .* canvas, 8 × 3"):
        shift(4)(DIGITS[..., :3], NAMES, seeded())


@pytest.mark.parametrize("augments", [(flip(), None), ([flip(), shift(1)],), ("flip",)],
                         ids=["None", "a list", "a word"])
def test_several_takes_augmentations(augments):
    with pytest.raises(ValueError, match="^augments = .*: allowed are"):
        compose(*augments)


def with_first(row):
    rows = ROWS[:20].copy()
    rows[0] = row
    return rows


BAD_LABELS = {
    "one too few": NAMES[:19], "a row too few": ROWS[:19], "no run axis": ROWS[None, :20],
    "one label": NAMES[3],
    "scores": ROWS[:20] * 3, "one row of zeros": with_first(0),
    "NaN in one row": with_first(np.nan),
    "rows that sum to 1.01": ROWS[:20] + np.float32(0.001),
    "floats that are no rows": NAMES[:20].astype(float),
    "rows of whole numbers": ROWS[:20].astype(int), "words": NAMES[:20].astype(str),
    "yes and no": NAMES[:20] > 4,
}


@every
@pytest.mark.parametrize("name", BAD_LABELS)
def test_labels_are_whole_numbers_or_rows_that_sum_to_1_and_as_many_as_pictures(augment, name):
    y = BAD_LABELS[name]
    with pytest.raises(ValueError,
                       match="^labels y are .* for pictures .*20, 8, 8.* allowed are whole numbers "
                             ".* sum to 1"):
        augment(DIGITS[:20], y, seeded())


@mixing
def test_mixup_cannot_mix_whole_numbers(augment):
    with pytest.raises(ValueError, match="^labels y are whole numbers .*20.*: mixup needs rows"):
        augment(DIGITS[:20], NAMES[:20], seeded())


@every
@pytest.mark.parametrize("x",
                         [DIGITS[0], DIGITS[:20].astype(int), DIGITS[:20].astype(np.float16),
                          DIGITS[:20].reshape(20, 64)],
                         ids=["one picture", "int", "float16", "rows of pixels"])
def test_pictures_are_arrays_of_pictures_of_floats(augment, x):
    with pytest.raises(ValueError, match="^pictures x are .*: allowed are float32, float64"):
        augment(x, NAMES[:20], seeded())
