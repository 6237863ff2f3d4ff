"""Notebook 10: its words about the records follow from the records."""
import numpy as np
import pytest

from helpers.experiments import n10_augmentation as lesson
from helpers.experiments import results

MIXUPS = ("mixup 0.5", "mixup Beta(0.4)", "mixup Beta(1)")
GENERALIZATION = {  # in the words of the notebook and of those that continue it
    "augmentation": {"noise 0.1": "unclear", "noise 0.3": "helps (× 0.756 [0.704, 0.813])",
                     "brightness": "about equal", "re-place": "unclear", "shift 1": "unclear"}
    | dict.fromkeys(("blur", "shift 2", "flip", "upside down", "half turn"), "hurts")
    | {"mixup 0.5": "hurts", "mixup Beta(0.4)": "hurts", "mixup Beta(1)": "hurts (× 1.46"},
    "augmentation_100": {"noise 0.3": "unclear"},
    "augmentation_long": {"shift 1": "helps (× 0.868 [0.766, 0.984])", "flip": "hurts",
                          "noise 0.3": "helps (× 0.543", "mixup Beta(1)": "hurts"},
    "augmentation_shifted": {"noise 0.3": "helps (× 0.71", "shift 1": "helps (× 0.0821"},
    "augmentation_mirrored": {"flip": "hurts", "flip, label too": "helps"},
    "augmentation_wrong": {"noise 0.3": "helps (× 0.67", "mixup Beta(1)": "helps (× 0.904"},
    "augmentation_still": {"re-place": "hurts"}, "augmentation_anywhere": {"re-place": "helps"},
    "augmentation_canvas": {"re-place": "helps"},
    "augmentation_early": {"noise 0.3": "hurts", "1,000 pictures": "about equal"},
    "augmentation_deep": {"noise 0.3": "about equal", "1,000 pictures": "unclear"}}
OPTIMIZATION = {
    "augmentation": {"noise 0.3": "hurts (× 7.32", "mixup Beta(1)": "hurts (× 38.6",
                     "shift 1": "helps", "flip": "helps"},
    "augmentation_early": {"noise 0.3": "hurts", "1,000 pictures": "hurts"},
    "augmentation_deep": {"noise 0.3": "hurts", "1,000 pictures": "unclear"}}
EARLY = {("augmentation_shifted", "noise 0.3"): "about equal (× 1.01",
         ("augmentation_long", "shift 1"): "unclear (× 1.02"}
POINTS = {("augmentation", "noise 0.3"): "+1.0", ("augmentation", "flip"): "-2.0",
          ("augmentation_long", "shift 1"): "-0.9", ("augmentation_wrong", "noise 0.3"): "+10.3",
          ("augmentation_wrong", "mixup Beta(1)"): "+5.7",
          ("augmentation_mirrored", "flip, label too"): "+1.6"}


@pytest.mark.parametrize("kind, words", [("generalization", GENERALIZATION),
                                         ("optimization", OPTIMIZATION)])
def test_it_helps_or_hurts_as_the_notebook_says(kind, words):
    for name, told in words.items():
        record = results.load(name)
        for who, begin in told.items():
            assert str(getattr(record.verdict("none", who), kind)).startswith(begin), (name, who)


@pytest.mark.parametrize("name, who", EARLY)
def test_with_early_stopping_two_gains_are_gone(name, who):
    assert str(results.load(name).verdict("none", who).early_stopping).startswith(EARLY[name, who])


@pytest.mark.parametrize("name, who", POINTS)
def test_the_accuracy_moves_by_as_many_points_as_the_notebook_says(name, who):
    assert results.load(name).verdict("none", who).accuracy.points.startswith(POINTS[name, who])


def test_noise_that_helps_with_shifted_digits_is_still_worse_than_guessing():
    assert results.load("augmentation_shifted").verdict("none", "noise 0.3").marks == (
        "above guessing")


def test_shift_and_flip_end_lower_at_ten_and_three_times_the_learning_rate_of_none():
    record = results.load("augmentation")
    rates = [record.choices[who]["lr"] for who in ("none", "flip", "shift 1")]
    assert rates == [0.001, 0.003, 0.01]


def test_at_one_rate_each_augmentation_makes_training_harder_in_every_run():
    record = results.load("augmentation_100")
    told = [record.verdict("none", who).optimization for who in record.outcomes if who != "none"]
    assert [(each.word, each.lower) for each in told] == [("hurts", 0)] * 4


def test_the_accuracy_with_mixup_does_not_clearly_move():
    found = [results.load("augmentation").verdict("none", who).accuracy for who in MIXUPS]
    assert all(gain.low < 0 < gain.high for gain in found)


def test_of_the_eight_that_hurt_three_have_an_accuracy_interval_that_holds_0():
    record = results.load("augmentation")
    told = [record.verdict("none", who) for who in record.outcomes if who != "none"]
    hurt = [each.accuracy for each in told if each.generalization.word == "hurts"]
    assert len(told) == 13 and len(hurt) == 8
    assert sum(gain.low < 0 < gain.high for gain in hurt) == 3


def test_the_deep_network_has_an_optimization_problem():
    outcomes = results.load("augmentation_deep").outcomes
    loss = {name: np.median(outcome.train_loss) for name, outcome in outcomes.items()}
    assert loss["none"] > 2 * loss["no hidden layer"]


def test_with_more_data_training_loss_rises_and_validation_loss_and_gap_fall():
    outcomes = results.load("more_data").outcomes.values()
    for number, sign in (("train_mode_loss", 1), ("train_loss", 1), ("validation_loss", -1),
                         ("gap", -1)):
        medians = [sign * np.median(getattr(outcome, number)) for outcome in outcomes]
        assert np.all(np.diff(medians) > 0), number


def test_each_collection_of_more_digits_helps_and_low_digits_least():
    record = results.load("representative")
    told = {kind: record.verdict("100 alone", f"plus {kind}") for kind in ("all", "0–4", "bold")}
    assert [each.generalization.word for each in told.values()] == ["helps"] * 3
    gains = {kind: round(100 * each.accuracy.mean, 1) for kind, each in told.items()}
    assert gains == {"all": 4.0, "0–4": 0.7, "bold": 3.4}


def test_a_mirrored_image_has_the_label_of_what_is_seen():
    x, y = lesson.mirrored((0,))[0].x[0], lesson.mirrored((0,))[0].y[0]
    new, labels = lesson.mirror(x, y, np.random.default_rng(0))
    turned = np.any(new != x, axis=(1, 2))
    assert 0.4 < y[:, 1].mean() < 0.6 and 0.4 < turned.mean() < 0.6
    assert np.array_equal(labels[turned], y[turned, ::-1])
    assert np.array_equal(labels[~turned], y[~turned])


def test_random_placement_forgets_where_the_training_digits_lay():
    still, moved = (lesson.shown((0,), margin=2, learn=by)[0] for by in (0, 2))
    place = lesson.AUGMENTS["re-place"]
    placed = [place(task.x[0], task.y[0], np.random.default_rng(0))[0] for task in (still, moved)]
    assert not np.array_equal(still.x, moved.x) and np.array_equal(*placed)


def test_about_a_fifth_of_the_labels_is_drawn_from_other_images():
    right, wrong = (lesson.shown((0,), wrong=share)[0].y for share in (0, 0.2))
    assert 0.1 < np.mean(np.any(right != wrong, axis=-1)) < 0.25


def test_every_place_of_the_canvas_holds_the_same_digits():
    images, labels = lesson.anywhere((0,), many=3)
    assert images.shape == (25, 1, 3, 12, 12) and labels.shape == (1, 3)
    ink = images.sum(axis=(-2, -1))
    assert np.allclose(ink, ink[0]) and not np.array_equal(images[0], images[12])


def test_a_strength_of_0_changes_nothing():
    x, y = np.random.default_rng(0).random((4, 8, 8)), np.eye(4)
    same, label = lesson.strong(noise=0, flip=0.0, mixup=0)(x, y, np.random.default_rng(0))
    moved, _ = lesson.strong(shift=2)(x, y, np.random.default_rng(0))
    assert same is x and label is y and not np.array_equal(moved, x)
