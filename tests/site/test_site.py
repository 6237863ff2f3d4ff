"""The site as its readers open it: from disk, in a browser, with the network off.

`make test-site` builds it with some notebooks, or looks at one that is there; SITE is its folder.
"""
import itertools
import json
import os
import pathlib
import re
from urllib.parse import unquote

import pytest

import lab
from dead_links import dead_links, page_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
LESSON = "notebooks/04_dropout.html"
pytestmark = pytest.mark.site


@pytest.fixture(scope="session")
def site():
    """The folder of the built site."""
    folder = pathlib.Path(os.environ.get("SITE", ROOT / "build" / "site-of-some")).resolve()
    assert (folder / "index.html").exists(), f"no site in {folder}: `make test-site` builds one"
    return folder


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=lab.browser(), args=lab.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(site, chromium):
    """A function that opens a page from disk, offline. What it asks for outside, fails the test."""
    contexts, outside, said = [], [], []

    def opens(name, size=(1440, 900), **look):
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]},
                                       offline=True, **look)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: note(request.url))
        page.on("pageerror", lambda error: said.append(str(error)))
        if look.get("java_script_enabled", True):
            page.on("requestfailed", lambda request: said.append(request.url)
                    if request.failure != "net::ERR_ABORTED" else None)  # the page was closed
        page.goto(site.as_uri() + "/" + name)
        page.wait_for_load_state()
        return page

    def note(url):
        if not url.startswith((site.as_uri(), "data:", "blob:")):
            outside.append(url)

    yield opens
    for context in contexts:
        context.close()
    assert not outside, f"the page asks for {outside}"
    assert not said


def pages(site):
    """The pages with figures, as their addresses in the site."""
    return sorted(path.relative_to(site).as_posix() for path in site.glob("notebooks/**/*.html"))


def words(figure):
    return figure.locator(".live-words").inner_text()


def picture(figure):
    return figure.locator("img").get_attribute("src")


def dots(figure):
    return figure.locator("img").evaluate("one => one.naturalWidth")


def see(page, reached):
    lab.wait_for(lambda: page.wait_for_timeout(20) or reached(), lambda: "nothing happens")


def moved(page, figure, field):
    """Move a control to its other places, until picture and sentence are others."""
    before = picture(figure), words(figure)
    tag, last = field.evaluate(
        "one => [one.type, one.options ? one.options.length - 1 : one.max]")
    for place in (0, int(last or 0)):
        if tag == "checkbox":
            field.click()
        elif tag == "range":
            field.press("Home" if place == 0 else "End")
        else:
            field.select_option(index=place)
        page.wait_for_timeout(150)
        if picture(figure) != before[0] and words(figure) != before[1]:
            return True
    return False


def test_every_figure_has_a_control_that_changes_picture_and_sentence(site, opened):
    count = 0
    for name in pages(site):
        page = opened(name)
        for figure in page.locator("figure.live").all():
            fields = figure.locator(".live-control input, .live-control select").all()
            named = f"{name}#{figure.get_attribute('id')}"
            if fields:
                assert any(moved(page, figure, field) for field in fields), named
                assert figure.locator("img").get_attribute("alt") == words(figure), named
                count += 1
            else:
                assert figure.locator(".live-kernel").count(), f"{named}: nothing moves it"
        page.close()
    assert count


def test_pictures_have_words_and_controls_have_names(site, opened):
    for name in pages(site):
        page = opened(name)
        for image in page.locator("article img").all():
            assert image.get_attribute("alt"), f"{name}: a picture without words"
        for field in page.locator(".live-control input, .live-control select").all():
            label = field.evaluate("one => one.labels[0]?.textContent")
            assert label, f"{name}: a control without a name"
            if field.get_attribute("type") == "range":
                shown = field.evaluate("one => one.parentElement.querySelector('output').value")
                assert field.get_attribute("aria-valuetext") == shown
        page.close()


def figures(site):
    """(page, what it tells the script) of every live figure."""
    for name in pages(site):
        page = site / name
        for text in re.findall(r'<script type="application/json">(.+?)</script>',
                               page.read_text("utf-8")):
            yield page, json.loads(text)


def test_every_picture_is_there(site):
    for page, told in figures(site):
        assert told["first"] in [state for state, *_ in told["states"]]
        for file in files_of(told):
            assert (page.parent / told["pictures"] / file).exists(), f"{page}: {file}"


def files_of(told):
    """The files of all pictures of a figure, the sharp ones too."""
    return {file for _, quick, _, *sharp in told["states"] for file in (quick, *sharp)}


def test_named_settings_have_a_sharp_picture(site):
    for page, told in figures(site):
        named = [told["first"], *[state for _, state, _ in told["presets"]]]
        assert all(len(one) == 4 for one in told["states"] if one[0] in named), page


def test_no_figure_is_heavier_than_five_megabytes(site):
    for page, told in figures(site):
        folder = page.parent / told["pictures"]
        assert sum((folder / file).stat().st_size for file in files_of(told)) < 5e6, page


def test_formulas_are_drawn(site, opened):
    for name in pages(site):
        page = opened(name)
        written = page.locator("span.math, div.math").count()
        see(page, lambda page=page, written=written: page.locator(
            "mjx-container svg").count() >= written)
        assert not page.locator("[data-mjx-error]").count(), name
        page.close()


def test_no_markdown_is_left_in_the_text(site):
    for name in ["index.html", "words.html", *pages(site)]:
        text = re.sub(r"<(pre|script)\b.*?</\1>", "", (site / name).read_text("utf-8"),
                      flags=re.DOTALL)
        assert not re.findall(r"<p>\||\|---|\*\*[A-Z]|\]\(\w", text), name


def test_links_lead_somewhere(site):
    assert dead_links(site) == []


def test_a_dead_link_is_found(tmp_path):
    (tmp_path / "a.html").write_text('<p id="here"><a href="b.html">b</a><a href="#there">t</a>'
                                     '<a href="a.html#here">h</a><img src="no.png" alt="no"></p>')
    assert dead_links(tmp_path) == ["a.html: #there", "a.html: b.html", "a.html: no.png"]
    assert page_of(tmp_path / "a.html").ids == {"here"}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_no_serious_fault(site, opened, look):
    from axe_playwright_python.sync_playwright import Axe
    found = []
    for name in ["index.html", "lessons.html", *pages(site)]:
        page = opened(name, color_scheme=look)
        page.wait_for_timeout(500)
        for fault in Axe().run(page, options={"preload": False}).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                found += [f"{name}: {fault['id']}: {node['target']} {node['failureSummary']}"
                          for node in fault["nodes"][:3]]
        page.close()
    assert not found, "\n".join(found)


def test_presets_guesses_and_reset(opened):
    page = opened(LESSON)
    figure = page.locator("figure.live:has([data-preset])").first
    first = words(figure), picture(figure)
    figure.locator("[data-preset]").first.click()
    see(page, lambda: picture(figure) != first[1])
    figure.locator("[data-reset]").click()
    see(page, lambda: (words(figure), picture(figure)) == first)
    asks = page.locator("figure.live:has(.live-guess)").first
    replies = []
    for option in asks.locator("[data-option]").all():
        option.click()
        replies.append(asks.locator(".live-guess [role=status]").inner_text())
    assert sum("and it is" in reply for reply in replies) == 1
    assert all(reply.startswith("You said ") for reply in replies)


def test_play_goes_on_by_itself_until_it_is_pressed_again(opened):
    page = opened("notebooks/further/backpropagation_for_any_graph.html")
    figure = page.locator("figure.live:has([data-play])").first
    play, seen = figure.locator("[data-play]"), {words(figure)}
    play.click()
    see(page, lambda: seen.add(words(figure)) or len(seen) > 1)
    assert play.inner_text() == "Pause"
    play.click()
    stopped = words(figure)
    page.wait_for_timeout(1000)
    assert words(figure) == stopped and play.inner_text() == "Play"


def test_a_setting_has_an_address_and_a_projector_view(opened):
    page = opened(LESSON)
    figure = page.locator("figure.live:has([data-preset])").first
    figure.locator("[data-preset]").first.click()
    said, address = words(figure), page.evaluate("location.hash")
    assert "?" in address
    again = opened(f"{LESSON}{address}&view=projector")
    shown = again.locator("dialog[open] figure.live")
    assert words(shown) == said
    box = shown.locator("img").bounding_box()
    assert box["width"] > 1000 and box["y"] + box["height"] < 900
    see(again, lambda: dots(shown) > 1500)
    shown.locator("input[type=range]").first.press("End")
    see(again, lambda: "view=projector" in again.evaluate("location.hash"))
    said = words(shown)
    again.keyboard.press("Escape")
    see(again, lambda: not again.locator(".live-projector").count())
    assert words(again.locator(unquote(address.split("?")[0]))) == said
    assert "view=projector" not in again.evaluate("location.hash")
    assert again.evaluate("document.activeElement.textContent") == "Projector"


def test_on_a_dense_screen_a_named_setting_is_sharp(opened):
    for ratio, wide in ((1, False), (2, True)):
        page = opened(LESSON, device_scale_factor=ratio)
        figure = page.locator("figure.live:has([data-preset])").first
        figure.locator("[data-preset]").first.click()
        page.wait_for_timeout(500)
        assert (dots(figure) > 1500) == wide


def test_the_addresses_of_the_teachers_pages_are_drawn_settings(site, opened):
    page = opened(LESSON.replace("notebooks/", "notebooks/teachers_"))
    goals = page.locator("article a[href*='#fig-']").evaluate_all("all => all.map(one => one.href)")
    assert len(goals) > 5
    for goal in goals:
        shown = opened(goal.removeprefix(site.as_uri() + "/"))
        name = goal.partition("#")[2].partition("?")[0]
        note = shown.locator(f"#{name} .live-note").inner_text()
        assert note == "" and shown.locator("dialog[open]").count() == ("projector" in goal), goal
        shown.close()


def test_the_picture_is_taken_in_the_hand(site, opened):
    held = 0
    for name in pages(site):
        page = opened(name)
        for area in page.locator(".live-area").all():
            figure = area.locator("xpath=ancestor::figure")
            area.scroll_into_view_if_needed()
            box, seen = area.bounding_box(), set()
            inset = figure.locator("img").evaluate("one => getComputedStyle(one).padding")
            assert inset == "0px", "the areas would not lie where the axes are"
            page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.9 * box["height"])
            page.mouse.down()
            for share in (0.1, 0.5, 0.9):
                page.mouse.move(box["x"] + share * box["width"],
                                box["y"] + (1 - share) * box["height"])
                seen.add(str(figure.locator(".live-control output").all_inner_texts()))
            page.mouse.up()
            assert len(seen) > 1, f"{name}: {figure.get_attribute('id')}"
            held += 1
        page.close()
    assert held


def test_controls_move_together_as_far_as_they_were_drawn_and_it_is_said(site, opened):
    page = opened("notebooks/further/adagrad.html")
    figure = page.locator("figure.live").first
    told = next(told for path, told in figures(site) if path.name == "adagrad.html")
    drawn = {tuple(state) for state, *_ in told["states"]}
    sliders = figure.locator("input[type=range]").all()
    numbers = [number for number, one in enumerate(told["controls"]) if one["kind"] == "slider"]
    together = 0
    for one, other in itertools.permutations(range(len(sliders)), 2):
        figure.locator("[data-reset]").click()
        sliders[one].press("Home")
        sliders[other].press("End")
        wanted = list(told["first"])
        wanted[numbers[one]] = 0
        wanted[numbers[other]] = len(told["controls"][numbers[other]]["places"]) - 1
        now = [int(slider.input_value()) for slider in sliders]
        if tuple(wanted) in drawn:
            assert now == [wanted[number] for number in numbers]
            together += 1
        stayed = now[one] == 0
        note = figure.locator(".live-note").inner_text()
        assert stayed == ("is now" not in note) == (not figure.locator(".live-moved").count())
    assert together


def test_a_key_always_moves_a_slider_on(opened):
    page = opened("notebooks/further/adagrad.html")
    figure = page.locator("figure.live").first
    sliders = figure.locator("input[type=range]").all()
    sliders[0].press("Home")
    sliders[1].press("Home")
    seen = [0]
    while seen[-1] < int(sliders[1].get_attribute("max")):
        sliders[1].press("ArrowRight")
        seen.append(int(sliders[1].input_value()))
        assert seen[-1] > seen[-2]


def test_without_javascript_the_first_picture_stands(opened):
    page = opened(LESSON, java_script_enabled=False)
    figure = page.locator("figure.live").first
    assert figure.locator("img").evaluate("one => one.complete && one.naturalWidth") > 500
    assert words(figure) and not figure.locator(".live-controls").is_visible()


def test_text_is_wide_on_a_screen_and_fits_a_phone(site, opened):
    for name in ["index.html", *pages(site)]:
        wide = opened(name)
        assert wide.locator("article").first.bounding_box()["width"] >= 1000
        phone = opened(name, size=(390, 844), has_touch=True)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, name
        for image in phone.locator(".live-picture img").all()[:2]:
            shown, drawn = image.evaluate("one => [one.clientWidth, one.width]")
            assert shown >= min(700, drawn)
        wide.close()
        phone.close()


def test_on_paper_nothing_is_cut_off_and_no_control_stands(opened):
    page = opened(LESSON, size=(700, 1000))
    page.emulate_media(media="print")
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert page.locator("article pre, .live-scroll").evaluate_all(cut) == 0
    assert not page.locator("input[type=range]").first.is_visible()
    assert page.locator(".live-guess").first.is_visible()
    looks = page.locator("article").evaluate("""one => {
        const found = [];
        for (; one; one = one.parentElement) {
            const style = getComputedStyle(one);
            found.push([style.display, style.overflow]);
        }
        return found;
    }""")
    assert {*map(tuple, looks)} == {("block", "visible")}  # else the last page is lost


def test_titles_are_found_by_search(opened):
    page = opened("search.html?q=adagrad")
    see(page, lambda: page.locator("#search-results li a").count())
    assert "Adagrad:" in page.locator("#search-results").inner_text()
