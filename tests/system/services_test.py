"""nd-hub and nd-sniff work as services of systemd, with no more rights than the units give them."""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import harness
import netns
import packets
import sandbox
from harness import SystemTest, needs_root

UNITS = os.path.join(harness.SOURCE, "systemd")
SENDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "send_frames.py")
MISBEHAVING = os.path.join(harness.BUILD, "tests", "modules", "misbehaving.so")
# In microseconds, like systemd sets it. Signs of life come twice as often.
WATCHDOG = {"WATCHDOG_USEC": "200000"}


class FakeSystemd:
    """The socket for the notifications of a service."""

    def __init__(self, folder):
        self.address = os.path.join(folder, "notify-%d" % len(os.listdir(folder)))
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.address)
        os.chmod(self.address, 0o777)
        self.environment = {"NOTIFY_SOCKET": self.address, **WATCHDOG}

    def close(self):
        self._socket.close()

    def next(self, patience=harness.PATIENCE):
        """Returns the next notification, or None if there is none."""
        self._socket.settimeout(patience)
        try:
            return self._socket.recv(1000).decode()
        except TimeoutError:
            return None

    def discard(self):
        """Discards all notifications up to now."""
        while self.next(0.001):
            pass


class ServicesTest(SystemTest):
    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o777)

    def systemd(self):
        systemd = FakeSystemd(self.folder)
        self.addCleanup(systemd.close)
        return systemd


class Units(SystemTest):
    def setUp(self):
        super().setUp()
        self.root = os.path.join(self.folder, "root")
        cmake = [shutil.which("cmake"), "--install", harness.BUILD, "--prefix", "/opt/nd", "--component", "tools"]
        subprocess.run(cmake, check=True, capture_output=True, env={**os.environ, "DESTDIR": self.root})

    def installed(self, name):
        return os.path.join(self.root, "opt/nd", name)

    def test_the_units_are_installed_with_whole_paths_and_with_examples(self):
        for unit, tool in (("nd-hub", "nd-hub"), ("nd-sniff@", "nd-sniff")):
            said = sandbox.settings(self.installed("lib/systemd/system/%s.service" % unit))
            self.assertEqual("/opt/nd/bin/" + tool, said["ExecStart"][0].split()[0])
            self.assertTrue(os.path.exists(self.installed("bin/" + tool)))
            self.assertEqual(["-/etc/netdumplings/%s.env" % tool], said["EnvironmentFile"][:1])
            example = self.installed("share/doc/netdumplings/examples/%s.env" % tool)
            with open(example, encoding="utf-8") as f:
                variables = re.findall(r"^#(NETDUMPLINGS_\w+)=", f.read(), re.MULTILINE)
            _, usage, _ = self.run_tool(tool, "--help")
            self.assertGreater(len(variables), 1)
            for variable in variables:
                flag = variable.removeprefix("NETDUMPLINGS_%s_" % tool[3:].upper()).lower().replace("_", "-")
                self.assertIn("--" + flag, usage)

    def test_systemd_finds_no_fault_in_the_units_and_rates_their_exposure_at_most_2(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("there is no systemd-analyze here")
        for unit, instance in (("nd-hub", "nd-hub"), ("nd-sniff@", "nd-sniff@eth0")):
            path = os.path.join(self.folder, instance + ".service")
            shutil.copy(self.installed("lib/systemd/system/%s.service" % unit), path)
            said = subprocess.run(
                ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", path],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            self.assertEqual(0, said.returncode, said.stdout + said.stderr)
            self.assertRegex(said.stdout, r"exposure level for %s.service: [01]\.\d OK" % instance)
            self.assertEqual("", said.stderr, "what systemd doesn't understand in it")


class Notified(ServicesTest):
    def test_a_hub_notifies_systemd_when_it_is_ready_while_it_lives_and_when_it_stops(self):
        systemd = self.systemd()
        hub = self.hub("-f", "3600", "--threads", "3", env=systemd.environment)
        self.assertEqual(["READY=1", "WATCHDOG=1", "WATCHDOG=1"], [systemd.next() for _ in range(3)])
        hub.process.send_signal(signal.SIGTERM)
        harness.wait_until(lambda: systemd.next() == "STOPPING=1", "its last word")
        self.assertEqual(0, hub.wait())

    def test_a_hub_that_cannot_listen_is_not_ready(self):
        systemd = self.systemd()
        other = self.hub()
        status, _, _ = self.run_tool("nd-hub", "-i", other.in_port, "-o", "0", env=systemd.environment)
        self.assertEqual((1, None), (status, systemd.next(0.001)))

    def test_a_kitchen_that_reads_a_file_is_ready_before_there_is_a_hub(self):
        systemd = self.systemd()
        self.start("nd-sniff", "-r", harness.capture("dns.pcap"), "-h", "localhost:1", env=systemd.environment)
        self.assertEqual("READY=1", systemd.next())


@needs_root
class InTheSandbox(ServicesTest):
    def setUp(self):
        super().setUp()
        if shutil.which("systemd-analyze") is None:
            self.skipTest("there is no systemd-analyze here")
        if os.environ.get("ND_SANITIZED"):
            self.skipTest("a sanitizer looks for leaks with system calls that the units forbid")
        self.wire = netns.Wire(self)

    def under(self, unit, name):
        """Returns the command that starts another in the unit's sandbox, and the folder of the service."""
        state = os.path.join(self.folder, name)
        os.mkdir(state)
        script = os.path.abspath(sandbox.__file__)
        unit = os.path.join(UNITS, unit + ".service.in")
        return [*self.wire.near, "unshare", "-m", "--propagation", "private", sys.executable, script, unit, state], state

    def kitchen(self, systemd, hub, *options):
        under, state = self.under("nd-sniff@", "sniff")
        environment = {**systemd.environment, "NETDUMPLINGS_SNIFF_SPOOL": state}
        kitchen = self.start("nd-sniff", "-i", "eth0", "-f", "", "-h", hub, *options, under=under, env=environment)
        kitchen.err.wait_for("Sniffing started")
        self.assertEqual("READY=1", systemd.next(), kitchen.err.text)
        return kitchen

    def send(self, *frames):
        path = os.path.join(self.folder, "frames")
        with open(path, "w", encoding="ascii") as f:
            f.write("\n".join(frame.hex() for frame in frames))
        with open(path, encoding="ascii") as stdin:
            sender = self.start(sys.executable, SENDER, "eth0", under=self.wire.far, stdin=stdin)
        self.assertEqual(0, sender.wait())

    def test_a_packet_gets_from_a_sandboxed_kitchen_through_a_sandboxed_hub_to_an_eater(self):
        systemds = self.systemd(), self.systemd()
        under, log = self.under("nd-hub", "hub")
        hub = self.hub("--log-dir", log, under=under, env=systemds[0].environment)
        self.assertEqual("READY=1", systemds[0].next())
        eater = self.printer(hub, "-c", "DNSLookupChef", under=self.wire.near)
        kitchen = self.kitchen(systemds[1], hub.kitchens)
        self.send(*(packets.dns_question("n%d.example.com" % number) for number in range(50)))
        eater.out.wait_for("n49.example.com")
        for systemd in systemds:
            systemd.discard()
            self.assertEqual("WATCHDOG=1", systemd.next())
        self.check_rights(kitchen.pid), self.check_rights(hub.pid)
        for program in (kitchen, hub):
            program.process.send_signal(signal.SIGTERM)
            self.assertEqual(0, program.wait(), program.err.text)
        self.assertNotIn("Operation not permitted", kitchen.err.text + hub.err.text)
        self.assertGreater(len(os.listdir(log)), 0)

    def check_rights(self, pid):
        with open("/proc/%d/status" % pid, encoding="ascii") as f:
            status = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
        self.assertEqual({"0000000000000000"}, {status[name] for name in ("CapEff", "CapPrm", "CapAmb")})
        self.assertEqual([str(sandbox.USER)] * 4, status["Uid"].split())
        self.assertEqual(("1", "2"), (status["NoNewPrivs"], status["Seccomp"]))

    def test_a_kitchen_whose_chef_hangs_gives_no_more_signs_of_life(self):
        systemd = self.systemd()
        hangs = ["-m", MISBEHAVING, "-c", "SlowChef", "--chef-option", "SlowChef:milliseconds=1000000", "-p", "3600"]
        under, _ = self.under("nd-sniff@", "sniff")
        kitchen = self.start("nd-sniff", "-i", "eth0", "-o", os.devnull, *hangs, under=under, env=systemd.environment)
        self.assertEqual("READY=1", systemd.next(), kitchen.err.text)
        # The first poke, which may come late, never ends. Then there is only silence, even for ten times the interval.
        harness.wait_until(lambda: systemd.next(1) is None, "silence")
        self.assertIsNone(kitchen.process.poll())


if __name__ == "__main__":
    harness.main()
