"""The panel of notebook 13, without a browser: both shapes of an upload's value, paths, errors."""
import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.diagnosis.training_log import read, says
from helpers.live import own_run as module
from helpers.live.own_run import EXAMPLE, LINEAR, chosen, near, own_run

LOGS = Path(__file__).parent / "diagnosis" / "logs"
CONTENT = (LOGS / "plain.csv").read_bytes()
VALUES = [
    {"plain.csv": {"metadata": {"name": "plain.csv", "size": 5}, "content": CONTENT}},  # 7
    ({"name": "plain.csv", "type": "text/csv", "size": 5, "content": memoryview(CONTENT),
      "last_modified": datetime(2026, 1, 1, tzinfo=UTC)},)]  # 8


class Chooser:
    """What an upload shows of itself, in either generation."""

    def __init__(self, value):
        self.value = value


@pytest.mark.parametrize("value", VALUES)
def test_what_was_chosen_in_both_generations(value):
    assert chosen(value) == ("plain.csv", CONTENT)


@pytest.mark.parametrize("value", [{}, ()])
def test_nothing_was_chosen(value):
    assert chosen(value) is None


@pytest.mark.parametrize("value", VALUES)
def test_a_chosen_file_is_shown(value):
    panel = own_run(reference=None)
    panel.log.upload = Chooser(value)
    panel.log._uploaded(None)
    assert panel.error is None and panel.words.splitlines() == says(read(LOGS / "plain.csv"))
    assert panel.png.startswith(b"\x89PNG") and panel.picture.value == panel.png


def test_the_installed_generation_takes_a_file():
    panel = own_run(reference=None)
    upload = panel.log.upload
    if isinstance(upload.value, tuple):
        upload.value = VALUES[1]
    else:  # what the browser of ipywidgets 7 sends
        upload.metadata, upload.data = [VALUES[0]["plain.csv"]["metadata"]], [CONTENT]
        upload._counter = 1
    assert panel.error is None and panel.words.startswith("plain.csv: plain CSV, 40")


def test_the_example_tells_its_story(monkeypatch):
    monkeypatch.chdir(EXAMPLE.parents[1] / "notebooks")
    panel = own_run()
    assert panel.words.splitlines() == says(read(EXAMPLE), read(LINEAR))
    assert "Diagnosis: both." in panel.words
    assert "<a href='02_optimizers.ipynb'" in panel.sentence.value
    shown = []
    monkeypatch.setattr(module, "display", lambda data, **options: shown.append((data, options)))
    panel._ipython_display_()
    (data, options), = shown
    assert base64.b64decode(data["image/png"]) == panel.png and options["raw"]
    assert data["text/plain"] == options["metadata"]["image/png"]["alt"] == panel.words
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.box.model_id


def test_a_path_and_a_reference_are_read_and_smoothing_reads_nothing_anew(tmp_path):
    panel = own_run()
    panel.reference.path.value = ""
    assert "Diagnosis: undecided" in panel.words
    log = tmp_path / "mine.csv"
    log.write_bytes((LOGS / "keras_csvlogger.log").read_bytes())
    panel.log.path.value = str(log)
    assert "Diagnosis: overfitting" in panel.words
    log.unlink()
    before, panel.smoothing.value = panel.png, 0.9
    assert panel.error is None and panel.png != before


def test_the_examples_reference_is_none_for_another_log():
    panel = own_run()
    panel.log.path.value = str(LOGS / "plain.csv")
    assert panel.reference.path.value == "" and "Diagnosis: undecided" in panel.words
    panel.reference.path.value = str(LOGS / "keras_csvlogger.log")
    panel.log.path.value = str(LOGS / "lightning_metrics.csv")
    assert panel.reference.path.value.endswith("keras_csvlogger.log")
    assert "Diagnosis: both" in panel.words
    panel.reference.path.value = ""
    panel.log.path.value = str(EXAMPLE)
    assert panel.reference.path.value == "" and "Diagnosis: undecided" in panel.words
    panel.log.path.value = near(EXAMPLE)
    assert panel.reference.path.value == near(LINEAR) and "Diagnosis: both" in panel.words


def test_columns_and_a_second_file():
    panel = own_run(LOGS / "tensorboard_train.csv", LINEAR)
    assert "validation loss" not in panel.words.partition("Training losses in a log")[0]
    panel.second.path.value = str(LOGS / "tensorboard_validation.csv")
    assert "best about step" in panel.words
    panel.log.path.value, panel.second.path.value = str(LOGS / "lightning_metrics.csv"), ""
    panel.train.value = "train_loss_epoch"
    assert "12 training losses" in panel.words


@pytest.mark.parametrize("path, words", [("nowhere.csv", "path = 'nowhere.csv'"), ("", "Choose a")])
def test_what_cannot_be_read_is_said_and_the_panel_lives_on(path, words):
    panel = own_run()
    panel.log.path.value = path
    assert words in panel.words and isinstance(panel.error, ValueError)
    assert panel.png == b"" and panel.picture.layout.display == "none"
    panel.log.path.value = str(EXAMPLE)
    assert panel.error is None and panel.picture.layout.display is None


def test_a_name_in_a_log_is_no_html():
    panel = own_run(reference=None)
    panel.log.given = "<b>x.csv", b"step,loss\n1,2.0\n"
    panel._redraw()
    assert "&lt;b&gt;x" in panel.sentence.value and "<b>x" not in panel.sentence.value


def test_the_limit_is_said():
    panel = own_run()
    assert any("10 MB" in getattr(child, "value", "") for child in panel.box.children
               if isinstance(getattr(child, "value", ""), str))
