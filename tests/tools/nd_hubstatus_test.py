"""Runs nd-hubstatus and compares it with the contract. In the names of tests, "it" is nd-hubstatus."""
import unittest

from eater_case import EATER_FLAGS, EaterCase, status_dumpling
from running import dumpling
from tool_case import main

LINE = "2018-01-20 14:42:11  uptime: 00:04:25  dumplings in: 107  out: 92  kitchens: 1  eaters: 2 "


class NdHubstatus(EaterCase, unittest.TestCase):
    tool = "nd-hubstatus"
    eater_name = "statuseater"
    wants = {"chefs": ["SystemStatusChef"]}
    flags = {**EATER_FLAGS, "-n, --eater-name NAME": "statuseater"}
    greeting = "nd-hub status from {uri}\nWaiting for data... "
    flood = [status_dumpling()] * 1500

    def printed(self, *dumplings, arguments=("--no-color",), env=None):
        hub, connection, running = self.connected(*arguments, env=env)
        for each in dumplings:
            connection.send(each)
        connection.send_close(1001)
        stdout = running.end()[0]
        greeting, lost = self.greeting.format(uri=hub.uri), "\nLost connection to nd-hub: received 1001 (going away)\n"
        self.assertTrue(stdout.startswith(greeting) and stdout.endswith(lost), stdout)
        lines = stdout.removeprefix(greeting).removesuffix(lost)
        self.assertTrue(lines.startswith("\n") and lines.endswith("\n"), stdout)
        return lines[1:-1]

    def test_it_prints_a_line_for_each_status_if_no_terminal_can_rewrite_it(self):
        self.assertEqual(self.printed(status_dumpling(), dumpling(), status_dumpling(total_dumplings_in=108)),
                         LINE + "\n" + LINE.replace("107", "108"))

    def test_it_rewrites_one_line_on_a_terminal(self):
        printed = self.on_terminal("--no-color", dumplings=[status_dumpling(), status_dumpling(total_dumplings_in=108)])
        self.assertIn("\nWaiting for data... \r" + LINE + "\r" + LINE.replace("107", "108") + "\nLost", printed)

    def test_it_shows_figures_in_bold_if_it_uses_colour(self):
        bold = LINE
        for figure in ("00:04:25", "107", "92", ": 1 ", ": 2 "):
            number = figure.strip(": ") if figure.startswith(":") else figure
            bold = bold.replace(figure, figure.replace(number, f"\x1b[1m{number}\x1b[0m"))
        self.assertEqual(self.printed(status_dumpling(), arguments=["--color"]), bold)

    def test_it_shows_local_time(self):
        self.assertEqual(self.printed(status_dumpling(), env={"TZ": "Europe/Berlin"}), LINE.replace(" 14:", " 15:"))

    def test_it_counts_hours_beyond_a_day(self):
        self.assertEqual(self.printed(status_dumpling(server_uptime=400000)), LINE.replace("00:04:25", "111:06:40"))

    def test_it_shows_a_question_mark_for_a_figure_that_the_hub_does_not_send(self):
        self.assertEqual(self.printed(dumpling("SystemStatusChef", None, payload=[])),
                         "2018-01-20 14:42:11  uptime: ?  dumplings in: ?  out: ?  kitchens: ?  eaters: ? ")


if __name__ == "__main__":
    main()
