"""Write each lesson to build/class/ as a single file without the answers, for an exercise class."""
import re
import shutil

import colab
import execute

TARGET = colab.ROOT / "build" / "class"
ANSWER = re.compile(r"<details>\s*<summary>Answers?</summary>.*?</details>\n*", re.DOTALL)


def without_answers(notebook):
    """Take the answers out of a notebook, and the cells of which nothing is left."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = ANSWER.sub("", cell.source).strip()
    notebook.cells = [cell for cell in notebook.cells
                      if cell.cell_type != "markdown" or cell.source]
    return notebook


def main():
    home = colab.address()
    lessons = [path for path in execute.paths() if path.parent == execute.NOTEBOOKS]
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for path in lessons:
        execute.write(without_answers(colab.single(path, home)), TARGET / path.name)
    print(f"{len(lessons)} lessons without answers in {TARGET.relative_to(colab.ROOT)}/")


if __name__ == "__main__":
    main()
