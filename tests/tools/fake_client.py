"""A kitchen or eater for tests that does exactly what it is told."""
import base64
import json
import os
import socket

from peer import TIMEOUT, Peer


class FakeClient(Peer):
    """A client of a port on this machine, after the handshake."""

    is_client = True

    def __init__(self, port, host="127.0.0.1", path="/"):
        super().__init__(socket.create_connection((host, port), TIMEOUT))
        self.host, self.port = self._socket.getsockname()[:2]
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall((f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\n"
                              f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n")
                             .encode())
        self.status, self.headers = self._take_head()

    def receive_json(self):
        return json.loads(self.receive_text())

    def hears_nothing(self):
        """Sends a ping, and returns whether the other side sent nothing before its pong."""
        self.send_frame(9, b"anything?")
        return self.receive_frame() == (10, b"anything?")
