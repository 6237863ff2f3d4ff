"""Run Python as older processors do: OpenBLAS, NumPy and the C library go without what these lack.

    python tools/cpus.py -m pytest tests    runs `python -m pytest tests` as each of OLDER

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
libraries = [library.get("architecture") for library in threadpoolctl.threadpool_info()]
print(json.dumps([found, libraries]))"""


def bare():
    """The environment without what it says about processors itself."""
    return {name: value for name, value in os.environ.items() if name not in OURS}


def environment(older, found):
    """The environment of an older processor on one whose features NumPy has found."""
    lacking = " ".join(feature for feature in found if feature not in OLDER[older])
    return bare() | dict(zip(OURS, (older, lacking, LIBM[older]), strict=True))


def seen(environ):
    """The features that NumPy finds, and the processor that its linear algebra works for."""
    command = [sys.executable, "-c", REPORT]
    ran = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE)
    return json.loads(ran.stdout)


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
