"""What must work or fail by its text: fragments, control frames between them, UTF-8 (RFC 6455, 5.4, 5.5 and 8.1)."""
import os
import re
import unittest

from case import Row, harness
from clients import ClientTest, ToolOfOurs
from servers import ServerTest, resident
from wire import BINARY, CONTINUED, PING, PONG, TEXT, Frames, say

from running import dumpling

INVALID = 1007
EURO = "\u20ac".encode()
BAD_UTF8 = {
    "a lone continuation byte": b"\x80",
    "an overlong slash": b"\xc0\xaf",
    "an overlong slash of 3": b"\xe0\x80\xaf",
    "an overlong slash of 4": b"\xf0\x80\x80\xaf",
    "a surrogate": b"\xed\xa0\x80",
    "a pair of surrogates": b"\xed\xa0\x80\xed\xb0\x80",
    "beyond U+10FFFF": b"\xf4\x90\x80\x80",
    "five bytes": b"\xf8\x88\x80\x80\x80",
    "0xff": b"\xff",
    "0xfe": b"\xfe",
    "cut off": b"\xe2\x82",
    "cut off before ASCII": b"\xe2\x82x",
    "late, behind 200 letters": b"x" * 200 + b"\x80",
}
BAD_TEXTS = [Row("8.1", what, lambda f, b=bad: f(TEXT, b), INVALID) for what, bad in BAD_UTF8.items()] + [
    Row("8.1", what + ", in fragments", lambda f, b=bad: f(TEXT, b"x" + b[:1], fin=False) + f(CONTINUED, b[1:]),
        INVALID)
    for what, bad in BAD_UTF8.items()
]


def pieces(f, text, size, between=b"", opcode=TEXT):
    """A message in fragments of `size` bytes."""
    parts = [text[i : i + size] for i in range(0, len(text), size)]
    last = len(parts) - 1
    frames = [f(CONTINUED if i else opcode, part, fin=i == last) for i, part in enumerate(parts)]
    return between.join(frames)


def text(data):
    return [(TEXT, data)]


GOOD = [
    Row("5.6", "text", lambda f: f(TEXT, b"hello"), says=text(b"hello")),
    Row("5.6", "empty text", lambda f: f(TEXT), says=text(b"")),
    Row("5.6", "binary", lambda f: f(BINARY, b"\x00\xff"), says=[(BINARY, b"\x00\xff")]),
    Row("5.6", "empty binary", lambda f: f(BINARY), says=[(BINARY, b"")]),
    *[Row("5.2", f"{n} bytes", lambda f, n=n: f(TEXT, b"x" * n), says=text(b"x" * n))
      for n in (125, 126, 127, 128, 4096, 16383, 16384, 65535, 65536, 1 << 20)],
    Row("5.4", "two fragments", lambda f: pieces(f, b"hello", 3), says=text(b"hello")),
    Row("5.4", "a fragment a byte", lambda f: pieces(f, b"hello", 1), says=text(b"hello")),
    Row("5.4", "500 fragments", lambda f: pieces(f, b"x" * 5000, 10), says=text(b"x" * 5000)),
    Row("5.4", "binary fragments", lambda f: pieces(f, b"\xff\xfe", 1, opcode=BINARY), says=[(BINARY, b"\xff\xfe")]),
    Row("5.4", "empty fragments", lambda f: f(TEXT, fin=False) + f(CONTINUED, fin=False) + f(CONTINUED),
        says=text(b"")),
    Row("5.4", "an empty first fragment", lambda f: f(TEXT, fin=False) + f(CONTINUED, b"x"), says=text(b"x")),
    Row("5.4", "an empty last fragment", lambda f: f(TEXT, b"x", fin=False) + f(CONTINUED), says=text(b"x")),
    Row("5.4", "a fragmented message behind another", lambda f: pieces(f, b"ab", 1) + pieces(f, b"cd", 1),
        says=text(b"ab") + text(b"cd")),
    Row("5.4", "a ping between fragments", lambda f: pieces(f, b"ab", 1, f(PING, b"p")),
        says=[(PONG, b"p"), *text(b"ab")]),
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
    Row("8.1", "a character in pieces, pings between", lambda f: pieces(f, EURO, 2, f(PING, b"p")),
        says=[(PONG, b"p"), *text(EURO)]),
    Row("8.1", "bytes in binary that are no text", lambda f: f(BINARY, b"\xed\xa0\x80"),
        says=[(BINARY, b"\xed\xa0\x80")]),
]


def a_byte_at_a_time(peer, data):
    for i in range(len(data)):
        say(peer, data[i : i + 1])


class MessagesToServers(ServerTest):
    def test_servers_close_with_1007_on_text_that_is_no_utf_8(self):
        self.check_servers(BAD_TEXTS)

    def test_what_is_right_comes_back_whole_and_in_order(self):
        self.check_echoes(GOOD)

    def test_a_byte_at_a_time_is_as_good(self):
        self.check_echoes([row for row in GOOD if sum(len(p) for _, p in row.says) < 200], send=a_byte_at_a_time)

    @unittest.skipIf(os.environ.get("ND_SANITIZED"), "what a sanitizer keeps isn't the hub's")
    def test_a_flood_of_pings_keeps_no_memory_and_disturbs_nobody(self):
        flood = Frames(True)(PING, b"p" * 125) * 100
        for door in self.doors:
            program = self.echo if door == "echo" else self.server
            with self.case(Row("5.5.2", "50,000 pings", None), door):
                client = self.client(door)
                self.pings(client, flood, 100)
                before = resident(program)
                self.pings(client, flood, 400)
                self.assertLess(resident(program) - before, 2048, "KiB")
                self.assertUndisturbed()
                client.close()
        self.assertNothingKept()

    def pings(self, client, flood, times):
        for _ in range(times):
            client.send_bytes(flood)
            for _ in range(100):
                self.assertEqual((PONG, b"p" * 125), client.receive_frame())


class MessagesToClients(ClientTest):
    def test_clients_close_with_1007_on_text_that_is_no_utf_8(self):
        self.check_clients(BAD_TEXTS)

    def test_an_eater_eats_what_a_hub_sends_in_pieces(self):
        kitchens = [f"kitchen{i}" for i in range(4)]
        whole, cut, bytewise, last = (dumpling(kitchen=name).encode() for name in kitchens)
        f = Frames(False)
        with self.case(Row("5.4", "whole, in fragments, a byte at a time, and pings between", None), "nd-print"):
            eater = ToolOfOurs(self, ("nd-print", "--no-payload"))
            connection = eater.hub.accept()
            say(connection, f(TEXT, whole) + pieces(f, cut, 7, f(PING, b"p")) + f(PONG))
            a_byte_at_a_time(connection, pieces(f, bytewise, 20, f(PING, b"q")))
            say(connection, f(TEXT, last) + f.close(1001))
            self.assertEqual(0, eater.program.wait())
            self.assertEqual(kitchens, re.findall(r"PacketCountChef from (\S+)", eater.program.out.text))


if __name__ == "__main__":
    harness.main()
