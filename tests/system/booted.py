"""A machine with systemd, for tests of services: a systemd in namespaces of its own, on an overlay of this machine's disk.

Nothing on this machine's disk changes. It needs root, Debian's systemd, and a cgroup2 hierarchy that may be written.
As a program: booted.py TREE, as the first process of new namespaces. TREE is laid over the disk, like a package would.
"""
import os
import subprocess
import sys
import tempfile
import unittest

import harness

SYSTEMD = "/lib/systemd/systemd"
NAMESPACES = ["--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup"]
DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}
IMPOSSIBLE = 77  # the exit status if there can't be such a machine here


def cgroup_hierarchy():
    with open("/proc/self/mounts", encoding="utf-8") as f:
        for line in f:
            _, place, kind = line.split()[:3]
            if kind == "cgroup2" and os.access(place, os.W_OK):
                return place
    return None


class Machine:
    """A running systemd. Skips the test if there can't be one here. Ends with the test."""

    def __init__(self, test, tree):
        hierarchy = cgroup_hierarchy()
        if os.geteuid() != 0 or not os.path.exists(SYSTEMD) or hierarchy is None:
            raise unittest.SkipTest("needs root, systemd and a cgroup2 hierarchy")
        self._group = tempfile.mkdtemp(prefix="nd-test-", dir=hierarchy)
        test.addCleanup(self._remove_group)
        join = 'echo $$ >"$0/cgroup.procs" && exec "$@"'
        self._program = test.start("/bin/sh", "-c", join, self._group, "unshare", *NAMESPACES, "--fork",
                                   "--kill-child", sys.executable, os.path.abspath(__file__), tree)
        self._pid = harness.wait_until(self._first_process, "the first process of the machine")
        harness.wait_until(self._is_up, "systemd")
        test.addCleanup(self._program.kill)

    def _first_process(self):
        self._skip_if_impossible()
        with open("/proc/%d/task/%d/children" % ((self._program.pid,) * 2), encoding="ascii") as f:
            children = f.read().split()
        return children and int(children[0])

    def _skip_if_impossible(self):
        if self._program.process.poll() == IMPOSSIBLE:
            self._program.wait()
            raise unittest.SkipTest("there can't be a systemd here: " + self._program.err.text)
        if self._program.process.poll() is not None:
            raise AssertionError("systemd has ended")

    def _is_up(self):
        self._skip_if_impossible()
        return self.run("systemctl", "is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def run(self, *command, check=True, **options):
        """Runs a command there, and returns what subprocess.run() does."""
        enter = ["nsenter", "-t", str(self._pid), "-a"]
        done = subprocess.run([*enter, *command], capture_output=True, text=True, check=False, timeout=harness.PATIENCE,
                              **options)
        if check and done.returncode != 0:
            raise AssertionError("%s: %s\n%s" % (" ".join(command), done.stderr, self.journal()))
        return done

    def write(self, path, text, mode=0o644):
        """Writes a file there, and the folders that it is in."""
        script = 'mkdir -p "$(dirname "$0")" && cat >"$0" && chmod "$1" "$0"'
        self.run("sh", "-c", script, path, "%o" % mode, input=text)

    def journal(self, *options):
        return self.run("journalctl", "--no-pager", "-o", "cat", *options, check=False).stdout

    def wait_for(self, condition, what):
        """Like harness.wait_until(), and shows the journal if it waits in vain."""
        try:
            return harness.wait_until(condition, what)
        except AssertionError as error:
            raise AssertionError("%s\n%s" % (error, self.journal())) from None

    def _remove_group(self):
        self._program.kill()
        for folder, _, _ in os.walk(self._group, topdown=False):
            harness.wait_until(lambda: _is_removed(folder), "the end of all processes of the machine")


def _is_removed(group):
    try:
        os.rmdir(group)
    except OSError:
        return False
    return True


def _mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def _lay_out(tree):
    """Returns the folder that becomes the root: this machine's disk with the tree on it, in memory."""
    _mount("--make-rprivate", "/")
    base = tempfile.mkdtemp()
    _mount("-t", "tmpfs", "tmpfs", base)
    upper, work, root = (os.path.join(base, name) for name in ("upper", "work", "root"))
    for folder in (upper, work, root):
        os.mkdir(folder)
    os.chmod(upper, 0o755)
    _mount("-t", "overlay", "overlay", "-o", "lowerdir=/,upperdir=%s,workdir=%s" % (upper, work), root)
    # No service of this machine, and none of its disks.
    subprocess.run(["sh", "-c", 'rm -rf "$0"/etc/systemd/system/*.wants; : >"$0/etc/fstab"', root], check=True)
    subprocess.run(["cp", "-a", tree + "/.", root], check=True)
    return root


def _mount_kernel(root):
    for kind, place, options in (("proc", "proc", "rw"), ("sysfs", "sys", "ro"), ("cgroup2", "sys/fs/cgroup", "rw"),
                                 ("tmpfs", "dev", "mode=755"), ("tmpfs", "run", "mode=755"), ("tmpfs", "tmp", "rw")):
        _mount("-t", kind, "-o", options, kind, os.path.join(root, place))
    # The kernel is shared with this machine, so its settings stay as they are.
    settings = os.path.join(root, "proc/sys")
    _mount("--bind", settings, settings)
    _mount("-o", "remount,bind,ro", settings)
    os.chmod(os.path.join(root, "tmp"), 0o1777)
    devices = os.path.join(root, "dev")
    for name, (major, minor) in DEVICES.items():
        subprocess.run(["mknod", "-m", "666", os.path.join(devices, name), "c", str(major), str(minor)], check=True)
    os.mkdir(os.path.join(devices, "shm"))
    os.mkdir(os.path.join(devices, "pts"))
    _mount("-t", "devpts", "-o", "newinstance,ptmxmode=666", "devpts", os.path.join(devices, "pts"))
    os.symlink("pts/ptmx", os.path.join(devices, "ptmx"))
    os.symlink("/proc/self/fd", os.path.join(devices, "fd"))
    with open(os.path.join(devices, "console"), "w", encoding="ascii"):
        pass


def main():
    try:
        root = _lay_out(sys.argv[1])
        _mount_kernel(root)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    except subprocess.CalledProcessError:
        sys.exit(IMPOSSIBLE)
    os.chdir(root)
    os.mkdir("old")
    start = 'pivot_root . old && umount -l /old && rmdir /old && hostname test && exec "$0" --log-target=journal'
    environment = {"container": "test", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    os.execvpe("sh", ["sh", "-c", start, SYSTEMD], {**environment})


if __name__ == "__main__":
    main()
