"""The empty table with its menus: what is chosen is kept, found again, and never lost."""
import json
import sys

import pytest

from helpers.diagnosis import guesses
from helpers.live import menus
from helpers.live.menus import my_table


def choose(table, key, *guess):
    for menu, part in zip(table.menus[key], guess, strict=True):
        menu.value = part


def test_an_untouched_table_has_no_guess_and_writes_no_file(tmp_path):
    table = my_table(tmp_path)
    assert table.guesses == {} and not [*tmp_path.iterdir()]
    assert table.words.startswith("0 of 22 rows have a guess")
    assert table.words.endswith("delete the file and run this cell again.")
    assert {menu.label for three in table.menus.values() for menu in three} == {"·"}


def test_what_is_chosen_is_kept_at_once_and_found_again(tmp_path):
    choose(my_table(tmp_path), "dropout", 3, "-", "+")
    assert guesses.load(tmp_path) == ({"dropout": (3, "-", "+")}, "")
    again = my_table(tmp_path)
    assert [menu.label for menu in again.menus["dropout"]] == ["3 the search", "does not", "helps"]
    assert again.words.startswith("1 of 22 rows have")


def test_half_a_guess_is_kept_and_can_be_taken_back(tmp_path):
    table = my_table(tmp_path)
    table.menus["skip"][0].value = 2
    assert guesses.load(tmp_path)[0] == {"skip": (2, "", "")}
    table.menus["skip"][0].value = 0
    assert guesses.load(tmp_path)[0] == {}


def test_the_line_is_the_one_that_notebook_13_takes(tmp_path):
    table = my_table(tmp_path)
    choose(table, "l2", 1, "-", "+")
    choose(table, "skip", 2, "+", "")
    line = table.sentence.value.split("all'>")[1].split("</code>")[0]
    assert guesses.from_line(line) == {"skip": (2, "+", ""), "l2": (1, "-", "+")}


def test_without_the_file_the_table_begins_afresh(tmp_path):
    choose(my_table(tmp_path), "dropout", 3, "-", "+")
    (tmp_path / guesses.NAME).unlink()
    assert my_table(tmp_path).guesses == {}


def test_a_broken_file_is_set_aside_and_said_so(tmp_path):
    (tmp_path / guesses.NAME).write_text('{"dropout": [4, "+", "+"]}')
    table = my_table(tmp_path)
    assert table.guesses == {} and "4: allowed are 1, 2, 3" in table.words
    assert [path.name for path in tmp_path.iterdir()] == ["my_table.broken-1.json"]
    assert "my_table.broken-1.json" in table.sentence.value


def test_where_nothing_can_be_written_the_line_is_still_there(tmp_path):
    table = my_table(tmp_path / "gone")
    choose(table, "dropout", 3, "-", "+")
    assert table.words.startswith("Not kept, my_table.json cannot be written here")
    assert "dropout=3-+" in table.sentence.value


def test_the_folder_may_come_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(guesses.FOLDER, str(tmp_path))
    choose(my_table(), "hinge", 1, "+", "+")
    assert json.loads((tmp_path / guesses.NAME).read_text("utf-8")) == {"hinge": [1, "+", "+"]}


def test_beside_the_notebook_otherwise(tmp_path, monkeypatch):
    monkeypatch.delenv(guesses.FOLDER, raising=False)
    monkeypatch.chdir(tmp_path)
    choose(my_table(), "hinge", 1, "+", "+")
    assert (tmp_path / guesses.NAME).exists()


def test_where_the_browser_has_no_anywidget_the_table_is_the_same_without_its_keys(
        tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    table = my_table(tmp_path)
    assert menus.keys() == [] and len(table.box.children) == 2
    choose(table, "dropout", 3, "-", "+")
    assert guesses.load(tmp_path)[0] == {"dropout": (3, "-", "+")}


@pytest.mark.parametrize("answered", [False, True])
def test_readers_without_a_kernel_see_the_empty_table_whatever_is_kept(
        tmp_path, monkeypatch, answered):
    shown, table = [], my_table(tmp_path)
    if answered:
        choose(table, "dropout", 3, "-", "+")
    monkeypatch.setattr(menus, "display", lambda data, raw: shown.append(data))
    table._ipython_display_()
    text = shown[0]["text/plain"]
    assert text == menus.empty() and len(text.splitlines()) == 23 and "helps" not in text
