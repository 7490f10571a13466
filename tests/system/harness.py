"""The base of the system tests: starts and stops the real binaries, and waits for conditions with a deadline.

Every test runs in a folder of its own, on ports of its own, and ends all programs that it started. A test that fails
shows their output. Nothing here sleeps and hopes: every wait names its condition and has a deadline.
"""
import ctypes
import errno
import itertools
import json
import os
import pwd
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True

SOURCE = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BUILD = os.environ.get("ND_BUILD", os.path.join(SOURCE, "build", "release"))
BIN = os.path.join(BUILD, "bin")
DATA = os.path.join(SOURCE, "tests", "data")

# Seconds that anything may take; ten times what a busy machine with sanitizers needs.
PATIENCE = float(os.environ.get("ND_PATIENCE", "90"))

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def _die_with_the_test():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def capture(name):
    return os.path.join(DATA, name)


class _OwnPorts:
    """Ports that no other test uses, and that the kernel gives nobody who doesn't choose one. So nobody takes the port of
    a hub that was killed, until it is started again."""

    _LOWEST, _COUNT = 12000, 100  # above the default ports, for which tests may look in a text

    def __init__(self):
        self._lock = threading.Lock()
        self._ports = None

    def next(self):
        """Returns a port, or 0 if this machine lets the kernel give away all ports."""
        with self._lock:
            self._ports = self._ports or self._claim()
            return next(port for port in self._ports if self._is_free(port))

    def _claim(self):
        with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as f:
            end = int(f.read().split()[0])
        starts = list(range(self._LOWEST, end - self._COUNT, self._COUNT))
        random.shuffle(starts)
        for start in starts:
            mark = socket.socket(socket.AF_UNIX)
            try:
                mark.bind("\0nd-test-ports-%d" % start)
            except OSError:
                mark.close()
                continue
            mark.detach()  # the kernel frees the name when the test's process ends
            return itertools.cycle(range(start, start + self._COUNT))
        return itertools.repeat(0)

    @staticmethod
    def _is_free(port):
        for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            try:
                socket.create_server((address, port), family=family).close()
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    return False
        return True


_own_ports = _OwnPorts()


def free_port():
    """Returns a port for a program that can't pick one itself."""
    port = _own_ports.next()
    if port:
        return port
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def whole_lines(text):
    """Returns the lines of the text, without one that has no end yet."""
    return text.split("\n")[:-1]


def wait_until(condition, what):
    """Waits for a condition that has to be polled, such as a file or /proc. Gives up at the deadline."""
    deadline = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError("waited %g s in vain for %s" % (PATIENCE, what))
        time.sleep(0.01)


class Stream:
    """One output of a program. A thread reads it all the time."""

    def __init__(self, pipe):
        self._pipe = pipe
        self._data = b""
        self._ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        while True:
            chunk = os.read(self._pipe.fileno(), 65536)
            with self._changed:
                self._data += chunk
                self._ended = not chunk
                self._changed.notify_all()
            if not chunk:
                return self._pipe.close()

    @property
    def bytes(self):
        with self._changed:
            return self._data

    @property
    def text(self):
        return self.bytes.decode("utf-8", "backslashreplace")

    @property
    def lines(self):
        """The whole lines. The program may be writing another."""
        return whole_lines(self.text)

    def wait(self, condition, what):
        """Waits until condition(text) is true, and returns its value."""
        deadline = time.monotonic() + PATIENCE
        with self._changed:
            while True:
                value = condition(self._data.decode("utf-8", "backslashreplace"))
                if value:
                    return value
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    raise AssertionError(
                        "%s in vain for %s" % ("read to the end" if self._ended else "waited %g s" % PATIENCE, what)
                    )
                self._changed.wait(left)

    def wait_for(self, pattern):
        """Waits for a match of the multi-line pattern, and returns it."""
        return self.wait(lambda text: re.search(pattern, text, re.MULTILINE), "/%s/" % pattern)

    def join(self):
        self._thread.join(PATIENCE)
        return self.bytes


class Program:
    """A running program. Its outputs are read all the time, so it never waits for the test."""

    def __init__(self, command, stdin=None, env=None, cwd=None, close_fds=True):
        """Adds `env` to the environment of the test. A value of None removes the variable."""
        self.command = [str(part) for part in command]
        env = {name: value for name, value in {**os.environ, **(env or {})}.items() if value is not None}
        self.process = subprocess.Popen(
            self.command,
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            cwd=cwd,
            close_fds=close_fds,
            preexec_fn=_die_with_the_test,
        )
        self.out, self.err = Stream(self.process.stdout), Stream(self.process.stderr)

    @property
    def pid(self):
        return self.process.pid

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def kill(self):
        """Kills the program with SIGKILL, and waits until it is gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)

    def wait(self):
        """Waits for the end of the program, and returns its exit status. Then `out` and `err` are complete."""
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError("%s did not end within %g s" % (self.command[0], PATIENCE)) from None
        self.out.join(), self.err.join()
        return status

    def report(self):
        return "$ %s\n[exit status %s]\n--- stdout\n%s\n--- stderr\n%s\n" % (
            " ".join(self.command),
            self.process.poll(),
            _shortened(self.out.text),
            _shortened(self.err.text),
        )


def _shortened(text, limit=6000):
    return text if len(text) <= limit else text[: limit // 2] + "\n[...]\n" + text[-limit // 2 :]


class Hub(Program):
    """A running nd-hub, or another program with its options, and the ports that it listens on."""

    def __init__(self, *options, in_port=None, out_port=None, under=(), program=None, **popen):
        command = program or [os.path.join(BIN, "nd-hub")]
        in_port, out_port = (_own_ports.next() if port is None else port for port in (in_port, out_port))
        super().__init__([*under, *command, "-i", in_port, "-o", out_port, *options], **popen)
        ports = self.err.wait_for(r"Dumplings in: \S*:(\d+)\D*?\s+out: \S*:(\d+)")
        self.in_port, self.out_port = int(ports.group(1)), int(ports.group(2))
        self.kitchens, self.eaters = "localhost:%d" % self.in_port, "localhost:%d" % self.out_port

    def wait_for_eater(self, name, times=1):
        self._wait_for_connection("eater", name, times)

    def wait_for_kitchen(self, name, times=1):
        self._wait_for_connection("kitchen", name, times)

    def _wait_for_connection(self, kind, name, times):
        said = "Received dumpling %s connection from %s at " % (kind, name)
        self.err.wait(lambda text: text.count(said) >= times, "%d x '%s'" % (times, said))


class SystemTest(unittest.TestCase):
    """A test of the real binaries."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="nd-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self._programs = []
        self.addCleanup(lambda: [program.kill() for program in self._programs])

    def run(self, result=None):
        result = result or self.defaultTestResult()
        before = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > before:
            for program in getattr(self, "_programs", [])[-6:]:
                sys.stderr.write("\n" + program.report())
        return result

    def keep(self, program):
        self._programs.append(program)
        return program

    def start(self, tool, *arguments, under=(), **popen):
        """Starts a tool, or any program by its path. `under` is a command that runs it, such as ip netns exec."""
        path = tool if "/" in tool else os.path.join(BIN, tool)
        return self.keep(Program([*under, path, *arguments], **popen))

    def run_tool(self, tool, *arguments, **popen):
        """Runs a tool to its end. Returns (exit status, stdout, stderr)."""
        program = self.start(tool, *arguments, **popen)
        status = program.wait()
        return status, program.out.text, program.err.text

    def hub(self, *options, **popen):
        return self.keep(Hub(*options, **popen))

    def printer(self, hub, *options, name="printereater", **popen):
        """Starts nd-print, and waits until the hub knows it. It gets every dumpling from now on."""
        eater = self.start("nd-print", "-h", hub.eaters, "-n", name, *options, env={"TZ": "UTC"}, **popen)
        hub.wait_for_eater(name)
        return eater

    def cook(self, path, *options, **popen):
        """Returns the dumplings that nd-sniff makes from a capture file, as parsed JSON."""
        status, out, err = self.run_tool("nd-sniff", "-r", path, "-f", "", "-o", "-", *options, **popen)
        self.assertEqual(0, status, err)
        return [json.loads(line) for line in out.splitlines()]

    def assertOneLine(self, text, *pieces):
        lines = [line for line in text.splitlines() if line.strip()]
        self.assertEqual(1, len(lines), text)
        for piece in pieces:
            self.assertIn(piece, lines[0])


def user_id(name):
    return pwd.getpwnam(name).pw_uid


def needs_root(test):
    return unittest.skipUnless(os.geteuid() == 0, "needs root, for network namespaces")(test)


def shared(name):
    """Returns a path in the project's shared folder. Skips the test if that folder is missing."""
    for base in (os.environ.get("ND_SHARED"), os.path.join(SOURCE, "..", "shared")):
        if base and os.path.exists(os.path.join(base, name)):
            return os.path.join(base, name)
    raise unittest.SkipTest("../shared/%s isn't there (ND_SHARED names another place)" % name)


def main():
    """Runs the module's tests. Exits with 77, ctest's SKIP_RETURN_CODE, if all were skipped."""
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    if result.testsRun == 0 or len(result.skipped) == result.testsRun:
        sys.exit(77)
