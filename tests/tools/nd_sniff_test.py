"""Runs nd-sniff and compares it with the contract. In the names of tests, "it" is nd-sniff."""
import contextlib
import getpass
import json
import os
import pty
import pwd
import re
import shutil
import signal
import subprocess
import time
import unittest

from fake_hub import FakeHub
from log_case import LogCase
from token_case import ANOTHER, TOKEN, TokenCase
from tool_case import main

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
ARP, DNS = os.path.join(DATA, "arp.pcap"), os.path.join(DATA, "dns.pcap")
MODULES = os.environ.get("ND_MODULES", "")
BUNDLED = ["netdumplings.dumplingchefs.ARPChef", "netdumplings.dumplingchefs.DNSLookupChef",
           "netdumplings.dumplingchefs.PacketCountChef"]
NO_HUB = "There was a problem with the dumpling hub connection. Is nd-hub available?"


needs_root = unittest.skipUnless(os.geteuid() == 0, "needs root, whose rights are dropped")


def module(name):
    return os.path.join(MODULES, name + ".so")


class NdSniff(TokenCase, LogCase, unittest.TestCase):
    tool = "nd-sniff"
    line = "Initializing sniffer..."
    connects_once = ["-r", ARP, "--no-wait"]
    flags = {
        "-n, --kitchen-name NAME": "default_kitchen",
        "-h, --hub HOST:PORT": "localhost:11347",
        "-i, --interface NAME": "all",
        "-f, --filter FILTER": "tcp or udp or arp",
        "-m, --chef-module MODULE": "netdumplings.dumplingchefs",
        "-c, --chef NAME": "all",
        "-l, --chef-list": None,
        "-p, --poke-interval SECONDS": "5.0",
        "--help": None,
        "--version": None,
    }
    wrong = [
        (["-h"], "Option '--hub' / '-h' requires an argument."),
        (["-c"], "Option '--chef' / '-c' requires an argument."),
        (["-h", "localhost:65536"], "Invalid value for '--hub' / '-h': 'localhost:65536' is no HOST:PORT: the port must be "
                                    "a number from 0 to 65535"),
        (["-i", ","], "--interface: no name was given"),
        (["-i", "lo", "-r", "x"], "--interface and --read exclude each other"),
        *[(["-p", value], f"Invalid value for '--poke-interval' / '-p': '{value}' is not a number of seconds greater than "
                          "zero") for value in ("0", "-1", "soon", "inf", "nan", "")],
        (["--chef-option", "x"], "chef option 'x' names no chef; it should be CHEF:KEY=VALUE or CHEF:@FILE.json"),
        (["--chef-option", "ARPChef:x"], "chef option 'ARPChef:x' has no key or no value; it should be CHEF:KEY=VALUE or "
                                         "CHEF:@FILE.json"),
        (["--chef-option", "ARPChef:@/nowhere"], "can't read the options of chef ARPChef from /nowhere: No such file or "
                                                 "directory"),
    ]
    wrong_in_environment = ("poke-interval", "'--poke-interval' / '-p'", "0",
                            "'0' is not a number of seconds greater than zero")

    def hub(self, port=0):
        hub = FakeHub(port)
        self.addCleanup(hub.close)
        return hub

    def cook(self, *arguments, **how):
        """Reads a file to its end without a hub. Returns (stdout, stderr, exit status)."""
        return self.run_tool("-r", ARP, "-o", "/dev/null", *arguments, **how)

    def logged(self, *arguments, env=None):
        stdout, stderr, status = self.cook(*arguments, env=env)
        self.assertEqual((stdout, status), ("", 0), stderr)
        return stderr

    def waiting(self, *arguments, **how):
        """Starts a kitchen that has read the first packets of a capture from a pipe, and waits for more."""
        read, write = os.pipe()
        with open(read, "rb") as stdin:
            running = self.start("-r", "-", *arguments, stdin=stdin, **how)
        self.addCleanup(os.close, write)
        with open(ARP, "rb") as capture:
            os.write(write, capture.read())
        return running

    def fifo(self):
        path = os.path.join(self.folder, "fifo")
        os.mkfifo(path)
        os.chmod(path, 0o666)
        return path

    def messages(self, text):
        """Returns the lines of the log without their times."""
        return [line.split(" ", 1)[1] for line in text.splitlines()]

    # What it would do.

    def test_check_config_says_what_would_happen_and_changes_nothing(self):
        spool = os.path.join(self.folder, "spool")
        for arguments in (["-i", "lo", "--spool", spool], ["-r", ARP, "-o", spool]):
            with self.subTest(arguments=arguments):
                stdout, stderr, status = self.run_tool("--check-config", *arguments)
                self.assertEqual((stdout, status), ("This can work.\n", 0), stderr)
                self.assertIn("default_kitchen: Registering netdumplings.dumplingchefs.ARPChef with kitchen\n", stderr)
                self.assertNotIn("Sniffing started", stderr)
                self.assertFalse(os.path.exists(spool))

    def test_check_config_names_what_is_wrong(self):
        for arguments, why in [
            (["-i", "nowhere0"], "nowhere0: there is no such interface, but "),
            (["-i", "lo", "-f", "tpc"], "The filter doesn't compile: "),
            (["-r", "/nowhere/capture"], "/nowhere/capture: No such file or directory"),
            (["-i", "lo", "--token-file", "/nowhere/token"], "no token can be read from /nowhere/token"),
            (["-i", "lo", "--spool", "/nowhere/spool"], "The spool /nowhere/spool can't be used: No such file or directory"),
            (["-r", ARP, "-o", "/nowhere/out"], "The output /nowhere/out can't be used: No such file or directory"),
            (["-i", "lo", "-m", "nowhere"], "No valid chefs found"),
        ]:
            with self.subTest(arguments=arguments):
                stdout, stderr, status = self.run_tool("--check-config", *arguments)
                self.assertEqual((stdout, status), ("", 2), stderr)
                self.assertIn("Error: " + why, stderr.splitlines()[-1])

    def test_check_config_names_all_faults_at_once(self):
        stdout, stderr, status = self.run_tool(
            "--check-config", "-i", "nowhere0", "-i", "nowhere1", "-f", "tpc", "--token-file", "/nowhere/token",
            "--chef-option", "ARPChef:x=1", "--spool", "/nowhere/spool")
        self.assertEqual((stdout, status), ("", 2), stderr)
        faults = [line for line in stderr.splitlines() if line.startswith("Error: ")]
        self.assertEqual(len(faults), 6, stderr)
        for fault, part in zip(faults, ("/nowhere/token", "nowhere0", "nowhere1", "doesn't compile", "/nowhere/spool",
                                        "no option x")):
            self.assertIn(part, fault)

    def test_a_name_that_no_hub_takes_is_a_usage_error(self):
        why = "a name may have at most 256 bytes, and this one has 257"
        for arguments, env in ((["-n", "x" * 257], {}), ([], {self.variable("kitchen-name"): "x" * 257})):
            stdout, stderr, status = self.run_tool("-r", ARP, *arguments, env=env)
            self.assertEqual((stdout, status), ("", 2))
            self.assertIn(why, stderr)

    def test_at_sighup_it_rereads_its_token_for_the_next_connection(self):
        path, hub = self.token_file(TOKEN), self.hub()
        running = self.start("-r", "-", "-h", hub.address, "--token-file", path, "-Z", getpass.getuser(),
                             stdin=subprocess.PIPE)
        with open(ARP, "rb") as capture:
            running.process.stdin.write(capture.read())
            running.process.stdin.flush()
        shown = [hub.accept()]
        for text, mode, said in ((ANOTHER, 0o600, "The token and TLS files were read again, for the next connection"),
                                 (TOKEN, 0o644, f"WARNING .*SIGHUP: no token can be read from {path}: it has mode 0644.*"
                                                "; what was read before stays in use")):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(path, mode)
            running.interrupt(signal.SIGHUP)
            running.wait_for_line(said)
            shown[-1].close()
            shown.append(hub.accept())
        self.assertEqual([connection.headers["authorization"] for connection in shown],
                         [f"Bearer {token}" for token in (TOKEN, ANOTHER, ANOTHER)])

    def test_a_misspelt_variable_is_a_warning(self):
        said = self.messages(self.logged(env={"NETDUMPLINGS_SNIFF_CHEFS": "1", "NETDUMPLINGS_SNIFF_SERVICE_HOST": "1"}))
        self.assertEqual([line for line in said if "The environment variable" in line],
                         ["WARNING default_kitchen: The environment variable NETDUMPLINGS_SNIFF_CHEFS sets nothing: no option "
                          "has it. The nearest is NETDUMPLINGS_SNIFF_CHEF"])

    # What the hub receives.

    def test_it_sends_its_card_then_each_dumpling_and_closes_with_1000(self):
        expected = self.run_tool("-r", ARP, "-f", "", "-o", "-")[0].splitlines()
        hub = self.hub()
        running = self.start("-r", ARP, "-f", "", "-h", hub.address)
        kitchen = hub.accept()
        self.assertEqual(kitchen.request, "GET / HTTP/1.1")
        card = json.loads(kitchen.receive_text())
        self.assertEqual(list(card), ["kitchen_name", "interface", "filter", "chefs", "poke_interval"])
        self.assertEqual(card, {"kitchen_name": "default_kitchen", "interface": ARP, "filter": "", "chefs": BUNDLED,
                                "poke_interval": 5.0})
        self.assertIsInstance(card["poke_interval"], float)
        self.assertEqual([kitchen.receive_text() for _ in expected], expected)
        self.assertEqual(kitchen.receive_close(), (1000, ""))
        kitchen.send_close(1000)
        stdout, _, status = running.end()
        self.assertEqual((stdout, status), ("", 0))

    def test_the_keys_of_a_dumpling_are_in_the_order_of_the_contract(self):
        for line in self.run_tool("-r", ARP, "-o", "-", "-n", 'é"\\')[0].splitlines():
            dumpling = json.loads(line)
            self.assertEqual(list(dumpling), ["metadata", "payload"])
            self.assertEqual(list(dumpling["metadata"]), ["chef", "kitchen", "creation_time", "driver"])
            self.assertEqual(dumpling["metadata"]["kitchen"], 'é"\\')
            self.assertIsInstance(dumpling["metadata"]["creation_time"], float)
            self.assertIn(dumpling["metadata"]["driver"], ("packet", "interval"))

    def test_dumplings_on_a_terminal_have_no_control_characters_and_are_the_same_json(self):
        arguments = ["-r", DNS, "-o", "-", "-n", "a\x7fb\x80c\x9bd\x9fe\xa0"]
        in_a_pipe = self.run_tool(*arguments)[0]
        self.assertIn(arguments[-1], in_a_pipe)
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        running = self.start(*arguments, stdout=slave)
        os.close(slave)
        printed = b""
        with contextlib.suppress(OSError):  # the other side of the terminal is closed
            while chunk := os.read(master, 65536):
                printed += chunk
        self.assertEqual(running.end()[2], 0)
        self.assertIn(r"a\u007fb\u0080c\u009bd\u009fe" + "\xa0", printed.decode())
        self.assertEqual([json.loads(line) for line in printed.decode().splitlines()],
                         [json.loads(line) for line in in_a_pipe.splitlines()])

    def test_its_card_has_the_values_that_it_was_given(self):
        hub = self.hub()
        self.start("-r", ARP, "-h", hub.address, "-n", "first", "-n", "last", "-f", "arp", "-c", "PacketCountChef", "-c",
                   "ARPChef", "-p", "1", "-p", "2.5")
        self.assertEqual(json.loads(hub.accept().receive_text()), {
            "kitchen_name": "last", "interface": ARP, "filter": "arp", "chefs": [BUNDLED[0], BUNDLED[2]],
            "poke_interval": 2.5})

    def test_the_environment_replaces_flags_and_flags_win(self):
        hub = self.hub()
        env = {self.variable("kitchen-name"): "from_environment", self.variable("hub"): hub.address,
               self.variable("chef"): "ARPChef  DNSLookupChef", self.variable("read"): DNS,
               self.variable("filter"): "arp"}
        self.start("-f", "udp", env=env)
        card = json.loads(hub.accept().receive_text())
        self.assertEqual((card["kitchen_name"], card["interface"], card["filter"], card["chefs"]),
                         ("from_environment", DNS, "udp", BUNDLED[:2]))

    def test_an_interrupt_makes_it_close_with_4101(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                hub = self.hub()
                running = self.waiting("-h", hub.address, "-c", "ARPChef")
                kitchen = hub.accept()
                kitchen.receive_text()
                kitchen.receive_text()  # a dumpling shows that it works
                running.interrupt(number)
                while (frame := kitchen.receive_frame())[0] != 8:
                    pass
                self.assertEqual(frame[1], b"\x10\x05connection cancelled")
                kitchen.send_close(4101)
                _, stderr, status = running.end()
                self.assertEqual(status, 0, stderr)
                self.assertIn("INFO default_kitchen: Caught keyboard interrupt; exiting.", self.messages(stderr))

    def test_a_dumpling_of_more_than_a_mebibyte_is_reported_and_not_sent(self):
        hub = self.hub()
        running = self.start("-r", ARP, "-h", hub.address, "-m", module("bad_payloads"), "-c", "LargeChef",
                             "--chef-option", "LargeChef:size=1048576")
        kitchen = hub.accept()
        kitchen.receive_text()
        self.assertEqual(kitchen.receive_close()[0], 1000)
        kitchen.send_close(1000)
        stderr = running.end()[1]
        self.assertRegex(stderr, r"LargeChef.*1048576")

    # A hub that is missing, and a hub that goes away.

    def test_without_a_hub_it_warns_and_waits_and_delivers_when_one_appears(self):
        hub = self.hub()
        hub.close()
        running = self.start("-r", ARP, "-h", hub.address, "-n", "garage")
        running.wait_for_line(rf"INFO garage: Connecting to the dumpling hub at {hub.uri}$")
        running.wait_for_line(rf"WARNING garage: {re.escape(NO_HUB)}$")
        running.wait_for_line(rf"WARNING garage: .*{hub.address}.*refused")
        kitchen = self.hub(hub.port).accept()
        kitchen.receive_text()
        while (frame := kitchen.receive_frame())[0] != 8:
            json.loads(frame[1])
        kitchen.send_close(1000)
        _, stderr, status = running.end()
        self.assertEqual(status, 0)
        self.assertEqual(stderr.count(NO_HUB), 1)

    def test_with_no_wait_a_missing_hub_is_reported_once_and_ends_it_with_1(self):
        hub = self.hub()
        hub.close()
        for how in ({"arguments": ["--no-wait"]}, {"env": {self.variable("no-wait"): "true"}}):
            with self.subTest(how=how):
                stdout, stderr, status = self.run_tool("-r", ARP, "-h", hub.address, *how.get("arguments", []),
                                                       env=how.get("env"))
                self.assertEqual((stdout, status), ("", 1))
                self.assertEqual(self.messages(stderr).count(f"ERROR default_kitchen: {NO_HUB}"), 1)
                self.assertEqual(stderr.count("refused"), 1)

    def test_it_connects_again_to_a_hub_that_went_away(self):
        hub = self.hub()
        running = self.waiting("-h", hub.address)
        kitchen = hub.accept()
        card = kitchen.receive_text()
        kitchen.send_close(1001)
        running.wait_for_line(rf"WARNING default_kitchen: {re.escape(NO_HUB)}$")
        running.wait_for_line(rf"WARNING default_kitchen: Lost connection to the dumpling hub at {hub.uri}: received 1001 "
                              r"\(going away\)$")
        self.assertEqual(hub.accept().receive_text(), card)

    # The log.

    def test_it_logs_its_start_until_it_sniffs(self):
        _, stderr, _ = self.run_tool("-r", ARP, "-o", "/dev/null", "-n", "garage")
        lines = self.messages(stderr)
        self.assertInOrder(lines, [
            "INFO Initializing sniffer...",
            f"INFO garage: Interface: {ARP}",
            "INFO garage: Requested chefs: all",
            "INFO garage: Chef modules: netdumplings.dumplingchefs",
            "INFO garage: Filter: <all packets>",
            "INFO garage: Chef poke interval (secs): 5.0",
            *[f"INFO garage: Registering {chef} with kitchen" for chef in BUNDLED],
            "INFO garage: Sniffing started"])
        self.assertNotIn("\x1b", stderr)

    def test_it_logs_the_values_that_it_was_given(self):
        lines = self.messages(self.logged("-f", "", "-p", "2", "-c", "ARPChef", "-c", "PacketCountChef", "-m",
                                          "netdumplings.dumplingchefs", "-m", module("teller")))
        for line in ("Filter: <all packets>", "Chef poke interval (secs): 2.0", "Requested chefs: ARPChef, PacketCountChef",
                     f"Chef modules: netdumplings.dumplingchefs, {module('teller')}"):
            self.assertIn(f"INFO default_kitchen: {line}", lines)

    def test_it_logs_the_address_of_its_hub(self):
        hub = self.hub()
        self.start("-r", ARP, "-h", hub.address).wait_for_line(
            rf"INFO default_kitchen: Connecting to the dumpling hub at {hub.uri}$")

    def test_a_handler_that_throws_is_an_error_with_the_name_of_the_chef(self):
        error = "ERROR default_kitchen: Error"
        lines = self.messages(self.logged("-m", module("throwing")))
        self.assertIn(f"{error} invoking interval handler for chef ThrowingHandlersChef: it threw something that is no "
                      "std::exception", lines)
        self.assertIn(f"{error} creating chef ThrowingConstructorChef: the oven is cold", lines)
        lines = self.logged("-m", module("bad_payloads"), "-c", "InvalidUtf8Chef")
        self.assertIn(f"{error} invoking packet handler for chef InvalidUtf8Chef: ", lines)

    # Chefs and their modules.

    def test_it_lists_the_bundled_chefs(self):
        self.assertEqual(self.run_tool("-l"), (
            "\nnetdumplings.dumplingchefs\n  ARPChef\n  DNSLookupChef\n  PacketCountChef\n\n", "", 0))

    def test_it_lists_modules_and_chefs_in_order_with_unassignable_ones_and_errors(self):
        stdout, stderr, status = self.run_tool(
            "-l", "-m", module("unassignable"), "-m", module("throwing"), "-m", "./nowhere.so", "-m",
            "netdumplings.dumplingchefs")
        self.assertEqual(stdout, "\n./nowhere.so\n  error importing module: can't find ./nowhere.so: No such file or "
                                 "directory\n"
                                 "\nnetdumplings.dumplingchefs\n  ARPChef\n  DNSLookupChef\n  PacketCountChef\n"
                                 "\nthrowing\n  ThrowingConstructorChef\n  ThrowingHandlersChef\n  WorkingChef\n"
                                 "\nunassignable\n  UnassignableChef\n\n")
        self.assertEqual((stderr, status), ("", 0))

    def test_a_list_that_has_only_errors_exits_with_0(self):
        stdout, stderr, status = self.run_tool("-l", "-m", module("not_a_chef"))
        self.assertRegex(stdout, r"\A\nnot_a_chef\n  error importing module: [^\n]*not_a_chef\.so[^\n]*\n\n\Z")
        self.assertEqual((stderr, status), ("", 0))

    def test_a_module_is_a_library_or_a_folder_of_libraries_or_a_name(self):
        folder = os.path.join(self.folder, "chefs")
        os.mkdir(folder)
        os.symlink(module("teller"), os.path.join(folder, "teller.so"))
        for given, env in [(module("teller"), {}), (folder, {}), ("teller", {"NETDUMPLINGS_CHEF_PATH": folder})]:
            with self.subTest(given=given):
                stdout = self.run_tool("-l", "-m", given, env=env)[0]
                names = [line for line in stdout.splitlines(True) if not line.startswith("   ")]
                self.assertEqual("".join(names), "\nteller\n  TellerChef\n\n")
                self.assertIn("\n  TellerChef\n    Tells what it is told\n    option word (string, default", stdout)

    def test_given_modules_replace_the_bundled_one(self):
        lines = self.messages(self.logged("-m", module("teller")))
        self.assertEqual([line for line in lines if "Registering" in line],
                         ["INFO default_kitchen: Registering teller.TellerChef with kitchen"])

    def test_a_missing_chef_is_a_warning(self):
        lines = self.messages(self.logged("-c", "SoupChef", "-c", "ARPChef", "-n", "garage"))
        self.assertIn("WARNING garage: Chef SoupChef not found", lines)

    def test_an_unassignable_chef_is_a_warning(self):
        lines = self.messages(self.logged("-m", "netdumplings.dumplingchefs", "-m", module("unassignable")))
        self.assertIn("WARNING default_kitchen: Chef UnassignableChef is marked as unassignable", lines)
        self.assertNotIn("INFO default_kitchen: Registering unassignable.UnassignableChef with kitchen", lines)

    def test_a_module_that_cannot_be_used_is_an_error_and_the_others_still_cook(self):
        lines = self.messages(self.logged("-m", "netdumplings.dumplingchefs", "-m", "./nowhere.so"))
        self.assertIn("ERROR Problem with ./nowhere.so: can't find ./nowhere.so: No such file or directory", lines)
        self.assertIn("INFO default_kitchen: Sniffing started", lines)

    @needs_root
    def test_modules_are_loaded_by_the_user_that_it_became(self):
        said = f"loaded by user {pwd.getpwnam('nobody').pw_uid}"
        stdout, stderr, status = self.run_tool("-l", "-m", module("who_loads"))
        self.assertEqual((stdout, stderr, status), ("\nwho_loads\n  WhoLoadsChef\n\n", said + "\n", 0))
        stdout, stderr, status = self.run_tool("-r", ARP, "-o", "-", "-m", module("who_loads"))
        self.assertIn(said, stderr.splitlines())
        self.assertEqual({json.loads(line)["payload"] for line in stdout.splitlines()},
                         {pwd.getpwnam("nobody").pw_uid})
        self.assertEqual(status, 0)

    @needs_root
    def test_a_library_that_the_new_user_cannot_read_is_reported_with_both_remedies(self):
        closed = os.path.join(self.folder, "closed")
        shutil.copytree(os.path.join(MODULES, "kept_apart"), closed)
        os.chmod(closed, 0o700)
        env = {"LD_LIBRARY_PATH": closed}
        stdout, _, status = self.run_tool("-l", "-m", module("needs_library"), env=env)
        self.assertRegex(stdout, rf"error importing module: {module('needs_library')}: libkept_apart.so: cannot open "
                                 r"shared object file: [^;]*; modules are loaded as user nobody, who can't read it or "
                                 r"finds none: put it where nobody may read it, or give -Z the user who may\n")
        self.assertEqual(status, 0)
        listed = "\nneeds_library\n  NumberingChef\n\n"
        self.assertEqual(self.run_tool("-l", "-Z", "root", "-m", module("needs_library"), env=env)[0], listed)
        os.chmod(closed, 0o755)
        self.assertEqual(self.run_tool("-l", "-m", module("needs_library"), env=env)[0], listed)

    def test_it_ends_with_1_if_no_chef_is_left(self):
        for arguments in (["-c", "SoupChef"], ["-m", module("unassignable")], ["-m", "./nowhere.so"]):
            with self.subTest(arguments=arguments):
                stdout, stderr, status = self.cook(*arguments)
                self.assertEqual((stdout, status), ("", 1))
                self.assertEqual(self.messages(stderr)[-1],
                                 "ERROR default_kitchen: No valid chefs found. Not starting sniffer.")

    def test_an_option_that_fits_no_chef_is_a_usage_error(self):
        for option, why in [
            ("SoupChef:a=1", "there is no chef SoupChef to give an option to: there is TellerChef"),
            ("TellerChef:salt=1", "chef TellerChef has no option salt: it takes word (string), limit (number), loud "
                                  "(boolean), tree (json)"),
            ("TellerChef:limit=x", "option limit of chef TellerChef should be a number"),
        ]:
            with self.subTest(option=option):
                stdout, stderr, status = self.cook("-m", module("teller"), "--chef-option", option)
                self.assertEqual((stdout, status), ("", 2))
                self.assertTrue(stderr.endswith("\n" + self.usage_error(why)), stderr)

    def test_a_number_out_of_the_limits_of_an_option_is_a_usage_error(self):
        for value in ("-1", "1000001", "1e300"):
            with self.subTest(value=value):
                _, stderr, status = self.cook("-m", module("misbehaving"), "--chef-option", "SlowChef:milliseconds=" + value)
                why = "option milliseconds of chef SlowChef should be a number from 0 to 1000000"
                self.assertTrue(stderr.endswith("\n" + self.usage_error(why)), stderr)
                self.assertEqual(status, 2)
        for value in ("0", "1e1"):
            self.logged("-m", module("misbehaving"), "-c", "SlowChef", "--chef-option", "SlowChef:milliseconds=" + value)

    def test_all_handlers_run_on_one_thread(self):
        stdout, _, status = self.run_tool("-r", ARP, "-o", "-", "-m", module("one_thread"), "-p", "0.001")
        dumplings = [json.loads(line) for line in stdout.splitlines()]
        self.assertEqual({each["metadata"]["driver"] for each in dumplings}, {"packet", "interval"})
        self.assertEqual(len({each["payload"]["thread"] for each in dumplings}), 1)
        self.assertTrue(all(each["payload"]["alone"] for each in dumplings))
        self.assertEqual(status, 0)

    def test_only_dumplings_go_to_standard_output(self):
        for output in ("-", "/dev/stdout"):
            with self.subTest(output=output):
                stdout, stderr, status = self.run_tool("-r", ARP, "-o", output, "-m", module("chatty"))
                self.assertEqual({json.loads(line)["payload"]["from"] for line in stdout.splitlines()}, {"a handler"})
                for said in ("said by puts while loading", "said by write", "said by cout"):
                    self.assertIn(said, stderr.splitlines())
                self.assertEqual(status, 0)

    def test_a_payload_from_another_thread_is_refused_and_reported_once(self):
        stdout, stderr, _ = self.run_tool("-r", ARP, "-o", "-", "-m", module("chatty"))
        self.assertNotIn("a thread", stdout)
        wrong = "ERROR default_kitchen: Chef ChattyChef called emit on a thread of its own: such payloads are lost; call it in " \
                "handlers only"
        self.assertEqual(stderr.count(wrong), 1, stderr)

    def test_a_module_may_be_copied_over_while_it_runs(self):
        os.chmod(self.folder, 0o755)
        module_file = shutil.copy(module("numbering"), self.folder)
        running = self.waiting("-o", "-", "-m", module_file)
        running.wait_for_line("Sniffing started")
        running.read_until("\n")
        with open(module_file, "r+b") as file:
            file.truncate(0)
            file.write(bytes(100))
        running.interrupt()
        stdout, stderr, status = running.end()
        self.assertIn("NumberingChef", stdout)
        self.assertEqual(status, 0, stderr)

    # Errors after which the original continues, but nd-sniff ends with one line and 1.

    def test_a_source_that_cannot_be_sniffed_is_one_line_and_exit_status_1(self):
        cases = [(["-r", "/nowhere/x.pcap"], "/nowhere/x.pcap: can't be read: No such file or directory"),
                 (["-r", ARP, "-f", "tcp andor"], "tcp andor")]
        if os.geteuid() == 0:
            cases += [(["-i", "nowhere0"], "nowhere0"), (["-i", "lo", "-f", "tcp andor"], "tcp andor")]
        for arguments, why in cases:
            with self.subTest(arguments=arguments):
                stdout, stderr, status = self.run_tool(*arguments)
                self.assertEqual((stdout, status), ("", 1))
                errors = [line for line in self.messages(stderr) if not line.startswith("INFO ")]
                self.assertEqual(len(errors), 1, stderr)
                self.assertTrue(errors[0].startswith("ERROR default_kitchen: "))
                self.assertIn(why, errors[0])

    # FIFOs.

    def test_an_interrupt_ends_it_while_nobody_opens_its_output(self):
        running = self.start("-r", ARP, "-o", self.fifo())
        running.wait_for_line("Registering .*PacketCountChef")
        running.interrupt()
        _, stderr, status = running.end()
        self.assertEqual(self.messages(stderr)[-1], "INFO default_kitchen: Caught keyboard interrupt; exiting.")
        self.assertEqual(status, 0)

    def test_an_interrupt_ends_it_while_nobody_opens_its_capture(self):
        running = self.start("-r", self.fifo(), "-o", "/dev/null")
        self.wait_until_it_watches_for_signals(running)
        running.interrupt()
        _, stderr, status = running.end()
        self.assertEqual(self.messages(stderr)[-1], "INFO default_kitchen: Caught keyboard interrupt; exiting.")
        self.assertEqual(status, 0)

    def test_it_reads_from_and_writes_to_fifos(self):
        expected = self.run_tool("-r", ARP, "-o", "-")[0]
        capture = self.fifo()
        running = self.start("-r", capture, "-o", "-")
        with open(capture, "wb") as out, open(ARP, "rb") as data:
            out.write(data.read())
        self.assertEqual(running.end()[::2], (expected, 0))
        os.remove(capture)
        output = self.fifo()
        running = self.start("-r", ARP, "-o", output)
        with open(output, encoding="utf-8") as lines:
            self.assertEqual(lines.read(), expected)
        self.assertEqual(running.end()[2], 0)

    def wait_until_it_watches_for_signals(self, running):
        """Waits until nd-sniff blocks its signals in order to take them one by one."""
        while running.process.poll() is None:
            with open(f"/proc/{running.process.pid}/status", encoding="ascii") as status:
                held_back = int(status.read().split("SigBlk:")[1].split()[0], 16)
            if held_back & 1 << signal.SIGINT - 1:
                return
            time.sleep(0.01)

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to sniff")
    def test_it_sniffs_until_an_interrupt_and_reports_its_counts(self):
        running = self.start("-i", "lo", "-o", "/dev/null")
        running.wait_for_line("INFO default_kitchen: Sniffing started$")
        running.interrupt()
        _, stderr, status = running.end()
        self.assertEqual(status, 0, stderr)
        self.assertRegex(stderr, r"(?m)^\d+ packets? captured$")
        self.assertRegex(stderr, r"(?m)^\d+ packets? received by filter$")
        self.assertRegex(stderr, r"(?m)^\d+ packets? dropped by kernel$")


if __name__ == "__main__":
    main()
