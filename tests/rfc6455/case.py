"""Runs tables of cases against every door: both ports of the hub, the echo, nd-print and nd-sniff."""
import os
import re


from wire import Frames, Wire, close_code

import harness
from fake_hub import FakeHub

CARD = '{"kitchen_name": "k", "interface": "", "filter": "", "chefs": [], "poke_interval": 1}'
HELLO = {"kitchens": CARD, "eaters": '{"eater_name": "e"}', "echo": ""}


class Row:
    """A case: the section, what is done, the bytes (made by a Frames), and the close code that must come back."""

    def __init__(self, section, what, make, code=None, says=None):
        self.section, self.what, self.make, self.code, self.says = section, what, make, code, says


class RfcTest(harness.SystemTest):
    """One hub and one echo for all cases of a class, as real clients find them."""

    cases = 0

    @classmethod
    def setUpClass(cls):
        cls.server = harness.Hub("-f", "3600")
        cls.echo = harness.Program([os.path.join(harness.BUILD, "tests", "ws_echo"), "0"])
        port = int(cls.echo.out.wait_for(r"^(\d+)$").group(1))
        cls.doors = {"kitchens": cls.server.in_port, "eaters": cls.server.out_port, "echo": port}
        cls.witnesses = [cls.greeted(door) for door in cls.doors]

    @classmethod
    def tearDownClass(cls):
        for witness in cls.witnesses:
            witness.close()
        cls.server.kill()
        cls.echo.kill()
        print("%s: %d cases" % (cls.__name__, cls.cases))

    @classmethod
    def greeted(cls, door):
        client = Wire(cls.doors[door])
        if HELLO[door]:
            client.send(HELLO[door])
        return client

    def case(self, row, where):
        type(self).cases += 1
        return self.subTest(section=row.section, case=row.what, at=where)

    def assertUndisturbed(self):
        """The others are still served, in one piece."""
        for witness in self.witnesses:
            self.assertTrue(witness.hears_nothing())

    def check_servers(self, rows):
        for row in rows:
            for door in self.doors:
                with self.case(row, door):
                    client = self.greeted(door)
                    self.addCleanup(client.close)
                    client.send_bytes(row.make(Frames(True)))
                    self.assertEqual(row.code, close_code(client))
                    client.wait_until_gone()
        self.assertUndisturbed()

    def check_clients(self, rows):
        capture = harness.capture("dns.pcap")
        for row in rows:
            for tool in (["nd-print"], ["nd-sniff", "-r", capture]):
                with self.case(row, tool[0]), FakeHub() as hub:
                    program = self.start(*tool, "-h", hub.address)
                    client = hub.accept()
                    client._socket.sendall(row.make(Frames(False)))
                    self.assertEqual(row.code, close_code(client))
                    program.kill()

    def check_echoes(self, rows):
        """`says` are the frames that come back; a ping shows that nothing else does."""
        for row in rows:
            with self.case(row, "echo"):
                client = Wire(self.doors["echo"])
                self.addCleanup(client.close)
                client.send_bytes(row.make(Frames(True)))
                for frame in row.says:
                    self.assertEqual(frame, client.receive_frame())
                self.assertTrue(client.hears_nothing())
        self.assertUndisturbed()


def footprint(program):
    """Open files, and resident memory in KiB."""
    with open("/proc/%d/status" % program.pid, encoding="ascii") as f:
        memory = re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)
    return len(os.listdir("/proc/%d/fd" % program.pid)), int(memory)


__all__ = ["RfcTest", "Row", "footprint", "harness"]
