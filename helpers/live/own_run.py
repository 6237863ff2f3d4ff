"""Your own run: choose a log, or name its path, and see what it shows.

    from helpers.live.own_run import own_run

The file stays on the machine where the kernel runs; nothing is sent elsewhere.
"""
import html
import os
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import ipywidgets as widgets
from IPython.display import display

from helpers.diagnosis.cures import advice, linked
from helpers.diagnosis.training_log import (
    diagnose,
    picture,
    read,
    read_reference,
    says,
    sentences,
)
from helpers.live.running import home

DATA = Path(__file__).resolve().parents[2] / "data"
EXAMPLE, LINEAR = DATA / "own_run.csv", DATA / "own_run_linear.csv"
LIMIT = ("A chosen file may have about 10 MB; name the path of a larger one. It is read where the "
         "kernel runs, and sent nowhere else.")
ROW, WIDE = {"flex_flow": "row wrap"}, {"width": "440px"}
STYLE, LINE = {"description_width": "130px"}, "line-height:1.4; margin-bottom:2px; text-wrap:pretty"


def own_run(path=EXAMPLE, reference=LINEAR):
    """A panel that reads, draws and diagnoses a training log.

    `path` and `reference` are what is shown at first: 50 noisy digits, learned too slowly, and a
    linear model on the same digits; None: nothing.
    """
    return OwnRun(path, reference)


def chosen(value):
    """(name, content) of the file in an upload's value; None where there is none.

    ipywidgets 7 has {name: {"content": bytes, …}}, 8 a tuple of {"name": …, "content":
    memoryview}.
    """
    if not value:
        return None
    if isinstance(value, dict):
        name, file = next(reversed(value.items()))
        return name, bytes(file["content"])
    return value[-1]["name"], bytes(value[-1]["content"])


def near(path):
    """A path as text, as it is written from here."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)


class Source:
    """One file: a chooser and a path; what was touched last counts.

    `given` is a path as text, or (name, content).
    """

    def __init__(self, label, path, changed):
        self.upload = widgets.FileUpload(description=f"Choose {label}", multiple=False,
                                         layout={"width": "250px"})
        self.path = widgets.Text("" if path is None else near(path), description="or its path",
                                 layout=WIDE, continuous_update=False)
        self.box = widgets.HBox([self.upload, self.path], layout=ROW)
        self.given, self.changed = self.path.value, changed
        self.upload.observe(self._uploaded, "value")
        self.path.observe(self._named, "value")

    def _uploaded(self, change):
        self.given = chosen(self.upload.value) or self.path.value.strip()
        self.changed()

    def _named(self, change):
        self.given = self.path.value.strip()
        self.changed()

    @property
    def source(self):
        """What `read` takes: content, or a path; None where nothing was given."""
        if isinstance(self.given, tuple):
            return self.given[1]
        return Path(self.given).expanduser() if self.given else None

    def read(self, reader=read, **columns):
        """The Log; None where nothing was given."""
        name = self.given[0] if isinstance(self.given, tuple) else None
        return None if self.source is None else reader(self.source, name=name, **columns)


class OwnRun:
    """Choosers, a slider, a picture and sentences that belong together.

    `words` is what is said, `png` the picture, `error` what could not be read, or None.
    """

    def __init__(self, path, reference):
        self.at_home, self.logs, self.asked = home(), None, None
        self.log = Source("a log", path, self._log_moved)
        self.reference = Source("a reference", reference, self._moved)
        self.second = Source("validation losses", None, self._moved)
        self.first = self.log.given, self.reference.given
        self.train, self.validation = (self._column(kind) for kind in ("training", "validation"))
        self.smoothing = widgets.FloatSlider(0.0, min=0.0, max=0.98, step=0.02, style=STYLE,
                                             description="smoothing", layout=WIDE)
        self.picture = widgets.Image(format="png", layout={
            "max_width": "100%", "height": "auto", "align_self": "flex-start"})
        self.sentence = widgets.HTML()
        self.smoothing.observe(lambda change: self._moved(), "value")
        self.box = widgets.VBox([self.log.box, self.reference.box, self.second.box,
                                 widgets.HBox([self.train, self.validation], layout=ROW),
                                 widgets.HTML(LIMIT), self.smoothing, self.picture, self.sentence])
        self._redraw()

    def _column(self, kind):
        box = widgets.Text("", description=f"{kind} column", style=STYLE, layout=WIDE,
                           placeholder="told by its name", continuous_update=False)
        box.observe(lambda change: self._moved(), "value")
        return box

    def _log_moved(self):
        """The first log's reference is none for another log: it goes, and comes back with it."""
        first, reference = self.first
        shown = self.reference.path
        if self.log.given == first:
            shown.value = shown.value or reference
        elif self.reference.given == reference:
            shown.value = ""
        self._moved()

    def _moved(self):
        self.at_home(self._redraw)

    def _redraw(self):
        """Read, draw and say; what cannot be read is said, and no picture is shown."""
        try:
            self.png, self.words, self.sentence.value = self._seen(*self._read())
            self.error = None
        except Exception as error:  # nobody else would see it
            self.error, self.words, self.png = error, str(error), b""
            self.sentence.value = f"<pre style='color:#a00'>{html.escape(self.words)}</pre>"
        self.picture.value = self.png
        self.picture.layout.display = None if self.png else "none"

    def _read(self):
        """The Log and its reference; files are read anew only when something was chosen."""
        sources = self.log, self.reference, self.second
        columns = self.train.value.strip() or None, self.validation.value.strip() or None
        asked = [source.given for source in sources], columns
        if asked != self.asked:
            log = self.log.read(train=columns[0], validation=columns[1],
                                validation_log=self.second.source)
            if log is None:
                raise ValueError("Choose a log, or name its path.")
            reference = self.reference.read(read_reference, train=columns[0])
            self.logs, self.asked = (log, reference), asked
        return self.logs

    def _seen(self, log, reference):
        """The picture (PNG), the words, and the words as HTML."""
        out = BytesIO()
        picture(log, reference, self.smoothing.value).savefig(out, format="png")
        *lines, word = [html.escape(one, quote=False) for one in sentences(log, reference)]
        lines += [f"<b>{word}</b>", *advice(diagnose(log, reference), linked)]
        return (out.getvalue(), "\n".join(says(log, reference)),
                "".join(f"<div style='{LINE}'>{line}</div>" for line in lines))

    def _ipython_display_(self):
        """The widgets, and for readers without a kernel the picture and the words."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        data = {"text/plain": self.words, "image/png": b64encode(self.png).decode(),
                "application/vnd.jupyter.widget-view+json": view}
        display(data, raw=True, metadata={"image/png": {"alt": self.words}})
