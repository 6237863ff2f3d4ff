"""Imported before numpy: `helpers` keeps the linear algebra library to one thread, as in a
notebook. The reader's own table is neither read nor written by a test."""
import os
import tempfile

import helpers  # noqa: F401

EMPTY = tempfile.TemporaryDirectory()
os.environ["MY_TABLE_FOLDER"] = EMPTY.name  # of all kernels, too
