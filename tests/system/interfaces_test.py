"""`-i all` is every interface that is up, and what happens to interfaces is told."""
import os
import re
import signal
import subprocess

import harness
import netns
from harness import SystemTest, needs_root


@needs_root
class Interfaces(SystemTest):
    def setUp(self):
        super().setUp()
        self.wire = netns.Wire(self)

    def link(self, *arguments):
        netns.ip("-n", self.wire.names[0], "link", *arguments)

    def sniff(self, *options):
        return self.start("nd-sniff", "-o", "/dev/null", "-p", "3600", *options, under=self.wire.near)

    def end(self, kitchen):
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)

    def warnings(self, kitchen):
        return [line.split("default_kitchen: ")[1] for line in kitchen.err.text.splitlines() if " WARNING " in line]

    def test_all_names_the_interfaces(self):
        self.wire.add_pair("eth1")
        kitchen = self.sniff()
        kitchen.err.wait_for("INFO default_kitchen: Sniffing on eth0, eth1\n")
        kitchen.err.wait_for("Sniffing started")
        self.end(kitchen)
        self.assertEqual([], self.warnings(kitchen))

    def test_all_waits_for_the_first_interface_and_then_sniffs_it(self):
        self.link("set", "eth0", "down")
        kitchen = self.sniff()
        kitchen.err.wait_for("WARNING .*no interface is up yet; waiting for the first of these: lo, eth0")
        self.link("set", "eth0", "up")
        kitchen.err.wait_for("Sniffing on eth0\n")
        kitchen.err.wait_for("Sniffing started")
        self.end(kitchen)

    def test_an_interrupt_ends_the_wait_for_an_interface(self):
        self.link("set", "eth0", "down")
        kitchen = self.sniff()
        kitchen.err.wait_for("waiting for the first")
        kitchen.interrupt()
        self.assertEqual(-signal.SIGINT, kitchen.wait())

    def test_loopback_is_sniffed_only_where_there_is_nothing_else_and_with_a_warning(self):
        self.link("del", "eth0")
        kitchen = self.sniff()
        kitchen.err.wait_for("Sniffing on lo\n")
        kitchen.err.wait_for("WARNING .*no other interface than loopback")
        kitchen.err.wait_for("Sniffing started")
        self.end(kitchen)

    def test_interfaces_that_change_are_told_in_a_line_each(self):
        kitchen = self.sniff()
        kitchen.err.wait_for("Sniffing started")
        self.link("set", "eth0", "down")
        kitchen.err.wait_for("interface eth0 went down")
        self.link("set", "eth0", "name", "wan0")
        kitchen.err.wait_for("interface eth0 is called wan0 now")
        self.link("set", "wan0", "up")
        kitchen.err.wait_for("interface wan0 is up again")
        self.wire.add_pair("eth1")
        kitchen.err.wait_for("interface eth1 came up after the start and isn't sniffed.*-i any")
        self.link("set", "eth1", "down")
        self.link("set", "eth1", "up")
        self.link("del", "eth1")
        self.link("set", "wan0", "down")
        kitchen.err.wait_for("interface wan0 went down")
        self.end(kitchen)
        self.assertEqual(1, len(self.warnings(kitchen)), "a new interface is told once")

    def test_a_later_interface_is_not_told_to_a_kitchen_that_was_given_names(self):
        kitchen = self.sniff("-i", "eth0")
        kitchen.err.wait_for("Sniffing started")
        self.wire.add_pair("eth1")
        self.link("set", "eth0", "down")
        kitchen.err.wait_for("interface eth0 went down")
        self.end(kitchen)
        self.assertNotIn("eth1", kitchen.err.text)

    def many(self, pairs):
        pair = "link add m%d type veth peer name n%d\nlink set m%d up\nlink set n%d up\n"
        commands = "".join(pair % (i, i, i, i) for i in range(pairs))
        near = self.wire.names[0]
        subprocess.run(["ip", "-n", near, "-batch", "-"], input=commands, text=True, check=True)

    def test_the_buffers_of_many_interfaces_share_one_bound(self):
        self.many(120)
        kitchen = self.sniff("-f", "udp")
        kitchen.err.wait_for("Sniffing started")
        with open("/proc/%d/status" % kitchen.pid, encoding="ascii") as f:
            resident = int(re.search(r"VmRSS:\s+(\d+) kB", f.read()).group(1)) * 1024
        if not os.environ.get("ND_SANITIZED"):  # a sanitizer keeps memory of its own
            self.assertLess(resident, 150e6)
        self.end(kitchen)
        self.assertEqual([], self.warnings(kitchen))

    def test_buffers_that_take_much_memory_together_give_a_warning(self):
        self.many(10)
        kitchen = self.sniff("-B", "8192")
        kitchen.err.wait_for("WARNING .*the buffers of 21 interfaces take 168 MiB; -B .* -i any")
        kitchen.err.wait_for("Sniffing started")
        self.end(kitchen)


if __name__ == "__main__":
    harness.main()
