"""The course's own code, one noun per file; CONTRIBUTING.md has the map.

Import it before NumPy: the products of small networks are too small to be shared out among threads, which then only wait.
"""
import os

for _library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
