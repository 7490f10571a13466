#!/usr/bin/env python3
"""Builds the bundled chefs and the common library in two folders without ccache, and compares the bytes.

For releases, scripts/reproducible does this with all installed files. Exits with 77 for a build that is not shipped.
"""
import argparse
import filecmp
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TARGETS = ("netdumplings.dumplingchefs", "nd_common")
FILES = ("lib/netdumplings/chefs/netdumplings.dumplingchefs.so", "src/common/libnd_common.a")
PARTS = ("CMakeLists.txt", "cmake", "chefs", "docs", "include", "src", "systemd")


def run(command):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CCACHE_")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit("%s\nexit %d\n%s%s" % (command, done.returncode, done.stdout, done.stderr))


def build(a, source, binary):
    source.mkdir(parents=True)
    for part in PARTS:
        original = pathlib.Path(a.source) / part
        (shutil.copytree if original.is_dir() else shutil.copy)(original, source / part)
    run([a.cmake, "-S", str(source), "-B", str(binary), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
         "-DCMAKE_UNITY_BUILD=ON", "-DCMAKE_CXX_COMPILER=" + a.compiler, "-DND_TESTS=OFF", "-DND_WEB=OFF",
         "-DND_CCACHE=OFF"])  # fmt: skip
    run([a.cmake, "--build", str(binary), "--target", *TARGETS])
    return binary


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    for option in ("--source", "--cmake", "--compiler", "--shipped"):
        ap.add_argument(option, required=True)
    a = ap.parse_args()
    if a.shipped != "1":
        print("a debug build, or one with sanitizers, isn't shipped, and knows its folder")
        return 77
    with tempfile.TemporaryDirectory(prefix="nd-twice-") as folder:
        here = pathlib.Path(folder).resolve()
        one = build(a, here / "one", here / "one" / "build")
        two = build(a, here / "another" / "place", here / "elsewhere")
        differ = [name for name in FILES if not filecmp.cmp(one / name, two / name, shallow=False)]
        told = [name for name in FILES if str(here).encode() in (one / name).read_bytes()]
    for name in differ:
        print("%s differs with the folder that it was built in" % name)
    for name in told:
        print("%s knows the folder that it was built in" % name)
    return 1 if differ or told else 0


if __name__ == "__main__":
    sys.exit(main())
