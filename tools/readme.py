"""Write into README.md, between their marks, the ways in and the summary of the lecture's table.

    python tools/readme.py
"""
from pathlib import Path

import colab
from helpers.diagnosis import digest, sheet
from helpers.diagnosis.rows import ROWS

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- {}: made by `make table` -->\n", "<!-- end of {} -->\n"
FIRST = "00_three_steps.ipynb"
HEAD = ("| trick | step | the lecture says: training / validation | measured: training loss "
        "| measured: validation loss |\n|---|---|---|---|---|\n")


def summary():
    """A line for each trick: what the lecture says, and what its main contrast gave."""
    counts = sheet.counted()
    told = (f"{counts['agrees']} agree, {counts['disagrees']} disagree, "
            f"{counts['open']} stay open")
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


def doors(home):
    """Where the course is open at once: nothing as long as the repository has no address."""
    return home and (
        f"[**View it on the site**]({colab.site(home)}) · "
        f"[![Open the first lesson in Colab]({colab.BADGE})]({colab.colab(home, FIRST)}) · "
        f"[every notebook in Colab]({home}/tree/colab)\n")


def between(text, name, content):
    """The text with the content between the marks of that name. ValueError where one is missing."""
    begin, end = BEGIN.format(name), END.format(name)
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"README.md: {begin!r} and {end!r} must stand there once")
    before, rest = text.split(begin)
    return before + begin + (content or "") + end + rest.split(end)[1]


def written(text, home):
    """The README's text with the ways in of today, and with today's summary."""
    return between(between(text, "ways in", doors(home)), "summary", summary())


if __name__ == "__main__":
    old = README.read_text(encoding="utf-8")
    README.write_text(written(old, colab.address()), encoding="utf-8")
