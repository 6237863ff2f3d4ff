"""The answers that notebook 03's exercises take as right are right by another way, and wrong ones are refused."""
import pytest

from helpers import exercises


def said(capsys, exercise, answer):
    exercise(answer)
    return capsys.readouterr().out


@pytest.mark.parametrize("exercise, blank", [
    (exercises.transformer, lambda t, lr, warm_up: None), (exercises.both_sums, None), (exercises.both_sums, ...),
    (exercises.calm_and_fast, None), (exercises.calm_and_fast, ...),
], ids=["transformer", "sums: None", "sums: ...", "calm: None", "calm: ..."])
def test_an_unanswered_exercise_gives_no_error(capsys, exercise, blank):
    assert said(capsys, exercise, blank).startswith("Not")


def test_the_transformers_schedule_is_the_smaller_of_two_curves_as_its_paper_writes_it(capsys):
    assert "Right" in said(capsys, exercises.transformer,
                           lambda t, lr, warm_up: lr * min((t + 1) / warm_up, (warm_up / max(t, 1)) ** 0.5))


@pytest.mark.parametrize("wrong", [
    lambda t, lr, warm_up: lr * (warm_up / max(t, 1)) ** 0.5,  # no warm-up
    lambda t, lr, warm_up: lr * min((t + 1) / warm_up, warm_up / max(t, 1)),  # inverse time
    lambda t, lr, warm_up: lr * warm_up / t,  # divides by zero
], ids=["no warm-up", "inverse time", "raises"])
def test_another_schedule_is_refused(capsys, wrong):
    assert said(capsys, exercises.transformer, wrong).startswith("Not yet")


@pytest.mark.parametrize("answer, verdict", [
    ("inverse time", "Right"), ("constant", "Not yet"), ("inverse square root", "Not yet"), ("exponential", "Not yet"),
    ("cosine", "Not yet"), ("linear", "not one of"),
])
def test_only_the_harmonic_sum_grows_for_ever_while_its_squares_do_not(capsys, answer, verdict):
    assert verdict in said(capsys, exercises.both_sums, answer)


@pytest.mark.parametrize("answer, verdict", [
    ((3, 300), "Right"), ((0.3, 300), "Not yet"), ((0.3, 1e5), "Not yet"), ((10, 1e5), "Not yet"),
    ((3, -300), "tau = -300"), (("a", "b"), "lr = 'a'"),
])
def test_only_a_large_rate_with_decay_is_calm_and_fast_in_the_ravine(capsys, answer, verdict):
    assert verdict in said(capsys, exercises.calm_and_fast, answer)
