"""Loads the tunnels of scapy's contrib folder, and corrects what scapy makes of them against their standards.

docs/layers.md lists the corrections under "Differences from scapy".
"""
import os

from scapy.all import *  # noqa: F403

for contrib in ("chdlc", "erspan", "etherip", "geneve", "gtp", "mpls"):
    load_contrib(contrib)
from scapy.contrib.gtp import GTP_PDCP_PDU_ExtensionHeader, GTP_U_Header, GTP_UDPPort_ExtensionHeader, GTPPDUSessionContainer  # noqa: E402

CONTRIBUTED = {"MPLS", "EoMCW", "ERSPAN I", "ERSPAN II", "ERSPAN III", "PlatformSpecific", "GENEVE", "GTP-U Header",
               "GTP_UDPPort_ExtensionHeader", "GTP_PDCP_PDU_ExtensionHeader", "GTP PDU Session Container",
               "Cisco HDLC", "SLARP", "EtherIP / RFC 3378"}
TAGS = {0x8847: MPLS, 0x8848: MPLS, 0x88a8: Dot1AD, 0x9100: Dot1Q}
PPP_LABELS = {0x281: MPLS, 0x283: MPLS}
EXTENSIONS = {0x40: GTP_UDPPort_ExtensionHeader, 0x85: GTPPDUSessionContainer, 0xc0: GTP_PDCP_PDU_ExtensionHeader}


class GTP_ExtensionHeader(Packet):
    """An extension header of a type that scapy has no name for."""
    fields_desc = []


def layers_of(layer):
    layers = []
    while not isinstance(layer, NoPayload):
        layers.append(layer)
        layer = layer.payload
    return layers


def read(cls, data):
    """Returns the layers of bytes; those that aren't one of `cls` are Raw."""
    if not data:
        return []
    try:
        return layers_of(cls(data))
    except Exception:
        return [conf.raw_layer(data)]


def replaced(layers, at, new):
    """Returns the layers with others for the one at `at` and for all within it, but with the padding around it."""
    if at >= len(layers):
        return layers[:at] + new
    within = len(read(type(layers[at]), layers[at].original))
    return layers[:at] + new + layers[at + within:]


def names(layers):
    return [layer.name for layer in layers]


def corrected(layers, ours):
    """Returns why scapy is wrong about the first layer that differs from ours, and the layers as they should be, or None."""
    same = len(os.path.commonprefix([names(layers), ours]))
    for correct in (missing_tag, label_before_a_zero, erspan_1, erspan_3_of_ip, later_fragment, gtp_version, gtp_rest):
        answer = correct(layers, same)
        if answer and names(answer[1]) != names(layers):
            return answer
    return None


def missing_tag(layers, same):
    """VLAN tags, MPLS and EtherIP in places where scapy doesn't look for them."""
    if same == 0 or same >= len(layers) or layers[same].name != "Raw":
        return None
    around, data = layers[same - 1], layers[same].original
    number = next((getattr(around, field) for field in ("type", "proto", "code", "nh") if hasattr(around, field)), None)
    cls = PPP_LABELS.get(number) if around.name == "PPP Link Layer" else EtherIP if number == 97 else TAGS.get(number)
    if cls is None or around.guess_payload_class(data) is not conf.raw_layer:
        return None
    return "VLAN tags, MPLS or EtherIP where scapy knows none", replaced(layers, same, read(cls, data))


def label_before_a_zero(layers, same):
    if not 0 < same < len(layers) or layers[same].name != "Raw" or len(layers[same].original) != 5 or layers[same].original[4]:
        return None
    data = layers[same].original
    if layers[same - 1].guess_payload_class(data) is not MPLS:
        return None
    return "MPLS before a single zero byte, of which scapy wants the second", replaced(layers, same, [MPLS(), conf.raw_layer(data[4:])])


def erspan_1(layers, same):
    for at in range(1, min(same + 1, len(layers))):
        around = layers[at - 1]
        if around.name == "GRE" and around.proto == 0x88be and not around.seqnum_present and layers[at].name in ("ERSPAN II", "Raw"):
            return "ERSPAN I, which scapy takes for II", replaced(layers, at, [ERSPAN_I()] + read(Ether, layers[at].original))
    return None


def erspan_3_of_ip(layers, same):
    around = layers[same - 1] if 0 < same < len(layers) else None
    if around is None or around.name != "ERSPAN III" or around.ft != 2 or around.o:
        return None
    data = layers[same].original
    return "ERSPAN III that carries IP", replaced(layers, same, read(IPv6 if data[0] >> 4 == 6 else IP, data))


def later_fragment(layers, same):
    around = layers[same - 1] if 0 < same < len(layers) else None
    if around is None or around.name not in ("IP", "IP in ICMP") or around.proto != 137 or not around.frag:
        return None
    return "a later fragment of MPLS", replaced(layers, same, [conf.raw_layer(layers[same].original)])


def gtp_version(layers, same):
    if same >= len(layers) or layers[same].name != "GTP-U Header" or layers[same].original[0] >> 4 == 3:
        return None
    return "GTP-U of another version than 1", replaced(layers, same, [conf.raw_layer(layers[same].original)])


def gtp_rest(layers, same):
    """Reads extension headers and what comes after them as the 3GPP's standard has it."""
    for at in range(min(same, len(layers))):
        layer = layers[at]
        if layer.name != "GTP-U Header":
            continue
        rest = layer.original[12 if layer.original[0] & 7 else 8:]
        extension = layer.next_ex if layer.original[0] & 4 else 0
        read_anew = [layer]
        while extension and rest:
            if not rest[0]:
                read_anew.append(conf.raw_layer(rest))
                rest = b""
                break
            read_anew.append(EXTENSIONS.get(extension, GTP_ExtensionHeader)())
            size = 4 * rest[0]
            extension, rest = rest[size - 1] if size <= len(rest) else 0, rest[size:]
        if rest:
            cls = conf.raw_layer if layer.gtp_type != 255 else IP if 0x45 <= rest[0] <= 0x4f else IPv6 if rest[0] >> 4 == 6 else PPP
            read_anew += read(cls, rest)
        answer = replaced(layers, at, read_anew)
        if names(answer) != names(layers):
            return "extension headers and user packets of GTP-U", answer
    return None
