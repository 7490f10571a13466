#!/usr/bin/env python3
"""The chefs in C and in Rust of docs/examples build with the lines of docs/chefs.md, and count what is in a capture.
Exits with 77 if a compiler is missing."""
import argparse
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit("%s\nexit %d\n%s%s" % (" ".join(map(str, command)), done.returncode, done.stdout, done.stderr))
    return done.stdout


def build(line, source, include, work):
    """Runs a line of docs/chefs.md on the example, and returns the module."""
    compiler, *arguments = line.split()
    if shutil.which(compiler) is None:
        return None
    folder = next((source / "docs" / "examples").glob("*/" + next(a for a in arguments if a.startswith("size_chef"))))
    module = work / (folder.suffix[1:] + ".so")
    arguments = [str(folder) if a == folder.name else str(module) if a == "size.so" else a for a in arguments]
    run(compiler, *arguments, *(["-I%s" % path for path in include] if folder.suffix == ".c" else []))
    return module


def sizes(capture):
    """Returns the sizes on the wire of the packets in a little-endian pcap file."""
    data, at, found = capture.read_bytes(), 24, []
    while at < len(data):
        captured, on_the_wire = struct.unpack_from("<II", data, at + 8)
        found.append(on_the_wire)
        at += 16 + captured
    return found


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--build", required=True)
    ap.add_argument("--source", required=True)
    a = ap.parse_args()
    source, built = pathlib.Path(a.source), pathlib.Path(a.build)
    lines = re.findall(r"^(?:cc|rustc) .*size_chef\..*$", (source / "docs" / "chefs.md").read_text(), re.MULTILINE)
    assert len(lines) == 2, lines
    missing = []
    capture = source / "tests" / "data" / "arp.pcap"
    seen = sizes(capture)
    with tempfile.TemporaryDirectory(prefix="nd-languages-") as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        for line in lines:
            module = build(line, source, [source / "include", built / "include"], work)
            if module is None:
                missing.append(line.split()[0])
                continue
            exported = [each.split()[-1] for each in run("nm", "-D", "--defined-only", module).splitlines()]
            assert "netdumplings_chef_module" in exported, exported
            listed = run(built / "bin" / "nd-sniff", "-l", "-m", module)
            assert "\n  SizeChef\n" in listed, listed
            out = run(built / "bin" / "nd-sniff", "-r", capture, "-f", "", "-o", "-", "-m", module)
            pokes = [json.loads(each)["payload"] for each in out.splitlines()]
            assert pokes[0] == {"packets": 0, "bytes": 0}, pokes
            assert pokes[-1] == {"packets": len(seen), "bytes": sum(seen)}, pokes
    print("built and run: %d of %d; no compiler: %s" % (len(lines) - len(missing), len(lines), ", ".join(missing) or "-"))
    sys.exit(77 if missing else 0)


if __name__ == "__main__":
    main()
