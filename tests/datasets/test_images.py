"""The digits and the photograph are what their notes say; a digit is placed anywhere on a canvas,
whole."""
import numpy as np
import pytest
from numpy.testing import assert_array_equal

import colab
from helpers.datasets import images

PICTURES, LABELS = images.digits()


def test_the_digits():
    assert PICTURES.shape == (1797, 8, 8) and PICTURES.dtype == np.float32
    assert LABELS.shape == (1797,) and LABELS.dtype == np.int64
    assert_array_equal(np.unique(PICTURES), np.arange(17) / 16)


def test_each_class_has_as_many_digits_as_its_authors_say():
    """From UCI's page on the data."""
    assert_array_equal(np.bincount(LABELS), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])


def test_labels_belong_to_their_pictures():
    """The mean picture of a class in one half of the data tells nine of ten in the other half."""
    means = np.stack([PICTURES[::2][LABELS[::2] == label].mean(axis=0) for label in range(10)])
    distance = np.sum((PICTURES[1::2, None] - means) ** 2, axis=(-2, -1))
    assert np.mean(distance.argmin(axis=1) == LABELS[1::2]) > 0.88


def test_the_photograph_is_in_colour():
    cat = images.photograph()
    assert cat.shape == (128, 128, 3) and cat.dtype == np.float32
    assert 0 <= cat.min() < 0.05 and 0.8 < cat.max() <= 1
    red, green, blue = cat.mean(axis=(0, 1))
    assert red > green > blue, "a ginger cat"


def test_what_is_done_to_one_digit_does_not_reach_the_next():
    images.digits()[0][:] = 0
    assert_array_equal(images.digits()[0], PICTURES)


def changed(array, dtype, first):
    """A copy of that dtype, with another number in its first place."""
    array = array.astype(dtype)
    array.flat[0] = first
    return array


INK, NAMES = (PICTURES * 16).astype(np.uint8), LABELS.astype(np.uint8)
MALFORMED = {  # the arrays of the file, what the message says besides its name
    "no labels": ({"pictures": INK}, "labels"),
    "no pictures": ({"labels": NAMES}, "pictures"),
    "other names": ({"x": INK, "y": NAMES}, "pictures"),
    "flat pictures": ({"pictures": INK.reshape(-1, 64), "labels": NAMES},
                      r"pictures has the shape \(1797, 64"),
    "a picture too few": ({"pictures": INK[1:], "labels": NAMES}, r"pictures has the shape \(1796"),
    "a label too few": ({"pictures": INK, "labels": NAMES[1:]}, r"labels has the shape \(1796"),
    "one-hot labels": ({"pictures": INK, "labels": np.eye(10)[LABELS]},
                       r"labels has the shape \(1797, 10\)"),
    "NaN in a picture": ({"pictures": changed(INK, float, np.nan), "labels": NAMES},
                         "pictures must hold .* 16"),
    "NaN in a label": ({"pictures": INK, "labels": changed(NAMES, float, np.nan)},
                       "labels must hold .* 9"),
    "infinite ink": ({"pictures": changed(INK, float, np.inf), "labels": NAMES},
                     "pictures must hold .* 16"),
    "too much ink": ({"pictures": changed(INK, int, 17), "labels": NAMES},
                     "pictures must hold .* 0 to 16"),
    "ink of another scale": ({"pictures": PICTURES, "labels": NAMES}, "pictures must hold"),
    "a label of 10": ({"pictures": INK, "labels": changed(NAMES, int, 10)},
                      "labels must hold .* 9"),
    "a label of −1": ({"pictures": INK, "labels": changed(NAMES, int, -1)},
                      "labels must hold .* 9"),
    "words": ({"pictures": INK, "labels": NAMES.astype(str)}, "labels must hold"),
    "Python objects": ({"pictures": INK, "labels": NAMES.astype(object)}, "bject"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_digits_are_refused_by_name(name, tmp_path):
    found, told = MALFORMED[name]
    path = tmp_path / "my digits.npz"
    np.savez_compressed(path, **found)
    with pytest.raises(ValueError, match="^my digits.npz: .*" + told):
        images.digits(path)
    with pytest.raises(ValueError, match="^my digits.npz: .*photograph"):
        images.photograph(path)


WHOLE = (images.FOLDER / "digits.npz").read_bytes()
BROKEN = {
    "nothing": b"",
    "text": b"slides,minutes\n1,2\n",
    "cut off": WHOLE[:20000],
    "one byte changed": WHOLE[:20000] + bytes([WHOLE[20000] ^ 255]) + WHOLE[20001:],
    "an early byte changed": WHOLE[:100] + bytes([WHOLE[100] ^ 255]) + WHOLE[101:],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_by_name(name, tmp_path):
    path = tmp_path / "my digits.npz"
    path.write_bytes(BROKEN[name])
    with pytest.raises(ValueError, match="^my digits.npz: .*pictures and labels"):
        images.digits(path)


def test_a_single_array_is_no_archive_either(tmp_path):
    np.save(tmp_path / "my digits.npy", INK)
    with pytest.raises(ValueError, match="^my digits.npy: .*pictures and labels"):
        images.digits(tmp_path / "my digits.npy")


def test_a_file_that_is_not_there_is_told_by_python(tmp_path):
    with pytest.raises(FileNotFoundError, match="no.npz"):
        images.photograph(tmp_path / "no.npz")


def test_a_canvas_loses_no_ink():
    placed = images.place(PICTURES, 12, np.random.default_rng(0))
    assert placed.shape == (1797, 12, 12) and placed.dtype == np.float32
    # sixteenths: the sums are exact
    assert_array_equal(placed.sum(axis=(1, 2)), PICTURES.sum(axis=(1, 2)))


def test_the_whole_picture_stands_somewhere_on_the_canvas():
    full = 1 + np.random.default_rng(0).random((40, 3, 5))
    for picture, canvas in zip(full, images.place(full, 7, np.random.default_rng(1)), strict=True):
        rows, columns = np.nonzero(canvas)
        assert_array_equal(canvas[rows.min():rows.max() + 1, columns.min():columns.max() + 1],
                           picture)
        assert np.count_nonzero(canvas) == 15


def test_every_place_is_as_likely():
    """5000 pictures, 5 × 5 places: about 200 at each (five standard deviations: 70)."""
    placed = images.place(np.ones((5000, 8, 8)), 12, np.random.default_rng(2))
    corners = placed.reshape(5000, -1).argmax(axis=1)
    places, often = np.unique(corners, return_counts=True)
    assert_array_equal(places, np.add.outer(12 * np.arange(5), np.arange(5)).ravel())
    assert np.all(np.abs(often - 200) < 70)


@pytest.mark.parametrize("shape", [(8, 8), (1, 8, 8), (2, 3, 8, 8), (0, 8, 8)], ids=repr)
def test_one_picture_or_many_runs_of_pictures(shape):
    assert images.place(np.ones(shape), 9, np.random.default_rng(0)).shape == (*shape[:-2], 9, 9)


def test_the_same_generator_places_the_same_and_another_otherwise():
    mine, same, other = (images.place(PICTURES, 12, np.random.default_rng(seed))
                         for seed in (3, 3, 4))
    assert_array_equal(mine, same)
    # one place in 25 is the same by chance
    assert np.mean(np.any(mine != other, axis=(1, 2))) > 0.9


def test_a_canvas_as_large_as_the_picture_leaves_one_place():
    assert_array_equal(images.place(PICTURES, 8, np.random.default_rng(0)), PICTURES)


@pytest.mark.parametrize("size", [7, 0, -12, np.nan], ids=repr)
def test_a_canvas_that_is_too_small_is_refused(size):
    with pytest.raises(ValueError, match=f"size = {size}: .* at least 8"):
        images.place(PICTURES, size, np.random.default_rng(0))


def test_a_single_file_carries_pictures_and_their_notes_only_where_it_needs_them():
    files = {f"data/{name}" for name in ("digits.npz", "digits.md", "cat.npz", "cat.md")}
    use = "from helpers.datasets import images\nimages.digits(), images.photograph()"
    assert files <= set(colab.packed(use))
    assert not files & set(colab.packed("from helpers.datasets import points, sampling"))
