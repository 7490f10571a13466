"""nd-sniff reads the shared captures (../shared/pcaps) like scapy, as far as the layers of docs/layers.md go. The tests are
skipped if that folder is missing. Its compare.py counts the differences; these tests hold what it can't count."""
import functools
import glob
import json
import os
import re
import subprocess
import sys
import time
import unittest

import harness
from harness import SystemTest, shared

CHAIN_CHEF = os.environ.get("ND_LAYER_CHAIN_CHEF", "")

# A packet that has only these layers must be read exactly.
BASIC = re.compile(
    r"Ethernet|802\.1Q|802_1AD|802\.3|LLC|SNAP|ARP|IP|IPv6|TCP|UDP|GRE|DNS|Padding|Raw|Loopback|cooked linux( v2)?|ICMP"
    r"|(IP|ICMP|TCP|UDP|IPv6) in ICMP(v6)?|SCTP\w*|ICMPv6 .*"
    r"|IPv6 Extension Header - (Fragmentation header|Hop-by-Hop Options Header|Destination Options Header)"
    r"|IPv6 Option Header Routing"
)

# The packets of a file, counted from 1, that nd-sniff reads unlike scapy on purpose. docs/layers.md has the reasons.
DEVIATIONS = {
    "gopacket__tests_le_test100.pcapng": (1, 3),  # simple packet blocks of an interface without a snap length
    "tcpdump__quic_handshake_truncated.pcap": range(1, 19),  # IPv6 in the loopback of macOS
    "zeek__ldap_aduser1.pcap": (49,),  # a message with the outermost tags of LDAP whose content scapy can't read
}

# Tunnels that scapy's core lacks, with which the captures' answers were made. tests/packet/shared_captures.py holds them.
TUNNELS = {"MPLS", "ERSPAN I", "ERSPAN II", "ERSPAN III", "GENEVE", "GTP-U Header", "Cisco HDLC", "EtherIP / RFC 3378"}


def deviates(path, number):
    return number in DEVIATIONS.get(os.path.basename(path), ())


def goes_into_a_tunnel(mine, wanted):
    """Whether nd-sniff reads on where scapy's core has Raw, and begins there with a tunnel."""
    mine, known = mine.split("|"), wanted.split("|")[:-1]
    return mine[: len(known)] == known and len(mine) > len(known) and mine[len(known)] in TUNNELS


def captures():
    return sorted(path[: -len(".chains.json")] for path in glob.glob(shared("pcaps") + "/*.chains.json"))


@functools.lru_cache(None)
def comparison():
    """Returns what compare.py says about all captures."""
    command = [shared("pcaps/compare.py"), "--json", "--sniff", os.path.join(harness.BIN, "nd-sniff")]
    command += ["--module", CHAIN_CHEF, "--timeout", str(int(harness.PATIENCE))]
    done = subprocess.run([sys.executable, *command], capture_output=True, check=True)
    return json.loads(done.stdout)


@unittest.skipUnless(CHAIN_CHEF, "needs layer_chain_chef of tests/modules")
class SharedCaptures(SystemTest):
    def chains(self, path):
        """Returns (layers of nd-sniff, layers of scapy) for each packet of a capture."""
        with open(path + ".chains.json", encoding="utf-8") as f:
            theirs = json.load(f)
        status, out, err = self.run_tool(
            "nd-sniff", "-r", path, "-f", "", "-m", CHAIN_CHEF, "-c", "LayerChainChef", "-o", "-"
        )
        self.assertIn(status, (0, 1), err)
        ours = [json.loads(line) for line in out.splitlines()]
        return [d["payload"]["layers"] for d in ours if d["metadata"]["driver"] == "packet"], [
            theirs["chains"][i] for i in theirs["packet_chain"]
        ]

    def test_packets_with_only_basic_layers_are_read_exactly(self):
        exact, different = 0, []
        for path in captures():
            ours, theirs = self.chains(path)
            for number, (mine, wanted) in enumerate(zip(ours, theirs), 1):
                if not all(BASIC.fullmatch(name) for name in wanted.split("|")):
                    continue
                if mine == wanted:
                    exact += 1
                elif not deviates(path, number) and not goes_into_a_tunnel(mine, wanted):
                    different.append("%s #%d\n  scapy %s\n  ours  %s" % (os.path.basename(path), number, wanted, mine))
        self.assertEqual([], different, "%d packets differ:\n%s" % (len(different), "\n".join(different[:40])))
        self.assertGreater(exact, 1000)

    def test_no_capture_is_called_bad(self):
        self.assertEqual([], comparison()["bad"])

    def has_dns_in_a_tunnel(self, path):
        return any(goes_into_a_tunnel(mine, wanted) and "DNS" in mine.split("|") for mine, wanted in zip(*self.chains(path)))

    def test_dns_lookups_are_those_of_the_original_in_every_file(self):
        right, files = comparison()["dns"]
        self.assertEqual(files, right + sum(map(self.has_dns_in_a_tunnel, captures())))
        self.assertGreaterEqual(files, 11)

    def test_arp_payloads_are_those_of_the_original_in_every_file(self):
        right, files = comparison()["arp"]
        self.assertEqual(files, right)
        self.assertGreaterEqual(files, 5)

    def test_captures_with_gaps_of_years_and_steps_backwards_end_at_once(self):
        for path in captures():
            began = time.monotonic()
            status, _, err = self.run_tool("nd-sniff", "-r", path, "-f", "", "-p", "0.5", "-o", "-")
            self.assertIn(status, (0, 1), err)
            # The promise is a second for an optimised build. This limit also allows for sanitizers on a busy machine.
            self.assertLess(time.monotonic() - began, harness.PATIENCE / 4, path)


if __name__ == "__main__":
    harness.main()
