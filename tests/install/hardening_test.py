#!/usr/bin/env python3
"""Checks with readelf that all shipped binaries are hardened. Exits with 77 for a build that is not shipped."""
import argparse
import pathlib
import re
import subprocess
import sys


def readelf(path, *what):
    return subprocess.run(["readelf", "-W", *what, path], check=True, capture_output=True, text=True).stdout


def faults(path, is_program):
    """Returns in words what is wrong with a binary."""
    head, dynamic, symbols = readelf(path, "-hl"), readelf(path, "-d"), readelf(path, "--dyn-syms")
    if is_program and not ("DYN (Position-Independent Executable file)" in head and re.search(r"FLAGS_1.*\bPIE\b", dynamic)):
        yield "it isn't position-independent (-fPIE -pie)"
    if "GNU_RELRO" not in head or not re.search(r"FLAGS.*\bBIND_NOW\b|FLAGS_1.*\bNOW\b", dynamic):
        yield "its tables of addresses can be written to (-Wl,-z,relro,-z,now)"
    stack = re.search(r"GNU_STACK(?:\s+0x\w+){5}\s+(\S+)", head)
    if not stack or "E" in stack.group(1):
        yield "its stack is executable (-Wl,-z,noexecstack)"
    if re.search(r"LOAD(?:\s+0x\w+){5}\s+RWE", head):
        yield "it has memory that is both written and run"
    if "TEXTREL" in dynamic:
        yield "its code is changed when it is loaded (-fPIC)"
    if not re.search(r"UND\s+__stack_chk_fail", symbols):
        yield "nothing in it guards its stack (-fstack-protector-strong)"
    if not re.search(r"UND\s+__\w+_chk(@|$)", symbols, re.MULTILINE):
        yield "none of its calls of libc is checked (-D_FORTIFY_SOURCE=2)"
    if re.search(r"\((RPATH|RUNPATH)\)", dynamic):
        yield "it looks for libraries in folders of the build"


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--build", required=True)
    ap.add_argument("--shipped", required=True, help="whether the build is one that is shipped: 1 or 0")
    a = ap.parse_args()
    if a.shipped != "1":
        print("a debug build, or one with sanitizers, isn't shipped, and isn't hardened")
        return 77
    build = pathlib.Path(a.build)
    libraries = [build / "lib/libnetdumplings.so", *sorted((build / "lib/netdumplings/chefs").glob("*.so"))]
    found = [(path, fault) for path in libraries for fault in faults(path, False)]
    tools = sorted((build / "bin").glob("nd-*"))
    found += [(tool, fault) for tool in tools for fault in faults(tool, True)]
    for path, fault in found:
        print("%s: %s" % (path, fault))
    if found or len(libraries) < 2 or len(tools) < 5:
        return 1
    print("%d programs and %d libraries are hardened" % (len(tools), len(libraries)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
