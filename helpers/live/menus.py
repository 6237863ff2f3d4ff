"""The lecture's table, empty, with menus: `from helpers.live.menus import my_table`.

What is chosen is kept in a small file beside the notebook, at once. Nothing is sent anywhere.
"""
import html
import importlib.util
import sys
from functools import partial

import ipywidgets as widgets
from IPython.display import display

from helpers.diagnosis import guesses
from helpers.diagnosis.rows import ROWS, STEPS

QUESTIONS = ("which step?", "optimization?", "generalization?")
HELPS = (("·", ""), ("helps", "+"), ("does not", "-"))
CHOICES = ((("·", 0), *((f"{step} {words}", step) for step, words in STEPS.items())), HELPS,
           HELPS)
COLUMNS = "minmax(180px, 300px) repeat(3, minmax(110px, 170px))"


def my_table(folder=None):
    """The table with the guesses that were kept in this folder; by default that of the notebook.

    Returns a Menus, which shows itself as the last line of a cell.
    """
    return Menus(folder)


class Menus:
    """Three menus for each row of the lecture's table.

    `menus` are {key: its three menus}, `guesses` what they say, `words` what stands below: how many
    rows are answered, and the line that notebook 13 takes.
    """

    def __init__(self, folder):
        self.folder = folder
        kept, trouble = guesses.load(folder)
        self.menus = {row.key: menus_of(kept.get(row.key, guesses.NOTHING)) for row in ROWS}
        self.sentence = widgets.HTML()
        self.box = widgets.VBox([widgets.GridBox([*self._cells()], layout={
            "grid_template_columns": COLUMNS, "grid_gap": "0px 12px", "align_items": "center"}),
            self.sentence, *keys()])
        self._say(trouble)
        for menu in self._all():
            menu.observe(self._chosen, "value")

    def _cells(self):
        """What stands in the grid, row by row."""
        for words in ("<b>trick</b>", *(f"<b>{question}</b>" for question in QUESTIONS)):
            yield widgets.HTML(words)
        for row in ROWS:
            yield widgets.HTML(html.escape(row.trick))
            yield from self.menus[row.key]

    def _all(self):
        return [menu for three in self.menus.values() for menu in three]

    @property
    def guesses(self):
        """{key: (step, optimization, generalization)} of the rows that are not empty."""
        return guesses.checked({key: guess_of(three) for key, three in self.menus.items()})

    def _chosen(self, change):
        """A menu has moved: keep all of them."""
        try:
            guesses.save(self.guesses, self.folder)
            self._say()
        except OSError as error:
            self._say(f"Not kept, {guesses.NAME} cannot be written here: {error}. "
                      "Copy the line below.")

    def _say(self, trouble=""):
        found = self.guesses
        self.words = trouble or (f"{len(found)} of {len(ROWS)} rows have a guess, kept in "
                                 f"{guesses.NAME} beside this notebook. To begin afresh, delete "
                                 "the file and run this cell again.")
        line = guesses.as_line(found)
        self.sentence.value = (
            f"<div>{html.escape(self.words)}</div><div>Your line for notebook 13 (a click selects "
            f"it): <code style='user-select:all'>{html.escape(line or 'empty')}</code></div>")

    def _ipython_display_(self):
        """The menus; and for readers without a kernel the empty table, whatever is kept."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        display({"text/plain": empty(), "application/vnd.jupyter.widget-view+json": view}, raw=True)


def keys():
    """A widget that gives menus their arrow keys, in a box that shows nothing, or no widget: as for
    a live figure's hand, Colab gets none."""
    if "google.colab" in sys.modules or importlib.util.find_spec("anywidget") is None:
        return []
    from helpers.live.keys import Keys
    return [widgets.Box([Keys()], layout={"display": "none"})]


def menus_of(guess):
    """Three menus that say a guess. (A menu whose value is None would show nothing.)"""
    make = partial(widgets.Dropdown, layout=widgets.Layout(width="auto"))
    parts = guess[0] or 0, *guess[1:]
    return [make(options=options, value=part) for options, part in zip(CHOICES, parts, strict=True)]


def guess_of(three):
    """The guess that three menus say."""
    step, *signs = (menu.value for menu in three)
    return step or None, *signs


def empty():
    """The table without an answer, as text."""
    wide = max(len(row.trick) for row in ROWS)
    lines = [("trick", *QUESTIONS), *((row.trick, ".", ".", ".") for row in ROWS)]
    return "\n".join(f"{trick:{wide}}  " + "  ".join(f"{cell:15}" for cell in cells).rstrip()
                     for trick, *cells in lines)
