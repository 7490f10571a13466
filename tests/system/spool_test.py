"""Dumplings in a spool outlive the kitchen, and the kitchen reports and survives a full disk.

ND_LONG=1 runs the tests at full length: a million dumplings, a hundred kills.
"""
import glob
import os
import random
import re
import struct
import time

import harness
from harness import needs_root
from numbered import DISK_FULL, LONG, Eaten, NumberedTest


def spool_files(spool):
    """Yields (file, number of dumplings, number of those that need not be sent again) from the header of each file."""
    for path in sorted(glob.glob(os.path.join(spool, "*.spool"))):
        with open(path, "rb") as f:
            head = f.read(64)
        if len(head) == 64:
            yield path, *struct.unpack_from("<II", head, 52)


def waiting_in(spool):
    return sum(count - done for _, count, done in spool_files(spool))


def last_in(spool, kitchen):
    """Returns the number of this kitchen's last dumpling in a spool, or None if there is none."""
    last = None
    for path, count, done in spool_files(spool):
        with open(path, "rb") as f:
            texts = re.findall(rb'"kitchen":"(\w+)".*?"payload":(\d+)}', f.read())
        ours = [int(number) for name, number in texts[done:count] if name.decode() == kitchen]
        last = ours[-1] if ours else last
    return last


def numbers_by_kitchen(path):
    numbers = {}
    with open(path, encoding="utf-8") as f:
        for kitchen, number in re.findall(r'"kitchen":"(\w+)".*"payload":(\d+)}$', f.read(), re.MULTILINE):
            numbers.setdefault(kitchen, []).append(int(number))
    return numbers


class SpoolTest(NumberedTest):
    def full_spool(self, total, in_port):
        """Returns a spool with all dumplings, because there is no hub, and its running kitchen."""
        spool = os.path.join(self.folder, "spool")
        kitchen = self.kitchen(self.file_of(total), in_port, "--spool", spool)
        harness.wait_until(lambda: os.path.isdir(spool) and waiting_in(spool) == total, "all dumplings in the spool")
        return spool, kitchen

    def empty_spool(self, total, ports, spool):
        """Runs a kitchen without packets to its end. Checks that the dumplings of the spool are eaten once and in order."""
        hub = self.hub("-f", "3600", in_port=ports[0], out_port=ports[1])
        eater = Eaten(self, hub)
        kitchen = self.kitchen(self.file_of(0), hub.in_port, "--spool", spool)
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        harness.wait_until(lambda: eater.ends_with(total), "the last one")
        self.assertEqual(list(range(1, total + 1)), eater.numbers())
        return kitchen

    def test_the_full_spool_of_a_killed_kitchen_arrives_once_and_in_order(self):
        total = 20000
        ports = self.free_port()
        spool, first = self.full_spool(total, ports[0])
        first.kill()
        second = self.empty_spool(total, ports, spool)
        made, found, delivered, waiting, _ = self.check_ledger(second)
        self.assertEqual((0, total, total, 0), (made, found, delivered, waiting))
        self.assertEqual([], glob.glob(os.path.join(spool, "*.spool")))

    def test_the_spool_of_a_kitchen_that_is_killed_anywhere_arrives_once_and_in_order(self):
        total = 1000000 if LONG else 100000
        kills = 100 if LONG else 4
        # The log holds all dumplings, so an eater that is slower than the kitchens misses nothing.
        hub = self.hub("-f", "3600", "--log-size", "4GiB" if LONG else "256MiB")
        eater = Eaten(self, hub)
        path, spool = self.file_of(total), os.path.join(self.folder, "spool")
        last = self.kill_kitchens(kills, path, hub, spool, eater)
        kitchen = self.kitchen(path, hub.in_port, "--spool", spool, "-n", "at_last")
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        self.check_ledger(kitchen)
        harness.wait_until(lambda: eater.ends_with(total), "the last one")
        left = {name: number for name, number in last.items() if number}
        self.assertGreater(len(left), 0, "one at least was killed with something in its spool")
        eaten = numbers_by_kitchen(eater.path)
        for name, numbers in eaten.items():
            self.assertEqual(list(range(1, len(numbers) + 1)), numbers, name)
        self.assertEqual({**left, "at_last": total}, {name: eaten[name][-1] for name in [*left, "at_last"]})

    def kill_kitchens(self, kills, path, hub, spool, eater):
        """Kills one kitchen after another. Returns for each the number of its last dumpling in the spool, or None."""
        chance = random.Random(6)
        last = {}
        for run in range(kills):
            name = "run%d" % run
            kitchen = self.kitchen(path, hub.in_port, "--spool", spool, "-n", name)
            kitchen.err.wait_for("Sniffing started")
            eater.wait_for_more_or_the_end_of(kitchen)
            time.sleep(chance.random() * 0.05)  # kills it anywhere in its work
            kitchen.kill()
            last[name] = last_in(spool, name)
        return last

    def test_an_interrupted_kitchen_with_a_spool_loses_nothing_and_the_next_run_continues(self):
        total = 1000
        ports = self.free_port()
        spool, first = self.full_spool(total, ports[0])
        first.interrupt()
        self.assertEqual(0, first.wait())
        self.assertIn("%d dumplings wait in the spool %s for the next run" % (total, spool), first.err.text)
        self.assertEqual((total, 0, 0, total), self.check_ledger(first)[:4])
        second = self.empty_spool(total, ports, spool)

    def test_two_kitchens_cannot_share_a_spool(self):
        in_port, _ = self.free_port()
        spool = os.path.join(self.folder, "spool")
        path = self.file_of(10)
        self.kitchen(path, in_port, "--spool", spool)
        harness.wait_until(lambda: os.path.isdir(spool) and waiting_in(spool) == 10, "the first one's dumplings")
        second = self.kitchen(path, in_port, "--spool", spool)
        self.assertEqual(1, second.wait())
        self.assertIn("is used by another kitchen; give each kitchen a --spool of its own", second.err.text)

    @needs_root
    def test_a_full_disk_is_reported_while_a_file_is_read_and_everything_still_arrives(self):
        total = 60000
        in_port, out_port = self.free_port()
        path = self.file_of(total)
        disk, under = self.small_disk()
        began = time.monotonic()
        kitchen = self.kitchen(
            path, in_port, "--spool", os.path.join(disk, "spool"), "--outbox-size", "1M",
            under=["unshare", "-m", *under],
        )  # fmt: skip
        kitchen.err.wait_for(DISK_FULL + "waits$")
        hub = self.hub("-f", "3600", in_port=in_port, out_port=out_port)
        eater = Eaten(self, hub, "--since", "1h")  # the kitchen may start before the hub
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        harness.wait_until(lambda: eater.ends_with(total), "the last one")
        self.assertEqual(list(range(1, total + 1)), eater.numbers())
        self.assertEqual((total, 0, total, 0, {}), self.check_ledger(kitchen))
        self.check_disk_news(kitchen, began)


if __name__ == "__main__":
    harness.main()
