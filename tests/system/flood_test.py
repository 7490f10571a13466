"""A live kitchen that can't deliver continues to capture in bounded memory, and its ledger adds up to the packet.

ND_LONG=1 runs the tests for half a minute instead of seconds.
"""
import os
import re
import signal
import sys
import time

import harness
import netns
import packets
from harness import needs_root
from ledger_test import ledger
from numbered import DISK_EMPTIER, DISK_FULL, LONG, NUMBERING, NumberedTest

SENDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "send_frames.py")
LOT = 20000


@needs_root
class Flood(NumberedTest):
    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o777)  # nd-sniff drops root's rights
        self.wire = netns.Wire(self)
        self.first_hub = self.hub("-f", "0.1", under=self.wire.near)
        self.sent = 0
        self.frames = os.path.join(self.folder, "frames")
        with open(self.frames, "w", encoding="ascii") as f:
            f.write("\n".join([packets.tcp_syn(443).hex()] * LOT))
        self.marker = os.path.join(self.folder, "marker")
        with open(self.marker, "w", encoding="ascii") as f:
            f.write(packets.dns_question("marker.example.com").hex())

    def sniff(self, *options, under=()):
        """Starts a kitchen: NumberingChef counts all packets, and DNSLookupChef shows that the marker has passed."""
        kitchen = self.start(
            "nd-sniff", "-i", "eth0", "-f", "", "-m", NUMBERING, "-m", "netdumplings.dumplingchefs", "-c",
            "NumberingChef", "-c", "DNSLookupChef", "-p", "3600", "-h", self.first_hub.kitchens, "--outbox-size", "1M",
            "--stats-interval", "0", "-B", "1024", *options, under=[*self.wire.near, *under],
        )  # fmt: skip
        kitchen.err.wait_for("Sniffing started")
        return kitchen

    def send(self, frames, count):
        with open(frames, encoding="ascii") as stdin:
            sender = self.start(sys.executable, SENDER, "eth0", under=self.wire.far, stdin=stdin)
        self.assertEqual(0, sender.wait())
        self.sent += count

    def send_until_marked(self, eater):
        """Sends a marker until the kitchen has cooked it. Then all earlier packets have passed, too."""

        def marked():
            self.send(self.marker, 1)
            return "marker.example.com" in eater.out.text

        harness.wait_until(marked, "the marker, behind all other packets")

    def check(self, kitchen):
        """Checks that the ledger of an ended kitchen adds up to the sent packets. Returns the reasons for drops."""
        kitchen.interrupt()
        kitchen.wait()
        log = kitchen.err.text
        packets_line = r"Packets: (\d+) received by filter, (\d+) handled, (\d+) dropped by kernel, (\d+) left unread"
        received, handled, lost, unread = map(int, re.search(packets_line, log).groups())
        self.assertEqual((self.sent, 0), (received, unread))
        self.assertEqual(received, handled + lost)
        self.assertGreater(handled, LOT // 4)  # the outbox holds more; what a slow kitchen gets besides is chance
        chef_line = r"Chef \S+\.(\w+): (\d+) packets, \d+ pokes, (\d+) dumplings"
        chefs = {name: (int(seen), int(made)) for name, seen, made in re.findall(chef_line, log)}
        self.assertEqual([handled, handled], [seen for seen, _ in chefs.values()])
        self.assertEqual(handled, chefs["NumberingChef"][1])
        made, _, delivered, waiting, dropped, reasons = ledger(log)
        self.assertEqual(made, sum(made for _, made in chefs.values()))
        self.assertEqual(made, delivered + waiting + dropped)
        self.assertEqual(dropped, sum(reasons.values()))
        return reasons

    def test_capture_continues_in_bounded_memory_while_the_hub_is_stopped_and_the_ledger_adds_up(self):
        kitchen = self.sniff()
        self.first_hub.wait_for_kitchen("default_kitchen")
        eater = self.printer(self.first_hub, "-c", "DNSLookupChef", under=self.wire.near)
        self.first_hub.process.send_signal(signal.SIGSTOP)
        end = time.monotonic() + (30 if LONG else 3)
        peak = 0
        while time.monotonic() < end or "The outbox is full" not in kitchen.err.text:
            self.send(self.frames, LOT)
            self.assertLess(time.monotonic(), end + harness.PATIENCE, "the outbox isn't full")
            with open("/proc/%d/status" % kitchen.pid, encoding="ascii") as f:
                peak = max(peak, int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)))
        if not os.environ.get("ND_SANITIZED"):  # a sanitizer keeps memory of its own
            self.assertLess(peak, 40 * 1024, "KiB: libraries, 1 MiB of outbox, 1 MiB of the kernel's packets")
        self.first_hub.process.send_signal(signal.SIGCONT)
        self.send_until_marked(eater)
        self.assertGreater(self.check(kitchen)["overflow"], 0)

    def test_a_full_disk_under_the_spool_is_reported_at_once_and_the_ledger_adds_up(self):
        self.first_hub.kill()
        disk, under = self.small_disk()
        began = time.monotonic()
        kitchen = self.sniff("--spool", os.path.join(disk, "spool"), under=under)

        def told(line):
            self.send(self.frames, LOT)
            return re.search(line, kitchen.err.text)

        harness.wait_until(lambda: told(DISK_FULL + "is dropped, the oldest first"), "the warning of the full disk")
        harness.wait_until(lambda: told("The outbox is full"), "memory that is full too")
        self.assertLess(kitchen.err.text.index("takes no more"), kitchen.err.text.index("The outbox is full"))
        hub = self.hub(in_port=self.first_hub.in_port, out_port=self.first_hub.out_port, under=self.wire.near)
        eater = self.printer(hub, "-c", "DNSLookupChef", under=self.wire.near)
        harness.wait_until(lambda: told(DISK_EMPTIER), "the end of the trouble")
        self.send_until_marked(eater)
        self.assertGreater(self.check(kitchen)["overflow"], 0)
        self.check_disk_news(kitchen, began)


if __name__ == "__main__":
    harness.main()
