#!/usr/bin/env python3
"""Holds the dissector against scapy on packets made up here: whole, cut off at every length, and with bytes changed.

Usage: compare_with_scapy.py PATH/nd_layer_chains [PACKETS_PER_SEED] [CAPTURE...]
With captures, their packets are the seeds too. Exit 77 (skipped) without scapy 2.5. A packet agrees when its layers are
scapy's, name for name, up to a layer that isn't in layer_kinds.h; then ours may only say Raw and Padding.
"""
import collections
import itertools
import logging
import os
import random
import re
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
logging.getLogger("scapy").setLevel(logging.CRITICAL)
try:
    import scapy
    from scapy.all import *  # noqa: F403
    if not scapy.VERSION.startswith("2.5"):
        raise ImportError("scapy is %s" % scapy.VERSION)
    import scapy_tunnels
    from scapy_tunnels import *  # noqa: F403
except ImportError as why:
    print("skipped: scapy 2.5 is not here (%s)" % why)
    sys.exit(77)

ETHERNET, SLL, SLL2, LOOP, NULL, RAW, IPV4, IPV6 = 1, 113, 276, 108, 0, 101, 228, 229
PPP_LINK, HDLC_LINK, CISCO_LINK, DOT11_LINK, PPI_LINK, DOT15D4_LINK, DOT15D4_FCS_LINK = 9, 50, 104, 105, 192, 230, 195
KINDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../include/netdumplings/layer_kinds.h")
KNOWN = set(re.findall(r'X\(\w+,\s*(?:\\\s*)?"([^"]+)"\)', open(KINDS).read()))
TAIL = {"Raw", "Padding"}


def scapy_layers(link_type, data):
    cls = conf.l2types.num2layer.get(link_type, conf.raw_layer)
    try:
        layer = cls(data)
    except Exception:
        layer = conf.raw_layer(data)
    return layers_of(layer)


def agrees(ours, theirs):
    known = len(theirs)
    for i, name in enumerate(theirs):
        if name not in KNOWN:
            known = i
            break
    if known == len(theirs):
        return ours == theirs
    return ours[:known] == theirs[:known] and all(name in TAIL for name in ours[known:])


def difference(layers, ours):
    """Returns why the answers may differ (each time that scapy had to be corrected, or once), [] if they agree, or None."""
    reasons = []
    while not agrees(ours, scapy_tunnels.names(layers)):
        answer = scapy_tunnels.corrected(layers, ours) if len(reasons) < 10 else None
        if answer is None:
            reason = deviates_on_purpose(layers, ours)
            return reason and reasons + [reason]
        reasons.append(answer[0])
        layers = answer[1]
    return reasons


def deviates_on_purpose(layers, ours):
    """Returns why the answers may differ, as docs/layers.md lists under "Where ours differs from scapy", or None."""
    theirs = [layer.name for layer in layers]
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    for layer in layers[:same]:
        if layer.name in ("IP", "IP in ICMP") and layer.ihl is not None and layer.ihl < 5:
            return "IP with a header length below 20"
        if layer.name == "Loopback" and bytes(layer)[0] == 0 and bytes(layer)[1:4] not in (b"\0\0\2", b"\0\0\0"):
            return "big-endian loopback, of which scapy takes all families for IPv4"
        if layer.name in ("GRE", "GRE PPTP") and layer.routing_present:
            return "GRE with routes, over which scapy prefers some protocols"
        if layer.name in ("IPv6", "IPv6 in ICMPv6") and layer.plen == 0:
            return "IPv6 jumbogram, or a length of 0 that offloading left"
        if layer.name in ("UDP", "UDP in ICMP") and layer.len == 0:
            return "UDP length of 0"
        if layer.name == "Loopback" and bytes(layer)[:4] in (b"\x18\0\0\0", b"\x1c\0\0\0", b"\x1e\0\0\0"):
            return "IPv6 in the loopback of BSD or macOS"
    if theirs[same:same + 1] == ["Raw"] and same < len(ours) and ours[same].startswith("IPv6"):
        failed = bytes(layers[same])
        if failed[4:7] == b"\0\0\0":
            return "IPv6 jumbogram"
        if ours[same] in ("IPv6", "IPv6 in ICMPv6"):
            next_header, length = failed[6], min(len(failed) - 40, failed[4] << 8 | failed[5])
        else:
            next_header, length = failed[0], len(failed) - 8 * (failed[1] + 1)
        if next_header == 43 and length < 3:
            return "IPv6 routing header of less than three bytes"
    return None


MAC = {"src": "02:00:00:00:00:01", "dst": "02:00:00:00:00:02"}
ETH, IP4, IP6 = Ether(**MAC), IP(src="192.0.2.1", dst="198.51.100.2"), IPv6(src="2001:db8::1", dst="2001:db8::2")
PAYLOAD = Raw(b"payload of made up bytes")
QUESTION = DNS(rd=1, qd=DNSQR(qname="www.example.com"))


def dns_messages():
    """Returns an answer, and one that is signed."""
    answer = DNS(qr=1, qd=DNSQR(qname="example.com", qtype="ALL"), an=(
        DNSRR(rrname="example.com", rdata="192.0.2.7") / DNSRR(rrname="example.com", type="AAAA", rdata="2001:db8::7")
        / DNSRR(rrname="example.com", type="CNAME", rdata="a.example.com") / DNSRRMX(rrname="example.com", type=15, exchange="mx.example.com")
        / DNSRRSRV(rrname="_sip._tcp.example.com", type=33, port=5060, target="sip.example.com")
        / DNSRR(rrname="example.com", type="TXT", rdata="v=spf1")),
        ns=DNSRRSOA(rrname="example.com", mname="ns.example.com", rname="root.example.com"), ar=DNSRROPT(rclass=4096))
    signed = DNS(qr=1, qd=DNSQR(qname="example.com"), an=(
        DNSRRRSIG(rrname="example.com", signersname="example.com", signature=b"s" * 20) / DNSRRNSEC(rrname="example.com", nextname="a.example.com", typebitmaps=[1, 2])
        / DNSRRDNSKEY(rrname="example.com", publickey=b"k" * 16) / DNSRRDS(rrname="example.com", digest=b"d" * 20)
        / DNSRRNSEC3(rrname="example.com", saltlength=4, salt=b"salt", hashlength=4, nexthashedownername=b"next")
        / DNSRRNSEC3PARAM(rrname="example.com", saltlength=4, salt=b"salt")
        / DNSRRTSIG(rrname="example.com", mac_len=4, mac_data=b"macs", other_len=2, other_data=b"ot")))
    return answer, signed


def ipv4_seeds():
    answer, signed = dns_messages()
    packets = [IP4 / TCP(sport=40000, dport=80, flags="S", options=[("MSS", 1460), ("SAckOK", b"")]), IP4 / TCP(sport=80, dport=40000) / PAYLOAD,
               IP4 / UDP(sport=40000, dport=53) / QUESTION, IP4 / UDP(sport=53, dport=40000) / answer, IP4 / UDP(sport=5353, dport=5353) / signed,
               IP4 / TCP(sport=40000, dport=53) / QUESTION, IP4 / TCP(sport=53, dport=40000) / answer / PAYLOAD,
               IP4 / ICMP() / PAYLOAD, IP4 / ICMP(type=13), IP4 / ICMP(type=17), IP4 / ICMP(type=37), IP4 / ICMP(type=9) / PAYLOAD,
               IP(options=[IPOption_RR(routers=["192.0.2.1"])]) / ICMP(), IP(frag=100, proto=17) / PAYLOAD, IP(frag=100, proto=41) / IP6 / UDP(),
               IP(len=40, src="192.0.2.1") / UDP(len=12, sport=1, dport=2) / Raw(b"x" * 40), IP4 / IP4 / IP(len=30) / UDP() / Raw(b"x" * 40),
               IP4 / GRE() / IP4 / TCP(), IP4 / GRE(chksum_present=1, key_present=1, seqnum_present=1) / IP4 / UDP(), IP4 / GRE(proto=0x6558) / ETH / ARP(),
               IP4 / GRE(routing_present=1) / GRErouting(address_family=2, routing_info=b"abcd") / GRErouting() / PAYLOAD, IP4 / IP6 / UDP() / PAYLOAD,
               IP4 / GRE_PPTP(seqnum_present=1, acknum_present=1) / PAYLOAD]
    for kind in (3, 4, 5, 11, 12):
        for quoted in (IP4 / UDP(sport=40000, dport=53) / QUESTION, IP4 / TCP() / PAYLOAD, IP4 / ICMP() / PAYLOAD, IP4 / IP4 / TCP(), IP(frag=9, proto=17) / PAYLOAD,
                       IP4 / ICMP(type=3) / IP4 / UDP()):
            packets.append(IP4 / ICMP(type=kind) / quoted)
    return packets


def sctp_chunks():
    return [SCTPChunkData(data=b"12345", tsn=1, stream_id=1, stream_seq=1, proto_id=1), SCTPChunkInit(params=[SCTPChunkParamIPv4Addr()]), SCTPChunkInitAck(params=[SCTPChunkParamStateCookie(cookie=b"c" * 9)]),
            SCTPChunkSACK(gap_ack_list=["1:2"], dup_tsn_list=[3, 4]), SCTPChunkHeartbeatReq(params=[SCTPChunkParamHeartbeatInfo(data=b"123")]), SCTPChunkHeartbeatAck(),
            SCTPChunkAbort(error_causes=b"why"), SCTPChunkShutdown(), SCTPChunkShutdownAck(), SCTPChunkError(error_causes=b"err"), SCTPChunkCookieEcho(cookie=b"cookie"),
            SCTPChunkCookieAck(), SCTPChunkShutdownComplete(), SCTPChunkAuthentication(HMAC=b"h" * 20), SCTPChunkAddressConf(), SCTPChunkAddressConfAck()]


def sctp_seeds():
    chunks = sctp_chunks()
    packets = [IP4 / SCTP() / chunk / SCTPChunkSACK() / Raw(b"\0" * 3) for chunk in chunks]
    packets.append(IP4 / SCTP() / chunks[0] / chunks[4] / chunks[1])
    packets.append(IP4 / ICMP(type=3) / IP4 / SCTP() / chunks[0])
    return packets


def icmpv6_messages():
    """Returns messages that IPv6 carries, ICMPv6's and others."""
    options = [ICMPv6NDOptSrcLLAddr(), ICMPv6NDOptDstLLAddr(), ICMPv6NDOptPrefixInfo(), ICMPv6NDOptRedirectedHdr(pkt=IP6 / UDP()), ICMPv6NDOptMTU(), ICMPv6NDOptShortcutLimit(),
               ICMPv6NDOptAdvInterval(), ICMPv6NDOptHAInfo(), ICMPv6NDOptSrcAddrList(addrlist=["::1", "::2"]), ICMPv6NDOptTgtAddrList(addrlist=["::1"]), ICMPv6NDOptIPAddr(),
               ICMPv6NDOptNewRtrPrefix(), ICMPv6NDOptLLA(), ICMPv6NDOptMAP(), ICMPv6NDOptRouteInfo(prefix="2001:db8::", plen=48), ICMPv6NDOptRDNSS(dns=["::1"]), ICMPv6NDOptEFA(),
               ICMPv6NDOptDNSSL(searchlist=["example.com"]), Raw(b"\x28\x01123456")]
    messages = [ICMPv6EchoRequest(data=b"data"), ICMPv6EchoReply(), ICMPv6MLQuery(), ICMPv6MLQuery2(sources=["::1", "::2"]), ICMPv6MLReport() / PAYLOAD, ICMPv6MLDone(),
                ICMPv6MLReport2(records=[ICMPv6MLDMultAddrRec(sources=["::1"])] * 2), ICMPv6MLReport2() / PAYLOAD, ICMPv6MRD_Advertisement() / PAYLOAD, ICMPv6MRD_Solicitation() / PAYLOAD,
                ICMPv6MRD_Termination(), ICMPv6HAADRequest(), ICMPv6HAADReply(addresses=["::1"]), ICMPv6MPSol(), ICMPv6MPAdv() / options[2], ICMPv6RPL() / PAYLOAD,
                ICMPv6NIQueryNOOP(), ICMPv6NIQueryName(data="name"), ICMPv6NIQueryIPv6(data="::1"), ICMPv6NIQueryIPv4(data="192.0.2.1"), ICMPv6NIReplyNOOP(), ICMPv6NIReplyName(data="n"),
                ICMPv6NIReplyIPv6(data=[(1, "::1")]), ICMPv6NIReplyIPv4(data=[(1, "192.0.2.1")]), ICMPv6NIReplyRefuse(), ICMPv6NIReplyUnknown(), TCP() / PAYLOAD,
                UDP(dport=53) / QUESTION, SCTP() / sctp_chunks()[0], IP4 / UDP(), GRE() / IP4, Raw(b"\xfe1234567890")]
    for kind in (ICMPv6ND_RS, ICMPv6ND_RA, ICMPv6ND_NS, ICMPv6ND_NA, ICMPv6ND_Redirect, ICMPv6ND_INDSol, ICMPv6ND_INDAdv):
        messages += [kind(), kind() / options[0] / options[1], kind() / options[0] / Raw(b"\0")]
    messages += [ICMPv6ND_RA() / option / options[4] for option in options]
    for kind in (ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded, ICMPv6ParamProblem):
        messages += [kind() / IP6 / UDP(dport=53) / QUESTION, kind() / IP6 / TCP(), kind() / IP6 / ICMPv6EchoRequest(), kind() / IP6 / IPv6ExtHdrFragment() / UDP()]
    return messages


def ipv6_seeds():
    packets = []
    heads = [[], [IPv6ExtHdrHopByHop(options=[RouterAlert()])], [IPv6ExtHdrDestOpt(options=[PadN(optdata=b"123")]), IPv6ExtHdrFragment()], [IPv6ExtHdrRouting(addresses=["::1", "::2"])],
             [IPv6ExtHdrFragment(offset=9)], [IPv6ExtHdrSegmentRouting(addresses=["::1"], tlv_objects=[IPv6ExtHdrSegmentRoutingTLVIngressNode()])]]
    for number, message in enumerate(icmpv6_messages()):
        for head in heads if number % 4 == 0 else heads[:1]:
            packet = IP6
            for header in head:
                packet = packet / header.copy()
            packets.append(packet / message)
    return packets


def seeds():
    """Makes packets over IP, and some of them on other links: (link type, packet)."""
    inner = ipv4_seeds() + sctp_seeds() + ipv6_seeds()
    yield from ((ETHERNET, ETH / packet) for packet in inner)
    for packet in inner[:6] + inner[40:44]:
        ether_type = 0x86dd if packet.haslayer(IPv6) and packet.name == "IPv6" else 0x800
        yield RAW, packet
        yield (IPV6 if ether_type == 0x86dd else IPV4), packet
        yield SLL, CookedLinux(proto=ether_type, src=b"\1" * 8) / packet
        yield SLL2, CookedLinuxV2(proto=ether_type, src=b"\1" * 8) / packet
        yield NULL, Raw(b"\x0a\0\0\0" if ether_type == 0x86dd else b"\2\0\0\0") / packet
        yield LOOP, Raw(b"\0\0\0\x18" if ether_type == 0x86dd else b"\0\0\0\2") / packet
        yield ETHERNET, ETH / Dot1AD(vlan=5) / Dot1Q(vlan=6) / packet
        yield ETHERNET, Dot3(**MAC) / LLC(dsap=0xaa, ssap=0xaa, ctrl=3) / SNAP(code=ether_type) / packet
        yield ETHERNET, ETH / packet / Padding(b"\0" * 9)
    yield from seeds_without_ip()


def seeds_without_ip():
    yield ETHERNET, Dot3(**MAC) / LLC(dsap=1, ssap=2, ctrl=3) / PAYLOAD / Padding(b"\0" * 20)
    yield ETHERNET, ETH / Dot1Q(type=30) / LLC() / Raw(b"x" * 40)
    for arp in (ARP(), ARP(hwlen=8, hwsrc=b"12345678", hwdst=b"12345678"), ARP(hwtype=6), ARP(ptype=0x86dd, plen=16, psrc="::1", pdst="::2"), ARP(plen=0, psrc=b"", pdst=b"")):
        yield ETHERNET, ETH / arp / Padding(b"\0" * 18)
        yield SLL, CookedLinux(proto=0x806) / arp
    for proto in (122, 1, 0x8870, 0x88a8, 0x9100, 0x8847, 4):
        yield ETHERNET, Ether(type=proto, **MAC) / PAYLOAD
        yield SLL, CookedLinux(proto=proto) / PAYLOAD
    label = MPLS(label=16) / IP4 / TCP()
    for outer in (0x88a8, 0x9100, 0x8100):
        yield ETHERNET, Ether(type=outer, **MAC) / Dot1Q(vlan=5) / Dot1AD(vlan=6) / Dot1Q(vlan=7) / IP4 / UDP()
        yield ETHERNET, Ether(type=outer, **MAC) / Dot1Q(vlan=5, type=0x8847) / label
    for proto, packet in ((0x800, IP4 / TCP()), (0x86dd, IP6 / UDP()), (0x6558, ETH / ARP()), (0x6558, Dot3(**MAC) / LLC() / PAYLOAD), (0x4242, STP()), (0x8847, label), (0x2000, PAYLOAD)):
        yield CISCO_LINK, CHDLC(proto=proto) / packet
    for kind in range(4):
        yield CISCO_LINK, CHDLC() / SLARP(type=kind) / Padding(b"\0" * 9)
    yield PPP_LINK, PPP(proto=0x281) / label
    yield ETHERNET, Ether(type=0x8848, **MAC) / label


def service_seeds():
    """Makes packets for UDP and TCP ports, over IP or IPv6."""
    yield from windows_seeds()
    yield from dhcp_seeds()
    yield from small_service_seeds()
    yield from tunnel_seeds()
    yield from contributed_tunnel_seeds()
    yield from other_protocol_seeds()


def udp(port, *layers):
    return [IP4 / UDP(sport=port, dport=port) / layer for layer in layers]


def tcp(port, *layers):
    return [IP4 / TCP(sport=40000, dport=port) / layer for layer in layers]


def windows_seeds():
    question, record = b" " + b"x" * 32 + b"\0\0 \0\1", b"\0\0\0\0\0\6\0\0\1\2\3\4"
    yield from udp(137, NBNSHeader() / NBNSQueryRequest(), NBNSHeader() / NBNSQueryResponse(), NBNSHeader() / NBNSRegistrationRequest(),
                   NBNSHeader() / NBNSNodeStatusRequest(), NBNSHeader() / NBNSNodeStatusResponse(), NBNSHeader() / NBNSWackResponse(),
                   Raw(b"\0\1\x85\0\0\0\0\1\0\0\0\0" + question + record + b"more"))
    yield from udp(138, NBTDatagram() / PAYLOAD)
    smb1 = b"\0\0\0\x40\xffSMB%c\0\0\0\0%c\x01\xc8\0\0" + b"\0" * 18
    yield from tcp(445, Raw(b"\0\0\0\x20" + b"no SMB at all"), Raw(smb1 % (0x25, 0x18) + b"\x10" * 50), Raw(smb1 % (0x2e, 0x18) + b"x" * 9),
                   Raw(smb1 % (0x73, 0x18) + b"\0" * 9), Raw(smb1 % (0x72, 0x18) + b"\0\6\0\2NT LM\0x"))
    smb2 = b"\0\0\0\x80\xfeSMB\x40\0\1\0\0\0\0\0%c\0\1\0%c\0\0\0%c\0\0\0" + b"\0" * 40
    for body in (b"\x18\0\0\0\0\0\0\0" + b"h" * 16, b"\x11\0\x50\0\4\0\0\0" + b"\0" * 8 + b"data", b"\4\0\0\0"):
        for command in (2, 4, 6, 8, 9, 12, 14, 16):
            yield from tcp(445, Raw(smb2 % (command, 1, 0) + body), Raw(smb2 % (command, 0, 0) + body))
    yield from tcp(135, DceRpc5() / DceRpc5Bind(), DceRpc5(endian=1) / DceRpc5Request() / PAYLOAD, DceRpc5() / DceRpc5Response() / PAYLOAD, DceRpc5() / DceRpc5Fault())


def dhcp_seeds():
    bootp = BOOTP(chaddr=b"\2\0\0\0\0\1")
    yield IP4 / UDP(sport=68, dport=67) / bootp / DHCP(options=[("message-type", 1), ("hostname", b"host"), "end"])
    yield IP4 / UDP(sport=67, dport=68) / bootp
    options = [DHCP6OptClientId(duid=DUID_LL(lladdr="02:00:00:00:00:01")), DHCP6OptIA_NA(iaid=1, ianaopts=[DHCP6OptIAAddress()]), DHCP6OptOptReq(), DHCP6OptElapsedTime(),
               DHCP6OptDNSServers(dnsservers=["::1"]), DHCP6OptStatusCode(statusmsg=b"ok"), DHCP6OptVendorClass(enterprisenum=9), DHCP6OptUnknown(optcode=99, data=b"abc"),
               DHCP6OptRapidCommit(), DHCP6OptPref(), DHCP6OptServerUnicast(), DHCP6OptIfaceId(ifaceid=b"if"), DHCP6OptIA_PD(iaid=1), DHCP6OptBootFileUrl(optdata=b"url")]
    for number, option in enumerate(options):
        kind = (DHCP6_Solicit, DHCP6_Reply, DHCP6_RelayForward)[number % 3]
        yield IP6 / UDP(sport=546, dport=547) / kind() / option / options[(number + 1) % len(options)]


def small_service_seeds():
    yield from udp(123, NTPHeader(), Raw(bytes(NTPHeader()) + b"k" * 20), Raw(bytes(NTPHeader()) + b"k" * 24))
    yield from udp(123, NTPHeader(stratum=2), Raw(bytes(NTPHeader()) + b"e" * 44), Raw(bytes.fromhex("168200010000000000000005") + b"a=b,c" + b"\0" * 7),
                   Raw(bytes.fromhex("260200010000000000000000") + b"k" * 20))
    yield from udp(2727, MGCP() / PAYLOAD)
    yield from udp(434, MobileIP() / MobileIPRRQ() / PAYLOAD, MobileIP() / MobileIPRRP(), MobileIP() / MobileIPTunnelData(nexthdr=4) / IP4 / TCP())
    yield from udp(520, RIP() / RIPEntry() / RIPEntry(), RIP() / RIPAuth(authtype=2, password=b"p" * 16) / RIPEntry(), RIP() / RIPAuth(authtype=3, digestoffset=40))
    yield from udp(1985, HSRP(), HSRP() / HSRPmd5())
    yield from udp(1812, Radius(authenticator=b"a" * 16, attributes=[RadiusAttribute(type=1, value=b"user")]))
    yield from udp(69, TFTP() / TFTP_RRQ(filename=b"f", mode=b"octet") / TFTP_Options(options=[TFTP_Option(oname=b"a", value=b"b")]), TFTP() / TFTP_DATA() / PAYLOAD,
                   TFTP() / TFTP_ACK(), TFTP() / TFTP_ERROR(errormsg=b"no"), TFTP() / TFTP_OACK() / TFTP_Options(options=[TFTP_Option(oname=b"a", value=b"b")]))


def tunnel_seeds():
    yield from udp(4789, VXLAN(vni=5) / Ether() / IP4 / TCP(), VXLAN(flags=12, NextProtocol=1) / IP4 / TCP(), VXLAN(flags=0x88, gpid=3) / Ether() / ARP())
    yield from udp(1701, L2TP(hdr=0) / PPP() / IP4 / TCP(), L2TP(hdr=0xc80, len=12), L2TP(hdr=0x020, offset=0) / PPP() / IP4)
    yield from udp(2055, NetflowHeader() / NetflowHeaderV5(count=2) / NetflowRecordV5() / NetflowRecordV5(), NetflowHeader() / NetflowHeaderV1(count=1) / NetflowRecordV1())
    yield from udp(5355, LLMNRQuery(qd=DNSQR(qname="host")), LLMNRResponse(qd=DNSQR(qname="host"), an=DNSRR(rrname="host", rdata="192.0.2.7")))
    yield from udp(4500, ESP(data=b"x" * 30))
    vendor = ISAKMP_payload_VendorID(load=b"vendor")
    yield from udp(500, ISAKMP(init_cookie=b"i" * 8, resp_cookie=b"r" * 8, exch_type=2) / ISAKMP_payload_SA(prop=ISAKMP_payload_Proposal()) / vendor,
                   ISAKMP(init_cookie=b"i" * 8, exch_type=2) / ISAKMP_payload_KE(load=b"key") / ISAKMP_payload_Nonce(load=b"n") / ISAKMP_payload_ID(load=b"id") / ISAKMP_payload_Hash(load=b"h"))
    yield from tcp(1723, PPTPStartControlConnectionRequest(), PPTPEchoRequest(), PPTPOutgoingCallReply(), PPTPSetLinkInfo(), PPTPCallDisconnectNotify())
    yield from tcp(2000, Skinny() / PAYLOAD)


def contributed_tunnel_seeds():
    """Makes tunnels of scapy's contrib folder, over IP or IPv6."""
    frame = Ether() / IP4 / TCP() / PAYLOAD
    stack = MPLS(label=16, s=0) / MPLS(label=17, ttl=9)
    for labelled in (IP4 / UDP(dport=53) / QUESTION, IP6 / TCP() / PAYLOAD, EoMCW(seq=7) / frame, frame):
        yield IP4 / GRE(proto=0x8847) / stack / labelled
        yield IP6 / stack / labelled
    yield from (IP4 / stack / IP4 / TCP(), IP(frag=7, proto=137) / stack / IP4 / TCP(), IP4 / UDP(dport=6635) / stack / IP6 / TCP())
    for number, erspan in enumerate((ERSPAN_I(), ERSPAN_II(session_id=5), ERSPAN_III(session_id=5), ERSPAN_III(o=1) / ERSPAN_PlatformSpecific(), ERSPAN_III(ft=2))):
        yield IP4 / GRE(proto=0x22eb if number > 1 else 0x88be, seqnum_present=int(number > 0)) / erspan / (IP6 / UDP() if number == 4 else frame)
    yield from udp(6081, GENEVE(vni=5) / frame, GENEVE(vni=5, proto=0x800, optionlen=3) / Raw(b"\1\2\3\2options." + bytes(IP4 / TCP())), GENEVE(proto=0x86dd) / IP6 / UDP(), GENEVE(proto=0x806) / ARP())
    yield from (IP4 / EtherIP() / frame, IP(frag=7, proto=97) / EtherIP() / frame)
    yield from gtp_seeds()


def gtp_seeds():
    for user_packet in (IP4 / TCP(), IP6 / UDP() / PAYLOAD, IP(options=[IPOption_RR(routers=["192.0.2.1"] * 9)]) / TCP(), PPP() / IP4 / TCP()):
        yield from udp(2152, GTP_U_Header(gtp_type=255, teid=7) / user_packet, GTP_U_Header(gtp_type=255, S=1, seq=9) / user_packet,
                       GTP_U_Header(gtp_type=255, E=1, next_ex=0x85) / GTPPDUSessionContainer(QFI=9) / user_packet,
                       GTP_U_Header(gtp_type=255, E=1, next_ex=0x85) / GTPPDUSessionContainer(type=1, QMP=1, QFI=9) / user_packet,
                       GTP_U_Header(gtp_type=255, E=1, next_ex=0x40) / GTP_UDPPort_ExtensionHeader(udp_port=53) / user_packet,
                       GTP_U_Header(gtp_type=255, E=1, next_ex=0xc0) / GTP_PDCP_PDU_ExtensionHeader(pdcp_pdu=5, next_ex=0x84) / Raw(b"\1ab\0") / user_packet,
                       GTP_U_Header(gtp_type=255, E=1, next_ex=0) / user_packet)
    yield from udp(2152, GTP_U_Header(gtp_type=1, S=1), GTP_U_Header(gtp_type=26, S=1) / PAYLOAD, GTP_U_Header(gtp_type=254))


def other_protocol_seeds():
    yield from (IP4 / AH(payloadlen=4, icv=b"i" * 12, nh=6) / TCP(), IP6 / AH(payloadlen=4, icv=b"i" * 12, nh=41) / IP6 / UDP(), IP4 / ESP(data=b"x" * 30),
                IP(frag=7, proto=50) / ESP(data=b"x" * 30), IP4 / VRRP(addrlist=["192.0.2.1"]), IP6 / VRRPv3(addrlist=["::1"]))
    for kind in (MIP6MH_BRR, MIP6MH_HoTI, MIP6MH_CoTI, MIP6MH_HoT, MIP6MH_CoT, MIP6MH_BU, MIP6MH_BA, MIP6MH_BE):
        yield IP6 / kind()


def link_seeds():
    """Makes packets without IP: (link type, packet)."""
    eth, ip = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02"), IP(src="192.0.2.1", dst="198.51.100.2")
    payload = Raw(b"payload of made up bytes")
    for packet in service_seeds():
        yield ETHERNET, eth / packet
    for packet in (EAPOL(type=0) / EAP(code=2, id=1, type=1, identity=b"user"), EAPOL(type=0) / EAP(code=3), EAPOL(type=0) / EAP_MD5(value=b"v" * 16), EAPOL(type=0) / EAP_TLS(L=1, tls_data=b"t"),
                   EAPOL(type=3) / payload, PPPoED(code=9) / PPPoED_Tags(tag_list=[PPPoETag(tag_type=0x101, tag_value=b"s")]), PPPoE(sessionid=1) / PPP() / ip / UDP()):
        yield ETHERNET, eth / packet / Padding(b"\0" * 9)
    yield ETHERNET, Dot3(src="02:00:00:00:00:01", dst="01:80:c2:00:00:00") / LLC(dsap=0x42, ssap=0x42, ctrl=3) / STP() / Padding(b"\0" * 8)
    for packet in (PPP() / ip / UDP(), PPP() / PPP_LCP_Configure(options=[PPP_LCP_MRU_Option()]), PPP() / PPP_LCP_Echo(data=b"d"), PPP() / PPP_LCP_Terminate(data=b"d"), PPP() / PPP_IPCP(),
                   PPP() / PPP_PAP_Request(username=b"u", password=b"p"), PPP() / PPP_PAP_Response(message=b"m"), PPP() / PPP_CHAP_ChallengeResponse(value=b"v" * 8, optional_name=b"n"),
                   PPP() / PPP_CHAP(code=3, data=b"ok"), PPP() / EAP(code=3)):
        yield PPP_LINK, packet / Padding(b"\0" * 3)
        yield HDLC_LINK, HDLC() / packet
        yield ETHERNET, eth / ip / GRE_PPTP(seqnum_present=1) / HDLC() / packet
    data = LLC(dsap=0xaa, ssap=0xaa, ctrl=3) / SNAP(code=0x800) / ip / UDP()
    elements = (Dot11Elt(ID=0, info=b"net") / Dot11EltRates(rates=[2, 4], len=2) / Dot11EltDSSSet(channel=1) / Dot11EltERP() / Dot11EltVendorSpecific(oui=0x1018, info=b"v", len=4)
                / Dot11EltRSN(len=20, mfp_capable=0, mfp_required=0, pmkids=None, group_management_cipher_suite=None)
                / Dot11EltCountry(len=6, country_string=b"XX ", descriptors=[Dot11EltCountryConstraintTriplet()]) / Dot11EltHTCapabilities(len=26))
    three = {"addr1": "02:00:00:00:00:01", "addr2": "02:00:00:00:00:02", "addr3": "02:00:00:00:00:03"}
    for frame in (Dot11(type=2, **three) / data, Dot11(type=2, subtype=8, **three) / Dot11QoS() / data, Dot11(type=2, FCfield=3, addr4="02:00:00:00:00:04", **three) / data,
                  Dot11(type=2, FCfield=0x40, **three) / Raw(b"\1\2\3\0" + b"w" * 20), Dot11(type=2, FCfield=0x40, **three) / Raw(b"\1\x21\3\x20" + b"t" * 20),
                  Dot11(type=2, FCfield=0x40, **three) / Raw(b"\1\2\0\x20" + b"c" * 20), Dot11(type=1, subtype=13, addr1="02:00:00:00:00:01") / Raw(b"fcs."),
                  Dot11(type=0, subtype=8, **three) / Dot11Beacon() / elements, Dot11(type=0, subtype=5, **three) / Dot11ProbeResp() / elements,
                  Dot11(type=0, subtype=0, **three) / Dot11AssoReq() / elements, Dot11(type=0, subtype=11, **three) / Dot11Auth(), Dot11(type=0, subtype=12, **three) / Dot11Deauth()):
        yield DOT11_LINK, frame
        yield PPI_LINK, Raw(b"\0\0\x08\0\x69\0\0\0") / frame
    for link_type, frame in ((DOT15D4_LINK, Dot15d4), (DOT15D4_FCS_LINK, Dot15d4FCS)):
        yield link_type, frame(fcf_srcaddrmode=2, fcf_frametype=1) / Dot15d4Data(src_panid=1, src_addr=2) / Raw(b"\0not compressed")
        yield link_type, frame(fcf_srcaddrmode=3, fcf_destaddrmode=3, fcf_panidcompress=1, fcf_frametype=1) / Dot15d4Data(src_addr=2) / Raw(b"\x3f")
        yield link_type, frame(fcf_srcaddrmode=2, fcf_destaddrmode=0) / Dot15d4Beacon(src_addr=2, pa_num_short=2, pa_short_addresses=[1, 2]) / payload
        yield link_type, frame(fcf_srcaddrmode=2, fcf_frametype=3) / Dot15d4Cmd(src_panid=1, src_addr=2) / payload
        yield link_type, frame(fcf_frametype=2, fcf_destaddrmode=0) / payload


def variants(data, wanted, rng):
    yield data
    for size in range(min(len(data), 400)):
        yield data[:size]
    for _ in range(wanted):
        changed = bytearray(data)
        for _ in range(rng.choice((1, 1, 1, 2, 4))):
            at = rng.randrange(len(changed))
            changed[at] = rng.choice((0, 1, 2, 3, 4, 5, 0x35, 0x3f, 0x40, 0x80, 0xc0, 0xff, rng.randrange(256)))
        if rng.random() < 0.3:
            del changed[rng.randrange(len(changed)):]
        yield bytes(changed)


def packets(wanted, captures):
    rng = random.Random(2718)
    for link_type, packet in itertools.chain(seeds(), link_seeds()):
        for data in variants(bytes(packet), wanted, rng):
            yield link_type, data
    for capture in captures:
        is_pcapng = open(capture, "rb").read(4) == b"\n\r\r\n"
        reader = (RawPcapNgReader if is_pcapng else RawPcapReader)(capture)
        for data, meta in reader:
            link_type = meta.linktype if is_pcapng else reader.linktype
            yield from ((link_type, d) for d in variants(data[:400], wanted, rng))
        reader.close()


def main():
    tool = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    made = list(packets(wanted, sys.argv[3:]))
    lines = "".join("%d %s\n" % (link_type, data.hex()) for link_type, data in made)
    ours = subprocess.run([tool, "-"], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(ours) == len(made)
    differences, excused, examples = collections.Counter(), collections.Counter(), {}
    for (link_type, data), chain in zip(made, ours):
        if not data:
            continue
        layers, mine = scapy_layers(link_type, data), chain.split("|")
        reasons = difference(layers, mine)
        if reasons is not None:
            excused.update(reasons)
            continue
        key = ("|".join(scapy_tunnels.names(layers)), chain)
        differences[key] += 1
        examples.setdefault(key, "%d %s" % (link_type, data.hex()))
    for (theirs, mine), count in differences.most_common(25):
        print("%5d  scapy %s\n        ours %s\n        %s" % (count, theirs, mine, examples[theirs, mine]))
    for reason, count in excused.items():
        print("%6d differ on purpose: %s" % (count, reason))
    print("%d packets, %d differ" % (len(made), sum(differences.values())))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
