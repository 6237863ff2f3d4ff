"""What tells others which version this is says the same everywhere."""
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert re.search(r"^version: (.+)$", text("CITATION.cff"), re.MULTILINE)[1] == version
    assert re.search(r"^## (.+)$", text("CHANGELOG.md"), re.MULTILINE)[1] == version


def test_the_licences_are_the_same():
    licence = tomllib.loads(text("pyproject.toml"))["project"]["license"].split(" AND ")
    assert [*re.findall(r"^  - ([A-Z0-9.-]+-\w[\w.-]*)$", text("CITATION.cff"),
                        re.MULTILINE)] == licence


def test_the_author_is_the_entity_that_the_licence_names():
    named = re.search(r"name: The (authors .+)$", text("CITATION.cff"), re.MULTILINE)[1]
    assert f"the {named}" in text("LICENSE")
