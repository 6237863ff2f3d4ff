"""A table that is not as it must be says so, with the name of the file."""
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from helpers import data

COLUMNS = ("slides", "minutes")
HEAD = "slides,minutes\n"
MALFORMED = {  # the text of the file, what the message says besides its name
    "empty": ("", "empty"),
    "blank lines only": ("\n\n", "empty"),
    "no numbers": (HEAD, "at least 2"),
    "one row": (HEAD + "1,2\n", "at least 2"),
    "no first line": ("1,2\n3,4\n5,6\n", "slides,minutes"),
    "other columns": ("x,y\n1,2\n3,4\n", "slides,minutes"),
    "columns swapped": ("minutes,slides\n1,2\n3,4\n", "slides,minutes"),
    "a column too many": ("slides,minutes,more\n1,2,3\n4,5,6\n", "slides,minutes"),
    "a column missing": ("slides\n1\n2\n", "slides,minutes"),
    "semicolons": ("slides;minutes\n1;2\n3;4\n", "slides,minutes"),
    "a short row": (HEAD + "1,2\n3\n4,5\n", "row 3"),
    "a long row": (HEAD + "1,2\n3,4\n5,6,7\n", "row 4"),
    "NaN": (HEAD + "1,2\n3,nan\n", "row 3"),
    "infinity": (HEAD + "inf,2\n3,4\n", "row 2"),
    "a gap": (HEAD + "1,2\n3,\n", "row 3"),
    "text": (HEAD + "1,2\nthree,4\n", "row 3"),
    "decimal commas": (HEAD + '"1,5","2,5"\n"3,5","4,5"\n', "row 2"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_table_is_refused_by_name(name, tmp_path):
    text, told = MALFORMED[name]
    path = tmp_path / "my table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as error:
        data.table(path, COLUMNS)
    assert str(error.value).startswith("my table.csv") and told in str(error.value)
    with pytest.raises(ValueError, match="my table.csv"):
        data.lectures(path)


@pytest.mark.parametrize("text", [HEAD + "1,2\n3.5,-4e1\n", "slides,minutes\r\n1,2\r\n3.5,-40",
                                  "\ufeff" + HEAD + "1, 2\n\n3.5,-40\n"], ids=["plain", "Windows", "Excel"])
def test_a_good_table_gives_its_columns(text, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode("utf-8"))
    assert_array_equal(data.table(path, COLUMNS), [[1, 3.5], [2, -40]])


def test_the_lectures_of_the_course():
    slides, minutes = data.lectures()
    assert slides.shape == minutes.shape == (15,)
    assert np.all(slides > 0) and np.all(minutes > 0)


def test_what_is_done_to_one_table_does_not_reach_the_next():
    data.lectures()[0][:] = 0
    assert np.all(data.lectures()[0] > 0)


@pytest.mark.parametrize("n, size", [(10, 1), (10, 3), (10, 5), (10, 10), (1, 1)])
def test_the_batches_of_an_epoch_do_not_overlap(n, size):
    for epoch in range(3):
        steps = range(epoch * (n // size), (epoch + 1) * (n // size))
        dealt = np.concatenate([data.batch(t, n, size, (3, 4)) for t in steps], axis=-1)
        assert dealt.shape == (2, n // size * size)
        for run in dealt:
            assert len(set(run)) == len(run) and set(run) <= set(range(n))


def test_every_example_is_as_likely_in_every_place():
    """Over 3000 epochs, each of five examples comes first about 600 times (five standard deviations: 110)."""
    first = [data.batch(2 * epoch, 5, 2, (11,))[0, 0] for epoch in range(3000)]
    assert np.all(np.abs(np.bincount(first, minlength=5) - 600) < 110)


def test_a_batch_belongs_to_seed_and_step_alone():
    together = data.batch(17, 20, 4, (5, 6, 7))
    data.order.cache_clear()
    assert_array_equal(data.batch(17, 20, 4, (6,)), together[1:2])
    assert not np.array_equal(together[0], together[1])


def test_writing_into_a_batch_does_not_change_it_for_others():
    picks = data.batch(2, 20, 4, (5,))
    kept = picks.copy()
    picks[:] = 0
    assert_array_equal(data.batch(2, 20, 4, (5,)), kept)


@pytest.mark.parametrize("size", [0, -1, 21, 2.5, np.nan, True, "4", None], ids=repr)
def test_a_batch_has_between_one_and_all_of_the_examples(size):
    with pytest.raises(ValueError) as error:
        data.batch(0, 20, size, (0,))
    assert str(error.value).startswith(f"size = {size!r}") and "1 to 20" in str(error.value)
