"""Runs nd-top on a terminal of the test. In the names of tests, "it" is nd-top."""
import json
import re
import signal
import unittest

from eater_case import EATER_FLAGS, status_dumpling
from fake_hub import FakeHub
from running import dumpling
from terminal import Terminal
from tool_case import ToolCase, main

KITCHEN = {"info_from_kitchen": {"kitchen_name": "garage", "interface": "eth0", "filter": "udp", "chefs": ["a.ARPChef"],
                                 "poke_interval": 5.0},
           "info_from_hub": {"host": "192.0.2.7", "port": 4711}}
RED = "\x1b[31m"


def status_with(kitchen_name="garage"):
    kitchen = {**KITCHEN, "info_from_kitchen": {**KITCHEN["info_from_kitchen"], "kitchen_name": kitchen_name}}
    return status_dumpling(dumpling_kitchens=[kitchen])


def drops(count):
    return dumpling("KitchenStatusChef", "garage", payload={"packets": {"dropped_by_kernel": count}})


class NdTop(ToolCase, unittest.TestCase):
    tool = "nd-top"
    flags = {**{flag: default for flag, default in EATER_FLAGS.items() if flag != "--reconnect"},
             "-n, --eater-name NAME": "topeater", "--reconnect / --no-reconnect": "--reconnect", "--status-only": None}
    wrong = [
        (["-h"], "Option '--hub' / '-h' requires an argument."),
        (["-h", "localhost:x"], "Invalid value for '--hub' / '-h': 'localhost:x' is no HOST:PORT: the port must be a "
                                "number from 0 to 65535"),
        (["--reconnect=maybe"], "Invalid value for '--reconnect' / '--no-reconnect': 'maybe' is not true or false"),
    ]
    wrong_in_environment = ("color", "'--color' / '--no-color'", "maybe", "'maybe' is not true or false")

    def setUp(self):
        self.terminal = Terminal()
        self.addCleanup(self.terminal.close)
        self.hub = FakeHub()
        self.addCleanup(self.hub.close)

    def start_top(self, *arguments, address=None, env=None):
        return self.start("-h", address or self.hub.address, *arguments, stdin=self.terminal.slave,
                          stdout=self.terminal.slave, env={"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(env or {})})

    def connected(self, *arguments, **how):
        running = self.start_top(*arguments, **how)
        connection = self.hub.accept()
        self.hello = json.loads(connection.receive_text())
        return running, connection

    def test_it_asks_for_everything_under_its_name(self):
        _, connection = self.connected()
        self.assertEqual(self.hello, {"eater_name": "topeater"})
        self.assertNotIn("sec-websocket-protocol", connection.headers)  # nd-top needs no position in the log

    def test_it_asks_only_for_status_dumplings_if_it_is_told_to(self):
        self.connected("--status-only", "-n", "münchen")
        self.assertEqual(self.hello, {"eater_name": "münchen", "chefs": ["SystemStatusChef", "KitchenStatusChef"],
                                      "since": 180.0})

    def test_the_environment_replaces_flags(self):
        self.start_top(env={self.variable("eater-name"): "from_environment"})
        self.assertEqual(json.loads(self.hub.accept().receive_text())["eater_name"], "from_environment")

    def test_it_says_what_it_does_before_the_hub_answers(self):
        self.start_top()
        self.terminal.wait_for(r"Connecting to the hub\.\.\.")  # the hub doesn't even accept the connection

    def test_without_a_terminal_it_says_so_and_exits_with_1(self):
        line = "topeater: nd-top needs a terminal as standard input and output. nd-hubstatus and nd-hubdetails need none.\n"
        self.assertEqual(self.run_tool(), ("", line, 1))
        self.assertEqual(self.start(stdin=self.terminal.slave).end(), ("", line, 1))

    def test_an_unknown_terminal_is_one_line_and_exit_status_1(self):
        _, stderr, status = self.start_top(env={"TERM": "abacus"}).end()
        self.assertEqual(stderr, "topeater: Cannot draw on a terminal of the kind 'abacus': set TERM to what it is, like "
                                 "TERM=xterm.\n")
        self.assertEqual(status, 1)

    def test_without_a_hub_it_waits_and_says_so_on_the_screen(self):
        for address in ("127.0.0.1:1", "wss://127.0.0.1:1"):
            with self.subTest(address=address):
                self.terminal.forget()
                running = self.start_top(address=address)
                self.terminal.wait_for(r"NO HUB for \d+ s, trying again: 127\.0\.0\.1:1.*refused")
                self.terminal.press("q")
                self.assertEqual(running.end()[1:], ("", 0))
                self.assertTrue(self.terminal.is_as_it_was())

    def test_without_a_hub_it_exits_with_1_if_it_may_not_wait(self):
        _, stderr, status = self.start_top("--no-reconnect", address="127.0.0.1:1").end()
        first, second = stderr.splitlines()
        self.assertEqual(first, "topeater: There was a problem with the dumpling hub connection. Is nd-hub available?")
        self.assertRegex(second, r"\Atopeater: .*127\.0\.0\.1:1.*refused")
        self.assertEqual(status, 1)
        self.assertTrue(self.terminal.is_as_it_was())

    def test_a_lost_hub_ends_it_if_it_may_not_connect_again(self):
        running, connection = self.connected("--no-reconnect")
        self.terminal.wait_for("Waiting for the hub's status")
        connection.send_close(1001, "\x1b[2J")
        self.assertEqual(running.end()[1:], (
            "topeater: Lost connection to dumpling hub: received 1001 (going away) \\u001b[2J\n"
            "topeater: Done eating dumplings.\n", 0))
        self.assertTrue(self.terminal.is_as_it_was())

    def test_it_connects_again_to_a_lost_hub(self):
        _, connection = self.connected()
        self.terminal.wait_for("Waiting for the hub's status")
        connection.send_close(1001, "back soon")
        self.terminal.wait_for(r"HUB AWAY for \d+ s, trying again: received 1001 \(going away\) back soon")
        again = self.hub.accept()
        self.assertEqual(json.loads(again.receive_text()), {"eater_name": "topeater"})
        self.terminal.forget()
        again.send(status_with())
        self.terminal.wait_for("All is well")

    def test_however_it_ends_it_closes_the_connection_and_restores_the_terminal(self):
        def press_q(_):
            self.terminal.press("q")

        def send(number):
            return lambda running: running.interrupt(number)

        for way in (press_q, send(signal.SIGINT), send(signal.SIGTERM), send(signal.SIGHUP), send(signal.SIGQUIT)):
            with self.subTest(way=way):
                running, connection = self.connected()
                self.terminal.wait_for("Waiting for the hub's status")
                self.terminal.forget()
                way(running)
                self.assertEqual(connection.receive_close(), (4101, "connection cancelled"))
                connection.close()
                self.assertEqual(running.end()[1:], ("", 0))
                self.assertTrue(self.terminal.is_as_it_was())

    def test_a_hub_that_does_not_answer_does_not_delay_its_end(self):
        running, connection = self.connected()
        self.terminal.wait_for("Waiting for the hub's status")
        self.terminal.press("q")
        connection.wait_until_gone()
        self.assertEqual(running.end()[1:], ("", 0))

    def test_it_shows_what_the_hub_sends_even_if_that_is_little(self):
        _, connection = self.connected("--no-color")
        connection.send(status_with())
        self.terminal.wait_for("up.*00:04:25")
        self.terminal.wait_for("garage")
        connection.send(dumpling("SoupChef", "garage"))
        self.terminal.wait_for("SoupChef")

    def test_names_from_the_wire_cannot_control_the_terminal(self):
        _, connection = self.connected()
        connection.send(status_with("\x1b]0;owned\x07\x9b2J"))
        connection.send(dumpling("\x1b[2J\u202eChef", "\x1b[2J"))
        self.terminal.wait_for(re.escape("\\u001b]0;owned"))
        self.terminal.wait_for(re.escape("\\u001b[2J\\u202e"))
        for raw in ("\x1b]0;owned", "\x9b", "\u202e"):
            self.assertNotIn(raw, self.terminal.written)

    def test_a_message_that_is_no_dumpling_is_counted(self):
        _, connection = self.connected()
        connection.send("{")
        connection.send("[" * 1000)
        self.terminal.wait_for("The hub sent 2 texts that are no dumplings")

    def test_troubles_are_in_words_and_in_colour_unless_colour_is_off(self):
        for arguments, env, red in (((), {}, True), ((), {"NO_COLOR": "1"}, False), (("--no-color",), {}, False),
                                    (("--color",), {"NO_COLOR": "1"}, True)):
            with self.subTest(arguments=arguments, env=env):
                self.terminal.read_rest()  # clears the output of the previous round
                self.terminal.forget()
                running, connection = self.connected(*arguments, env=env)
                connection.send(status_with())
                connection.send(drops(12))
                self.terminal.wait_for("garage: 12 packets dropped")
                self.terminal.wait_for("DROPS")
                self.assertEqual(RED in self.terminal.written, red)
                self.assertIn("\x1b[", self.terminal.written)
                self.terminal.press("q")
                connection.wait_until_gone()
                running.end()


if __name__ == "__main__":
    main()
