#!/usr/bin/env python3
"""Every public header compiles by itself without a warning with each compiler, and a C header compiles as C, too."""
import argparse
import pathlib
import subprocess
import sys

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--source", required=True, type=pathlib.Path)
    ap.add_argument("--include", required=True, help="the build's generated headers")
    ap.add_argument("compilers", nargs="+")
    a = ap.parse_args()
    root = a.source / "include"
    headers = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.suffix in (".h", ".hpp"))
    if not headers:
        sys.exit("no headers in %s" % root)
    failures = compiled = 0
    for compiler in dict.fromkeys(a.compilers):
        for header in headers:
            languages = [["-x", "c++", "-std=c++20"]] + ([["-x", "c", "-std=c11"]] if header.endswith(".h") else [])
            for language in languages:
                done = subprocess.run([compiler, *language, *WARNINGS, "-I", str(root), "-I", a.include, "-"],
                                      input="#include <%s>\n" % header, capture_output=True, text=True)
                compiled += 1
                if done.returncode:
                    failures += 1
                    print("%s %s: %s\n%s" % (compiler, " ".join(language), header, done.stderr))
    print("%d compilations of %d headers, %d failed" % (compiled, len(headers), failures))
    sys.exit(failures != 0)


if __name__ == "__main__":
    main()
