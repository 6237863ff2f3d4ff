"""A drag: from a slider's value set in the kernel to the PNG on its way, 1000 × 400 pixels.

Run as a script, it starts a Jupyter kernel and measures there, so that `ipywidgets.interact` does
what it does in a notebook: a fresh pyplot figure, painted by the inline backend and published. A
drag that needs a new background is compared with an empty figure that matplotlib lays out, and one
with a run pinned in the picture with one without.
"""
from pathlib import Path

import numpy as np
from ipywidgets import interact
from jupyter_client.manager import start_new_kernel
from matplotlib import pyplot
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import timing
from helpers import plotting, surfaces
from helpers.descent import arrival, descend, grid, losses, trace
from helpers.live import live
from helpers.live.controls import control
from helpers.optimizers import OPTIMIZERS, Adam

ROUNDS = 30
banana, valley = surfaces.rosenbrock(), surfaces.valley()
RATES, MEMORIES = np.logspace(-4, 1, 40), 1 - np.logspace(0, -2.5, 40)
START = {"x": (-2.0, 2.0, -1.5), "y": (-1.0, 3.0, 2.0)}  # where the ball can be held


def ground(axes):
    plotting.terrain(axes[0], banana)
    plotting.loss_axes(axes[1], 500, 1e-6, 1e4)


def one_optimizer(axes, lr):
    rule = Adam(lr, alpha=0.9)
    return plotting.run(axes, banana, rule, trace(banana, rule, banana.start, 500))


def dragged_start(axes, x, y):
    """The ball in the hand: 500 updates from where it is held."""
    rule = Adam(0.02, alpha=0.9)
    return plotting.run(axes, banana, rule, trace(banana, rule, (x, y), 500))


def fresh_figure(lr):
    """The same for interact: what a notebook without our helpers would draw at each drag."""
    _, axes = pyplot.subplots(1, 2, figsize=(10, 4))
    ground(axes)
    return one_optimizer(axes, lr)


def moved_ground(axes, place):
    """A terrain that a control moves: each of its values has a background of its own."""
    plotting.terrain(axes[0], banana, box=(-2 - place / 100, 2, -1, 3))
    plotting.loss_axes(axes[1], 500, 1e-6, 1e4)


def on_moved_ground(axes, place):
    return one_optimizer(axes, 0.02)


def empty_figure():
    """As many panels, with nothing on them."""
    canvas = FigureCanvasAgg(Figure(figsize=(10, 4), layout="constrained"))
    canvas.figure.subplots(1, 2)
    canvas.draw()


def eight_optimizers(axes, lr):
    """All run anew at every drag."""
    paths = [trace(banana, kind(lr), banana.start, 300) for kind in OPTIMIZERS]
    curves = [losses(banana, path) for path in paths]
    for kind, path, curve in zip(OPTIMIZERS, paths, curves, strict=True):
        plotting.path(axes[0], path, kind, start=False)
        plotting.curve(axes[1], curve, kind, label=False)
    ends = [(plotting.last(curve), plotting.style_of(kind))
            for kind, curve in zip(OPTIMIZERS, curves, strict=True)]
    plotting.end_labels(axes[1], ends)
    return plotting.ending(banana, paths[-1])


def map_ground(axes):
    plotting.terrain(axes[0], valley)
    plotting.loss_axes(axes[1], 300, 1e-6, 1e4)
    plotting.heat_axes(axes[2], RATES, MEMORIES, steps=300)


def map_of_settings(axes, x):
    """The start is dragged, so every cell of the map runs anew."""
    start = (x, valley.start[1])
    path = trace(valley, Adam(0.1), start, 300)
    words = plotting.run(axes, valley, Adam(0.1), path, label=False)
    settings = grid(Adam(1.0, alpha=0.9), start, lr=RATES, beta=MEMORIES)
    needed = arrival(descend(valley, settings, start, 300), valley.minima, radius=0.05)
    plotting.heat(axes[2], RATES, MEMORIES, needed, steps=300)
    plotting.ring(axes[2], 0.1, 0.9, plotting.style_of(Adam).color)
    axes[2].set_title(f"{np.isfinite(needed).mean():.0%} arrive")
    return words


def drag_ours(figure, name, values):
    """A function that sets the slider to the next of the values: one drag."""
    values = iter(values)

    def drag():
        before = figure.png
        figure.controls[name].value = next(values)
        if figure.png == before:
            raise RuntimeError(f"{name} moved, and the picture did not change")
    return drag


def drag_interact(values):
    slider, values = control("lr", 0.02), iter(values)
    interact(fresh_figure, lr=slider)

    def drag():
        slider.value = next(values)
    return drag


def measure():
    """All figures in turn; to be called in a kernel."""
    plotting.use_style()
    rates, starts = np.logspace(-3, -1, ROUNDS + 1), np.linspace(-10, -4, ROUNDS + 1)
    one, eight = live(one_optimizer, ground, lr=0.02), live(eight_optimizers, ground, lr=0.02)
    beside = live(one_optimizer, ground, pin=True, lr=0.02)
    beside.buttons["Pin"].click()
    across = live(map_of_settings, map_ground, axes=(1, 3), x=(-11.0, 3.0, -1.0))
    drags = {
        "one optimizer, 500 updates": drag_ours(one, "lr", rates),
        "the same beside a pinned run": drag_ours(beside, "lr", rates),
        "the same with interact and a fresh figure": drag_interact(rates),
        "eight optimizers, 300 updates": drag_ours(eight, "lr", rates),
        "map of 40 × 40 settings, 300 updates": drag_ours(across, "x", starts),
    }
    ours, pinned, theirs, *_ = in_turn(drags)
    timing.ratio("one optimizer than interact", theirs, ours)
    timing.share("a drag beside a pinned run, in drags without", pinned, ours)
    moved = live(on_moved_ground, moved_ground, place=(0, ROUNDS + 1, 0))
    places = range(1, ROUNDS + 2)
    visit, empty = in_turn({
        "one optimizer, first visit to a background": drag_ours(moved, "place", places),
        "an empty figure of as many panels": empty_figure,
    })
    timing.share("a first visit, in empty figures", visit, empty)


def in_turn(works):
    """Measure and report the works; their times, in order."""
    times = timing.in_turn(works, ROUNDS)
    for name in works:
        timing.report(name, times[name])
    return times.values()


def in_kernel(code):
    """Run code in a new kernel, print what it prints, and return how many pictures it published."""
    messages = []

    def hear(message):
        messages.append(message["content"])
        print(message["content"].get("text", ""), end="", flush=True)
    manager, client = start_new_kernel(
        cwd=str(Path(__file__).parent), extra_arguments=["--log-level=ERROR"])
    try:
        reply = client.execute_interactive(code, output_hook=hear, timeout=600)["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["status"] != "ok":
        raise SystemExit("\n".join(reply["traceback"]))
    return sum("image/png" in message.get("data", {}) for message in messages)


if __name__ == "__main__":
    print("a drag: slider value set in the kernel to PNG ready, 1000 × 400 pixels")
    if in_kernel("import drag; drag.measure()") < ROUNDS:
        raise SystemExit("interact published too few pictures: it was not measured")
