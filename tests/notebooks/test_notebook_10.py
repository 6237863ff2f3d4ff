"""Notebook 10: its own tasks, and its words about the records follow from the records."""
import numpy as np
import pytest

from helpers.experiments import n10_augmentation as trials
from helpers.experiments import results

MIXUPS = ("mixup 0.5", "mixup Beta(0.4)", "mixup Beta(1)")
GENERALIZATION = {  # in the words of the notebook
    "augmentation": {"noise 0.1": "unclear", "noise 0.3": "helps (× 0.756 [0.704, 0.813])",
                     "brightness": "about equal", "re-place": "unclear", "shift 1": "unclear"}
    | dict.fromkeys(("blur", "shift 2", "flip", "upside down", "half turn"), "hurts")
    | {"mixup 0.5": "hurts (× 1.22", "mixup Beta(0.4)": "hurts", "mixup Beta(1)": "hurts (× 1.46"},
    "augmentation_100": {"noise 0.3": "unclear", "shift 1": "hurts"},
    "augmentation_long": {"shift 1": "helps (× 0.868 [0.766, 0.984])",
                          "noise 0.3": "helps (× 0.543 [0.51, 0.578])"},
    "augmentation_shifted": {"noise 0.3": "helps", "shift 1": "helps",
                             "shift 2": "helps (× 0.132 [0.126, 0.137])"},
    "augmentation_canvas": {"noise 0.3": "helps", "re-place": "helps"},
    "augmentation_still": {"re-place": "hurts"}, "augmentation_anywhere": {"re-place": "helps"},
    "augmentation_mirrored": {
        "flip": "hurts", "flip, label too": "helps", "noise 0.3": "helps (× 0.487 [0.434, 0.547])",
        "shift 1": "unclear", "blur": "unclear", "mixup 0.5": "hurts (× 1.17 [1.03, 1.33])"},
    "augmentation_wrong": {"noise 0.3": "helps", "mixup 0.5": "helps (× 0.782 [0.757, 0.809])"},
    "augmentation_early": {"noise 0.3": "hurts", "1,000 pictures": "about equal"},
    "augmentation_deep": {"noise 0.3": "about equal (× 1.01 [0.982, 1.03])",
                          "1,000 pictures": "unclear", "no hidden layer": "helps"}}
OPTIMIZATION = {
    "augmentation": dict.fromkeys(
        ("noise 0.1", "noise 0.3", "blur", "brightness", "shift 2", *MIXUPS), "hurts")
    | dict.fromkeys(("shift 1", "re-place", "flip", "upside down", "half turn"), "helps"),
    "augmentation_early": {"noise 0.3": "hurts", "1,000 pictures": "hurts"},
    "augmentation_deep": {"noise 0.3": "hurts (× 1.09 [1.05, 1.13])", "1,000 pictures": "unclear",
                          "no hidden layer": "helps"}}
EARLY = {"augmentation_shifted": "about equal (× 1.01 [1, 1.02])",
         "augmentation_canvas": "about equal (× 1 [1, 1])"}  # noise 0.3, with early stopping
ACCURACIES = {
    "augmentation_canvas": {"none": 0.19, "noise 0.3": 0.20, "shift 2": 0.88, "re-place": 0.87},
    "augmentation_mirrored": {"none": 0.97, "flip": 0.50, "flip, label too": 0.99},
    "augmentation_shifted": {"none": 0.38, "shift 1": 0.90},
    "augmentation_wrong": {"none": 0.82, "mixup 0.5": 0.90, "noise 0.3": 0.92},
    "representative": {"100 alone": 0.91, "plus all": 0.95, "plus 0–4": 0.92, "plus bold": 0.95}}


@pytest.mark.parametrize("kind, words", [("generalization", GENERALIZATION),
                                         ("optimization", OPTIMIZATION)])
def test_it_helps_or_hurts_as_the_notebook_says(kind, words):
    for name, told in words.items():
        record = results.load(name)
        for who, begin in told.items():
            assert str(getattr(record.verdict("none", who), kind)).startswith(begin), (name, who)


def test_all_thirteen_are_judged_each_at_its_rate():
    record = results.load("augmentation")
    others = set(record.outcomes) - {"none"}
    assert others == set(GENERALIZATION["augmentation"]) == set(OPTIMIZATION["augmentation"])
    assert {choice["lr"] for choice in record.choices.values()} == {0.001, 0.003, 0.01}
    assert record.choices["none"] == {"lr": 0.001}
    faster = {who: record.choices[who]["lr"] for who in OPTIMIZATION["augmentation"]
              if OPTIMIZATION["augmentation"][who] == "helps"}
    assert faster == {"shift 1": 0.01} | dict.fromkeys(
        ("re-place", "flip", "upside down", "half turn"), 0.003)


@pytest.mark.parametrize("name", EARLY)
def test_noise_that_helps_at_the_end_is_no_use_with_early_stopping(name):
    told = results.load(name).verdict("none", "noise 0.3")
    assert str(told.early_stopping) == EARLY[name] and told.marks == "above guessing"


@pytest.mark.parametrize("name", ACCURACIES)
def test_the_accuracy_is_what_the_notebook_says(name):
    outcomes = results.load(name).outcomes
    found = {who: round(outcomes[who].accuracy.mean(), 2) for who in ACCURACIES[name]}
    assert found == ACCURACIES[name]


def test_the_accuracy_with_mixup_does_not_clearly_move_but_where_a_digit_is_mirrored():
    found = [results.load("augmentation").verdict("none", who).accuracy for who in MIXUPS]
    assert all(gain.low < 0 < gain.high for gain in found)
    mirrored = results.load("augmentation_mirrored").verdict("none", "mixup 0.5")
    assert mirrored.accuracy.points == "+0.6 points [+0.3, +0.8]"


def test_each_collection_of_more_digits_helps():
    record = results.load("representative")
    told = [record.verdict("100 alone", f"plus {kind}") for kind in ("all", "0–4", "bold")]
    assert [each.generalization.word for each in told] == ["helps"] * 3


def test_mixed_labels_make_more_than_half_of_the_training_loss():
    outcomes = results.load("augmentation").outcomes
    loss = {name: outcome.train_mode_loss.mean() for name, outcome in outcomes.items()}
    assert loss["mixup 0.5"] / 2 < 0.9 * np.log(2) < loss["mixup 0.5"]
    assert min(loss[who] for who in MIXUPS) > max(loss[who] for who in loss if who not in MIXUPS)


def test_at_one_rate_every_augmentation_makes_the_objective_harder_in_every_run():
    record = results.load("augmentation_100")
    told = [record.verdict("none", who).optimization for who in record.outcomes if who != "none"]
    assert [(each.word, each.lower) for each in told] == [("hurts", 0)] * 4


def test_with_more_data_the_training_loss_rises_and_validation_loss_and_gap_fall():
    outcomes = results.load("more_data").outcomes.values()
    for number, sign in (("train_mode_loss", 1), ("train_loss", 1), ("validation_loss", -1),
                         ("gap", -1)):
        medians = [sign * np.median(getattr(outcome, number)) for outcome in outcomes]
        assert np.all(np.diff(medians) > 0), number


def test_the_deep_network_has_an_optimization_problem():
    outcomes = results.load("augmentation_deep").outcomes
    loss = {name: np.median(outcome.train_loss) for name, outcome in outcomes.items()}
    assert loss["none"] > 2 * loss["no hidden layer"]


def test_a_mirrored_picture_has_the_label_of_what_is_seen():
    x, y = trials.mirrored((0,))[0].x[0], trials.mirrored((0,))[0].y[0]
    new, labels = trials.mirror(x, y, np.random.default_rng(0))
    turned = np.any(new != x, axis=(1, 2))
    assert 0.4 < y[:, 1].mean() < 0.6 and 0.4 < turned.mean() < 0.6
    assert np.array_equal(labels[turned], y[turned, ::-1])
    assert np.array_equal(labels[~turned], y[~turned])


def test_replacing_forgets_where_the_training_digits_lay():
    still, moved = (trials.shown((0,), margin=2, learn=by)[0] for by in (0, 2))
    place = trials.AUGMENTS["re-place"]
    placed = [place(task.x[0], task.y[0], np.random.default_rng(0))[0] for task in (still, moved)]
    assert not np.array_equal(still.x, moved.x) and np.array_equal(*placed)


def test_about_a_fifth_of_the_labels_is_drawn_from_other_pictures():
    right, wrong = (trials.shown((0,), wrong=share)[0].y for share in (0, 0.2))
    assert 0.1 < np.mean(np.any(right != wrong, axis=-1)) < 0.25
