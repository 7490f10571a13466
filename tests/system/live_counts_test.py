"""Live, the ledger counts each packet that passed the filter once, and nothing else."""
import os
import re
import sys

import harness
import netns
import packets
from harness import SystemTest, needs_root

SENDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "send_frames.py")
SEND_DATAGRAMS = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
    end.bind(("127.0.0.1", 9999))
    for i in range(500):
        end.sendto(b"x", ("127.0.0.1", 9999))
"""
LOOKUP = packets.dns_question("a.example.com")


@needs_root
class LiveCounts(SystemTest):
    def setUp(self):
        super().setUp()
        self.wire = netns.Wire(self)

    def send(self, frames, times=1):
        path = os.path.join(self.folder, "frames")
        with open(path, "w", encoding="ascii") as f:
            f.write("\n".join(frame.hex() for frame in frames * times))
        with open(path, encoding="ascii") as stdin:
            return self.start(sys.executable, SENDER, "eth0", under=self.wire.far, stdin=stdin)

    def sniff(self, *options):
        kitchen = self.start("nd-sniff", *options, "-o", "-", "-p", "3600", under=self.wire.near)
        kitchen.err.wait_for("Sniffing started")
        return kitchen

    def counts(self, kitchen):
        """Returns what the ledger's last line counts: received, handled, dropped, left unread."""
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        line = r"Packets: (\d+) received by filter, (\d+) handled, (\d+) dropped by kernel, (\d+) left unread"
        return [int(number) for number in re.search(line, kitchen.err.text).groups()]

    def test_a_packet_of_loopback_is_received_once(self):
        for interface in ("lo", "any"):
            with self.subTest(interface):
                kitchen = self.sniff("-i", interface, "-f", "udp port 9999")
                sender = self.start(sys.executable, "-c", SEND_DATAGRAMS, under=self.wire.near)
                self.assertEqual(0, sender.wait(), sender.err.text)
                self.assertEqual([500, 500, 0, 0], self.counts(kitchen))

    def test_what_comes_before_the_filter_is_set_is_not_received(self):
        flood = self.send([LOOKUP], times=50_000)
        kitchen = self.sniff("-i", "eth0", "-f", "arp")
        self.assertEqual([0, 0, 0, 0], self.counts(kitchen))
        self.assertEqual(0, flood.wait())

    def test_packets_that_are_cut_before_what_the_filter_looks_at_pass(self):
        kitchen = self.sniff("-i", "eth0", "-f", "udp port 53", "-s", "20")
        self.assertEqual(0, self.send([LOOKUP] * 60).wait())
        self.assertEqual([60, 60, 0, 0], self.counts(kitchen))

    def test_a_filter_that_the_kernel_can_not_run_gives_the_same_counts(self):
        # The kernel doesn't have the field at 4 of the header that libpcap puts before packets of any.
        for interface, filter_text in (("any", "link[4:2] = 6 and udp"), ("eth0", "udp")):
            with self.subTest(interface):
                kitchen = self.sniff("-i", interface, "-f", filter_text)
                self.assertEqual(0, self.send([LOOKUP] * 40 + [packets.tcp_syn(80)] * 30).wait())
                self.assertEqual([40, 40, 0, 0], self.counts(kitchen))

    def test_without_a_filter_every_packet_is_received(self):
        kitchen = self.sniff("-i", "eth0", "-f", "")
        self.assertEqual(0, self.send([LOOKUP, packets.ethernet(0x88CC, b"\0" * 46)], times=50).wait())
        self.assertEqual([100, 100, 0, 0], self.counts(kitchen))


if __name__ == "__main__":
    harness.main()
