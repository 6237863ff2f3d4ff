"""Runs in a notebook's kernel, after its cells: draws every live figure at all its places.

`harvest` writes the pictures, and returns what `figure.py` makes a page's figure of.
"""
import gc
import hashlib
import io
import json
import time
from pathlib import Path

from PIL import Image

import places as of
from helpers.live import Live
from helpers.live.running import finish

COLOURS, LARGEST, OPTIONAL = 256, 4_500_000, 2_800_000  # bytes: of a grid, of what is added to it
ENOUGH = 160  # pictures of a figure, after which nothing is added
SHARP = 200  # dots per inch of the named settings, for large screens and dense ones
KERNEL = "Pin", "One more seed"  # buttons that need one


def harvest(proses, folder):
    """Draw all live figures whose model_id is in {model_id: text around it}; write JSON."""
    found = [thing for thing in gc.get_objects() if type(thing) is Live and hasattr(thing, "box")]
    figures = {figure.box.model_id: figure for figure in found}
    report = {}
    for name, prose in proses.items():
        if name in figures:
            report[name] = Harvest(figures[name], prose, Path(folder)).report()
    (Path(folder) / "figures.json").write_text(json.dumps(report), encoding="utf-8")


class Harvest:
    """One figure: its controls' places, and the pictures drawn so far, {state: [file, words]};
    a named setting has a sharp picture besides."""

    def __init__(self, figure, prose, folder):
        self.figure, self.folder, self.began = figure, folder, time.process_time()
        self.names = [name for name, control in figure.controls.items()
                      if of.places(name, control, [], 2) is not None]
        self.settings = {"as at first": {}}
        if figure.presets:
            self.settings |= figure.presets.settings
        self.asked = figure.question.at if figure.question else {}
        self.along = self._along()
        self.places = {name: self._places(name, prose) for name in self.names}
        self.states, self.files, self.bytes, self.problems = {}, {}, 0, []

    def _places(self, name, prose):
        control = self.figure.controls[name]
        wanted = [self.figure.defaults[name]]
        wanted += [values[name] for values in (*self.settings.values(), self.asked)
                   if name in values]
        wanted += of.named(name, control, prose)
        player = self.figure.player
        played = player and player.slider is control
        dragged = any(name in pair for pair in self._pairs())
        crowded = len(self.names) > of.MANY
        most = (of.PLAYED if played else of.SLOW if self.figure.progressive
                else max(self.along, of.GRID) if dragged else of.GRID if crowded else of.MOST)
        return of.places(name, control, wanted, most)

    def _pairs(self):
        """The pairs of controls that are taken in the hand together."""
        pairs = [tuple(pair[:2]) for pair in self.figure.touch.drag.values()]
        return list(dict.fromkeys(pair for pair in pairs if {*pair} <= {*self.names}))

    def _along(self):
        """How many places there are along a side of a grid in the hand: as many as there is room
        for, since light pictures can be more."""
        if self.figure.progressive or len(self._pairs()) != 1:
            return of.TWO_GRIDS
        finish(self.figure.screen.draw_all(self.figure.defaults))
        light = of.MOST ** 2 * len(encoded(self.figure.screen.png())) < LARGEST / 2
        return of.MOST if light else of.GRID

    def state(self, values):
        """The state of {control: value}, the others as at first."""
        values = self.figure.defaults | values
        return tuple(self.place(name, values[name]) for name in self.names)

    def place(self, name, value):
        """The number of a control's place, the nearest for a number."""
        known = [known for known, _ in self.places[name]]
        same = [number for number, one in enumerate(known) if one is value or _equal(one, value)]
        return same[0] if same else min(range(len(known)), key=lambda k: abs(known[k] - value))

    def report(self):
        """Draw all there is room for, and say what was found."""
        first = self.state({})
        lengths = [len(self.places[name]) for name in self.names]
        settings = {name: self.state(values) for name, values in self.settings.items()}
        asked = self.state(self.asked)
        answer = self._answer(asked) if self.figure.question else None
        self.draw([first, *settings.values(), asked], sharp=True)
        for arm in of.star(first, lengths).values():
            self.draw(arm)
        self._draw_together(first)
        if not self.figure.progressive:
            for centre in settings.values():
                for arm in of.star(centre, lengths).values():
                    self.draw(arm, OPTIONAL)
        return self._told(first, settings, asked, answer)

    def _draw_together(self, first):
        """Settings of several controls at once, the likeliest first."""
        menus = [number for number, name in enumerate(self.names)
                 if not of.slides(self.figure.controls[name])]
        lengths = [len(self.places[name]) for name in self.names]
        hands = [tuple(map(self.names.index, pair)) for pair in self._pairs()]
        if self.figure.progressive:
            for pair in of.few(lengths, menus):
                self.draw(of.grid(first, pair, lengths, of.MOST), OPTIONAL)
            return
        for pair in hands:
            self.draw(of.grid(first, pair, lengths, self.along), LARGEST)
        for centre, pair in of.together(first, lengths, menus, hands):
            self.draw(of.grid(centre, pair, lengths, of.THIN), OPTIONAL)

    def draw(self, states, most=None, sharp=False):
        """Draw those of the states that are not drawn yet, until so many bytes are written."""
        for state in states:
            full = most and (self.bytes > most or most == OPTIONAL and len(self.states) >= ENOUGH)
            if state not in self.states and not full:
                try:
                    words, png = self._drawn(state)
                except Exception as error:  # said at the end, for the site can do without
                    self.problems.append(f"{self._said(state)}: {type(error).__name__}: {error}")
                    continue
                self.states[state] = [self._written(png), words]
                if sharp:
                    sharper = finish(self.figure.screen.sharpen(SHARP))
                    self.states[state].append(self._written(sharper))

    def _drawn(self, state):
        """The sentence and the picture of a state; what is refused is said."""
        screen = self.figure.screen
        if self.figure.more:
            screen.extra = {"more": []}
        try:
            words = finish(screen.draw_all(self._values(state)))
        except ValueError as refused:
            words = f"Not allowed here: {refused}"
            screen.frame.begin()
        return words, screen.png()

    def _values(self, state):
        return self.figure.defaults | {name: self.places[name][number][0]
                                       for name, number in zip(self.names, state, strict=True)}

    def _said(self, state):
        return ", ".join(f"{name} = {self.places[name][number][1]}"
                         for name, number in zip(self.names, state, strict=True))

    def _written(self, png):
        """The name of the picture's file; pictures that are the same have one."""
        key = hashed(png)
        if key not in self.files:
            picture = encoded(png)
            (self.folder / f"{key}.webp").write_bytes(picture)
            self.files[key], self.bytes = f"{key}.webp", self.bytes + len(picture)
        return self.files[key]

    def _answer(self, state):
        self._drawn(state)  # some answers are what the run has left
        return self.figure.question.answer(**self._values(state))

    def _told(self, first, settings, asked, answer):
        figure, question = self.figure, self.figure.question
        width, height = (round(100 * inches) for inches in figure.screen.shape[1])
        self._drawn(first)
        return {
            "size": [width, height], "trains": figure.progressive,
            "controls": [self._control(name) for name in self.names],
            "first": first,
            "presets": [[name, state] for name, state in settings.items()][1:],
            "question": question and {"ask": question.ask, "options": question.options,
                                      "state": asked, "answer": answer},
            "drag": self._areas(), "play": self._play(),
            "kernel": [name for name in KERNEL if name in figure.buttons]
            + self._typed(),
            "states": [[state, *shown] for state, shown in self.states.items()],
            "problems": self.problems, "bytes": self.bytes,
            "seconds": round(time.process_time() - self.began, 1)}

    def _typed(self):
        """What only a kernel can read: other controls, and what is typed into a field."""
        labels = {name: control.description or name.replace("_", " ")
                  for name, control in self.figure.controls.items()}
        return [f"another {labels[name]}" if name in self.names else labels[name]
                for name, control in self.figure.controls.items()
                if name not in self.names or isinstance(control, of.widgets.Text)]

    def _control(self, name):
        control = self.figure.controls[name]
        kind = "slider" if of.slides(control) else "menu"
        if isinstance(control, of.widgets.Checkbox):
            kind = "box"
        return {"name": name, "label": control.description or name.replace("_", " "), "kind": kind,
                "places": [words for _, words in self.places[name]]}

    def _areas(self):
        """Where the picture can be taken hold of: its box, and the shares of each place in it."""
        areas = []
        for number, names in self.figure.touch.drag.items():
            area = self.figure.touch.area(number, self.figure.screen.axes[number])
            ax, along = self.figure.screen.axes[number], {}
            for axis, name in zip("xy", names, strict=False):
                if name in self.names:
                    along[axis] = [self.names.index(name),
                                   self._shares(ax, axis, name, "shares" in names)]
            if along:
                areas.append({"box": area["box"], "moves": area["moves"], **along})
        return areas

    def _shares(self, ax, axis, name, shares):
        values = [value for value, _ in self.places[name]]
        if shares:
            return [round(float(value), 4) for value in values]
        middle = [sum(ax.get_xlim()) / 2, sum(ax.get_ylim()) / 2]
        if min(middle) <= 0:
            middle = [ax.get_xlim()[1], ax.get_ylim()[1]]
        found = []
        for value in values:
            point = [value, middle[1]] if axis == "x" else [middle[0], value]
            shown = (ax.transData - ax.transAxes).transform(point)
            found.append(round(float(shown["xy".index(axis)]), 4))
        return found

    def _play(self):
        """The number of the control that Play moves, or None."""
        player = self.figure.player
        moved = [name for name in self.names if player and
                 self.figure.controls[name] is player.slider]
        return self.names.index(moved[0]) if moved else None


def _equal(one, other):
    return type(one) in (int, float, str, bool, tuple, type(None)) and one == other


def hashed(content):
    return hashlib.sha256(content).hexdigest()[:16]


def encoded(png):
    """A PNG as a lossless WebP of at most 256 colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    small = picture.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    file = io.BytesIO()
    small.save(file, "WEBP", lossless=True, method=2, quality=60)
    return file.getvalue()
