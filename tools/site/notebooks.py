"""A harvested notebook as a page of the site: figures that move, links that lead somewhere."""
import base64
import io
import re

from nbformat import from_dict, v4
from PIL import Image

import colab
import figure
import in_kernel
from harvest import ROOT, VIEW, views

NEEDS = ('<p class="needs-kernel">{what} needs a kernel: '
         '<a href="{run}">run this notebook</a>.</p>')
UNANSWERED = re.compile(r"^Not (?:answered|mended) yet.*\n?", re.MULTILINE)
PNG = "image/png"


def page(harvest, links):
    """The notebook that the site shows; the pictures that stand still are written to the harvest's
    folder."""
    place = harvest.path.relative_to(ROOT).as_posix()
    up = "../" * place.count("/")
    pictures, run = f"{up}pictures/{harvest.folder.name}", f"{up}run.html"
    notebook = from_dict(harvest.notebook)
    title = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = links.text(cell.source, place)
            title = heading(cell.source) or title
        else:
            cell.outputs = outputs(cell, harvest, pictures, run, title_of(cell) or title)
            words = f"Code: {title_of(cell)}"
            cell.metadata["mystnb"] = {"code_prompt_show": words, "code_prompt_hide": words}
    notebook.cells[0].source += " · " + ways(harvest.path, up)
    return notebook


def ways(path, up):
    """The line of ways to run this notebook."""
    home, single = colab.address(), path.relative_to(ROOT / "notebooks").as_posix()
    links = [f"[Run it yourself]({up}run.md)"]
    if home:
        links.append(f"[Open in Colab]({colab.colab(home, single)})")
    links.append(f'<a href="{up}single/{single}" download>Download as one file</a>')
    return " · ".join(links)


def title_of(cell):
    """The words after #@title, without what else Colab reads there."""
    first = cell.source.split("\n")[0]
    return first.removeprefix("#@title ").strip() if first.startswith("#@title ") else ""


def heading(source):
    """The last heading of a markdown cell, in plain words."""
    found = re.findall(r"^#+ (.+)$", source, re.MULTILINE)
    return re.sub(r"[*$`]", "", found[-1]) if found else ""


def outputs(cell, harvest, pictures, run, title):
    """The outputs of a cell as the site shows them."""
    if is_check(cell):
        given = UNANSWERED.sub("", "".join(output.get("text", "") for output in cell.outputs))
        check = html(NEEDS.format(what="The check of this exercise", run=run))
        return [v4.new_output("stream", text=given), check] if given else [check]
    shown = []
    for output in cell.outputs:
        data = output.get("data", {})
        if VIEW in data and data[VIEW]["model_id"] in harvest.figures:
            name = "fig-" + cell.id.removeprefix("figure-")
            told = harvest.figures[data[VIEW]["model_id"]]
            shown.append(html(figure.live(told, name, title, pictures, run)))
        elif PNG in data:
            shown.append(html(still(data[PNG], harvest.folder, title, pictures)))
        elif VIEW in data:
            shown.append(html(NEEDS.format(what=f"This panel ({title})", run=run)))
        else:
            shown.append(output)
    return shown


def is_check(cell):
    """Whether a cell only checks an answer of the reader's."""
    return bool(re.search(r"^exercises\.(?!compare_)", cell.source, re.MULTILINE)) and not views(
        cell)


def still(png, folder, title, pictures):
    """A picture that stands still, written to the folder."""
    content = base64.b64decode(png)
    name = f"still-{in_kernel.hashed(content)}.webp"
    if not (folder / name).exists():
        (folder / name).write_bytes(in_kernel.encoded(content))
    return figure.still(name, title, pictures, Image.open(io.BytesIO(content)).size)


def html(words):
    return v4.new_output("display_data", data={"text/html": words})
