"""Runs a service with the rights, the view of the disk and the system calls of its systemd unit, but without systemd.

As a program: sandbox.py UNIT STATE_FOLDER COMMAND..., as root. The groups of system calls come from systemd-analyze. The
filter is libseccomp's, like systemd's own.
"""
import ctypes
import errno
import os
import socket
import subprocess
import sys
import tempfile

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
USER = 61184  # the first user that DynamicUser may choose
PROT_WRITE, PROT_EXEC = 2, 4
ALLOW = 0x7FFF0000
EQUAL, MASKED_EQUAL = 4, 7


def settings(path):
    """Returns the settings of a unit as lists by name. An empty value clears the list, like in systemd."""
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
    """Returns the names of the system calls that the lines of SystemCallFilter= allow."""
    allowed = set(group_members("@default"))
    for line in filters:
        words = line.lstrip("~").split()
        calls = {call for word in words for call in (group_members(word) if word.startswith("@") else [word])}
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed


class _Condition(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class Filter:
    """The allowed system calls. All others fail with EPERM."""

    def __init__(self):
        self._lib = ctypes.CDLL("libseccomp.so.2")
        self._lib.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._lib.seccomp_init(0x00050000 | errno.EPERM))

    def allow(self, call, *conditions):
        number = self._lib.seccomp_syscall_resolve_name(call.encode())
        if number < 0:
            return  # a call of another architecture
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
    """Makes a clone in a private home readable: in a mount namespace of the test, the home contains only the
    clone."""
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
    """Does what ProtectSystem=strict does, in a mount namespace of the test: only the service's folder is writable."""
    subprocess.run(["mount", "--bind", state, state], check=True)
    for mount in mount_points():
        if mount.split("/")[1] not in ("proc", "sys", "dev") and mount != state:
            done = subprocess.run(["mount", "-o", "remount,bind,ro", mount], check=False)
            # The namespace of another test, and its mount, may have gone.
            if done.returncode != 0 and mount in mount_points():
                raise SystemExit("%s can't be made read-only" % mount)


def rights_of(unit):
    """Returns the command that starts another with the user and the rights of the unit, and no others."""
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
