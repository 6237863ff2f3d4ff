"""Write the summary of the lecture's table into README.md, between its two marks.

    python tools/readme.py
"""
from pathlib import Path

from helpers.diagnosis import digest, sheet
from helpers.diagnosis.rows import ROWS

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- made by `make table` -->\n", "<!-- as far as here -->\n"
HEAD = ("| trick | step | the lecture says: training / validation | measured: training loss "
        "| measured: validation loss |\n|---|---|---|---|---|\n")


def summary():
    """A line for each trick: what the lecture says, and what its main contrast gave."""
    counts = sheet.counted()
    told = ", ".join(f"{count} {words}" for words, count in (
        ("agree", counts["agrees"]), ("part", counts["parts"]), ("stay open", counts["open"])))
    return (HEAD + "".join(map(line, ROWS)) + f"\nOf the cells in which the lecture says "
            f"something, {told}. A number is the loss with the trick divided by the loss without: "
            "geometric mean over paired seeds, 95 % interval.\n")


def line(row):
    one = digest.of(row.key)[0]
    said = f"{sheet.SAID[row.optimization]} / {sheet.SAID[row.generalization]}"
    link = f"[{row.trick}](notebooks/{row.lesson}.ipynb)"
    measured = " | ".join(f"{ratio.word}, {ratio.numbers}"
                          for ratio in (one.optimization, one.generalization))
    return f"| {link} | {row.step} | {said} | {measured} |\n"


def written(text):
    """The README's text with the summary of today. ValueError where a mark is missing."""
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError(f"README.md: {BEGIN!r} and {END!r} must stand there once")
    before, rest = text.split(BEGIN)
    return before + BEGIN + summary() + END + rest.split(END)[1]


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
