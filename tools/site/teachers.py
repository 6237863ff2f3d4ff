"""For teachers: a page for each lesson, made from its notebook, and paths through the course."""
import ast
import re
import urllib.parse
from pathlib import Path

import figure
from harvest import HERE, ROOT, VIEW
from notebooks import heading, title_of

ANSWER = re.compile(r"<details><summary>Answers?</summary>\s*(.*?)\s*</details>", re.DOTALL)
EXERCISE = re.compile(r"^\*\*Exercise \d[^*]*\*\*.*?(?=^\*\*Exercise \d|^## |^<details>|\Z)",
                      re.DOTALL | re.MULTILINE)
FOLDER = ROOT / "helpers" / "exercises"


def page(harvest, links):
    """The Markdown of a lesson's page for teachers."""
    notebook, name = harvest.notebook, harvest.path.name
    place = harvest.path.relative_to(ROOT).as_posix()
    source = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    title = heading(notebook.cells[0].source)
    minutes = re.search(r"(\d+) minutes", notebook.cells[0].source)
    parts = [
        f"# For teachers: {title}",
        f"[The lesson]({name})" + (f", {minutes[1]} minutes to read alone" if minutes else "")
        + f'; <a href="../class/{name}" download>without the answers, as one file</a>, for an '
        "exercise class.",
        "## The three sentences", keep(source),
        "## Figures to show",
        "*Projector* opens the figure alone, as large as the screen; Esc leaves it.",
        "\n".join(shown(harvest)),
        "## Questions to ask", "\n\n".join(questions(harvest)),
        "## Exercises and their solutions", exercises(source),
        "## Common wrong answers", "What the checks say to them.",
        mistakes(harvest.path, asked_in(notebook))]
    return links.text("\n\n".join(part for part in parts if part), place)


def figures(harvest):
    """(name, title, figure, the paragraph below it) of all live figures, in the notebook's
    order."""
    cells = harvest.notebook.cells
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        below = after.source.split("\n\n")[0] if after and after.cell_type == "markdown" else ""
        for output in cell.get("outputs", ()):
            told = harvest.figures.get(output.get("data", {}).get(VIEW, {}).get("model_id"))
            if told:
                yield "fig-" + cell.id.removeprefix("figure-"), title_of(cell), told, below


def address(harvest, name, told, state, projector=True):
    """Where a state of a figure is seen, from a page beside the lesson."""
    query = [(one["name"], one["places"][place]) for one, place, first
             in zip(told["controls"], state, told["first"], strict=True) if place != first]
    query += [("view", "projector")] * projector
    asked = "?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote) if query else ""
    return f"{harvest.path.stem}.html#{name}{asked}"


def link(words, goal):
    """A link whose words are no Markdown, whatever they are."""
    plain = re.sub(r"[*_`$\\]", lambda letter: f"&#{ord(letter[0])};", figure.quoted(words))
    return f'<a href="{figure.quoted(goal)}">{plain}</a>'


def shown(harvest):
    """A line for each figure: its addresses."""
    for name, title, told, _ in figures(harvest):
        ways = [link("on the page", address(harvest, name, told, told["first"], False)),
                link("projector", address(harvest, name, told, told["first"]))]
        ways += [link(f"projector: {preset}", address(harvest, name, told, state))
                 for preset, state, _ in told["presets"]]
        yield f"- **{title}**: " + " · ".join(ways)


def questions(harvest):
    """The guesses that the figures ask for, with what comes out and what the lesson says of it."""
    for name, title, told, below in figures(harvest):
        if asked := told["question"]:
            options = " / ".join(asked["options"])
            before = link("the figure", address(harvest, name, told, told["first"]))
            after = link("projector", address(harvest, name, told, asked["state"]))
            yield (f"- **{title}** ({before}): {asked['ask']} *{options}*\n"
                   f"  <details><summary>What comes out</summary>\n\n  {asked['answer']} ({after})."
                   f" {below}\n  </details>")


def keep(source):
    """The numbered sentences of "Keep this"."""
    last = re.search(r"^## (?:\d+ · )?Keep this\n(.*?)(?=^## |\Z)", source,
                     re.DOTALL | re.MULTILINE)
    return "\n".join(re.findall(r"^\d\. .+$", last[1], re.MULTILINE)) if last else ""


def exercises(source):
    """The exercises, each with the solution that follows it; two may share one."""
    answers, found, parts = list(ANSWER.finditer(source)), list(EXERCISE.finditer(source)), []
    starts = [one.start() for one in found[1:]] + [len(source)]
    for exercise, end in zip(found, starts, strict=True):
        parts.append(exercise[0].strip())
        parts += [f"> **Solution.** {answer[1]}".replace("\n", "\n> ") for answer in answers
                  if exercise.start() < answer.start() < end]
    return "\n\n".join(parts)


def asked_in(notebook):
    """{name of a check: "Exercise 2 · Find the bug"} of a notebook's exercises, in their order."""
    found, titles = {}, [""]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            titles = re.findall(r"\*\*(Exercise \d[^*]*?)\.?\*\*", cell.source) or titles
        else:
            for name in re.findall(r"^exercises\.(?!compare_)(\w+)\(", cell.source, re.MULTILINE):
                found[name] = titles[0]
                titles = titles[1:] or titles  # two exercises may be told before their cells
    return found


def mistakes(path, asked):
    """A list of wrong answers and what is said to them, as the checks have them."""
    file = FOLDER / f"n{path.stem}.py"
    if not file.exists():
        return "There are no checks in this lesson."
    checks = {check.name: check for check in ast.parse(file.read_text(encoding="utf-8")).body
              if isinstance(check, ast.FunctionDef)}
    lines = []
    for name, title in asked.items():
        told = [pair for call in ast.walk(checks[name]) if isinstance(call, ast.Call)
                for keyword in sorted(call.keywords, key=lambda one: one.arg == "hint")
                if keyword.arg in ("mistakes", "hint")
                for pair in pairs(keyword.value)] if name in checks else []
        if told:
            lines += [f"- **{title}**", *(f"  - {words}" for words in told)]
    return "\n".join(lines)


def pairs(node):
    """The constant answers and hints of a {answer: hint}, of [(answer, hint)], or of a hint."""
    found = [(None, node)] if isinstance(node, ast.Constant) else []
    if isinstance(node, ast.Dict):
        found = [*zip(node.keys, node.values, strict=True)]
    elif isinstance(node, ast.List):
        found = [one.elts for one in node.elts if isinstance(one, ast.Tuple)]
    for answer, hint in found:
        if isinstance(hint, ast.Constant):
            given = f"`{ast.unparse(answer)}`" if readable(answer) else (
                "one bug" if answer else "anything else")
            yield f"{given}: {hint.value}"


def readable(node):
    """Whether an answer is a number or words, and no function."""
    return node is not None and not any(isinstance(part, (ast.Name, ast.Lambda))
                                        for part in ast.walk(node))


def index(names):
    """The page that leads to those of the lessons."""
    text = Path(HERE / "teachers.md").read_text(encoding="utf-8")
    return text + "\n" + "\n".join(f"- [{title}]({place})" for title, place in names) + "\n"
