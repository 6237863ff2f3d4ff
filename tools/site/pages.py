"""The source of the site for Sphinx: pages from the notebooks and from the README."""
import re
import shutil
import subprocess
import sys
from importlib.metadata import files as files_of

import nbformat

import colab
import handout
import notebooks
import readme
import teachers
from harvest import HERE, ROOT
from links import README, Links

MATH = "sphinx-mathjax-offline"
CONTINUES = re.compile(r"^\| (\d\d) \| \[[^\]]+\]\((notebooks/further/\w+\.ipynb)\)", re.MULTILINE)
LESSON = re.compile(r"notebooks/\d\d_")
OWN = "live.js", "site.css"


def build(harvests, target):
    """Build the site of these harvests in the folder `target`, anew."""
    source = target.with_name(target.name + "-source")
    for folder in (source, target):
        shutil.rmtree(folder, ignore_errors=True)
    source.mkdir(parents=True)
    write(harvests, source)
    sphinx(source, target)
    bring(harvests, source, target)


def write(harvests, source):
    """Write the source of the site for Sphinx."""
    links = Links(harvest.path.relative_to(ROOT).as_posix() for harvest in harvests)
    for harvest in harvests:
        page = source / harvest.path.relative_to(ROOT)
        page.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebooks.page(harvest, links), page)
    write_readme(source, links)
    write_lists(source, harvests)
    write_teachers(source, harvests, links)
    write_others(source, links)
    assets(source)


def write_readme(source, links):
    """The start page, and pages of their own for what the README says on words and on running."""
    whole = readme.README.read_text(encoding="utf-8")
    whole = readme.between(whole, "ways in", ways(colab.address()))
    parts = re.split(r"(?m)^(?=## )", whole)
    own = {"## Start": ("run", "Run it yourself"), "## Words": ("words", "Words")}
    start = []
    for part in parts:
        first, _, rest = part.partition("\n")
        if first.strip() in own:
            name, title = own[first.strip()]
            write_text(source / f"{name}.md", links.text(f"# {title}\n{rest}", README))
        else:
            start.append(links.text(part, README))
    text = "".join(start) + toctree(["lessons", "further", "teachers", "words", "run", "about"])
    write_text(source / "index.md", text)


def ways(home):
    """The ways from the start page to what is not on the site, without pictures from elsewhere."""
    return home and (f"[Open the first lesson in Colab]({colab.colab(home, readme.FIRST)}) · "
                     f"[the repository]({home})\n")


def write_lists(source, harvests):
    """The pages that list lessons and further notebooks: title, sentence, minutes; of the latter
    also which lesson they continue, which is their order."""
    listed = CONTINUES.findall(readme.README.read_text(encoding="utf-8"))
    continued = {place: number for number, place in listed}
    for name, head in (("lessons", "Lessons"), ("further", "Further")):
        text, tree, group = f"# {head}\n\n", [], None
        places = {harvest.path.relative_to(ROOT).as_posix(): harvest for harvest in harvests}
        for place in sorted(places, key=lambda place: (continued.get(place, ""), place)):
            if bool(LESSON.match(place)) == (name == "lessons"):
                if continued.get(place) != group:
                    group = continued[place]
                    text += f"\n## Continues {group}\n\n"
                title, sentence, minutes = about(places[place].notebook)
                text += f"- [{title}]({place}): {sentence}{minutes}\n"
                tree.append(f"{title.split(':')[0]} <{place.removesuffix('.ipynb')}>")
        write_text(source / f"{name}.md", text + toctree(tree))


def about(notebook):
    """Title, the one sentence, and the minutes of a notebook."""
    first = notebook.cells[0].source
    title = re.search(r"^# (.+)$", first, re.MULTILINE)[1]
    sentence = re.search(r"\*\*[^*]* in one sentence\.?\*\*:?\s*(.+)", first)
    minutes = re.search(r"(\d+) minutes", first)
    return (title, sentence[1].strip() if sentence else "",
            f" *({minutes[1]} minutes)*" if minutes else "")


def write_teachers(source, harvests, links):
    """The pages for teachers: one for each lesson, and one that leads to them."""
    names = []
    for harvest in harvests:
        place = harvest.path.relative_to(ROOT).as_posix()
        if LESSON.match(place):
            title = about(harvest.notebook)[0]
            name = place.replace("notebooks/", "notebooks/teachers_").removesuffix(".ipynb")
            write_text(source / f"{name}.md", teachers.page(harvest, links))
            names.append((title, name))
    tree = toctree([f"{title.split(':')[0]} <{name}>" for title, name in names])
    entries = [(title, f"{name}.md") for title, name in names]
    write_text(source / "teachers.md", teachers.index(entries) + tree)


def write_others(source, links):
    """The other pages: what the repository says about itself, and files that are linked to."""
    done = set()
    while waiting := sorted(links.files - done):
        for place in waiting:
            done.add(place)
            path = ROOT / place
            if not path.exists():
                raise FileNotFoundError(f"a page links to {place}, which is not there")
            if place.endswith(".md") and path.is_file():
                text = links.text(path.read_text(encoding="utf-8"), place)
                write_text(source / place, "---\norphan: true\n---\n" + text)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    write_text(source / "about.md", f"# Licence\n\n```text\n{licence}\n```\n")
    for place in done:
        copy_file(source, place)


def copy_file(source, place):
    """A linked file that is no page, below files/; of a folder its list of names."""
    path = ROOT / place
    if path.is_dir() or place.endswith(".md"):
        return
    goal = source / "files" / place
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, goal)


def write_text(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def toctree(entries):
    return "\n\n```{toctree}\n:hidden:\n:maxdepth: 2\n\n" + "\n".join(entries) + "\n```\n"


def assets(source):
    """Script, looks and MathJax beside the pages."""
    static = source / "_static"
    static.mkdir()
    for name in OWN:
        shutil.copy(HERE / name, static)
    math = next(file for file in files_of(MATH) if file.name == "tex-svg.js")
    shutil.copy(math.locate(), static)
    shutil.copy(HERE / "conf.py", source)


def sphinx(source, target):
    """Build the pages; RuntimeError where Sphinx warns."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going",
               "-d", str(source / ".doctrees"), "-j", "2", str(source), str(target)]
    if subprocess.run(command).returncode:
        raise RuntimeError("Sphinx has warned: see above")


def bring(harvests, source, target):
    """Put beside the pages what they load: pictures, files, notebooks as single files."""
    (target / "_static" / "webpack-macros.html").unlink(missing_ok=True)  # a template of the theme
    for harvest in harvests:
        folder = target / "pictures" / harvest.folder.name
        folder.mkdir(parents=True, exist_ok=True)
        for picture in harvest.folder.glob("*.webp"):
            shutil.copy(picture, folder)
    if (source / "files").exists():
        shutil.copytree(source / "files", target / "files")
    home = colab.address()
    for harvest in harvests:
        place = target / "single" / harvest.path.relative_to(ROOT / "notebooks")
        place.parent.mkdir(parents=True, exist_ok=True)
        single = colab.single(harvest.path, home)
        nbformat.write(single, place)
        if LESSON.match(harvest.path.relative_to(ROOT).as_posix()):
            (target / "class").mkdir(exist_ok=True)
            nbformat.write(handout.without_answers(single), target / "class" / place.name)
