"""Frames that need not be right, and the connections that they go through."""
import os
import struct
import sys

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path[:0] = [os.path.join(TESTS, folder) for folder in ("tools", "system")]

from fake_client import FakeClient  # noqa: E402
from peer import BINARY, CLOSE, PING, PONG, TEXT, masked  # noqa: E402,F401

CONTINUED = 0
NO_CODE = 1005  # stands for a Close without one
MASK = b"\x37\xfa\x21\x3d"
SHORT, TWO_BYTES, EIGHT_BYTES = 1, 2, 8  # in how much of a header its length is told


class Frames:
    """Makes frames as a client or a server sends them, `mask` apart."""

    def __init__(self, is_client):
        self.is_client = is_client

    def __call__(self, opcode, payload=b"", fin=True, rsv=0, mask=None, size=None, form=None):
        """`size` is what the header claims."""
        size = len(payload) if size is None else size
        form = form or (SHORT if size < 126 else TWO_BYTES if size < 65536 else EIGHT_BYTES)
        mask = self.is_client if mask is None else mask
        first, bit = (0x80 if fin else 0) | rsv << 4 | opcode, 0x80 if mask else 0
        length = {
            SHORT: bytes([bit | size & 0x7F]),
            TWO_BYTES: struct.pack(">BH", bit | 126, size & 0xFFFF),
            EIGHT_BYTES: struct.pack(">BQ", bit | 127, size),
        }[form]
        return bytes([first]) + length + (MASK + masked(payload, MASK) if mask else payload)

    def close(self, code, reason=b""):
        return self(CLOSE, struct.pack(">H", code) + reason)


class Witness(FakeClient):
    """One of those who must notice nothing; it answers pings, as it may be there for minutes."""

    def hears(self, text):
        """Reads until `text` comes."""
        while (frame := self.receive_frame()) != (TEXT, text.encode()):
            if frame[0] == PING:
                self.send_frame(PONG, frame[1])


def say(peer, data):
    """Sends `data`, as far as the other side still wants it: what it said before it left is to be read."""
    try:
        peer.send_bytes(data)
    except (BrokenPipeError, ConnectionResetError):
        pass


def close_code(peer):
    """The code of the Close that comes, NO_CODE for one without; None when there is none before the end."""
    try:
        while True:
            opcode, payload = peer.receive_frame()
            if opcode == CLOSE:
                return struct.unpack(">H", payload[:2])[0] if payload else NO_CODE
    except (EOFError, ConnectionResetError):
        return None
