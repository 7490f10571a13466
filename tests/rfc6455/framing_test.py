"""Frames that no peer may send: reserved bits and opcodes, masks, control frames, lengths (RFC 6455, section 5)."""
from case import Row, harness
from clients import ClientTest
from servers import ServerTest
from wire import BINARY, CLOSE, CONTINUED, EIGHT_BYTES, PING, PONG, TEXT, TWO_BYTES, Frames, say

NAMES = {CONTINUED: "continuation", TEXT: "text", BINARY: "binary", CLOSE: "close", PING: "ping", PONG: "pong"}
PROTOCOL, TOO_LARGE = 1002, 1009


def offence(section, what, make):
    return Row(section, what, make, PROTOCOL)


RESERVED_BITS = [
    offence("5.2", f"{NAMES[op]} with reserved bits {rsv:03b}", lambda f, o=op, r=rsv: f(o, b"x", rsv=r))
    for op in (TEXT, BINARY, PING, PONG, CLOSE)
    for rsv in (1, 2, 4, 7)
]
RESERVED_OPCODES = [
    offence("5.2", f"opcode {op}, {size} bytes", lambda f, o=op, n=size: f(o, b"x" * n))
    for op in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
    for size in (0, 5)
]
MASKS = [
    offence("5.1", f"{NAMES[op]} with the mask of the other side", lambda f, o=op: f(o, b"{}", mask=not f.is_client))
    for op in (TEXT, BINARY, PING, PONG, CLOSE)
]
CONTROL = [
    offence("5.5", f"{NAMES[op]} of {size} bytes", lambda f, o=op, n=size: f(o, b"x" * n))
    for op in (PING, PONG, CLOSE)
    for size in (126, 65536)
] + [
    offence("5.5", f"{NAMES[op]} in fragments", lambda f, o=op: f(o, b"xx", fin=False) + f(CONTINUED, b"x"))
    for op in (PING, PONG, CLOSE)
]
LENGTHS = [
    offence("5.2", f"{NAMES[op]}, {size} bytes told in {form}", lambda f, o=op, n=size, w=form: f(o, b"x" * n, form=w))
    for op in (TEXT, BINARY)
    for size, form in ((0, TWO_BYTES), (5, TWO_BYTES), (125, TWO_BYTES), (0, EIGHT_BYTES), (126, EIGHT_BYTES),
                       (65535, EIGHT_BYTES))
]
TOP_BIT = [
    offence("5.2", f"{NAMES[op]} of {name} bytes", lambda f, o=op, n=size: f(o, b"", size=n))
    for op in (TEXT, BINARY)
    for name, size in (("2^63", 1 << 63), ("2^63 + 5", (1 << 63) + 5), ("2^64 - 1", (1 << 64) - 1))
]
ENORMOUS = [
    Row("7.4.1", f"{NAMES[op]} of {name} bytes", lambda f, o=op, n=size: f(o, b"", size=n), TOO_LARGE)
    for op in (TEXT, BINARY)
    for name, size in (("2^63 - 1", (1 << 63) - 1), ("2^62", 1 << 62), ("2^32", 1 << 32))
] + [
    Row("7.4.1", "fragments of 2^62 bytes", lambda f: f(TEXT, b"x", fin=False) + f(CONTINUED, size=1 << 62), TOO_LARGE)
]
FRAGMENTS = [
    offence("5.4", "a continuation of nothing", lambda f: f(CONTINUED, b"x")),
    offence("5.4", "a first fragment of nothing", lambda f: f(CONTINUED, b"x", fin=False)),
    offence("5.4", "a continuation after a whole message", lambda f: f(TEXT, b"{}") + f(CONTINUED, b"x")),
    offence("5.4", "text inside of text", lambda f: f(TEXT, b"x", fin=False) + f(TEXT, b"x")),
    offence("5.4", "binary inside of text", lambda f: f(TEXT, b"x", fin=False) + f(BINARY, b"x")),
    offence("5.4", "fragments inside of fragments", lambda f: f(TEXT, b"x", fin=False) + f(TEXT, b"x", fin=False)),
    offence("5.4", "text inside of text, behind a ping", lambda f: f(TEXT, b"x", fin=False) + f(PING) + f(TEXT, b"x")),
]
ROWS = RESERVED_BITS + RESERVED_OPCODES + MASKS + CONTROL + LENGTHS + TOP_BIT + ENORMOUS + FRAGMENTS
HALVES = {
    "a first byte": lambda f: f(TEXT, b"half")[:1],
    "half a length": lambda f: f(TEXT, size=1 << 16)[:6],
    "half a text": lambda f: f(TEXT, b"half")[:-2],
    "half a ping": lambda f: f(PING, b"half")[:-2],
    "half a close": lambda f: f.close(1000, b"half")[:-2],
    "half a message": lambda f: f(TEXT, b"half", fin=False),
}


class FramesToServers(ServerTest):
    def test_servers_close_with_the_right_code_on_what_no_client_may_send(self):
        self.check_servers(ROWS)

    def test_servers_keep_nothing_of_half_a_frame_whose_client_has_gone(self):
        for what, half in HALVES.items():
            for door in self.doors:
                with self.case(Row("7.1.1", what, half), door):
                    client = self.client(door)
                    say(client, half(Frames(True)))
                    self.assertUndisturbed()
                    client.close()
        self.assertNothingKept()


class FramesToClients(ClientTest):
    def test_clients_close_with_the_right_code_on_what_no_server_may_send(self):
        self.check_clients(ROWS)

    def test_clients_tell_of_half_a_frame_as_of_any_lost_hub(self):
        for what, half in HALVES.items():
            for tool in self.tools():
                with self.case(Row("7.1.1", what, half), tool.name):
                    connection = tool.hub.accept()
                    say(connection, half(Frames(False)))
                    connection.close()
                    tool.wait_for_loss("no close frame received")
                    tool.end()


if __name__ == "__main__":
    harness.main()
