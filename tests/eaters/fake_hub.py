"""A hub for tests that does exactly what it is told, and nothing of itself: not even an answer to a Close.

Plain sockets and frames, so that it can also do what a hub shouldn't: cut the line, keep silent, send rubbish.
"""
import base64
import hashlib
import socket
import struct

TIMEOUT = 30
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class FakeHub:
    """Listens on a free port of 127.0.0.1."""

    def __init__(self, port=0):
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.settimeout(TIMEOUT)
        self.port = self._listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.uri = f"ws://{self.address}"
        self._connections = []

    def accept(self):
        connection = Connection(self._listener.accept()[0])
        self._connections.append(connection)
        return connection

    def accept_if_alive(self):
        """Like accept(), but None for a client that has gone before its handshake."""
        try:
            return self.accept()
        except (EOFError, ConnectionResetError):
            return None

    def accept_raw(self):
        """A TCP connection without the WebSocket handshake."""
        client = self._listener.accept()[0]
        self._connections.append(client)
        return client

    def close(self):
        self._listener.close()
        for connection in self._connections:
            connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Connection:
    """One eater, after the handshake."""

    def __init__(self, client):
        self._socket = client
        self._socket.settimeout(TIMEOUT)
        self._received = b""
        self._handshake()

    def _handshake(self):
        while b"\r\n\r\n" not in self._received:
            self._more()
        head, self._received = self._received.split(b"\r\n\r\n", 1)
        lines = head.decode("ascii").split("\r\n")
        self.request = lines[0]
        self.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines[1:])}
        key = self.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self._socket.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              f"Sec-WebSocket-Accept: {accept}\r\n\r\n").encode())

    def _more(self):
        data = self._socket.recv(65536)
        if not data:
            raise EOFError("the eater closed the connection")
        self._received += data

    def _take(self, size):
        while len(self._received) < size:
            self._more()
        taken, self._received = self._received[:size], self._received[size:]
        return taken

    def receive_frame(self):
        """(opcode, payload) of the next frame; EOFError when the eater has gone."""
        first, second = self._take(2)
        assert second & 0x80, "a client must mask"
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._take(8))[0]
        mask = self._take(4)
        payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(self._take(size)))
        return first & 0x0F, payload

    def receive_text(self):
        opcode, payload = self.receive_frame()
        assert opcode == TEXT, opcode
        return payload.decode()

    def receive_close(self):
        """(code, reason) of the eater's Close, which must come next."""
        opcode, payload = self.receive_frame()
        assert opcode == CLOSE, opcode
        return struct.unpack(">H", payload[:2])[0], payload[2:].decode()

    def send_frame(self, opcode, payload):
        head = bytes([0x80 | opcode])
        if len(payload) < 126:
            head += bytes([len(payload)])
        elif len(payload) < 65536:
            head += struct.pack(">BH", 126, len(payload))
        else:
            head += struct.pack(">BQ", 127, len(payload))
        self._socket.sendall(head + payload)

    def send(self, text):
        self.send_frame(TEXT, text.encode() if isinstance(text, str) else text)

    def send_close(self, code, reason=""):
        self.send_frame(CLOSE, struct.pack(">H", code) + reason.encode())

    def wait_until_gone(self):
        """Reads until the eater closes the TCP connection."""
        try:
            while True:
                self._more()
        except (EOFError, ConnectionResetError):
            pass

    def close(self):
        """Cuts the connection, without a Close frame."""
        self._socket.close()
