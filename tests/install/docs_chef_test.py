#!/usr/bin/env python3
"""Follows docs/chefs.md to the letter: installs netdumplings, then builds, tests and ships docs/examples/chef."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode:
        sys.exit("%s\nexit %d\n%s%s" % (command, done.returncode, done.stdout, done.stderr))
    return done.stdout


def expect(what, got, want):
    if got != want:
        sys.exit("%s:\n  got  %r\n  want %r" % (what, got, want))


def follow_the_document(docs, project, environment):
    """Runs the four blocks of commands of docs/chefs.md in the project's folder, and checks what they print."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", (docs / "chefs.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    build, test, look, ship = [block for block in blocks if not block.startswith(("c++ ", "g++ ", "cc "))]

    def shell(commands):
        return run(["/bin/sh", "-ec", commands], cwd=project, env=environment)

    listing = ("\nscan\n  ScanChef\n    Reports hosts that try many TCP ports\n"
               "    option ports (number, default 20): report a host that tries this many ports\n\n")
    expect("the listing of what was built", shell(build)[-len(listing):], listing)
    if "100% tests passed, 0 tests failed out of 1" not in shell(test):
        sys.exit("the chef's own test was not run")
    expect("its dumplings", shell(look), (project / "expected.jsonl").read_text("utf-8"))
    expect("the listing by its bare name, installed", shell(ship)[-len(listing):], listing)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    for option in ("--build", "--source", "--cmake", "--compiler"):
        ap.add_argument(option, required=True)
    a = ap.parse_args()
    docs = pathlib.Path(a.source) / "docs"
    with tempfile.TemporaryDirectory(prefix="nd-docs-") as folder:
        prefix, project = pathlib.Path(folder).resolve() / "prefix", pathlib.Path(folder).resolve() / "scan"
        run([a.cmake, "--install", a.build, "--prefix", str(prefix)])
        shutil.copytree(docs / "examples" / "chef", project)
        path = os.pathsep.join([str(prefix / "bin"), str(pathlib.Path(a.cmake).parent), os.environ["PATH"]])
        flags = "-Wall -Wextra -Wpedantic -Werror"
        follow_the_document(docs, project, dict(os.environ, PATH=path, CMAKE_PREFIX_PATH=str(prefix), CXX=a.compiler, CXXFLAGS=flags))
        for tool in ("nd-sniff", "nd-hub", "nd-print", "nd-hubdetails", "nd-hubstatus", "nd-top"):
            if not (prefix / "share" / "man" / "man1" / (tool + ".1")).is_file():
                sys.exit("%s.1 was not installed" % tool)
    print("the chef of docs/chefs.md builds, passes its test, and is found after it was installed")


if __name__ == "__main__":
    main()
