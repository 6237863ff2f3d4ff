"""Checks a reader's answer and says what is wrong. An answer that is still None gets the hint, never an error.

First the three kinds of check; then one function per exercise, notebook by notebook. The right answers are computed.
"""
import numpy as np

from helpers import schedules
from helpers.networks import initialization
from helpers.descent import arrival, descend, losses, trace
from helpers.networks.layers import Dropout
from helpers.optimizers import Adagrad, Adam, AdamState, GradientDescent, Momentum
from helpers.regression import lectures
from helpers.surfaces import ravine, valley


def number(answer, truth, hint, why, tolerance=0.02):
    """Is the answer within `tolerance` (a share) of the truth? Says if it is too large or too small."""
    if answer is None:
        print(f"Not answered yet. Hint: {hint}")
    elif not isinstance(answer, (int, float, np.number)):
        print(f"Not yet: {answer!r} is not a number. Hint: {hint}")
    elif abs(answer - truth) <= tolerance * abs(truth):
        print(f"Right: {truth:.4g}. {why}")
    else:
        print(f"Not yet: {answer:g} is too {'large' if answer > truth else 'small'}. Hint: {hint}")


def choice(answer, truth, options, hint, why):
    """Is the answer the right one of the options (texts)?"""
    if answer is None:
        print(f"Not answered yet: one of {', '.join(options)}. Hint: {hint}")
    elif answer not in options:
        print(f"Not yet: {answer!r} is not one of {', '.join(options)}.")
    else:
        print(f"Right: {truth}. {why}" if answer == truth else f"Not yet: it is not {answer}. Hint: {hint}")


def rule(answer, reference, cases, hint, why):
    """Does the reader's function give what the reference gives, for every case (a tuple of arguments)?"""
    for case in cases:
        try:
            mine = answer(*case)
        except Exception as error:
            print(f"Not yet: your function raises {type(error).__name__}: {error}. Hint: {hint}")
            return
        if mine is None:
            print(f"Not answered yet. Hint: {hint}")
            return
        truth = reference(*case)
        if np.shape(mine) != np.shape(truth) or not np.allclose(mine, truth, rtol=1e-6):
            print(f"Not yet: for {case} your function gives {mine}, and {truth} is right. Hint: {hint}")
            return
    print(f"Right. {why}")


# 01 Gradient descent

def largest_safe_rate(answer):
    """Below which η does plain descent not fly off the valley (x² + 100 y²) / 2?"""
    steepest = valley(100.0).grad(np.array([0.0, 1.0]))[1]
    number(answer, 2 / steepest, hint="one update multiplies y by some number: it must lie between −1 and 1",
           why="It is 2 divided by the steepest bend, here 2 / 100.")


def two_rates(answer, near=0.1):
    """A pair (η of w, η of b) with which plain descent ends within `near` of the lecture's star, in 100 updates."""
    hint = "the diagonal of surface.hessian() says how strongly the ground bends along w and along b"
    if answer is None or np.shape(answer) != (2,):
        print(f"Not answered yet: a pair of numbers such as (0.0001, 0.01). Hint: {hint}")
        return
    surface = lectures()
    path = trace(surface, GradientDescent(np.array(answer, float)), surface.start, 100)
    loss, away = losses(surface, path), np.linalg.norm(path[-1] - surface.minima[0])
    if away <= near:
        print(f"Right: it ends {away:.2g} from the star. One rate for each parameter is enough here.")
    else:
        print(f"Not yet: it {f'ends {away:.2g} from the star' if loss[-1] < loss[0] else 'flies off'}. Hint: {hint}")


def leaky_unit(answer):
    """∂L/∂w3 of slide 21's network if its units had slope 0.01 below zero in place of 0."""
    def loss(w3):
        return (-1 * 4 + 3 * 0.01 * (w3 * 1 - 2 * 2) + 2 * 5 - 3) ** 2  # i2 is negative: h2 is 0.01 of it
    number(answer, (loss(1 + 1e-5) - loss(1 - 1e-5)) / 2e-5,
           hint="h2 is no longer 0, so the output changes too; then go back along w8, the slope 0.01 and x1",
           why="A unit that is off still passes one percent on, so its weights can learn again.")


# 02 Optimizers

def same_path(answer):
    """Which η makes `HeavyBall(η, 0.98)` walk the path of `Momentum(0.5, 0.98)`?"""
    number(answer, 0.5 * (1 - 0.98), hint="v adds up what m averages, and m gives each gradient the weight 1 − β",
           why="The average is 1 − β times the sum.")


def simple_adam(answer):
    """One update of Adam without bias correction: a function of (theta, m, r, g, lr, beta, alpha) that returns theta, m, r."""
    def reference(theta, m, r, g, lr, beta, alpha):
        theta, (m, r) = Adam(lr, beta, alpha, eps=0.0, bias_correction=False).update(0, np.array([theta]), g, AdamState(m, r))
        return theta[0], m[0], r[0]
    cases = [(1.0, 0.0, 0.0, 2.0, 0.1, 0.9, 0.9), (-3.0, 0.5, 4.0, -1.0, 0.01, 0.8, 0.99)]
    rule(answer, reference, cases, hint="m and σ² come first, and the new θ uses the new m and σ²",
         why="Three lines, and the third joins the first two.")


def fast_on_the_valley(answer, below=60):
    """A pair (lr, beta) with which `Momentum` stays at the valley's lowest point after fewer than `below` updates."""
    if answer is None:
        print("Not answered yet. Hint: look for the brightest cells of the map, and read off their η and β")
        return
    surface = valley()
    updates = arrival(descend(surface, Momentum(*answer), surface.start, 300), surface.minima, 0.05)
    verdict = "never arrives within 300" if np.isnan(updates) else f"stays at the star after {updates:.0f}"
    print(f"{'Right' if updates < below else 'Not yet'}: with η = {answer[0]:g} and β = {answer[1]:g} it {verdict} updates.")


# 03 Schedules

def transformer(answer):
    """A function of (t, lr, warm_up): a straight rise to lr in `warm_up` updates, then lr √(warm_up / t)."""
    def reference(t, lr, warm_up):
        return schedules.warmup(schedules.inverse_sqrt(lr, tau=warm_up), warm_up)(t)
    cases = [(0, 1.0, 4), (3, 1.0, 4), (4, 1.0, 4), (100, 0.5, 25), (9, 0.2, 10), (4000, 0.2, 10)]
    rule(answer, reference, cases, hint="two formulas, and `if t < warm_up` decides between them",
         why="It rises, and then every fourfold t halves the rate.")


def both_sums(answer):
    """Which schedule has an infinite sum of rates and a finite sum of their squares?"""
    kinds = {"constant": schedules.constant(1.0), "exponential": schedules.exponential(1.0, 0.99),
             "inverse time": schedules.inverse_time(1.0), "inverse square root": schedules.inverse_sqrt(1.0),
             "cosine": schedules.cosine(1.0, 1000)}
    truth, = [name for name, rate in kinds.items() if endless(rate) and not endless(lambda t: rate(t) ** 2)]
    choice(answer, truth, list(kinds), hint="compare the sums of 1/√t, 1/t and 1/t²: which grow for ever?",
           why="Its steps can lead anywhere, and its noise dies out.")


def endless(rate):
    """Does the sum of a schedule grow for ever? It does if updates 10⁵ to 10⁶ add no less than 10⁴ to 10⁵ did."""
    early, late = np.sum(rate(np.arange(1e4, 1e5))), np.sum(rate(np.arange(1e5, 1e6)))
    return late > 0.99 * early > 0


def calm_and_fast(answer):
    """A pair (lr, tau) with which Adagrad's mean form is calm after 1,000 updates and ends below 1e-20."""
    if answer is None or np.shape(answer) != (2,):
        print("Not answered yet: a pair such as (0.3, 300). Hint: look for the dark corner of the second map")
        return
    place = ravine()
    try:
        path = trace(place, Adagrad(schedules.inverse_time(*answer), mean=True), place.start, 3000)
    except ValueError as error:
        print(f"Not yet: {error}")
        return
    off, loss = np.abs(path[1000:, 1] - 0.01 * path[1000:, 0]).max(), losses(place, path[-1])
    verdict = "Right" if off <= 0.15 and loss < 1e-20 else "Not yet"
    print(f"{verdict}: after update 1,000 it stays within {off:.1g} of the floor; its loss ends at {loss:.0e}.")


# 04 Dropout

def kept_value(answer):
    """What the next layer gets from a unit that gives 3, if it is not dropped at p = 0.2."""
    kept, _ = Dropout(0.2).forward((), np.full((1, 1), 3.0), lambda shape, dtype: np.ones(shape, dtype))
    number(answer, kept.item(), hint="with probability 0.8 it is this number, else 0, and the mean must be 3",
           why="It is divided by 1 − p.")


def own_dropout(answer):
    """A function of (x, u, p, training): x with dropout of rate p, where u are the random numbers of x's shape."""
    def reference(x, u, p, training):
        return Dropout(p).forward((), x, (lambda shape, dtype: u) if training else None)[0]
    x, u = np.array([[1.0, -2.0, 3.0, 4.0]]), np.array([[0.1, 0.7, 0.2, 0.9]])
    rule(answer, reference, [(x, u, p, training) for p in (0.0, 0.2, 0.5) for training in (True, False)],
         hint="a unit is there if its u is at least p; two things happen in training, nothing when predicting",
         why="One line, and a switch.")


def needs_dropout(answer, logs):
    """Which of the logs {name: (training loss, validation loss)} asks for dropout?"""
    truth = max(logs, key=lambda name: logs[name][1] / logs[name][0])
    choice(answer, truth, list(logs),
           hint="whose optimization is done, and whose validation loss is far above the training loss?",
           why="For the others, dropout would make an optimization problem worse.")


# 05 Initialization

def right_size(answer):
    """The standard deviation of the weights of a layer that takes 256 numbers and is followed by a ReLU."""
    number(answer, initialization.kaiming(256, 64, False),
           hint="the sum of 256 products has 256 σ² times the mean square of its input, and the ReLU keeps half of that",
           why="It is √(2 / 256). How many numbers the layer gives plays no part on the way forth.")


def growth(answer):
    """A function of (variance, depth): by how much the mean square of h grows through so many ReLU layers, n σ² = variance."""
    def reference(variance, depth):
        return (variance / 2) ** depth
    rule(answer, reference, cases=[(2.0, 10), (1.0, 10), (64.0, 3), (0.5, 1), (3.0, 0)],
         hint="one layer multiplies the mean square by n σ², and its ReLU keeps half",
         why="For a plain normal and 64 units n σ² is 64: ten layers make the squares 32¹⁰ times as large.")


def largest_rate_that_stays(answer):
    """The largest η with which plain descent can stay in a minimum whose second derivative is 8."""
    bend = valley(8.0).grad(np.array([0.0, 1.0]))[1]
    number(answer, 2 / bend, hint="an update multiplies the distance to the minimum by 1 − 8 η",
           why="Beyond it the factor is below −1, and every update leads farther away: 2 / 8.")
