"""The tools survive faults of line, clock, memory and descriptors: they continue, and the ledger adds up.

ND_LONG=1 interrupts the link for more than a minute, so that both ends give up the connection. Other tests hold other
faults: log_test and flood_test full disks, flood_test stopped hubs, log_test, delivery_test and hub_restart_test killed
hubs and kitchens, live_test interfaces that go down or disappear.
"""
import os
import signal
import socket
import time
import unittest
import urllib.request

import harness
import netns
import numbered
from harness import needs_root
from numbered import LONG, NUMBERING, Eaten, NumberedTest
from relay import Relay

SET_BACK = os.environ.get("ND_SET_BACK", os.path.join(harness.BUILD, "tests", "system", "set_back.so"))


class FedKitchen:
    """An nd-sniff that gets packets when the test says so, and numbers its dumplings."""

    def __init__(self, test, hub, *options, **popen):
        read_end, self._pipe = os.pipe()
        self.program = test.start(
            "nd-sniff", "-r", "-", "-f", "", "-m", NUMBERING, "-h", hub.kitchens, *options, stdin=read_end, **popen
        )
        os.close(read_end)
        os.write(self._pipe, numbered.packets.pcap_head())

    def feed(self, count):
        os.write(self._pipe, numbered.PACKET * count)

    def end(self):
        os.close(self._pipe)
        return self.program.wait()


def census(hub):
    """Returns the figures of the hub's metrics by name and labels."""
    with urllib.request.urlopen("http://%s/metrics" % hub.eaters, timeout=harness.PATIENCE) as answer:
        lines = [line for line in answer.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


class FaultsTest(NumberedTest):
    def lasting_hub(self, *options, **popen):
        return self.hub("-f", "3600", "--log-dir", os.path.join(self.folder, "log"), *options, **popen)

    def check_all_came(self, kitchen, eater, total):
        """Checks that the kitchen ended well and dropped nothing, and that the eater got each dumpling once and in order."""
        harness.wait_until(lambda: eater.ends_with(total), "the last dumpling")
        self.assertEqual(list(range(1, total + 1)), eater.numbers())
        self.assertEqual((total, 0, total, 0, {}), self.check_ledger(kitchen))


class Faults(FaultsTest):
    def test_everything_arrives_once_and_in_order_over_a_line_that_delays_splits_and_cuts(self):
        # The hub tells an eater its position ten times a second. An eater that is cut off more often gets no further.
        # So the test never sends more than a line lets through.
        portion, portions = 3000, 20
        hub = self.lasting_hub()
        to_hub = Relay(self, hub.in_port, seed=1, most_bytes=1000000)
        to_eater = Relay(self, hub.out_port, seed=2, most_bytes=4000000)
        hub.kitchens, hub.eaters = ("127.0.0.1:%d" % relay.port for relay in (to_hub, to_eater))
        eater = Eaten(self, hub, "--reconnect")
        kitchen = FedKitchen(self, hub)
        for number in range(portions):
            kitchen.feed(portion)
            harness.wait_until(lambda: eater.ends_with((number + 1) * portion), "the last of portion %d" % number)
        self.assertEqual(0, kitchen.end(), kitchen.program.err.text)
        self.check_all_came(kitchen.program, eater, portions * portion)
        self.assertGreater(to_hub.cuts, 2)
        self.assertGreater(to_eater.cuts, 1)

    def test_a_hub_without_descriptors_serves_its_clients_and_accepts_others_later(self):
        hub = self.hub("-f", "3600", "--threads", "1", under=["prlimit", "--nofile=40"])
        eater = Eaten(self, hub)
        kitchen = FedKitchen(self, hub)
        hub.wait_for_kitchen("default_kitchen")
        crowd = [socket.create_connection(("localhost", hub.out_port)) for _ in range(100)]
        self.addCleanup(lambda: [client.close() for client in crowd])
        descriptors = "/proc/%d/fd" % hub.pid
        harness.wait_until(lambda: len(os.listdir(descriptors)) >= 40, "the last descriptor")
        kitchen.feed(1000)
        harness.wait_until(lambda: eater.ends_with(1000), "dumplings, all the same")
        late = self.kitchen(self.file_of(2000), hub.in_port, "-n", "late")
        self.check_it_rests(hub)
        for client in crowd:
            client.close()
        self.assertEqual(0, late.wait(), late.err.text)
        self.assertEqual((2000, 0, 2000, 0, {}), self.check_ledger(late))
        harness.wait_until(lambda: eater.ends_with(2000), "what came late")
        self.assertEqual(0, kitchen.end(), kitchen.program.err.text)
        self.assertEqual([*range(1, 1001), *range(1, 2001)], eater.numbers())

    def check_it_rests(self, hub):
        """Checks that a hub that can accept no client pauses between its attempts."""

        def used():
            with open("/proc/%d/stat" % hub.pid, encoding="ascii") as f:
                return sum(map(int, f.read().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")

        before, began = used(), time.monotonic()
        harness.wait_until(lambda: time.monotonic() - began > 1, "a second")
        after = used()
        self.assertLess(after - before, 0.5 * (time.monotonic() - began))

    def test_a_hub_survives_a_flood_and_eaters_that_read_nothing_within_a_limit_of_memory(self):
        if os.environ.get("ND_SANITIZED"):
            self.skipTest("a sanitizer wants terabytes of addresses")
        total = 400000  # 60 MB of dumplings, and as much for each eater if the hub kept them
        limit = ["prlimit", "--as=%d" % (400 << 20), "env", "MALLOC_ARENA_MAX=2"]
        options = ["-f", "3600", "--threads", "1", "--log-size", "32MiB", "--eater-timeout", "600"]
        hub = self.hub(*options, under=limit)
        stuck = [self.start("nd-print", "-h", hub.eaters, "-n", "stuck%d" % number) for number in range(10)]
        for number, eater in enumerate(stuck):
            hub.wait_for_eater("stuck%d" % number)
            eater.process.send_signal(signal.SIGSTOP)
        kitchen = self.kitchen(self.file_of(total), hub.in_port)
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        self.assertEqual((total, 0, total, 0, {}), self.check_ledger(kitchen))
        self.check_the_hub_adds_up(hub, len(stuck), total)
        late = self.start("nd-print", "-h", hub.eaters, "--json", "--last", "1", "--count", "1")
        self.assertEqual(0, late.wait(), late.err.text)
        self.assertEqual([total], numbered.numbers_in(late.out.text))

    def check_the_hub_adds_up(self, hub, eaters, total):
        """Checks that all dumplings were received, and that each was sent to each eater, skipped, or still waits."""
        figures = census(hub)
        fates = [figures['netdumplings_hub_entries_fate{fate="%s"}' % fate] for fate in ("sent", "behind", "skipped")]
        self.assertEqual(total, figures["netdumplings_hub_received_total"])
        self.assertEqual(total, figures['netdumplings_hub_received_fate_total{fate="taken"}'])
        self.assertEqual(eaters, figures["netdumplings_hub_eaters"])
        self.assertEqual(eaters * total, figures["netdumplings_hub_entries_total"])
        self.assertEqual(eaters * total, sum(fates))

    def test_everything_continues_and_arrives_once_after_the_clock_was_set_back(self):
        if os.environ.get("ND_SANITIZED"):
            self.skipTest("a sanitizer must be loaded first")
        sign = os.path.join(self.folder, "set-back")
        environment = {"LD_PRELOAD": SET_BACK, "ND_CLOCK_SET_BACK": sign}
        hub = self.lasting_hub(env=environment)
        eater = Eaten(self, hub, "--reconnect")
        kitchen = FedKitchen(self, hub, env=environment)
        kitchen.feed(1000)
        harness.wait_until(lambda: eater.ends_with(1000), "what came before")
        with open(sign, "w", encoding="ascii"):
            pass
        kitchen.feed(1000)
        harness.wait_until(lambda: eater.ends_with(2000), "what came behind the step")
        hub.kill()
        kitchen.feed(1000)
        again = self.lasting_hub(in_port=hub.in_port, out_port=hub.out_port, env=environment)
        self.assertEqual(0, kitchen.end(), kitchen.program.err.text)
        self.check_all_came(kitchen.program, eater, 3000)
        late = self.start("nd-print", "-h", again.eaters, "--json", "--since", "1h", "-c", "NumberingChef")
        harness.wait_until(lambda: "\"payload\":3000}" in late.out.text, "what a restarted hub has of the last hour")

    def test_a_stopped_tool_delays_no_other_and_continues_where_it_was(self):
        hub = self.lasting_hub("--threads", "2")
        eaters = [Eaten(self, hub, "-k", kitchen, name=name) for name, kitchen in (("first", "one"), ("second", "two"))]
        kitchens = [FedKitchen(self, hub, "-n", name) for name in ("one", "two")]
        total = 0
        for stopped in (kitchens[0].program, eaters[0].program):
            stopped.process.send_signal(signal.SIGSTOP)
            for kitchen in kitchens:
                kitchen.feed(300)  # it fits into the pipe
            total += 300
            harness.wait_until(lambda: eaters[1].ends_with(total), "the others' dumplings")
            self.assertFalse(eaters[0].ends_with(total))
            stopped.process.send_signal(signal.SIGCONT)
            harness.wait_until(lambda: eaters[0].ends_with(total), "its own")
        for kitchen, eater in zip(kitchens, eaters):
            self.assertEqual(0, kitchen.end(), kitchen.program.err.text)
            self.check_all_came(kitchen.program, eater, total)


@needs_root
class FaultsOfTheLink(FaultsTest):
    def setUp(self):
        super().setUp()
        self.wire = netns.Wire(self)
        for name, address in zip(self.wire.names, ("192.0.2.1", "192.0.2.2")):
            netns.ip("-n", name, "address", "add", address + "/24", "dev", "eth0")

    def link(self, state):
        netns.ip("-n", self.wire.names[1], "link", "set", "eth0", state)

    def far_hub(self):
        """Starts a hub at the near end. Its addresses are those for the far end."""
        hub = self.lasting_hub("-a", "192.0.2.1", under=self.wire.near)
        hub.kitchens, hub.eaters = "192.0.2.1:%d" % hub.in_port, "192.0.2.1:%d" % hub.out_port
        return hub

    def far_eater(self, hub, *options, **more):
        return Eaten(self, hub, *options, under=self.wire.far, **more)

    def test_a_link_that_is_lost_for_a_while_costs_no_dumpling(self):
        hub = self.far_hub()
        eater = self.far_eater(hub, "--reconnect")
        kitchen = FedKitchen(self, hub, under=self.wire.far)
        kitchen.feed(300)
        harness.wait_until(lambda: eater.ends_with(300), "what came before")
        self.link("down")
        kitchen.feed(300)
        began = time.monotonic()
        harness.PATIENCE = max(harness.PATIENCE, 180)
        harness.wait_until(lambda: time.monotonic() - began > (70 if LONG else 2), "the link to be away for long")
        self.assertFalse(eater.ends_with(600))
        self.link("up")
        kitchen.feed(300)
        self.assertEqual(0, kitchen.end(), kitchen.program.err.text)
        self.check_all_came(kitchen.program, eater, 900)

    def test_the_hub_notices_after_a_minute_that_peers_have_vanished(self):
        hub = self.far_hub()
        eater = self.far_eater(hub)
        kitchen = FedKitchen(self, hub, under=self.wire.far)
        kitchen.feed(300)
        harness.wait_until(lambda: eater.ends_with(300), "what came before")
        self.link("down")
        eater.program.kill()
        kitchen.program.kill()
        harness.PATIENCE = max(harness.PATIENCE, 180)
        hub.err.wait_for("Dumpling kitchen default_kitchen connection closed: ")
        hub.err.wait_for("Dumpling eater printereater connection closed: ")
        self.link("up")
        eater = self.far_eater(hub, name="next")
        kitchen = FedKitchen(self, hub, under=self.wire.far)
        kitchen.feed(300)
        self.assertEqual(0, kitchen.end(), kitchen.program.err.text)
        self.check_all_came(kitchen.program, eater, 300)


if __name__ == "__main__":
    harness.main()
