#!/usr/bin/env python3
"""Every public header compiles by itself without a warning, and a C header compiles as C, too. With other compilers, all of
them compile together."""
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
    c_headers = [header for header in headers if header.endswith(".h")]
    for number, compiler in enumerate(dict.fromkeys(a.compilers)):
        apart = [[header] for header in headers]
        units = [("c++", "-std=c++20", unit) for unit in (apart if number == 0 else [headers])]
        units += [("c", "-std=c11", [header]) for header in c_headers]
        for language, standard, unit in units:
            done = subprocess.run([compiler, "-x", language, standard, *WARNINGS, "-I", str(root), "-I", a.include, "-"],
                                  input="".join("#include <%s>\n" % header for header in unit), capture_output=True, text=True)
            compiled += 1
            if done.returncode:
                failures += 1
                print("%s %s: %s\n%s" % (compiler, standard, " ".join(unit), done.stderr))
    print("%d compilations of %d headers, %d failed" % (compiled, len(headers), failures))
    sys.exit(failures != 0)


if __name__ == "__main__":
    main()
