"""Build the site from the notebooks.

    python tools/site/build.py                     all of it, in build/site/
    python tools/site/build.py build/two 04 adag   there, the notebooks whose names begin so only
"""
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

import execute  # noqa: E402
import harvest  # noqa: E402
import pages  # noqa: E402


def main(target="build/site", *prefixes):
    began, target = time.monotonic(), Path(target).resolve()
    paths = [path for prefix in prefixes or ("",) for path in execute.paths(prefix)]
    found = harvest.harvests(paths)
    problems = [problem for one in found for problem in one.problems]
    if problems:
        raise SystemExit("\n".join(["What could not be drawn:", *problems]))
    pages.build(found, target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{len(found)} notebooks in {target / 'index.html'}: {size / 1e6:.0f} MB, "
          f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
