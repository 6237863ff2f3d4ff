"""When and where a figure works: at once, beside other work, in the thread of the cells."""
import asyncio
import threading
import time

CHUNK = 0.02  # seconds of work before the kernel can listen
PAINT = 0.05  # seconds between two pictures on the way


def finish(steps):
    """Run a generator to its end; returns what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


async def gently(steps, show):
    """As `finish`, but the kernel can listen in between, and show(progress) is called on the
    way."""
    breath = painted = time.perf_counter()
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return end.value
        now = time.perf_counter()
        if now - painted > PAINT:
            show(progress)
            painted = now
        if now - breath > CHUNK:
            await asyncio.sleep(0)
            breath = time.perf_counter()


def start(coroutine):
    """Begin a coroutine beside what runs; where nothing runs (outside of Jupyter), finish it."""
    try:
        return asyncio.get_running_loop().create_task(coroutine)
    except RuntimeError:
        asyncio.run(coroutine)


def home():
    """A function that calls another in the thread that cells run in, which is this one.

    JupyterLab hands what a slider says to a second thread (a "subshell"), at any time. Drawn there,
    a picture could meet one that a cell is drawing, and matplotlib mixes them up.
    """
    try:
        loop, thread = asyncio.get_running_loop(), threading.get_ident()
    except RuntimeError:  # outside of Jupyter: there is one thread
        return lambda function: function()

    def call(function):
        if threading.get_ident() == thread:
            function()
        else:
            loop.call_soon_threadsafe(function)
    return call
