"""The ball dragged over the banana, in JupyterLab with Chromium: pictures a second, ours against
the least that a hand could do (`peers.carried`), near and over a far line.

Both draw 500 updates from where the pointer is, over the same background, and take turns. A script
in the page moves the pointer once per frame of the screen, along the same path: for ours it sends
real PointerEvents to the area over the picture (`setPointerCapture`, which knows only pointers of
the browser's own, does nothing meanwhile), for the peer it calls `put`. A picture counts when it is
decoded. A point's way ends at the first picture decoded after the kernel's answer, which follows
the point's picture on the same socket.
"""
import contextlib
import functools
import re
import statistics
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import browser
import timing
from line import far

ROUNDS, SECONDS, REST = 5, 4, 1.0
DELAY, RATE = 0.03, 5e6  # of the far line: seconds each way, bytes a second each way
COUNTS = "moves", "lost", "changes", "up", "down"
CELLS = [browser.CELLS[0],
         "drag.live(drag.dragged_start, drag.ground, drag={0: ('x', 'y')}, **drag.START)",
         "peers.carried(drag.dragged_start, drag.ground, drag.banana.box)"]
LISTEN = r"""() => {
    window.points = { sent: new Map(), answered: new Map(), up: 0, down: 0 };
    const send = WebSocket.prototype.send, known = new WeakSet(), text = new TextDecoder();
    function note(data, times) {
        if (data.length > 9999 || data.byteLength > 9999) return;  // a picture
        const words = typeof data === "string" ? data : text.decode(data);
        const found = words.match(/"point":\s*(\d+)/);
        if (found) times.set(Number(found[1]), performance.now());
    }
    WebSocket.prototype.send = function (data) {
        if (!known.has(this)) {
            known.add(this);
            this.addEventListener("message", ({ data }) => {
                window.points.down++;
                note(data, window.points.answered);
            });
        }
        window.points.up++;
        note(data, window.points.sent);
        return send.call(this, data);
    };
}"""
DRAG = """async (figure, seconds) => {
    const image = figure.querySelector("img"), decoded = [];
    const area = figure.querySelector("div[style*='touch-action']");
    let moves = 0, changes = 0;
    const watcher = new MutationObserver((seen) => {
        changes += seen.length;
        image.decode().then(() => decoded.push(performance.now()), () => {});
    });
    watcher.observe(image, { attributes: true, attributeFilter: ["src"] });
    const { left, top, width, height } = (area || image).getBoundingClientRect();
    const pointer = (kind, x, y) => area.dispatchEvent(new PointerEvent(kind, {
        bubbles: true, cancelable: true, isPrimary: true, pointerId: 1, pointerType: "mouse",
        button: kind === "pointerdown" ? 0 : -1, buttons: 1,
        clientX: left + x * width, clientY: top + (1 - y) * height }));
    const put = area ? (x, y) => pointer(moves ? "pointermove" : "pointerdown", x, y)
                     : (x, y) => figure.querySelector(".put").put(x, y);
    if (area) area.setPointerCapture = () => {};
    window.points.sent.clear();
    window.points.answered.clear();
    window.points.up = window.points.down = 0;
    const begun = performance.now();
    for (let now = begun; now < begun + 1000 * seconds;) {
        const turn = 2 * Math.PI * (now - begun) / 3000;
        put(0.5 + 0.4 * Math.sin(turn), 0.5 + 0.4 * Math.sin(2 * turn + 1));
        moves++;
        now = await new Promise(requestAnimationFrame);
    }
    const ended = performance.now();
    if (area) area.dispatchEvent(new Event("lostpointercapture"));
    await new Promise((done) => setTimeout(done, 500));
    watcher.disconnect();
    const { sent, answered, up, down } = window.points;
    const ways = [...answered].filter(([point]) => sent.has(point)).map(([point, time]) =>
        decoded.find((later) => later >= time) - sent.get(point)).filter((way) => way >= 0);
    return { seconds: (ended - begun) / 1000, moves, changes, up, down,
             pictures: decoded.filter((time) => time < ended).length,
             lost: changes - decoded.length, ways };
}"""


def measure(way):
    """{name: what the page counted in each round}, and what the server complained about.

    way(address) is a context manager: the address at which the browser finds the server.
    """
    with tempfile.TemporaryDirectory() as folder:
        notebook, scratch = Path(folder) / "hand.ipynb", Path(folder) / "scratch"
        scratch.mkdir()
        browser.write_notebook(notebook, CELLS)
        with browser.lab.course(scratch, notebook, way=way) as opened:
            counted = in_turn(opened(notebook.name))
        return counted, complaints((scratch / "log.txt").read_text())


def in_turn(page):
    """Both figures dragged in turn."""
    browser.lab.run_all(page)
    figures = page.locator(browser.lab.FIGURE)
    figures.first.locator("div[style*='touch-action']").wait_for(state="attached")
    page.locator(".put").wait_for(state="attached")
    page.evaluate(LISTEN)
    works = {"ours": figures.first, "the least": figures.last}
    counted = {name: [] for name in works}
    for number in range(ROUNDS + 1):
        for name, figure in [*works.items()][::(-1) ** number]:
            time.sleep(REST)
            figure.locator("img").scroll_into_view_if_needed()
            result = figure.evaluate(DRAG, SECONDS)
            if number:  # the first is to get warm
                counted[name].append(result)
    return counted


def complaints(log):
    """The lines of the server's and the kernel's log that speak of an error."""
    return [line for line in log.splitlines() if re.search("error|exception|traceback", line, re.I)]


def report(where, counted, log):
    rates = {name: [one["pictures"] / one["seconds"] for one in rounds]
             for name, rounds in counted.items()}
    for name, rounds in counted.items():
        timing.report(f"{where}, {name}", rates[name], 1, "pictures a second")
        moves, lost, changes, up, down = (sum(one[key] for one in rounds) for key in COUNTS)
        frames = statistics.median(one["moves"] / one["seconds"] for one in rounds)
        print(f"    {moves} moves, {frames:.0f} a second; {lost} of {changes} pictures replaced "
              f"before decoded; {up / changes:.1f} messages up and {down / changes:.1f} down for a "
              "picture")
        ways = [way / 1000 for one in rounds for way in one["ways"]]
        timing.report("    from a point to its picture", ways)
    timing.share(f"{where}, ours in pictures of the least", rates["ours"], rates["the least"])
    print(f"{where}: {len(log)} lines of the log speak of an error", *log[:3], sep="\n    ")


def main():
    print("the ball dragged in JupyterLab, 500 updates, a move per frame of the screen")
    if browser.missing:
        return print(f"skipped: {browser.missing}")
    if find_spec("anywidget") is None:
        return print("skipped: anywidget is not installed, so there is no hand")
    report("near", *measure(contextlib.nullcontext))
    print(f"a line of {2000 * DELAY:.0f} ms there and back, {RATE / 1e6:g} MB a second")
    report("far", *measure(functools.partial(far, delay=DELAY, rate=RATE)))


if __name__ == "__main__":
    main()
