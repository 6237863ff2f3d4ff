"""The reader's guesses: kept, lost by no accident, carried as a line, and compared."""
import json

import pytest

from helpers.diagnosis import digest, guesses
from helpers.diagnosis.rows import ROWS

SOME = {"dropout": (3, "-", "+"), "skip": (2, "+", ""), "l2": (None, "", "+")}
LECTURE = {row.key: (row.step, row.optimization.strip("()"), row.generalization.strip("()"))
           for row in ROWS}


@pytest.mark.parametrize("given", [{}, SOME, LECTURE])
def test_what_is_saved_is_loaded_and_what_is_a_line_is_read(given, tmp_path):
    guesses.save(given, tmp_path)
    assert guesses.load(tmp_path) == (given, "")
    assert guesses.from_line(guesses.as_line(given)) == given
    assert [path.name for path in tmp_path.iterdir()] == [guesses.NAME]


def test_an_empty_folder_has_no_guesses(tmp_path):
    assert guesses.load(tmp_path) == ({}, "")


def test_without_a_folder_an_environment_variable_says_where(tmp_path, monkeypatch):
    monkeypatch.setenv(guesses.FOLDER, str(tmp_path))
    guesses.save(SOME)
    assert guesses.load() == guesses.load(tmp_path) == (SOME, "")
    monkeypatch.delenv(guesses.FOLDER)
    monkeypatch.chdir(tmp_path)
    assert guesses.load() == (SOME, "")


def test_an_empty_guess_is_none():
    assert guesses.checked({"dropout": (None, "", "")}) == {}
    assert guesses.as_line({"dropout": (None, "", "")}) == ""


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"dropout": 3}', '{"drop": [3, "-", "+"]}',
                                    '{"dropout": [4, "-", "+"]}', "\udcff"])
def test_a_broken_file_is_set_aside_not_deleted_and_that_is_said(broken, tmp_path):
    path = tmp_path / guesses.NAME
    content = broken.encode("utf-8", "surrogateescape")
    for k in (1, 2):
        path.write_bytes(content)
        found, words = guesses.load(tmp_path)
        assert found == {} and not path.exists()
        assert f"kept as my_table.broken-{k}.json" in words and guesses.NAME in words
        assert (tmp_path / f"my_table.broken-{k}.json").read_bytes() == content
    guesses.save(SOME, tmp_path)
    assert guesses.load(tmp_path) == (SOME, "")


@pytest.mark.parametrize("bad, named", [
    (None, "guesses = None"), ({"drop": (3, "-", "+")}, "key = 'drop'"),
    ({"dropout": 3}, "dropout = 3"), ({"dropout": (3, "-")}, "dropout = (3, '-')"),
    ({"dropout": (0, "-", "+")}, "step = 0"), ({"dropout": (True, "-", "+")}, "step = True"),
    ({"dropout": (3.0, "-", "+")}, "step = 3.0"),
    ({"dropout": (3, "yes", "+")}, "optimization = 'yes'"),
    ({"dropout": (3, "-", None)}, "generalization = None")])
def test_a_bad_guess_is_named(bad, named, tmp_path):
    for call in (guesses.as_line, guesses.compare, lambda bad: guesses.save(bad, tmp_path)):
        with pytest.raises(ValueError, match="allowed") as raised:
            call(bad)
        assert named in str(raised.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("line, named", [
    (3, "line = 3"), ("dropout", "'dropout'"), ("dropout=3-", "'dropout=3-'"),
    ("dropout=4-+", "step = '4'"), ("dropout=3x+", "optimization = 'x'"),
    ("drop=3-+", "key = 'drop'"), ("dropout=3-+ dropout=3++", "already")])
def test_a_bad_line_is_named(line, named):
    with pytest.raises(ValueError) as raised:
        guesses.from_line(line)
    assert named in str(raised.value)


def test_the_lectures_own_table_is_right_by_the_lecture_and_partly_by_the_records():
    found = guesses.compare(LECTURE)
    assert set(found) == set(LECTURE)
    assert all(one.step for one in found.values())
    assert all(part is not False for one in found.values() for part in one.said)
    hits, n = guesses.score([part for one in found.values() for part in one.measured])
    assert 0 < hits < n


def test_a_guess_is_held_against_the_words_of_the_records():
    for key, one in guesses.compare({"graph": (2, "-", "-"), "skip": (2, "-", "-")}).items():
        assert one.words == digest.words(key)
        expected = [guesses.right("-", guesses.as_sign(word)) for word in one.words]
        assert list(one.measured) == expected
    assert guesses.compare({"graph": (2, "-", "-")})["graph"].step is False
    assert guesses.compare({"skip": (2, "-", "-")})["skip"].said == (False, None)


@pytest.mark.parametrize("word, sign", [("helps", "+"), ("hurts", "-"), ("about equal", "-"),
                                        ("unclear", ""), ("both solved", ""), ("diverges", "-"),
                                        ("diverges without", "+"), ("no verdict", "")])
def test_only_a_clear_word_is_a_sign(word, sign):
    assert guesses.as_sign(word) == sign


def test_the_summary_counts():
    assert guesses.summary({}) == "No guess yet."
    assert "Step: 1 of 1 right" in guesses.summary({"dropout": (3, "", "")})
    assert "as the lecture says: 1 of 2" in guesses.summary({"dropout": (3, "-", "-")})


def test_the_file_is_small_and_plain(tmp_path):
    guesses.save(LECTURE, tmp_path)
    kept = json.loads((tmp_path / guesses.NAME).read_text("utf-8"))
    assert kept["dropout"] == [3, "-", "+"]
