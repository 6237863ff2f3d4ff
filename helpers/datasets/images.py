"""Real pictures: handwritten digits, also anywhere on a canvas, and one photograph.

Origin and licences: data/digits.md, data/cat.md.
"""
import zipfile
import zlib
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "data"


def arrays(path, names):
    """The named arrays of an npz file.

    ValueError that names the file and what is missing or broken.
    """
    path = Path(path)
    try:
        with open(path, "rb") as file, np.load(file) as found:
            return [found[name] for name in names]
    except (KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{path.name}: {error}; it must be an npz file with "
                         f"{' and '.join(names)}") from None


def check(path, name, array, shape, top):
    """ValueError unless the array has this shape and holds whole numbers from 0 to top."""
    if array.shape != shape:
        raise ValueError(f"{Path(path).name}: {name} has the shape {array.shape}, not {shape}")
    if not np.all(np.isin(array, np.arange(top + 1))):
        raise ValueError(f"{Path(path).name}: {name} must hold whole numbers from 0 to {top}, "
                         f"nothing else")


def digits(path=FOLDER / "digits.npz"):
    """1797 handwritten digits: pictures (1797, 8, 8) and labels (1797,). Alpaydin and Kaynak
    (1998).

    Pictures are float32 from 0 (paper) to 1 (ink), labels are int64 from 0 to 9.
    ValueError that names the file if it does not hold that.
    """
    pictures, labels = arrays(path, ("pictures", "labels"))
    check(path, "pictures", pictures, (1797, 8, 8), 16)
    check(path, "labels", labels, (1797,), 9)
    return pictures.astype(np.float32) / 16, labels.astype(np.int64)


def photograph(path=FOLDER / "cat.npz"):
    """The face of a cat, by Stefan van der Walt: rows, columns and red, green, blue, (128, 128, 3).

    float32 from 0 to 1. ValueError that names the file if it does not hold that.
    """
    cat, = arrays(path, ("photograph",))
    check(path, "photograph", cat, (128, 128, 3), 255)
    return cat.astype(np.float32) / 255


def place(pictures, size, generator):
    """Each picture at a random place of an empty canvas: (..., rows, columns) to (..., size, size).

    Nothing is cut off; every place is as likely. ValueError for a canvas that is smaller than the
    picture.
    """
    *many, rows, columns = pictures.shape
    least = max(rows, columns)
    if not size >= least:
        raise ValueError(f"size = {size!r}: a picture of {rows} × {columns} needs at least {least}")
    flat = pictures.reshape(-1, rows, columns)
    which = np.arange(len(flat))[:, None, None]
    top = generator.integers(size - rows + 1, size=which.shape)
    left = generator.integers(size - columns + 1, size=which.shape)
    canvas = np.zeros((len(flat), size, size), pictures.dtype)
    canvas[which, top + np.arange(rows)[:, None], left + np.arange(columns)] = flat
    return canvas.reshape(*many, size, size)
