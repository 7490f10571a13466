"""The kinds of differences that are explained: one rule for each. docs/layers.md has a paragraph for each name."""
import struct

from ours import turned

TIME_OUTS = {"tcp": 3600, "udp": 60}  # seconds after which a quiet connection ends

LONG_GAP = "long gaps"
CUT = "messages that the capture cut off"
MALFORMED = "malformed messages"
FRACTION = "impossible fractions of a second"
LINK_TYPE = "bits above a link type"
GTP_PRIME = "GTP prime"
KEEP_ALIVE = "keep-alives after FIN"
LATE = "data after their acknowledgement"
NO_TIME = "responses without a time"
LENGTH = "IP lengths above the packet's"


def has_long_gap(frames, flow):
    """A connection was quiet for longer than nd-sniff waits. tshark waits for ever."""
    times = sorted(frame.time for frame in frames if frame.flow in (flow, turned(flow)))
    return any(late - early > TIME_OUTS.get(flow[0], 1e12) for early, late in zip(times, times[1:]))


def is_cut_dns(frames, flow, message_id):
    """The capture cut a question or an answer off. tshark gives up reading there."""
    return any(frame.is_cut and message_id == int(frame.first("dns.id") or "-1", 16) for frame in frames
               if frame.flow in (flow, turned(flow)))


def is_malformed_question(frame):
    """tshark can't read the question, either."""
    return bool(frame["_ws.malformed"]) and not frame["dns.qry.name"]


def has_impossible_time(frames, flow):
    """A packet's fraction of a second is a whole second or more. tshark makes it negative when it has 32 bits."""
    return any(len(frame.time_text.partition(".")[2]) > 9 for frame in frames if frame.flow in (flow, turned(flow)))


def has_bits_above_its_link_type(capture):
    """A pcap file whose link type has other bits above it than those that announce a checksum. tshark masks them."""
    with open(capture, "rb") as f:
        head = f.read(24)
    if len(head) < 24 or head[:4] not in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1"):
        return False
    above = struct.unpack("<I", head[20:])[0] >> 16
    return above != 0 and not above & 0x0400


def has_impossible_length(frames, ends):
    """A length of IP is larger than the packet on the wire."""
    return any(frame.ip_bytes > frame.size for frame in frames if frame.ends and set(frame.ends) == set(ends))


def sent_again(earlier, frame):
    """Returns the kind of a segment that tshark alone counts as sent again. `earlier` are its direction's before it."""
    length, begin = int(frame.first("tcp.len")), int(frame.first("tcp.seq"))
    fins = [int(other.first("tcp.seq")) for other in earlier if other.first("tcp.flags.fin") == "1"]
    if length <= 1 and frame["tcp.analysis.spurious_retransmission"] and any(begin == fin - 1 for fin in fins):
        return KEEP_ALIVE
    if length and frame["tcp.analysis.spurious_retransmission"] and not _covers(earlier, begin):
        return LATE
    return None


def _covers(earlier, at):
    segments = ((int(frame.first("tcp.seq")), int(frame.first("tcp.len"))) for frame in earlier)
    return any(begin <= at < begin + length for begin, length in segments)
