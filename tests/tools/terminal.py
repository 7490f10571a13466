"""A terminal of the test, for a tool that uses the whole screen."""
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time

from running import TIMEOUT


class Terminal:
    def __init__(self, columns=80, lines=24):
        self._master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._settings = termios.tcgetattr(self.slave)
        self.written = ""

    def press(self, keys):
        os.write(self._master, keys.encode())

    def wait_for(self, pattern):
        """Reads what the tool writes until it matches. Returns the match."""
        deadline = time.monotonic() + TIMEOUT
        while not (match := re.search(pattern, self.written)):
            if time.monotonic() > deadline:
                raise AssertionError(f"no {pattern!r} in {self.written!r}")
            self._read(1)
        return match

    def forget(self):
        """Forgets what was written until now."""
        self.written = ""

    def read_rest(self):
        """Returns all that the tool has written, after it has ended."""
        while self._read(0):
            pass
        return self.written

    def _read(self, seconds):
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        self.written += os.read(self._master, 65536).decode("utf-8", "backslashreplace")
        return True

    def is_as_it_was(self):
        """Returns whether the settings are those of the start, and the main screen and the cursor are shown again."""
        self.read_rest()
        left = self.written.rpartition("\x1b[?1049h")[2]
        return termios.tcgetattr(self.slave) == self._settings and "\x1b[?1049l" in left and "\x1b[?25h" in left

    def close(self):
        os.close(self._master)
        os.close(self.slave)
