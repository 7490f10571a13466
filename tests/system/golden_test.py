"""The captures in tests/data give the golden answers beside them, on every way that a dumpling can take."""
import gzip
import json
import os
import re

import harness
import nd_print
from harness import SystemTest, capture

CAPTURES = sorted(name for name in os.listdir(harness.DATA) if re.search(r"\.pcap(ng)?$", name))


def golden(name):
    with open(os.path.join(harness.DATA, "golden", name), "rb") as f:
        return f.read()


class Golden(SystemTest):
    maxDiff = None

    def cooked(self, path, *options, **popen):
        status, out, err = self.run_tool("nd-sniff", "-r", path, "-f", "", "-o", "-", *options, **popen)
        self.assertEqual(0, status, err)
        return out.encode()

    def test_there_are_captures(self):
        self.assertGreaterEqual(len(CAPTURES), 10)

    def test_json_lines_are_the_golden_answers(self):
        for name in CAPTURES:
            with self.subTest(name):
                self.assertEqual(golden(name + ".jsonl").decode(), self.cooked(capture(name)).decode())

    def test_the_network_chefs_give_the_golden_answers(self):
        suffix = ".networkchefs.jsonl"
        names = [name[: -len(suffix)] for name in os.listdir(os.path.join(harness.DATA, "golden")) if name.endswith(suffix)]
        self.assertTrue(names)
        for name in names:
            with self.subTest(name):
                self.assertEqual(golden(name + suffix).decode(), self.cooked(capture(name), "-m", "netdumplings.networkchefs").decode())

    def test_the_same_file_gives_the_same_bytes_each_time(self):
        for name in CAPTURES:
            with self.subTest(name):
                self.assertEqual(
                    self.cooked(capture(name)), self.cooked(capture(name), env={"TZ": "Asia/Tokyo", "LC_ALL": "C"})
                )

    def test_standard_input_and_gzip_give_the_same_bytes_as_the_file(self):
        for name in ("web.pcap", "two_links.pcapng", "nanoseconds.pcap"):
            packed = os.path.join(self.folder, name + ".gz")
            with open(capture(name), "rb") as plain, gzip.open(packed, "wb") as f:
                f.write(plain.read())
            with self.subTest(name):
                self.assertEqual(golden(name + ".jsonl"), self.cooked(packed))
                with open(capture(name), "rb") as stdin:
                    self.assertEqual(golden(name + ".jsonl"), self.cooked("-", stdin=stdin))

    def test_nd_print_shows_the_golden_text_through_a_hub(self):
        for name in CAPTURES:
            with self.subTest(name):
                hub = self.hub("-f", "3600")
                eater = self.printer(hub, "-k", "default_kitchen")
                status, _, err = self.run_tool("nd-sniff", "-r", capture(name), "-f", "", "-h", hub.kitchens)
                self.assertEqual(0, status, err)
                wanted = "Connected to nd-hub at ws://%s\nWaiting for dumplings...\n\n%s" % (
                    hub.eaters,
                    golden(name + ".print").decode(),
                )
                eater.out.wait(lambda text: len(text) >= len(wanted), "all dumplings of %s" % name)
                self.assertEqual(wanted, eater.out.text)

    def test_dumplings_through_a_hub_and_through_a_file_are_the_same(self):
        hub = self.hub("-f", "3600")
        eater = self.printer(hub, "-k", "default_kitchen")
        self.run_tool("nd-sniff", "-r", capture("dns.pcap"), "-f", "", "-h", hub.kitchens)
        wanted = [json.loads(line) for line in golden("dns.pcap.jsonl").splitlines()]
        shown = eater.out.wait(
            lambda text: [s for s in [nd_print.complete(text)] if len(s) >= len(wanted)], "all dumplings"
        )[0]
        self.assertEqual([d["payload"] for d in wanted], [s.payload for s in shown])
        self.assertEqual(
            [(d["metadata"]["chef"], d["metadata"]["driver"]) for d in wanted], [(s.chef, s.driver) for s in shown]
        )

    def test_a_filter_leaves_out_what_it_does_not_match(self):
        everything = self.cook(capture("web.pcap"))
        arp = self.cook_filtered("arp")
        self.assertTrue(arp)
        self.assertEqual(
            [d for d in everything if d["metadata"]["chef"] == "ARPChef"],
            [d for d in arp if d["metadata"]["chef"] == "ARPChef"],
        )
        self.assertEqual(
            [], [d for d in arp if d["metadata"]["chef"] == "DNSLookupChef" and d["metadata"]["driver"] == "packet"]
        )

    def cook_filtered(self, text):
        status, out, err = self.run_tool("nd-sniff", "-r", capture("web.pcap"), "-f", text, "-o", "-")
        self.assertEqual(0, status, err)
        return [json.loads(line) for line in out.splitlines()]


if __name__ == "__main__":
    harness.main()
