"""Other answers than the notebooks': what is said of them, and that other right ones are right."""

import numpy as np
import pytest
from lessons import said


def softmax(scores):
    return np.exp(scores) / np.exp(scores).sum()


ANSWERS = [
    ("largest_safe_rate", 0.03, "0.03 is too large"),
    ("largest_safe_rate", 0.01, "0.01 is too small"),
    ("largest_safe_rate", np.nan, "nan is not a number"),
    ("largest_safe_rate", np.inf, "inf is too large"),
    ("largest_safe_rate", -(10**400), "is too small"),
    ("largest_safe_rate", "2/100", "'2/100' is not a number"),
    ("largest_safe_rate", 1j, "1j is not a number"),
    ("largest_safe_rate", ..., "Ellipsis is not a number"),
    ("two_rates", (0.0001, 0.0001), "ends 17 from the star"),
    ("two_rates", (0.001, 0.3), "diverges"),
    ("two_rates", (0.0002, 2), "diverges"),
    ("two_rates", (1e300, 1), "diverges"),
    ("two_rates", (-1, 2), "allowed is a finite number ≥ 0"),
    ("two_rates", ..., "is not a pair of numbers"),
    ("two_rates", 0.1, "0.1 is not a pair of numbers"),
    ("two_rates", [1, 2, 3], "is not a pair of numbers"),
    ("leaky_unit", 0.18, "too large"),  # what comes of leaving the output at 6
    ("same_path", 0.5, "too large"),
    ("fast_on_the_valley", 0.1, "0.1 is not a pair of numbers"),
    ("fast_on_the_valley", (0.2, 0.8), "does not stay"),
    ("fast_on_the_valley", (0.05, 0.8), "from update 79 on"),
    ("fast_on_the_valley", (0.1, 1), "beta = 1.0: allowed"),
    (
        "simple_adam",
        lambda theta, m, r, g, lr, beta, alpha: (theta - lr * m / np.sqrt(r), m, r),
        "nan",
    ),
    (
        "simple_adam",
        lambda theta, m, r, g, lr, beta, alpha: theta,
        "gives 1.0, and [0.96837722, 0.2, 0.4] is right",
    ),
    (
        "transformer",
        lambda t, lr, warm_up: lr * min((t + 1) / warm_up, (warm_up / max(t, 1)) ** 0.5),
        "Right",
    ),
    (
        "transformer",
        lambda t, lr, warm_up: lr * (warm_up / max(t, 1)) ** 0.5,
        "is right",
    ),  # no warm-up
    (
        "transformer",
        lambda t, lr, warm_up: lr * min((t + 1) / warm_up, warm_up / max(t, 1)),
        "is right",
    ),
    ("transformer", lambda t, lr, warm_up: lr * warm_up / t, "raises ZeroDivisionError: "),
    (
        "transformer",
        lambda t, lr, warm_up: lr / 4 if t == 0 else None,
        "gives None, and 1.0 is right",
    ),
    ("transformer", lambda t, lr: lr, "raises TypeError"),
    ("transformer", 0.5, "0.5 is not a function"),
    ("both_sums", "constant", "not constant"),
    ("both_sums", "inverse square root", "not inverse square root"),
    ("both_sums", "exponential", "not exponential"),
    ("both_sums", "cosine", "not cosine"),
    ("both_sums", "linear", "'linear' is not one of constant, "),
    ("both_sums", ..., "not one of"),
    ("calm_and_fast", (0.3, 300), "Not yet: after"),
    ("calm_and_fast", (0.3, 1e5), "Not yet: after"),
    ("calm_and_fast", (10, 1e5), "Not yet: after"),
    ("calm_and_fast", (3, -300), "tau = -300"),
    ("calm_and_fast", ("a", "b"), "('a', 'b') is not a pair"),
    ("calm_and_fast", ..., "is not a pair"),
    ("kept_value", 3 / 0.8, "Right"),
    ("kept_value", 3, "too small"),
    ("kept_value", 3 * 0.8, "too small"),
    ("kept_value", 3 / 0.2, "too large"),
    ("kept_value", True, "True is not a number"),
    (
        "own_dropout",
        lambda x, u, p, training: np.where(u < p, 0, x / (1 - p)) if training else x,
        "Right",
    ),
    (
        "own_dropout",
        lambda x, u, p, training: x * (u >= p) if training else x,  # no scale
        "function gives [[0.0, -2.0, 3.0, 4.0]], and [[0.0, -2.5, 3.75, 5.0]] is right",
    ),
    (
        "own_dropout",
        lambda x, u, p, training: x * (u >= p) if training else x * (1 - p),
        "is right",
    ),
    ("own_dropout", lambda x, u, p, training: x * (u >= p) / (1 - p), "False) your function"),
    ("own_dropout", lambda x, u, p, training: x * (u < p) / (1 - p) if training else x, "is right"),
    (
        "own_dropout",
        lambda x, u, p, training: x[0],
        "gives array([ 1., -2., 3., 4.]), and [[1.0, -2.0, 3.0, 4.0]] is right",
    ),
    ("own_dropout", lambda x, u, p, training: "x", "gives 'x', and"),
    ("needs_dropout", "Ada", "not Ada"),
    ("needs_dropout", "Chi", "not Chi"),
    ("needs_dropout", "Dan", "not one of"),
    ("right_size", (2 / 256) ** 0.5, "Right"),
    ("right_size", (1 / 256) ** 0.5, "too small"),
    ("right_size", 2 / 256, "too small"),
    ("right_size", (2 / 64) ** 0.5, "too large"),
    ("growth", lambda variance, depth: variance**depth, "is right"),  # no ReLU
    ("growth", lambda variance, depth: variance / 2 * depth, "is right"),
    ("largest_rate_that_stays", 0.24, "too small"),
    ("largest_rate_that_stays", 0.26, "too large"),
    ("parameters_of_a_layer", 5 * 5 * 16 * 32, "12800 is too small"),
    ("parameters_of_a_layer", 12833, "too large"),
    ("upright_line", [[0, 1, 0]] * 3, "3 to an upright line, 1 to a lying line, 3 to even ink"),
    ("upright_line", np.zeros((3, 3)), "Not yet"),
    ("upright_line", [[-1] * 3, [2] * 3, [-1] * 3], "Not yet"),
    ("upright_line", [1, 2, 3], "[1, 2, 3] is not three rows of three numbers"),
    ("best_of_ten_sigmoids", 0.25**10, "Right"),
    ("best_of_ten_sigmoids", 0.25**11, "too small"),
    ("gate_of_twenty", 20**-0.5, "too large"),
    ("own_block", lambda a, W, s: s * (a + np.maximum(a @ W, 0)), "Not yet"),
    ("own_block", lambda a, W, s: s * np.maximum(a @ W, 0), "Not yet"),
    ("own_block", lambda a, W, s: np.maximum(a + s * a @ W, 0), "Not yet"),
    ("normalized_eight", 1.359, "too small"),
    ("same_turn", 3, "too small"),
    (
        "own_layer_norm",
        lambda x, gain, shift, eps: gain * ((x.T - x.mean(1)) / (x.var(1) + eps) ** 0.5).T + shift,
        "Right",
    ),
    (
        "own_layer_norm",
        lambda x, gain, shift, eps: gain * (x - x.mean(0)) / (x.var(0) + eps) ** 0.5 + shift,
        "is right",
    ),
    (
        "own_layer_norm",
        lambda x, gain, shift, eps: x - x.mean(1),
        "raises ValueError: operands could not",
    ),
    ("most_likely_coin", 1.0, "too large"),
    ("mean_hinge", (0.6 + 3) / 2, "too large"),
    ("mean_hinge", (0 + 0.6 + 3) / 3, "Right"),
    ("slope_of_scores", lambda scores, k: softmax(scores) - np.eye(len(scores))[k], "Right"),
    (
        "slope_of_scores",
        lambda scores, k: np.eye(len(scores))[k] - softmax(scores),
        "gives [-0.73105858, 0.73105858], and [0.73105858, -0.73105858] is right",
    ),
    ("least_mixup_loss", 0.5, "too small"),
    ("least_mixup_loss", np.log(2), "Right"),
    ("own_mixup", lambda a, b, r: b + r * (a - b), "Right"),
    ("own_mixup", lambda a, b, r: r * b + (1 - r) * a, "gives [0.3, 0.7], and [0.7, 0.3] is right"),
    ("label_that_survives", "half turn", "not half turn"),
    ("label_that_survives", "up-down", "not up-down"),
    ("entropy_of_an_answer", 1.39, "too large"),
    ("not_a_flock", "Ada", "not Ada"),
    (
        "unlike_neighbours",
        lambda p, edges: np.mean((p[edges[:, 0]] - p[edges[:, 1]]) ** 2),
        "is right",
    ),
    ("unlike_neighbours", lambda p, edges: (p[edges[:, 0]] - p[edges[:, 1]]) ** 2, "is right"),
    ("library_decay", 0.02, "too large"),
    ("cheapest_unit", 81, "too large"),
    ("own_decay", lambda theta, g, lr, lam: (1 - lr * lam) * theta - lr * g, "is right"),
]


IDS = [f"{name}-{k}" for k, (name, *_) in enumerate(ANSWERS)]


@pytest.mark.parametrize("name, answer, words", ANSWERS, ids=IDS)
def test_other_answers_get_a_useful_sentence(capsys, name, answer, words):
    told = said(capsys, name, answer)
    assert words in told and told.startswith("Right" if words == "Right" else "Not yet: ")
