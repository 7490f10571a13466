"""A kitchen whose hub dies waits, connects again, and loses nothing that it still had."""
import json
import os

import harness
import nd_print
import packets
from harness import SystemTest


class FedKitchen:
    """An nd-sniff that reads its capture from a pipe, so that a test decides when each packet comes."""

    def __init__(self, test, hub):
        read_end, self._pipe = os.pipe()
        self.program = test.start(
            "nd-sniff", "-r", "-", "-f", "", "-c", "DNSLookupChef", "-p", "1000000", "-h", hub.kitchens, stdin=read_end
        )
        os.close(read_end)
        self._sent = 0
        os.write(self._pipe, packets.pcap_head())

    def feed(self, count):
        """Sends `count` more lookups. Returns the hosts that are looked up."""
        hosts = ["n%d.example.com" % i for i in range(self._sent, self._sent + count)]
        for host in hosts:
            os.write(self._pipe, packets.pcap_record(packets.dns_question(host), 1700000000 + self._sent / 1000))
            self._sent += 1
        return hosts

    def end(self):
        os.close(self._pipe)


def dumplings_in(status_eater):
    """Returns how many dumplings the hub has received, according to the newest status dumpling shown."""
    shown = [s for s in nd_print.complete(status_eater.out.text) if s.chef == "SystemStatusChef"]
    return shown[-1].payload["total_dumplings_in"] if shown else None


class HubRestart(SystemTest):
    def restart(self, dead, *options):
        return self.hub(*options, in_port=dead.in_port, out_port=dead.out_port)

    def test_a_kitchen_brings_a_restarted_hub_what_it_cooked_meanwhile(self):
        hub = self.hub("-f", "3600")
        eater = self.printer(hub)
        kitchen = FedKitchen(self, hub)
        first = kitchen.feed(100)
        eater.out.wait(lambda text: len(nd_print.hostnames(text)) >= 100, "the first hundred")
        self.assertEqual(first, nd_print.hostnames(eater.out.text))

        hub.kill()
        self.assertEqual(0, eater.wait())
        self.assertIn("Lost connection to nd-hub: no close frame received", eater.out.text)
        kitchen.program.err.wait_for("There was a problem with the dumpling hub connection. Is nd-hub available\\?")
        kitchen.feed(50)

        hub = self.restart(hub, "-f", "0.1")
        late = self.printer(hub, name="late")
        hub.wait_for_kitchen("default_kitchen")
        harness.wait_until(lambda: (dumplings_in(late) or 0) >= 50, "what was cooked without a hub")
        last = kitchen.feed(50)
        late.out.wait(lambda text: nd_print.hostnames(text)[-50:] == last, "what was cooked afterwards")
        kitchen.end()
        self.assertEqual(0, kitchen.program.wait(), kitchen.program.err.text)
        # A hundred lookups and the table of the last poke. What the killed hub had not acknowledged comes again.
        harness.wait_until(lambda: (dumplings_in(late) or 0) >= 100 + 1, "a hundred lookups and the last poke's table")
        self.assertLessEqual(dumplings_in(late), 200 + 2)

    def test_a_hub_with_its_log_on_disk_loses_nothing_and_repeats_nothing(self):
        options = ("-f", "3600", "--log-dir", os.path.join(self.folder, "log"))
        hub = self.hub(*options)
        eater = self.start("nd-print", "-h", hub.eaters, "--json", "--reconnect")
        hub.wait_for_eater("printereater")
        kitchen = FedKitchen(self, hub)

        def eaten():
            shown = [json.loads(line)["payload"] for line in eater.out.lines]
            return [payload["lookup"]["hostname"] for payload in shown if "lookup" in payload]

        hosts = []
        for _ in range(3):
            hosts += kitchen.feed(100)
            harness.wait_until(lambda: len(eaten()) >= len(hosts) - 50, "half of what was cooked")
            hub.kill()
            hosts += kitchen.feed(50)
            hub = self.restart(hub, *options)
        kitchen.end()
        self.assertEqual(0, kitchen.program.wait(), kitchen.program.err.text)
        harness.wait_until(lambda: len(eaten()) >= len(hosts), "all that was cooked")
        self.assertEqual(hosts, eaten())

    def test_a_kitchen_waits_for_a_hub_that_starts_later(self):
        hub = self.hub()
        hub.kill()
        kitchen = FedKitchen(self, hub)
        kitchen.feed(20)
        kitchen.end()
        kitchen.program.err.wait_for("There was a problem with the dumpling hub connection. Is nd-hub available\\?")
        hub = self.restart(hub, "-f", "0.1")
        status = self.printer(hub)
        self.assertEqual(0, kitchen.program.wait(), kitchen.program.err.text)
        harness.wait_until(lambda: dumplings_in(status) == 20 + 2, "twenty lookups, the first poke and the last")

    def test_a_kitchen_that_may_not_wait_ends_with_one_line(self):
        hub = self.hub()
        hub.kill()
        status, _, err = self.run_tool("nd-sniff", "--no-wait", "-r", harness.capture("dns.pcap"), "-h", hub.kitchens)
        self.assertEqual(1, status)
        self.assertIn("Is nd-hub available?", err)

    def test_no_eater_misses_the_end_of_an_interrupted_hub(self):
        hub = self.hub("-f", "3600")
        eater = self.printer(hub, "-k", "default_kitchen")
        path = harness.capture("dns.pcap")
        self.assertEqual(0, self.run_tool("nd-sniff", "-r", path, "-f", "", "-h", hub.kitchens)[0])
        hub.interrupt()
        self.assertEqual(0, eater.wait())
        with open(os.path.join(harness.DATA, "golden", "dns.pcap.jsonl"), encoding="utf-8") as f:
            wanted = [json.loads(line)["payload"] for line in f]
        self.assertEqual(wanted, [s.payload for s in nd_print.complete(eater.out.text.split("\nLost connection")[0])])


if __name__ == "__main__":
    harness.main()
