"""The kitchen's ledger accounts for every packet and every dumpling, at the end and in a dumpling of its own."""
import json
import os
import pty
import re
import signal
import struct
import termios

import fcntl
import harness
import packets
from harness import SystemTest

MODULES = os.path.join(harness.BUILD, "tests", "modules")


def ledger(log):
    """Returns the numbers of the last line of the ledger, and {reason: number} for what was dropped."""
    line = re.search(
        r"Dumplings: (\d+) made, (?:(\d+) found in the spool, )?(\d+) delivered, (?:(\d+) waiting, )?(\d+) dropped"
        r"(?: \((.*)\))?$",
        log,
        re.MULTILINE,
    )
    made, found, delivered, waiting, dropped = (int(number or 0) for number in line.groups()[:5])
    reasons = {name: int(count) for name, count in re.findall(r"(\w+) (\d+)", line.group(6) or "")}
    return made, found, delivered, waiting, dropped, reasons


class Ledger(SystemTest):
    def file_of(self, count, name="in.pcap", step=0.001):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(packets.pcap([packets.dns_question("n%d.example.com" % i, i) for i in range(count)], step=step))
        return path

    def check(self, log):
        made, found, delivered, waiting, dropped, reasons = ledger(log)
        self.assertEqual(made + found, delivered + waiting + dropped, log)
        self.assertEqual(dropped, sum(reasons.values()), log)
        return made, delivered, reasons

    def test_the_last_line_accounts_for_dumplings_that_were_too_large_or_not_json(self):
        options = ["-m", os.path.join(MODULES, "bad_payloads.so"), "-o", "-", "-p", "1000"]
        options += ["--chef-option", "TextChef:text={", "--chef-option", "LargeChef:size=2000000"]
        status, out, err = self.run_tool("nd-sniff", "-r", self.file_of(7), "-f", "", *options)
        self.assertEqual(0, status, err)
        made, delivered, reasons = self.check(err)
        # From each packet FalsyChef makes 6 dumplings, LargeChef one too large, and two chefs text that is no JSON.
        self.assertEqual((7 * 9, 7 * 6, {"invalid": 14, "too_large": 7}), (made, delivered, reasons))
        self.assertEqual(7 * 6, len(out.splitlines()))

    def test_the_last_line_accounts_for_an_output_that_was_closed(self):
        kitchen = self.start(
            "/bin/sh", "-c", 'exec "$0" "$@" | head -n 1', os.path.join(harness.BIN, "nd-sniff"),
            "-r", self.file_of(20000), "-f", "", "-o", "-",
        )  # fmt: skip
        self.assertEqual(0, kitchen.wait())
        made, delivered, reasons = self.check(kitchen.err.text)
        self.assertEqual({"output_gone"}, set(reasons))

    def test_packets_and_chefs_have_a_line_each(self):
        _, _, err = self.run_tool("nd-sniff", "-r", self.file_of(50), "-f", "udp", "-o", os.devnull, "-c", "ARPChef")
        self.assertIn("Packets: 50 received by filter, 50 handled, 0 dropped by kernel, 0 left unread\n", err)
        self.assertRegex(err, r"Chef netdumplings\.dumplingchefs\.ARPChef: 50 packets, \d pokes, 0 dumplings, 0 failures")

    def test_the_sums_are_equal_in_every_status_dumpling(self):
        path = self.file_of(2000, step=0.01)  # 20 s
        dumplings = self.cook(path, "--stats-interval", "1", "-p", "1")
        status = [d for d in dumplings if d["metadata"]["chef"] == "KitchenStatusChef"]
        self.assertEqual(20, len(status))
        self.assertEqual({"interval"}, {d["metadata"]["driver"] for d in status})
        for d in status:
            payload = d["payload"]
            seen = payload["packets"]
            self.assertEqual(seen["received"], seen["handled"] + seen["dropped_by_kernel"] + seen["unread"])
            made = payload["dumplings"]
            self.assertEqual(
                made["made"] + made["found_in_spool"],
                made["acknowledged"] + made["waiting"] + sum(made["dropped"].values()),
            )
        last = status[-1]["payload"]
        self.assertEqual((2000, 0), (last["packets"]["handled"], last["packets"]["unread"]))
        self.assertEqual(len(dumplings) - 1, last["dumplings"]["made"], "all that came before it")
        self.assertEqual(2000, last["chefs"]["netdumplings.dumplingchefs.DNSLookupChef"]["packets"])

    def test_a_file_gives_status_dumplings_only_on_request(self):
        dumplings = self.cook(self.file_of(10, step=100))
        self.assertEqual(set(), {d["metadata"]["chef"] for d in dumplings} & {"KitchenStatusChef"})


class Progress(SystemTest):
    """The progress that nd-sniff shows while it reads a file: a line on a terminal, otherwise nothing."""

    def on_terminal(self, *arguments, stdin, columns=100):
        """Starts nd-sniff with a terminal as its standard error. Returns the program and the other end of the terminal."""
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        command = ["/bin/sh", "-c", 'exec "$0" "$@" 2>&%d' % slave, os.path.join(harness.BIN, "nd-sniff"), *arguments]
        os.set_inheritable(slave, True)
        program = self.keep(harness.Program(command, stdin=stdin, close_fds=False))
        os.close(slave)
        return program, master

    def feed_until_shown(self, master, pipe, pattern):
        """Writes packets until the terminal shows the pattern. Returns all that it has shown."""
        shown = b""
        number = 0
        os.set_blocking(master, False)

        def look():
            nonlocal shown, number
            os.write(pipe, packets.pcap_record(packets.dns_question("n%d.example.com" % number), 1700000000 + number))
            number += 1
            try:
                shown += os.read(master, 65536)
            except BlockingIOError:
                pass
            return re.search(pattern, shown)

        harness.wait_until(look, pattern)
        return shown, number

    def end(self, program, master, pipe):
        os.close(pipe)
        self.assertEqual(0, program.wait())
        rest = b""
        while True:
            try:
                rest += os.read(master, 65536)
            except OSError:  # the other end of the terminal is closed
                return rest

    def test_a_terminal_shows_packets_and_rate_of_a_pipe_and_log_lines_stay_whole(self):
        read_end, pipe = os.pipe()
        throwing = os.path.join(MODULES, "throwing.so")
        program, master = self.on_terminal("-r", "-", "-f", "", "-o", os.devnull, "-m", throwing, stdin=read_end)
        os.close(read_end)
        os.write(pipe, packets.pcap_head())
        # A chef that fails is logged from time to time, while the progress is shown.
        error = rb"ERROR default_kitchen: Error invoking packet handler for chef ThrowingHandlersChef"
        shown, _ = self.feed_until_shown(master, pipe, rb"packets, \d+/s(?s:.*)" + error + rb"(?s:.*)packets, \d+/s")
        shown += self.end(program, master, pipe)
        # The line is erased before each other line.
        screen = []
        for piece in shown.replace(b"\r\n", b"\n").split(b"\n"):
            screen.append(piece.split(b"\r\x1b[K")[-1])
        log_line = rb"^\d{4}-\d\d-\d\dT[\d:.]+ (INFO|WARNING|ERROR) \S.*$"
        for line in screen[:-1]:
            self.assertRegex(line, log_line)
        self.assertEqual(b"", screen[-1], "nothing is left of it at the end")

    def test_a_terminal_shows_the_share_and_the_time_left_of_a_file(self):
        path = os.path.join(self.folder, "large.pcap")
        frame = packets.tcp_syn(443)
        with open(path, "wb") as f:
            f.write(packets.pcap_head() + packets.pcap_record(frame, 1700000000) * 200000)
        misbehaving = os.path.join(MODULES, "misbehaving.so")
        options = ["-m", misbehaving, "-c", "SlowChef", "--chef-option", "SlowChef:milliseconds=1"]
        with open(os.devnull, "rb") as nothing:
            program, master = self.on_terminal("-r", path, "-o", os.devnull, *options, stdin=nothing, columns=40)
        shown = b""

        def look():
            nonlocal shown
            shown += os.read(master, 65536)
            return re.search(rb"\r\x1b\[K(\d+ % read, \d+ packets, [^\r\n]*)", shown)

        line = harness.wait_until(look, "the share").group(1)
        self.assertLess(len(line), 40, "it fits the terminal")
        program.process.send_signal(signal.SIGINT)
        harness.wait_until(lambda: program.process.poll() is not None, "its end")

    def test_no_progress_is_shown_without_a_terminal(self):
        read_end, pipe = os.pipe()
        program = self.start("nd-sniff", "-r", "-", "-f", "", "-o", os.devnull, stdin=read_end)
        os.close(read_end)
        os.write(pipe, packets.pcap_head())
        deadline = harness.time.monotonic() + 0.5  # a terminal would show the progress twice in this time
        while harness.time.monotonic() < deadline:
            os.write(pipe, packets.pcap_record(packets.tcp_syn(443), 1700000000))
        os.close(pipe)
        self.assertEqual(0, program.wait())
        self.assertNotIn("\r", program.err.text)
        self.assertNotIn("\x1b", program.err.text)
        self.assertNotIn("packets, ", program.err.text.split("Packets:")[0])


class LongLife(SystemTest):
    def test_sighup_reopens_the_log_file(self):
        log = os.path.join(self.folder, "kitchen.log")
        config = os.path.join(self.folder, "logging.json")
        with open(config, "w", encoding="utf-8") as f:
            json.dump({"file": {"path": log}}, f)
        os.chmod(self.folder, 0o777)  # nd-sniff drops root's rights
        read_end, pipe = os.pipe()
        kitchen = self.start(
            "nd-sniff", "-r", "-", "-o", os.devnull, stdin=read_end, env={"NETDUMPLINGS_LOGGING_CONFIG": config}
        )
        os.close(read_end)
        os.write(pipe, packets.pcap_head())
        kitchen.err.wait_for("Sniffing started")
        os.rename(log, log + ".1")
        kitchen.process.send_signal(signal.SIGHUP)
        kitchen.err.wait_for("The log file was reopened")
        os.close(pipe)
        self.assertEqual(0, kitchen.wait())
        with open(log + ".1", encoding="utf-8") as f:
            before = f.read()
        with open(log, encoding="utf-8") as f:
            after = f.read()
        self.assertIn("Sniffing started", before)
        self.assertNotIn("Dumplings:", before)
        self.assertIn("Dumplings:", after)

    def test_sighup_without_a_log_file_does_not_end_a_kitchen(self):
        read_end, pipe = os.pipe()
        kitchen = self.start("nd-sniff", "-r", "-", "-o", os.devnull, stdin=read_end)
        os.close(read_end)
        os.write(pipe, packets.pcap_head())
        kitchen.err.wait_for("Sniffing started")
        kitchen.process.send_signal(signal.SIGHUP)
        kitchen.err.wait_for("SIGHUP: there is no log file to reopen")
        os.close(pipe)
        self.assertEqual(0, kitchen.wait())
        self.assertIn("Dumplings:", kitchen.err.text)

    def test_nd_sniff_lists_its_interfaces(self):
        status, out, _ = self.run_tool("nd-sniff", "-D")
        self.assertEqual(0, status)
        self.assertRegex(out, r"(?m)^lo +(up|down), loopback$")


if __name__ == "__main__":
    harness.main()
