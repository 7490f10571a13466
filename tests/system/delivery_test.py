"""Nothing is lost between kitchen and eater while hubs are killed again and again, with and without a log on disk.

ND_LONG=1 runs the tests at full length: a million dumplings, a hundred kills.
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
# Each hub that is killed gets a share of the packets, and so does the last one.
TOTAL = 1000000 if LONG else 300000
# More dumplings than fit between a hub and an eater that reads nothing.
MANY = 150000


class FedKitchen:
    """A kitchen that reads its capture from a pipe. The test limits how far it gets, so that each hub has work."""

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

    def feed(self, count):
        """Lets the kitchen have `count` more packets, as fast as it reads them."""
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
    """Returns how many dumplings the hub still has to send to its eater."""
    with urllib.request.urlopen("http://%s/metrics" % hub.eaters, timeout=harness.PATIENCE) as page:
        return int(re.search(r'entries_fate\{fate="behind"\} (\d+)', page.read().decode()).group(1))


class Delivery(NumberedTest):
    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o777)  # nd-sniff drops root's rights
        self.ends = [0]  # for each killed hub, the size of the eaten file at its end

    def restart(self, hub, eater, options):
        """Kills the hub, waits until the eater has read what the kernel still holds for it, and starts another hub."""
        lost = eater.program.err.text.count("Lost connection")
        hub.kill()
        eater.program.process.send_signal(signal.SIGCONT)
        eater.program.err.wait(lambda text: text.count("Lost connection") > lost, "the end of the hub's connection")
        self.ends.append(eater.size())
        hub = self.hub(*options, in_port=hub.in_port, out_port=hub.out_port)
        hub.wait_for_eater("printereater")
        return hub

    def kill_somewhere_in(self, share, hub, fed, eater, chance, options):
        enough = eater.size() + chance.random() * share * 100  # a dumpling is a little longer
        fed.feed(share)
        harness.wait_until(lambda: eater.size() > enough, "some of the share")
        return self.restart(hub, eater, options)

    def test_a_hub_with_a_log_on_disk_that_is_killed_again_and_again_loses_and_repeats_nothing(self):
        options = ["-f", "3600", "--log-dir", os.path.join(self.folder, "log")]
        hub = self.hub(*options)
        eater = Eaten(self, hub, "--reconnect")
        fed = FedKitchen(self, hub)
        share = TOTAL // (KILLS + 1)
        chance = random.Random(6)
        for _ in range(KILLS):
            hub = self.kill_somewhere_in(share, hub, fed, eater, chance, options)
        fed.feed(TOTAL - KILLS * share)
        self.assertEqual(0, fed.end(), fed.kitchen.err.text)
        harness.wait_until(lambda: eater.ends_with(TOTAL), "the last one")
        self.assertEqual(KILLS + 1, len(self.ends))
        self.assertEqual(list(range(1, TOTAL + 1)), eater.numbers())
        self.assertEqual((TOTAL, 0, TOTAL, 0, {}), self.check_ledger(fed.kitchen))

    def test_a_killed_hub_with_its_log_in_memory_loses_only_what_that_log_held(self):
        options = ["-f", "3600", "--log-size", "256MiB"]
        hub = self.hub(*options)
        eater = Eaten(self, hub, "--reconnect")
        fed = FedKitchen(self, hub)
        share = (TOTAL - MANY) // KILLS
        chance = random.Random(6)
        for number in range(KILLS):
            if number == KILLS // 2:
                # The killed hub had acknowledged dumplings that its eater never got. Only those in the outbox (256 KiB) come again.
                eater.program.process.send_signal(signal.SIGSTOP)
                fed.feed(MANY)
                harness.wait_until(lambda: behind(hub) > 10000, "a hub whose eater is far behind")  # noqa: B023
                hub = self.restart(hub, eater, options)
            else:
                hub = self.kill_somewhere_in(share, hub, fed, eater, chance, options)
        fed.feed(share)
        self.assertEqual(0, fed.end(), fed.kitchen.err.text)
        harness.wait_until(lambda: eater.ends_with(TOTAL), "the last one")
        self.assertEqual(KILLS + 1, len(self.ends))
        self.check_parts(eater.parts([*self.ends, eater.size()]))
        self.assertEqual((TOTAL, 0, TOTAL, 0, {}), self.check_ledger(fed.kitchen))

    def check_parts(self, parts):
        """Checks that each hub's part has no hole. Numbers may only be missing after the last one from a killed hub."""
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
