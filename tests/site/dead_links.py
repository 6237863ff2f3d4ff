"""Links of a folder of HTML that lead nowhere."""
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

ELSEWHERE = "http", "https", "mailto", "data", "javascript"


@dataclass
class Page(HTMLParser):
    """What a page has: the ids in it, and where it leads."""
    ids: set = field(default_factory=set)
    links: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.ids.add(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)


@cache
def page_of(path):
    page = Page()
    page.feed(path.read_text("utf-8"))
    return page


def dead_links(folder):
    """["page: link"] for each local link to a file or an id that is not there."""
    dead = []
    for path in sorted(folder.rglob("*.html")):
        for link in sorted(set(page_of(path).links)):
            if not leads(path, link):
                dead.append(f"{path.relative_to(folder).as_posix()}: {link}")
    return dead


def leads(path, link):
    parts = urlsplit(link)
    if parts.scheme in ELSEWHERE:
        return True
    goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if goal.is_dir():
        goal = goal / "index.html"
    name = unquote(parts.fragment).partition("?")[0]
    if not name or goal.suffix != ".html" or not goal.exists():
        return goal.exists()
    return name in page_of(goal).ids
