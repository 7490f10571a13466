"""Closing: codes and reasons, right and wrong, and what comes behind them (RFC 6455, sections 5.5.1 and 7)."""
from case import RfcTest, Row, harness
from wire import CLOSE, PING, TEXT

PROTOCOL = 1002
VALID = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4101, 4999]
INVALID = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535]
ROWS = [
    *[Row("7.4", "code %d" % code, lambda f, c=code: f.close(c), code) for code in VALID],
    *[Row("7.4", "code %d, with a reason" % code, lambda f, c=code: f.close(c, b"bye"), code) for code in VALID],
    *[Row("7.4", "code %d" % code, lambda f, c=code: f.close(c), PROTOCOL) for code in INVALID],
    Row("5.5.1", "no code", lambda f: f(CLOSE), 1005),
    Row("5.5.1", "one byte", lambda f: f(CLOSE, b"\x03"), PROTOCOL),
    Row("5.5.1", "a reason of 123 bytes", lambda f: f.close(1000, b"x" * 123), 1000),
    Row("5.5.1", "a reason of 124 bytes", lambda f: f.close(1000, b"x" * 124), PROTOCOL),
    Row("8.1", "a reason in UTF-8", lambda f: f.close(1000, "\u20ac".encode()), 1000),
    Row("8.1", "a reason that is no UTF-8", lambda f: f.close(1000, b"\xff"), 1007),
    Row("8.1", "a reason with a surrogate", lambda f: f.close(1000, b"\xed\xa0\x80"), 1007),
    Row("8.1", "a reason that is cut off", lambda f: f.close(1000, b"\xe2\x82"), 1007),
    Row("5.5.1", "a message behind it", lambda f: f.close(1000) + f(TEXT, b"{}"), 1000),
    Row("5.5.1", "a ping behind it", lambda f: f.close(1000) + f(PING), 1000),
    Row("5.5.1", "a second one behind it", lambda f: f.close(1000) + f.close(1001), 1000),
    Row("5.5.1", "what is no frame behind it", lambda f: f.close(1000) + b"\xff" * 20, 1000),
    Row("5.5.1", "in the middle of a message", lambda f: f(TEXT, b"x", fin=False) + f.close(1000), 1000),
]


class Closing(RfcTest):
    def test_servers_answer_a_close_with_its_code_or_tell_the_offence(self):
        self.check_servers(ROWS)

    def test_clients_answer_a_close_with_its_code_or_tell_the_offence(self):
        self.check_clients(ROWS)


if __name__ == "__main__":
    harness.main()
