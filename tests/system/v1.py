"""A kitchen and an eater that speak netdumplings.v1 (CONTRACT, section 4), written with Python's websockets.

Both keep the contract. So between them no dumpling may get lost, and none may arrive twice.
"""
import asyncio
import json
import secrets

import websockets

import harness

PROTOCOL = "netdumplings.v1"


def dumpling(number, kitchen="v1_kitchen", padding=0):
    metadata = {"chef": "NumberChef", "kitchen": kitchen, "creation_time": 1.5, "driver": "packet"}
    return json.dumps({"metadata": metadata, "payload": {"number": number, "padding": "x" * padding}})


def connect(address):
    return websockets.connect("ws://" + address, subprotocols=[PROTOCOL], max_queue=None, ping_interval=None,
                              open_timeout=harness.PATIENCE)


class Kitchen:
    """A session of a kitchen. Keeps dumplings that are not acknowledged, and sends them again on the next connection."""

    def __init__(self, name="v1_kitchen", session=None):
        self.name = name
        self.session = session or secrets.token_hex(16)
        self.acked = 0
        self.unacked = {}  # number -> message
        self.next_number = 1
        self.acks = []
        self.hub = None

    def card(self):
        return {"kitchen_name": self.name, "interface": "en0", "filter": "", "chefs": ["m.NumberChef"],
                "poke_interval": 5.0, "session": self.session}

    async def connect(self, address):
        """Sends its card, learns which dumplings the hub has, and sends the others again."""
        self.hub = await connect(address)
        assert self.hub.subprotocol == PROTOCOL, self.hub.subprotocol
        await self.hub.send(json.dumps(self.card()))
        self.take_ack(await self.hub.recv())
        await self.send_first(min(self.unacked, default=self.next_number))
        for number in sorted(self.unacked):
            await self.hub.send(self.unacked[number])

    async def send_first(self, number):
        await self.hub.send(json.dumps({"first": number}))

    async def send(self, message):
        self.unacked[self.next_number] = message
        self.next_number += 1
        await self.hub.send(message)

    def take_ack(self, word):
        self.acked = json.loads(word)["ack"]
        self.acks.append(self.acked)
        for number in [n for n in self.unacked if n <= self.acked]:
            del self.unacked[number]

    async def wait_for_ack(self, number):
        while self.acked < number:
            self.take_ack(await self.hub.recv())

    async def close(self):
        await self.hub.close()


class Eater:
    """An eater that continues where it was. `eaten` has the numbers of its dumplings, without those of the status."""

    def __init__(self, name="v1_eater", **more):
        self.hello = {"eater_name": name, **more}
        self.eaten = []
        self.skipped = 0
        self.log = self.position = None
        self.since_position = 0  # dumplings after the position, on all connections
        self._leave_out = 0
        self._asked = None
        self.hub = None

    async def connect(self, address):
        self.hub = await connect(address)
        assert self.hub.subprotocol == PROTOCOL, self.hub.subprotocol
        hello = dict(self.hello)
        if self.log is not None:
            hello["after"] = {"log": self.log, "position": self.position}
            self._leave_out = self.since_position
        await self.hub.send(json.dumps(hello))
        self._asked = (self.log, self.position)
        self.take(await self.hub.recv())
        assert self._asked is None, "the first word isn't the position"

    def take(self, message):
        what = json.loads(message)
        if "metadata" in what:
            if what["metadata"]["chef"] == "SystemStatusChef":
                return
            if self._leave_out > 0:
                self._leave_out -= 1
                return
            self.since_position += 1
            self.eaten.append(what["payload"]["number"])
        elif "skipped" in what:
            self.skipped += what["skipped"]
            self._leave_out = 0
        else:
            if self._asked is not None and self._asked != (what["log"], what["position"]):
                self._leave_out = 0
            self._asked = None
            self.log, self.position = what["log"], what["position"]
            self.since_position = self._leave_out

    async def eat(self, count):
        """Eats until it has eaten `count` dumplings in all."""
        while len(self.eaten) < count:
            self.take(await self.hub.recv())

    async def eat_until_lost(self):
        try:
            while True:
                self.take(await self.hub.recv())
        except websockets.ConnectionClosed:
            pass


async def patiently(connecting, attempts=2000):
    """Tries again until the hub is there."""
    for _ in range(attempts):
        try:
            return await connecting()
        except (OSError, websockets.InvalidHandshake, websockets.ConnectionClosed):
            await asyncio.sleep(0.02)
    raise AssertionError("no hub")
