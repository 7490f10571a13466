#!/usr/bin/env python3
"""pkg-config's line builds modules that work and share nothing, from the build tree and from an installation that was
moved; and an older standard of C++ is refused with a line that says so."""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# A static of an inline function, which modules share unless they hide it. Each module counts its own packets in it.
COUNTER = """#include <netdumplings/dumpling_chef.hpp>
inline int& count() { static int packets = 0; return packets; }
struct CounterChef : netdumplings::DumplingChef {
  netdumplings::Payload packet_handler(const netdumplings::Packet&) override { return nlohmann::json(++count()); }
};
NETDUMPLINGS_CHEFS(CounterChef)
"""


def run(*command, fails=False, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **more)
    if (done.returncode != 0) != fails:
        sys.exit("%s\nexit %d\n%s%s" % (" ".join(map(str, command)), done.returncode, done.stdout, done.stderr))
    return done.stderr if fails else done.stdout


def expect(what, got, want):
    if got != want:
        sys.exit("%s:\n  got  %r\n  want %r" % (what, got, want))


def flags(folder, compiler):
    """Returns what pkg-config says for a compiler, as docs/chefs.md has it."""
    unique = ["--define-variable=gnu_unique="] if "clang" in os.path.basename(compiler) else []
    env = {**os.environ, "PKG_CONFIG_PATH": str(folder)}
    return run("pkg-config", "--cflags", "--libs", *unique, "netdumplings-chef", env=env).split()


def check_modules(pc_folder, compiler, sniff, source, work):
    chef = work / "counter.cpp"
    chef.write_text(COUNTER)
    modules = [work / "one.so", work / "two.so"]
    for module in modules:
        run(compiler, "-Wall", "-Wextra", chef, "-o", module, *flags(pc_folder, compiler))
        exported = [line.split()[-1] for line in run("nm", "-D", "--defined-only", module).splitlines()]
        expect("what the module exports", exported, ["netdumplings_chef_module"])
    capture = source / "tests" / "data" / "arp.pcap"
    lines = run(sniff, "-r", capture, "-m", modules[0], "-m", modules[1], "-o", "-").splitlines()
    counts = [json.loads(line)["payload"] for line in lines]
    expect("the counts of both modules", counts, [n for n in range(1, len(counts) // 2 + 1) for _ in modules])
    assert counts


def check_standard(pc_folder, compiler, work):
    older = [flag.replace("c++20", "c++17") for flag in flags(pc_folder, compiler) if flag.startswith(("-I", "-std"))]
    said = run(compiler, "-fsyntax-only", *older, work / "counter.cpp", fails=True)
    first = re.search("error: .*", said).group()
    if "netdumplings needs C++20" not in first:
        sys.exit("C++17 is refused with: %s" % first)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    for option in ("--build", "--source", "--cmake", "--libdir"):
        ap.add_argument(option, required=True)
    ap.add_argument("compilers", nargs="+")
    a = ap.parse_args()
    sniff, source = pathlib.Path(a.build) / "bin" / "nd-sniff", pathlib.Path(a.source)
    with tempfile.TemporaryDirectory(prefix="nd-pc-") as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        run(a.cmake, "--install", a.build, "--prefix", work / "prefix", "--component", "headers")
        moved = (work / "prefix").rename(work / "elsewhere")
        for pc_folder in (pathlib.Path(a.build), moved / a.libdir / "pkgconfig"):
            for compiler in dict.fromkeys(a.compilers):
                check_modules(pc_folder, compiler, sniff, source, work)
                check_standard(pc_folder, compiler, work)
    print("pkg-config's line builds modules that share nothing")


if __name__ == "__main__":
    main()
