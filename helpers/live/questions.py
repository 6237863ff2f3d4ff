"""What stands below the picture: named settings, and a question that a run answers."""
import html
from functools import partial

import ipywidgets as widgets

from helpers.live.board import PRESET, button, row
from helpers.live.controls import allowed, known


def checked(values, controls):
    """{control: value} as the controls take them. ValueError for an unknown one, or a value that it
    cannot have."""
    known(values, controls)
    return {name: allowed(name, controls[name], value) for name, value in values.items()}


class Presets:
    """A button for each of {name: {control: value}}, which moves the controls there."""

    def __init__(self, presets, controls, at_home, go):
        self.settings = {name: checked(values, controls) for name, values in presets.items()}
        self.buttons = {name: button(name, at_home, partial(go, values), PRESET)
                        for name, values in self.settings.items()}
        self.box = row([*self.buttons.values()])


class Question:
    """A prediction: the reader says one of the options, the controls go there, and the run answers.

    predict: {"ask": the question, "options": [words], "at": {control: value}, "answer": a function
    of all controls' values that returns one of the options}. ValueError for anything else.
    """

    def __init__(self, predict, controls, at_home, go):
        if set(predict) != {"ask", "options", "at", "answer"}:
            raise ValueError(f"predict = {predict!r}: it has ask, options, at and answer")
        self.ask, self.options, self.answer = (predict[key] for key in ("ask", "options", "answer"))
        self.at, self.go = checked(predict["at"], controls), go
        self.buttons = {option: button(option, at_home, partial(self.press, option), PRESET)
                        for option in self.options}
        self.reply = widgets.HTML()
        question = widgets.HTML(f"<b>Your guess:</b> {html.escape(self.ask)}")
        self.box = widgets.VBox([question, row([*self.buttons.values(), self.reply])])

    def press(self, option):
        """Move the controls to where the question is asked; what comes out there answers."""
        self.reply.value = ""
        self.go(self.at, partial(self._answer, option))

    def _answer(self, option, values):
        try:
            words = self._judged(option, self.answer(**values))
        except Exception as error:  # nobody else would see it
            words = f"{type(error).__name__}: {error}"
        self.reply.value = f"&nbsp;{html.escape(words)}"

    def _judged(self, option, found):
        if found not in self.options:
            raise ValueError(f"answer = {found!r}: the options are {', '.join(self.options)}")
        return f"You said {option}, and it is." if found == option else (
            f"You said {option}: it is {found}.")
