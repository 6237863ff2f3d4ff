"""A far line between a browser and a server on this machine. Run by itself, this file does nothing.

Bytes come in order, each `delay` seconds after it has left; what has left waits for nobody, so the
delay limits no flow. All connections together share so many bytes a second each way.
"""
import asyncio
import contextlib
import queue
import re
import threading
import time

CHUNK = 16_384  # bytes read at a time
BUFFER = 0.05  # seconds of flow that may stand before the narrow place; then the sender waits


class Way:
    """One direction of the line."""

    def __init__(self, delay, rate):
        self.delay, self.rate, self.free = delay, rate, 0.0

    def due(self, count):
        """When so many bytes, ready now, have arrived: seconds of `time.monotonic`."""
        self.free = max(self.free, time.monotonic()) + count / self.rate
        return self.free + self.delay

    async def carry(self, reader, writer):
        """Everything from the reader to the writer, until either closes."""
        arriving = asyncio.Queue()
        delivery = asyncio.create_task(deliver(arriving, writer))
        with contextlib.suppress(ConnectionError):
            while chunk := await reader.read(CHUNK):
                arriving.put_nowait((self.due(len(chunk)), chunk))
                await asyncio.sleep(max(0.0, self.free - time.monotonic() - BUFFER))
        arriving.put_nowait((time.monotonic() + self.delay, b""))
        await delivery


async def deliver(arriving, writer):
    """Write each (due, chunk) when it is due; an empty one closes."""
    with contextlib.suppress(ConnectionError):
        while True:
            due, chunk = await arriving.get()
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if not chunk:
                break
            writer.write(chunk)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def far(address, delay, rate):
    """The address, http://127.0.0.1:port/…, of a server on this machine at the end of a line with
    so many seconds each way, and so many bytes a second."""
    port, begun = int(re.search(r":(\d+)/", address)[1]), queue.SimpleQueue()
    there, back = Way(delay, rate), Way(delay, rate)

    async def connect(reader, writer):
        answers, asks = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(there.carry(reader, asks), back.carry(answers, writer))

    async def serve():
        ended = asyncio.Event()
        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        begun.put((asyncio.get_running_loop(), ended, server.sockets[0].getsockname()[1]))
        await ended.wait()
    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    loop, ended, door = begun.get()
    try:
        yield address.replace(f":{port}/", f":{door}/")
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
