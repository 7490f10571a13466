"""Closing: codes and reasons, right and wrong, and what comes behind them (RFC 6455, sections 5.5.1 and 7)."""
from case import Row, harness
from clients import ClientTest, ToolOfOurs
from servers import ServerTest
from wire import CLOSE, NO_CODE, PING, TEXT, Frames, close_code, say

NORMAL, PROTOCOL, INVALID = 1000, 1002, 1007
MAY_BE_SENT = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4101, 4999]
MAY_NOT = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 5119, 5120, 65535]


def good(section, what, make, code=NORMAL, told=None):
    return Row(section, what, make, code, told=told or f"received {code} ")


ROWS = [
    *[good("7.4", f"code {code}", lambda f, c=code: f.close(c), code) for code in MAY_BE_SENT],
    *[good("7.4", f"code {code}, with a reason", lambda f, c=code: f.close(c, b"bye"), code) for code in MAY_BE_SENT],
    *[Row("7.4", f"code {code}", lambda f, c=code: f.close(c), PROTOCOL) for code in MAY_NOT],
    *[Row("7.4", f"code {code}, with a reason", lambda f, c=code: f.close(c, b"bye"), PROTOCOL) for code in MAY_NOT],
    # "Typically" a code is echoed: what isn't there can't be, and both are right.
    good("5.5.1", "no code", lambda f: f(CLOSE), (NORMAL, NO_CODE), told=f"received {NO_CODE} "),
    good("7.4.2", "code 1014, registered later", lambda f: f.close(1014), (NORMAL, 1014), told="received 1014 "),
    Row("5.5.1", "one byte", lambda f: f(CLOSE, b"\x03"), PROTOCOL),
    good("5.5.1", "a reason of 123 bytes", lambda f: f.close(1000, b"x" * 123)),
    Row("5.5.1", "a reason of 124 bytes", lambda f: f.close(1000, b"x" * 124), PROTOCOL),
    good("8.1", "a reason in UTF-8", lambda f: f.close(1000, "\u20ac".encode())),
    Row("8.1", "a reason that is no UTF-8", lambda f: f.close(1000, b"\xff"), INVALID),
    Row("8.1", "a reason with a surrogate", lambda f: f.close(1000, b"\xed\xa0\x80"), INVALID),
    Row("8.1", "a reason that is cut off", lambda f: f.close(1000, b"\xe2\x82"), INVALID),
    good("5.5.1", "a message behind it", lambda f: f.close(1000) + f(TEXT, b"{}")),
    good("5.5.1", "a ping behind it", lambda f: f.close(1000) + f(PING)),
    good("5.5.1", "a second one behind it", lambda f: f.close(1000) + f.close(1001)),
    good("5.5.1", "what is no frame behind it", lambda f: f.close(1000) + b"\xff" * 20),
    good("5.5.1", "in the middle of a message", lambda f: f(TEXT, b"x", fin=False) + f.close(1000)),
    Row("5.5.1", "a wrong one in the middle of a message", lambda f: f(TEXT, b"x", fin=False) + f.close(0), PROTOCOL),
]


class ClosingOfServers(ServerTest):
    def test_servers_answer_a_close_with_its_code_or_tell_the_offence(self):
        self.check_servers(ROWS)

    def test_a_close_may_come_a_byte_at_a_time(self):
        for row in ROWS:
            with self.case(row, "echo, a byte at a time"):
                client = self.client("echo")
                for byte in row.make(Frames(True)):
                    say(client, bytes([byte]))
                self.assertIn(close_code(client), row.codes)
                client.close()
                self.assertUndisturbed()
        self.assertNothingKept()

    def test_who_neither_answers_a_close_nor_leaves_is_cut_off(self):
        clients = []
        for door in self.doors:
            for what, offence, code in ("a reserved opcode", (3,), PROTOCOL), ("no UTF-8", (TEXT, b"\xff"), INVALID):
                client = self.client(door)
                say(client, Frames(True)(*offence))
                clients.append((Row("7.1.1", what + ", and no answer to the Close", None, code), door, client))
        for row, door, client in clients:
            with self.case(row, door):
                self.assertIn(close_code(client), row.codes)
                self.assertUndisturbed()
        self.assertNothingKept()


class ClosingOfClients(ClientTest):
    def test_clients_answer_a_close_with_its_code_or_tell_the_offence(self):
        self.check_clients(ROWS)

    def test_a_kitchen_comes_back_after_a_hub_that_broke_the_protocol(self):
        with self.case(Row("7.2.3", "a reserved opcode, then a hub as it should be", None), "nd-sniff"):
            sniffer = ToolOfOurs(self, ("nd-sniff", "-r", "-"))
            connection = sniffer.hub.accept()
            card = connection.receive_text()
            say(connection, Frames(False)(3))
            self.assertEqual(PROTOCOL, close_code(connection))
            self.assertEqual(card, sniffer.hub.accept().receive_text())


if __name__ == "__main__":
    harness.main()
