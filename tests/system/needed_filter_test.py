"""Live, without --filter, a kitchen sniffs what its chefs need."""
import json
import os
import sys

import harness
import netns
from harness import SystemTest, needs_root

NEEDY = os.path.join(harness.BUILD, "tests", "modules", "needy.so")
# To a port where nobody listens: the answer is an ICMP error.
KNOCK = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
    end.sendto(b"x", ("127.0.0.1", 9))
"""


@needs_root
class NeededFilter(SystemTest):
    def setUp(self):
        super().setUp()
        self.wire = netns.Wire(self)

    def sniff(self, *options):
        kitchen = self.start("nd-sniff", "-i", "lo", *options, "-o", "-", "-p", "3600", "--immediate", under=self.wire.near)
        kitchen.err.wait_for("Sniffing started")
        return kitchen

    def last_layers(self, kitchen):
        """Knocks, stops the kitchen, and returns what its chefs saw: the chef and the packet's last layer."""
        knock = self.start(sys.executable, "-c", KNOCK, under=self.wire.near)
        self.assertEqual(0, knock.wait(), knock.err.text)
        kitchen.interrupt()
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        made = [json.loads(line) for line in kitchen.out.text.splitlines()]
        return sorted((d["metadata"]["chef"], d["payload"]["last"]) for d in made if "last" in d["payload"])

    def test_a_chef_gets_what_it_needs(self):
        kitchen = self.sniff("-m", NEEDY, "-c", "PingChef")
        self.assertIn("default_kitchen: Filter: icmp or icmp6\n", kitchen.err.text)
        self.assertEqual([("PingChef", "UDPerror")], [(c, l.replace("Raw", "UDPerror")) for c, l in self.last_layers(kitchen)])

    def test_several_chefs_get_what_any_of_them_needs(self):
        kitchen = self.sniff("-m", NEEDY, "-c", "PingChef", "-c", "ModestChef")
        self.assertIn("default_kitchen: Filter: (tcp or udp or arp) or (icmp or icmp6)\n", kitchen.err.text)
        self.assertEqual(4, len(self.last_layers(kitchen)), "a datagram and an error, for each chef")

    def test_one_that_needs_everything_opens_the_filter(self):
        kitchen = self.sniff("-m", NEEDY, "-c", "EverythingChef", "-c", "ModestChef")
        self.assertIn("default_kitchen: Filter: <all packets>\n", kitchen.err.text)
        self.assertEqual(4, len(self.last_layers(kitchen)))

    def test_the_sample_chefs_sniff_what_they_always_did(self):
        kitchen = self.sniff()
        self.assertIn("default_kitchen: Filter: tcp or udp or arp\n", kitchen.err.text)

    def test_what_the_user_says_counts(self):
        kitchen = self.sniff("-m", NEEDY, "-c", "EverythingChef", "-f", "udp")
        self.assertIn("default_kitchen: Filter: udp\n", kitchen.err.text)
        self.assertEqual(1, len(self.last_layers(kitchen)))

    def test_a_filter_that_does_not_compile_names_the_chef(self):
        for options, failure in (([], 1), (["--check-config"], 2)):
            status, _, err = self.run_tool("nd-sniff", "-i", "lo", "-m", NEEDY, "-o", "/dev/null", *options,
                                           under=self.wire.near)
            self.assertEqual(failure, status)
            self.assertIn('chef PuzzlingChef can\'t get the packets that it needs: the filter "icmp andor udp"', err)


if __name__ == "__main__":
    harness.main()
