"""Makes frames byte by byte, and capture files of them."""
import errno
import ipaddress
import socket
import struct
import time

CLIENT, SERVER = "192.0.2.10", "192.0.2.53"
CLIENT_MAC, SERVER_MAC = "00:00:5e:00:53:0a", "00:00:5e:00:53:35"
IPV4, ARP_TYPE, TCP, UDP = 0x0800, 0x0806, 6, 17


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethernet(ether_type, payload, source=CLIENT_MAC, to=SERVER_MAC):
    return mac(to) + mac(source) + struct.pack("!H", ether_type) + payload


def ipv4(protocol, payload, source=CLIENT, to=SERVER):
    head = struct.pack(
        "!BBHHHBBH4s4s",
        0x45,
        0,
        20 + len(payload),
        1,
        0,
        64,
        protocol,
        0,
        ipaddress.ip_address(source).packed,
        ipaddress.ip_address(to).packed,
    )
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def arp(operation, source_ip, to_ip, source=CLIENT_MAC, to="00:00:00:00:00:00"):
    return ethernet(
        ARP_TYPE,
        struct.pack(
            "!HHBBH6s4s6s4s",
            1,
            IPV4,
            6,
            4,
            operation,
            mac(source),
            ipaddress.ip_address(source_ip).packed,
            mac(to),
            ipaddress.ip_address(to_ip).packed,
        ),
        source,
        "ff:ff:ff:ff:ff:ff",
    )


def dns_question(host, number=1, to_port=53):
    name = b"".join(bytes([len(label)]) + label for label in host.encode().split(b".")) + b"\0"
    message = struct.pack("!HHHHHH", number & 0xFFFF, 0x0100, 1, 0, 0, 0) + name + struct.pack("!HH", 1, 1)
    return ethernet(IPV4, ipv4(UDP, struct.pack("!HHHH", 40000, to_port, 8 + len(message), 0) + message))


def tcp_syn(to_port, from_port=40000):
    return ethernet(IPV4, ipv4(TCP, struct.pack("!HHIIBBHHH", from_port, to_port, 1, 0, 0x50, 0x02, 64240, 0, 0)))


def pcap_head(link_type=1):
    return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link_type)


def pcap_record(frame, seconds):
    whole = int(seconds)
    return struct.pack("<IIII", whole, round((seconds - whole) * 1e6), len(frame), len(frame)) + frame


def pcap(frames, start=1700000000.0, step=0.001):
    return pcap_head() + b"".join(pcap_record(frame, start + i * step) for i, frame in enumerate(frames))


def send(interface, frames):
    """Sends the frames on a wire. Needs root. What was sent waits in a queue of 1000 packets that all wires and tests share,
    and what doesn't fit is lost. So it pauses now and then."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        wire.bind((interface, 0))
        for number, frame in enumerate(frames, 1):
            while not _sent(wire, frame):
                time.sleep(0.001)
            if number % 100 == 0:
                time.sleep(0.001)


def _sent(wire, frame):
    """Returns False if the queue was full."""
    try:
        wire.send(frame)
    except OSError as error:
        if error.errno != errno.ENOBUFS:
            raise
        return False
    return True
