"""What tshark sees in a capture: one run of it, and a Frame for each packet."""
import os
import subprocess

FIELDS = """frame.time_epoch frame.len frame.cap_len frame.protocols _ws.malformed
eth.src arp.src.hw_mac arp.src.proto_ipv4 icmpv6.opt.type icmpv6.opt.linkaddr icmpv6.nd.na.target_address
ip.src ip.dst ip.len ip.fragment ipv6.src ipv6.dst ipv6.plen ipv6.fragment icmp.type icmpv6.type
tcp.srcport tcp.dstport udp.srcport udp.dstport sctp.srcport sctp.dstport
tcp.stream tcp.seq tcp.len tcp.flags tcp.flags.fin tcp.analysis.initial_rtt tcp.analysis.retransmission
tcp.analysis.spurious_retransmission tcp.analysis.out_of_order
dns.id dns.flags.response dns.flags.rcode dns.qry.name dns.time
tls.handshake.type tls.handshake.ja3 tls.handshake.extensions_server_name
http.request.method http.request.uri http.response.code http.time http.request_in
dhcp.option.dhcp dhcp.hw.mac_addr dhcp.ip.client dhcp.ip.your dhcp.option.hostname dhcp.option.vendor_class_id
dhcp.option.requested_ip_address dhcp.option.dhcp_server_id dhcp.option.router dhcp.option.domain_name_server
dhcp.option.ip_address_lease_time""".split()
TRANSPORTS = ("tcp", "udp", "sctp")
ERRORS = {"icmp": {"3", "4", "5", "11", "12"}, "icmpv6": {"1", "2", "3", "4"}}
MANY = "\x1f"  # is between the values of a field that a packet has several times


class Frame:
    """A packet. `ends` are the addresses of its innermost IP header, and `flow` is (protocol, source, source port,
    destination, destination port) of the transport in that. `quoted` is the same of the packet that an ICMP error quotes, and
    its addresses alone if that has no ports."""

    def __init__(self, number, values, previous):
        self.number = number
        self._values = {name: value.split(MANY) for name, value in zip(FIELDS, values) if value}
        # tshark shows no time of a packet that has none. nd-sniff takes that of the packet before.
        self.time_text = self.first("frame.time_epoch") or (previous.time_text if previous else "0")
        self.time = float(self.time_text)
        self.size = int(self.first("frame.len"))
        self.protocols = self["frame.protocols"][0].split(":")
        self.ends, self.flow, self.quoted, self.ip_bytes = None, None, None, 0
        self.is_icmp = self.is_error = self.is_gtp_prime = False
        self._read_layers()
        self.fragments = [int(number) for number in self["ip.fragment"] + self["ipv6.fragment"]] or [number]

    def __getitem__(self, field):
        """Returns the values of a field."""
        return self._values.get(field, [])

    def first(self, field):
        return self[field][0] if self[field] else None

    @property
    def is_cut(self):
        return int(self.first("frame.cap_len")) < self.size

    def _read_layers(self):
        count = dict.fromkeys(("ip", "ipv6", *TRANSPORTS), 0)
        for index, protocol in enumerate(self.protocols):
            if protocol == "gtpprime":  # carries no packets: what tshark finds in it isn't there
                self.is_gtp_prime = "ip" in self.protocols[index:]
                return
            if protocol in ERRORS:
                if self.is_icmp:  # a quoted one
                    return
                self.is_error = not ERRORS[protocol].isdisjoint(self[protocol + ".type"])
                self.is_icmp = True
            elif protocol in count:
                self._read_header(protocol, count[protocol])
                count[protocol] += 1

    def _read_header(self, protocol, at):
        """Reads the header number `at` of that protocol."""
        source, destination = ("src", "dst") if protocol in ("ip", "ipv6") else ("srcport", "dstport")
        if at >= len(self["%s.%s" % (protocol, destination)]):
            return
        pair = tuple(self["%s.%s" % (protocol, end)][at] for end in (source, destination))
        if self.is_icmp:
            ends = self.quoted or (None, None)
            self.quoted = pair if source == "src" else (protocol, ends[0], int(pair[0]), ends[1], int(pair[1]))
        elif source == "src":
            self.ends, self.flow = pair, None
            self.ip_bytes = int(self["ip.len"][at]) if protocol == "ip" else int(self["ipv6.plen"][at]) + 40
        elif self.ends:
            self.flow = (protocol, self.ends[0], int(pair[0]), self.ends[1], int(pair[1]))


def read(capture):
    """Returns the Frames of a capture."""
    command = ["tshark", "-n", "-r", capture, "-o", "tcp.reassemble_out_of_order:TRUE"]
    command += ["-T", "fields", "-E", "aggregator=" + MANY]
    for field in FIELDS:
        command += ["-e", field]
    # Without a home, tshark has its own settings and not a user's.
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "HOME": "/nonexistent"})
    frames = []
    for number, line in enumerate(done.stdout.decode("utf-8", "replace").split("\n")[:-1], 1):
        frames.append(Frame(number, line.split("\t"), frames[-1] if frames else None))
    return frames
