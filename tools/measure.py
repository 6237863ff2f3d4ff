"""Measure the rows of the lecture's table that are not recorded yet: data/measured/NAME.json.

    python tools/measure.py [NAME …]     all rows, or these; a row that is named is measured again

Stop it whenever you like: a row that is finished stays.
"""
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from helpers.experiments import results


def main(names):
    wanted = names or [name for name in results.ROWS if not (results.FOLDER / f"{name}.json").exists()]
    with ProcessPoolExecutor(2) as executor:
        for number, name in enumerate(wanted, start=1):
            began = time.perf_counter()
            print(f"[{number}/{len(wanted)}] {name} …", end=" ", flush=True)
            results.record(name, results.measure(name, executor))
            print(f"{time.perf_counter() - began:.0f} s")
    print(f"{len(wanted)} rows measured, {len(list(results.FOLDER.glob('*.json')))} in data/measured/")


if __name__ == "__main__":
    main(sys.argv[1:])
