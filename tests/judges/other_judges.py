"""The comparisons with argus and ndpiReader."""
import collections
import csv
import os
import struct
import subprocess
import tempfile

from by_tshark import as_tshark_writes
from ours import counted, directions, ends, turned

ETHERNET = 1
SHOWN = ("proto", "saddr", "sport", "daddr", "dport", "spkts", "dpkts", "sbytes", "dbytes")


def is_pcap_of_ethernet(capture):
    """argus and ndpiReader read these. Of other files they leave packets out, or stop."""
    with open(capture, "rb") as f:
        head = f.read(24)
    return head[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") and struct.unpack("<I", head[20:])[0] == ETHERNET


def argus_flows(capture):
    """Returns {direction: [packets, bytes of frames]} of TCP and UDP, summed over the records of each connection."""
    with tempfile.TemporaryDirectory() as folder:  # through a pipe, the last record is lost at times
        records = os.path.join(folder, "records")
        subprocess.run(["argus", "-F", os.devnull, "-r", capture, "-w", records], capture_output=True, check=True)
        show = ["ra", "-F", os.devnull, "-n", "-r", records, "-c", ",", "-s", *SHOWN]
        lines = subprocess.run(show, capture_output=True, text=True, check=True).stdout.splitlines()
    sums = collections.defaultdict(lambda: [0, 0])
    for line in lines[1:]:
        protocol, source, port, destination, other_port, *counts = line.split(",")
        if protocol not in ("tcp", "udp"):
            continue
        flow = (protocol, source, int(port), destination, int(other_port))
        for direction, packets, size in ((flow, *counts[::2]), (turned(flow), *counts[1::2])):
            if int(packets):
                sums[direction][0] += int(packets)
                sums[direction][1] += int(size)
    return sums


def argus(path, name, ours, frames, tallies):
    """Compares the packets and bytes in each direction of TCP and UDP. argus doesn't look into tunnels and double VLAN tags,
    and counts the bytes of frames; tshark says how many of them are before and after IP's."""
    if not is_pcap_of_ethernet(path):
        return
    plain = [flow for flow in ours["flow"] if flow["protocol"] != "sctp" and len(flow["vlan"]) < 2
             and (flow["tunnel"] or {"kind": "mpls"})["kind"] in ("mpls", "pppoe")]
    others = [flow for flow in ours["flow"] if flow not in plain]
    inner = {direction for flow in others for _, direction in directions(flow)}
    outer = {frozenset((flow["tunnel"]["client"], flow["tunnel"]["server"])) for flow in others if flow["tunnel"]}
    mine = counted(plain)
    theirs = {flow: sums for flow, sums in argus_flows(path).items()
              if flow not in inner and frozenset((flow[1], flow[3])) not in outer}
    around = collections.Counter()
    for frame in frames:
        if frame.flow:
            around[frame.flow] += sum(frames[n - 1].size - frames[n - 1].ip_bytes for n in frame.fragments)
    for index, what in enumerate(("packets", "bytes") if frames else ("packets",)):
        said = [(flow, sums[index] + index * around[flow]) for flow, sums in mine.items()]
        tallies.of("argus", "flows: " + what).add(name, said, [(flow, sums[index]) for flow, sums in theirs.items()])


def ndpi(path, name, ours, tallies):
    """Compares names and JA3 of TLS and QUIC, of the connections in which ndpiReader finds a hello."""
    if not is_pcap_of_ethernet(path) or not ours["tls"]:
        return
    with tempfile.NamedTemporaryFile(suffix=".csv") as table:
        subprocess.run(["ndpiReader", "-i", path, "-C", table.name], capture_output=True, check=True)
        with open(table.name, encoding="utf-8", errors="replace") as f:
            rows = [row for row in csv.DictReader(f) if row["ja3c"]]
    said = {ends(hello): (hello["server_name"] or "", hello["ja3"]) for hello in reversed(ours["tls"])}
    for row in rows:
        at = (row["src_ip"], int(row["src_port"]), row["dst_ip"], int(row["dst_port"]))
        mine = said.get(at, ("", None))
        kind = "QUIC" if row["ndpi_proto"].startswith("QUIC") else "TLS"
        mine_name = as_tshark_writes(mine[0]).replace("\ufffd", "?")
        tallies.of("ndpiReader", kind + " names").add("%s %s" % (name, at), [mine_name], [row["server_name_sni"]])
        tallies.of("ndpiReader", kind + " JA3").add("%s %s" % (name, at), [mine[1]], [row["ja3c"]])
