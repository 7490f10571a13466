"""The HTTP upgrade, wrong in every way, and connections that never get there (RFC 6455, section 4.2; RFC 9112)."""
import collections
import contextlib
import resource
import socket

from case import Row, harness
from servers import ServerTest

KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
LINES = ["Host: localhost", "Upgrade: websocket", "Connection: Upgrade", KEY, "Sec-WebSocket-Version: 13"]


def head(first="GET / HTTP/1.1", without="", more=(), instead=None):
    lines = [line for line in LINES if not without or not line.startswith(without)] + list(more)
    if instead:
        lines.append(instead)
    return "\r\n".join([first, *lines, "", ""]).encode("latin-1")


HttpRow = collections.namedtuple("HttpRow", "section what head status")


def request(section, what, status, **how):
    """A case whose answer is an HTTP status."""
    return HttpRow(section, what, head(**how), status)


REQUESTS = [
    request("4.2.2", "as it should be", 101),
    request("4.1", "another path", 101, first="GET /any?thing HTTP/1.1"),
    request("4.2.1", "small letters", 101, without="Upgrade", instead="upgrade: WEBSOCKET"),
    request("4.2.1", "keep-alive, Upgrade", 101, without="Connection", instead="Connection: keep-alive, Upgrade"),
    request("4.2.1", "an extension that isn't spoken", 101, more=["Sec-WebSocket-Extensions: permessage-deflate"]),
    request("4.2.2", "a subprotocol that isn't spoken", 101, more=["Sec-WebSocket-Protocol: chat"]),
    *[request("4.2.1", method, 400, first=method + " / HTTP/1.1")
      for method in ("POST", "PUT", "HEAD", "DELETE", "OPTIONS")],
    request("4.2.1", "HTTP/1.0", 400, first="GET / HTTP/1.0"),
    request("4.2.1", "HTTP/0.9", 400, first="GET /"),
    request("4.2.1", "HTTP/2.0", 400, first="GET / HTTP/2.0"),
    request("4.2.1", "no Host", 400, without="Host"),
    request("4.2.1", "no Connection", 400, without="Connection"),
    request("4.2.1", "Connection without Upgrade", 400, without="Connection", instead="Connection: close"),
    request("4.2.1", "no key", 400, without="Sec-WebSocket-Key"),
    request("4.2.1", "an empty key", 400, without="Sec-WebSocket-Key", instead="Sec-WebSocket-Key: "),
    request("4.2.1", "a key that is too short", 400, without="Sec-WebSocket-Key", instead="Sec-WebSocket-Key: AAAA"),
    request("4.2.1", "a key that is no base64", 400, without="Sec-WebSocket-Key",
            instead="Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!=="),
    request("11.3.1", "two keys", 400, more=[KEY]),
    *[request("4.4", "version " + version, 426, without="Sec-WebSocket-Version",
              instead="Sec-WebSocket-Version: " + version)
      for version in ("8", "12", "14", "255", "x")],
    request("4.2.1", "no version", 400, without="Sec-WebSocket-Version"),
    request("10.2", "a page from elsewhere", 403, more=["Origin: http://evil.example"]),
    request("10.2", "a Host that isn't ours", 403, without="Host", instead="Host: evil.example"),
    request("RFC 9112, 3.2", "two Hosts", 400, more=["Host: localhost"]),
    request("RFC 9112, 6.1", "a body by length", 400, more=["Content-Length: 5"]),
    request("RFC 9112, 6.1", "a body in chunks", 400, more=["Transfer-Encoding: chunked"]),
    request("RFC 9112, 6.1", "length and chunks", 400, more=["Content-Length: 5", "Transfer-Encoding: chunked"]),
    request("RFC 9112, 6.3", "two lengths", 400, more=["Content-Length: 0", "Content-Length: 5"]),
    request("RFC 9112, 5.1", "a space before the colon", 400, more=["Content-Length : 5"]),
    request("RFC 9112, 5", "a field without a name", 400, more=[": x"]),
    request("RFC 9112, 2.2", "a zero byte", 400, more=["X: a\0b"]),
    request("RFC 9112, 5.4", "a field of 17,000 bytes", 431, more=["X: " + "x" * 17000]),
    request("RFC 9112, 5.4", "4,000 fields", 431, more=["X: y"] * 4000),
]


def receive(client):
    """Returns b"" at the end. A server that leaves before it has read all resets the connection, which is an end, too."""
    try:
        return client.recv(65536)
    except ConnectionResetError:
        return b""


def status_of(client):
    """The number in the status line that comes, or None when nothing does."""
    said = b""
    while b"\r\n\r\n" not in said and (more := receive(client)):
        said += more
    return int(said.split()[1]) if said else None


class Upgrade(ServerTest):
    def connect(self, port):
        client = socket.create_connection(("127.0.0.1", port), harness.PATIENCE)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.addCleanup(client.close)
        return client

    def assertSentAway(self, client):
        self.assertEqual(b"", receive(client))
        client.close()

    def test_requests_are_answered_as_http_says(self):
        for row in REQUESTS:
            for door, port in self.doors.items():
                with self.case(row, door), self.connect(port) as client:
                    client.sendall(row.head)
                    self.assertEqual(row.status, status_of(client))
                    self.assertUndisturbed()
        self.assertNothingKept()

    def test_a_request_may_come_a_byte_at_a_time(self):
        for door, port in self.doors.items():
            with self.case(Row("4.2.1", "a byte at a time", None), door), self.connect(port) as client:
                for byte in head():
                    client.sendall(bytes([byte]))
                self.assertEqual(101, status_of(client))
        self.assertNothingKept()

    def test_half_a_request_is_sent_away_after_a_while_without_an_answer(self):
        clients = []
        for door, port in self.doors.items():
            for what, data in (("nothing", b""), ("a letter", b"G"), ("half a head", head()[:-20])):
                client = self.connect(port)
                client.sendall(data)
                clients.append((Row("4.2.1", what, None), door, client))
        for row, door, client in clients:
            with self.case(row, door):
                self.assertSentAway(client)
                self.assertUndisturbed()
        self.assertNothingKept()

    def test_5000_half_open_connections_disturb_nobody_and_leave_nothing(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < 6000:
            self.skipTest("needs 6,000 open files (ulimit -n)")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        with self.case(Row("4.2.1", "5,000 half-open connections", None), "both ports"):
            ports = [self.server.in_port, self.server.out_port]
            clients = []
            for i in range(5000):
                clients.append(self.connect(ports[i % 2]))
                if i % 500 == 0:  # the witnesses mustn't be silent for a minute
                    self.assertUndisturbed()
            for client in clients:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has been sent away already
                    client.sendall(b"GET / HTTP/1.1\r\n")
            self.assertUndisturbed()
            for client in clients:
                self.assertIn(status_of(client), (None, 503))  # 503: it had to make room for others
                client.close()
            self.assertUndisturbed()
        self.assertNothingKept()


if __name__ == "__main__":
    harness.main()
