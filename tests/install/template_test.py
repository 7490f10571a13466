#!/usr/bin/env python3
"""Installs netdumplings, builds chefs/template against it like a user, and runs the chef with the installed nd-sniff. Then
does the same after the installation was moved."""
import argparse
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit("%s\nexit %d\n%s%s" % (" ".join(map(str, command)), done.returncode, done.stdout, done.stderr))
    return done.stdout


def expect(what, got, want):
    if got != want:
        sys.exit("%s:\n  got  %r\n  want %r" % (what, got, want))


def ipv4_frame(last_byte, payload):
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, 0, 64, 253, 0, bytes([192, 0, 2, last_byte]), bytes([192, 0, 2, 9]))
    return bytes.fromhex("020000000002020000000001") + b"\x08\x00" + ip + payload


def ipv6_frame(last_byte, payload):
    address = bytes.fromhex("20010db8") + bytes(11)
    ip = struct.pack("!IHBB", 6 << 28, len(payload), 253, 64) + address + bytes([last_byte]) + address + b"\x09"
    return bytes.fromhex("020000000002020000000001") + b"\x86\xdd" + ip + payload


def write_capture(path):
    """Writes four packets of three senders, a second apart."""
    with open(path, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for i, frame in enumerate([ipv4_frame(1, b"x" * 30), ipv4_frame(2, b"y" * 30), ipv4_frame(1, b"z" * 30), ipv6_frame(1, b"6" * 30)]):
            f.write(struct.pack("<IIII", 1500000000 + i, 250000, len(frame), len(frame)) + frame)
    os.chmod(path, 0o644)


def check_installation(prefix, work, a):
    """Builds the template against `prefix`, lists its chef and runs it."""
    build = build_template(prefix, work, a)
    check_listings(prefix / "bin" / "nd-sniff", build)
    check_dumplings(prefix / "bin" / "nd-sniff", build / "talker.so", work)


def build_template(prefix, work, a):
    """Returns the folder that the template was built in."""
    project, build = work / "talker", work / "talker-build"
    for folder in (project, build):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pathlib.Path(a.source) / "chefs" / "template", project)
    run(a.cmake, "-S", project, "-B", build, "-DCMAKE_PREFIX_PATH=%s" % prefix, "-DCMAKE_CXX_COMPILER=%s" % a.compiler,
        "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror")
    run(a.cmake, "--build", build)
    run(pathlib.Path(a.cmake).parent / "ctest", "--test-dir", build, "--output-on-failure")
    module = build / "talker.so"
    exported = [line.split()[-1] for line in run("nm", "-D", "--defined-only", module).splitlines()]
    expect("what the module exports", exported, ["netdumplings_chef_module"])
    return build


def check_listings(sniff, build):
    talker = ("\ntalker\n  TalkerChef\n    Reports who sends, and how much\n"
              "    option most (number, default 1000): how many senders to remember\n\n")
    expect("the listing of the module", run(sniff, "-l", "-m", build / "talker.so"), talker)
    expect("the listing of its folder", run(sniff, "-l", "-m", build), talker)
    bundled = "\nnetdumplings.dumplingchefs\n  ARPChef\n  DNSLookupChef\n  PacketCountChef\n\n"
    expect("the listing of the bundled chefs", run(sniff, "-l"), bundled)
    environment = dict(os.environ, NETDUMPLINGS_CHEF_PATH=str(build))
    expect("the listing by bare name", run(sniff, "-l", "-m", "talker", env=environment), talker)


def check_dumplings(sniff, module, work):
    capture = work / "four.pcap"
    write_capture(capture)
    lines = run(sniff, "-r", capture, "-f", "", "-m", module, "--chef-option", "TalkerChef:most=5", "-o", "-").splitlines()
    dumplings = [json.loads(line) for line in lines]
    expect("the new senders", [d["payload"] for d in dumplings if d["metadata"]["driver"] == "packet"],
           [{"new": "192.0.2.1", "when": 1500000000.25}, {"new": "192.0.2.2", "when": 1500000001.25},
            {"new": "2001:db8::1", "when": 1500000003.25}])
    expect("the last poke", dumplings[-1]["payload"], {"sent": {"192.0.2.1": 128, "192.0.2.2": 64, "2001:db8::1": 84}})


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    for option in ("--build", "--source", "--cmake", "--compiler", "--libdir"):
        ap.add_argument(option, required=True)
    a = ap.parse_args()
    with tempfile.TemporaryDirectory(prefix="nd-install-") as folder:
        work = pathlib.Path(folder).resolve()
        prefix = work / "prefix"
        run(a.cmake, "--install", a.build, "--prefix", prefix)
        for file in ("include/netdumplings/chef_abi.h", "include/netdumplings/version.hpp",
                     a.libdir + "/netdumplings/chefs/netdumplings.dumplingchefs.so"):
            if not (prefix / file).is_file():
                sys.exit("%s was not installed" % file)
        check_installation(prefix, work, a)
        moved = work / "elsewhere" / "altogether"
        moved.parent.mkdir()
        prefix.rename(moved)
        check_installation(moved, work, a)
    print("the template builds and runs, before and after the installation was moved")


if __name__ == "__main__":
    main()
