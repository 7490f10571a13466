"""Compares the eater library with its header, in a program that includes only public headers. In the names of tests, "it"
is the eater."""
import json
import signal
import sys
import unittest

from fake_hub import FakeHub
from running import RunningTool, dumpling

CANCELLED = ["nameless_eater: Connection to dumpling hub cancelled; closing...", "nameless_eater: Done eating dumplings."]
LOST = "received 1001 (going away)"


GAP = "dumplings may be missing or come again."


def word(log, position):
    return json.dumps({"log": log, "position": position})


def place(log, position, had):
    return json.dumps({"log": log, "position": position, "had": had}, separators=(",", ":"))


class Library(unittest.TestCase):
    probe = ""

    def setUp(self):
        self.hub = FakeHub()
        self.addCleanup(self.hub.close)

    def start(self, way, hub=None, env=None):
        running = RunningTool(self.probe, [way, hub or self.hub.address], env=env)
        self.addCleanup(running.process.stderr.close)
        self.addCleanup(running.process.stdout.close)
        self.addCleanup(running.process.wait)
        self.addCleanup(running.process.kill)
        return running

    def connected(self, way, **wants):
        running = self.start(way)
        return running, self.accept(**wants)

    def accept(self, **wants):
        """Returns the eater's connection after its hello."""
        connection = self.hub.accept()
        self.assertEqual(json.loads(connection.receive_text()), {"eater_name": "nameless_eater", **wants})
        return connection

    def answer_close(self, connection, code, reason):
        self.assertEqual(connection.receive_close(), (code, reason))
        connection.send_close(code, reason)

    def ended(self, running, *stdout, stderr=()):
        out, err, status = running.end()
        self.assertEqual((out.splitlines(), err.splitlines(), status), (list(stdout), list(stderr), 0))

    def test_it_calls_back_and_closes_with_4102_after_its_count(self):
        running, connection = self.connected("callbacks")
        for chef in "ABC":
            connection.send(dumpling(chef))
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.ended(running, f"connected: {self.hub.uri}", "dumpling: A", "dumpling: B", "end: full",
                   stderr=["nameless_eater: Done eating dumplings."])

    def test_it_counts_only_the_dumplings_of_the_chefs_that_it_wants(self):
        running, connection = self.connected("filtered", chefs=["B", "C"])
        for chef in "ABACD":
            connection.send(dumpling(chef))
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.ended(running, f"connected: {self.hub.uri}", "dumpling: B", "dumpling: C", "end: full",
                   stderr=["nameless_eater: Done eating dumplings."])

    def test_it_reports_once_that_a_handler_is_missing(self):
        running, connection = self.connected("without_handlers")
        for chef in "ABC":
            connection.send(dumpling(chef))
        connection.send_close(1001)
        self.ended(running, "end: lost", stderr=[
            "nameless_eater: No on_connect handler specified; ignoring connection.",
            "nameless_eater: No on_dumpling handler specified; ignoring dumpling.",
            f"nameless_eater: Lost connection to dumpling hub: {LOST}",
            "nameless_eater: No on_connection_lost handler specified; ignoring connection loss.",
            "nameless_eater: Done eating dumplings."])

    def test_it_calls_a_subclass_instead_of_handlers(self):
        running, connection = self.connected("subclass")
        for number in range(4):
            connection.send(dumpling(payload=number))
        connection.send_close(1001)
        self.ended(running, f"overridden connected: {self.hub.uri}", "overridden dumpling: 0", "overridden dumpling: 2",
                   f"overridden lost: {LOST}", "end: lost", stderr=[
                       f"nameless_eater: Lost connection to dumpling hub: {LOST}", "nameless_eater: Done eating dumplings."])

    def test_it_passes_its_messages_to_a_handler(self):
        running, connection = self.connected("said")
        connection.send("x")
        connection.send(dumpling())
        self.answer_close(connection, 4102, "dumpling eater is full")
        lines = running.end()[0].splitlines()
        self.assertIn("said: nameless_eater: Invalid dumpling: Could not interpret dumpling JSON: ", lines[1])
        self.assertEqual(lines[2:], ["dumpling: PacketCountChef", "said: nameless_eater: Done eating dumplings.", "end: full"])

    def test_calls_back_with_what_can_not_be_read_and_prints_nothing_itself(self):
        running, connection = self.connected("told_of_trouble")
        connection.send("x\x1b")
        connection.send('{"payload": 1}')
        connection.send(dumpling("A"))
        self.answer_close(connection, 4102, "dumpling eater is full")
        out, err, _ = running.end()
        lines = out.splitlines()
        self.assertRegex(lines[1], r"\Ainvalid: Could not interpret dumpling JSON: ")
        self.assertNotIn("\x1b", lines[1])
        self.assertEqual(lines[2:], ["invalid: Dumpling JSON was missing key: 'metadata'", "dumpling: A", "end: full"])
        self.assertEqual(err, "nameless_eater: Done eating dumplings.\n")

    def test_calls_back_when_there_is_no_hub_and_prints_nothing_itself(self):
        self.hub.close()
        out, err, _ = self.start("told_of_trouble").end()
        self.assertRegex(out, rf"\Aunreachable: .*{self.hub.address}.*refused\nend: no_hub\n\Z")
        self.assertEqual(err, "")

    def test_a_subclass_can_print_trouble_as_by_default(self):
        running, connection = self.connected("subclass_told_of_trouble")
        connection.send('{"payload": 1}')
        connection.send(dumpling())
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.ended(running, "overridden invalid", "end: full", stderr=[
            "nameless_eater: Invalid dumpling: Dumpling JSON was missing key: 'metadata'",
            "nameless_eater: Done eating dumplings."])
        self.hub.close()
        out, err, _ = self.start("subclass_told_of_trouble").end()
        self.assertEqual(out, "overridden unreachable\nend: no_hub\n")
        first, second = err.splitlines()
        self.assertEqual(first, "nameless_eater: There was a problem with the dumpling hub connection. Is nd-hub available?")
        self.assertRegex(second, rf"\Anameless_eater: .*{self.hub.address}.*refused\Z")

    def test_with_reconnect_each_try_that_fails_calls_back(self):
        self.hub.close()
        self.ended(self.start("told_of_each_try"), *["unreachable"] * 3, "end: stopped", stderr=CANCELLED)

    def test_without_catching_up_each_connection_starts_like_the_first(self):
        running, connection = self.connected("not_catching_up", last=7)
        self.assertNotIn("sec-websocket-protocol", connection.headers)
        connection.send(dumpling("A"))
        connection.send_close(1001)
        again = self.accept(last=7)
        again.send(dumpling("A"))
        self.answer_close(again, 4102, "dumpling eater is full")
        self.ended(running, f"connected: {self.hub.uri}", "dumpling: A", f"lost: {LOST}", f"connected: {self.hub.uri}",
                   "dumpling: A", "end: full", stderr=[f"nameless_eater: Lost connection to dumpling hub: {LOST}",
                                                       "nameless_eater: Done eating dumplings."])

    def test_a_count_of_0_ends_it_at_once(self):
        running, connection = self.connected("no_count_at_all")
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.ended(running, f"connected: {self.hub.uri}", "end: full", stderr=["nameless_eater: Done eating dumplings."])

    def test_another_thread_may_stop_it(self):
        running, connection = self.connected("stopped_by_a_thread")
        connection.send(dumpling())
        self.answer_close(connection, 4101, "connection cancelled")
        self.ended(running, f"connected: {self.hub.uri}", "end: stopped", stderr=CANCELLED)

    def test_a_signal_handler_may_stop_it(self):
        running, connection = self.connected("stopped_by_a_signal_handler")
        running.read_until(f"connected: {self.hub.uri}\n")
        running.process.send_signal(signal.SIGUSR1)
        self.answer_close(connection, 4101, "connection cancelled")
        self.ended(running, f"connected: {self.hub.uri}", "end: stopped", stderr=CANCELLED)

    def test_its_stop_signals_stop_it(self):
        for number in (signal.SIGUSR1, signal.SIGUSR2):
            with self.subTest(signal=number):
                running, connection = self.connected("stopped_by_a_stop_signal")
                running.read_until(f"connected: {self.hub.uri}\n")
                running.process.send_signal(number)
                self.answer_close(connection, 4101, "connection cancelled")
                self.ended(running, f"connected: {self.hub.uri}", "end: stopped", stderr=["", *CANCELLED])

    def test_a_handler_may_stop_it_and_is_not_called_again(self):
        running, connection = self.connected("stopped_in_a_handler")
        for chef in "ABC":
            connection.send(dumpling(chef))
        self.answer_close(connection, 4101, "connection cancelled")
        self.ended(running, f"connected: {self.hub.uri}", "dumpling: A", "end: stopped", stderr=CANCELLED)

    def test_a_stop_before_it_runs_ends_that_run_at_once_but_not_the_next_one(self):
        running = self.start("stopped_before_it_runs")
        running.read_until("end: stopped\n")
        while True:  # the first run may have connected before it ended
            connection = self.hub.accept_if_alive()
            if connection:
                break
        connection.send(dumpling("A"))
        self.assertEqual(json.loads(connection.receive_text()), {"eater_name": "nameless_eater"})
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.ended(running, "end: stopped", f"connected: {self.hub.uri}", "dumpling: A", "end: full",
                   stderr=[*CANCELLED, "nameless_eater: Done eating dumplings."])

    def test_an_exception_of_a_handler_leaves_run_which_may_be_called_again(self):
        running, connection = self.connected("handler_throws")
        connection.send(dumpling("A"))
        connection.wait_until_gone()
        again = self.accept()
        again.send(dumpling("B"))
        self.answer_close(again, 4102, "dumpling eater is full")
        self.ended(running, f"connected: {self.hub.uri}", "caught: can't eat A", f"connected: {self.hub.uri}",
                   "dumpling: B", "end: full", stderr=["nameless_eater: Done eating dumplings."])

    def test_its_exceptions_can_be_caught_by_a_user(self):
        running = self.start("exceptions_cross")
        self.ended(running, "Dumpling JSON was missing key: 'metadata'", "no address", "no payload")

    def test_its_defaults_are_those_of_the_contract(self):
        self.ended(self.start("defaults"), "nameless_eater localhost:11348 all once")

    def test_with_reconnect_it_connects_again_and_continues_to_count(self):
        running, connection = self.connected("reconnecting")
        connection.send(dumpling("A"))
        connection.send_close(1001)
        again = self.accept()
        again.send(dumpling("B"))
        self.answer_close(again, 4102, "dumpling eater is full")
        self.ended(running, f"connected: {self.hub.uri}", "dumpling: A", f"lost: {LOST}", f"connected: {self.hub.uri}",
                   "dumpling: B", "end: full", stderr=[f"nameless_eater: Lost connection to dumpling hub: {LOST}",
                                                       "nameless_eater: Done eating dumplings."])

    def test_an_address_may_be_written_as_a_uri(self):
        self.start("callbacks", hub=f"ws://127.0.0.1:{self.hub.port}/")
        self.accept()

    def test_a_dumpling_has_its_original_bytes_and_is_written_as_on_the_wire(self):
        text = '{"payload": [1.50],  "metadata":{"more":1,"driver":"packet","creation_time":2,"kitchen":null,"chef":"C"}}'
        running, connection = self.connected("recording")
        connection.send(text)
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.ended(running, f"connected: {self.hub.uri}", text,
                   '{"metadata":{"chef":"C","kitchen":null,"creation_time":2.0,"driver":"packet"},"payload":[1.5]}',
                   "end: full", stderr=["nameless_eater: Done eating dumplings."])

    def feed(self, connection, *messages):
        for message in messages:
            connection.send(message if isinstance(message, str) else dumpling(payload=message))

    def ended_full(self, running, connection, *stdout, stderr=()):
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.ended(running, *stdout, stderr=[*stderr, "nameless_eater: Done eating dumplings."])

    def test_each_dumpling_has_a_place_just_after_it(self):
        self.hub.subprotocol = "netdumplings.v1"
        running, connection = self.connected("places")
        status = dumpling("SystemStatusChef", kitchen=None)  # isn't in the log
        self.feed(connection, word("a", 100), 1, word("a", 103), status, 2)
        self.ended_full(running, connection, "connected at no place", f"1 at {place('a', 100, 1)}",
                        f"null at {place('a', 103, 0)}", f"2 at {place('a', 103, 1)}", "end: full",
                        f"ended at {place('a', 103, 1)}")

    def test_dumplings_that_it_does_not_want_or_can_not_read_count_for_the_place(self):
        self.hub.subprotocol = "netdumplings.v1"
        running, connection = self.connected("place_among_others", chefs=["B"])
        self.feed(connection, word("a", 100), dumpling("A"), "x", dumpling("B"))
        self.answer_close(connection, 4102, "dumpling eater is full")
        self.assertEqual(running.end()[0].splitlines()[1:3], [f"null at {place('a', 100, 3)}", "end: full"])

    def test_it_goes_on_after_a_place(self):
        self.hub.subprotocol = "netdumplings.v1"
        running, connection = self.connected("places_after", after={"log": "a", "position": 100})
        self.feed(connection, word("a", 100), 1, 2, 3, 4)
        self.ended_full(running, connection, f"connected at {place('a', 100, 2)}", f"3 at {place('a', 100, 3)}",
                        f"4 at {place('a', 100, 4)}", "end: full", f"ended at {place('a', 100, 4)}")

    def test_it_reports_that_a_hub_without_places_can_not_go_on(self):
        running, connection = self.connected("places_after")
        self.feed(connection, 1, 2)
        self.ended_full(running, connection, "connected at no place", "1 at no place", "2 at no place", "end: full",
                        "ended at no place", stderr=["nameless_eater: The hub doesn't remember places: what came before now "
                                                     "is missing."])

    def test_it_calls_back_with_each_gap_and_prints_nothing_itself(self):
        self.hub.subprotocol = "netdumplings.v1"
        running, connection = self.connected("gaps_after", after={"log": "a", "position": 100})
        self.feed(connection, word("b", 0), '{"skipped": 5}', word("b", 5), '{"skipped": null}', word("b", 9), 1)
        gone = "dumplings that it no longer has."
        self.ended_full(running, connection, f"connected at {place('a', 100, 2)}",
                        f"skipped unknown: The hub has a new log: {GAP}", f"skipped 5: The hub skipped 5 {gone}",
                        f"skipped unknown: The hub skipped {gone}", f"1 at {place('b', 9, 1)}", "end: full",
                        f"ended at {place('b', 9, 1)}")

    def test_without_catching_up_each_connection_starts_after_the_same_place(self):
        self.hub.subprotocol = "netdumplings.v1"
        running, connection = self.connected("places_after_without_catching_up", after={"log": "a", "position": 100})
        self.feed(connection, word("a", 100), 1, 2, 3)
        connection.send_close(1001)
        again = self.accept(after={"log": "a", "position": 100})
        self.feed(again, word("a", 100), 1, 2, 3)
        connected = f"connected at {place('a', 100, 2)}"
        eaten = f"3 at {place('a', 100, 3)}"
        self.ended_full(running, again, connected, eaten, f"lost at {place('a', 100, 3)}", connected, eaten, "end: full",
                        f"ended at {place('a', 100, 3)}", stderr=[f"nameless_eater: Lost connection to dumpling hub: {LOST}"])

    def test_it_shows_the_token_that_it_was_given_or_that_the_environment_has(self):
        for way, env, shown in [("with_token", {}, "Bearer a-token-of-the-hub's"),
                                ("with_token", {"NETDUMPLINGS_TOKEN": "of-the-environment"}, "Bearer a-token-of-the-hub's"),
                                ("callbacks", {"NETDUMPLINGS_TOKEN": "of-the-environment"}, "Bearer of-the-environment"),
                                ("callbacks", {}, None)]:
            with self.subTest(way=way, env=env):
                self.start(way, env=env)
                self.assertEqual(self.accept().headers.get("authorization"), shown)

    def test_a_token_that_cannot_be_read_is_an_exception(self):
        self.ended(self.start("with_token_file"), "no token can be read from /nowhere/token: No such file or directory")

    def test_it_reports_that_there_is_no_hub(self):
        self.hub.close()
        out, err, _ = self.start("callbacks").end()
        self.assertEqual(out, "end: no_hub\n")
        self.assertEqual(err.splitlines()[0], "nameless_eater: There was a problem with the dumpling hub connection. "
                                              "Is nd-hub available?")


if __name__ == "__main__":
    Library.probe = sys.argv.pop(1)
    unittest.main(verbosity=2)
