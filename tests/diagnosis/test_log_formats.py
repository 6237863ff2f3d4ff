"""Six writers' logs are read as they were written: numbers read off the files by hand, and what the
package trainspotter reads."""
import time
from pathlib import Path

import numpy as np
import pytest
import trainspotter

from helpers.diagnosis import log_table
from helpers.diagnosis.log_bins import MOST, Bins
from helpers.diagnosis.log_formats import best, layout_of, step_of
from helpers.diagnosis.log_reading import read
from helpers.diagnosis.log_table import separator_of

LOGS = Path(__file__).parent / "logs"
# file: writer, axis, of training and validation: points, first (step, loss), last (step, loss);
# the last accuracy
BY_HAND = {
    "plain.csv": ("plain CSV", "step", (40, (25, 2.0612), (1000, 0.1349)),
                  (40, (25, 2.0874), (1000, 0.2579)), 0.958),
    "keras_csvlogger.log": ("Keras", "epoch", (30, (0, 2.2), (29, 0.0311825)),
                            (29, (0, 2.3), (29, 1.0502222)), 0.8599557),
    "lightning_metrics.csv": ("Lightning", "step", (36, (49, 1.772607), (1799, 0.0565190)),
                              (12, (149, 1.354079), (1799, 1.0502222)), 0.8969349),
    "tensorboard_train.csv": ("TensorBoard", "step", (101, (0, 2.3064394), (2000, 1.8970602)),
                              None, None),
    "wandb_chart.csv": ("Weights & Biases", "step", (30, (0, 2.2893215), (290, 0.1905326)),
                        (30, (0, 2.2829443), (290, 0.2894242)), None),
    "trainer_state.json": ("Hugging Face", "step", (24, (50, 1.9795), (1200, 0.0991)),
                           (4, (300, 0.4939), (1200, 0.72)), 0.8708),
}


def ends(series):
    """Points, first and last (step, loss) of a series of single points."""
    assert series.single
    return len(series), *((series.steps[k], series.mean[k]) for k in (0, -1))


@pytest.mark.parametrize("file", BY_HAND)
def test_a_log_is_read_as_it_stands(file):
    writer, axis, training, validation, accuracy = BY_HAND[file]
    log = read(LOGS / file)
    assert (log.name, log.writer, log.axis) == (file, writer, axis)
    for series, expected in ((log.training, training), (log.validation, validation)):
        if expected is None:
            assert series is None
        else:
            assert len(series) == expected[0]
            np.testing.assert_allclose(ends(series)[1:], expected[1:], rtol=1e-5)
    assert accuracy == (log.accuracy and pytest.approx(log.accuracy.mean[-1], rel=1e-5))


@pytest.mark.parametrize("file", BY_HAND)
def test_content_is_read_as_a_path_is(file):
    path = LOGS / file
    one, other = read(path), read(path.read_bytes(), name=file)
    np.testing.assert_array_equal(one.training.mean, other.training.mean)
    memory = read(memoryview(path.read_bytes()), name=file)
    assert (memory.name, memory.writer) == (one.name, one.writer)


def test_keras_counts_anew_after_append_and_that_is_said():
    log = read(LOGS / "keras_csvlogger.log")
    assert list(log.training.steps) == list(range(30))
    assert log.notes == ("row 22: step 0 comes after step 19; the run was resumed, and its steps "
                         "are counted on",)
    assert 3 not in log.validation.steps and 3 in log.training.steps  # NA there


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_steps_that_begin_anew_are_counted_on(monkeypatch, chunk):
    """At the beginning, from a checkpoint, more than once; however the rows are chunked."""
    monkeypatch.setattr(log_table, "CHUNK", chunk)
    log = read(b"step,loss\n10,5\n20,4\n30,3\n20,4\n30,3\n10,5\n20,4\n20,4\n")
    assert list(log.training.steps) == [10, 20, 30, 40, 50, 60, 70, 70]
    assert log.notes == ("row 5: step 20 comes after step 30; the run was resumed, and its steps "
                         "are counted on (so it goes 2 times)",)


def test_hugging_faces_last_train_loss_is_no_step():
    log = read(LOGS / "trainer_state.json")
    assert 0.6182 not in log.training.mean
    assert "mean of the whole run" in log.notes[0]


def test_tensorboards_second_file_holds_the_validation_loss():
    log = read(LOGS / "tensorboard_train.csv",
               validation_log=LOGS / "tensorboard_validation.csv")
    assert ends(log.validation) == (21, (0, pytest.approx(2.2989001)),
                                    (2000, pytest.approx(1.9387203)))
    assert not log.sampled  # 101 points: none was left out


def test_one_of_several_runs_is_read_and_said():
    first, other = (read(LOGS / "wandb_chart.csv", train=name)
                    for name in (None, "old - moon-3 - train/loss"))
    assert "glad-sun-7" in first.notes[0] and "others are old - moon-3" in first.notes[0]
    assert len(other.training) == len(other.validation) == 20
    assert other.training.mean[0] == pytest.approx(2.1011304)


def test_a_named_column_wins():
    epochs = read(LOGS / "lightning_metrics.csv", train="train_loss_epoch")
    assert ends(epochs.training)[0] == 12
    assert epochs.training.mean[-1] == pytest.approx(0.0717285)
    odd = b"t,lower is better,other\n1,3.0,4.0\n2,2.0,3.5\n"
    log = read(odd, train="lower is better", validation="other")
    assert list(log.training.mean) == [3, 2] and list(log.validation.mean) == [4, 3.5]
    assert log.axis == "row" and list(log.training.steps) == [1, 2]


@pytest.mark.parametrize("text", [
    "step;train_loss;val_loss\n10;0,75;0,5\n20;0,25;NA\n", "step\ttrain_loss\tval_loss\n10\t0.75"
    "\t0.5\n20\t0.25\t\n", "\ufeffstep,train_loss,val_loss\r\n10,7.5e-1,0.5\r\n\r\n20,0.25,\r\n",
    "step|train_loss|val_loss\n10|,75e0|0.5\n20|0.25|\n".replace(",75e0", "0,75e0"),
    "step train_loss val_loss\n10 0.75 0.5\n20 0.25 NA\n",
    "step#train_loss#val_loss\n10#0.75#0.5\n20#0.25#null\n"])
def test_any_separator_and_a_decimal_comma_are_understood(text):
    log = read(text.encode())
    assert list(log.training.steps) == [10, 20] and list(log.training.mean) == [0.75, 0.25]
    assert list(log.validation.mean) == [0.5] and not log.notes


def test_a_last_row_that_was_cut_off_is_left_out_and_said():
    log = read(b"step,loss,val_loss\n1,2.0,2.1\n2,1.5,1.7\n3,1.")
    assert len(log.training) == 2 and log.notes == ("row 4 was cut off and is left out",)


def test_nan_is_a_run_that_diverged():
    log = read(b"step,loss\n1,2.0\n2,nan\n3,inf\n")
    assert len(log.training) == 3 and log.training.first_bad == 2


@pytest.mark.parametrize("columns, training, validation", [
    (["epoch", "train/loss", "eval/loss"], "train/loss", "eval/loss"),
    (["step", "Loss/train", "Loss/val"], "Loss/train", "Loss/val"),
    (["loss", "train_loss_step", "val_loss_epoch", "val_loss"], "loss", "val_loss"),
    (["training_loss", "validation-loss", "box_loss"], "training_loss", "validation-loss"),
    (["train_loss_epoch", "test loss", "lossy"], "train_loss_epoch", "test loss"),
    (["valid_loss", "test_loss", "box_loss"], None, "valid_loss")])
def test_names_say_which_loss_it_is(columns, training, validation):
    if training is None:
        with pytest.raises(ValueError, match="no column is known as the training loss"):
            layout_of("log", columns)
        training = "box_loss"
        assert layout_of("log", columns, train=training).validation == validation
    else:
        layout = layout_of("log", columns)
        assert (layout.training, layout.validation) == (training, validation)
    assert best(["accuracy", "lr"], ("train",), bare=True) is None


def test_steps_come_before_epochs():
    assert step_of(["epoch", "Step", "loss"]) == "Step"
    assert step_of(["loss", "val_loss"]) is None


@pytest.mark.parametrize("separator", [",", " "])
def test_a_log_that_numpy_saved(tmp_path, separator):
    path, rows = tmp_path / "saved.csv", np.array([[10, 2.0, 2.5], [20, 1.0, 1.5]])
    np.savetxt(path, rows, delimiter=separator, header=separator.join(("step", "loss", "val_loss")))
    log = read(path)
    assert log.axis == "step" and list(log.training.steps) == [10, 20]
    assert (list(log.training.mean), list(log.validation.mean)) == ([2, 1], [2.5, 1.5])


def test_names_may_hold_the_seldom_separators():
    assert separator_of('"Step","a - b: loss"\n') == ","
    assert separator_of("loss\n") == ","


@pytest.mark.parametrize("n, chunk", [(5, 2), (2000, 700), (2001, 999), (123_457, 10_000)])
def test_bins_lose_no_extreme_and_no_point(n, chunk):
    values = np.random.default_rng(0).normal(size=n)
    values[n // 3] = 50
    steps, bins = np.arange(n, dtype=float), Bins()
    for k in range(0, n, chunk):
        bins.add(steps[k:k + chunk], values[k:k + chunk])
    series = bins.series()
    assert len(series) == n and len(series.mean) <= MOST and series.largest.max() == 50
    assert series.least.min() == values.min() and series.steps[-1] == n - 1
    np.testing.assert_allclose((series.mean * series.counts).sum(), values.sum())
    last = np.cumsum(series.counts)
    np.testing.assert_array_equal(series.steps, last - 1)
    parts = np.split(values, last[:-1])
    np.testing.assert_allclose(series.mean, [part.mean() for part in parts])


@pytest.mark.soak
@pytest.mark.parametrize("blank", [False, True])
def test_a_million_rows_take_seconds(tmp_path, blank):
    """2.1 s and 2.7 s of one core were measured; a log with empty cells takes longer."""
    log = tmp_path / "long.csv"
    with log.open("w") as file:
        file.write("step,train_loss,val_loss\n")
        file.writelines(f"{k},{1e3 / (k + 500):.6f},{'' if blank and k % 1000 else 0.5}\n"
                        for k in range(1_000_000))
    begin = time.process_time()
    found = read(log)
    assert time.process_time() - begin < 6
    assert len(found.training) == 1_000_000 and len(found.training.mean) <= MOST


def test_bins_of_nothing():
    assert Bins().series() is None


@pytest.mark.parametrize("file", ["plain.csv", "lightning_metrics.csv", "trainer_state.json",
                                  "wandb_chart.csv"])
def test_trainspotter_reads_the_same(file):
    """Its readers skip what they cannot read, and know no TensorBoard CSV and no restart of
    Keras."""
    run, log = trainspotter.load_run(LOGS / file), read(LOGS / file)
    for name, series in (("train/loss", log.training), ("eval/loss", log.validation)):
        theirs = run.get(name)
        np.testing.assert_array_equal(theirs.steps(), series.steps)
        np.testing.assert_array_equal(theirs.values(), series.mean)
