"""One end of a VLAN trunk, for kernels without 802.1Q: frames of the tap device TAP go out on WIRE with tags, frames
that come in with just these tags go to TAP without.

    vlan_trunk.py TAP WIRE TYPE:ID...      e.g. 0x88a8:100 0x8100:5, the outer tag first
"""
import fcntl
import os
import select
import socket
import struct
import sys

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
SOL_PACKET, PACKET_AUXDATA, PACKET_OUTGOING = 263, 8, 4
TP_STATUS_VLAN_VALID, TP_STATUS_VLAN_TPID_VALID = 1 << 4, 1 << 6


def open_tap(name):
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH14x", name.encode(), IFF_TAP | IFF_NO_PI))
    return tap


def with_kernels_tag(frame, ancillary):
    """The frame as it was on the wire: the kernel takes the outer tag out and tells it beside the frame."""
    for level, kind, data in ancillary:
        if level == SOL_PACKET and kind == PACKET_AUXDATA:
            status, _, _, _, _, tci, tpid = struct.unpack("IIIHHHH", data[:20])
            if status & TP_STATUS_VLAN_VALID:
                tpid = tpid if status & TP_STATUS_VLAN_TPID_VALID else 0x8100
                return frame[:12] + struct.pack("!HH", tpid, tci) + frame[12:]
    return frame


def main():
    tap_name, wire_name, tags = sys.argv[1], sys.argv[2], [t.split(":") for t in sys.argv[3:]]
    header = b"".join(struct.pack("!HH", int(kind, 16), int(number)) for kind, number in tags)
    tap = open_tap(tap_name)
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
    wire.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    wire.bind((wire_name, 0x0003))
    print("relaying", flush=True)
    while True:
        ready, _, _ = select.select([tap, wire], [], [])
        if tap in ready:
            frame = os.read(tap, 65536)
            wire.send(frame[:12] + header + frame[12:])
        if wire in ready:
            frame, ancillary, _, sender = wire.recvmsg(65536, 256)
            frame = with_kernels_tag(frame, ancillary)
            if sender[2] != PACKET_OUTGOING and frame[12 : 12 + len(header)] == header:
                os.write(tap, frame[:12] + frame[12 + len(header) :])


if __name__ == "__main__":
    main()
