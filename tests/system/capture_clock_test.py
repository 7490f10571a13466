"""From a file, packet time is the clock, and all packets are taken unless there is a filter."""
import json
import os
import struct

import harness
import packets
from harness import SystemTest

LOOKUP = packets.dns_question("a.example.com")
TAGGED = LOOKUP[:12] + struct.pack("!HH", 0x8100, 5) + LOOKUP[12:]


class CaptureClock(SystemTest):
    def file_of(self, *frames_and_times):
        path = os.path.join(self.folder, "in.pcap")
        with open(path, "wb") as f:
            f.write(packets.pcap_head() + b"".join(packets.pcap_record(*record) for record in frames_and_times))
        return path

    def times(self, path, driver):
        made = self.cook(path, "-c", "DNSLookupChef", "-p", "5")
        return [d["metadata"]["creation_time"] for d in made if d["metadata"]["driver"] == driver]

    def test_two_clocks_in_one_file_give_no_more_pokes_than_packets_and_one(self):
        stamps = [1000 + (3600 if i % 2 else 0) + i // 2 * 10 for i in range(200)]
        path = self.file_of(*[(LOOKUP, stamp) for stamp in stamps])
        self.assertEqual(stamps, self.times(path, "packet"))
        pokes = self.times(path, "interval")
        self.assertEqual([1000, 1005] + [4605 + 10 * i for i in range(99)] + [5590], pokes)

    def test_a_gap_of_years_has_one_poke(self):
        path = self.file_of((LOOKUP, 1000), (LOOKUP, 1e9), (LOOKUP, 1e9 + 5))
        self.assertEqual([1000, 1005, 1e9 + 5, 1e9 + 5], self.times(path, "interval"))

    def test_a_pipe_that_is_open_and_quiet_is_poked_by_the_steady_clock(self):
        read, write = os.pipe()
        self.addCleanup(os.close, write)
        with open(read, "rb") as stdin:
            kitchen = self.start("nd-sniff", "-r", "-", "-c", "PacketCountChef", "-p", "0.1", "-o", "-", stdin=stdin)
        os.write(write, packets.pcap([LOOKUP], start=1000))
        kitchen.out.wait(lambda text: text.count("\n") >= 4, "pokes")
        times = [json.loads(line)["metadata"]["creation_time"] for line in kitchen.out.lines]
        self.assertEqual([1000, 1000.1], times[:2])
        self.assertEqual(sorted(set(times)), times)
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)

    def test_an_output_that_is_closed_ends_the_wait_for_a_quiet_pipe(self):
        read, write = os.pipe()
        self.addCleanup(os.close, write)
        sniff = [os.path.join(harness.BIN, "nd-sniff"), "-r", "-", "-p", "0.1", "-o", "-"]
        with open(read, "rb") as stdin:
            kitchen = self.start("/bin/sh", "-c", '"$0" "$@" | head -n 2', *sniff, stdin=stdin)
        os.write(write, packets.pcap([LOOKUP], start=1000))
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)

    def test_packets_with_a_vlan_tag_are_taken_without_a_filter(self):
        path = self.file_of((TAGGED, 1000))
        _, out, err = self.run_tool("nd-sniff", "-r", path, "-c", "DNSLookupChef", "-o", "-")
        self.assertEqual(1, out.count('"driver":"packet"'), err)

    def test_a_filter_that_lets_few_packets_pass_is_reported_with_one_that_lets_those_with_a_tag_pass(self):
        path = self.file_of((TAGGED, 1000), (TAGGED, 1001))
        _, out, err = self.run_tool("nd-sniff", "-r", path, "-f", "udp port 53", "-o", "-")
        self.assertOneLine("\n".join(l for l in err.splitlines() if " WARNING " in l), "0 of 2 packets passed")
        filter_text = err.split("-f '")[1].split("'")[0]
        _, out, err = self.run_tool("nd-sniff", "-r", path, "-f", filter_text, "-o", "-", "-c", "DNSLookupChef")
        self.assertEqual(2, out.count('"driver":"packet"'), err)
        self.assertNotIn("passed the filter", err)

    def test_an_error_of_a_filter_names_the_one_that_lets_all_packets_pass(self):
        path = os.path.join(self.folder, "nflog.pcap")
        with open(path, "wb") as f:
            f.write(packets.pcap_head(link_type=239) + packets.pcap_record(b"\0" * 20, 1000))
        self.assertEqual(0, self.run_tool("nd-sniff", "-r", path, "-o", "-")[0])
        status, _, err = self.run_tool("nd-sniff", "-r", path, "-f", "tcp", "-o", "-")
        self.assertEqual(1, status)
        self.assertOneLine("\n".join(l for l in err.splitlines() if " ERROR " in l), "-f ''")


if __name__ == "__main__":
    harness.main()
