"""The HTML of a live figure: native controls, the picture, its sentence; `live.js` moves them."""
import html
import json


def live(figure, name, title, pictures, run):
    """A figure of a harvest as HTML.

    name      its address on the page, such as fig-watch
    title     what it shows, in words
    pictures  where its pictures are, as seen from the page; `run` likewise the page on running
    """
    files = {tuple(state): shown for state, *shown in figure["states"]}
    file, words, *_ = files[tuple(figure["first"])]
    width, height = figure["size"]
    parts = [
        f'<figure class="live" id="{name}" aria-label="{quoted(title)}"'
        f' style="--width: {width}px; --ratio: {width / height:.4f}">',
        controls(figure, name), buttons(figure),
        f'<div class="live-scroll" tabindex="0" role="group" aria-label="{quoted(title)}, picture">'
        '<div class="live-picture">'
        f'<img class="dark-light" src="{pictures}/{file}" width="{width}" height="{height}"'
        f' alt="{quoted(words)}" loading="lazy"></div></div>',
        f'<p class="live-words" aria-live="polite">{html.escape(words)}</p>',
        guess(figure["question"]),
        kernel(figure["kernel"], run),
        script(figure, pictures), "</figure>"]
    return "\n".join(part for part in parts if part)


def controls(figure, name):
    """A grid of sliders, menus and boxes, each with its label; hidden where no script runs."""
    if not figure["controls"]:
        return ""
    made = [control(one, place, f"{name}-{one['name']}")
            for one, place in zip(figure["controls"], figure["first"], strict=True)]
    widest = max(len(one["label"]) for one in figure["controls"])
    return (f'<div class="live-controls" style="--label: {min(widest, 14)}ch" hidden>'
            f'{"".join(made)}</div>')


def control(one, place, name):
    """One control, at a place."""
    label = f'<label for="{name}">{html.escape(one["label"])}</label>'
    words, last = one["places"][place], len(one["places"]) - 1
    if one["kind"] == "menu":
        options = "".join(f'<option value="{number}"{" selected" * (number == place)}>'
                          f"{html.escape(text)}</option>"
                          for number, text in enumerate(one["places"]))
        field = f'<select id="{name}">{options}</select>'
    elif one["kind"] == "box":
        field = f'<input type="checkbox" id="{name}"{" checked" * place}>'
    else:
        field = (f'<input type="range" id="{name}" min="0" max="{last}" step="1" value="{place}"'
                 f' aria-valuetext="{quoted(words)}"><output for="{name}">{html.escape(words)}'
                 "</output>")
    return f'<div class="live-control">{label}{field}</div>'


def buttons(figure):
    """Presets, Reset, Play, and the ways to look at it."""
    made = [button(name, f'data-preset="{number}"')
            for number, (name, *_) in enumerate(figure["presets"])]
    if figure["controls"]:
        made.append(button("Reset", "data-reset"))
    if figure["play"] is not None:
        made.append(button("Play", "data-play"))
    made += [button("Link to this", "data-link"), button("Projector", "data-projector")]
    return (f'<div class="live-buttons" hidden>{"".join(made)}'
            '<span class="live-note" role="status"></span></div>')


def button(words, attributes):
    return f'<button type="button" {attributes}>{html.escape(words)}</button>'


def guess(question):
    """The question of a figure, with its answers as buttons."""
    if not question:
        return ""
    made = "".join(button(option, f'data-option="{number}"')
                   for number, option in enumerate(question["options"]))
    return (f'<div class="live-guess" hidden><p><b>Your guess:</b> {html.escape(question["ask"])}'
            f'</p><div>{made}<span role="status"></span></div></div>')


def kernel(names, run):
    """What only a kernel can do, and the way to one."""
    if not names:
        return ""
    what = " and ".join(map(html.escape, names))
    return (f'<p class="live-kernel">{what} need{"s" * (len(names) == 1)} a kernel: '
            f'<a href="{run}">run this notebook</a>.</p>')


def script(figure, pictures):
    """What `live.js` needs to know, as JSON."""
    keys = "controls", "first", "presets", "question", "drag", "play", "states"
    told = {key: figure[key] for key in keys} | {"pictures": pictures}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script type="application/json">{text}</script>'


def still(file, title, pictures, size):
    """A picture that stands still."""
    width, height = size
    return (f'<div class="live-scroll" tabindex="0" role="group" aria-label="{quoted(title)}">'
            f'<div class="live-picture" style="--width: {width}px"><img class="dark-light"'
            f' src="{pictures}/{file}" width="{width}" height="{height}" alt="{quoted(title)}"'
            ' loading="lazy"></div></div>')


def quoted(words):
    return html.escape(" ".join(words.split()), quote=True)
