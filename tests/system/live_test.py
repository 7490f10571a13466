"""Live capture works over a veth pair between two network namespaces, with traffic from the test."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys

import harness
import nd_print
import netns
import packets
from harness import SystemTest, needs_root

SENDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "send_frames.py")

# 20 lookups, 10 ARP requests, 5 TCP segments, each on the wire once.
HOSTS = ["n%d.example.com" % i for i in range(20)]
FRAMES = (
    [packets.dns_question(host, i) for i, host in enumerate(HOSTS)]
    + [packets.arp(1, packets.CLIENT, "192.0.2.%d" % (100 + i)) for i in range(10)]
    + [packets.tcp_syn(443) for _ in range(5)]
)
COUNTS = {"Ethernet": 35, "IP": 25, "UDP": 20, "DNS": 20, "ARP": 10, "TCP": 5}


def counts_in(json_lines):
    """Returns the counts of PacketCountChef for each poke."""
    dumplings = [json.loads(line) for line in json_lines.splitlines()]
    return [d["payload"]["packet_counts"] for d in dumplings if d["metadata"]["chef"] == "PacketCountChef"]


@needs_root
class Live(SystemTest):
    def setUp(self):
        super().setUp()
        self.wire = netns.Wire(self)

    def send(self, frames, interface="eth0"):
        path = os.path.join(self.folder, "frames")
        with open(path, "w", encoding="ascii") as f:
            f.write("\n".join(frame.hex() for frame in frames))
        with open(path, encoding="ascii") as stdin:
            sender = self.start(sys.executable, SENDER, interface, under=self.wire.far, stdin=stdin)
        self.assertEqual(0, sender.wait())

    def sniff(self, *options, env=None):
        kitchen = self.start(
            "nd-sniff", *options, under=self.wire.near, env={"SUDO_USER": None, "SUDO_UID": None, **(env or {})}
        )
        kitchen.err.wait_for("Sniffing started")
        return kitchen

    def link(self, interface):
        """Returns what the kernel says about an interface at the near end."""
        command = ["ip", "-n", self.wire.names[0], "-d", "link", "show", interface]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def packets_of(self, kitchen):
        """Returns the three counts of tcpdump: captured, received by filter, dropped by kernel."""
        return [
            int(kitchen.err.wait_for(r"(\d+) packets? %s" % what).group(1))
            for what in ("captured", "received by filter", "dropped by kernel")
        ]

    def test_every_packet_is_counted_up_to_ctrl_c(self):
        kitchen = self.sniff("-i", "eth0", "-o", "-", "-p", "3600")
        self.assertIn("promiscuity 1", self.link("eth0"))
        self.send(FRAMES)
        kitchen.out.wait(
            lambda text: text.count('"driver":"packet"') == 30, "a dumpling for each lookup and each ARP packet"
        )
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        dumplings = [json.loads(line) for line in kitchen.out.text.splitlines()]
        counts = counts_in(kitchen.out.text)
        self.assertEqual([{}, COUNTS], [counts[0], counts[-1]])
        self.assertEqual(
            HOSTS,
            [
                d["payload"]["lookup"]["hostname"]
                for d in dumplings
                if d["metadata"]["chef"] == "DNSLookupChef" and d["metadata"]["driver"] == "packet"
            ],
        )
        captured, received, dropped = self.packets_of(kitchen)
        self.assertEqual((35, 0), (captured, dropped))
        self.assertGreaterEqual(received, captured)

    def test_the_filter_applies_to_live_packets(self):
        kitchen = self.sniff("-i", "eth0", "-f", "arp", "-o", "-", "-p", "3600")
        self.send(FRAMES)
        kitchen.out.wait(lambda text: text.count('"chef":"ARPChef"') == 10, "the ARP packets")
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait())
        self.assertEqual({"Ethernet": 10, "ARP": 10}, counts_in(kitchen.out.text)[-1])
        self.assertEqual(10, self.packets_of(kitchen)[0])

    def test_live_packets_reach_an_eater_through_a_hub(self):
        hub = self.hub("-f", "3600", under=self.wire.near)
        eater = self.start("nd-print", "-h", hub.eaters, "-k", "live", under=self.wire.near)
        hub.wait_for_eater("printereater")
        kitchen = self.sniff("-i", "eth0", "-n", "live", "-h", hub.kitchens)
        hub.wait_for_kitchen("live")
        self.send(FRAMES)
        eater.out.wait(lambda text: len(nd_print.hostnames(text, "live")) == len(HOSTS), "the lookups")
        eater.out.wait(
            lambda text: len([s for s in nd_print.complete(text) if s.chef == "ARPChef"]) == 10, "the ARP packets"
        )
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        self.assertEqual(HOSTS, nd_print.hostnames(eater.out.text))

    def test_several_interfaces_are_one_kitchen(self):
        self.wire.add_pair("eth1")
        kitchen = self.sniff("-i", "eth0", "-i", "eth1", "-o", "-", "-p", "3600")
        self.send(FRAMES, "eth0")
        self.send(FRAMES, "eth1")
        kitchen.out.wait(lambda text: text.count('"driver":"packet"') == 60, "both wires' dumplings")
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait())
        self.assertEqual(70, self.packets_of(kitchen)[0])

    def test_all_interfaces_are_those_that_are_up_without_loopback(self):
        self.wire.add_pair("eth1")
        netns.ip("-n", self.wire.names[0], "link", "set", "eth1", "down")
        self.wire.add_pair("eth2")
        kitchen = self.sniff("-o", "-", "-p", "3600")
        self.send(FRAMES, "eth0")
        self.send(FRAMES, "eth2")
        kitchen.out.wait(lambda text: text.count('"driver":"packet"') == 60, "both wires' dumplings")
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait())
        self.assertEqual(70, self.packets_of(kitchen)[0])

    def test_rights_are_dropped_before_the_first_packet(self):
        kitchen = self.sniff("-i", "eth0", "-o", "-")
        with open("/proc/%d/status" % kitchen.pid, encoding="ascii") as f:
            status = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
        nobody = harness.user_id("nobody")
        self.assertEqual([nobody] * 4, [int(u) for u in status["Uid"].split()])
        self.assertNotIn(0, [int(g) for g in status["Gid"].split() + status["Groups"].split()])
        for kind in ("CapEff", "CapPrm", "CapInh", "CapAmb"):
            self.assertEqual(0, int(status[kind], 16), kind)
        self.assertEqual("1", status["NoNewPrivs"].strip())
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait())

    def test_capture_continues_on_an_interface_that_goes_down_and_up(self):
        kitchen = self.sniff("-i", "eth0", "-o", "-", "-p", "3600")
        self.send(FRAMES)
        kitchen.out.wait(lambda text: text.count('"driver":"packet"') == 30, "what came before")
        near = self.wire.names[0]
        netns.ip("-n", near, "link", "set", "eth0", "down")
        netns.ip("-n", near, "link", "set", "eth0", "up")
        # Packets may be lost while the link comes up, so they are sent until one is seen.
        harness.wait_until(
            lambda: self.send(FRAMES) or kitchen.out.text.count('"driver":"packet"') >= 60, "what came after"
        )
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)

    def test_an_interface_that_is_deleted_ends_the_kitchen_with_one_line(self):
        kitchen = self.sniff("-i", "eth0", "-o", "-", "-p", "3600")
        netns.ip("-n", self.wire.names[0], "link", "del", "eth0")
        self.assertEqual(1, kitchen.wait())
        self.assertOneLine("\n".join(l for l in kitchen.err.text.splitlines() if " ERROR " in l), "eth0")

    def test_one_of_several_interfaces_that_is_deleted_is_reported_once_and_the_others_continue(self):
        self.wire.add_pair("eth1")
        kitchen = self.sniff("-i", "eth0,eth1", "-o", "-", "-p", "3600")
        netns.ip("-n", self.wire.names[0], "link", "del", "eth1")
        kitchen.err.wait_for("WARNING .*eth1")
        self.send(FRAMES)
        kitchen.out.wait(lambda text: text.count('"driver":"packet"') == 30, "the other wire's dumplings")
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        self.assertOneLine("\n".join(l for l in kitchen.err.text.splitlines() if " WARNING " in l), "eth1")

    def test_a_user_with_cap_net_raw_needs_no_root(self):
        if shutil.which("setcap") is None:
            self.skipTest("there is no setcap here")
        os.chmod(self.folder, 0o755)
        for part in ("bin", "lib/netdumplings/chefs"):
            os.makedirs(os.path.join(self.folder, part))
        sniff = shutil.copy(os.path.join(harness.BIN, "nd-sniff"), os.path.join(self.folder, "bin"))
        for chefs in glob.glob(os.path.join(harness.BUILD, "lib", "netdumplings", "chefs", "*.so")):
            shutil.copy(chefs, os.path.join(self.folder, "lib", "netdumplings", "chefs"))
        subprocess.run(["setcap", "cap_net_raw=eip", sniff], check=True)
        as_nobody = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        kitchen = self.start(sniff, "-i", "eth0", "-o", "-", "-p", "3600", under=[*self.wire.near, *as_nobody])
        kitchen.err.wait_for("Sniffing started")
        self.send(FRAMES)
        kitchen.out.wait(lambda text: text.count('"driver":"packet"') == 30, "its dumplings")
        with open("/proc/%d/status" % kitchen.pid, encoding="ascii") as f:
            self.assertEqual(0, int(re.search(r"CapEff:\s+(\w+)", f.read()).group(1), 16), "it is given up")
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)

    def test_a_user_without_the_right_to_capture_gets_one_line_with_the_remedy(self):
        as_nobody = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        kitchen = self.start("nd-sniff", "-i", "eth0", "-o", "-", under=[*self.wire.near, *as_nobody])
        self.assertEqual(1, kitchen.wait())
        self.assertOneLine("\n".join(l for l in kitchen.err.text.splitlines() if " ERROR " in l), "eth0", "setcap")

    def test_the_live_flags_reach_the_capture(self):
        kitchen = self.sniff(
            "-i", "eth0", "-o", "-", "-p", "3600", "-s", "40", "-B", "256", "--no-promiscuous", "--immediate"
        )
        self.assertIn("promiscuity 0", self.link("eth0"))
        self.send(FRAMES)
        # Forty bytes hold neither a DNS message nor a whole ARP packet, so nothing can be cooked.
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        self.assertNotIn('"driver":"packet"', kitchen.out.text)
        self.assertEqual(35, self.packets_of(kitchen)[0])

    def test_an_unknown_interface_and_a_bad_filter_are_one_line_each(self):
        for options, pieces in ((("-i", "nowhere0"), ["nowhere0"]), (("-i", "eth0", "-f", "tcp andor"), ["tcp andor"])):
            with self.subTest(options):
                program = self.start("nd-sniff", *options, "-o", "-", under=self.wire.near)
                self.assertEqual(1, program.wait())
                errors = [
                    line for line in program.err.text.splitlines() if " ERROR " in line or "error" in line.lower()
                ]
                self.assertEqual(1, len(errors), program.err.text)
                for piece in pieces:
                    self.assertIn(piece, errors[0])
                self.assertIsNone(re.search("Sniffing started", program.err.text))


if __name__ == "__main__":
    harness.main()
