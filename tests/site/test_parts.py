"""The parts that the site is made of: places, links, figures."""
import io
import json
import re

import ipywidgets as widgets
import pytest
from PIL import Image

import figure
import in_kernel
import pages
import places
import teachers
from helpers.live.controls import control
from links import Links, without_running

pytestmark = pytest.mark.site


def test_a_slider_has_its_ends_what_is_wanted_and_no_more_than_asked():
    slider = control("p", (0.0, 0.9, 0.5))
    found = places.places("p", slider, [0.5, 0.2], 7)
    values = [value for value, _ in found]
    assert values == sorted(values) and {0.0, 0.2, 0.5, 0.9} <= {*values} and len(values) <= 7
    assert found[:2] == [(0.0, "0"), (0.2, "0.2")]


def test_the_places_of_a_logarithmic_slider_lie_on_its_grid():
    slider = control("lr", (1e-4, 1.0, 0.01))
    for value, _ in places.places("lr", slider, [0.01], 9):
        assert places.shown(slider, places.nearest(slider, value)) == value


def test_places_are_spelled_as_readers_do():
    assert places.spelled(1000.0, ".3g") == "1000" and places.spelled(1e-7, ".3g") == "1e-07"
    assert places.spelled(7, ".3g") == "7"


def test_a_menu_has_all_its_options_and_a_box_two():
    assert places.places("n", control("n", {"one": 1, "two": 2}), [], 2) == [(1, "one"), (2, "two")]
    assert len(places.places("beta", control("beta", 0.9), [], 3)) == 27
    assert len(places.places("on", control("on", True), [], 3)) == 2


def test_what_only_a_kernel_can_read_has_no_places():
    assert places.places("file", widgets.FileUpload(), [], 3) is None


@pytest.mark.parametrize("prose, values", [
    ("With $p = 0.9$ it is so, with p = 0.2 not.", [0.9, 0.2]),
    ("Drag $p$ to 0.3.", [0.3]),
    ("A step = 0.4 and p = 7 and top = 0.1 are others.", []),
])
def test_values_are_found_in_prose(prose, values):
    assert places.named("p", control("p", (0.0, 0.9, 0.5)), prose) == values


def test_letters_of_the_lecture_are_found_in_prose():
    assert places.named("beta", control("beta", (0.0, 0.99, 0.9)), r"$\beta = 0.5$") == [0.5]


def test_a_grid_has_every_pair_and_what_is_kept():
    states = places.grid((2, 1, 1), (0, 2), (3, 3, 2), 2)
    assert states == [(0, 1, 0), (0, 1, 1), (2, 1, 0), (2, 1, 1)]
    assert places.thinned(27, 9, 13).count(13) == 1 and len(places.thinned(27, 9, 13)) <= 9
    assert places.thinned(3, 9, 0) == [0, 1, 2]


def test_together_come_what_is_pulled_with_a_menu_and_what_is_in_the_hand_with_both():
    first, preset = (0, 0, 0, 0), (1, 8, 8, 8)
    found = [*places.together(first, [preset], (2, 9, 9, 9), [0], [(1, 2)], [3])]
    assert found[:3] == [(first, (0, 3)), (first, (1, 2)), ((1, 0, 0, 0), (1, 2))]
    assert found[-2:] == [(preset, (1, 2)), (preset, (3, 3))]
    assert {centre[3] for centre, pair in found if pair == (1, 2)} == {0, 3, 5, 8}
    assert places.any_two(first, [0])[:3] == [(0, 1), (0, 2), (0, 3)]
    assert [*places.few((2, 6, 2, 9), [0, 1, 2])] == [(0, 1), (0, 2)]  # 12 and 4 trainings; 12 more


def test_links_lead_to_pages_files_or_nowhere():
    links = Links(["notebooks/04_a.ipynb"])
    text = ("[a](04_a.ipynb#x) [b](05_b.ipynb) [c](../README.md) [d](../README.md#words) "
            "[e](../LICENSE) [f](https://f.org) ![g](../docs/drag.webp)")
    made = links.text(text, "notebooks/01_c.ipynb")
    assert made == ('[a](04_a.ipynb#x) b [c](../index.md) [d](../words.md) '
                    '<a href="../files/LICENSE">e</a> [f](https://f.org) '
                    '<img class="dark-light" src="../files/docs/drag.webp" alt="g">')
    assert links.files == {"LICENSE", "docs/drag.webp"}


def test_how_to_run_a_notebook_is_left_out():
    assert without_running("← [a](b) · 35 minutes · press *Shift + Enter* twice") == (
        "← [a](b) · 35 minutes")
    assert without_running("Stay. Press *Shift + Enter* now. Go on.\nMore.") == (
        "Stay. Go on.\nMore.")
    assert without_running("Choose *Run All*.") == ""


SLIDER = {"name": "p", "label": "p", "kind": "slider", "places": ["0", "0.5"]}
FIGURE = {"size": [200, 100], "controls": [SLIDER], "first": [1], "presets": [["none", [0]]],
          "question": None, "drag": [], "play": None, "kernel": ["Pin"],
          "states": [[[0], "a.webp", "a"], [[1], "b.webp", 'less < "more" </script>']]}


def test_a_figure_says_its_sentence_and_cannot_end_its_script():
    text = figure.live(FIGURE, "fig-p", "A title", "../pictures/x", "../run.html")
    assert 'src="../pictures/x/b.webp"' in text and 'alt="less &lt; &quot;more&quot;' in text
    assert 'aria-valuetext="0.5"' in text and "Pin needs a kernel" in text
    told = re.search(r'<script type="application/json">(.+?)</script>', text)[1]
    assert json.loads(told)["states"] == FIGURE["states"]


def test_a_picture_keeps_its_size_and_is_the_same_again():
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "PNG")
    one, other = in_kernel.encoded(file.getvalue()), in_kernel.encoded(file.getvalue())
    assert one == other and Image.open(io.BytesIO(one)).size == (256, 256)


def test_teachers_find_solutions_and_sentences():
    source = ("**Exercise 1.** How many?\n\n<details><summary>Answer</summary>\n\nTwo.\n</details>"
              "\n\n**Exercise 2 · Design.** Build it.\n\n<details><summary>Answer</summary>\n\nSo."
              "\n</details>\n\n## 3 · Keep this\n\n1. One.\n2. Two.\n\n## Sources\n\n1. Not.")
    assert teachers.keep(source) == "1. One.\n2. Two."
    assert teachers.exercises(source) == (
        "**Exercise 1.** How many?\n\n> **Solution.** Two.\n\n"
        "**Exercise 2 · Design.** Build it.\n\n> **Solution.** So.")


def test_the_start_page_leads_to_colab_without_a_picture_from_there():
    words = pages.ways("https://github.com/someone/course")
    assert "github/someone/course/blob/colab/00_three_steps.ipynb)" in words and "![" not in words
    assert pages.ways(None) is None
