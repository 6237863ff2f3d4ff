"""Runs in a notebook's kernel, after its cells: draws every live figure at all its places.

`harvest` writes the pictures, and returns what `figure.py` makes a page's figure of.
"""
import gc
import hashlib
import io
import json
import time
from itertools import permutations
from pathlib import Path

from PIL import Image

import hands
import places as of
from helpers.live import Live
from helpers.live.running import finish

COLOURS = 256
LARGEST, LIKELY, OPTIONAL = 4_500_000, 3_400_000, 2_400_000  # bytes a figure, with more and more
ENOUGH = {LARGEST: 300, LIKELY: 180, OPTIONAL: 140}  # pictures, likewise: each takes time
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
        self.pairs = hands.pairs(figure, self.names)
        self.along, self.marks = self._along(), hands.marks(figure, self.pairs)
        self.places = {name: self._places(name, prose) for name in self.names}
        self.states, self.files, self.bytes, self.problems = {}, {}, 0, []

    def _places(self, name, prose):
        control = self.figure.controls[name]
        wanted = [self.figure.defaults[name]]
        wanted += [values[name] for values in (*self.settings.values(), self.asked)
                   if name in values]
        wanted += of.named(name, control, prose)
        wanted += [values[name] for values in self.marks if name in values]
        player = self.figure.player
        played = player and player.slider is control
        dragged = any(name in pair for pair in self.pairs)
        crowded = len(self.names) > of.MANY
        held = max(self.along, of.GRID) + len(self.marks)
        most = (of.PLAYED if played else of.SLOW if self.figure.progressive
                else held if dragged else of.GRID if crowded else of.MOST)
        return of.places(name, control, wanted, most)

    def _along(self):
        """How many places there are along a side of a grid in the hand: light pictures can be
        more."""
        finish(self.figure.screen.draw_all(self.figure.defaults))
        if self.figure.progressive or not self.pairs:
            return of.GRID
        size = len(self.pairs) * len(encoded(self.figure.screen.png()))
        return next((most for most in of.ALONG if most ** 2 * size < LARGEST / 2), of.ALONG[-1])

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
        self._draw_hands(first, lengths)
        for arm in sorted(of.star(first, lengths).values(), key=len):
            self.draw(arm, LARGEST)
        self._draw_together(first, [*settings.values()], lengths)
        return self._told(first, settings, asked, answer)

    def _draw_hands(self, first, lengths):
        """What is taken in the hand: two controls at once, but for a training, which takes long."""
        for pair in self.pairs if not self.figure.progressive else ():
            numbers = tuple(map(self.names.index, pair))
            self.draw(of.grid(first, numbers, lengths, self.along), LARGEST)
        self.draw([self.state(values) for values in self.marks], LARGEST)

    def _draw_together(self, first, settings, lengths):
        """Settings of several controls at once, the likeliest first."""
        menus = [number for number, name in enumerate(self.names)
                 if not of.slides(self.figure.controls[name])]
        pressed = [self.state(one | other) for one, other
                   in permutations(self.settings.values(), 2)]  # one button after the other
        if self.figure.progressive:
            self.draw([*dict.fromkeys(pressed)][:of.FEW], OPTIONAL)
            for pair in of.few(lengths, menus):
                self.draw(of.grid(first, pair, lengths, of.MOST), OPTIONAL)
            return
        hands = [tuple(map(self.names.index, pair)) for pair in self.pairs]
        alone = [name for pair in self.figure.touch.drag.values() if None in pair[:2]
                 for name in pair[:2] if name in self.names]
        pulled = [*dict.fromkeys(map(self.names.index, alone))]
        self.draw(pressed, LIKELY)
        for centre, pair in of.together(first, settings, lengths, menus, hands, pulled):
            self.draw(of.grid(centre, pair, lengths, of.THIN), LIKELY)
        for pair in of.any_two(first, menus):
            self.draw(of.grid(first, pair, lengths, of.THIN), OPTIONAL)
        for centre in settings:
            for arm in of.star(centre, lengths).values():
                self.draw(arm, OPTIONAL)

    def draw(self, states, most=None, sharp=False):
        """Draw those of the states that are not drawn yet, until so many bytes are written."""
        for state in states:
            full = most and (self.bytes > most or len(self.states) >= ENOUGH[most])
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
            "presets": [[name, state, [self.names.index(one) for one in self.settings[name]
                                       if one in self.names]]
                        for name, state in settings.items()][1:],
            "question": question and {"ask": question.ask, "options": question.options,
                                      "state": asked, "answer": answer},
            "drag": hands.areas(self.figure, self.names, self.places), "play": self._play(),
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
