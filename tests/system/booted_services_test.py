"""The units do what docs/services.md and docs/logging.md say, under a real systemd."""
import os
import re
import shutil
import subprocess

import booted
import harness
from harness import SystemTest

TOKEN, OTHER = "0123456789abcdef", "fedcba9876543210"


class BootedServices(SystemTest):
    def setUp(self):
        super().setUp()
        if os.environ.get("ND_SANITIZED"):
            self.skipTest("a sanitizer looks for leaks with system calls that the units forbid")
        tree = os.path.join(self.folder, "tree")
        cmake = [shutil.which("cmake"), "--install", harness.BUILD, "--prefix", "/usr", "--component", "tools"]
        subprocess.run(cmake, check=True, capture_output=True, env={**os.environ, "DESTDIR": tree})
        self.machine = booted.Machine(self, tree)

    def drop_in(self, unit, *lines):
        self.machine.write("/etc/systemd/system/%s.service.d/test.conf" % unit, "\n".join(["[Service]", *lines, ""]))
        self.machine.run("systemctl", "daemon-reload")

    def main_pid(self, unit):
        return self.machine.run("systemctl", "show", "-P", "MainPID", unit).stdout.strip()

    def wait_for_journal(self, unit, pattern, times=1):
        self.machine.wait_for(
            lambda: len(re.findall(pattern, self.machine.journal("-u", unit), re.MULTILINE)) >= times,
            "%d x /%s/ in the journal" % (times, pattern))

    def test_a_reload_keeps_the_hub_running_even_if_there_is_nothing_to_reread(self):
        self.machine.run("systemctl", "start", "nd-hub")
        pid = self.main_pid("nd-hub")
        self.machine.run("systemctl", "reload", "nd-hub")
        self.wait_for_journal("nd-hub", "SIGHUP: there is nothing to reread$")
        self.machine.run("systemctl", "kill", "--kill-whom=main", "-s", "HUP", "nd-hub")
        self.wait_for_journal("nd-hub", "SIGHUP: there is nothing to reread$", 2)
        self.assertEqual(pid, self.main_pid("nd-hub"))

    def test_the_tokens_of_the_documented_drop_in_change_at_a_reload(self):
        path = os.path.join(harness.SOURCE, "docs", "services.md")
        with open(path, encoding="utf-8") as f:
            blocks = re.findall(r"```\n(\[Service\]\n.*?)```", f.read(), re.DOTALL)
        drop_in = next(block for block in blocks if "ExecReload=+" in block)
        tokens = "/etc/netdumplings/kitchen.tokens"
        self.machine.write(tokens, TOKEN + "\n", 0o600)
        self.drop_in("nd-hub", drop_in)
        self.machine.run("systemctl", "start", "nd-hub")
        self.wait_for_journal("nd-hub", "There are tokens for kitchens, 1 in /run/nd-hub/")
        pid = self.main_pid("nd-hub")
        self.machine.write(tokens, TOKEN + "\n" + OTHER + "\n", 0o600)
        self.machine.run("systemctl", "reload", "nd-hub")
        self.wait_for_journal("nd-hub", "Reread: tokens for kitchens, 2 in /run/nd-hub/")
        self.assertEqual(pid, self.main_pid("nd-hub"))

    def test_the_journal_has_priorities_and_no_second_time(self):
        self.drop_in("nd-hub", "Environment=NETDUMPLINGS_HUB_INPORT=1")
        self.machine.run("systemctl", "start", "nd-hub")
        self.wait_for_journal("nd-hub", "^INFO Dumpling hub initiated")
        self.assertEqual([], re.findall(r"^.*\d\d:\d\d:\d\d.*$", self.machine.journal("-u", "nd-hub", "-t", "nd-hub"),
                                        re.MULTILINE))
        warnings = self.machine.journal("-u", "nd-hub", "-t", "nd-hub", "-p", "warning").splitlines()
        self.assertEqual(1, len(warnings), warnings)
        self.assertRegex(warnings[0], "^WARNING The environment variable NETDUMPLINGS_HUB_INPORT ")

    def test_the_documented_log_file_can_be_written_and_rotated(self):
        with open(os.path.join(harness.SOURCE, "docs", "logging.md"), encoding="utf-8") as f:
            config = re.search(r"```json\n(.*?)```", f.read(), re.DOTALL).group(1)
        path = re.search(r'"path": "(.*?)"', config).group(1)
        self.machine.write("/etc/netdumplings/hub-log.json", config)
        self.machine.write("/etc/netdumplings/nd-hub.env", "NETDUMPLINGS_LOGGING_CONFIG=/etc/netdumplings/hub-log.json\n")
        self.machine.run("systemctl", "start", "nd-hub")
        self.assertIn("Dumpling hub initiated", self.machine.run("cat", path).stdout)
        self.machine.run("mv", path, path + ".old")
        self.machine.run("systemctl", "reload", "nd-hub")
        self.machine.wait_for(lambda: "The log file was reopened" in self.machine.run("cat", path, check=False).stdout,
                              "a line in the new file")

    def test_a_hub_that_cannot_start_waits_longer_each_time_but_not_for_its_operator(self):
        self.drop_in("nd-hub", "Environment=NETDUMPLINGS_HUB_ADDRESS=192.0.2.1")
        self.machine.run("systemctl", "start", "nd-hub", check=False)
        for seconds in (1, 2, 4):
            self.wait_for_journal("nd-hub", "This failed before, so nd-hub waits %d s before it ends$" % seconds)
        self.drop_in("nd-hub", "Environment=NETDUMPLINGS_HUB_ADDRESS=127.0.0.1")
        before = self.machine.journal("-u", "nd-hub")  # on a slow machine it may have waited for longer meanwhile
        self.machine.run("systemctl", "restart", "nd-hub")
        self.wait_for_journal("nd-hub", "INFO Dumpling hub initiated")
        self.assertNotIn("nd-hub waits 30 s", self.machine.journal("-u", "nd-hub").removeprefix(before))

    def test_the_hub_is_given_the_number_of_the_boot(self):
        self.machine.run("systemctl", "start", "nd-hub")
        environment = self.machine.run("cat", "/proc/%s/environ" % self.main_pid("nd-hub")).stdout
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as f:
            boot = f.read().strip().replace("-", "")
        self.assertIn("NETDUMPLINGS_BOOT_ID=%s\0" % boot, environment)


if __name__ == "__main__":
    harness.main()
