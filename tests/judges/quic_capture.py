"""Makes a capture of QUIC handshakes that begin, as in RFC 9001 and RFC 9369, since the other captures have no whole one.
AES comes from the program openssl."""
import hashlib
import hmac
import random
import struct
import subprocess

SALTS = {1: "38762cf7f55934b34d179ae6a4c80cadccbb7f0a", 0x6B3343CF: "0dede3def700a6db819381be6e269dcbf9bd2ed9"}
LABELS = {1: ("quic key", "quic iv", "quic hp"), 0x6B3343CF: ("quicv2 key", "quicv2 iv", "quicv2 hp")}
NAMES = ("a.example", "www.example.com", "xn--bcher-kva.example", "x" * 45 + "." + "y" * 15 + ".example.org", "z.example")
ADDRESSES = bytes((192, 0, 2, 1, 198, 51, 100, 2))


def expand(secret, label, size):
    label = b"tls13 " + label.encode()
    return hmac.digest(secret, struct.pack("!HB", size, len(label)) + label + b"\0\1", hashlib.sha256)[:size]


def aes(key, blocks):
    command = ["openssl", "enc", "-aes-128-ecb", "-nopad", "-K", key.hex()]
    return subprocess.run(command, input=blocks, capture_output=True, check=True).stdout


def times(x, y):
    """Multiplies in the field of GCM."""
    product = 0
    for bit in range(127, -1, -1):
        product ^= x if y >> bit & 1 else 0
        x = x >> 1 ^ (0xE1 << 120 if x & 1 else 0)
    return product


def seal(key, nonce, clear, header):
    """Encrypts by AES-128-GCM, and appends the tag."""
    count = (len(clear) + 15) // 16
    blocks = bytes(16) + b"".join(nonce + struct.pack("!I", i) for i in range(1, count + 2))
    stream = aes(key, blocks)
    sealed = bytes(a ^ b for a, b in zip(clear, stream[32:]))
    padded = [part + bytes(-len(part) % 16) for part in (header, sealed)]
    checked = b"".join(padded) + struct.pack("!QQ", 8 * len(header), 8 * len(sealed))
    hashed, factor = 0, int.from_bytes(stream[:16], "big")
    for at in range(0, len(checked), 16):
        hashed = times(hashed ^ int.from_bytes(checked[at:at + 16], "big"), factor)
    return sealed + bytes(a ^ b for a, b in zip(hashed.to_bytes(16, "big"), stream[16:32]))


def sized(data, size=2):
    return len(data).to_bytes(size, "big") + data


def hello(name, rng):
    """Returns a ClientHello as a message of TLS."""
    extensions = (
        (0, sized(b"\0" + sized(name.encode()))), (10, sized(b"\0\x1d\0\x17")), (13, sized(b"\4\3\x08\4")),
        (16, sized(b"\2h3")), (43, b"\2\3\4"), (45, b"\1\1"), (51, sized(b"\0\x1d" + sized(rng.randbytes(32)))),
        (57, b"\1\2\x67\x10\x0f\0"))
    ciphers = b"".join(rng.sample((b"\x13\1", b"\x13\2", b"\x13\3"), rng.randint(1, 3)))
    body = b"\3\3" + rng.randbytes(32) + b"\0" + sized(ciphers) + b"\1\0"
    return b"\1" + sized(body + sized(b"".join(struct.pack("!H", kind) + sized(data) for kind, data in extensions)), 3)


def initial(version, destination, number, frames):
    """Returns a client's Initial packet of 1,200 bytes."""
    secret = hmac.digest(bytes.fromhex(SALTS[version]), destination, hashlib.sha256)
    secret = expand(secret, "client in", 32)
    key, iv, mask_key = (expand(secret, label, size) for label, size in zip(LABELS[version], (16, 12, 16)))
    header = struct.pack("!BI", 0xC3 if version == 1 else 0xD3, version) + sized(destination, 1) + sized(b"client", 1) + b"\0"
    size = 1200 - len(header) - 2
    header += struct.pack("!HI", 0x4000 | size, number)
    frames += bytes(size - 4 - 16 - len(frames))
    nonce = (int.from_bytes(iv, "big") ^ number).to_bytes(12, "big")
    sealed = seal(key, nonce, frames, header)
    mask = aes(mask_key, sealed[:16])
    number_at = len(header) - 4
    masked = bytes(a ^ b for a, b in zip(header[number_at:], mask[1:]))
    return bytes([header[0] ^ mask[0] & 15]) + header[1:number_at] + masked + sealed


def crypto(message, begin, end):
    return struct.pack("!BHH", 6, 0x4000 | begin, 0x4000 | end - begin) + message[begin:end]


def datagrams():
    """Yields (client's port, datagram): each name in each version, whole, in two frames the wrong way round, in two packets."""
    rng, port = random.Random(9001), 40000
    for version in SALTS:
        for name in NAMES:
            for way in range(3):
                destination, message, port = rng.randbytes(8), hello(name, rng), port + 1
                first, second = crypto(message, 0, 70), crypto(message, 70, len(message))
                for number, frames in enumerate([[first + second], [second + first], [first, second]][way]):
                    yield port, initial(version, destination, number, frames)


def write(path):
    with open(path, "wb") as f:
        f.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, (port, data) in enumerate(datagrams()):
            udp = struct.pack("!HHHH", port, 443, len(data) + 8, 0) + data
            ip = struct.pack("!BBHIBBH", 0x45, 0, len(udp) + 20, number << 16, 64, 17, 0) + ADDRESSES
            frame = bytes.fromhex("0200000000020200000000010800") + ip + udp
            f.write(struct.pack("<IIII", 1600000000, 1000 * number, len(frame), len(frame)) + frame)
