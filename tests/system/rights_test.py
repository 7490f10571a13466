"""What a chef's module can't do, and can, once nd-sniff has given up its rights: an intruder tries it on a terminal."""
import array
import fcntl
import os
import platform
import pty
import re
import signal
import termios
import tty

import harness
from harness import SystemTest

INTRUDER = os.path.join(harness.BUILD, "tests", "modules", "intruder.so")
AS_NOBODY = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
DENIED = ["TIOCSTI", "TIOCSTI with a high half", "TIOCLINUX", "process_vm_readv", "process_vm_writev", "keyctl", "add_key",
          "perf_event_open", "userfaultfd", "io_uring_setup", "bpf", "mount", "setns", "unshare",
          "clone with a user namespace"]
if not os.environ.get("ND_SANITIZED"):
    DENIED.append("ptrace")
if platform.machine() == "x86_64":
    DENIED += ["i386's getpid", "x32's getpid"]
ALLOWED = ["TIOCGWINSZ", "a thread", "a program"]


@harness.needs_root
class Rights(SystemTest):
    def setUp(self):
        super().setUp()
        master, self.terminal = pty.openpty()
        self.addCleanup(os.close, master)
        self.addCleanup(os.close, self.terminal)
        tty.setraw(self.terminal)  # so that what is typed waits without a return key

    def typed(self):
        """Returns how many bytes wait to be read on the terminal, and takes them."""
        waiting = array.array("i", [0])
        fcntl.ioctl(self.terminal, termios.FIONREAD, waiting)
        termios.tcflush(self.terminal, termios.TCIFLUSH)
        return waiting[0]

    def intrude(self, *arguments, under=()):
        """Runs nd-sniff on the terminal with the intruder. Returns how its tries ended, and all that it wrote."""
        kitchen = self.start("nd-sniff", *arguments, "-m", INTRUDER, stdin=self.terminal, under=["setsid", "--ctty", *under])
        if "-i" in arguments:
            kitchen.err.wait_for("Sniffing started")
            kitchen.process.send_signal(signal.SIGINT)
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        return dict(re.findall("^tried (.*): (.*)$", kitchen.err.text, re.MULTILINE)), kitchen.err.text

    def assert_tamed(self, tries, said):
        self.assertEqual({what: "EPERM" for what in DENIED}, {what: tries[what] for what in DENIED})
        self.assertEqual({what: "done" for what in ALLOWED}, {what: tries[what] for what in ALLOWED})
        self.assertEqual(0, self.typed(), "bytes typed on the terminal")
        self.assertIn("descriptors for programs: 0\n", said)

    def test_with_roots_rights_the_intruder_types_on_the_terminal(self):
        tries, _ = self.intrude("-l", "-Z", "root")
        if tries["TIOCSTI"] != "done":
            self.skipTest("this kernel lets nobody do it")
        self.assertEqual(2, self.typed())
        self.assertNotIn("EPERM", [tries[what] for what in DENIED if what not in ("TIOCLINUX", "setns")])

    def test_it_can_do_nothing_while_a_live_kitchen_runs(self):
        self.assert_tamed(*self.intrude("-i", "lo", "-o", "-"))

    def test_it_can_do_nothing_while_a_file_is_read(self):
        self.assert_tamed(*self.intrude("-r", harness.capture("arp.pcap"), "-o", "-"))

    def test_it_can_do_nothing_while_chefs_are_listed(self):
        self.assert_tamed(*self.intrude("-l"))

    def test_it_can_do_nothing_when_an_ordinary_user_starts_it(self):
        self.skip_unless_nobody_enters()
        for arguments in (["-l"], ["-r", harness.capture("arp.pcap"), "-o", "-"]):
            self.assert_tamed(*self.intrude(*arguments, under=AS_NOBODY))

    def test_a_descriptor_that_was_left_open_is_closed_before_a_module_is_loaded(self):
        secret = os.open(self.file("secret", b"of root\n"), os.O_RDONLY)
        os.dup2(secret, 77)  # inheritable
        self.addCleanup(os.close, 77)
        os.close(secret)
        for arguments in (["-l"], ["-l", "-Z", "root"], ["-r", harness.capture("arp.pcap"), "-o", "-"]):
            kitchen = self.start("nd-sniff", *arguments, "-m", INTRUDER, close_fds=False)
            self.assertEqual(0, kitchen.wait(), kitchen.err.text)
            self.assertIn("tried descriptor 77: EBADF\n", kitchen.err.text)

    def test_the_descriptor_that_is_the_output_stays_open(self):
        self.skip_unless_nobody_enters()
        reading, writing = os.pipe()
        os.set_inheritable(writing, True)
        os.fchown(writing, harness.user_id("nobody"), -1)
        kitchen = self.start("nd-sniff", "-r", harness.capture("arp.pcap"), "-o", "/dev/fd/%d" % writing, close_fds=False,
                             under=AS_NOBODY)
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        os.close(writing)
        with open(reading, "rb") as dumplings:
            self.assertIn(b"ARPChef", dumplings.read())

    def skip_unless_nobody_enters(self):
        if self.start("/usr/bin/test", "-r", INTRUDER, under=AS_NOBODY).wait() != 0:
            self.skipTest("nobody may not enter %s" % harness.BUILD)

    def file(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(data)
        os.chmod(path, 0o600)
        return path


if __name__ == "__main__":
    harness.main()
