"""A terminal whose screen a test can read: tmux, with a server and a folder of its own."""
import os
import shutil
import subprocess
import tempfile
import unittest

import harness

TMUX = shutil.which("tmux")
needs_tmux = unittest.skipUnless(TMUX, "needs tmux")


class Tmux:
    """One window with a shell in it."""

    def __init__(self, test, columns=80, lines=24):
        self._socket = os.path.join(tempfile.mkdtemp(dir=test.folder), "tmux")
        test.addCleanup(self.close)
        self._do("-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", lines, "env -u NO_COLOR PS1='$ ' /bin/sh")
        self.wait_for(lambda lines: lines[0] == "$", "a prompt")

    def _do(self, *arguments, check=True):
        command = [TMUX, "-u", "-S", self._socket, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        if check and done.returncode != 0:
            raise AssertionError("%s: %s" % (" ".join(command), done.stderr.decode()))
        return done.stdout.decode()

    def close(self):
        self._do("kill-server", check=False)

    def kill(self, number):
        """Sends a signal only to the program in the foreground."""
        shell = int(self._do("display-message", "-p", "#{pane_pid}"))
        with open("/proc/%d/task/%d/children" % (shell, shell), encoding="ascii") as children:
            os.kill(int(children.read().split()[-1]), number)

    def type(self, line):
        self._do("send-keys", "-l", line)
        self._do("send-keys", "Enter")

    def press(self, *keys):
        self._do("send-keys", *keys)

    def resize(self, columns, lines):
        self._do("resize-window", "-x", columns, "-y", lines)

    def screen(self, *options):
        """Returns the lines on the screen, with colours if "-e" is given."""
        return [line.rstrip() for line in self._do("capture-pane", "-p", *options).split("\n")[:-1]]

    def wait_for(self, condition, what, *options):
        """Waits until condition(lines) is true, and returns the lines."""
        shown = []

        def look():
            shown[:] = self.screen(*options)
            return condition(shown)

        try:
            harness.wait_until(look, what)
        except AssertionError as error:
            raise AssertionError("%s\n%s" % (error, "\n".join(shown))) from None
        return shown

    def wait_until_right(self, check, *options):
        """Waits until check(lines) finds nothing wrong, and returns the lines. What is on the screen comes from several
        sources, and a test may see a screen that is only half drawn."""
        wrong = [None]

        def is_right(lines):
            try:
                check(lines)
            except (AssertionError, IndexError, StopIteration, TypeError) as error:
                wrong[0] = error
                return False
            return True

        try:
            return self.wait_for(is_right, "the right screen", *options)
        except AssertionError as error:
            raise AssertionError("%s\n%r" % (error, wrong[0])) from None

    def wait_for_text(self, text):
        return self.wait_for(lambda lines: any(text in line for line in lines), repr(text))
