"""Tables that are not as they must be say so; who sees which example: splits and mini-batches."""
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from helpers.datasets import sampling, tables

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
        tables.table(path, COLUMNS)
    assert str(error.value).startswith("my table.csv") and told in str(error.value)
    with pytest.raises(ValueError, match="my table.csv"):
        tables.lectures(path)


@pytest.mark.parametrize("text", [HEAD + "1,2\n3.5,-4e1\n", "slides,minutes\r\n1,2\r\n3.5,-40",
                                  "\ufeff" + HEAD + "1, 2\n\n3.5,-40\n"],
                         ids=["plain", "Windows", "Excel"])
def test_a_good_table_gives_its_columns(text, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode("utf-8"))
    assert_array_equal(tables.table(path, COLUMNS), [[1, 3.5], [2, -40]])


def test_the_lectures_of_the_course():
    slides, minutes = tables.lectures()
    assert slides.shape == minutes.shape == (15,)
    assert np.all(slides > 0) and np.all(minutes > 0)


def test_what_is_done_to_one_table_does_not_reach_the_next():
    tables.lectures()[0][:] = 0
    assert np.all(tables.lectures()[0] > 0)


FILES = sorted(path for path in tables.FOLDER.iterdir() if path.is_file() and path.suffix != ".md")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_has_a_note_on_its_licence(path):
    note = path.with_suffix(".md").read_text(encoding="utf-8")
    assert note.startswith(f"# {path.name}\n") and "Licence: C" in note


UNEVEN = np.repeat([3, 5, 8], [50, 29, 7])  # 86 labels of three classes


@pytest.mark.parametrize("train, validation, test", [(30, 20, None), (30, 20, 16), (13, 13, 13),
                                                     (50, 36, None), (40, 0, 46), (86, 0, 0)])
def test_the_parts_of_a_split_have_the_size_asked_for_and_share_no_example(train, validation, test):
    parts = sampling.split(UNEVEN, train, validation, 0, test)
    rest = 86 - train - validation
    assert [len(part) for part in parts] == [train, validation, rest if test is None else test]
    everyone = np.concatenate(parts)
    assert len(set(everyone)) == len(everyone) and set(everyone) <= set(range(86))


@pytest.mark.parametrize("sizes",
                         [(30, 20, None), (30, 20, 16), (13, 13, 13), (43, 43, None), (77, 9, 0)])
def test_every_part_has_of_each_class_its_share(sizes):
    for part in sampling.split(UNEVEN, *sizes[:2], 0, sizes[2]):
        share = [np.sum(UNEVEN[part] == name) for name in (3, 5, 8)]
        assert np.all(np.abs(share - len(part) / 86 * np.array([50, 29, 7])) < 1)


def test_shares_sum_up_and_are_never_off_by_more_than_one():
    generator = np.random.default_rng(0)
    for _ in range(300):
        counts = generator.integers(1, 30, generator.integers(1, 8))
        sizes = np.diff([0, *np.sort(generator.integers(0, counts.sum() + 1, 3)), counts.sum()])
        shares = sampling.stratify(counts, sizes)
        assert_array_equal(shares.sum(axis=1), counts)
        assert_array_equal(shares.sum(axis=0), sizes)
        assert np.all(shares >= 0)
        assert np.abs(shares - np.outer(counts, sizes) / counts.sum()).max() <= 1 + 1e-9


def test_the_same_seed_splits_the_same_and_another_seed_otherwise():
    for mine, same, other in zip(*(sampling.split(UNEVEN, 30, 20, seed) for seed in (4, 4, 5)),
                                 strict=True):
        assert_array_equal(mine, same)
        assert set(mine) != set(other)


def test_every_example_is_as_likely_to_be_trained_on():
    """Half of 20 alike, over 800 seeds: each about 400 times (five standard deviations: 71)."""
    trained, _, _ = sampling.splits(np.zeros(20, int), 10, 10, range(800))
    assert np.all(np.abs(np.bincount(trained.ravel(), minlength=20) - 400) < 71)


def test_a_part_is_not_sorted_by_class():
    training, _, _ = sampling.split(UNEVEN, 60, 20, 0)
    assert set(UNEVEN[training[:30]]) == {3, 5, 8}


def test_splits_of_many_seeds_are_rows_and_a_seed_alone_is_split_as_in_company():
    together = sampling.splits(UNEVEN, 30, 20, (7, 1, 4), 16)
    assert [part.shape for part in together] == [(3, 30), (3, 20), (3, 16)]
    for row, seed in enumerate((7, 1, 4)):
        for part, alone in zip(together, sampling.split(UNEVEN, 30, 20, seed, 16), strict=True):
            assert_array_equal(part[row], alone)


@pytest.mark.parametrize("sizes, told", {
    "no training": ((0, 20, None), "train = 0: "),
    "less than none": ((30, -1, None), "validation = -1: "),
    "half an example": ((30.5, 20, None), "train = 30.5: "),
    "not a number": ((np.nan, 20, None), "train = nan: "),
    "a word": ((30, "20", None), "validation = '20': "),
    "more than there are": ((87, 0, None), "train = 87: "),
    "more than are left for validation": ((60, 27, None), "validation = 27: "),
    "more than are left for the test": ((60, 20, 7), "test = 7: "),
    "training without a class": ((5, 20, None), "train = 5: none would be of class 8"),
    "validation without a class": ((60, 3, None), "validation = 3: none would be of class 8"),
    "test without a class": ((60, 20, 2), "test = 2: none would be of class"),
}.values(), ids=repr)
def test_a_split_that_cannot_be_says_which_part(sizes, told):
    with pytest.raises(ValueError) as error:
        sampling.split(UNEVEN, *sizes[:2], 0, sizes[2])
    assert str(error.value).startswith(told)


@pytest.mark.parametrize("labels", [np.eye(3), 4, []], ids=["one-hot", "a number", "nothing"])
def test_a_split_needs_one_label_for_each_example(labels):
    with pytest.raises(ValueError, match="labels have the shape|train = 1"):
        sampling.split(labels, 1, 1, 0)


def test_without_a_seed_there_is_nothing_to_deal():
    for deal in (lambda: sampling.splits(UNEVEN, 30, 20, ()), lambda: sampling.batch(0, 10, 5, ())):
        with pytest.raises(ValueError, match=r"seeds = \(\)"):
            deal()


def test_one_hot_is_one_at_the_label_and_nowhere_else():
    labels = np.random.default_rng(0).integers(5, size=(3, 4))
    hot = sampling.one_hot(labels, 5)
    assert hot.shape == (3, 4, 5) and hot.dtype == np.float32
    assert_array_equal(hot.argmax(axis=-1), labels)
    assert_array_equal(np.sort(hot, axis=-1), np.broadcast_to([0, 0, 0, 0, 1], hot.shape))


@pytest.mark.parametrize("label", [-1, 5, 1.5, np.nan], ids=repr)
def test_a_label_out_of_range_is_refused(label):
    with pytest.raises(ValueError, match=f"labels: there is a {label}; .* 4$"):
        sampling.one_hot([0, 4, label], 5)


@pytest.mark.parametrize("n, size", [(10, 1), (10, 3), (10, 5), (10, 10), (1, 1)])
def test_the_batches_of_an_epoch_do_not_overlap(n, size):
    for epoch in range(3):
        steps = range(epoch * (n // size), (epoch + 1) * (n // size))
        dealt = np.concatenate([sampling.batch(t, n, size, (3, 4)) for t in steps], axis=-1)
        assert dealt.shape == (2, n // size * size)
        for run in dealt:
            assert len(set(run)) == len(run) and set(run) <= set(range(n))


def test_every_example_is_as_likely_in_every_place():
    """Over 3000 epochs, each of five examples comes first about 600 times (five standard
    deviations: 110)."""
    first = [sampling.batch(2 * epoch, 5, 2, (11,))[0, 0] for epoch in range(3000)]
    assert np.all(np.abs(np.bincount(first, minlength=5) - 600) < 110)


def test_a_batch_belongs_to_seed_and_step_alone():
    together = sampling.batch(17, 20, 4, (5, 6, 7))
    sampling.order.cache_clear()
    assert_array_equal(sampling.batch(17, 20, 4, (6,)), together[1:2])
    assert not np.array_equal(together[0], together[1])


def test_every_epoch_deals_all_examples_in_another_order():
    batches = [sampling.batch(t, 12, 4, (5,))[0] for t in range(150)]
    epochs = [tuple(np.concatenate(batches[t:t + 3])) for t in range(0, 150, 3)]
    assert all(sorted(epoch) == list(range(12)) for epoch in epochs)
    assert len(set(epochs)) == 50


def test_every_run_is_dealt_its_own_batches():
    assert len(set(map(tuple, sampling.batch(7, 100, 10, range(50))))) == 50


@pytest.mark.parametrize("seeds", [(6,), (6, 5), (6, 6, 9), tuple(range(6, 40))], ids=len)
def test_a_run_is_dealt_the_same_in_any_company(seeds):
    for t in (0, 4, 5, 123):
        assert_array_equal(sampling.batch(t, 20, 4, seeds)[0], sampling.batch(t, 20, 4, (6,))[0])


def test_every_contender_is_dealt_the_same():
    """Also when one trains to the end, and others fill the memory with orders, before the next one
    starts."""
    first = [sampling.batch(t, 20, 4, (5, 6)) for t in range(40)]
    for epoch in range(5000):
        sampling.order(20, 7, epoch)
    assert_array_equal([sampling.batch(t, 20, 4, (5, 6)) for t in reversed(range(40))], first[::-1])


def test_writing_into_a_batch_does_not_change_it_for_others():
    picks = sampling.batch(2, 20, 4, (5,))
    kept = picks.copy()
    picks[:] = 0
    assert_array_equal(sampling.batch(2, 20, 4, (5,)), kept)


@pytest.mark.parametrize("size", [0, -1, 21, 2.5, np.nan, True, "4", None], ids=repr)
def test_a_batch_has_between_one_and_all_of_the_examples(size):
    with pytest.raises(ValueError) as error:
        sampling.batch(0, 20, size, (0,))
    assert str(error.value).startswith(f"size = {size!r}") and "1 to 20" in str(error.value)


@pytest.mark.parametrize("labels", [[0, 1, 2], [2, 2, 1, 0, 1], np.arange(12) % 3], ids=str)
def test_each_class_has_a_labelled_example(labels):
    assert sampling.every_class(np.array(labels), 3) is None


@pytest.mark.parametrize("labels, missing",
                         [([0, 1], 2), ([1, 2, 2], 0), ([0, 0, 0, 2], 1), ([], 0), ([3, 4], 0)],
                         ids=str)
def test_a_class_without_a_labelled_example_is_named(labels, missing):
    with pytest.raises(ValueError,
                       match=f"none of the {len(labels)} labelled examples is of class {missing}; "
                             f"each class needs one"):
        sampling.every_class(np.array(labels), 3)
