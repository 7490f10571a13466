"""nd-sniff reads captures that people of this field reported of their tools (../shared/faults/captures): cut off, compressed,
offloaded, with strange names and times. What is right is said in NAME/what.txt there. The tests are skipped if that folder
is missing."""
import json
import os
import unittest

import harness
from harness import SystemTest, shared

CHAIN_CHEF = os.environ.get("ND_LAYER_CHAIN_CHEF", "")


class StrangeCaptures(SystemTest):
    def payloads(self, name, file="input", chef="DNSLookupChef", module=None):
        """Returns the payloads of the packets' dumplings, and the log."""
        options = ["-m", module] if module else []
        path = shared("faults/captures/%s/%s" % (name, file))
        status, out, err = self.run_tool("nd-sniff", "-r", path, "-f", "", "-o", "-", "-c", chef, *options)
        self.assertEqual(0, status, err)
        dumplings = [json.loads(line) for line in out.splitlines()]
        return [d["payload"] for d in dumplings if d["metadata"]["driver"] == "packet"], err

    def lookups(self, name, file="input"):
        return [payload["lookup"]["hostname"] for payload in self.payloads(name, file)[0]]

    def test_only_names_that_were_captured_whole_are_lookups(self):
        self.assertEqual(["www.long-name.example"], self.lookups("snaplen-cut-dns"))

    def test_names_of_different_labels_are_different_texts(self):
        self.assertEqual(
            ["\\\\xe9.example", "\\233.example", "a\\.b.example", "a.b.example"], self.lookups("dns-names-that-look-alike")
        )

    @unittest.skipUnless(CHAIN_CHEF, "needs layer_chain_chef of tests/modules")
    def test_ipv6_whose_length_offloading_left_out_is_decoded(self):
        chains, _ = self.payloads("ipv6-offload-length-0", chef="LayerChainChef", module=CHAIN_CHEF)
        self.assertEqual([{"layers": "Ethernet|IPv6|TCP|Raw"}], chains)

    def test_compressed_files_are_read_or_the_command_for_it_is_named(self):
        for file, command in (("input", "zstd"), ("input.lz4", "lz4"), ("input.xz", "xz"), ("input.bz2", "bzip2")):
            path = shared("faults/captures/compressed-other-than-gzip/" + file)
            status, out, err = self.run_tool("nd-sniff", "-r", path, "-o", "-", "-c", "DNSLookupChef")
            if status == 0:
                self.assertEqual(2, out.count('"lookup"'), file)
            else:
                self.assertIn("%s -dc FILE | nd-sniff -r -" % command, err)

    def test_times_that_cannot_be_held_are_said(self):
        _, log = self.payloads("pcapng-time-beyond-2262")
        self.assertIn("WARNING default_kitchen: 3 packets had a time before 1677 or after 2262", log)


if __name__ == "__main__":
    harness.main()
