"""The tools work with peers that share no code with them, written with Python's websockets. mixes_test.py has every mix."""
import asyncio
import contextlib
import functools
import json
import os
import unittest

import harness
import nd_print
import packets
from harness import SystemTest

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
    """Returns a dumpling as Python writes it: with spaces, and with non-ASCII characters escaped."""
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
    """Runs a kitchen, which sends its card and the messages, and closes."""
    async with websockets.connect("ws://" + address) as hub:
        await hub.send(json.dumps(card))
        for message in messages:
            await hub.send(message)


@contextlib.asynccontextmanager
async def eater(address, name):
    """Returns an eater that has sent its hello."""
    async with websockets.connect("ws://" + address) as hub:
        await hub.send(json.dumps({"eater_name": name}))
        yield hub


@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class IndependentPeers(SystemTest):
    def test_the_dumplings_of_a_python_kitchen_arrive_at_nd_print(self):
        hub = self.hub("-f", "3600")
        ours = self.printer(hub)
        run(cook(hub.kitchens, [dumpling(i) for i in range(200)]))
        ours.out.wait(lambda text: len(nd_print.complete(text)) >= 200, "the python kitchen's dumplings")
        shown = nd_print.complete(ours.out.text)
        self.assertEqual(list(range(200)), [s.payload["number"] for s in shown])
        self.assertEqual({("ÉclairChef", "python_kitchen", "packet")}, {(s.chef, s.kitchen, s.driver) for s in shown})
        self.assertEqual("2018-01-20T14:42:11.040829", shown[0].time)

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

    def test_a_message_that_is_no_dumpling_is_refused_and_the_connection_stays(self):
        hub = self.hub("-f", "3600")
        ours = self.printer(hub)
        bad = ["no json", "[]", '{"payload": 1}', '{"metadata": {}}', '{"metadata": {"chef": "X"}, "payload": NaN}']
        run(cook(hub.kitchens, [dumpling(0), *bad, dumpling(1)]))
        ours.out.wait(lambda text: len(nd_print.complete(text)) >= 2, "the two good ones")
        self.assertEqual([0, 1], [s.payload["number"] for s in nd_print.complete(ours.out.text)])
        hub.err.wait(lambda text: text.count("Received invalid dumpling: ") >= len(bad), "a line for each bad one")
        self.assertEqual(len(bad), hub.err.text.count("Received invalid dumpling: "), hub.err.text)
        self.assertIn("Could not interpret dumpling JSON; kitchen: ", hub.err.text)
        self.assertIn("Could not determine chef name; kitchen: ", hub.err.text)

    def test_the_status_dumpling_names_the_connected_kitchens_and_eaters(self):
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

    def test_a_page_that_sends_only_its_name_gets_every_dumpling(self):
        hub = self.hub("-f", "0.1")
        made = [dumpling(i) for i in range(100)]

        async def eat():
            # Connects like a browser with a page of this host: with an Origin, and with compression offered.
            page = websockets.connect(
                "ws://" + hub.eaters, origin="http://localhost:8080", user_agent_header="Mozilla/5.0 (X11) Firefox/115.0"
            )
            async with page as stream:
                await stream.send('{"eater_name": "webnom"}')
                await asyncio.get_running_loop().run_in_executor(None, hub.wait_for_eater, "webnom")
                await cook(hub.kitchens, made)
                got, statuses = [], []
                while len(got) < len(made) or not statuses:
                    message = await stream.recv()
                    (statuses if '"SystemStatusChef"' in message else got).append(message)
                return got, json.loads(statuses[-1])["payload"]

        got, status = run(eat())
        self.assertEqual(made, got)
        self.assertEqual([{"eater_name": "webnom"}], [eater["info_from_eater"] for eater in status["dumpling_eaters"]])

    def test_nd_hub_answers_the_keepalive_pings_of_its_peers(self):
        hub = self.hub("-f", "3600")

        async def ping():
            async with websockets.connect("ws://" + hub.kitchens) as kitchen, eater(hub.eaters, "pinger") as stream:
                await asyncio.get_running_loop().run_in_executor(None, hub.wait_for_eater, "pinger")
                await kitchen.send(json.dumps(CARD))
                for number in range(10):
                    await kitchen.send(dumpling(number))
                    for peer in (kitchen, stream):
                        await (await peer.ping(b"number %d" % number))
                return [json.loads(await stream.recv())["payload"]["number"] for _ in range(10)]

        self.assertEqual(list(range(10)), run(ping()))

    def test_nd_sniff_and_nd_print_answer_the_keepalive_pings_of_a_hub(self):
        async def ping_client(said, answered, peer, *_):
            said.set_result(json.loads(await peer.recv()))
            for number in range(10):
                await (await peer.ping(b"number %d" % number))
            answered.set_result(True)
            await peer.wait_closed()

        async def serve(tool, *arguments, **popen):
            loop = asyncio.get_running_loop()
            said, answered = loop.create_future(), loop.create_future()
            async with websockets.serve(functools.partial(ping_client, said, answered), "127.0.0.1", 0) as server:
                program = self.start(tool, "-h", "127.0.0.1:%d" % server.sockets[0].getsockname()[1], *arguments, **popen)
                hello = await said
                await answered
                program.interrupt()
                self.assertEqual(0, await loop.run_in_executor(None, program.wait), program.err.text)
                return hello

        self.assertEqual("printereater", run(serve("nd-print"))["eater_name"])
        endless, pipe = os.pipe()  # the capture doesn't end, so the kitchen stays
        self.addCleanup(os.close, pipe)
        os.write(pipe, packets.pcap_head())
        with os.fdopen(endless) as capture_file:
            kitchen = serve("nd-sniff", "-r", "-", "-f", "", stdin=capture_file)
            self.assertEqual("default_kitchen", run(kitchen)["kitchen_name"])


if __name__ == "__main__":
    harness.main()
