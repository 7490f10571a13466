"""nd-top works on a terminal with the real hub and a real kitchen."""
import os
import re
import signal
import sys
import unittest

import harness
import made_up_kitchen
import network_dumplings as nd
import packets
from harness import SystemTest
from tmux import Tmux, needs_tmux

try:
    import websockets
except ImportError:
    websockets = None

TOP = os.path.join(harness.BIN, "nd-top")


def row(lines, name):
    """Returns the fields of the row that begins with a name, or None if there is no such row."""
    return next((line.split() for line in lines if line.startswith(" %s " % name)), None)


def names(lines, pane):
    """Returns the first field of each row of a pane, from the top. Without the pane there are none."""
    title = next((i for i, line in enumerate(lines) if line.startswith("─ %s " % pane)), len(lines))
    rows = []
    for line in lines[title + 2 :]:
        if line.startswith("─") or not line:
            break
        rows.append(line.split()[0])
    return rows


@needs_tmux
@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class Top(SystemTest):
    def setUp(self):
        super().setUp()
        self.running_hub = self.hub("-f", "0.2")

    def terminal(self, columns=80, lines=24):
        return Tmux(self, columns, lines)

    def start_top(self, tmux, *options):
        tmux.type("%s -h %s %s; echo it ended with $?" % (TOP, self.running_hub.eaters, " ".join(options)))
        self.running_hub.wait_for_eater("topeater")

    def kitchen(self, name="made_up", **card):
        kitchen = made_up_kitchen.Kitchen(self.running_hub, name, **card)
        self.addCleanup(kitchen.close)
        return kitchen

    def cooking_kitchen(self, lookups):
        """Starts an nd-sniff that has cooked this many lookups, and waits for more to read."""
        read_end, write_end = os.pipe()
        self.addCleanup(os.close, write_end)
        program = self.start("nd-sniff", "-r", "-", "-f", "", "-n", "garage", "-p", "1000000", "-h", self.running_hub.kitchens,
                             stdin=read_end)
        os.close(read_end)
        os.write(write_end, packets.pcap([packets.dns_question("n%d.example.com" % i) for i in range(lookups)]))
        return program

    def test_a_real_kitchen_and_its_chefs_are_shown_with_their_counts_at_80_by_24(self):
        tmux = self.terminal()
        self.start_top(tmux)
        tmux.wait_for_text("No kitchen is connected")
        self.cooking_kitchen(50)

        def check(lines):
            self.assertEqual("51", row(lines, "DNSLookupChef")[3], "50 lookups and a poke's table")
            self.assertEqual("52", row(lines, "garage")[4], "all that it sent")
            self.assertEqual("ok", row(lines, "garage")[1])
            self.assertEqual("garage", row(lines, "DNSLookupChef")[-1])
            self.assertEqual("ok", row(lines, "topeater")[1])
            up = r"up 00:\d\d:\d\d"
            self.assertRegex(lines[0], r"^ nd-top   hub %s   version \S+   %s +\d\d:\d\d:\d\d$" % (self.running_hub.eaters, up))
            self.assertRegex(lines[1], r"^ dumplings in 52 [\d.]+/s   out \d+ [\d.]+/s   invalid 0   skipped 0$")
            self.assertEqual(" All is well.", lines[2])
            self.assertEqual(24, len(lines))
            self.assertIn("q quit", lines[-1])
            self.assertLessEqual(max(map(len, lines)), 80)

        tmux.wait_until_right(check)

    def wait_for_kitchens(self, tmux, sorted_by, expected):
        """Waits until the rows show the kitchens. The test may see a screen that is only half drawn."""
        tmux.wait_for(
            lambda lines: sorted_by in "\n".join(lines) and names(lines, "1 Kitchens") == expected,
            "%s: %s" % (sorted_by, expected),
        )

    def test_keys_choose_the_pane_and_sort_it(self):
        few, many = (self.kitchen(name, poke=3600) for name in ("attic", "barn"))
        few.say(1), many.say(1), many.say(2)
        tmux = self.terminal(120, 30)
        self.start_top(tmux)
        tmux.wait_for(lambda lines: (row(lines, "barn") or [""] * 5)[4] == "2", "what the hub received")
        self.wait_for_kitchens(tmux, "", ["attic", "barn"])
        tmux.press("s", "s", "s")
        self.wait_for_kitchens(tmux, "Received▼", ["barn", "attic"])
        tmux.press("r")
        self.wait_for_kitchens(tmux, "Received▲", ["attic", "barn"])
        tmux.press("2", "s")
        tmux.wait_for_text("Dumplings▼")
        tmux.press("Tab", "s")
        tmux.wait_for_text("Sent")
        tmux.press("?")
        tmux.wait_for_text("any key goes back")
        tmux.press("x")
        tmux.wait_for_text("1 Kitchens")

    def test_a_pause_keeps_the_screen(self):
        kitchen = self.kitchen()
        kitchen.say(1)
        tmux = self.terminal()
        self.start_top(tmux)
        tmux.wait_for(lambda lines: (row(lines, "made_up") or [""] * 5)[4] == "1", "its first dumpling")
        tmux.press("p")
        held = tmux.wait_for_text("PAUSED")
        kitchen.say(2)
        printer = self.printer(self.running_hub, "-c", "SystemStatusChef")
        printer.out.wait_for(r'"total_dumplings_in": 2')
        tmux.press("Tab")  # it still draws
        shown = tmux.wait_for(lambda lines: lines != held and row(lines, "made_up"), "the other pane")
        self.assertEqual("1", row(shown, "made_up")[4])
        tmux.press("p")
        tmux.wait_for(lambda lines: (row(lines, "made_up") or [""] * 5)[4] == "2", "its second dumpling")

    def test_troubles_stand_out(self):
        self.kitchen("silent", poke=0.2)
        dropping = self.kitchen("dropping", poke=3600)
        leaving = made_up_kitchen.Kitchen(self.running_hub, "leaving", poke=3600)
        tmux = self.terminal(140, 40)
        self.start_top(tmux)
        tmux.wait_for_text("silent: not heard of for")
        tmux.wait_for(lambda lines: row(lines, "leaving"), "the kitchen that will leave")
        leaving.close()
        tmux.wait_for_text("leaving: has left")

        def check_order(lines):
            self.assertEqual(["silent", "leaving"], names(lines, "1 Kitchens")[:2])
            self.assertEqual("SILENT", row(lines, "silent")[1])
            self.assertEqual("LEFT", row(lines, "leaving")[1])

        tmux.wait_until_right(check_order)
        dropping.say({"packets": {"received": 90, "dropped_by_kernel": 12}}, chef="KitchenStatusChef")
        tmux.wait_for_text("dropping: 12 packets dropped before a chef saw them")

        def check_drops(lines):
            self.assertEqual("DROPS", row(lines, "dropping")[1])
            self.assertIn("12", row(lines, "dropping"))

        tmux.wait_until_right(check_drops)

    def test_with_status_only_the_kitchens_ledger_shows_what_its_chefs_made(self):
        kitchen = self.kitchen("made_up", poke=3600)
        kitchen.say({"uptime": 60, "chefs": {"made.up.MadeUpChef": {"dumplings": 4321}}}, chef="KitchenStatusChef")
        kitchen.say("not asked for")
        printer = self.printer(self.running_hub, "-c", "SystemStatusChef")
        printer.out.wait_for(r'"total_dumplings_in": 2')
        tmux = self.terminal()
        self.start_top(tmux, "--status-only")
        tmux.wait_for(lambda lines: "4321" in (row(lines, "MadeUpChef") or ()), "what the ledger says")

    def test_connections_are_shown_in_a_pane_of_their_own(self):
        tmux = self.terminal()
        self.start_top(tmux)
        tmux.press("4")
        tmux.wait_for_text("nd-sniff -m netdumplings.networkchefs")
        kitchen = self.kitchen(chefs=("FlowChef",))
        tmux.wait_for_text("None reported yet")
        busy = {"client": nd.counted("10.0.0.7", 50001), "server": nd.counted("192.0.2.1", 443, 5000000), "community_id": "1:busy="}
        kitchen.say(nd.flow(), chef="FlowChef")
        kitchen.say(nd.flow(**busy, state="open", duration=75.0), chef="FlowChef")
        kitchen.say(nd.flow(client=nd.counted("10.0.0.9", 1, 60), server=nd.counted("192.0.2.2", 8080, 40), state="refused", service=None, server_name=None,
                            duration=0.0004), chef="FlowChef")
        rows = ["10.0.0.7 open 5.00M 1 min 192.0.2.1:443 tls www.example.com", "10.0.0.5 closed 21000 2.0 s 192.0.2.1:443 tls www.example.com",
                "10.0.0.9 REFUSED 100 0 ms 192.0.2.2:8080 tcp"]
        tmux.wait_for(lambda lines: [" ".join(line.split()).startswith(text) for line, text in zip(lines[5:], rows)] == [True] * 3, "\n".join(rows))
        kitchen.say(nd.flow(**busy, state="reset", end=1e9 + 80, duration=80.0), chef="FlowChef")
        tmux.wait_for(lambda lines: (row(lines, "10.0.0.7") or [""] * 2)[1] == "RESET", "the end of the busy one")
        tmux.press("1")
        tmux.wait_for(lambda lines: row(lines, "FlowChef") and row(lines, "made_up") and row(lines, "topeater"), "the other panes")

    def test_with_status_only_the_pane_of_connections_says_that_it_gets_none(self):
        tmux = self.terminal()
        self.start_top(tmux, "--status-only")
        tmux.press("4")
        tmux.wait_for_text("With --status-only, nd-top gets no connections.")

    def test_a_hub_like_the_originals_is_enough(self):
        peer = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers", "hub.py")
        self.running_hub = self.keep(harness.Hub("-f", "0.2", program=[sys.executable, peer]))
        tmux = self.terminal()
        self.start_top(tmux)
        kitchen = self.kitchen("made_up", poke=3600)
        for number in range(7):
            kitchen.say(number)

        def check(lines):
            self.assertEqual("7", row(lines, "MadeUpChef")[3])
            # The hub's status comes by itself, before or after them.
            self.assertTrue(lines[1].startswith(" dumplings in 7 "), lines[1])
            self.assertEqual("ok", row(lines, "made_up")[1])
            self.assertEqual("-", row(lines, "made_up")[4])  # this hub doesn't count for each kitchen
            self.assertTrue(row(lines, "topeater"))

        tmux.wait_until_right(check)
        self.kitchen("quiet", poke=0.2)
        tmux.wait_for(lambda lines: (row(lines, "quiet") or [""] * 2)[1] == "SILENT", "three pokes without a word")

    def test_names_of_any_kind_keep_the_columns(self):
        wide, evil = "日本の台所", "\x1b[2J\x1b[Hevil"
        self.kitchen(wide)
        self.kitchen(evil)
        self.kitchen("plain")
        tmux = self.terminal(120, 30)
        self.start_top(tmux)

        def check(lines):
            self.assertTrue(any(line.startswith(" \\u001b[2J\\u001b[Hevil") for line in lines))
            column = next(line for line in lines if line.startswith(" plain")).find("eth0")
            line = next(line for line in lines if line.startswith(" " + wide))
            self.assertGreater(column, 0)
            self.assertEqual(column, line.find("eth0") + len(wide))  # each character takes two cells

        tmux.wait_until_right(check)

    def test_a_new_size_is_drawn_at_once_and_a_size_that_is_too_small_is_reported(self):
        tmux = self.terminal()
        self.start_top(tmux)
        tmux.wait_for_text("3 Eaters")
        tmux.resize(140, 40)
        tmux.wait_for(lambda lines: "Filter" in lines[4], "all columns")
        tmux.wait_until_right(lambda lines: self.assertIn("q quit", lines[39]))
        tmux.resize(30, 8)
        tmux.wait_for(lambda lines: lines[0] == "Too small: 30x8, needs 40x10", "that it is too small")
        tmux.resize(60, 12)
        tmux.wait_for_text("1 Kitchens")
        tmux.wait_until_right(lambda lines: self.assertEqual(1, sum(line.startswith("─") for line in lines)))

    def test_nd_top_outlives_its_hub(self):
        self.kitchen("before")
        tmux = self.terminal()
        self.start_top(tmux)
        tmux.wait_for(lambda lines: row(lines, "before"), "the kitchen")
        self.running_hub.kill()
        tmux.wait_for(lambda lines: "HUB AWAY for " in "\n".join(lines) and row(lines, "before"), "the known figures to stay")
        self.running_hub = self.hub("-f", "0.2", in_port=self.running_hub.in_port, out_port=self.running_hub.out_port)
        self.kitchen("after")
        tmux.wait_for(lambda lines: row(lines, "after") and "HUB AWAY" not in "\n".join(lines), "the new hub's kitchen")

    def test_quitting_restores_the_screen(self):
        for way in ("q", "C-c", "kill"):
            with self.subTest(way):
                tmux = self.terminal()
                self.addCleanup(tmux.close)
                tmux.type("echo what was there before")
                before = tmux.wait_for(lambda lines: "what was there before" in lines, "what was said before")
                self.start_top(tmux)
                tmux.wait_for_text("topeater")
                if way == "kill":
                    tmux.kill(signal.SIGTERM)
                else:
                    tmux.press(way)
                lines = tmux.wait_for_text("it ended with 0")
                self.assertEqual(before[:2], lines[:2])
                self.assertFalse([line for line in lines if "Kitchens" in line])
                tmux.type("echo typed | tr a-z A-Z")  # the terminal echoes, and reads lines
                tmux.wait_for(lambda lines: "$ echo typed | tr a-z A-Z" in lines and "TYPED" in lines, "what was typed, and what it does")
                tmux.close()

    def test_no_colours_are_used_if_nobody_wants_them(self):
        self.kitchen("silent", poke=0.2)
        colour = re.compile(r"\x1b\[[\d;]*3[1-6]m")
        for options, coloured in (((), True), (("--no-color",), False)):
            with self.subTest(options=options):
                tmux = self.terminal()
                self.start_top(tmux, *options)
                tmux.wait_for_text("SILENT")

                def check(lines, coloured=coloured):
                    self.assertEqual(coloured, bool(colour.search("\n".join(lines))))
                    self.assertIn("\x1b[", "\n".join(lines))  # bold and inverse are still used

                tmux.wait_until_right(check, "-e")
                tmux.close()


if __name__ == "__main__":
    harness.main()
