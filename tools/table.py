"""Write data/table.json, the table's numbers, from the records in data/measured/.

    python tools/table.py
"""
import helpers  # noqa: F401, I001  before NumPy: one thread for linear algebra

import json
from collections import Counter
from dataclasses import astuple

import numpy as np

from helpers.diagnosis import digest, many
from helpers.diagnosis.contrasts import CONTRASTS
from helpers.experiments import results

LEFT_OUT = {"dropout_budget"}  # one training at every setting: no contender is at its best


def numbers(verdict):
    """What the digest keeps of a verdict."""
    about = {"trick": verdict.about.trick, "setting": verdict.about.setting}
    ratios = {name: plain(getattr(verdict, name)) for name in digest.QUANTITIES}
    about["before"] = [results.rounded(geometric_mean(getattr(verdict.without, loss)), 8)
                       for loss in ("train_loss", "validation_loss")]
    return about | ratios | {"accuracy": plain(verdict.accuracy), "marks": verdict.marks}


def geometric_mean(losses):
    """Of the runs that ended."""
    ended = losses[np.isfinite(losses)]
    return float(np.exp(np.mean(np.log(np.maximum(ended, 1e-300)))))


def plain(number):
    """A Ratio or a Difference as a list, floats with eight digits."""
    return [results.rounded(value, 8) if isinstance(value, float) else value
            for value in astuple(number)]


def contrast_numbers():
    """{contrast's key: its numbers}."""
    return {contrast.key: numbers(results.load(contrast.record).verdict(contrast.without,
                                                                        contrast.with_))
            for contrast in CONTRASTS}


def ratios(name):
    """All ratios of a record: each other contender against its first."""
    record = results.load(name)
    first, *others = record.outcomes
    for other in others:
        verdict = record.verdict(first, other)
        yield from (getattr(verdict, quantity) for quantity in digest.QUANTITIES)


def totals():
    """How many verdicts there are in all records, with which words, and how many survive Holm."""
    names = sorted({path.stem for path in results.FOLDER.glob("*.json")} - LEFT_OUT)
    found = [ratio for name in names for ratio in ratios(name)]
    stays = many.holm([many.p_value(ratio) for ratio in found])
    clear = [ratio.word in ("helps", "hurts") for ratio in found]
    return {"records": len(names), "ratios": len(found),
            "words": dict(Counter(ratio.word for ratio in found)),
            "survive": int(sum(kept and word for kept, word in zip(stays, clear, strict=True)))}


def made():
    """The content of the file."""
    return {"contrasts": contrast_numbers(), "totals": totals()}


def as_json(content):
    """JSON with a line for each contrast, so that a change is seen where it is."""
    short = {"ensure_ascii": False, "separators": (",", ":")}
    lines = [f"{json.dumps(key, **short)}:{json.dumps(one, allow_nan=False, **short)}"
             for key, one in content["contrasts"].items()]
    return ('{"contrasts":{\n' + ",\n".join(lines) + '\n},"totals":'
            + json.dumps(content["totals"], **short) + "}\n")


def main():
    digest.FILE.write_text(as_json(made()), encoding="utf-8")
    print(f"{len(CONTRASTS)} contrasts in {digest.FILE.name}")


if __name__ == "__main__":
    main()
