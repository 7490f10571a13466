#!/usr/bin/env python3
"""Checks with readelf and objdump that all shipped binaries are hardened. Exits with 77 for a build that is not shipped."""
import argparse
import json
import pathlib
import platform
import re
import subprocess
import sys

# Functions of ours that other sources can call, by their mangled names: none of unnamed namespaces or with types of a
# function (lambdas), and no clones.
OURS = re.compile(r"^[0-9a-f]+ <(_ZNK?12netdumplings(?!\w*(?:_GLOBAL__N_|IZ|Ul))\w*)>:$")
INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\t(.*)$")
STACK_TAKEN = re.compile(r"^sub\s+\$0x([0-9a-f]{1,15}),%rsp$")  # 16 digits are a negative number, which gives stack back
PAGE = 4096


def read(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def readelf(path, *what):
    return read("readelf", "-W", *what, path)


def link_faults(path, is_program):
    """Yields what is wrong with the way a file is linked, in words."""
    head, dynamic = readelf(path, "-hl"), readelf(path, "-d")
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
    if re.search(r"\((RPATH|RUNPATH)\)", dynamic):
        yield "it looks for libraries in folders of the build"


def library_faults(path):
    """Yields which functions of libc and libstdc++, called where a check fails, nothing in a file calls."""
    symbols = readelf(path, "--dyn-syms")
    if not re.search(r"UND\s+__stack_chk_fail", symbols):
        yield "nothing in it guards its stack (-fstack-protector-strong)"
    if not re.search(r"UND\s+__\w+_chk(@|$)", symbols, re.MULTILINE):
        yield "none of its calls of libc is checked (-D_FORTIFY_SOURCE=3)"
    if not re.search(r"UND\s+_ZSt21__glibcxx_assert_fail", symbols):
        yield "none of its uses of libstdc++ is checked (-D_GLIBCXX_ASSERTIONS)"


def code_faults(path, is_program):
    """Yields what is wrong with a file's instructions. Debian's startup code has no note of -fcf-protection, so that the
    linker leaves the whole file's note out; the marks of the functions themselves count."""
    function, marked, unmarked, touches_stack = None, 0, [], False
    for line in read("objdump", "-d", "--no-show-raw-insn", path).splitlines():
        instruction = INSTRUCTION.match(line)
        if not instruction:
            named = OURS.match(line)
            function = named.group(1) if named else None
            continue
        text = instruction.group(1).split("#")[0].strip()
        if function:
            marked += text == "endbr64"
            unmarked += [function] if text != "endbr64" else []
            function = None
        taken = STACK_TAKEN.match(text)
        if taken and int(taken.group(1), 16) > PAGE:
            yield "it takes 0x%s bytes of stack without touching each page (-fstack-clash-protection)" % taken.group(1)
        touches_stack = touches_stack or re.match(r"or[ql]\s+\$0x0,\(%rsp\)", text) is not None
    if is_program and not touches_stack:
        yield "nothing in it touches pages of its stack in turn (-fstack-clash-protection)"
    if unmarked or not marked:
        yield "%d of its functions have no mark for calls (-fcf-protection): %s" % (len(unmarked), unmarked[:3])


def flag_faults(build):
    """Yields the sources of what is shipped that were compiled without what can't be read off a binary for certain."""
    for command in json.loads((build / "compile_commands.json").read_text()):
        path = command["file"]
        if re.search(r"/(src|chefs)/", path) and "/tests/" not in path:
            for flag in ("_FORTIFY_SOURCE", "_GLIBCXX_ASSERTIONS"):
                if flag not in command["command"]:
                    yield path, "it is compiled without %s" % flag


def faults(path, is_program):
    yield from link_faults(path, is_program)
    yield from library_faults(path)
    if platform.machine() == "x86_64":
        yield from code_faults(path, is_program)


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
    tools = sorted((build / "bin").glob("nd-*"))
    found = [(path, fault) for path in libraries for fault in faults(path, False)]
    found += [(tool, fault) for tool in tools for fault in faults(tool, True)]
    found += flag_faults(build)
    for path, fault in found:
        print("%s: %s" % (path, fault))
    if found or len(libraries) < 2 or len(tools) < 5:
        return 1
    print("%d programs and %d libraries are hardened" % (len(tools), len(libraries)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
