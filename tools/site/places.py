"""Which settings of a live figure the site shows: its places.

A place of a control is a value and the words for it; a state is one place for each control, as a
tuple of their numbers. Only these are drawn, for behind the site there is no kernel.
"""
import re
from itertools import combinations

import ipywidgets as widgets

from helpers.live.controls import allowed, nearest, shown, slides

MOST, PLAYED, SLOW = 13, 25, 7  # places of a slider, of one that plays, of one that trains
ALONG = 13, 9, 7, 5  # places along the sides of a grid in the hand: as many as there is room for
GRID, THIN = 9, 4  # places of a slider among many, or in the hand; along the sides of other grids
FEW = 24  # trainings for pairs of menus, in all
MANY = 6  # controls: with more of them, each has fewer places
NUMBER = r"(-?\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?)"
LETTERS = {"lr": r"\eta", "lam": r"\lambda", "alpha": r"\alpha", "beta": r"\beta"}


def places(name, widget, wanted, most):
    """[(value, words)] of a control, in its own order; `wanted` values are among them.

    Of a menu all, of a slider at most so many besides; None for a control that needs a kernel.
    """
    if hasattr(widget, "options"):
        pairs = [pair if isinstance(pair, tuple) else (pair, pair) for pair in widget.options]
        return [(value, str(words)) for words, value in pairs]
    if isinstance(widget, widgets.Checkbox):
        return [(False, "no"), (True, "yes")]
    if isinstance(widget, widgets.Text):
        return [(text, text) for text in dict.fromkeys([widget.value, *wanted])]
    if not slides(widget):
        return None
    values = {shown(widget, nearest(widget, value)) for value in wanted}
    values |= spaced(widget, most - len(values))
    digits = ".3g" if hasattr(widget, "base") else ".5g"
    return [(value, spelled(value, digits)) for value in sorted(values)]


def spelled(value, digits):
    """A value in a reader's digits: 1000 and not 1e+03."""
    words = format(value, digits) if isinstance(value, float) else str(value)
    return format(value, ".0f") if "e+" in words and value < 1e6 else words


def spaced(widget, count):
    """At most so many values from one end of a slider to the other, on its grid."""
    count = max(count, 2)
    low, high = widget.min, widget.max
    along = [low + (high - low) * step / (count - 1) for step in range(count)]
    if hasattr(widget, "base"):
        along = [widget.base ** power for power in along]
    return {shown(widget, nearest(widget, value)) for value in along}


def named(name, widget, prose):
    """The values that a text gives this control: "p = 0.9", "$\\eta = 0.1$", "seed 3"."""
    if not slides(widget) or hasattr(widget, "options"):
        return []
    words = [re.escape(name.replace("_", " ")), re.escape(name), re.escape(widget.description)]
    words += [re.escape(LETTERS[name])] if name in LETTERS else []
    words += [re.escape(widget.description.split()[-1])] if widget.description else []
    pattern = rf"(?<![\w\\])(?:{'|'.join(words)})\$?\s*(?:=|to|at)?\s*\$?{NUMBER}(?![\w.]*\w)"
    found = []
    for text in re.findall(pattern, prose):
        try:
            found.append(allowed(name, widget, float(text.replace(",", ""))))
        except ValueError:  # a number of something else
            continue
    return list(dict.fromkeys(found))[:5]


def star(centre, lengths):
    """The states that differ from a centre in one place: {control: [states]}."""
    return {control: [moved(centre, control, place) for place in range(length)]
            for control, length in enumerate(lengths)}


def moved(state, control, place):
    """The state with one control at another place."""
    return state[:control] + (place,) + state[control + 1:]


def grid(centre, pair, lengths, most):
    """The states around a centre that two controls make together, at most so many places each."""
    across, up = pair
    along = [thinned(lengths[control], most, centre[control]) for control in pair]
    return [moved(moved(centre, across, x), up, y) for x in along[0] for y in along[1]]


def few(lengths, menus):
    """The first pairs of menus that make few states in all: a training takes long."""
    states = 0
    for one, other in combinations(menus, 2):
        states += lengths[one] * lengths[other]
        if states <= FEW:
            yield one, other


def together(first, settings, lengths, menus, hands, pulled):
    """(centre, pair of controls) of what readers will want together, the likeliest first.

    hands   pairs that are taken in the hand together; `pulled`: controls that are pulled alone
    First a menu with what is pulled, then both kinds of hands with each other and around each
    named setting.
    """
    yield from ((first, (menu, one)) for menu in menus for one in pulled)
    for turned in (*menus, *pulled):
        for place in thinned(lengths[turned], THIN, first[turned]):
            yield from ((moved(first, turned, place), pair) for pair in hands if turned not in pair)
    for centre in settings:
        yield from ((centre, pair) for pair in hands)
        yield from ((centre, (one, one)) for one in pulled)


def any_two(first, menus):
    """All pairs of controls, those with a menu first."""
    pairs = combinations(range(len(first)), 2)
    return sorted(pairs, key=lambda pair: -len({*pair} & {*menus}))


def thinned(count, most, keep):
    """At most so many of the numbers 0 to count − 1, evenly, `keep` among them."""
    if count <= most:
        return list(range(count))
    chosen = {round(step * (count - 1) / (most - 1)) for step in range(most)}
    nearest_one = min(chosen, key=lambda number: abs(number - keep))
    return sorted(chosen - {nearest_one} | {keep})
