#!/usr/bin/env python3
"""Has tshark, argus and ndpiReader judge what the network chefs report about captures: tests/data, QUIC handshakes that are
made here, and ../shared, if it is there (ND_SHARED names another place).

Usage: judges_test.py [CAPTURE...]
It prints how much agrees, and fails if that is less than tally.py wants, or if too much is explained away (kinds.py). A
judge that isn't installed is left out; without any, the exit status is 77 (skipped).
"""
import concurrent.futures
import glob
import os
import shutil
import sys
import tempfile

import by_tshark
import other_judges
import ours
import quic_capture
import tally
import tshark

LARGEST = 8_000_000  # bytes; a larger capture takes too long
SHOWN = 20  # differences of each comparison
PACKAGES = {"tshark": "tshark", "argus": "argus-server", "ra": "argus-client", "ndpiReader": "libndpi-bin"}
FOLDERS = ("pcaps", os.path.join("faults", "streams"))


def captures():
    """Returns the captures to judge, and prints why others are left out."""
    found = sorted(glob.glob(os.path.join(ours.SOURCE, "tests", "data", "*.pcap*")))
    shared = os.environ.get("ND_SHARED", os.path.join(ours.SOURCE, "..", "shared"))
    for folder in FOLDERS:
        there = sorted(glob.glob(os.path.join(shared, folder, "*.pcap")) + glob.glob(os.path.join(shared, folder, "*.pcapng")))
        if not there:
            print("skipped: there are no captures in %s" % os.path.join(shared, folder))
        found += there
    for path in found:
        if os.path.getsize(path) > LARGEST:
            print("skipped: %s is larger than %d bytes" % (path, LARGEST))
    return [path for path in found if os.path.getsize(path) <= LARGEST]


def judges():
    """Returns the names of the judges that are installed, and prints what is missing."""
    lacking = {program for program in PACKAGES if not shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin")}
    for program in sorted(lacking):
        print("skipped: no %s (Debian's package %s)" % (program, PACKAGES[program]))
    return {"tshark", "argus", "ndpiReader"} - lacking - ({"argus"} if "ra" in lacking else set())


def judge(path, present):
    """Returns the tallies of a capture."""
    name, tallies = os.path.basename(path), tally.Tallies()
    said, frames = ours.read(path), tshark.read(path) if "tshark" in present else []
    if "tshark" in present:
        for compare in by_tshark.COMPARISONS:
            compare(by_tshark.Case(path, name, said, frames, tallies))
    if "argus" in present:
        other_judges.argus(path, name, said, frames, tallies)
    if "ndpiReader" in present:
        other_judges.ndpi(path, name, said, tallies)
    return tallies


def main():
    present = judges()
    if not present:
        return 77
    os.environ["PATH"] += ":/usr/sbin"  # has argus
    total = tally.Tallies()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(4) as pool:
        paths = sys.argv[1:] or captures()
        if not sys.argv[1:]:
            paths.append(os.path.join(folder, "quic.pcap"))
            quic_capture.write(paths[-1])
        for tallies in pool.map(lambda path: judge(path, present), paths):
            total.add(tallies)
    return report(total)


def report(total):
    for entry in total.values():
        print(entry)
        print("".join("    %s\n" % difference for difference in entry.differences[:SHOWN]), end="")
    for kind, count in sorted(total.explained().items()):
        print("%6d explained: %s" % (count, kind))
    with open(os.path.join(ours.SOURCE, "docs", "layers.md"), encoding="utf-8") as f:
        page = f.read()
    undocumented = [kind for kind in total.explained() if "**%s**" % kind not in page]
    print("".join("docs/layers.md has no paragraph about: %s\n" % kind for kind in undocumented), end="")
    share = total.explained_percent()
    print("%.2f %% are explained; less than %g %% may be" % (share, tally.MOST_EXPLAINED))
    passed = all(entry.passed() for entry in total.values()) and share < tally.MOST_EXPLAINED and not undocumented
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
