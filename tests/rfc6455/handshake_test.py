"""A server's answer to our handshake, wrong in every way (RFC 6455, section 4.1): one clear line, and on it goes."""
import base64
import hashlib
import re
import socket

from case import Row, harness
from clients import ClientTest

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
PROBLEM = "There was a problem with the dumpling hub connection. Is nd-hub available?"
NO_WEBSOCKET = "what listens at {uri} doesn't open a WebSocket: "
CLOSED = "what listens at {uri} closed the connection instead of opening a WebSocket"


def upgrade(first="HTTP/1.1 101 Switching Protocols", without="", more=()):
    """Makes an answer of the key; all that is asked for, but for one field, and more."""

    def make(key):
        accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        lines = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept}"]
        lines = [line for line in lines if not without or not line.startswith(without)]
        return "\r\n".join([first, *lines, *more, "", ""]).encode()

    return make


def says(data):
    return lambda _: data


def http(status, more=""):
    return says(f"HTTP/1.1 {status}\r\n{more}Content-Length: 5\r\n\r\nno no".encode())


def declined(status):
    number, words = status.split(" ", 1)
    return f"the hub at {{uri}} answered HTTP {number} ({words}) instead of opening a WebSocket"


ACCEPT = "Sec-WebSocket-Accept"
ROWS = [
    Row("4.1", "a wrong accept", upgrade(without=ACCEPT, more=[ACCEPT + ": AAAAAAAAAAAAAAAAAAAAAAAAAAA="]),
        told=NO_WEBSOCKET + ".*" + ACCEPT),
    Row("4.1", "no accept", upgrade(without=ACCEPT), told=NO_WEBSOCKET + ".*" + ACCEPT),
    Row("4.1", "no Upgrade", upgrade(without="Upgrade"), told=NO_WEBSOCKET + ".*Upgrade"),
    Row("4.1", "an Upgrade to something else", upgrade(without="Upgrade", more=["Upgrade: h2c"]),
        told=NO_WEBSOCKET + ".*Upgrade"),
    Row("4.1", "no Connection", upgrade(without="Connection"), told=NO_WEBSOCKET + ".*Connection"),
    Row("4.1", "a Connection that is kept", upgrade(without="Connection", more=["Connection: keep-alive"]),
        told=NO_WEBSOCKET + ".*Connection"),
    Row("4.1", "HTTP/1.0", upgrade(first="HTTP/1.0 101 Switching Protocols"), told=NO_WEBSOCKET),
    Row("4.1", "a subprotocol that wasn't asked for", upgrade(more=["Sec-WebSocket-Protocol: chat"]),
        told="the hub at {uri} chose a subprotocol that wasn't offered"),
    Row("4.1", "an extension that wasn't asked for", upgrade(more=["Sec-WebSocket-Extensions: permessage-deflate"]),
        told="the hub at {uri} chose a WebSocket extension that wasn't offered"),
    *[Row("4.1", status, http(status), told=declined(status))
      for status in ("200 OK", "400 Bad Request", "403 Forbidden", "404 Not Found", "500 Internal Server Error")],
    Row("4.1", "302", http("302 Found", "Location: ws://127.0.0.1:1/\r\n"), told=declined("302 Found")),
    Row("4.1", "401", http("401 Unauthorized"), told="the hub at {uri} takes nobody without a token (HTTP 401)"),
    Row("4.1", "what isn't HTTP", says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), told=NO_WEBSOCKET),
    Row("4.1", "bytes of all kinds", says(bytes(range(256)) * 40), told=NO_WEBSOCKET),
    Row("4.1", "frames at once", says(b"\x81\x02hi" * 5000), told=NO_WEBSOCKET),
    Row("4.1", "a field of 100,000 bytes", upgrade(more=["X: " + "x" * 100000]), told=NO_WEBSOCKET),
    Row("4.1", "20,000 fields", upgrade(more=["X: y"] * 20000), told=NO_WEBSOCKET),
    Row("4.1", "half an answer, and the end", says(b"HTTP/1.1 101 Switching Proto"),
        told=NO_WEBSOCKET + "partial message"),
    Row("4.1", "the end without a word", says(b""), told=CLOSED),
]


def pattern(text, uri):
    return re.escape(text).replace(r"\.\*", ".*").replace(r"\{uri\}", re.escape(uri))


class Handshake(ClientTest):
    def answer(self, tool, make):
        """Takes the tool's request, answers it, and hangs up when that is said."""
        connection = tool.hub.accept_raw()
        with connection, connection.makefile("rb") as request:
            lines = list(iter(request.readline, b"\r\n"))
            key = next(line.split()[1].decode() for line in lines if line.lower().startswith(b"sec-websocket-key:"))
            try:
                connection.sendall(make(key))
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it had heard enough

    def assertTold(self, tool, why):
        """In one line behind the one that is always there. An eater ends with 1, a kitchen tries again."""
        said = tool.program.err
        if tool.name == "nd-print":
            self.assertEqual(1, tool.program.wait())
            self.assertEqual("", tool.program.out.text)
            self.assertRegex(said.text, rf"\Aprintereater: {re.escape(PROBLEM)}\nprintereater: {why}.*\n\Z")
        else:
            warning = r"\S+ WARNING default_kitchen: "
            said.wait_for(rf"^{warning}{re.escape(PROBLEM)}\n(\S+ INFO .*\n)*{warning}{why}.*\n")
            self.assertIn('"kitchen_name"', tool.hub.accept().receive_text())
        tool.program.kill()
        tool.hub.close()

    def test_clients_open_nothing_with_what_answers_wrongly_and_say_why(self):
        for row in ROWS:
            for tool in self.tools():
                with self.case(row, tool.name):
                    self.answer(tool, row.make)
                    self.assertTold(tool, pattern(row.told, tool.hub.uri))

    def test_clients_wait_for_no_answer_and_for_an_endless_one_for_10_seconds(self):
        row = Row("4.1", "no answer at all", None)
        waiting = []
        for said in (b"", b"HTTP/1.1 101 Switching Protocols\r\nX: "):
            for tool in self.tools():
                connection = tool.hub.accept_raw()
                self.addCleanup(connection.close)
                connection.sendall(said)
                waiting.append(tool)
        for tool in waiting:
            with self.case(row, tool.name):
                why = "what listens at {uri} took the connection but opened no WebSocket within 10 s"
                self.assertTold(tool, pattern(why, tool.hub.uri))


if __name__ == "__main__":
    harness.main()
