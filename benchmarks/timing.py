"""What the benchmarks share: medians of several runs. Run by itself, this file does nothing."""
import statistics
import time


def seconds(work, *arguments):
    """How long work(*arguments) takes."""
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def in_turn(works, rounds):
    """{name: seconds of every round}. The works take turns, so that a busy moment meets all of
    them."""
    for work in works.values():
        work()  # warm: imports, caches, the first figure
    times = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(seconds(work))
    return times


def report(name, times, unit=1e3, word="ms"):
    """One line: the median, and in brackets the fastest and the slowest."""
    low, middle, high = (unit * time for time in (min(times), statistics.median(times), max(times)))
    print(f"{name:50s} {middle:7.1f} {word} ({low:.1f} to {high:.1f})", flush=True)


def ratio(name, slow, fast):
    """One line: how many times faster, by the medians."""
    print(f"{name:50s} {statistics.median(slow) / statistics.median(fast):7.1f} times faster",
          flush=True)


def share(name, ours, theirs):
    """One line: ours as a multiple of theirs, by the medians."""
    print(f"{name:50s} {statistics.median(ours) / statistics.median(theirs):7.2f}", flush=True)
