"""Checks the walls of docs/architecture.md: which folder and which room may include which, where a library lives, and
which containers take a random hash.

    python3 tests/walls/walls.py [TREE]    prints every violation; exits with 1 if there is one
"""
import os
import re
import sys
from collections import namedtuple

# Which folders a folder may include. It may always include itself, as far as its rooms allow.
FOLDERS = {
    "include": set(),
    "chefs": {"include"},
    "src/common": {"include"},
    "src/net": {"include", "src/common"},
    "src/packet": {"include"},
    "src/connection": {"include", "src/packet"},
    "src/kitchen": {"include", "src/common", "src/net", "src/packet", "src/connection"},
    "src/hub": {"include", "src/common", "src/net", "src/packet"},
    "src/eaters": {"include", "src/common", "src/net", "src/packet"},
    "src/manual": {"include", "src/common", "src/kitchen", "src/hub", "src/eaters"},
}

# The rooms of a folder, and which of its rooms each may include. "." is the folder's root: its files that are in no room.
# A folder that isn't here has no rooms (those of include/ and chefs/ aren't held).
ROOMS = {
    "src/common": {
        ".": set(),
        "json": {"."},
        "os": {".", "json"},
        "log": {".", "json", "os"},
        "cli": {".", "log", "os"},
    },
    "src/net": {
        ".": set(),
        "loop": set(),
        "websocket": set(),
        "http": {"loop", "websocket"},
        "send": {"loop", "websocket"},
        "tls": {"http", "send", "loop", "websocket"},
        "session": {"tls", "send", "websocket", "loop"},
        "client": {"session", "tls", "send", "http", "websocket", "loop"},
        "server": {"session", "tls", "send", "http", "websocket", "loop"},
    },
    "src/packet": {".": set()},
    "src/connection": {".": set()},
    "src/kitchen": {
        ".": {"delivery", "chefs", "packets"},
        "packets": set(),
        "delivery": set(),
        "chefs": {"delivery"},
    },
    "src/hub": {
        ".": {"eaters", "kitchens", "status", "log", "access"},
        "log": set(),
        "access": set(),
        "status": {"log", "access"},
        "eaters": {"status", "log", "access"},
        "kitchens": {"status", "log", "access"},
    },
    "src/eaters": {".": set(), "top": {"."}},
    "src/manual": {".": set()},
}

# Folders that include the standard library and these headers, nothing else.
SPARING = {"include": ("nlohmann/",), "chefs": ("nlohmann/", "openssl/")}

# Libraries that live in one place: (what the include looks like, the files that may, the library).
HOMES = [
    (re.compile(r"^pcap(\.h$|/)"), re.compile(r"^src/kitchen/packets/"), "libpcap"),
    (re.compile(r"^dlfcn\.h$"), re.compile(r"^src/kitchen/chefs/"), "dlopen"),
    (re.compile(r"^boost/"), re.compile(r"^src/net/"), "Boost"),
    (re.compile(r"^openssl/"), re.compile(r"^(src/net|chefs/network)/"), "OpenSSL"),
    (re.compile(r"^(n?curses|term\.h$)"), re.compile(r"^src/eaters/top/(screen|terminal_kind)\.cpp$"), "ncurses"),
    (re.compile(r"^simdjson"), re.compile(r"^src/hub/kitchens/dumpling_check\.cpp$"), "simdjson"),
]

# Headers of src/net that other folders include must not lead to these, however far down.
HIDDEN_BY_NET = re.compile(r"^(boost|openssl)/")

# A container whose keys strangers may choose has a hash that they can't foresee. Keys that are pointers are ours.
UNORDERED = re.compile(r"\bunordered_(?:multi)?(?:map|set)<(?!(?:const )?\w+\*)[^;]*;")
SAFE_HASH = re.compile(r"\b(RandomHash|Hash)\b")

LONGEST_MAIN = 80  # lines

C_STANDARD = {
    name + ".h"
    for name in (
        "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg "
        "stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype"
    ).split()
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*(?:<([^>]+)>|"([^"]+)"|(\S.*))', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
LINKED = re.compile(r"\bnd_(common|net|packet|connection|kitchen|hub|eaters)\b")
MAIN = re.compile(r"^int main\(", re.MULTILINE)
SOURCES = (".hpp", ".h", ".cpp", ".c", ".cc", ".hpp.in", ".h.in")

Violation = namedtuple("Violation", "path line why")


def folder_of(path):
    """Returns the walled folder that a path (relative to the tree) lies in, or None."""
    parts = path.split("/")
    name = "/".join(parts[:2]) if parts[0] == "src" else parts[0]
    return name if name in FOLDERS else None


def room_of(path):
    """Returns the room of its folder that a path lies in: "." for the folder's root, None in a folder without rooms."""
    folder = folder_of(path)
    if folder not in ROOMS:
        return None
    inside = path[len(folder) + 1:].split("/")
    return inside[0] if len(inside) > 1 else "."


def is_standard(name):
    return name in C_STANDARD or ("/" not in name and "." not in name)


def listed(names):
    return ", ".join(sorted("its root" if name == "." else name for name in names)) or "nothing"


def cycle_in(arrows):
    """Returns a list of names that lead back to its first one, or None. `arrows`: the names that each name leads to."""

    def walk(name, path):
        if name in path:
            return path[path.index(name):] + [name]
        if name in done:
            return None
        for following in sorted(arrows.get(name, ())):
            found = walk(following, path + [name])
            if found:
                return found
        done.add(name)
        return None

    done = set()
    for name in sorted(arrows):
        found = walk(name, [])
        if found:
            return found
    return None


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
        """Returns [(line, text as written, path in the tree or None)] of one source."""
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
        for base in beside + ["src", "include", "chefs"]:
            candidate = os.path.normpath(os.path.join(base, name))
            for found in (candidate, candidate + ".in"):
                if os.path.isfile(os.path.join(self.root, found)):
                    return found
        return None

    def hidden_library_behind(self, path, seen):
        """Returns a Boost or OpenSSL header that `path` leads to, or None."""
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


def check_library(path, line, name):
    for pattern, home, library in HOMES:
        if pattern.match(name) and not home.match(path):
            yield Violation(path, line, "%s may not include %s: %s lives in %s" % (path, name, library, home.pattern))


def check_foreign(path, line, name):
    """Checks an include of something that isn't in the tree."""
    folder = folder_of(path)
    if not re.match(r"^[\w./+-]+$", name):
        yield Violation(path, line, "an include that can't be read: %s" % name)
    elif name.split("/")[0] == "netdumplings" and not name.endswith("version.hpp"):
        yield Violation(path, line, "no such public header: %s" % name)
    elif folder in SPARING and not is_standard(name) and not name.startswith(SPARING[folder] + ("netdumplings/",)):
        yield Violation(
            path, line, "%s/ may include only the standard library and nlohmann/json, not %s" % (folder, name)
        )


def check_folders(tree, path, line, target):
    folder, other = folder_of(path), folder_of(target)
    if other != folder and other not in FOLDERS[folder]:
        yield Violation(
            path, line, "%s includes %s: %s may include %s" % (path, target, folder, listed(FOLDERS[folder]))
        )
    elif other == "src/net" and folder != "src/net":
        hidden = tree.hidden_library_behind(target, set())
        if hidden:
            yield Violation(path, line, "%s leads to %s, which only src/net may know" % (target, hidden))


def check_rooms(path, line, target):
    folder, room, other = folder_of(path), room_of(path), room_of(target)
    if folder_of(target) != folder or room == other or room is None:
        return
    if other in ROOMS[folder].get(room, ()):
        return
    back = "runs back" if room in ROOMS[folder].get(other, ()) else "isn't allowed"
    yield Violation(
        path,
        line,
        "the arrow %s -> %s of %s %s: %s includes %s, and %s may include %s"
        % (listed([room]), listed([other]), folder, back, path, target, listed([room]), listed(ROOMS[folder].get(room, ()))),
    )


def check_include(tree, path, line, name, target):
    yield from check_library(path, line, name)
    if target is None:
        yield from check_foreign(path, line, name)
    else:
        yield from check_folders(tree, path, line, target)
        yield from check_rooms(path, line, target)


def check_place(path):
    """Checks that a source lies in a folder and in a room that the walls know."""
    if folder_of(path) is None:
        if path != "src/CMakeLists.txt":
            yield Violation(path, 1, "a source outside of the folders that the walls know: %s" % path)
    elif room_of(path) not in ROOMS.get(folder_of(path), {None: ()}):
        yield Violation(path, 1, "%s is in a room that the walls don't know" % path)


def check_cmake(tree, path):
    """Checks that a folder's target links what the folder may include, and nothing else of ours."""
    folder = folder_of(path)
    allowed = {name.rsplit("/", 1)[-1] for name in FOLDERS[folder] | {folder}}
    for number, text in enumerate(tree.read(path).splitlines(), 1):
        for name in LINKED.findall(text.split("#")[0]):
            if name not in allowed:
                yield Violation(path, number, "%s links nd_%s" % (folder, name))


def check_main(tree, path):
    """Checks that a tool's main only parses, wires up and runs: more than that is longer."""
    text = tree.read(path)
    lines = text.count("\n")
    if MAIN.search(text) and lines >= LONGEST_MAIN:
        yield Violation(path, lines, "a tool's main has under %d lines, this one %d" % (LONGEST_MAIN, lines))


def check_hashes(tree, path):
    text = tree.read(path)
    for match in UNORDERED.finditer(COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)):
        if not SAFE_HASH.search(match.group()):
            line = text.count("\n", 0, match.start()) + 1
            yield Violation(path, line, "strangers can choose keys that collide in std::hash: use RandomHash")


def violations(root):
    tree = Tree(root)
    found = []
    for path in tree.files():
        found += check_place(path)
        if folder_of(path) is None:
            continue
        if path.endswith("CMakeLists.txt"):
            found += check_cmake(tree, path)
        else:
            for line, name, target in tree.includes(path):
                found += check_include(tree, path, line, name, target)
            found += check_main(tree, path)
            found += check_hashes(tree, path)
    return found


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    found = violations(root)
    for v in found:
        print("%s:%d: %s" % v)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
