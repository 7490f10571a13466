"""What a unit of systemd allows its service, for tests where no systemd runs: its rights, its view of the disk, its system
calls.

As a program: sandbox.py UNIT STATE_FOLDER COMMAND..., as root, runs the command so. The groups of system calls are those
of systemd-analyze, the filter is libseccomp's, as systemd's own is.
"""
import ctypes
import errno
import os
import socket
import subprocess
import sys
import tempfile

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
USER = 61184  # the first that DynamicUser picks from
PROT_WRITE, PROT_EXEC = 2, 4
ALLOW = 0x7FFF0000
EQUAL, MASKED_EQUAL = 4, 7


def settings(path):
    """All that a unit says, as lists by name; an empty value forgets what was said before, as systemd has it."""
    said = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            name, equals, value = line.strip().partition("=")
            if equals and not name.startswith("#"):
                said[name] = said.get(name, []) + [value] if value else []
    return said


def group_members(group):
    listing = subprocess.run(
        ["systemd-analyze", "syscall-filter", group], check=True, capture_output=True, text=True
    ).stdout
    for word in (line.strip() for line in listing.splitlines()[1:]):
        if word.startswith("@"):
            yield from group_members(word)
        elif word and not word.startswith("#"):
            yield word


def calls_allowed(filters):
    """The names of the system calls that the lines of SystemCallFilter= leave."""
    allowed = set(group_members("@default"))
    for line in filters:
        words = line.lstrip("~").split()
        calls = {call for word in words for call in (group_members(word) if word.startswith("@") else [word])}
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed


class _Condition(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class Filter:
    """System calls that may be made; all others fail with EPERM."""

    def __init__(self):
        self._lib = ctypes.CDLL("libseccomp.so.2")
        self._lib.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._lib.seccomp_init(0x00050000 | errno.EPERM))

    def allow(self, call, *conditions):
        number = self._lib.seccomp_syscall_resolve_name(call.encode())
        if number < 0:
            return  # another architecture's
        tests = (_Condition * max(1, len(conditions)))(*conditions)
        if self._lib.seccomp_rule_add_array(self._context, ALLOW, number, len(conditions), tests) != 0:
            raise OSError("no rule can be made for " + call)

    def load(self):
        if self._lib.seccomp_load(self._context) != 0:
            raise OSError("the filter of system calls can't be used")


def filter_of(unit):
    rules = Filter()
    for call in calls_allowed(unit["SystemCallFilter"]):
        if call == "socket":
            for family in unit["RestrictAddressFamilies"][0].split():
                rules.allow(call, _Condition(0, EQUAL, getattr(socket, family), 0))
        elif call == "mmap":  # MemoryDenyWriteExecute=
            rules.allow(call, _Condition(2, MASKED_EQUAL, PROT_WRITE, 0))
            rules.allow(call, _Condition(2, MASKED_EQUAL, PROT_EXEC, 0))
        elif call in ("mprotect", "pkey_mprotect"):
            rules.allow(call, _Condition(2, MASKED_EQUAL, PROT_EXEC, 0))
        else:
            rules.allow(call)
    return rules


def mount_points():
    with open("/proc/self/mounts", encoding="utf-8") as f:
        return [line.split()[1] for line in f]


def open_the_way_to(tree):
    """A clone in a home that only its owner may enter is shown to others: in a namespace of mounts of our own, the home
    has nothing but the clone."""
    parents = ["/".join(tree.split("/")[:depth]) for depth in range(2, tree.count("/") + 1)]
    closed = [parent for parent in parents if not os.stat(parent).st_mode & 0o001]
    if not closed:
        return
    aside = tempfile.mkdtemp()
    subprocess.run(["mount", "--bind", tree, aside], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", closed[0]], check=True)
    os.makedirs(tree)
    subprocess.run(["mount", "--move", aside, tree], check=True)
    os.rmdir(aside)


def see_disks_read_only(state):
    """ProtectSystem=strict, in a namespace of mounts of our own: the folder of the service alone can be written to."""
    subprocess.run(["mount", "--bind", state, state], check=True)
    for mount in mount_points():
        if mount.split("/")[1] not in ("proc", "sys", "dev") and mount != state:
            done = subprocess.run(["mount", "-o", "remount,bind,ro", mount], check=False)
            # A namespace of another test's may have gone, and its mount with it.
            if done.returncode != 0 and mount in mount_points():
                raise SystemExit("%s can't be made read-only" % mount)


def rights_of(unit):
    """The command that starts another as the unit's user, with its rights and no others."""
    names = unit["CapabilityBoundingSet"][0].split() if unit["CapabilityBoundingSet"] else []
    rights = ",".join(["-all"] + ["+" + name[len("CAP_") :].lower() for name in names])
    return [
        "setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--no-new-privs",
        "--bounding-set", rights, "--inh-caps", rights, "--ambient-caps", rights,
    ]  # fmt: skip


def main():
    path, state, *command = sys.argv[1:]
    unit = settings(path)
    if os.geteuid() == 0:
        os.chown(state, USER, USER)
        open_the_way_to(TREE)
        see_disks_read_only(state)
        again = [sys.executable, os.path.abspath(__file__), path, state, *command]
        os.execvp("setpriv", [*rights_of(unit), *again])
    os.umask(int(unit["UMask"][0], 8))
    filter_of(unit).load()
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
