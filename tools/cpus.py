"""Run Python as older processors see it: OpenBLAS, NumPy and the C library do without what these lack.

    python tools/cpus.py -m pytest tests    runs `python -m pytest tests` once for each processor of OLDER

Where this machine cannot stand in for one (another architecture, another BLAS), a sentence says so.
"""
import json
import os
import subprocess
import sys

SSE = {"SSSE3", "SSE41", "POPCNT", "SSE42", "X86_V2"}  # NumPy's words: X86_… from 2.4 on
AVX2 = {"AVX", "F16C", "FMA3", "AVX2", "X86_V3"}
OLDER = {"Haswell": SSE | AVX2, "Nehalem": SSE}  # OpenBLAS's name: the features NumPy may use
LIBM = {"Haswell": "", "Nehalem": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"}  # exp, sin, … without FMA
OURS = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "GLIBC_TUNABLES")
REPORT = """\
import json, numpy, threadpoolctl
found = numpy.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
print(json.dumps([found, [each.get("architecture") for each in threadpoolctl.threadpool_info()]]))"""


def bare():
    """The environment without what it says about processors itself."""
    return {name: value for name, value in os.environ.items() if name not in OURS}


def environment(older, found):
    """The environment of an older processor on one whose features NumPy has found."""
    lacking = " ".join(feature for feature in found if feature not in OLDER[older])
    return bare() | dict(zip(OURS, (older, lacking, LIBM[older]), strict=True))


def seen(environ):
    """What NumPy finds of its features, and which processor each linear algebra library works for."""
    command = [sys.executable, "-c", REPORT]
    return json.loads(subprocess.run(command, env=environ, check=True, capture_output=True).stdout)


def run(older, arguments):
    """The exit code of Python as the older processor sees it; 0 where there is no way to see it."""
    environ = environment(older, seen(bare())[0])
    found, libraries = seen(environ)
    if set(libraries) != {older} or set(found) - OLDER[older]:
        print(f"{older}: skipped, this machine's NumPy and BLAS cannot stand in for it "
              f"(NumPy finds {found or 'nothing'}, the BLAS is for {libraries}).", flush=True)
        return 0
    print(f"{older}: OpenBLAS works for {older}, NumPy finds {' '.join(found) or 'nothing'} "
          "above its baseline.", flush=True)
    return subprocess.run([sys.executable, *arguments], env=environ).returncode


if __name__ == "__main__":
    sys.exit(any([run(older, sys.argv[1:]) for older in OLDER]))
