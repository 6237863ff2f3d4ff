"""The command and the sentences: what is printed is what the log says."""
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.diagnosis import cures as table
from helpers.diagnosis import digest
from helpers.diagnosis.cures import NONE, SIDE, advice, cures, linked, plain
from helpers.diagnosis.rows import ROWS
from helpers.diagnosis.rule import WORDS
from helpers.diagnosis.training_log import (
    at_moments,
    diagnose,
    draw,
    main,
    picture,
    read,
    read_reference,
    says,
)

ROOT = Path(__file__).parents[2]
LOGS, OWN, LINEAR = (Path(__file__).parent / "logs", ROOT / "data" / "own_run.csv",
                     ROOT / "data" / "own_run_linear.csv")
WORD = {"plain.csv": "undecided", "keras_csvlogger.log": "overfitting",
        "lightning_metrics.csv": "undecided", "tensorboard_train.csv": "undecided",
        "wandb_chart.csv": "undecided", "trainer_state.json": "undecided"}
WORD_WITH = {"plain.csv": (0.3, "neither"), "keras_csvlogger.log": (0.3, "overfitting"),
             "lightning_metrics.csv": (0.3, "overfitting"),
             "tensorboard_train.csv": (0.9, "optimization failed"),
             "wandb_chart.csv": (0.05, "optimization failed"),
             "trainer_state.json": (0.02, "both")}


def reference_of(loss):
    return read(f"step,loss\n1,2.3\n2,{loss}\n".encode(), name="linear.csv")


@pytest.mark.parametrize("file", WORD)
def test_six_writers_logs_are_diagnosed(file):
    log = read(LOGS / file)
    loss, word = WORD_WITH[file]
    assert diagnose(log) == WORD[file] and diagnose(log, reference_of(loss)) == word
    words = says(log, reference_of(loss))
    assert words[0].startswith(f"{file}: {log.writer}, ")
    assert [line for line in words if line.startswith(f"Diagnosis: {word}. ")]
    assert words[len(words) - len(advice(word, plain)):] == advice(word, plain)
    assert any("averages in training mode" in line for line in words)


def test_the_word_undecided_says_what_is_needed():
    assert any("a linear one, as a reference" in line for line in says(read(LOGS / "plain.csv")))
    assert says(read(ODD["one point"], name="own.csv"))[0] == "own.csv: plain CSV, 1 training loss."
    rising = says(read(LOGS / "trainer_state.json"))
    assert any("as in overfitting; but whether optimization failed" in line for line in rising)
    assert any("validation loss only" in line for line in says(
        read(LOGS / "tensorboard_train.csv"), reference_of(2.0)))


def test_the_moments_are_those_of_the_validation_loss():
    log = read(b"step,loss,val_loss\n1,4,\n2,2,3.5\n3,1,2.5\n3,,2.4\n9,,2.0\n")
    training, validation = at_moments(log)
    np.testing.assert_array_equal(training, [3, 1, 1, 1])
    np.testing.assert_array_equal(validation, [3.5, 2.5, 2.4, 2])
    training, validation = at_moments(read(b"step,loss\n1,4\n2,2\n"))
    assert list(training) == [4, 2] and validation is None
    early = read(b"step,loss,val_loss\n0,,3.0\n1,2.0,2.5\n")  # validated before the first update
    np.testing.assert_array_equal(at_moments(early)[0], [2, 2])


def test_the_command_prints_and_saves(tmp_path, capsys):
    log = tmp_path / "own.csv"
    log.write_bytes(OWN.read_bytes())
    assert main([str(log), "--reference", str(LINEAR), "--smoothing", "0.5"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[:-1] == says(read(log), read(LINEAR))
    assert "Diagnosis: both." in "\n".join(printed)
    assert printed[-1] == f"The picture is {log}.png."
    assert (tmp_path / "own.csv.png").read_bytes().startswith(b"\x89PNG")


def test_the_command_takes_names_and_a_second_file(tmp_path, capsys):
    out = tmp_path / "elsewhere.png"
    assert main([str(LOGS / "tensorboard_train.csv"), "--train", "Value", "--validation-log",
                 str(LOGS / "tensorboard_validation.csv"), "--validation", "Value", "--out",
                 str(out), "--reference", str(LOGS / "plain.csv")]) == 0
    assert "Diagnosis: optimization failed." in capsys.readouterr().out and out.exists()


def test_the_command_says_what_it_cannot_read(tmp_path, capsys):
    log = tmp_path / "bad.csv"
    log.write_text("step,loss\n1,high\n")
    assert main([str(log)]) == 2
    said = capsys.readouterr()
    assert "bad.csv, row 2, column 'loss': 'high'" in said.err and said.out == ""
    assert list(tmp_path.iterdir()) == [log]


def test_it_is_a_command(tmp_path):
    command = [sys.executable, "-W", "error", "-m", "helpers.diagnosis.training_log", str(OWN),
               "--out", str(tmp_path / "own.png")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == "" and "Diagnosis: undecided" in done.stdout


def test_a_reference_may_be_called_as_the_run_or_by_a_known_name():
    own = b"step,mine,loss\n1,2.0,7.0\n"
    assert read_reference(own, "mine").training.mean[0] == 2
    assert read_reference(LINEAR, "mine").name == "own_run_linear.csv"
    with pytest.raises(ValueError, match="no column is known"):
        read_reference(b"step,other\n1,2.0\n", "mine")


ODD = {
    "one point": b"step,loss\n1,2\n", "only nan": b"step,loss\n1,nan\n",
    "nan twice": b"step,loss,val_loss\n1,nan,nan\n2,nan,nan\n",
    "below 0": b"step,loss,val_loss\n1,-1,-2\n2,-3,-2\n",
    "always 0": b"step,loss,val_loss\n1,0,0\n2,0,0\n",
    "huge": b"step,loss,val_loss\n1,2,inf\n2,1e38,2\n3,1,3e38\n",
    "no step": b"loss,val_loss\n1,2\n",
    "long": b"step,loss,val_loss\n" + b"".join(b"%d,%g,2\n" % (k, 2 / k) for k in range(1, 5000))}


@pytest.mark.parametrize("kind", ODD)
def test_odd_logs_are_drawn_and_diagnosed_without_a_warning(kind):
    log = read(ODD[kind], name="odd.csv")
    for reference in (None, reference_of(1.0)):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            figure = picture(log, reference, smoothing=0.5)
            figure.canvas.draw()
            says(log, reference)
        assert diagnose(log, reference) in WORDS


@pytest.mark.parametrize("smoothing", [1.0, -0.1, float("nan"), "0.5"])
def test_smoothing_is_a_memory(smoothing):
    with pytest.raises(ValueError, match=r"^smoothing = .* number in \[0, 1\)"):
        picture(read(OWN), smoothing=smoothing)


def test_the_picture_holds_what_was_read():
    log, ax = read(OWN), Figure().subplots()
    draw(ax, log, read(LINEAR), smoothing=0.0)
    labels = {line.get_label(): line for line in ax.get_lines()}
    np.testing.assert_array_equal(labels["training"].get_ydata(), log.training.mean)
    np.testing.assert_array_equal(labels["validation"].get_ydata(), log.validation.mean)
    assert ax.get_yscale() == "log" and ax.get_xlabel() == "step"
    assert any(label.startswith("reference") for label in labels)


@pytest.mark.parametrize("word", SIDE)
def test_every_row_stands_where_it_was_said_and_measured(word):
    found, side = cures(word), ("optimization", "generalization").index(SIDE[word])
    for row in ROWS:
        said, measured = getattr(row, SIDE[word]), digest.words(row.key)[side]
        for_it = said in ("+", "(+)") or measured == "helps"
        against = said == "-" or measured == "hurts"
        assert (row in found.helps) == (for_it and not against)
        assert (row in found.hurts) == (against and not for_it)
        assert (row in found.parted) == (for_it and against)


def test_dropout_is_for_overfitting_only(monkeypatch):
    """Right time, wrong time."""
    dropout = next(row for row in ROWS if row.key == "dropout")
    assert dropout in cures("overfitting").helps
    assert dropout in cures("optimization failed").hurts and dropout in cures("both").hurts
    assert "dropout [04]" in advice("overfitting", plain)[0]
    monkeypatch.chdir(ROOT / "notebooks")
    assert linked(dropout) == ("<a href='04_dropout.ipynb' target='_blank' "
                               "style='text-decoration:underline'>dropout</a>")
    monkeypatch.chdir(LOGS)  # as in a single file, which has no neighbours
    assert linked(dropout) == "dropout [04]"
    assert table.kind("", "unclear") == ""


def test_nothing_is_advised_where_nothing_is_wrong():
    assert all(cures(word) == ((), (), ()) and advice(word, plain) == [] for word in NONE)
    with pytest.raises(ValueError, match="word = 'fine': allowed are optimization failed, both"):
        cures("fine")
