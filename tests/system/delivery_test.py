"""Nothing is lost on the way from kitchen to eater: hubs killed again and again, with a log on disk and without.

ND_LONG=1 does it at full length: a million dumplings, a hundred kills.
"""
import os
import random
import re
import signal
import threading
import urllib.request

import harness
import packets
from numbered import LONG, PACKET, Eaten, NumberedTest

KILLS = 100 if LONG else 4
# A share of the kitchen's packets for each hub that is killed, and one for the last.
TOTAL = 1000000 if LONG else 300000
# More dumplings than there is room for between a hub and an eater that reads nothing.
MANY = 150000


class Feed:
    """A kitchen that reads its capture from a pipe, so that it gets no further than it is let: all hubs have work."""

    def __init__(self, test, hub):
        read_end, self._pipe = os.pipe()
        self.kitchen = test.kitchen("-", hub.in_port, "--outbox-size", "256K", stdin=read_end)
        os.close(read_end)
        test.addCleanup(self._close)
        self._writing = None
        self._write(packets.pcap_head())

    def _write(self, data):
        with open(self._pipe, "wb", closefd=False) as pipe:
            pipe.write(data)

    def let(self, count):
        """So many more packets, at the pace at which they are taken."""
        self.wait()
        self._writing = threading.Thread(target=self._write, args=(PACKET * count,), daemon=True)
        self._writing.start()

    def wait(self):
        if self._writing:
            self._writing.join(harness.PATIENCE)

    def end(self):
        self.wait()
        self._close()
        return self.kitchen.wait()

    def _close(self):
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None


def behind(hub):
    """How many dumplings of its log the hub couldn't give to its eater yet."""
    with urllib.request.urlopen("http://%s/metrics" % hub.eaters, timeout=harness.PATIENCE) as page:
        return int(re.search(r'entries_fate\{fate="behind"\} (\d+)', page.read().decode()).group(1))


class Delivery(NumberedTest):
    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o777)  # nd-sniff gives root's rights up
        self.ends = [0]  # where in what was eaten each killed hub's part ends

    def restart(self, hub, eater, options):
        """Kills the hub, lets the eater have what the kernel still holds for it, and starts another."""
        lost = eater.program.err.text.count("Lost connection")
        hub.kill()
        eater.program.process.send_signal(signal.SIGCONT)
        eater.program.err.wait(lambda text: text.count("Lost connection") > lost, "the end of the hub's connection")
        self.ends.append(eater.size())
        hub = self.hub(*options, in_port=hub.in_port, out_port=hub.out_port)
        hub.wait_for_eater("printereater")
        return hub

    def kill_somewhere_in(self, share, hub, feed, eater, chance, options):
        enough = eater.size() + chance.random() * share * 100  # a dumpling has some more bytes than that
        feed.let(share)
        harness.wait_until(lambda: eater.size() > enough, "some of the share")
        return self.restart(hub, eater, options)

    def test_a_hub_with_a_log_on_disk_killed_again_and_again_loses_and_repeats_nothing(self):
        options = ["-f", "3600", "--log-dir", os.path.join(self.folder, "log")]
        hub = self.hub(*options)
        eater = Eaten(self, hub, "--reconnect")
        feed = Feed(self, hub)
        share = TOTAL // (KILLS + 1)
        chance = random.Random(6)
        for _ in range(KILLS):
            hub = self.kill_somewhere_in(share, hub, feed, eater, chance, options)
        feed.let(TOTAL - KILLS * share)
        self.assertEqual(0, feed.end(), feed.kitchen.err.text)
        harness.wait_until(lambda: eater.ends_with(TOTAL), "the last one")
        self.assertEqual(KILLS + 1, len(self.ends))
        self.assertEqual(list(range(1, TOTAL + 1)), eater.numbers())
        self.assertEqual((TOTAL, 0, TOTAL, 0, {}), self.check_ledger(feed.kitchen))

    def test_a_hub_with_its_log_in_memory_takes_nothing_else_with_it_than_what_that_held(self):
        options = ["-f", "3600", "--log-size", "256MiB"]
        hub = self.hub(*options)
        eater = Eaten(self, hub, "--reconnect")
        feed = Feed(self, hub)
        share = (TOTAL - MANY) // KILLS
        chance = random.Random(6)
        for number in range(KILLS):
            if number == KILLS // 2:
                # This hub has acknowledged what its eater can't have: only the 256 KiB of the outbox come again.
                eater.program.process.send_signal(signal.SIGSTOP)
                feed.let(MANY)
                harness.wait_until(lambda: behind(hub) > 10000, "a hub whose eater is far behind")  # noqa: B023
                hub = self.restart(hub, eater, options)
            else:
                hub = self.kill_somewhere_in(share, hub, feed, eater, chance, options)
        feed.let(share)
        self.assertEqual(0, feed.end(), feed.kitchen.err.text)
        harness.wait_until(lambda: eater.ends_with(TOTAL), "the last one")
        self.assertEqual(KILLS + 1, len(self.ends))
        self.check_parts(eater.parts([*self.ends, eater.size()]))
        self.assertEqual((TOTAL, 0, TOTAL, 0, {}), self.check_ledger(feed.kitchen))

    def check_parts(self, parts):
        """Each hub's part has no hole: what is missing follows the last that was eaten from a hub that was killed."""
        missing = eaten = 0
        for part in parts:
            self.assertGreater(len(part), 0)
            self.assertEqual(list(range(part[0], part[0] + len(part))), part)
            missing += max(0, part[0] - eaten - 1)
            eaten = max(eaten, part[-1])
        self.assertEqual((1, TOTAL), (parts[0][0], eaten))
        self.assertGreater(missing, 5000, "what the hub held that had the slow eater")


if __name__ == "__main__":
    harness.main()
