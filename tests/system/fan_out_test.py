"""A hub serves several kitchens and several eaters at once."""
import os

import harness
import nd_print
import packets
from harness import SystemTest

LOOKUPS = 400


class FanOut(SystemTest):
    def lookups(self, kitchen):
        path = os.path.join(self.folder, kitchen + ".pcap")
        hosts = ["n%d.%s.example.com" % (i, kitchen) for i in range(LOOKUPS)]
        with open(path, "wb") as f:
            f.write(packets.pcap([packets.dns_question(host, i) for i, host in enumerate(hosts)]))
        return path, hosts

    def test_three_eaters_of_two_kitchens_get_everything_in_the_order_of_each_kitchen(self):
        hub = self.hub("-f", "3600")
        eaters = [self.printer(hub, name=name) for name in ("first", "second", "third")]
        made = {kitchen: self.lookups(kitchen) for kitchen in ("north", "south")}
        kitchens = [
            self.start("nd-sniff", "-r", path, "-f", "", "-c", "DNSLookupChef", "-n", name, "-h", hub.kitchens)
            for name, (path, _) in made.items()
        ]
        for kitchen in kitchens:
            self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        for eater in eaters:
            eater.out.wait(
                lambda text: text.count('.example.com",') >= 2 * LOOKUPS
                and len(nd_print.hostnames(text)) >= 2 * LOOKUPS,
                "all lookups of both kitchens",
            )
            for name, (_, hosts) in made.items():
                self.assertEqual(hosts, nd_print.hostnames(eater.out.text, name))

    def test_each_eater_gets_only_what_it_asks_for(self):
        hub = self.hub("-f", "3600")
        north = self.printer(hub, "-k", "north", name="north_only")
        counts = self.printer(hub, "-c", "PacketCountChef", "-k", "south", name="counts_only")
        everything = self.printer(hub, "-k", "south", name="south_only")
        for name in ("north", "south"):
            status, _, err = self.run_tool(
                "nd-sniff", "-r", self.lookups(name)[0], "-f", "", "-n", name, "-h", hub.kitchens
            )
            self.assertEqual(0, status, err)
        north.out.wait(lambda text: len(nd_print.hostnames(text)) >= LOOKUPS, "north's lookups")
        everything.out.wait(
            lambda text: [
                s
                for s in nd_print.complete(text)
                if s.chef == "PacketCountChef" and s.payload["packet_counts"].get("DNS") == LOOKUPS
            ],
            "south's count",
        )
        counts.out.wait(
            lambda text: [s for s in nd_print.complete(text) if s.payload["packet_counts"].get("DNS") == LOOKUPS],
            "its count",
        )
        self.assertEqual({"north"}, {s.kitchen for s in nd_print.complete(north.out.text)})
        self.assertEqual(
            {("PacketCountChef", "south")}, {(s.chef, s.kitchen) for s in nd_print.complete(counts.out.text)}
        )

    def test_a_late_eater_may_begin_with_what_the_hub_still_has(self):
        hub = self.hub("-f", "3600", "--threads", "4")
        path, hosts = self.lookups("north")
        status, _, err = self.run_tool("nd-sniff", "-r", path, "-f", "", "-n", "north", "-h", hub.kitchens)
        self.assertEqual(0, status, err)
        for options, expected in (
            (["-c", "DNSLookupChef", "--no-interval-dumplings", "--last", "5"], hosts[-5:]),
            (["-c", "DNSLookupChef", "--no-interval-dumplings", "--since", "1h"], hosts),
        ):
            count = ["--count", str(len(expected))]
            status, out, err = self.run_tool("nd-print", "-h", hub.eaters, *options, *count)
            self.assertEqual(0, status, err)
            self.assertEqual(expected, nd_print.hostnames(out))

    def test_four_threads_serve_many_eaters_in_the_order_of_each_kitchen(self):
        hub = self.hub("-f", "3600", "--threads", "4")
        eaters = [self.printer(hub, "-c", "DNSLookupChef", name="eater%d" % i) for i in range(8)]
        made = {kitchen: self.lookups(kitchen) for kitchen in ("north", "south")}
        kitchens = [
            self.start("nd-sniff", "-r", path, "-f", "", "-c", "DNSLookupChef", "-n", name, "-h", hub.kitchens)
            for name, (path, _) in made.items()
        ]
        for kitchen in kitchens:
            self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        for eater in eaters:
            eater.out.wait(lambda text: len(nd_print.hostnames(text)) >= 2 * LOOKUPS, "all lookups of both kitchens")
            for name, (_, hosts) in made.items():
                self.assertEqual(hosts, nd_print.hostnames(eater.out.text, name))

    def test_an_interrupted_hub_closes_its_connections_and_all_tools_end_well(self):
        hub = self.hub()
        eater = self.printer(hub)
        hub.interrupt()
        self.assertEqual(0, hub.wait())
        self.assertEqual(0, eater.wait())
        hub.err.wait_for("Caught keyboard interrupt; attempting graceful shutdown")
        hub.err.wait_for("Dumpling hub signing off.  Thanks!")
        self.assertIn("Lost connection to nd-hub: received 1001 (going away)", eater.out.text)
        self.assertIn("printereater: Done eating dumplings.", eater.err.text)


if __name__ == "__main__":
    harness.main()
