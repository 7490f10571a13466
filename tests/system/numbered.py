"""Numbered dumplings for the tests of delivery, which check the numbers that arrive.

ND_LONG=1 runs these tests at full length: a million dumplings, a hundred kills, half a minute of silence.
"""
import os
import re
import time

import harness
import packets
from harness import SystemTest
from ledger_test import ledger

LONG = os.environ.get("ND_LONG") == "1"
NUMBERING = os.path.join(harness.BUILD, "tests", "modules", "numbering.so")
DISK_FULL = (
    r"WARNING default_kitchen: the spool \S+ takes no more: No space left on device; what doesn't fit in memory "
)
DISK_EMPTIER = r"INFO default_kitchen: the spool \S+ takes dumplings again"
PACKET = packets.pcap_record(packets.tcp_syn(443), 1700000000)


def numbers_in(json_lines):
    """Returns the numbers of NumberingChef's dumplings, in the order of their arrival."""
    return [int(number) for number in re.findall(r'"NumberingChef".*"payload":(\d+)}$', json_lines, re.MULTILINE)]


class Eaten:
    """An nd-print that writes JSON lines to a file, because a million lines are too many for a pipe to the test."""

    def __init__(self, test, hub, *options, name="printereater", **popen):
        self.path = os.path.join(test.folder, "eaten-" + name)
        shell = 'out=$1; shift; exec "$0" "$@" > "$out"'
        tool = os.path.join(harness.BIN, "nd-print")
        arguments = [self.path, "--json", "-n", name, "-h", hub.eaters, *options]
        self.program = test.start("/bin/sh", "-c", shell, tool, *arguments, **popen)
        hub.wait_for_eater(name)

    def size(self):
        return os.path.getsize(self.path)

    def wait_for_more_or_the_end_of(self, kitchen):
        before = self.size()
        harness.wait_until(lambda: self.size() > before or kitchen.process.poll() is not None, "some dumplings")

    def ends_with(self, number):
        with open(self.path, "rb") as f:
            f.seek(max(0, self.size() - 100))
            return f.read().endswith(b'"payload":%d}\n' % number)

    def numbers(self):
        with open(self.path, encoding="utf-8") as f:
            return numbers_in(f.read())

    def parts(self, ends):
        """Returns the numbers between each two of these places in the file."""
        with open(self.path, "rb") as f:
            return [numbers_in(f.read(end - begin).decode()) for begin, end in zip(ends, ends[1:])]


class NumberedTest(SystemTest):
    def file_of(self, count):
        path = os.path.join(self.folder, "%d.pcap" % count)
        with open(path, "wb") as f:
            f.write(packets.pcap_head() + PACKET * count)
        os.chmod(self.folder, 0o777)  # nd-sniff drops root's rights
        return path

    def kitchen(self, path, hub_port, *options, **popen):
        return self.start(
            "nd-sniff", "-r", path, "-f", "", "-m", NUMBERING, "-h", "localhost:%d" % hub_port, *options, **popen
        )

    def small_disk(self):
        """Returns a folder and a command. For programs under the command, the folder is a file system of 5 MB."""
        disk = os.path.join(self.folder, "disk")
        os.mkdir(disk)
        return disk, ["sh", "-c", "mount -t tmpfs -o size=5m,mode=777 tmpfs '%s' && exec \"$@\"" % disk, "sh"]

    def check_disk_news(self, kitchen, began):
        """Checks that a full disk and its end were told, and in a long test once a minute at most."""
        full, emptier = (len(re.findall(line, kitchen.err.text)) for line in (DISK_FULL, DISK_EMPTIER))
        self.assertGreater(emptier, 0)
        self.assertLessEqual(emptier, full)
        self.assertLessEqual(full, 1 + (time.monotonic() - began) // 60)

    def check_ledger(self, kitchen):
        made, found, delivered, waiting, dropped, reasons = ledger(kitchen.err.text)
        self.assertEqual(made + found, delivered + waiting + dropped, kitchen.err.text)
        self.assertEqual(dropped, sum(reasons.values()))
        return made, found, delivered, waiting, reasons

    def free_port(self):
        hub = self.hub()
        hub.kill()
        return hub.in_port, hub.out_port
