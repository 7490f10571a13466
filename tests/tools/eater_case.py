"""What nd-print, nd-hubstatus and nd-hubdetails have in common. In the names of tests, "it" is the tool."""
import json
import os
import pty
import signal
import time
import unittest

from fake_hub import FakeHub
from running import TIMEOUT, dumpling
from token_case import TokenCase
from tool_case import ToolCase

STATUS_PAYLOAD = {
    "total_dumplings_in": 107, "total_dumplings_out": 92, "server_uptime": 265.75,
    "dumpling_kitchen_count": 1, "dumpling_eater_count": 2, "dumpling_kitchens": [], "dumpling_eaters": [],
}
EATER_FLAGS = {
    "-h, --hub HOST:PORT": "localhost:11348",
    "--color / --no-color": "colour on a terminal, unless NO_COLOR is set",
    "--reconnect": None,
    "--token-file FILE": None,
    "--help": None,
    "--version": None,
}


def status_dumpling(**changes):
    return dumpling("SystemStatusChef", None, payload={**STATUS_PAYLOAD, **changes})


class EaterCase(TokenCase, ToolCase):
    """A subclass names the tool, its eater and what the tool prints when it has connected."""

    eater_name = ""
    greeting = ""  # with {uri}
    flood = [status_dumpling(filler="x" * 200000)]  # its output for these fills a pipe
    wrong = [
        (["-h"], "Option '--hub' / '-h' requires an argument."),
        (["-n"], "Option '--eater-name' / '-n' requires an argument."),
        (["--color=maybe"], "Invalid value for '--color' / '--no-color': 'maybe' is not true or false"),
    ]
    wrong_in_environment = ("color", "'--color' / '--no-color'", "maybe", "'maybe' is not true or false")

    wants = {}  # its hello, without its name

    def hub(self, port=0, subprotocol=None):
        hub = FakeHub(port, subprotocol)
        self.addCleanup(hub.close)
        return hub

    def connected(self, *arguments, **how):
        """Returns a hub, the eater's connection after its hello, and the tool."""
        hub = self.hub()
        running = self.start("-h", hub.address, *arguments, **how)
        connection = hub.accept()
        self.hello = connection.receive_text()
        return hub, connection, running

    def said(self, *lines):
        """Returns what is expected on standard error: `NAME: LINE` for each line."""
        return "".join(f"{self.eater_name}: {line}\n" for line in lines)

    def test_it_says_hello_with_its_name_and_what_it_wants(self):
        _, connection, _ = self.connected()
        self.assertEqual(json.loads(self.hello), {"eater_name": self.eater_name, **self.wants})
        self.assertEqual(connection.request, "GET / HTTP/1.1")
        self.assertNotIn("sec-websocket-protocol", connection.headers)

    def test_it_says_hello_with_the_name_that_it_was_given(self):
        self.connected("-n", "münchen \"1\"")
        self.assertEqual(json.loads(self.hello)["eater_name"], "münchen \"1\"")

    def test_the_last_of_a_repeated_flag_wins(self):
        hub = self.hub()
        self.start("-h", "localhost:1", "-n", "first", "--hub", hub.address, "--eater-name=last")
        self.assertEqual(json.loads(hub.accept().receive_text())["eater_name"], "last")

    def test_a_malformed_hub_address_is_a_usage_error(self):
        for address in ("localhost:65536", "localhost:x", "", ":::"):
            with self.subTest(address=address):
                stdout, stderr, status = self.run_tool("-h", address)
                self.assertEqual((stdout, status), ("", 2))
                self.assertTrue(stderr.startswith(self.usage_error("Invalid value for '--hub' / '-h': ")[:-1]), stderr)

    def test_without_a_hub_it_says_so_and_exits_with_1(self):
        hub = self.hub()
        hub.close()
        stdout, stderr, status = self.run_tool("-h", hub.address)
        self.assertEqual((stdout, status), ("", 1))
        first, second = stderr.splitlines()
        self.assertEqual(first, f"{self.eater_name}: There was a problem with the dumpling hub connection. "
                                "Is nd-hub available?")
        self.assertRegex(second, rf"\A{self.eater_name}: .*{hub.address}.*refused")

    def test_a_server_that_is_no_hub_counts_as_no_hub(self):
        hub = self.hub()
        running = self.start("-h", hub.address)
        peer = hub.accept_raw()
        peer.recv(65536)
        peer.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        stdout, stderr, status = running.end()
        self.assertEqual((stdout, len(stderr.splitlines()), status), ("", 2, 1))

    def test_the_environment_replaces_flags_and_flags_win(self):
        hub, other = self.hub(), self.hub()
        env = {self.variable("hub"): hub.address, self.variable("eater-name"): "from_environment"}
        self.start(env=env)
        self.assertEqual(json.loads(hub.accept().receive_text())["eater_name"], "from_environment")
        self.start("--hub", other.address, "-n", "from_flag", env=env)
        self.assertEqual(json.loads(other.accept().receive_text())["eater_name"], "from_flag")

    def test_a_hub_that_goes_away_is_reported_on_both_streams(self):
        for close, reason in [
            (lambda c: c.send_close(1001), "received 1001 (going away)"),
            (lambda c: c.send_close(1001, "back soon"), "received 1001 (going away) back soon"),
            (lambda c: c.send_close(4999, "\x1b[2J"), "received 4999 (private use) \\u001b[2J"),
            (lambda c: c.send_close(4103), "received 4103 (private use)"),
            (lambda c: c.close(), "no close frame received"),
        ]:
            with self.subTest(reason=reason):
                hub, connection, running = self.connected("--no-color")
                running.read_until(self.greeting.format(uri=hub.uri))
                close(connection)
                stdout, stderr, status = running.end()
                self.assertEqual(stdout, self.greeting.format(uri=hub.uri) + f"\nLost connection to nd-hub: {reason}\n")
                self.assertEqual(stderr, self.said(f"Lost connection to dumpling hub: {reason}", "Done eating dumplings."))
                self.assertEqual(status, 0)

    def test_a_hello_that_the_hub_refuses_is_a_failure(self):
        hub, connection, running = self.connected("--no-color")
        connection.send_close(1008, "no such eater")
        stdout, stderr, status = running.end()
        reason = "received 1008 (policy violation) no such eater"
        self.assertEqual(stdout, self.greeting.format(uri=hub.uri) + f"\nLost connection to nd-hub: {reason}\n")
        self.assertEqual(stderr, self.said(f"Lost connection to dumpling hub: {reason}", "Done eating dumplings."))
        self.assertEqual(status, 1)

    def test_with_reconnect_it_waits_longer_each_time_that_its_hello_is_refused(self):
        hub, connection, running = self.connected("--no-color", "--reconnect")
        gaps = []
        # A slow machine takes its own time for each try, so that the difference shows later.
        while len(gaps) < 4 or (len(gaps) < 7 and gaps[-1] <= 2 * gaps[0]):
            before = time.monotonic()
            connection.send_close(1008, "no such eater")
            connection = hub.accept()
            connection.receive_text()
            gaps.append(time.monotonic() - before)
        self.assertGreater(gaps[-1], 2 * gaps[0], gaps)
        running.interrupt()

    def test_a_name_that_no_hub_takes_is_a_usage_error(self):
        why = "a name may have at most 256 bytes, and this one has 258"
        stdout, stderr, status = self.run_tool("-n", "ü" * 129)
        self.assertEqual((stdout, status), ("", 2))
        self.assertIn(f"Error: Invalid value for '--eater-name' / '-n': {why}\n", stderr)
        stdout, stderr, status = self.run_tool(env={self.variable("eater-name"): "ü" * 129})
        self.assertEqual((stdout, status), ("", 2))
        self.assertIn(why, stderr)
        self.connected("-n", "ü" * 128)
        self.assertEqual(json.loads(self.hello)["eater_name"], "ü" * 128)

    def test_an_interrupt_makes_it_close_with_4101(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                hub, connection, running = self.connected("--no-color")
                running.read_until(self.greeting.format(uri=hub.uri))
                running.interrupt(number)
                self.assertEqual(connection.receive_close(), (4101, "connection cancelled"))
                connection.send_close(4101, "connection cancelled")
                stdout, stderr, status = running.end()
                self.assertEqual(stdout, self.greeting.format(uri=hub.uri))
                self.assertEqual(stderr, "\n" + self.said("Connection to dumpling hub cancelled; closing...",
                                                          "Done eating dumplings."))
                self.assertEqual(status, 0)

    def test_an_interrupt_ends_it_while_nobody_reads_its_output(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                _, connection, running = self.connected("--no-color")
                for each in self.flood:
                    connection.send(each)
                running.wait_until_its_pipe_is_full()
                running.interrupt(number)
                code = connection.receive_close()[0]
                self.assertIn(code, (4101, 4102))  # nd-hubdetails has received all that it wants by then
                connection.send_close(code)
                self.assertEqual(running.process.wait(TIMEOUT), 0)
                self.assertIn("Done eating dumplings.", running.process.stderr.read().decode())

    def test_a_hub_that_does_not_answer_its_close_does_not_delay_it(self):
        hub, connection, running = self.connected("--no-color")
        running.read_until(self.greeting.format(uri=hub.uri))
        running.interrupt()
        connection.receive_close()
        connection.wait_until_gone()
        self.assertEqual(running.end()[2], 0)

    def test_a_second_interrupt_ends_it_at_once(self):
        hub, connection, running = self.connected("--no-color")
        running.read_until(self.greeting.format(uri=hub.uri))
        running.interrupt()
        connection.receive_close()
        running.interrupt()
        _, stderr, status = running.end()
        self.assertEqual(stderr, "\n" + self.said("Connection to dumpling hub cancelled; closing...",
                                                  "Done eating dumplings."))
        self.assertEqual(status, 0)

    def test_an_interrupt_ends_it_while_it_waits_for_a_hub(self):
        hub = self.hub()
        hub.close()
        running = self.start("-h", hub.address, "--reconnect")
        problem = running.process.stderr.readline() + running.process.stderr.readline()
        self.assertIn(b"Is nd-hub available?", problem)
        running.interrupt()
        _, stderr, status = running.end()
        self.assertEqual(stderr, "\n" + self.said("Connection to dumpling hub cancelled; closing...",
                                                  "Done eating dumplings."))
        self.assertEqual(status, 0)

    def test_with_reconnect_it_connects_again(self):
        hub, connection, running = self.connected("--no-color", "--reconnect")
        greeting = self.greeting.format(uri=hub.uri)
        running.read_until(greeting)
        connection.send_close(1001)
        running.read_until("\nLost connection to nd-hub: received 1001 (going away)\n")
        again = hub.accept()
        self.assertEqual(json.loads(again.receive_text()), {"eater_name": self.eater_name, **self.wants})
        running.read_until(greeting)
        running.interrupt()
        self.assertEqual(again.receive_close()[0], 4101)
        again.send_close(4101)
        stdout, stderr, status = running.end()
        self.assertEqual(stdout, greeting + "\nLost connection to nd-hub: received 1001 (going away)\n" + greeting)
        self.assertEqual(stderr, self.said("Lost connection to dumpling hub: received 1001 (going away)") + "\n" +
                         self.said("Connection to dumpling hub cancelled; closing...", "Done eating dumplings."))
        self.assertEqual(status, 0)

    def test_with_reconnect_it_reports_once_that_the_hub_is_away(self):
        hub = self.hub()
        port = hub.port
        hub.close()
        running = self.start("-h", f"127.0.0.1:{port}", "--reconnect")
        first = running.process.stderr.readline() + running.process.stderr.readline()
        hub = self.hub(port)
        connection = hub.accept()
        connection.receive_text()
        connection.send_close(1001)
        hub.close()
        second = b"".join(running.process.stderr.readline() for _ in range(3))
        running.interrupt()
        self.assertEqual(first.decode().splitlines()[0] + "\n",
                         self.said("There was a problem with the dumpling hub connection. Is nd-hub available?"))
        self.assertEqual(second.decode().splitlines()[0] + "\n",
                         self.said("Lost connection to dumpling hub: received 1001 (going away)"))
        self.assertEqual(second.decode().splitlines()[1] + "\n", first.decode().splitlines()[0] + "\n")
        self.assertEqual(running.end()[2], 0)

    def test_an_invalid_dumpling_is_reported_and_the_next_one_is_eaten(self):
        hub, connection, running = self.connected("--no-color")
        connection.send("{\x1b")
        connection.send('{"payload": 1}')
        connection.send('{"metadata": {"chef": "C", "kitchen": null, "creation_time": 1, "driver": "bus"}, "payload": 1}')
        connection.send("[" * 100000)
        connection.send_close(1001)
        lines = running.end()[1].splitlines(keepends=True)
        self.assertRegex(lines[0], rf"\A{self.eater_name}: Invalid dumpling: Could not interpret dumpling JSON: ")
        self.assertNotIn("\x1b", lines[0])
        self.assertEqual("".join(lines[1:]), self.said(
            "Invalid dumpling: Dumpling JSON was missing key: 'metadata'",
            "Invalid dumpling: Dumpling driver was not 'packet' or 'interval'",
            "Invalid dumpling: Could not interpret dumpling JSON: nested deeper than 256 levels",
            "Lost connection to dumpling hub: received 1001 (going away)", "Done eating dumplings."))

    def test_it_answers_pings(self):
        _, connection, _ = self.connected()
        connection.send_frame(9, b"are you there")
        self.assertEqual(connection.receive_frame(), (10, b"are you there"))

    def test_a_closed_pipe_ends_it_quietly(self):
        hub, connection, running = self.connected("--no-color")
        running.read_until(self.greeting.format(uri=hub.uri))
        running.process.stdout.close()
        running.process.stdout = None
        connection.send(status_dumpling())
        connection.receive_close()
        connection.close()
        self.assertEqual(running.end(), (self.greeting.format(uri=hub.uri), "", 0))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_output_is_an_error(self):
        with open("/dev/full", "wb") as full:
            hub = self.hub()
            running = self.start("-h", hub.address, "--no-color", stdout=full)
            connection = hub.accept()
            connection.receive_text()
            connection.receive_close()
            connection.close()
            _, stderr, status = running.end()
        self.assertEqual((stderr, status), (self.said("Cannot write to standard output: No space left on device"), 1))

    def on_terminal(self, *arguments, env=None, dumplings=()):
        """Returns what the tool prints on a terminal until the hub goes away."""
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        _, connection, running = self.connected(*arguments, stdout=slave, env=env)
        os.close(slave)
        for each in dumplings:
            connection.send(each)
        connection.send_close(1001)
        running.end()
        printed = b""
        try:
            while chunk := os.read(master, 65536):
                printed += chunk
        except OSError:  # the other side of the terminal is closed
            pass
        return printed.decode().replace("\r\n", "\n")

    def test_it_uses_colour_on_a_terminal_unless_no_color_is_set(self):
        shown = [status_dumpling()]
        self.assertIn("\x1b[", self.on_terminal(dumplings=shown))
        self.assertNotIn("\x1b[", self.on_terminal(dumplings=shown, env={"NO_COLOR": "1"}))
        self.assertIn("\x1b[", self.on_terminal("--color", dumplings=shown, env={"NO_COLOR": "1"}))
        self.assertNotIn("\x1b[", self.on_terminal("--no-color", dumplings=shown))
