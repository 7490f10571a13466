"""A hub for tests that does only what it is told. It doesn't even answer a Close, so it can misbehave on purpose."""
import base64
import hashlib
import socket

from peer import TIMEOUT, Peer


class FakeHub:
    """Listens on a free port of 127.0.0.1. `subprotocol` is what it selects, from whoever connects."""

    def __init__(self, port=0, subprotocol=None):
        self.subprotocol = subprotocol
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.settimeout(TIMEOUT)
        self.port = self._listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.uri = f"ws://{self.address}"
        self._connections = []

    def accept(self):
        connection = Connection(self._listener.accept()[0], self.subprotocol)
        self._connections.append(connection)
        return connection

    def accept_if_alive(self):
        """Accepts like accept(), but returns None if the client leaves before its handshake."""
        try:
            return self.accept()
        except (EOFError, ConnectionResetError):
            return None

    def accept_raw(self):
        """Returns a TCP connection before the WebSocket handshake."""
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


class Connection(Peer):
    """One client, after the handshake."""

    def __init__(self, client, subprotocol=None):
        super().__init__(client)
        self.request, self.headers = self._take_head()
        key = self.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        selected = f"Sec-WebSocket-Protocol: {subprotocol}\r\n" if subprotocol else ""
        self._socket.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              f"Sec-WebSocket-Accept: {accept}\r\n{selected}\r\n").encode())
