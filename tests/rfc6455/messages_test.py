"""What must work or fail by its text: fragments, control frames between them, UTF-8 (RFC 6455, 5.4, 5.5 and 8.1)."""
from case import RfcTest, Row, footprint, harness
from wire import BINARY, CONTINUED, PING, PONG, TEXT, Frames

INVALID = 1007
EURO = "\u20ac".encode()
BAD_UTF8 = {
    "a lone continuation byte": b"\x80", "an overlong slash": b"\xc0\xaf", "an overlong slash of 3": b"\xe0\x80\xaf",
    "an overlong slash of 4": b"\xf0\x80\x80\xaf", "a surrogate": b"\xed\xa0\x80", "a pair of surrogates": b"\xed\xa0\x80\xed\xb0\x80",
    "beyond U+10FFFF": b"\xf4\x90\x80\x80", "five bytes": b"\xf8\x88\x80\x80\x80", "0xff": b"\xff", "0xfe": b"\xfe",
    "cut off": b"\xe2\x82", "cut off before ASCII": b"\xe2\x82x", "late, behind 200 letters": b"x" * 200 + b"\x80",
}
BAD_TEXTS = [Row("8.1", what, lambda f, b=bad: f(TEXT, b), INVALID) for what, bad in BAD_UTF8.items()] + [
    Row("8.1", what + ", in fragments", lambda f, b=bad: f(TEXT, b"x" + b[:1], fin=False) + f(CONTINUED, b[1:]), INVALID)
    for what, bad in BAD_UTF8.items()
]


def pieces(f, text, size, between=b"", opcode=TEXT):
    parts = [text[i : i + size] for i in range(0, len(text), size)]
    last = len(parts) - 1
    return b"".join(f(CONTINUED if i else opcode, part, fin=i == last) + (between if i < last else b"")
                    for i, part in enumerate(parts))


def text(data):
    return [(TEXT, data)]


GOOD = [
    Row("5.6", "text", lambda f: f(TEXT, b"hello"), says=text(b"hello")),
    Row("5.6", "empty text", lambda f: f(TEXT), says=text(b"")),
    Row("5.6", "binary", lambda f: f(BINARY, b"\x00\xff"), says=[(BINARY, b"\x00\xff")]),
    Row("5.6", "empty binary", lambda f: f(BINARY), says=[(BINARY, b"")]),
    *[Row("5.2", "%d bytes" % n, lambda f, n=n: f(TEXT, b"x" * n), says=text(b"x" * n))
      for n in (125, 126, 127, 128, 4096, 16383, 16384, 65535, 65536, 1 << 20)],
    Row("5.4", "two fragments", lambda f: pieces(f, b"hello", 3), says=text(b"hello")),
    Row("5.4", "a fragment a byte", lambda f: pieces(f, b"hello", 1), says=text(b"hello")),
    Row("5.4", "500 fragments", lambda f: pieces(f, b"x" * 5000, 10), says=text(b"x" * 5000)),
    Row("5.4", "binary fragments", lambda f: pieces(f, b"\xff\xfe", 1, opcode=BINARY), says=[(BINARY, b"\xff\xfe")]),
    Row("5.4", "empty fragments", lambda f: f(TEXT, fin=False) + f(CONTINUED, fin=False) + f(CONTINUED), says=text(b"")),
    Row("5.4", "an empty first fragment", lambda f: f(TEXT, fin=False) + f(CONTINUED, b"x"), says=text(b"x")),
    Row("5.4", "an empty last fragment", lambda f: f(TEXT, b"x", fin=False) + f(CONTINUED), says=text(b"x")),
    Row("5.4", "a fragmented message behind another", lambda f: pieces(f, b"ab", 1) + pieces(f, b"cd", 1), says=text(b"ab") + text(b"cd")),
    Row("5.4", "a ping between fragments", lambda f: pieces(f, b"ab", 1, f(PING, b"p")), says=[(PONG, b"p"), *text(b"ab")]),
    Row("5.4", "a pong between fragments", lambda f: pieces(f, b"ab", 1, f(PONG, b"p")), says=text(b"ab")),
    Row("5.5.2", "a ping", lambda f: f(PING, b"p"), says=[(PONG, b"p")]),
    Row("5.5.2", "an empty ping", lambda f: f(PING), says=[(PONG, b"")]),
    Row("5.5.2", "a ping of 125 bytes", lambda f: f(PING, b"p" * 125), says=[(PONG, b"p" * 125)]),
    Row("5.5.2", "a ping of bytes that are no text", lambda f: f(PING, b"\xff\x00"), says=[(PONG, b"\xff\x00")]),
    Row("5.5.3", "a pong that nobody asked for", lambda f: f(PONG, b"p"), says=[]),
    Row("8.1", "a character of 2 bytes", lambda f: f(TEXT, "\u00e9".encode()), says=text("\u00e9".encode())),
    Row("8.1", "a character of 4 bytes", lambda f: f(TEXT, "\U0001f95f".encode()), says=text("\U0001f95f".encode())),
    Row("8.1", "the highest character", lambda f: f(TEXT, "\U0010ffff".encode()), says=text("\U0010ffff".encode())),
    Row("8.1", "a character that is none", lambda f: f(TEXT, "\uffff".encode()), says=text("\uffff".encode())),
    Row("8.1", "a zero byte", lambda f: f(TEXT, b"a\0b"), says=text(b"a\0b")),
    Row("8.1", "a character in pieces", lambda f: pieces(f, EURO, 1), says=text(EURO)),
    Row("8.1", "a character in pieces, pings between", lambda f: pieces(f, EURO, 2, f(PING, b"p")), says=[(PONG, b"p"), *text(EURO)]),
    Row("8.1", "bytes in binary that are no text", lambda f: f(BINARY, b"\xed\xa0\x80"), says=[(BINARY, b"\xed\xa0\x80")]),
]


class Messages(RfcTest):
    def test_servers_close_with_1007_on_text_that_is_no_utf_8(self):
        self.check_servers(BAD_TEXTS)

    def test_clients_close_with_1007_on_text_that_is_no_utf_8(self):
        self.check_clients(BAD_TEXTS)

    def test_what_is_right_comes_back_whole_and_in_order(self):
        self.check_echoes(GOOD)

    def test_a_byte_at_a_time_is_as_good(self):
        for row in [row for row in GOOD if len(row.what) and sum(len(p) for _, p in row.says) < 200]:
            with self.case(row, "a byte at a time"):
                client = self.greeted("echo")
                self.addCleanup(client.close)
                self.a_byte_at_a_time(client, row)
                for frame in row.says:
                    self.assertEqual(frame, client.receive_frame())
                self.assertTrue(client.hears_nothing())

    @staticmethod
    def a_byte_at_a_time(client, row):
        for byte in row.make(Frames(True)):
            client.send_bytes(bytes([byte]))

    def test_a_flood_of_pings_keeps_no_memory_and_disturbs_nobody(self):
        ping = Frames(True)(PING, b"p" * 125)
        for door in self.doors:
            with self.case(Row("5.5.2", "20,000 pings", None), door):
                client = self.greeted(door)
                self.addCleanup(client.close)
                before = footprint(self.server)[1]
                for _ in range(200):
                    client.send_bytes(ping * 100)
                    client.receive_frame()
                self.assertLess(footprint(self.server)[1] - before, 4096, "KiB")
                self.assertUndisturbed()


if __name__ == "__main__":
    harness.main()
