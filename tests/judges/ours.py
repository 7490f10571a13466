"""What the network chefs report about a capture."""
import collections
import json
import os
import subprocess

SOURCE = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
SNIFF = os.path.join(os.environ.get("ND_BUILD", os.path.join(SOURCE, "build", "release")), "bin", "nd-sniff")


def read(capture):
    """Returns {"flow": [payload, ...], "tls": ...}, each in the order in which the dumplings were made."""
    command = [SNIFF, "-r", capture, "-f", "", "-m", "netdumplings.networkchefs", "-o", "-", "--chef-option",
               "TalkersChef:count=1000", "--chef-option", "TcpHealthChef:count=3000"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):  # 1: the file ends within a packet
        raise RuntimeError("nd-sniff ended with %d on %s:\n%s" % (done.returncode, capture, done.stderr.decode()))
    said = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        for kind, payload in json.loads(line)["payload"].items():
            said[kind].append(payload)
    said["flow"] = [flow for flow in said["flow"] if flow["state"] != "open"]  # reports in between
    return said


def ends(payload):
    """Returns (client, its port, server, its port)."""
    client, server = payload["client"], payload["server"]
    return client["ip"], client["port"], server["ip"], server["port"]


def turned(flow):
    """Returns the other direction of (protocol, source, source port, destination, destination port)."""
    return (flow[0], *flow[3:], *flow[1:3])


def directions(flow):
    """Yields (side, (protocol, source, source port, destination, destination port)) of a flow."""
    forward = (flow["protocol"], *ends(flow))
    yield "client", forward
    yield "server", turned(forward)


def counted(flows):
    """Returns {direction: [packets, bytes]} of those of TCP, UDP and SCTP."""
    sums = collections.defaultdict(lambda: [0, 0])
    for flow in flows:
        for side, direction in directions(flow) if flow["protocol"] in ("tcp", "udp", "sctp") else ():
            if flow[side]["packets"]:
                sums[direction][0] += flow[side]["packets"]
                sums[direction][1] += flow[side]["bytes"]
    return sums


def micros(seconds):
    return None if seconds is None else round(float(seconds) * 1e6)
