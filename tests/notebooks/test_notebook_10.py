"""Notebook 10: its own tasks, and its words about the records follow from the records."""
import numpy as np
import pytest

from helpers.experiments import n10_augmentation as trials, results

MIXUPS = ("mixup 0.5", "mixup Beta(0.4)", "mixup Beta(1)")
WORDS = {  # generalization, in the words of the notebook
    "augmentation_100": {"noise 0.3": "helps", "shift 1": "hurts"},
    "augmentation_shifted": {"noise 0.3": "helps", "shift 1": "helps"},
    "augmentation_canvas": {"noise 0.3": "helps", "re-place": "helps"}, "augmentation_still": {"re-place": "hurts"},
    "augmentation_anywhere": {"re-place": "helps"},
    "augmentation_mirrored": {"flip": "hurts", "flip, label too": "helps", "noise 0.3": "helps"} | dict.fromkeys(
        ("shift 1", "blur", "mixup 0.5"), "no clear effect"),
    "augmentation_wrong": {"mixup 0.5": "helps", "noise 0.3": "helps"},
    "augmentation_early": {"noise 0.3": "hurts", "1,000 pictures": "hurts"},
    "augmentation_deep": {"noise 0.3": "hurts", "1,000 pictures": "no clear effect", "no hidden layer": "helps"},
    "augmentation": {"noise 0.1": "helps", "noise 0.3": "helps", "re-place": "no clear effect"} | dict.fromkeys(
        ("blur", "brightness", "shift 1", "shift 2", "flip", "upside down", "half turn", *MIXUPS), "hurts")}
ACCURACIES = {
    "augmentation_canvas": {"none": 0.19, "noise 0.3": 0.20, "shift 2": 0.88, "re-place": 0.87},
    "augmentation_mirrored": {"none": 0.97, "flip": 0.50, "flip, label too": 0.99},
    "augmentation_shifted": {"none": 0.38, "shift 1": 0.90},
    "augmentation_wrong": {"none": 0.82, "mixup 0.5": 0.90, "noise 0.3": 0.92},
    "representative": {"100 alone": 0.91, "plus all": 0.95, "plus 0–4": 0.92, "plus bold": 0.95}}


@pytest.mark.parametrize("name", WORDS)
def test_generalization_helps_or_hurts_as_the_notebook_says(name):
    measured = results.load(name)
    assert {who: results.verdict(measured, "none", who).generalization.word for who in WORDS[name]} == WORDS[name]


@pytest.mark.parametrize("name", ACCURACIES)
def test_the_accuracy_is_what_the_notebook_says(name):
    outcomes = results.load(name)[-1]
    assert {who: round(outcomes[who].accuracy.mean(), 2) for who in ACCURACIES[name]} == ACCURACIES[name]


def test_each_collection_of_more_digits_helps():
    measured = results.load("representative")
    told = [results.verdict(measured, "100 alone", f"plus {kind}") for kind in trials.KINDS]
    assert [each.generalization.word for each in told] == ["helps"] * 3


def test_mixed_labels_make_more_than_half_of_the_loss_as_trained():
    trained = {name: outcome.trained.mean() for name, outcome in results.load("augmentation")[-1].items()}
    assert trained["mixup 0.5"] / 2 < 0.9 * np.log(2) < trained["mixup 0.5"]
    assert min(trained[name] for name in MIXUPS) > max(loss for name, loss in trained.items() if name not in MIXUPS)


def test_every_augmentation_makes_the_objective_harder_in_every_run():
    measured = results.load("augmentation")
    told = [results.verdict(measured, "none", who).optimization for who in measured[-1] if who != "none"]
    assert len(told) == 13 and {(each.word, each.lower) for each in told} == {("hurts", 0)}


def test_with_more_data_the_training_loss_rises_and_validation_loss_and_gap_fall():
    outcomes = results.load("more_data")[-1].values()
    for number, sign in (("trained", 1), ("clean", 1), ("validation", -1), ("gap", -1)):
        assert np.all(np.diff([sign * np.median(getattr(outcome, number)) for outcome in outcomes]) > 0), number


def test_the_deep_network_has_an_optimization_problem():
    outcomes = results.load("augmentation_deep")[-1]
    assert np.median(outcomes["none"].clean) > 2 * np.median(outcomes["no hidden layer"].clean)


def test_a_record_is_repeated():
    contenders = {"50 pictures": trials.SETTINGS["more_data"][3]["50 pictures"]}
    assert results.agreement("more_data", trials.trial((0,), contenders, 300)).endswith("True")


def test_a_mirrored_picture_has_the_label_of_what_is_seen():
    x, y = trials.mirrored((0,))[0].x[0], trials.mirrored((0,))[0].y[0]
    new, labels = trials.mirror(x, y, np.random.default_rng(0))
    turned = np.any(new != x, axis=(1, 2))
    assert 0.4 < y[:, 1].mean() < 0.6 and 0.4 < turned.mean() < 0.6
    assert np.array_equal(labels[turned], y[turned, ::-1]) and np.array_equal(labels[~turned], y[~turned])


def test_replacing_forgets_where_the_training_digits_lay():
    still, moved = (trials.shown((0,), margin=2, learn=by)[0] for by in (0, 2))
    placed = [trials.AUGMENTS["re-place"](task.x[0], task.y[0], np.random.default_rng(0))[0] for task in (still, moved)]
    assert not np.array_equal(still.x, moved.x) and np.array_equal(*placed)


def test_about_a_fifth_of_the_labels_is_drawn_from_other_pictures():
    right, wrong = (trials.shown((0,), wrong=share)[0].y for share in (0, 0.2))
    assert 0.1 < np.mean(np.any(right != wrong, axis=-1)) < 0.25
