"""Runs nd-hub and compares it with the contract. In the names of tests, "it" is nd-hub."""
import contextlib
import json
import os
import re
import signal
import socket
import time
import unittest

from fake_client import FakeClient
from log_case import STAMP, LogCase
from peer import BINARY, CLOSE, PONG, TEXT
from running import dumpling
from tool_case import main

CARD = {"kitchen_name": "garage", "interface": "eth0,wlan0", "filter": "udp", "chefs": ["m.OneChef", "m.TwoChef"],
        "poke_interval": 5.0}
HELLO = {"eater_name": "hungry"}


class RunningHub:
    """An nd-hub on free ports."""

    def __init__(self, test, arguments, env=None):
        self.tool = test.start("-i", "0", "-o", "0", *arguments, env=env)
        ports = self.tool.wait_for_line(r"Dumplings in: ws://\S+:(\d+)  out: ws://\S+:(\d+)$")
        self.in_port, self.out_port = map(int, ports.groups())
        self._test = test

    def client(self, port, hello, **how):
        client = FakeClient(port, **how)
        self._test.addCleanup(client.close)
        client.send(hello if isinstance(hello, str) else json.dumps(hello))
        return client

    def kitchen(self, card=CARD, **how):
        """Returns a kitchen that the hub knows."""
        kitchen = self.client(self.in_port, card, **how)
        self.tool.wait_for_line("Received dumpling kitchen connection")
        return kitchen

    def eater(self, hello=HELLO, **how):
        eater = self.client(self.out_port, hello, **how)
        self.tool.wait_for_line("Received dumpling eater connection")
        return eater

    def end(self):
        """Returns (stdout, stderr, exit status) after Ctrl-C."""
        self.tool.interrupt()
        return self.tool.end()


class NdHub(LogCase, unittest.TestCase):
    tool = "nd-hub"
    line = "Dumpling hub initiated; waiting for connections"
    flags = {
        "-a, --address HOST": "localhost",
        "-i, --in-port PORT": "11347",
        "-o, --out-port PORT": "11348",
        "-f, --status-freq SECONDS": "5",
        "--help": None,
        "--version": None,
    }
    wrong = [
        (["-h"], "No such option: -h"),
        (["-a"], "Option '--address' / '-a' requires an argument."),
        *[([flag, value], f"Invalid value for '{name}' / '{flag}': '{value}' is not a port (0 to 65535; 0 is any free "
                          "one)")
          for flag, name in (("-i", "--in-port"), ("-o", "--out-port")) for value in ("65536", "-1", "x", "", "1e3")],
        *[(["-f", value], f"Invalid value for '--status-freq' / '-f': '{value}' is not a number of seconds greater than "
                          "zero") for value in ("0", "-5", "soon", "inf", "")],
        *[([flag, value], f"Invalid value for '{flag}': '{value}' is not a whole number from 1 to {most}")
          for flag, most in (("--threads", 64), ("--max-connections", 10000000), ("--max-per-address", 10000000))
          for value in ("0", "-1", "x", "1.5", str(most + 1), "")],
        *[([flag, value], f"Invalid value for '{flag}': '{value}' is not a size from {least} to {most} bytes, like "
                          "500000, 512K or 64MiB")
          for flag, least, most in (("--max-message", 4096, 2097152), ("--log-size", 8388608, 1099511627776))
          for value in ("0", "x", "1KX", "64B", "-1M", "2T", "99999999999999999999", "")],
        *[(["--allow-origin", value], f"Invalid value for '--allow-origin': '{value}' is not an origin, like "
                                      "https://example.org or http://192.0.2.7:8080, or null")
          for value in ("", "foo", "example.org:80", "http://", "http://a/b", "http://me@a", "http://a b")],
        (["--log-dir", ""], "Invalid value for '--log-dir': '' is not a folder's path"),
        *[([flag, ""], f"Invalid value for '{flag}': '' is not a file's path")
          for flag in ("--kitchen-token-file", "--eater-token-file")],
    ]
    wrong_in_environment = ("in-port", "'--in-port' / '-i'", "65536", "'65536' is not a port (0 to 65535; 0 is any free "
                                                                      "one)")

    def hub(self, *arguments, env=None):
        """Starts a hub that sends no status dumpling, unless `arguments` say otherwise."""
        return RunningHub(self, ["-f", "3600", *arguments], env)

    def logged(self, *arguments, env=None):
        tool = self.start("-i", "0", "-o", "0", "-f", "3600", *arguments, env=env)
        self.wait_until_it_listens(tool)
        tool.interrupt()
        stdout, stderr, status = tool.end()
        self.assertEqual((stdout, status), ("", 0), stderr)
        return stderr

    @staticmethod
    def wait_until_it_listens(tool):
        """Waits until the hub listens on two IPv4 ports. Doesn't depend on its log."""
        path = f"/proc/{tool.process.pid}/fd"
        while tool.process.poll() is None:
            links = []
            for fd in os.listdir(path):
                with contextlib.suppress(FileNotFoundError):  # it was closed after it was listed
                    links.append(os.readlink(os.path.join(path, fd)))
            sockets = {link.removeprefix("socket:[").removesuffix("]") for link in links}
            with open("/proc/net/tcp", encoding="ascii") as table:
                rows = [line.split() for line in table]
            if len([row for row in rows if row[3] == "0A" and row[9] in sockets]) == 2:
                return
            time.sleep(0.01)

    def test_it_has_no_hub_flag(self):
        self.assertNotIn("--hub", self.run_tool("--help")[0])

    # Start and end.

    def test_it_logs_its_start_and_its_end(self):
        hub = self.hub()
        stdout, stderr, status = hub.end()
        self.assertEqual((stdout, status), ("", 0))
        self.assertInOrder([line.split(" ", 1)[1] for line in stderr.splitlines()], [
            "INFO Dumpling hub initiated; waiting for connections",
            f"INFO Dumplings in: ws://localhost:{hub.in_port}  out: ws://localhost:{hub.out_port}",
            "INFO Caught keyboard interrupt; attempting graceful shutdown...",
            "INFO Dumpling hub signing off.  Thanks!"])

    def test_either_signal_makes_it_close_every_connection_with_1001(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                hub = self.hub()
                clients = [hub.kitchen(), hub.eater()]
                hub.tool.interrupt(number)
                for client in clients:
                    self.assertEqual(client.receive_close()[0], 1001)
                    client.send_close(1001)
                self.assertEqual(hub.tool.end()[2], 0)

    def test_clients_that_do_not_answer_do_not_delay_its_end(self):
        hub = self.hub()
        hub.eater()
        self.assertEqual(hub.end()[2], 0)

    def assertCannotStart(self, arguments, why):
        """Checks that it ends with one line on standard output and the same in its log. `why` is a pattern."""
        stdout, stderr, status = self.run_tool(*arguments)
        line = "hub error: Cannot instantiate dumpling hub: " + why
        self.assertRegex(stdout, rf"\A{line}\n\Z")
        self.assertRegex(stderr, rf"(?m)^{STAMP} ERROR {line}\n\Z")
        self.assertEqual(status, 1)

    def test_a_port_that_is_taken_is_reported_on_stdout_and_stderr(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            for arguments in (["-i", port, "-o", "0"], ["-i", "0", "-o", port]):
                with self.subTest(arguments=arguments):
                    self.assertCannotStart(["-a", "127.0.0.1", *arguments], re.escape(
                        "can't listen on 127.0.0.1:" + port + ": Address already in use (is another nd-hub running? "
                        "-i and -o choose other ports)"))

    def test_a_token_file_that_it_cannot_use_is_reported_on_stdout_and_stderr(self):
        path = os.path.join(self.folder, "token")
        with open(path, "w", encoding="ascii") as file:
            file.write("0123456789abcdef\n")
        os.chmod(path, 0o644)
        for flag in ("--kitchen-token-file", "--eater-token-file"):
            for given, why in ((path, f"it has mode 0644, so that others can read it: chmod 600 {path}"),
                               ("/nowhere/token", "No such file or directory")):
                with self.subTest(flag=flag, given=given):
                    self.assertCannotStart(["-i", "0", "-o", "0", flag, given],
                                           re.escape(f"no token can be read from {given}: {why}"))

    def test_sighup_does_not_end_it_if_there_is_nothing_to_reread(self):
        hub = self.hub()
        hub.tool.interrupt(signal.SIGHUP)
        hub.tool.wait_for_line("INFO SIGHUP: there is nothing to reread")
        hub.tool.interrupt(signal.SIGINT)
        self.assertEqual(hub.tool.end()[2], 0)

    def test_check_config_says_what_would_happen_and_changes_nothing(self):
        running = self.hub()
        folder, log = os.path.join(self.folder, "log"), os.path.join(self.folder, "hub.log")
        stdout, stderr, status = self.run_tool(
            "--check-config", "-i", str(running.in_port), "-o", str(running.out_port), "--log-dir", folder,
            env=self.configured({"file": {"path": log}}))
        self.assertEqual((stderr, status), ("", 0))
        self.assertIn(f"would take dumplings at ws://localhost:{running.in_port} and pass them on at "
                      f"ws://localhost:{running.out_port}.\n", stdout)
        self.assertIn(f"It would keep a log of 1073741824 bytes in the folder {folder}.\n", stdout)
        self.assertFalse(os.path.exists(folder) or os.path.exists(log))
        running.end()

    def test_check_config_names_each_fault(self):
        for arguments, config, why in [
            (["--kitchen-token-file", "/nowhere/token"], {}, "no token can be read from /nowhere/token: No such file or "
                                                             "directory"),
            (["--tls-cert", "/nowhere/cert", "--tls-key", "/nowhere/key"], {}, "/nowhere/cert"),
            (["--log-dir", "/nowhere/log"], {}, "The log folder /nowhere/log can't be used: No such file or directory"),
            (["-a", "192.0.2.1"], {}, "needs an address of this machine"),
            ([], {"file": {"path": "/nowhere/log"}}, "Cannot log to the file /nowhere/log: No such file or directory"),
            ([], {"level": "loud"}, "NETDUMPLINGS_LOGGING_CONFIG: "),
            (["-i", "65536"], {}, "Invalid value for '--in-port'"),
        ]:
            with self.subTest(arguments=arguments, config=config):
                _, stderr, status = self.run_tool("--check-config", *arguments, env=self.configured(config))
                self.assertEqual(status, 2)
                errors = [line for line in stderr.splitlines() if line.startswith("Error: ")]
                self.assertEqual(len(errors), 1, stderr)
                self.assertIn(why, errors[0])

    def test_a_misspelt_variable_is_a_warning_and_kubernetes_variables_are_none(self):
        env = {"NETDUMPLINGS_HUB_INPORT": "1", "NETDUMPLINGS_HUB_SERVICE_HOST": "10.0.0.7",
               "NETDUMPLINGS_HUB_IN_PORT": "tcp://10.0.0.7:11347", "NETDUMPLINGS_HUB_PORT_11347_TCP_ADDR": "10.0.0.7"}
        hub = self.hub(env=env)
        _, stderr, status = hub.end()
        said = [line for line in stderr.splitlines() if "The environment variable" in line]
        self.assertEqual((len(said), status), (1, 0), stderr)
        self.assertRegex(said[0], rf"\A{STAMP} WARNING The environment variable NETDUMPLINGS_HUB_INPORT sets nothing: no "
                                  r"option has it. The nearest is NETDUMPLINGS_HUB_IN_PORT\Z")

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_it_says_that_it_need_not_be_root(self):
        self.assertRegex(self.logged(), rf"(?m)^{STAMP} INFO nd-hub runs as root and needn't: ")

    def test_it_reopens_its_log_file_on_sighup(self):
        log = os.path.join(self.folder, "hub.log")
        hub = self.hub(env=self.configured({"file": {"path": log}}))
        os.rename(log, log + ".1")
        hub.tool.interrupt(signal.SIGHUP)
        hub.tool.wait_for_line("INFO The log file was reopened$")
        hub.end()
        self.assertIn(self.line, self.contents("hub.log.1"))
        self.assertNotIn("signing off", self.contents("hub.log.1"))
        self.assertIn("signing off", self.contents("hub.log"))

    def test_an_address_of_another_host_is_reported_on_stdout_and_stderr(self):
        self.assertCannotStart(["-a", "192.0.2.1", "-i", "0", "-o", "0"],
                               r"can't listen on 192\.0\.2\.1:0: .* \(-a needs an address of this machine\)")

    def test_the_last_of_a_repeated_flag_wins(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            hub = self.start("-i", str(taken.getsockname()[1]), "-i", "0", "-o", "0", "-a", "127.0.0.1")
            hub.wait_for_line("Dumplings in: ws://127.0.0.1:")

    def test_the_environment_replaces_flags_and_flags_win(self):
        env = {self.variable("address"): "127.0.0.1", self.variable("in-port"): "1", self.variable("out-port"): "0"}
        hub = self.start("-i", "0", env=env)
        hub.wait_for_line(r"Dumplings in: ws://127\.0\.0\.1:\d+  out: ws://127\.0\.0\.1:\d+$")

    def test_localhost_is_both_loopback_addresses_and_any_path_is_accepted(self):
        hub = self.hub()
        hosts = ["127.0.0.1"]
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
            hosts.append("::1")
        except OSError:
            pass  # a host without IPv6
        for host in hosts:
            for path in ("/", "/dumplings/of?yesterday"):
                with self.subTest(host=host, path=path):
                    hub.kitchen(host=host, path=path).close()
                    hub.eater(host=host, path=path).close()

    # Clients that connect and leave.

    def test_it_logs_which_clients_connect_and_leave_and_why(self):
        hub = self.hub()
        for kind, client in (("kitchen", hub.kitchen()), ("eater", hub.eater())):
            name = {"kitchen": "garage", "eater": "hungry"}[kind]
            client.send_close(4101, "connection cancelled")
            self.assertEqual(client.receive_close()[0], 4101)
            hub.tool.wait_for_line(f"INFO Dumpling {kind} {name} connection closed: received 4101 .*connection cancelled$")
            cut = {"kitchen": hub.kitchen, "eater": hub.eater}[kind]()
            cut.close()
            hub.tool.wait_for_line(f"INFO Dumpling {kind} {name} connection closed: no close frame received$")
        stderr = hub.end()[1]
        self.assertRegex(stderr, r"INFO Received dumpling kitchen connection from garage at 127\.0\.0\.1:\d+\n")
        self.assertRegex(stderr, r"INFO Received dumpling eater connection from hungry at 127\.0\.0\.1:\d+\n")

    def test_it_logs_the_address_of_a_client(self):
        hub = self.hub()
        eater = hub.client(hub.out_port, HELLO)
        hub.tool.wait_for_line(rf"Received dumpling eater connection from hungry at 127\.0\.0\.1:{eater.port}$")

    def test_it_closes_a_bad_hello_with_1008_and_the_reason(self):
        hub = self.hub()
        for port, key, most in ((hub.in_port, "kitchen_name", 65536), (hub.out_port, "eater_name", 4096)):
            for hello, why in [("x", "the hello isn't JSON"), ("[]", "the hello isn't a JSON object"),
                               ("{}", f"the hello has no '{key}'"),
                               ({key: 1}, f"'{key}' in the hello isn't a string"),
                               (json.dumps({key: "x" * 70_000}), f"a hello has at most {most} bytes")]:
                with self.subTest(hello=str(hello)[:20], key=key):
                    self.assertEqual(hub.client(port, hello).receive_close(), (1008, why))

    def test_it_ignores_what_an_eater_sends_after_its_hello(self):
        hub = self.hub()
        eater, kitchen = hub.eater(), hub.kitchen()
        eater.send("more, please")
        self.assertTrue(eater.hears_nothing())
        kitchen.send(dumpling())
        self.assertEqual(eater.receive_text(), dumpling())

    # Dumplings.

    def test_it_passes_dumplings_on_byte_for_byte_in_order_with_their_opcode(self):
        hub = self.hub()
        eaters, kitchen = [hub.eater(), hub.eater({"eater_name": "webnom"})], hub.kitchen()
        odd = '{"payload": 1.10,  "metadata":{"more":[],"chef":"C","kitchen":null,"creation_time":1e0,"driver":"packet"}}'
        sent = [(TEXT, dumpling(payload=i).encode()) for i in range(50)]
        sent += [(BINARY, dumpling(payload="é").encode()), (TEXT, odd.encode()), (TEXT, b'\n{"metadata":{"chef":"C"}} ')]
        for opcode, message in sent:
            kitchen.send_frame(opcode, message)
        for eater in eaters:
            self.assertEqual([eater.receive_frame() for _ in sent], sent)
        self.assertTrue(kitchen.hears_nothing())

    def test_an_eater_gets_nothing_before_its_hello(self):
        hub = self.hub("-f", "0.05")
        silent, eater, kitchen = FakeClient(hub.out_port), hub.eater(), hub.kitchen()
        self.addCleanup(silent.close)
        eater.receive_text()  # a status dumpling
        kitchen.send(dumpling())
        while eater.receive_text() != dumpling():
            pass
        self.assertTrue(silent.hears_nothing())

    def test_a_message_that_is_no_dumpling_is_logged_and_dropped_and_the_connection_stays(self):
        card = CARD
        for message, why in [("{", "Could not interpret dumpling JSON"), ("", "Could not interpret dumpling JSON"),
                             ('{"metadata":{"chef":NaN}}', "Could not interpret dumpling JSON"),
                             ('{"metadata":{"chef":"\\ud800"}}', "Could not interpret dumpling JSON"),
                             ("[]", "Could not determine chef name"), ("{}", "Could not determine chef name"),
                             ('{"metadata":{}}', "Could not determine chef name"),
                             ('{"metadata":{"chef":1}}', "Could not determine chef name")]:
            with self.subTest(message=message):
                hub = self.hub()
                eater, kitchen = hub.eater(), hub.kitchen(card)
                kitchen.send(message)
                kitchen.send(dumpling())
                self.assertEqual(eater.receive_text(), dumpling())
                line = hub.tool.wait_for_line(r"ERROR (Received invalid dumpling: .*); kitchen: (\{.*\})$")
                self.assertEqual(line.group(1), f"Received invalid dumpling: {why}")
                self.assertEqual(json.loads(line.group(2)), card)

    def test_it_closes_with_1009_after_a_message_of_more_than_a_mebibyte(self):
        hub = self.hub()
        kitchen, other, eater = hub.kitchen(), hub.kitchen({**CARD, "kitchen_name": "cellar"}), hub.eater()
        kitchen.send(dumpling(payload="x" * (1 << 20)))
        self.assertEqual(kitchen.receive_close()[0], 1009)
        other.send(dumpling())
        self.assertEqual(eater.receive_text(), dumpling())

    def test_it_closes_with_1007_after_text_that_is_not_utf_8(self):
        hub = self.hub()
        kitchen = hub.kitchen()
        kitchen.send_frame(TEXT, b'{"metadata":{"chef":"caf\xe9"}}')
        self.assertEqual(kitchen.receive_close()[0], 1007)

    # The hub's status dumpling.

    def status(self, eater):
        while True:
            text = eater.receive_text()
            if '"SystemStatusChef"' in text:
                return text

    def test_its_status_dumpling_has_the_contracts_keys_in_their_order(self):
        hub = self.hub("-f", "0.1")
        hello = {"eater_name": "hungry", "note": [1, {"x": None}]}
        kitchen, eater = hub.kitchen(), hub.eater(hello)
        text = self.status(eater)
        message = json.loads(text)
        self.assertEqual(list(message), ["metadata", "payload"])
        self.assertEqual(list(message["metadata"])[:4], ["chef", "kitchen", "creation_time", "driver"])
        metadata, payload = message["metadata"], message["payload"]
        self.assertEqual((metadata["chef"], metadata["kitchen"], metadata["driver"]), ("SystemStatusChef", None, "interval"))
        self.assertIsInstance(metadata["creation_time"], float)
        self.assertEqual(list(payload)[:7], [
            "total_dumplings_in", "total_dumplings_out", "server_uptime", "dumpling_kitchen_count",
            "dumpling_eater_count", "dumpling_kitchens", "dumpling_eaters"])
        self.assertIsInstance(payload["server_uptime"], float)
        self.assertEqual((payload["dumpling_kitchen_count"], payload["dumpling_eater_count"]), (1, 1))
        (there,), (eating,) = payload["dumpling_kitchens"], payload["dumpling_eaters"]
        self.assertEqual((list(there), list(eating)), (["info_from_kitchen", "info_from_hub"],
                                                      ["info_from_eater", "info_from_hub"]))
        self.assertEqual((there["info_from_kitchen"], eating["info_from_eater"]), (CARD, hello))
        self.assertEqual(list(there["info_from_kitchen"]), list(CARD))
        for shown, client in ((there, kitchen), (eating, eater)):
            self.assertEqual(list(shown["info_from_hub"])[:2], ["host", "port"])
            self.assertEqual((shown["info_from_hub"]["host"], shown["info_from_hub"]["port"]), ("127.0.0.1", client.port))

    def test_its_status_counts_dumplings_in_and_out_including_its_own(self):
        hub = self.hub("-f", "0.1")
        eater, kitchen = hub.eater(), hub.kitchen()
        first = json.loads(self.status(eater))["payload"]
        self.assertEqual((first["total_dumplings_in"], first["total_dumplings_out"]), (0, 0))
        for message in (dumpling(), "no dumpling", dumpling()):
            kitchen.send(message)
        received = 1
        for _ in range(2):
            while json.loads(text := eater.receive_text())["metadata"]["chef"] == "SystemStatusChef":
                received += 1
            received += 1
        last = json.loads(self.status(eater))["payload"]
        self.assertEqual((last["total_dumplings_in"], last["total_dumplings_out"]), (2, received))
        self.assertGreater(last["server_uptime"], first["server_uptime"])

    def test_a_new_eater_gets_the_next_status_dumpling(self):
        self.assertTrue(self.hub().eater().hears_nothing())

    def test_a_card_without_a_list_of_chefs_is_shown_with_an_empty_one(self):
        for card in ({"kitchen_name": "k"}, {"kitchen_name": "k", "chefs": "all"}):
            with self.subTest(card=card):
                hub = self.hub("-f", "0.1")
                hub.kitchen(card)
                (kitchen,) = json.loads(self.status(hub.eater()))["payload"]["dumpling_kitchens"]
                self.assertEqual(kitchen["info_from_kitchen"], {**card, "chefs": []})

    def test_it_answers_pings_and_close_frames(self):
        hub = self.hub()
        for client in (hub.kitchen(), hub.eater()):
            client.send_frame(9, b"are you there")
            self.assertEqual(client.receive_frame(), (PONG, b"are you there"))
            client.send_close(1000)
            opcode, payload = client.receive_frame()
            self.assertEqual((opcode, payload[:2]), (CLOSE, b"\x03\xe8"))


if __name__ == "__main__":
    main()
