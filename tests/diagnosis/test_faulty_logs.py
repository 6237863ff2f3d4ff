"""A log that cannot be read is a ValueError that names file, row, column and what is allowed."""
from pathlib import Path

import pytest

from helpers.diagnosis.log_reading import read

LOGS = Path(__file__).parent / "logs"
STATE = '{"log_history": [{"loss": 1.0, "step": 1}, %s]}'
# content: what the message says
FAULTY = {
    "": ["the file is empty", "allowed is a first row"],
    "\n\n": ["empty row"],
    "step,loss\n": ["no row has a loss", "allowed is at least one"],
    "step,train_loss\n1,NA\n2,\n": ["no row has a loss"],
    "step,loss,val_loss\n1,,2.0\n": ["column 'loss'", "no number", "at least one row"],
    "step,metric\n1,2.0\n": ["row 1", "training loss", "'step', 'metric'", "train_loss", "train=",
                                "panel's box 'training column'"],
    "step,loss\n1,2.0\n2,high\n": ["row 3", "column 'loss'", "'high'", "allowed is a number"],
    "step,loss\n1,2.0\n\n3,1.5e\n4,1\n": ["row 4", "column 'loss'", "'1.5e'"],
    "step,loss\n1,2.0\nsoon,1.0\n": ["row 3", "column 'step'", "'soon'"],
    "step,loss\n1,2.0\n,1.0\n": ["row 3", "column 'step'", "an empty cell", "finite number"],
    "step,loss\n1,2.0\nnan,1.0\n": ["row 3", "column 'step'", "nan", "finite number"],
    "step,loss\n1,2,5\n2,2,4\n": ["row 2", "3 cells", "2 columns", "a comma cannot be"],
    "step;loss;val\n1;2.0;2.0\n2;1.0\n3;1.0;1.0\n": ["row 3", "2 cells", "3 columns"],
    'step,loss\n1,"0,52"\n': ["row 2", "column 'loss'", "'0,52'", "allowed is a number"],
    "1,2.3,2.4\n2,1.9,2.0\n": ["row 1", "holds numbers, 1, 2.3, 2.4", "the columns' names"],
    "step,loss,loss\n1,2,3\n": ["row 1", "'loss'", "different names"],
    "step;loss\n1;1.234,5\n": ["row 2", "column 'loss'", "'1.234,5'"],
    "Name,State,Created,loss\nrun-1,finished,2026,0.1\n": ["table of runs", "log of one run"],
    '{"log_history": [{"loss": 1.0,': ["row 1", "no whole JSON", "trainer_state.json"],
    '{"epoch": 3}': ["no log_history", "list of entries"],
    '{"log_history": []}': ["no log_history"],
    STATE % '{"loss": "low", "step": 2}': ["entry 1", "'loss'", "'low'", "numbers"],
    STATE % '{"loss": 0.5}': ["entry 1", "object with a step"],
    STATE % '3': ["entry 1", "3", "object with a step"],
    STATE % '{"loss": 0.5, "step": null}': ["row 1", "'step'", "an empty cell"],
    '{"log_history": [{"eval_loss": 1.0, "step": 1}]}': ["training loss", "'eval_loss'"],
}


@pytest.mark.parametrize("content", FAULTY)
def test_it_says_where_and_what_is_allowed(content, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(content, "utf-8")
    with pytest.raises(ValueError) as error:
        read(file)
    assert "mine.csv" in str(error.value)
    for words in FAULTY[content]:
        assert words in str(error.value)


def test_no_such_file():
    with pytest.raises(ValueError, match="path = 'nowhere.csv': allowed is the path of a log"):
        read("nowhere.csv")
    with pytest.raises(ValueError, match="allowed is the path"):
        read(LOGS)
    with pytest.raises(ValueError, match="nowhere.csv"):
        read(LOGS / "plain.csv", validation_log="nowhere.csv")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\xff", b"\xff\xfes\x00t\x00"])
def test_a_file_that_is_no_text(content):
    with pytest.raises(ValueError, match="this is no text in UTF-8"):
        read(content, name="events.out")


def test_a_byte_that_is_no_text_later_on():
    with pytest.raises(ValueError, match="utf-8"):
        read(b"step,loss\n" + b"1,2.0\n" * 20000 + b"\xff\n", name="x.csv")


@pytest.mark.parametrize("argument", ["train", "validation"])
def test_a_column_that_is_not_there(argument):
    with pytest.raises(ValueError) as error:
        read(LOGS / "plain.csv", **{argument: "lss"})
    message = str(error.value)
    assert "plain.csv" in message and f"{argument} = 'lss'" in message
    assert "'step', 'train_loss', 'val_loss', 'val_accuracy'" in message


def test_two_files_that_count_differently():
    with pytest.raises(ValueError, match="second log: it counts in column 'epoch', and .* both"):
        read(LOGS / "tensorboard_train.csv", validation_log=b"epoch,val_loss\n1,2\n")


def test_a_second_file_without_a_validation_loss():
    with pytest.raises(ValueError, match="validation loss; its columns are 'step', 'note'"):
        read(LOGS / "tensorboard_train.csv", validation_log=b"step,note\n1,2\n")


@pytest.mark.parametrize("name", ["mine.csv", "notes/mine.csv"])
def test_content_has_the_name_that_is_given(name):
    with pytest.raises(ValueError, match=f"^{name}, row 2, column 'loss'"):
        read(b"step,loss\n1,x\n", name=name)
