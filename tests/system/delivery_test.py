"""Nothing is lost on the way to the hub: hubs and kitchens that are killed and stopped, and a ledger that adds up.

ND_LONG=1 does it at full length: a million dumplings, a hundred kills, half a minute of silence.
"""
import glob
import os
import random
import re
import signal
import struct
import sys
import time

import harness
import netns
import packets
from harness import SystemTest, needs_root
from ledger_test import ledger

LONG = os.environ.get("ND_LONG") == "1"
NUMBERING = os.path.join(harness.BUILD, "tests", "modules", "numbering.so")
SENDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "send_frames.py")


def numbers_in(json_lines):
    """The numbers of NumberingChef's dumplings, in the order in which they came."""
    return [int(number) for number in re.findall(r'"NumberingChef".*"payload":(\d+)}$', json_lines, re.MULTILINE)]


def waiting_in(spool):
    """How many dumplings lie in a spool's files, as their headers say."""
    total = 0
    for path in glob.glob(os.path.join(spool, "*.spool")):
        with open(path, "rb") as f:
            head = f.read(64)
        if len(head) == 64:
            count, done = struct.unpack_from("<II", head, 52)
            total += count - done
    return total


class Eaten:
    """An nd-print whose JSON lines go to a file: a million of them are too many to be looked at as they come."""

    def __init__(self, test, hub, *options):
        self.path = os.path.join(test.folder, "eaten")
        shell = 'out=$1; shift; exec "$0" "$@" > "$out"'
        tool = os.path.join(harness.BIN, "nd-print")
        self.program = test.start("/bin/sh", "-c", shell, tool, self.path, "--json", "-h", hub.eaters, *options)
        hub.wait_for_eater("printereater")

    def size(self):
        return os.path.getsize(self.path)

    def ends_with(self, number):
        with open(self.path, "rb") as f:
            f.seek(max(0, self.size() - 100))
            return f.read().endswith(b'"payload":%d}\n' % number)

    def numbers(self):
        with open(self.path, encoding="utf-8") as f:
            return numbers_in(f.read())


class Delivery(SystemTest):
    def file_of(self, count):
        path = os.path.join(self.folder, "%d.pcap" % count)
        with open(path, "wb") as f:
            f.write(packets.pcap_head() + packets.pcap_record(packets.tcp_syn(443), 1700000000) * count)
        os.chmod(self.folder, 0o777)  # nd-sniff gives root's rights up
        return path

    def kitchen(self, path, hub_port, *options):
        return self.start(
            "nd-sniff", "-r", path, "-f", "", "-m", NUMBERING, "-h", "localhost:%d" % hub_port, *options
        )

    def check_ledger(self, kitchen):
        made, found, delivered, waiting, dropped, reasons = ledger(kitchen.err.text)
        self.assertEqual(made + found, delivered + waiting + dropped, kitchen.err.text)
        self.assertEqual(dropped, sum(reasons.values()))
        return made, found, delivered, waiting, reasons

    def free_port(self):
        hub = self.hub()
        hub.kill()
        return hub.in_port, hub.out_port

    def test_what_a_killed_kitchen_leaves_in_its_spool_arrives_once_and_in_order(self):
        total = 20000
        in_port, out_port = self.free_port()
        spool = os.path.join(self.folder, "spool")
        first = self.kitchen(self.file_of(total), in_port, "--spool", spool)
        harness.wait_until(lambda: os.path.isdir(spool) and waiting_in(spool) == total, "all dumplings in the spool")
        first.kill()
        hub = self.hub("-f", "3600", in_port=in_port, out_port=out_port)
        eater = Eaten(self, hub)
        second = self.kitchen(self.file_of(0), in_port, "--spool", spool)
        self.assertEqual(0, second.wait(), second.err.text)
        harness.wait_until(lambda: eater.ends_with(total), "the last one")
        self.assertEqual(list(range(1, total + 1)), eater.numbers())
        made, found, delivered, waiting, _ = self.check_ledger(second)
        self.assertEqual((0, total, total, 0), (made, found, delivered, waiting))
        self.assertEqual([], glob.glob(os.path.join(spool, "*.spool")))

    def test_a_kitchen_killed_again_and_again_delivers_everything_at_least_once(self):
        total = 1000000 if LONG else 50000
        kills = 20 if LONG else 3
        # Its log holds all that comes, so that an eater slower than the kitchens misses nothing.
        hub = self.hub("-f", "3600", "--log-size", "4GiB" if LONG else "256MiB")
        eater = Eaten(self, hub)
        path, spool = self.file_of(total), os.path.join(self.folder, "spool")
        for _ in range(kills):
            kitchen = self.kitchen(path, hub.in_port, "--spool", spool)
            kitchen.err.wait_for("Sniffing started")
            before = eater.size()
            harness.wait_until(lambda: eater.size() > before or kitchen.process.poll() is not None, "some")
            kitchen.kill()
        last = self.kitchen(path, hub.in_port, "--spool", spool)
        self.assertEqual(0, last.wait(), last.err.text)
        self.check_ledger(last)
        harness.wait_until(lambda: eater.ends_with(total), "the last one")
        self.assertEqual(set(range(1, total + 1)), set(eater.numbers()))

    def test_interrupted_with_a_spool_nothing_is_lost_and_the_next_run_goes_on(self):
        total = 1000
        in_port, out_port = self.free_port()
        spool = os.path.join(self.folder, "spool")
        first = self.kitchen(self.file_of(total), in_port, "--spool", spool)
        harness.wait_until(lambda: os.path.isdir(spool) and waiting_in(spool) == total, "all dumplings in the spool")
        first.interrupt()
        self.assertEqual(0, first.wait())
        self.assertIn("%d dumplings wait in the spool %s for the next run" % (total, spool), first.err.text)
        self.assertEqual((total, 0, 0, total), self.check_ledger(first)[:4])
        hub = self.hub("-f", "3600", in_port=in_port, out_port=out_port)
        eater = Eaten(self, hub)
        second = self.kitchen(self.file_of(0), in_port, "--spool", spool)
        self.assertEqual(0, second.wait(), second.err.text)
        harness.wait_until(lambda: eater.ends_with(total), "the last one")
        self.assertEqual(list(range(1, total + 1)), eater.numbers())

    def test_two_kitchens_cant_share_a_spool(self):
        in_port, _ = self.free_port()
        spool = os.path.join(self.folder, "spool")
        path = self.file_of(10)
        self.kitchen(path, in_port, "--spool", spool)
        harness.wait_until(lambda: os.path.isdir(spool) and waiting_in(spool) == 10, "the first one's dumplings")
        second = self.kitchen(path, in_port, "--spool", spool)
        self.assertEqual(1, second.wait())
        self.assertIn("is used by another kitchen; give each kitchen a --spool of its own", second.err.text)

    def test_a_hub_with_a_log_on_disk_killed_again_and_again_loses_and_repeats_nothing(self):
        total = 1000000 if LONG else 100000
        kills = 100 if LONG else 5
        log = os.path.join(self.folder, "log")
        hub = self.hub("-f", "3600", "--log-dir", log)
        eater = Eaten(self, hub, "--reconnect")
        kitchen = self.kitchen(self.file_of(total), hub.in_port, "--outbox-size", "256K")
        chance = random.Random(6)
        killed = 0
        while kitchen.process.poll() is None and killed < kills:
            before = eater.size()
            harness.wait_until(lambda: eater.size() > before or kitchen.process.poll() is not None, "some")
            time.sleep(chance.random() * 0.05)  # anywhere in its work
            hub.kill()
            killed += 1
            hub = self.hub("-f", "3600", "--log-dir", log, in_port=hub.in_port, out_port=hub.out_port)
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        harness.wait_until(lambda: eater.ends_with(total), "the last one")
        self.assertEqual(list(range(1, total + 1)), eater.numbers())
        self.assertEqual((total, 0, total, 0), self.check_ledger(kitchen)[:4])
        sys.stderr.write("(killed %d times) " % killed)


@needs_root
class Flood(SystemTest):
    def test_under_a_stopped_hub_capture_goes_on_memory_is_bounded_and_the_ledger_adds_up(self):
        wire = netns.Wire(self)
        hub = self.hub("-f", "0.1", under=wire.near)
        os.chmod(self.folder, 0o755)
        kitchen = self.start(
            "nd-sniff", "-i", "eth0", "-f", "", "-m", NUMBERING, "-h", hub.kitchens, "--outbox-size", "1M",
            "--stats-interval", "1", "-B", "1024", under=wire.near,
        )  # fmt: skip
        kitchen.err.wait_for("Sniffing started")
        hub.wait_for_kitchen("default_kitchen")
        hub.process.send_signal(signal.SIGSTOP)
        frames = os.path.join(self.folder, "frames")
        with open(frames, "w", encoding="ascii") as f:
            f.write("\n".join([packets.tcp_syn(443).hex()] * 20000))
        end = time.monotonic() + (30 if LONG else 3)
        peak = 0
        while time.monotonic() < end:
            with open(frames, encoding="ascii") as stdin:
                self.assertEqual(0, self.start(sys.executable, SENDER, "eth0", under=wire.far, stdin=stdin).wait())
            with open("/proc/%d/status" % kitchen.pid, encoding="ascii") as f:
                peak = max(peak, int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)))
        if not os.environ.get("ND_SANITIZED"):  # what a sanitizer keeps isn't the kitchen's
            self.assertLess(peak, 40 * 1024, "KiB: libraries, 1 MiB of outbox, 1 MiB of the kernel's packets")
        kitchen.err.wait_for("The outbox is full")
        hub.process.send_signal(signal.SIGCONT)
        kitchen.interrupt()
        kitchen.wait()
        made, _, delivered, waiting, dropped, reasons = ledger(kitchen.err.text)
        self.assertEqual(made, delivered + waiting + dropped)
        self.assertEqual(dropped, sum(reasons.values()))
        numbers = re.search(
            r"Packets: (\d+) received by filter, (\d+) handled, (\d+) dropped by kernel, (\d+) left unread",
            kitchen.err.text,
        ).groups()
        received, handled, lost, unread = (int(number) for number in numbers)
        self.assertEqual(received, handled + lost + unread)
        self.assertGreater(handled, 20000)
        seen = re.search(r"Chef numbering\.NumberingChef: (\d+) packets, \d+ pokes, (\d+) dumplings", kitchen.err.text)
        self.assertEqual([handled, handled], [int(number) for number in seen.groups()])


if __name__ == "__main__":
    harness.main()
