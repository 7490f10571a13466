"""Frames that no peer may send: reserved bits and opcodes, masks, control frames, lengths (RFC 6455, section 5)."""
from case import RfcTest, Row, harness
from wire import BINARY, CLOSE, CONTINUED, PING, PONG, TEXT

NAMES = {CONTINUED: "continuation", TEXT: "text", BINARY: "binary", CLOSE: "close", PING: "ping", PONG: "pong"}
PROTOCOL = 1002

RESERVED_BITS = [
    Row("5.2", "%s with reserved bits %s" % (NAMES[op], format(rsv, "03b")), lambda f, o=op, r=rsv: f(o, b"x", rsv=r), PROTOCOL)
    for op in (TEXT, BINARY, PING, PONG, CLOSE)
    for rsv in (1, 2, 4, 7)
]
RESERVED_OPCODES = [
    Row("5.2", "opcode %d, %d bytes" % (op, size), lambda f, o=op, n=size: f(o, b"x" * n), PROTOCOL)
    for op in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
    for size in (0, 5)
]
MASKS = [
    Row("5.1", "%s with the mask of the other side" % NAMES[op], lambda f, o=op: f(o, b"{}", mask=not f.is_client), PROTOCOL)
    for op in (TEXT, BINARY, PING, PONG)
]
CONTROL = [
    Row("5.5", "%s of %d bytes" % (NAMES[op], size), lambda f, o=op, n=size: f(o, b"x" * n), PROTOCOL)
    for op in (PING, PONG, CLOSE)
    for size in (126, 65536)
] + [
    Row("5.5", "%s in fragments" % NAMES[op], lambda f, o=op: f(o, b"xx", fin=False) + f(CONTINUED, b"x"), PROTOCOL)
    for op in (PING, PONG, CLOSE)
]
LENGTHS = [
    Row("5.2", "%s, %d bytes told in %d" % (NAMES[op], size, form),
        lambda f, o=op, n=size, w=form: f(o, b"x" * n, form=w), PROTOCOL)
    for op in (TEXT, BINARY)
    for size, form in ((0, 2), (5, 2), (125, 2), (0, 8), (126, 8), (65535, 8))
]
TOP_BIT = [
    Row("5.2", "%s of %s bytes" % (NAMES[op], name), lambda f, o=op, n=size: f(o, b"", size=n), PROTOCOL)
    for op in (TEXT, BINARY)
    for name, size in (("2^63", 1 << 63), ("2^63 + 5", (1 << 63) + 5), ("2^64 - 1", (1 << 64) - 1))
]
TOO_LARGE = [
    Row("7.4.1", "%s of %s bytes" % (NAMES[op], name), lambda f, o=op, n=size: f(o, b"", size=n), 1009)
    for op in (TEXT, BINARY)
    for name, size in (("2^63 - 1", (1 << 63) - 1), ("2^62", 1 << 62), ("2^32", 1 << 32))
]
FRAGMENTS = [
    Row("5.4", "a continuation of nothing", lambda f: f(CONTINUED, b"x"), PROTOCOL),
    Row("5.4", "a first fragment of nothing", lambda f: f(CONTINUED, b"x", fin=False), PROTOCOL),
    Row("5.4", "a continuation after a whole message", lambda f: f(TEXT, b"{}") + f(CONTINUED, b"x"), PROTOCOL),
    Row("5.4", "text inside of text", lambda f: f(TEXT, b"x", fin=False) + f(TEXT, b"x"), PROTOCOL),
    Row("5.4", "binary inside of text", lambda f: f(TEXT, b"x", fin=False) + f(BINARY, b"x"), PROTOCOL),
    Row("5.4", "fragments inside of fragments", lambda f: f(TEXT, b"x", fin=False) + f(TEXT, b"x", fin=False), PROTOCOL),
    Row("5.4", "text inside of text, behind a ping", lambda f: f(TEXT, b"x", fin=False) + f(PING) + f(TEXT, b"x"), PROTOCOL),
]
ALL = RESERVED_BITS + RESERVED_OPCODES + MASKS + CONTROL + LENGTHS + FRAGMENTS


class Framing(RfcTest):
    def test_servers_close_with_the_right_code_on_what_no_client_may_send(self):
        self.check_servers(ALL + TOP_BIT + TOO_LARGE)

    def test_clients_close_with_the_right_code_on_what_no_server_may_send(self):
        self.check_clients(ALL + TOP_BIT + TOO_LARGE)


if __name__ == "__main__":
    harness.main()
