"""A JupyterLab on a free port, and a Chromium without a window that looks at it."""
import contextlib
import json
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
SECONDS = 60
ROOT = pathlib.Path(__file__).resolve().parents[2]
FIGURE = ".jp-OutputArea-output .widget-vbox:has(> img.widget-image)"  # all of a live figure
PIXELS = """async image => {
    const bytes = new Uint8Array(await (await fetch(image.src)).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""
STATUS = ("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
          " === ")
IDLE, BUSY = STATUS + "'idle'", STATUS + "'busy'"
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # all cells are there, not only those on the screen
    "notebook-extension/tracker": {"windowingMode": "none"},
}


def browser():
    """Path of a Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextlib.contextmanager
def course(scratch, *notebooks, way=contextlib.nullcontext, **look):
    """Copies of the notebooks in JupyterLab; yields a function that opens one by name, and returns
    its page.

    `scratch` is an empty folder. The page is ready when its kernel is; nothing has been run.
    What it gets `without` cannot be fetched by that page. way(address): a context manager that
    yields the address the browser goes to; look: see `window`.
    """
    for name in ("helpers", "data"):
        shutil.copytree(ROOT / name, scratch / "course" / name)
    (scratch / "course" / "notebooks").mkdir()
    for notebook in notebooks:
        shutil.copy(notebook, scratch / "course" / "notebooks")
    with (
        jupyterlab(scratch / "course", scratch) as server,
        way(server) as address,
        window(scratch, **look) as context,
    ):
        def opened(name, without=None):
            page = context.new_page()
            if without:
                page.route(without, lambda request: request.abort())
            page.goto(address.format(f"notebooks/{name}"))
            page.wait_for_selector(".jp-Notebook .jp-Cell")
            page.wait_for_function(IDLE)
            return page
        yield opened


@contextlib.contextmanager
def jupyterlab(folder, scratch):
    """JupyterLab serving `folder`, with its settings in the empty folder `scratch`; yields its
    address."""
    write_settings(scratch / "settings")
    port, token = free_port(), secrets.token_hex(16)
    options = {"ServerApp.port": port, "ServerApp.port_retries": 0, "ServerApp.root_dir": folder,
               "IdentityProvider.token": token, "LabApp.user_settings_dir": scratch / "settings",
               "LabApp.workspaces_dir": scratch / "workspaces", "LabApp.news_url": None,
               "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
               "LabApp.extension_manager": "readonly", "LabApp.expose_app_in_browser": True}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    command += [f"--{name}={value}" for name, value in options.items()]
    own = {name: str(scratch / name)
           for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    with open(scratch / "log.txt", "w") as log, subprocess.Popen(
            command, env=os.environ | own, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL) as server:
        try:
            status = f"http://127.0.0.1:{port}/api/status?token={token}"
            wait_for(lambda: server.poll() is not None or answers(status),
                     (scratch / "log.txt").read_text)
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset"
        finally:
            server.terminate()


def write_settings(folder):
    for name, settings in SETTINGS.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    with contextlib.suppress(urllib.error.URLError, ConnectionError):
        urllib.request.urlopen(address, timeout=SECONDS).close()
        return True


def wait_for(reached, otherwise):
    """Until `reached()`; its value. TimeoutError that says `otherwise()` after a minute."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if result := reached():
            return result
        time.sleep(0.02)
    raise TimeoutError(otherwise())


@contextlib.contextmanager
def window(scratch, size=(1300, 1000), ratio=1):
    """A browser with a profile of its own, `ratio` pixels a dot, and a screen to be touched."""
    from playwright.sync_api import sync_playwright
    width, height = size
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            scratch / "profile", executable_path=browser(), headless=True, args=FLAGS,
            viewport={"width": width, "height": height}, device_scale_factor=ratio,
            has_touch=True)
        try:
            context.set_default_timeout(SECONDS * 1000)
            yield context
        finally:
            context.close()


def run_all(page):
    """Run all cells and wait for the last; RuntimeError if one raises."""
    if not page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')"):
        outputs = page.locator(".jp-OutputArea-output").all_inner_texts()
        raise RuntimeError("a cell raised:\n"
                           + next((text for text in outputs if "Traceback" in text), ""))


def pixels(figure):
    """The picture that a live figure shows now, as base64 text."""
    return figure.locator("img.widget-image").evaluate(PIXELS)


def wait_for_change(figure, *before):
    """Until the figure shows a picture that is none of these; returns it."""
    def other():
        now = pixels(figure)
        return now not in before and now
    return wait_for(other, lambda: "the picture did not change")


def at_rest(figure, seconds=0.6):
    """Until the figure has shown the same picture for so long, sharp where it becomes so; that
    picture."""
    seen, since = pixels(figure), time.monotonic()

    def resting():
        nonlocal seen, since
        if (now := pixels(figure)) != seen:
            seen, since = now, time.monotonic()
        return time.monotonic() - since > seconds and seen
    return wait_for(resting, lambda: "the picture never rests")


def drag(page, slider, pixels):
    """Take the slider's handle with the mouse, and pull it so many pixels to the right.

    RuntimeError if the handle does not come along: then the mouse has missed it, and whatever
    the picture does is no answer.
    """
    handle = slider.locator(".noUi-handle")
    before = handle.get_attribute("aria-valuetext")
    handle.hover()  # waits until it stands still and nothing covers it
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=10)
    page.mouse.up()
    if handle.get_attribute("aria-valuetext") == before:
        raise RuntimeError(f"the mouse at {x:.0f}, {y:.0f} has missed the handle, now at "
                           f"{handle.bounding_box()}")
