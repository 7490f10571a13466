"""Frames that need not be right, and a connection of plain bytes that is opened with the ordinary handshake."""
import os
import struct
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", folder) for folder in ("tools", "system")]

from fake_client import FakeClient  # noqa: E402
from peer import BINARY, CLOSE, PING, PONG, TEXT, masked  # noqa: E402,F401

CONTINUED = 0
MASK = b"\x37\xfa\x21\x3d"


class Frames:
    """Makes frames as a client or a server sends them, `mask` apart."""

    def __init__(self, is_client):
        self.is_client = is_client

    def __call__(self, opcode, payload=b"", fin=True, rsv=0, mask=None, size=None, form=None):
        """`size` is what the header claims; `form` how many bytes it does that in: 1, 2 or 8."""
        size = len(payload) if size is None else size
        form = form or (1 if size < 126 else 2 if size < 65536 else 8)
        mask = self.is_client if mask is None else mask
        first, bit = (0x80 if fin else 0) | rsv << 4 | opcode, 0x80 if mask else 0
        length = {1: bytes([bit | size & 0x7F]), 2: bytes([bit | 126]) + struct.pack(">H", size & 0xFFFF),
                  8: bytes([bit | 127]) + struct.pack(">Q", size)}[form]
        return bytes([first]) + length + (MASK + masked(payload, MASK) if mask else payload)

    def close(self, code, reason=b""):
        return self(CLOSE, struct.pack(">H", code) + reason)


class Wire(FakeClient):
    """A client that sends bytes as they are."""

    def send_bytes(self, data):
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the other side has heard enough; what it said is still to be read


def close_code(peer):
    """The code of the Close that comes, 1005 for one without; None when there is none before the end."""
    try:
        while True:
            opcode, payload = peer.receive_frame()
            if opcode == CLOSE:
                return struct.unpack(">H", payload[:2])[0] if payload else 1005
    except (EOFError, ConnectionResetError):
        return None
