"""Peers that know nothing of our code: a kitchen, an eater and a hub, written with Python's websockets."""
import asyncio
import contextlib
import json
import unittest

import harness
import nd_print
from harness import SystemTest, capture

try:
    import websockets
except ImportError:
    websockets = None

CARD = {
    "kitchen_name": "python_kitchen",
    "interface": "en0",
    "filter": "tcp",
    "chefs": ["cooks.ÉclairChef"],
    "poke_interval": 5.0,
}


def dumpling(number, chef="ÉclairChef"):
    """As Python writes one: with blanks, and non-ASCII escaped."""
    return json.dumps(
        {
            "metadata": {
                "chef": chef,
                "kitchen": "python_kitchen",
                "creation_time": 1516459331.040829 + number,
                "driver": "packet",
            },
            "payload": {"number": number, "text": "é\u2028\U0001f95f"},
        }
    )


def run(work):
    return asyncio.run(asyncio.wait_for(work, harness.PATIENCE))


async def cook(address, messages, card=CARD):
    """A kitchen: says its card, sends, closes."""
    async with websockets.connect("ws://" + address) as hub:
        await hub.send(json.dumps(card))
        for message in messages:
            await hub.send(message)


@contextlib.asynccontextmanager
async def eater(address, name):
    """An eater that has said its hello."""
    async with websockets.connect("ws://" + address) as hub:
        await hub.send(json.dumps({"eater_name": name}))
        yield hub


@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class IndependentPeers(SystemTest):
    def test_a_python_kitchens_dumplings_arrive_at_nd_print(self):
        hub = self.hub("-f", "3600")
        ours = self.printer(hub)
        run(cook(hub.kitchens, [dumpling(i) for i in range(200)]))
        ours.out.wait(lambda text: len(nd_print.complete(text)) >= 200, "the python kitchen's dumplings")
        shown = nd_print.complete(ours.out.text)
        self.assertEqual(list(range(200)), [s.payload["number"] for s in shown])
        self.assertEqual({("ÉclairChef", "python_kitchen", "packet")}, {(s.chef, s.kitchen, s.driver) for s in shown})
        self.assertEqual("2018-01-20T14:42:11.040829", shown[0].time)

    def test_a_python_eater_gets_nd_sniffs_dumplings_as_json_lines_has_them(self):
        hub = self.hub("-f", "3600")
        wanted = self.cook(capture("dns.pcap"))

        async def eat():
            async with eater(hub.eaters, "python_eater") as stream:
                await asyncio.get_running_loop().run_in_executor(None, hub.wait_for_eater, "python_eater")
                kitchen = self.start("nd-sniff", "-r", capture("dns.pcap"), "-f", "", "-h", hub.kitchens)
                got = []
                while len(got) < len(wanted):
                    message = json.loads(await stream.recv())
                    if message["metadata"]["chef"] != "SystemStatusChef":
                        got.append(message)
                await asyncio.get_running_loop().run_in_executor(None, kitchen.wait)
                return got

        self.assertEqual(wanted, run(eat()))

    def test_a_message_reaches_a_python_eater_byte_for_byte(self):
        hub = self.hub("-f", "3600")
        sent = [
            dumpling(1),
            dumpling(2).replace(" ", ""),
            '  {"payload":1e400000,"metadata":\t{"chef":"X","more":[1,2,3]}}\n',
            dumpling(3).encode(),
            json.dumps({"metadata": {"chef": "X"}, "payload": "x" * 300000}),
        ]
        sent[2] = sent[2].replace("1e400000", "12345678901234567890123")

        async def eat():
            async with eater(hub.eaters, "python_eater") as stream:
                await asyncio.get_running_loop().run_in_executor(None, hub.wait_for_eater, "python_eater")
                await cook(hub.kitchens, sent)
                return [await stream.recv() for _ in sent]

        self.assertEqual(sent, run(eat()))

    def test_what_is_no_dumpling_is_refused_and_the_connection_lives_on(self):
        hub = self.hub("-f", "3600")
        ours = self.printer(hub)
        bad = ["no json", "[]", '{"payload": 1}', '{"metadata": {}}', '{"metadata": {"chef": "X"}, "payload": NaN}']
        run(cook(hub.kitchens, [dumpling(0), *bad, dumpling(1)]))
        ours.out.wait(lambda text: len(nd_print.complete(text)) >= 2, "the two good ones")
        self.assertEqual([0, 1], [s.payload["number"] for s in nd_print.complete(ours.out.text)])
        self.assertEqual(len(bad), hub.err.text.count("Received invalid dumpling: "), hub.err.text)
        self.assertIn("Could not interpret dumpling JSON; kitchen: ", hub.err.text)
        self.assertIn("Could not determine chef name; kitchen: ", hub.err.text)

    def test_the_status_dumpling_names_who_is_there(self):
        hub = self.hub("-f", "0.1")

        async def eat():
            async with websockets.connect("ws://" + hub.kitchens) as kitchen, eater(
                hub.eaters, "python_eater"
            ) as stream:
                await kitchen.send(json.dumps(CARD))
                await kitchen.send(dumpling(0))
                while True:
                    message = json.loads(await stream.recv())
                    payload = message["payload"]
                    if message["metadata"]["chef"] == "SystemStatusChef" and payload["total_dumplings_in"] == 1:
                        return message, kitchen.local_address, stream.local_address

        message, kitchen_address, eater_address = run(eat())
        self.assertEqual((None, "interval"), (message["metadata"]["kitchen"], message["metadata"]["driver"]))
        payload = message["payload"]
        self.assertEqual((1, 1), (payload["dumpling_kitchen_count"], payload["dumpling_eater_count"]))
        self.assertEqual(CARD, payload["dumpling_kitchens"][0]["info_from_kitchen"])
        self.assertEqual({"eater_name": "python_eater"}, payload["dumpling_eaters"][0]["info_from_eater"])
        for kind, address in (("dumpling_kitchens", kitchen_address), ("dumpling_eaters", eater_address)):
            self.assertEqual(
                {"host": address[0], "port": address[1]},
                {k: payload[kind][0]["info_from_hub"][k] for k in ("host", "port")},
            )

    def test_our_kitchen_and_our_eater_meet_at_a_python_hub(self):
        wanted = self.cook(capture("web.pcap"))
        dishes = asyncio.Queue()

        async def kitchen(peer, *_):
            self.assertEqual("default_kitchen", json.loads(await peer.recv())["kitchen_name"])
            async for message in peer:
                dishes.put_nowait(message)

        async def eater_at_hub(peer, *_):
            self.assertEqual(
                {"eater_name": "printereater"},
                {k: v for k, v in json.loads(await peer.recv()).items() if k == "eater_name"},
            )
            while (dish := await dishes.get()) is not None:
                await peer.send(dish)

        async def serve():
            in_executor = asyncio.get_running_loop().run_in_executor
            async with websockets.serve(kitchen, "127.0.0.1", 0) as inward, websockets.serve(
                eater_at_hub, "127.0.0.1", 0
            ) as outward:
                ports = [server.sockets[0].getsockname()[1] for server in (inward, outward)]
                ours = self.start("nd-print", "-h", "127.0.0.1:%d" % ports[1])
                sniff = self.start("nd-sniff", "-r", capture("web.pcap"), "-f", "", "-h", "127.0.0.1:%d" % ports[0])
                status = await in_executor(None, sniff.wait)
                shown = await in_executor(
                    None,
                    ours.out.wait,
                    lambda text: [s for s in [nd_print.complete(text)] if len(s) >= len(wanted)],
                    "all dumplings",
                )
                dishes.put_nowait(None)
                return status, shown[0]

        status, shown = run(serve())
        self.assertEqual(0, status)
        self.assertEqual([d["payload"] for d in wanted], [s.payload for s in shown])


if __name__ == "__main__":
    harness.main()
