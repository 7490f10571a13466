"""Runs a tool, and makes dumplings for it."""
import array
import fcntl
import json
import os
import re
import signal
import subprocess
import termios
import threading
import time

# Seconds for anything; much more than a busy machine needs.
TIMEOUT = max(60.0, float(os.environ.get("ND_PATIENCE", "0")))


def dumpling(chef="PacketCountChef", kitchen="default_kitchen", driver="interval", time=1516459331.040829, payload=None):
    """Returns a dumpling as on the wire. `time` is UTC, like 2018-01-20T14:42:11.040829."""
    metadata = {"chef": chef, "kitchen": kitchen, "creation_time": time, "driver": driver}
    return json.dumps({"metadata": metadata, "payload": payload}, separators=(",", ":"))


def environment(**extra):
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("NETDUMPLINGS_") and k != "NO_COLOR"}
    return {**inherited, "TZ": "UTC", **extra}


class RunningTool:
    """A running tool whose output goes to pipes. It is killed if it takes too long."""

    def __init__(self, tool, arguments, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=None):
        self.process = subprocess.Popen([tool, *arguments], stdout=stdout, stderr=subprocess.PIPE, stdin=stdin,
                                        env=environment(**(env or {})))
        self._out = self._err = b""
        self._watchdog = threading.Timer(TIMEOUT, self.process.kill)
        self._watchdog.daemon = True
        self._watchdog.start()

    def read_until(self, text):
        """Reads standard output until it ends with `text`."""
        wanted = text.encode()
        while not self._out.endswith(wanted):
            byte = self.process.stdout.read(1)
            if not byte:
                raise AssertionError(f"output ended at {self._out!r}, before {wanted!r}")
            self._out += byte

    def wait_for_line(self, pattern):
        """Reads standard error until a line matches. Returns the match."""
        while True:
            line = self.process.stderr.readline()
            self._err += line
            match = re.search(pattern, line.decode())
            if match:
                return match
            if not line:
                raise AssertionError(f"standard error ended without {pattern!r}: {self._err.decode()}")

    def wait_until_its_pipe_is_full(self):
        """Waits until standard output, which nobody reads, has no free page."""
        pipe, waiting, page = self.process.stdout.fileno(), array.array("i", [0]), os.sysconf("SC_PAGE_SIZE")
        full = fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) - page  # the greeting fills a page of its own
        deadline = time.monotonic() + TIMEOUT
        while waiting[0] < full:
            if time.monotonic() > deadline:
                raise AssertionError(f"{waiting[0]} of {full} bytes in its pipe")
            time.sleep(0.01)
            fcntl.ioctl(pipe, termios.FIONREAD, waiting)

    def interrupt(self, number=signal.SIGINT):
        self.process.send_signal(number)

    def end(self):
        """Waits until the tool ends by itself. Returns (stdout, stderr, exit status)."""
        stdout, stderr = self.process.communicate()
        stopped_by_us = not self._watchdog.is_alive()
        self._watchdog.cancel()
        all_of_it = (self._out + (stdout or b"")).decode(), (self._err + stderr).decode()
        if stopped_by_us:
            raise AssertionError(f"it did not end; stdout {all_of_it[0]!r}, stderr {all_of_it[1]!r}")
        return *all_of_it, self.process.returncode

    def clean_up(self):
        self._watchdog.cancel()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe and not pipe.closed:
                pipe.close()
