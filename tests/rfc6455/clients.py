"""Runs tables of cases against nd-print and nd-sniff, at a hub that the test plays."""
import os
import re

from case import CaseTest
from wire import Frames, close_code, say

import packets
from fake_hub import FakeHub

TOOLS = (("nd-print",), ("nd-sniff", "-r", "-"))
LOST = {"nd-print": "Lost connection to nd-hub: ", "nd-sniff": "Lost connection to the dumpling hub at {uri}: "}


class ToolOfOurs:
    """nd-print or nd-sniff on its way to a hub that the test plays; it has a reason to stay there."""

    def __init__(self, test, command):
        self.name = command[0]
        self.hub = FakeHub()
        test.addCleanup(self.hub.close)
        stdin, self._packets = os.pipe()
        test.addCleanup(os.close, self._packets)
        os.write(self._packets, packets.pcap_head())
        with open(stdin, "rb") as pipe:
            self.program = test.start(*command, "-h", self.hub.address, stdin=pipe)

    def wait_for_loss(self, why):
        """Until it says that it lost its hub."""
        said = self.program.out if self.name == "nd-print" else self.program.err
        said.wait_for(re.escape(LOST[self.name].format(uri=self.hub.uri) + why))

    def end(self, why=""):
        """nd-print has ended by itself, with 1 if the hub refused it by 1008. nd-sniff would try again."""
        if self.name == "nd-print":
            assert self.program.wait() == (1 if "1008" in why else 0), self.program.report()
        self.program.kill()
        self.hub.close()


class ClientTest(CaseTest):
    def tools(self):
        """Both, on their way to hubs of their own."""
        return [ToolOfOurs(self, command) for command in TOOLS]

    def check_clients(self, rows):
        for row in rows:
            for tool in self.tools():
                with self.case(row, tool.name):
                    connection = tool.hub.accept()
                    say(connection, row.make(Frames(False)))
                    self.assertIn(close_code(connection), row.codes)
                    tool.wait_for_loss(row.told)
                    tool.end(row.told)
