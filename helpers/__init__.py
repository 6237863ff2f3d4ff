"""The course's own code, one noun per file; CONTRIBUTING.md has the map.

Import it before NumPy: the products of small networks are too small to be shared out among threads,
which then only wait.
"""
import os

for _library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

# glibc gives freed memory back at once, and to fetch it again costs a convolution more than its
# products do. After a large block was freed once (of at most 32 MB), it keeps twice as much.
import numpy  # noqa: E402

numpy.empty(31 << 20, numpy.uint8)
