"""The comparisons with tshark. Each gets a Case and counts in its tallies."""
import collections
import re

import kinds
from ours import counted, directions, ends, micros, turned

RESPONSE_CODES = dict(enumerate(("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET",
                                 "NXRRSET", "NOTAUTH", "NOTZONE")))
DHCP_MESSAGES = (None, "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM")
LONGEST_TARGET = 2048  # what HttpChef keeps of one


class Case:
    """A capture, what the chefs say about it, and tshark's frames."""

    def __init__(self, path, name, ours, frames, tallies):
        self.path, self.name, self.ours, self.frames, self._tallies = path, name, ours, frames, tallies

    def tally(self, name):
        return self._tallies.of("tshark", name)


def as_tshark_writes(name):
    """Returns a name of ours as tshark prints it: up to a zero byte, and with one sign for all that isn't UTF-8."""
    if name is None:
        return None
    raw = re.sub(rb"\\(\d{3}|.)", lambda m: bytes([int(m[1])]) if m[1].isdigit() else m[1], name.encode())
    return raw.partition(b"\0")[0].decode("utf-8", "replace")


def tls(case):
    """Compares the names and JA3 of the clients' hellos, on TCP and in QUIC."""
    said, heard = collections.defaultdict(list), collections.defaultdict(list)
    for hello in case.ours["tls"]:
        said[(hello["transport"], *ends(hello))].append((as_tshark_writes(hello["server_name"]), hello["ja3"]))
    for frame in case.frames:
        if "1" in frame["tls.handshake.type"] and frame.flow:
            transport = "quic" if "quic" in frame.protocols else "tcp"
            hello = (frame.first("tls.handshake.extensions_server_name"), frame.first("tls.handshake.ja3"))
            heard[(transport, *frame.flow[1:])].append(hello)
    for at in {**said, **heard}:
        for index, what in enumerate(("TLS and QUIC names", "JA3")):
            where = "%s %s" % (case.name, at)
            case.tally(what).add(where, [hello[index] for hello in said[at]], [hello[index] for hello in heard[at]])


def dns(case):
    """Compares answers of DNS servers (id, name, response code; latency), and the questions without an answer."""
    said, late, open_here = [], [], set()
    for message in case.ours["dns"]:
        at = (message["transport"], *ends(message), message["id"], as_compared(message["name"]))
        if message["transport"] in ("mdns", "llmnr"):
            continue
        if message["response_code"] is None:
            open_here.add(at)
        else:
            said.append((*at, message["response_code"]))
            late.append((*at, micros(message["latency"])))
    heard, their_late, asked, answered = [], [], set(), set()
    for frame in case.frames:
        if not frame.flow or "dns" not in frame.protocols or 53 not in frame.flow:
            continue
        at = (int(frame.first("dns.id"), 16), as_compared(frame.first("dns.qry.name")))
        if frame.first("dns.flags.response") == "1":
            at = (*turned(frame.flow), *at)
            answered.add(at)
            heard.append((*at, RESPONSE_CODES.get(int(frame.first("dns.flags.rcode")))))
            their_late.append((*at, micros(frame.first("dns.time"))))
        elif kinds.is_malformed_question(frame):
            case.tally("DNS questions without an answer").explained[kinds.MALFORMED] += 1
        else:
            asked.add((*frame.flow, *at))

    def explain(item):
        if kinds.has_long_gap(case.frames, item[:5]):
            return kinds.LONG_GAP
        return kinds.CUT if kinds.is_cut_dns(case.frames, item[:5], item[5]) else None

    case.tally("DNS answers").add(case.name, said, heard, explain)
    case.tally("DNS latency").add(case.name, late, their_late, explain)
    case.tally("DNS questions without an answer").add(case.name, open_here, asked - answered, explain)


def as_compared(name):
    return "" if name in ("<Root>", ".") else name and as_tshark_writes(name).lower()


def multicast_names(case):
    """Compares the questions of multicast DNS and LLMNR, and when announcements came."""
    said = [(m["transport"], micros(m["when"]), m["client"]["ip"], as_compared(m["name"])) for m in case.ours["dns"]
            if m["transport"] in ("mdns", "llmnr")]
    heard = []
    for frame in case.frames:
        for transport in {"mdns", "llmnr"}.intersection(frame.protocols) if frame.flow else ():
            asked = frame["dns.qry.name"] or [None]  # None: an announcement
            heard += [(transport, micros(frame.time), frame.flow[1], as_compared(name)) for name in asked]
    case.tally("mDNS and LLMNR").add(case.name, said, heard)


def http(case):
    """Compares requests with the status of their response, and the time between them."""
    said, heard = collections.defaultdict(list), their_requests(case.frames)
    for message in case.ours["http"]:
        said[ends(message)].append((message["method"], message["target"], message["status"], micros(message["latency"])))
    for at in {**said, **heard}:
        where = "%s %s" % (case.name, at)
        case.tally("HTTP requests and statuses").add(where, [m[:3] for m in said[at]], [m[:3] for m in heard[at]])
        both = {m[:3] for m in said[at]} & {m[:3] for m in heard[at] if m[2] is not None}
        mine, theirs = [m for m in said[at] if m[:3] in both], [m[:4] for m in heard[at] if m[:3] in both]
        without_time = {m[:3] for m in heard[at] if not m[4]}
        case.tally("HTTP latency").add(where, mine, theirs, lambda m, w=without_time: kinds.NO_TIME if m[:3] in w else None)


def their_requests(frames):
    """Returns {(client, port, server, port): [(method, target, status, latency, whether tshark says which request it was)]}.
    A response of which tshark doesn't say so belongs to the oldest open request."""
    done, asked = collections.defaultdict(list), collections.defaultdict(list)
    for frame in frames:
        if not frame.flow or frame.flow[0] != "tcp":
            continue
        for method, target in zip(frame["http.request.method"], frame["http.request.uri"]):
            asked[frame.flow[1:]].append((method, target[:LONGEST_TARGET]))
        codes, times = frame["http.response.code"], frame["http.time"]
        client = turned(frame.flow)[1:]
        for index, code in enumerate(codes):
            if int(code) < 200 and code != "101":
                continue
            is_known = len(frame["http.request_in"]) == len(codes)
            time = micros(times[index]) if len(times) == len(codes) else None
            request = asked[client].pop(0) if asked[client] else (None, None)
            done[client].append((*request, int(code), time, is_known or request == (None, None)))
    for client, requests in asked.items():
        done[client] += [(*request, None, None, True) for request in requests]
    return done


def flows(case):
    """Compares the packets and the bytes of IP in each direction of all connections between the same two ports."""
    mine, theirs = counted(case.ours["flow"]), collections.defaultdict(lambda: [0, 0])
    for frame in case.frames:
        if frame.flow:
            add_up(theirs[frame.flow], case, frame)
        case.tally("flows: packets").explained[kinds.GTP_PRIME] += frame.is_gtp_prime
    explained = kinds.LINK_TYPE if kinds.has_bits_above_its_link_type(case.path) else None
    for index, what in enumerate(("packets", "bytes")):
        case.tally("flows: " + what).add(case.name, [(flow, sums[index]) for flow, sums in mine.items()],
                                         [(flow, sums[index]) for flow, sums in theirs.items()], lambda _: explained)


def add_up(sums, case, frame):
    """Adds the packets and bytes of a datagram, with all its fragments."""
    for number in frame.fragments:
        sums[0] += 1
        sums[1] += case.frames[number - 1].ip_bytes


def handshakes(case):
    """Compares how long TCP's handshakes took, and the longest of each server."""
    said = [((*way, micros(flow["tcp"]["handshake"])), way) for flow in case.ours["flow"] if flow["tcp"]
            for side, way in directions(flow) if side == "client" and flow["tcp"]["handshake"] is not None]
    forward = {way for _, way in said}
    seen = {}
    # Of a refused connection, tshark's is the time until the reset.
    answered = {frame.first("tcp.stream") for frame in case.frames if int(frame.first("tcp.flags") or "0", 16) & 18 == 18}
    for frame in case.frames:
        if frame["tcp.analysis.initial_rtt"] and frame.flow and frame.first("tcp.stream") in answered:
            flow = frame.flow if frame.flow in forward else turned(frame.flow)
            seen.setdefault(frame.first("tcp.stream"), (*flow, micros(frame.first("tcp.analysis.initial_rtt"))))

    def explain(item):
        return kinds.FRACTION if kinds.has_impossible_time(case.frames, item[:5]) else None

    case.tally("TCP handshakes").add(case.name, [item for item, _ in said], seen.values(), explain)
    longest, their_longest = collections.Counter(), collections.Counter()
    for report in case.ours["tcp_health"]:
        for server in report if isinstance(report, list) else [report]:
            at = (server["server"], server["port"])
            longest[at] = max(longest[at], micros(server["handshake"]["max"]) or 0)
    for item in seen.values():
        if not explain(item):
            their_longest[item[3:5]] = max(their_longest[item[3:5]], item[5])
    mine = [(at, time) for at, time in longest.items() if at in their_longest]
    case.tally("TCP health: longest handshake").add(case.name, mine, their_longest.items())


def sent_again(case):
    """Compares the segments that were sent again or came out of order, in each direction."""
    mine, theirs, earlier = collections.Counter(), collections.defaultdict(list), collections.defaultdict(list)
    for flow in case.ours["flow"]:
        for side, direction in directions(flow) if flow["tcp"] else ():
            mine[direction] += flow["tcp"]["retransmitted"][side] + flow["tcp"]["out_of_order"][side]
    for frame in case.frames:
        if not frame.flow or frame.flow[0] != "tcp":
            continue
        if any(frame["tcp.analysis." + what] for what in ("retransmission", "spurious_retransmission", "out_of_order")):
            is_long = kinds.has_long_gap(case.frames, frame.flow)
            theirs[frame.flow].append(kinds.LONG_GAP if is_long else kinds.sent_again(earlier[frame.flow], frame))
        earlier[frame.flow].append(frame)
    for flow in {**mine, **theirs}:
        explained = [kind for kind in theirs[flow] if kind][:max(0, len(theirs[flow]) - mine[flow])]
        tally = case.tally("TCP segments sent again or late")
        tally.add_counts("%s %s" % (case.name, flow), mine[flow], len(theirs[flow]), explained)


def dhcp(case):
    """Compares each message of DHCP and its options."""
    said = [(micros(m["when"]), m["message"], m["hardware"], m["hostname"], m["vendor"], m["requested"], m["address"],
             m["server"], m["router"], tuple(m["dns"]), m["lease"]) for m in case.ours["dhcp"]]
    heard = []
    for frame in case.frames:
        if not frame.flow or "dhcp" not in frame.protocols:
            continue
        options = [frame.first("dhcp.option." + name) for name in
                   ("hostname", "vendor_class_id", "requested_ip_address", "dhcp_server_id", "router", "ip_address_lease_time")]
        kind = DHCP_MESSAGES[int(frame.first("dhcp.option.dhcp") or 0)]
        addresses = [a for a in frame["dhcp.ip.your"] + frame["dhcp.ip.client"] if a != "0.0.0.0"]
        heard.append((micros(frame.time), kind, frame.first("dhcp.hw.mac_addr"), *options[:3],
                      addresses[0] if addresses else None, *options[3:5], tuple(frame["dhcp.option.domain_name_server"]),
                      int(options[5]) if options[5] else None))
    case.tally("DHCP messages").add(case.name, said, heard)


def icmp(case):
    """Compares ICMP's errors: when they came, from whom, and the addresses and ports that they quote."""
    said, heard = [], []
    for error in case.ours["icmp"]:
        at = ends(error["flow"]) if error["flow"] else (None, None, None, None)
        said.append((micros(error["when"]), error["from"], frozenset((at[:2], at[2:]))))
    for frame in case.frames:
        if frame.is_error:
            quoted = frame.quoted or (None, None)
            at = quoted[1:] if len(quoted) > 2 else (quoted[0], None, quoted[1], None)
            heard.append((micros(frame.time), frame.ends[0], frozenset((at[:2], at[2:]))))
    case.tally("ICMP errors").add(case.name, said, heard)


def talkers(case):
    """Compares the bytes and packets between two hosts, of all connections."""
    said, heard = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [0, 0])
    for report in case.ours["talkers"]:
        for pair in report["pairs"]:
            sums = said[tuple(sorted((pair["a"], pair["b"])))]
            sums[0] += pair["packets"]
            sums[1] += pair["bytes"]
    known = set()
    for frame in case.frames:
        if frame.flow or frame.is_icmp and frame.quoted not in known:  # an error about a connection belongs to that
            add_up(heard[tuple(sorted(frame.ends))], case, frame)
        known |= {frame.flow, turned(frame.flow)} if frame.flow else set()
    is_misread = kinds.has_bits_above_its_link_type(case.path)

    def explain(item):
        return kinds.LINK_TYPE if is_misread else kinds.LENGTH if kinds.has_impossible_length(case.frames, item[0]) else None

    case.tally("talkers: pairs").add(case.name, [(pair, *sums) for pair, sums in said.items()],
                                     [(pair, *sums) for pair, sums in heard.items()], explain)


def devices(case):
    """Compares which hardware address has which address, by ARP, neighbour discovery, multicast DNS and DHCP."""
    said, heard = set(), set()
    for device in case.ours["device"]:
        said |= {(device["hardware"], address) for address in device["addresses"]}
    for frame in case.frames:
        if "arp" in frame.protocols:
            heard |= set(zip(frame["arp.src.hw_mac"], frame["arp.src.proto_ipv4"]))
        for kind, hardware in zip(frame["icmpv6.opt.type"], frame["icmpv6.opt.linkaddr"]) if frame.is_icmp else ():
            heard.add((hardware, frame.first("icmpv6.nd.na.target_address") if kind == "2" else frame.ends[0]))
        if "mdns" in frame.protocols and frame.first("dns.flags.response") == "1":
            heard.add((frame.first("eth.src"), frame.ends[0]))
        if frame.first("dhcp.option.dhcp") == "5" and frame.first("dhcp.ip.your") != "0.0.0.0":
            heard.add((frame.first("dhcp.hw.mac_addr"), frame.first("dhcp.ip.your")))
    case.tally("devices").add(case.name, said, {pair for pair in heard if pair[1] not in ("0.0.0.0", "::")})


COMPARISONS = (tls, dns, multicast_names, http, flows, handshakes, sent_again, dhcp, icmp, talkers, devices)
