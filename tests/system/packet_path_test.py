"""A packet that gives no dumpling costs no allocation and no lock."""
import os
import re
import unittest

import harness
import packets
from harness import SystemTest

COUNTER = os.path.join(harness.BUILD, "tests", "system", "count_calls.so")
TELLER = os.path.join(harness.BUILD, "tests", "modules", "teller.so")
FRAMES = [
    packets.tcp_syn(443),
    packets.ethernet(packets.IPV4, packets.ipv4(packets.UDP, bytes.fromhex("9c40007b003800001b") + bytes(47))),
    packets.ethernet(0x86DD, b"\x60" + bytes(39)),
    packets.ethernet(0x88CC, bytes(60)),
]


@unittest.skipIf(os.environ.get("ND_SANITIZED"), "a sanitizer has an allocator and locks of its own")
class PacketPath(SystemTest):
    def cost(self, rounds, *options):
        """Returns the allocations and locks of a whole run that sees each of the frames `rounds` times."""
        path = os.path.join(self.folder, "frames.pcap")
        with open(path, "wb") as f:
            f.write(packets.pcap_head() + b"".join(packets.pcap_record(frame, 1700000000) for frame in FRAMES) * rounds)
        arguments = ["-r", path, "-f", "", "-o", os.devnull, *options]
        status, _, said = self.run_tool("nd-sniff", *arguments, env={"LD_PRELOAD": COUNTER})
        self.assertEqual(0, status, said)
        return tuple(map(int, re.search(r"^(\d+) allocations, (\d+) locks$", said, re.MULTILINE).groups()))

    def test_nothing_on_the_packet_path_of_the_bundled_chefs_allocates_or_locks(self):
        few = self.cost(250)
        self.assertEqual(few, self.cost(2500))
        self.assertGreater(min(few), 0)

    def test_the_test_sees_what_a_chef_allocates_for_each_packet(self):
        self.assertGreater(self.cost(250, "-m", TELLER)[0], self.cost(25, "-m", TELLER)[0] + 900)


if __name__ == "__main__":
    harness.main()
