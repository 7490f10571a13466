"""One side of a WebSocket connection that does exactly what it is told: plain sockets and frames."""
import os
import socket
import struct

TIMEOUT = max(30.0, float(os.environ.get("ND_PATIENCE", "0")))  # seconds for anything
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def masked(payload, mask):
    return bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


class Peer:
    """A subclass makes the handshake, and says whether it is the client, which masks its frames."""

    is_client = False

    def __init__(self, client):
        self._socket = client
        self._socket.settimeout(TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each send is a TCP segment of its own
        self._received = b""

    def _more(self):
        data = self._socket.recv(65536)
        if not data:
            raise EOFError("the other side closed the connection")
        self._received += data

    def _take(self, size):
        while len(self._received) < size:
            self._more()
        taken, self._received = self._received[:size], self._received[size:]
        return taken

    def _take_head(self):
        """Returns the first line of an HTTP head, and its fields by their names in lower case."""
        while b"\r\n\r\n" not in self._received:
            self._more()
        head, self._received = self._received.split(b"\r\n\r\n", 1)
        lines = head.decode("ascii").split("\r\n")
        return lines[0], {k.lower(): v for k, v in (line.split(": ", 1) for line in lines[1:])}

    def receive_frame(self):
        """Returns (opcode, payload) of the next frame. Raises EOFError if the other side has gone."""
        first, second = self._take(2)
        assert bool(second & 0x80) != self.is_client, "a client must mask, a server must not"
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._take(8))[0]
        if self.is_client:
            return first & 0x0F, self._take(size)
        mask = self._take(4)
        return first & 0x0F, masked(self._take(size), mask)

    def receive_text(self):
        opcode, payload = self.receive_frame()
        assert opcode == TEXT, (opcode, payload)
        return payload.decode()

    def receive_close(self):
        """Returns (code, reason) of the other side's Close, which must be the next frame."""
        opcode, payload = self.receive_frame()
        assert opcode == CLOSE, (opcode, payload)
        return struct.unpack(">H", payload[:2])[0], payload[2:].decode()

    def send_frame(self, opcode, payload):
        head = bytes([0x80 | opcode])
        mask_bit = 0x80 if self.is_client else 0
        if len(payload) < 126:
            head += bytes([mask_bit | len(payload)])
        elif len(payload) < 65536:
            head += struct.pack(">BH", mask_bit | 126, len(payload))
        else:
            head += struct.pack(">BQ", mask_bit | 127, len(payload))
        if self.is_client:
            mask = os.urandom(4)
            head, payload = head + mask, masked(payload, mask)
        self.send_bytes(head + payload)

    def send_bytes(self, data):
        """Sends any bytes, which need not be a frame."""
        self._socket.sendall(data)

    def send(self, text):
        self.send_frame(TEXT, text.encode() if isinstance(text, str) else text)

    def send_close(self, code, reason=""):
        self.send_frame(CLOSE, struct.pack(">H", code) + reason.encode())

    def wait_until_gone(self):
        """Reads until the other side closes the TCP connection."""
        try:
            while True:
                self._more()
        except (EOFError, ConnectionResetError):
            pass

    def close(self):
        """Cuts the connection, without a Close frame."""
        self._socket.close()
