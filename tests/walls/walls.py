"""The walls of docs/architecture.md, read off the sources: which folder may include which, which library lives where.

    python3 tests/walls/walls.py [TREE]    prints every violation, exits 1 when there is one
"""
import os
import re
import sys
from collections import namedtuple

# Who may include whom. A folder may always include itself.
INTERNAL = {
    "include": set(),
    "chefs": {"include"},
    "src/common": {"include"},
    "src/net": {"include", "src/common"},
    "src/packet": {"include"},
    "src/kitchen": {"include", "src/common", "src/net", "src/packet"},
    "src/hub": {"include", "src/common", "src/net", "src/packet"},
    "src/eaters": {"include", "src/common", "src/net", "src/packet"},
    "src/manual": {"include", "src/common", "src/kitchen", "src/hub", "src/eaters"},
}

# Folders that get along with the standard library and these headers.
SPARING = {"include": ("nlohmann/",), "chefs": ("nlohmann/",)}

# Libraries that live in one place: (what the include looks like, the files that may, what they are for).
HOMES = [
    (
        re.compile(r"^pcap(\.h$|/)"),
        re.compile(r"^src/kitchen/packets/"),
        "libpcap",
    ),
    (re.compile(r"^dlfcn\.h$"), re.compile(r"^src/kitchen/chefs/chef_modules\.cpp$"), "dlopen"),
    (re.compile(r"^boost/"), re.compile(r"^src/net/"), "Boost"),
    (re.compile(r"^openssl/"), re.compile(r"^src/net/"), "OpenSSL"),
    (re.compile(r"^(n?curses|term\.h$)"), re.compile(r"^src/eaters/top/(screen|terminal_kind)\.cpp$"), "ncurses"),
    (re.compile(r"^simdjson"), re.compile(r"^src/hub/kitchens/dumpling_check\.cpp$"), "simdjson"),
]

# src/net's own affair: a header that others include must not lead to these, however far down.
HIDDEN_BY_NET = re.compile(r"^(boost|openssl)/")

C_STANDARD = {
    name + ".h"
    for name in (
        "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg "
        "stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype"
    ).split()
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*(?:<([^>]+)>|"([^"]+)"|(\S.*))', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
LINKED = re.compile(r"\bnd_(common|net|packet|kitchen|hub|eaters)\b")
SOURCES = (".hpp", ".h", ".cpp", ".c", ".cc", ".hpp.in", ".h.in")

Violation = namedtuple("Violation", "path line why")


def folder_of(path):
    """The walled folder that a path (relative to the tree) lies in, or None."""
    parts = path.split("/")
    name = "/".join(parts[:2]) if parts[0] == "src" else parts[0]
    return name if name in INTERNAL else None


def is_standard(name):
    return name in C_STANDARD or ("/" not in name and "." not in name)


class Tree:
    def __init__(self, root):
        self.root = os.path.abspath(root)
        self._includes = {}

    def files(self):
        for top in ("include", "chefs", "src"):
            for where, folders, names in os.walk(os.path.join(self.root, top)):
                folders.sort()
                for name in sorted(names):
                    if name.endswith(SOURCES) or name == "CMakeLists.txt":
                        yield os.path.relpath(os.path.join(where, name), self.root)

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8") as f:
            return f.read()

    def includes(self, path):
        """[(line, text as written, path in the tree or None)] of one source."""
        if path not in self._includes:
            text = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), self.read(path))
            self._includes[path] = [
                (
                    text.count("\n", 0, m.start()) + 1,
                    m.group(1) or m.group(2) or m.group(3).strip(),
                    self._resolve(path, m),
                )
                for m in INCLUDE.finditer(text)
            ]
        return self._includes[path]

    def _resolve(self, path, match):
        name = match.group(1) or match.group(2)
        if name is None:
            return None
        beside = [os.path.dirname(path)] if match.group(2) else []
        for base in beside + ["src", "include"]:
            candidate = os.path.normpath(os.path.join(base, name))
            if os.path.isfile(os.path.join(self.root, candidate)) or os.path.isfile(
                os.path.join(self.root, candidate + ".in")
            ):
                return candidate if os.path.isfile(os.path.join(self.root, candidate)) else candidate + ".in"
        return None

    def hidden_library_behind(self, path, seen):
        """A Boost or OpenSSL header that `path` leads to, or None."""
        if path in seen:
            return None
        seen.add(path)
        for _, name, target in self.includes(path):
            if HIDDEN_BY_NET.match(name):
                return name
            found = self.hidden_library_behind(target, seen) if target else None
            if found:
                return found
        return None


def check_include(tree, path, line, name, target):
    folder = folder_of(path)
    for pattern, home, library in HOMES:
        if pattern.match(name) and not home.match(path):
            yield Violation(path, line, "%s may not include %s: %s lives in %s" % (path, name, library, home.pattern))
    if target is None:
        if name.startswith('"') or not re.match(r"^[\w./+-]+$", name):
            yield Violation(path, line, "an include that can't be read: %s" % name)
        elif name.split("/")[0] == "netdumplings" and not name.endswith("version.hpp"):
            yield Violation(path, line, "no such public header: %s" % name)
        elif folder in SPARING and not is_standard(name) and not name.startswith(SPARING[folder] + ("netdumplings/",)):
            yield Violation(
                path, line, "%s/ stands on the standard library and nlohmann/json alone, not on %s" % (folder, name)
            )
        return
    other = folder_of(target)
    if other != folder and other not in INTERNAL[folder]:
        yield Violation(
            path,
            line,
            "%s includes %s: %s may include %s"
            % (path, target, folder, ", ".join(sorted(INTERNAL[folder])) or "nothing of ours"),
        )
    elif other == "src/net" and folder != "src/net":
        hidden = tree.hidden_library_behind(target, set())
        if hidden:
            yield Violation(path, line, "%s leads to %s, which only src/net may know" % (target, hidden))


def check_cmake(tree, path):
    """A folder's target links what the folder may include, and nothing else of ours."""
    folder = folder_of(path)
    allowed = {name.rsplit("/", 1)[-1] for name in INTERNAL[folder] | {folder}}
    for number, text in enumerate(tree.read(path).splitlines(), 1):
        for name in LINKED.findall(text.split("#")[0]):
            if name not in allowed:
                yield Violation(path, number, "%s links nd_%s" % (folder, name))


def check_main(tree, path):
    """A tool's main parses, wires up and runs: whatever is longer than that belongs elsewhere."""
    lines = tree.read(path).count("\n")
    if re.search(r"(^|_|/)main\.cpp$", path) and lines >= 80:
        yield Violation(path, lines, "a tool's main has under 80 lines, this one %d" % lines)


def violations(root):
    tree = Tree(root)
    found = []
    for path in tree.files():
        if folder_of(path) is None:
            if path != "src/CMakeLists.txt":
                found.append(Violation(path, 1, "a source outside of the folders that the walls know: %s" % path))
        elif path.endswith("CMakeLists.txt"):
            found += check_cmake(tree, path)
        else:
            for line, name, target in tree.includes(path):
                found += check_include(tree, path, line, name, target)
            found += check_main(tree, path)
    return found


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    found = violations(root)
    for v in found:
        print("%s:%d: %s" % v)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
