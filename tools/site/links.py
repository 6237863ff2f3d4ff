"""Links of notebooks and pages, as they lead on the site; and words that have no place there."""
import html
import posixpath
import re

import colab

RUNNING = re.compile(r"Shift \+ Enter|Run All|Ctrl \+ Home")  # words of how to run a notebook
IMAGE = re.compile(r"!\[([^\]]*)\]\((?!https?:|data:)([^)\s]+)\)")
README = "README.md"
OWN = {"#start": "run.md", "#words": "words.md"}  # sections of the README that are pages


class Links:
    """The links of a site that has the notebooks `names`; `files` are those to be copied."""

    def __init__(self, names):
        self.names, self.files = set(names), set()

    def text(self, source, place):
        """The Markdown of the file at `place`, without sentences on how to run a notebook, and
        with links that lead somewhere on the site."""
        source = IMAGE.sub(lambda image: self.image(image, place), without_running(source))
        return colab.LINK.sub(lambda link: self.link(link, place), source)

    def image(self, image, place):
        """A picture in a text, which is copied."""
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(place), image[2]))
        self.files.add(goal)
        words = html.escape(image[1], quote=True)
        return (f'<img class="dark-light" src="{"../" * place.count("/")}files/{goal}"'
                f' alt="{words}">')

    def link(self, link, place):
        """One local link; a file that is no page is copied, a notebook that is not there is no
        link."""
        words, target, anchor = link[1], link[2], link[3] or ""
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
        up = "../" * place.count("/")
        if goal == README and words == "all notebooks":
            return f"[{words}]({up}lessons.md)"
        if goal == README:
            return f"[{words}]({up}{OWN.get(anchor) or 'index.md' + anchor})"
        if goal.endswith(".ipynb"):
            return link[0] if goal in self.names else words
        self.files.add(goal)
        if goal.endswith(".md"):
            return link[0]
        return f'<a href="{up}files/{goal}">{words}</a>'


def without_running(source):
    """Leave out the sentences, and the parts of the first lines, that say how to run it."""
    lines = [line for line in map(kept_of, source.split("\n")) if line is not None]
    return "\n".join(lines)


def kept_of(line):
    """A line without its parts on running; None where nothing is left."""
    if not RUNNING.search(line):
        return line
    parts, joint = re.split(r"(?<=[.!?]) ", line), " "
    if " · " in line:
        parts, joint = line.split(" · "), " · "
    return joint.join(part for part in parts if not RUNNING.search(part)) or None
