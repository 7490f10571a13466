#!/usr/bin/env python3
"""Holds the dissector against the layers that scapy saw in real captures.

Usage: shared_captures.py PATH/nd_layer_chains FOLDER
FOLDER has captures with NAME.chains.json beside each. Every packet whose scapy layers are all in layer_kinds.h must come
out the same, and of the others the part before the first layer that isn't. The answers are those of scapy's core: packets
in which ours finds a tunnel that the core lacks are held against scapy with its contrib folder, here and now. Exit 77
(skipped) without folder or scapy.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
import compare_with_scapy  # skips without scapy
import scapy_tunnels
from scapy import utils

KINDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../include/netdumplings/layer_kinds.h")
KNOWN = set(re.findall(r'X\(\w+,\s*(?:\\\s*)?"([^"]+)"\)', open(KINDS).read()))
TAIL = {"Raw", "Padding"}


def read_packets(capture, utils):
    is_pcapng = open(capture, "rb").read(4) == b"\n\r\r\n"
    reader = (utils.RawPcapNgReader if is_pcapng else utils.RawPcapReader)(capture)
    for data, meta in reader:
        yield meta.linktype if is_pcapng else reader.linktype, data
    reader.close()


def is_prefix(ours, theirs):
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    return all(name in TAIL for name in ours[same:])


BSD_LOOPBACK = (b"\x18\0\0\0", b"\x1c\0\0\0", b"\x1e\0\0\0")


def deviates_on_purpose(link_type, data, ours, theirs):
    """Returns whether the answers differ as they should. scapy doesn't know a link type that has bits for the frames'
    checksums, nor IPv6 in the loopback of BSD and macOS. It calls some whole messages in ASN.1 Raw: those that are too deep
    for it or hold what it doesn't expect."""
    if theirs == ["Loopback", "Raw"] and data[:4] in BSD_LOOPBACK:
        return ours[1] == "IPv6"
    same = len(os.path.commonprefix([ours, theirs]))
    by_name = theirs[same:] == ["Raw"] and ours[same:same + 1] in (["LDAP"], ["CLDAP"], ["SNMP"], ["Kerberos"])
    return link_type > 0xffff and theirs == ["Raw"] or by_name


def differs_by_a_tunnel(link_type, data, ours, theirs):
    """Returns whether ours goes on where scapy's core has Raw, with a tunnel, and scapy agrees if it knows that tunnel."""
    same = len(os.path.commonprefix([ours, theirs]))
    if theirs[same:same + 1] != ["Raw"] or ours[same:same + 1] == ["Raw"]:
        return False
    layers = compare_with_scapy.scapy_layers(link_type, data)
    theirs_now = scapy_tunnels.names(layers)
    corrections = compare_with_scapy.difference(layers, ours)
    return corrections is not None and (theirs_now != theirs or bool(corrections))


def main():
    tool, folder = sys.argv[1], sys.argv[2]
    chains_files = sorted(glob.glob(os.path.join(folder, "*.chains.json")))
    if not chains_files:
        print("skipped: no captures in %s" % folder)
        return 77
    count, wrong = collections.Counter(), []
    for chains_file in chains_files:
        capture = chains_file[:-len(".chains.json")]
        oracle = json.load(open(chains_file))
        wanted = [oracle["chains"][i].split("|") for i in oracle["packet_chain"]]
        packets = list(read_packets(capture, utils))[:len(wanted)]
        lines = "".join("%d %s\n" % (link_type, data.hex()) for link_type, data in packets)
        answer = subprocess.run([tool, "-"], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
        for number, ((link_type, data), line, theirs) in enumerate(zip(packets, answer, wanted), 1):
            ours = line.split("|")
            known = all(name in KNOWN for name in theirs)
            purpose = deviates_on_purpose(link_type, data, ours, theirs) or not data
            by_tunnel = ours != theirs and not purpose and differs_by_a_tunnel(link_type, data, ours, theirs)
            count.update(tunnels=by_tunnel)
            count.update(packets=1, exact=ours == theirs, prefix=is_prefix(ours, theirs), known=known, on_purpose=purpose)
            if not purpose and not by_tunnel and (ours != theirs if known else not is_prefix(ours, theirs)):
                wrong.append("%s #%d\n  scapy %s\n   ours %s" % (os.path.basename(capture), number, "|".join(theirs), line))
    print("\n".join(wrong[:40]))
    print("%(packets)d packets: %(exact)d exact, %(prefix)d prefixes; %(known)d have only layers that are known here; "
          "%(on_purpose)d differ on purpose, %(tunnels)d by a tunnel" % count, "; %d wrong" % len(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
