"""Runs nd-print and compares it with the contract. In the names of tests, "it" is nd-print."""
import json
import random
import tempfile
import unittest
from datetime import datetime, timezone

from eater_case import EATER_FLAGS, EaterCase, status_dumpling
from peer import BINARY
from running import dumpling
from tool_case import main

TIME = "2018-01-20T14:42:11.040829"
LOST = "\nLost connection to nd-hub: received 1001 (going away)\n"


def shown(payload):
    return "\n" + json.dumps(payload, sort_keys=True, indent=4) + "\n\n"


class NdPrint(EaterCase, unittest.TestCase):
    tool = "nd-print"
    eater_name = "printereater"
    flags = {
        **EATER_FLAGS,
        "-n, --eater-name NAME": "printereater",
        "-c, --chef CHEF": "all",
        "-k, --kitchen KITCHEN": "all",
        "--interval-dumplings / --no-interval-dumplings": "--interval-dumplings",
        "--packet-dumplings / --no-packet-dumplings": "--packet-dumplings",
        "--payload / --no-payload": "--payload",
        "--json": None,
        "--count N": None,
        "--last N": None,
        "--since TIME": None,
        "--input-file FILE": None,
    }
    greeting = "Connected to nd-hub at {uri}\nWaiting for dumplings...\n\n"

    def printed(self, *dumplings, arguments=("--no-color",), env=None):
        """Returns the output between the greeting and the loss of the hub."""
        hub, connection, running = self.connected(*arguments, env=env)
        for each in dumplings:
            connection.send(each)
        connection.send_close(1001)
        stdout, stderr, status = running.end()
        self.assertEqual(status, 0, stderr)
        greeting = self.greeting.format(uri=hub.uri)
        self.assertTrue(stdout.startswith(greeting) and stdout.endswith(LOST), stdout)
        return stdout.removeprefix(greeting).removesuffix(LOST)

    def recorded(self, lines, *arguments, env=None):
        """Prints recorded lines from standard input. Returns (stdout, stderr, exit status)."""
        with tempfile.TemporaryFile() as file:
            file.write("".join(lines).encode("utf-8", "surrogatepass"))
            file.seek(0)
            return self.run_tool("--input-file", "-", *arguments, stdin=file, env=env)

    def test_it_tells_the_hub_what_to_send_and_where_to_start(self):
        for arguments, hello in (
            (["-c", "A", "-c", "B", "-k", "k"], {"chefs": ["A", "B"], "kitchens": ["k"]}),
            (["--no-interval-dumplings"], {"drivers": ["packet"]}),
            (["--no-packet-dumplings", "--last", "5"], {"drivers": ["interval"], "last": 5}),
            (["--since", "90"], {"since": 90}),
            (["--since=1.5h"], {"since": 5400}),
            (["--since", "2d"], {"since": 172800}),
        ):
            self.connected(*arguments)
            self.assertEqual(json.loads(self.hello), {"eater_name": self.eater_name, **hello})

    def test_it_says_how_many_of_the_last_dumplings_the_hub_has_if_it_has_fewer(self):
        for found, said in ((3, ["The hub has only 3 of the last 5 dumplings that were asked for."]), (5, []), (None, [])):
            with self.subTest(found=found):
                hub = self.hub(subprotocol="netdumplings.v1")
                running = self.start("-h", hub.address, "--last", "5")
                connection = hub.accept()
                connection.receive_text()
                word = {"log": "a", "position": 7}
                connection.send(json.dumps(word if found is None else {**word, "found": found}))
                connection.send_close(1001)
                stderr, status = running.end()[1:]
                lost = "Lost connection to dumpling hub: received 1001 (going away)"
                self.assertEqual((stderr, status), (self.said(*said, lost, "Done eating dumplings."), 0))

    def test_a_malformed_time_and_two_starting_points_are_usage_errors(self):
        stdout, stderr, status = self.run_tool("--since", "2 h")
        self.assertEqual((stdout, status), ("", 2))
        self.assertIn("Error: Invalid value for '--since': '2 h' is not a time, like 90, 30s, 10m, 2h or 1d", stderr)
        stdout, stderr, status = self.run_tool("--since", "1764460000")
        self.assertEqual((stdout, status), ("", 2))
        self.assertIn("'1764460000' is a date; give how long ago, like 90, 30s, 10m, 2h or 1d", stderr)
        stdout, stderr, status = self.run_tool("--since", "2h", "--last", "5")
        self.assertEqual((stdout, status), ("", 2))
        self.assertIn("Error: --last and --since exclude each other\n", stderr)

    def test_a_recording_has_no_hub_and_no_starting_point(self):
        for rival in (["-h", "localhost"], ["--reconnect"], ["--last", "1"], ["--since", "1s"]):
            stdout, stderr, status = self.run_tool("--input-file", "-", *rival)
            self.assertEqual((stdout, status), ("", 2))
            self.assertIn("exclude each other\n", stderr)

    def test_a_flag_wins_over_a_variable_that_contradicts_it(self):
        self.connected("--since", "90", env={"NETDUMPLINGS_PRINT_LAST": "5"})
        self.assertEqual(json.loads(self.hello), {"eater_name": self.eater_name, "since": 90})
        self.connected("--last", "5", env={"NETDUMPLINGS_PRINT_SINCE": "90", "NETDUMPLINGS_PRINT_INPUT_FILE": "/dev/null"})
        self.assertEqual(json.loads(self.hello), {"eater_name": self.eater_name, "last": 5})
        line = dumpling() + "\n"
        self.assertEqual(self.recorded([line], "--json", env={"NETDUMPLINGS_PRINT_HUB": "localhost:1"})[0], line)

    # What is printed.

    def test_it_prints_time_chef_kitchen_and_payload(self):
        payload = {"packet_counts": {"UDP": 2, "Ethernet": 7}, "empty": [{}, []], "none": None}
        self.assertEqual(self.printed(dumpling(payload=payload)),
                         f"{TIME} [interval] PacketCountChef from default_kitchen\n{shown(payload)}")

    def test_it_pads_the_packet_driver_and_prints_none_for_a_null_kitchen(self):
        self.assertEqual(self.printed(dumpling("ARPChef", None, "packet"), arguments=["--no-color", "--no-payload"]),
                         f"{TIME} [packet  ] ARPChef from None\n")

    def test_it_uses_the_colours_of_the_contract(self):
        key, string, number, end = "\x1b[94m", "\x1b[33m", "\x1b[34m", "\x1b[39;49;00m"
        payload = {"a": ["x", 1.5, None], "b": {}}
        self.assertEqual(
            self.printed(dumpling(payload=payload), arguments=["--color"]),
            f"{TIME} [interval] \x1b[1mPacketCountChef\x1b[0m from \x1b[1mdefault_kitchen\x1b[0m\n\n"
            f'{{\n    {key}"a"{end}: [\n        {string}"x"{end},\n        {number}1.5{end},\n'
            f'        {number}null{end}\n    ],\n    {key}"b"{end}: {{}}\n}}\n\n')

    def test_it_accepts_binary_messages(self):
        _, connection, running = self.connected("--json")
        connection.send_frame(BINARY, dumpling().encode())
        connection.send_close(1001)
        self.assertEqual(running.end()[0], dumpling() + "\n")

    def test_it_shows_local_time_without_microseconds_that_are_zero(self):
        lines = [dumpling(time=1516459331), dumpling(time=1516459331.5), dumpling(time=1530000000.25)]
        stdout = self.recorded([line + "\n" for line in lines], "--no-payload", env={"TZ": "Europe/Berlin"})[0]
        self.assertEqual([line.split()[0] for line in stdout.splitlines()],
                         ["2018-01-20T15:42:11", "2018-01-20T15:42:11.500000", "2018-06-26T10:00:00.250000"])

    def test_times_are_rounded_as_python_rounds_them(self):
        chance = random.Random(3)
        times = [0, -0.5, -1e-7, 0.9999995, 0.9999994, 5e-7, 1.5e-6, 2.5e-6, 1e9 + 5e-7, 253402300799.0]
        times += [chance.uniform(-2e9, 4e9) for _ in range(2000)]
        stdout = self.recorded([dumpling(time=t) + "\n" for t in times], "--no-payload")[0]
        expected = [datetime.fromtimestamp(t, timezone.utc).replace(tzinfo=None).isoformat() for t in times]
        self.assertEqual([line.split()[0] for line in stdout.splitlines()], expected)

    def test_times_beyond_the_calendar_are_shown_as_numbers(self):
        stdout = self.recorded([dumpling(time=t) + "\n" for t in (1e300, -1e300, 253402300800)], "--no-payload")[0]
        self.assertEqual([line.split()[0] for line in stdout.splitlines()], ["1e+300", "-1e+300", "2.53402e+11"])

    def test_names_cannot_control_the_terminal(self):
        stdout = self.recorded([dumpling("C\x1b[31m\n", "K\x07\u0085\x7f") + "\n"], "--no-payload")[0]
        self.assertEqual(stdout, f"{TIME} [interval] C\\u001b[31m\\u000a from K\\u0007\\u0085\\u007f\n")

    def test_payloads_are_shown_as_python_shows_them(self):
        for text in payload_texts():
            with self.subTest(payload=text[:200]):
                line = dumpling(payload="PAYLOAD").replace('"PAYLOAD"', text) + "\n"
                stdout, stderr, _ = self.recorded([line])
                self.assertEqual(stderr, "")
                self.assertEqual(stdout.split("\n", 1)[1], shown(json.loads(text)).replace("\x7f", "\\u007f"))

    def test_payloads_that_are_json_for_python_only_are_invalid(self):
        for text in ("NaN", "-Infinity", '"\\ud800"', "1e400", "'x'", "[1,]"):
            with self.subTest(payload=text):
                stdout, stderr, status = self.recorded([dumpling(payload="PAYLOAD").replace('"PAYLOAD"', text) + "\n"])
                self.assertEqual((stdout, status), ("", 0))
                self.assertTrue(stderr.startswith(self.said("Invalid dumpling: Could not interpret dumpling JSON: ")[:-1]))

    # What is left out.

    def test_it_filters_by_chef_kitchen_and_driver(self):
        all_of_them = [dumpling("A", "one", "packet"), dumpling("A", "two"), dumpling("B", "one"),
                       dumpling("B", "two", "packet"), status_dumpling()]
        for arguments, kept in [
            ([], [0, 1, 2, 3, 4]),
            (["-c", "A"], [0, 1]),
            (["--chef", "A", "-c", "SystemStatusChef"], [0, 1, 4]),
            (["-k", "one"], [0, 2]),
            (["-k", "one", "--kitchen=two"], [0, 1, 2, 3]),
            (["-c", "A", "-k", "two"], [1]),
            (["--no-interval-dumplings"], [0, 3]),
            (["--no-packet-dumplings"], [1, 2, 4]),
            (["--no-packet-dumplings", "--no-interval-dumplings"], []),
            (["--no-packet-dumplings", "--packet-dumplings", "-c", "B"], [2, 3]),
            (["-k", "None"], []),
            (["-c", "a"], []),
        ]:
            with self.subTest(arguments=arguments):
                stdout, _, status = self.recorded([line + "\n" for line in all_of_them], "--json", *arguments)
                self.assertEqual(stdout.splitlines(), [all_of_them[i] for i in kept])
                self.assertEqual(status, 0)

    def test_it_filters_what_a_hub_sends_and_counts_only_what_it_prints(self):
        hub, connection, running = self.connected("--no-color", "-c", "B", "--count", "2", "--no-payload")
        for chef in ("A", "B", "A", "A", "B", "B"):
            connection.send(dumpling(chef))
        self.assertEqual(connection.receive_close(), (4102, "dumpling eater is full"))
        connection.send_close(4102, "dumpling eater is full")
        stdout, stderr, status = running.end()
        line = f"{TIME} [interval] B from default_kitchen\n"
        self.assertEqual(stdout, self.greeting.format(uri=hub.uri) + line * 2)
        self.assertEqual((stderr, status), (self.said("Done eating dumplings."), 0))

    def test_a_count_must_be_a_whole_number_of_at_least_1(self):
        for count in ("0", "-1", "x", "1.5", "99999999999999999999999"):
            with self.subTest(count=count):
                why = f"Invalid value for '--count': '{count}' is not a whole number from 1 on"
                self.assertEqual(self.run_tool(f"--count={count}"), ("", self.usage_error(why), 2))

    # For pipes.

    def test_json_lines_are_the_unchanged_dumplings_and_nothing_else(self):
        lines = ['{"payload": 12345678901234567890123,  "metadata":{"driver":"packet","x":[],"kitchen":null,'
                 '"creation_time":1e0,"chef":"C"}, "more": 1.10}', dumpling(payload="ümläut")]
        _, connection, running = self.connected("--json", "--color")
        for line in lines:
            connection.send(line)
        connection.send_close(1001)
        self.assertEqual(running.end()[0], "".join(line + "\n" for line in lines))

    def test_json_on_a_terminal_has_no_control_characters_and_is_the_same_json(self):
        payload = "a\x7fb\x80c\x9bd\x9fe\xa0"
        line = json.dumps(json.loads(dumpling(payload=payload)), ensure_ascii=False)
        printed = self.on_terminal("--json", dumplings=[line])
        self.assertIn(r"a\u007fb\u0080c\u009bd\u009fe" + "\xa0", printed)
        self.assertEqual(json.loads(printed)["payload"], payload)

    def test_json_output_has_one_line_for_each_dumpling_whatever_arrived(self):
        _, connection, running = self.connected("--json")
        connection.send(json.dumps(json.loads(dumpling(payload=["a b", 1])), indent=1))
        connection.send_close(1001)
        stdout = running.end()[0]
        self.assertEqual(len(stdout.splitlines()), 1)
        self.assertEqual(json.loads(stdout), json.loads(dumpling(payload=["a b", 1])))

    def test_recording_and_printing_loses_nothing(self):
        lines = [dumpling(f"Chef{i}", payload={"i": i, "text": "é" * i}) + "\n" for i in range(200)]
        _, connection, running = self.connected("--json")
        for line in lines:
            connection.send(line.rstrip("\n"))
        connection.send_close(1001)
        record = running.end()[0]
        self.assertEqual(record, "".join(lines))
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write(record)
            file.flush()
            self.assertEqual(self.run_tool("--json", "--input-file", file.name), (record, "", 0))
            stdout = self.run_tool("--input-file", file.name)[0]
        live = self.printed(*(line.rstrip("\n") for line in lines))
        self.assertEqual(stdout, live)

    def test_recorded_lines_that_are_no_dumplings_are_reported_with_their_number(self):
        stdout, stderr, status = self.recorded(
            [dumpling() + "\n", "\n", "  \r\n", "{}\n", "x" * (17 << 20) + "\n", dumpling("Last")], "--no-payload")
        self.assertEqual([line.split()[-3] for line in stdout.splitlines()], ["PacketCountChef", "Last"])
        self.assertEqual(stderr, self.said(
            "Invalid dumpling: Dumpling JSON was missing key: 'metadata' (line 4)",
            "Invalid dumpling: longer than 16777216 bytes (line 5)"))
        self.assertEqual(status, 0)

    def test_a_count_stops_in_the_middle_of_a_recording(self):
        stdout, _, status = self.recorded([dumpling("A") + "\n", dumpling("B") + "\n"] * 3, "--json", "-c", "B", "--count", "2")
        self.assertEqual((stdout, status), ((dumpling("B") + "\n") * 2, 0))

    def test_a_recording_that_cannot_be_read_is_an_error(self):
        for path, why in [("/nowhere/x", "No such file or directory"), ("/", "Is a directory")]:
            with self.subTest(path=path):
                self.assertEqual(self.run_tool("--input-file", path), ("", self.said(f"Cannot read {path}: {why}"), 1))

    def test_a_pipe_that_closes_while_a_recording_is_printed_ends_it_quietly(self):
        with tempfile.TemporaryFile() as file:
            file.write((dumpling(payload="x" * 1000) + "\n").encode() * 2000)
            file.seek(0)
            running = self.start("--input-file", "-", stdin=file)
            running.process.stdout.readline()
            running.process.stdout.close()
            running.process.stdout = None
            self.assertEqual(running.end()[1:], ("", 0))

    def test_it_prints_each_dumpling_at_once(self):
        _, connection, running = self.connected("--json")
        for i in range(3):
            connection.send(dumpling(payload=i))
            running.read_until(dumpling(payload=i) + "\n")

    def test_a_variable_may_hold_several_names(self):
        lines = [dumpling(chef) + "\n" for chef in "ABC"]
        env = {"NETDUMPLINGS_PRINT_CHEF": " A  C "}
        self.assertEqual(self.recorded(lines, "--json", env=env)[0], lines[0] + lines[2])
        self.assertEqual(self.recorded(lines, "--json", "-c", "B", env=env)[0], lines[1])
        self.assertEqual(self.recorded(lines, env={"NETDUMPLINGS_PRINT_JSON": "1", **env})[0], lines[0] + lines[2])
        self.assertEqual(self.recorded(lines, "--packet-dumplings", env={"NETDUMPLINGS_PRINT_INTERVAL_DUMPLINGS": "false"})[0], "")


def payload_texts():
    """Returns JSON texts that JSON printers often get wrong."""
    for value in payloads():
        yield json.dumps(value)
        yield json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    yield from ("-0", "-0.0", "1E5", "123456789012345678901234567890", "-123456789012345678901234567890",
                "18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809",
                '{"b":1,"a":2,"b":{"z":1,"y":2}}', '"\\ud834\\udd1e\\u00e9\\/"', '{"\\uffff":1,"\\ud800\\udc00":2,"z":3}')


def payloads():
    yield from ({}, [], [[]], {"": {}}, None, True, False, 0, "")
    yield from ("a/b\\\"\b\f\n\r\t\x00\x1f\x7f", "é€𝄞\u2028\ufffd\U0010ffff", [[[[{"deep": [[[[1]]]]}]]]])
    yield [1e15, 1e16, 9999999999999998.0, 1e17, 123456789012345680.0, 1e22, 1e-4, 9.9e-5, 1e-5, 1.5e300, 5e-324, 0.1, 1 / 3]
    chance = random.Random(7)
    yield [chance.uniform(-1, 1) * 10.0 ** chance.randint(-30, 30) for _ in range(3000)]
    yield {"".join(chr(chance.choice([chance.randrange(0x20, 0x250), chance.randrange(0x2000, 0xD800),
                                      chance.randrange(0xE000, 0x11000)])) for _ in range(chance.randrange(4))): i
           for i in range(500)}
    for _ in range(30):
        yield random_value(chance, 5)


def random_value(chance, depth):
    kind = chance.randrange(7 if depth else 5)
    if kind == 0:
        return chance.choice([None, True, False])
    if kind == 1:
        return chance.randint(-10 ** chance.randrange(25), 10 ** chance.randrange(25))
    if kind == 2:
        return chance.uniform(-1e3, 1e3)
    if kind in (3, 4):
        return "".join(chr(chance.randrange(0x300)) for _ in range(chance.randrange(8)))
    if kind == 5:
        return [random_value(chance, depth - 1) for _ in range(chance.randrange(5))]
    return {str(chance.random())[2:5]: random_value(chance, depth - 1) for _ in range(chance.randrange(5))}


if __name__ == "__main__":
    main()
