"""Runs tables of cases against what listens: both ports of the hub, and the echo."""
import itertools
import json
import os
import re

from case import CaseTest
from wire import FakeClient, Frames, Witness, close_code, say

import harness
from running import dumpling

CARD = {"kitchen_name": "k", "interface": "", "filter": "", "chefs": [], "poke_interval": 1}
HELLO = {"kitchens": CARD, "eaters": {"eater_name": "e"}, "echo": None}


def open_files(program):
    return len(os.listdir(f"/proc/{program.pid}/fd"))


def resident(program):
    """In KiB."""
    with open(f"/proc/{program.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))


class ServerTest(CaseTest):
    """One hub and one echo for all cases of a class, as real clients find them, and a witness at each door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = harness.Hub("-f", "3600")
        cls.addClassCleanup(cls.server.kill)
        cls.echo = harness.Program([os.path.join(harness.BUILD, "tests", "ws_echo"), "0"])
        cls.addClassCleanup(cls.echo.kill)
        echo_port = int(cls.echo.out.wait_for(r"^(\d+)$").group(1))
        cls.doors = {"kitchens": cls.server.in_port, "eaters": cls.server.out_port, "echo": echo_port}
        cls.witnesses = {door: cls.greeted(door, Witness) for door in cls.doors}
        for witness in cls.witnesses.values():
            cls.addClassCleanup(witness.close)
        cls.server.wait_for_eater("e")
        cls.numbers = itertools.count()

    def setUp(self):
        super().setUp()
        self.assertUndisturbed()
        self.files = [open_files(program) for program in (self.server, self.echo)]

    @classmethod
    def greeted(cls, door, kind=FakeClient):
        client = kind(cls.doors[door])
        if HELLO[door]:
            client.send(json.dumps(HELLO[door]))
        return client

    def client(self, door):
        client = self.greeted(door)
        self.addCleanup(client.close)
        return client

    def assertUndisturbed(self):
        """The others still send and receive, in one piece."""
        text = dumpling(payload=next(self.numbers))
        for sender, receiver in (("kitchens", "eaters"), ("echo", "echo")):
            self.witnesses[sender].send(text)
            self.witnesses[receiver].hears(text)

    def assertNothingKept(self):
        """Only the witnesses are still connected."""
        for program, files in zip((self.server, self.echo), self.files):
            harness.wait_until(lambda p=program, f=files: open_files(p) <= f, "connections to be closed")

    def check_servers(self, rows):
        clients = [(row, door, self.client(door)) for row, door in itertools.product(rows, self.doors)]
        for row, _, client in clients:
            say(client, row.make(Frames(True)))
        for row, door, client in clients:
            with self.case(row, door):
                self.assertIn(close_code(client), row.codes)
                say(client, Frames(True).close(row.codes[0]))
                self.assertUndisturbed()
        for row, door, client in clients:
            with self.subTest(case=row.what, at=door):
                client.wait_until_gone()
                client.close()
        self.assertNothingKept()

    def check_echoes(self, rows, send=say):
        """`says` are the frames that come back; a ping shows that nothing else does."""
        for row in rows:
            with self.case(row, "echo"):
                client = self.client("echo")
                send(client, row.make(Frames(True)))
                for frame in row.says:
                    self.assertEqual(frame, client.receive_frame())
                self.assertTrue(client.hears_nothing())
                client.close()
                self.assertUndisturbed()
        self.assertNothingKept()
