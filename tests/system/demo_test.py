"""scripts/demo works with the binaries under test."""
import os
import re
import signal
import unittest

import harness
import netns
from harness import SystemTest

DEMO = os.path.join(harness.SOURCE, "scripts", "demo")


class Demo(SystemTest):
    def demo(self, *arguments, under=(), **popen):
        return self.start(
            DEMO, *arguments, under=under, env={"ND_DEMO_BIN": harness.BIN, "TMPDIR": self.folder}, **popen
        )

    def assertNothingLeft(self):
        """Checks that no process and no file of the demo is left."""
        self.assertEqual([], os.listdir(self.folder))
        harness.wait_until(lambda: not self.still_running(), "the end of what the demo started")

    def still_running(self):
        """Returns the processes whose standard error goes to the demo's folder."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink("/proc/%s/fd/2" % pid).startswith(self.folder + "/"):
                    found.append(pid)
            except OSError:
                pass
        return found

    def test_the_demo_shows_the_dumplings_of_the_capture_and_succeeds(self):
        demo = self.demo()
        self.assertEqual(0, demo.wait(), demo.err.text)
        for chef in ("ARPChef", "DNSLookupChef", "PacketCountChef"):
            self.assertIn(chef + " from demo_kitchen", demo.out.text)
        self.assertIn('"hostname": "www.example.com"', demo.out.text)
        for said in ('"response_code": "NXDOMAIN"', '"transport": "quic"', '"server_name": "quic.example.com"', '"refused": 1'):
            self.assertIn(said, demo.out.text)
        self.assertRegex(
            demo.out.text,
            r"(?m)^29 dumplings arrived: 4 from ARPChef, 14 from DNSLookupChef, 5 from DnsChef, 2 from PacketCountChef, "
            r"2 from TcpHealthChef, 2 from TlsChef$",
        )
        self.assertNothingLeft()

    def test_an_interrupted_demo_stops_what_it_started(self):
        demo = self.demo()
        demo.out.wait_for("nd-sniff -h")
        demo.process.send_signal(signal.SIGTERM)
        self.assertIn(demo.wait(), (0, 143))
        self.assertNothingLeft()

    def test_a_wrong_flag_is_a_usage_error(self):
        demo = self.demo("--fry")
        self.assertEqual(2, demo.wait())
        self.assertOneLine(demo.err.text, "Usage: scripts/demo [--live [INTERFACE]]")

    @harness.needs_root
    def test_the_live_demo_shows_what_is_on_the_wire_until_ctrl_c(self):
        wire = netns.Wire(self)
        netns.ip("-n", wire.names[0], "address", "add", "192.0.2.10/24", "dev", "eth0")
        netns.ip("-n", wire.names[1], "address", "add", "192.0.2.53/24", "dev", "eth0")
        demo = self.demo("--live", "eth0", under=wire.near)
        demo.out.wait_for("until Ctrl-C")
        self.wait_for_sniffing()
        sender = self.start("/bin/bash", "-c", "echo hello > /dev/udp/192.0.2.10/53", under=wire.far)
        self.assertEqual(0, sender.wait())
        demo.out.wait_for("ARPChef from demo_kitchen")
        demo.interrupt()
        self.assertEqual(0, demo.wait(), demo.err.text)
        self.assertTrue(re.search(r"(?m)^\d+ dumplings arrived: \d+ from ARPChef", demo.out.text), demo.out.text)
        self.assertNothingLeft()

    def wait_for_sniffing(self):
        def sniffing():
            for name in os.listdir(self.folder):
                path = os.path.join(self.folder, name, "kitchen.log")
                if os.path.exists(path):
                    with open(path, encoding="utf-8") as f:
                        return "Sniffing started" in f.read()

        harness.wait_until(sniffing, "the demo's kitchen to sniff")

    @harness.needs_root
    def test_the_live_demo_on_a_missing_interface_fails_and_says_why(self):
        demo = self.demo("--live", "nowhere0")
        self.assertEqual(1, demo.wait())
        self.assertIn("nowhere0", demo.err.text)
        self.assertNothingLeft()


if __name__ == "__main__":
    harness.main()
