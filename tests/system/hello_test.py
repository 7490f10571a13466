"""Both ports of the hub refuse a client whose first message is no hello, say why, and log it."""
import asyncio
import json
import os
import re
import unittest

import harness
from harness import SystemTest, wait_until

try:
    import websockets
except ImportError:
    websockets = None

BAD = 1008
CARD = {"kitchen_name": "k", "interface": "", "filter": "", "chefs": [], "poke_interval": 1}
GOOD = {"kitchen": json.dumps(CARD), "eater": '{"eater_name": "e"}'}


def offences(kind):
    """Returns (what is wrong, the first message, the hub's reason) for each offence."""
    whole = GOOD[kind]
    most = {"kitchen": 65536, "eater": 4096}[kind]
    return [
        ("not JSON", "hungry", "the hello isn't JSON"),
        ("nothing", "", "the hello isn't JSON"),
        ("cut off", whole[:-1], "the hello isn't JSON"),
        ("an empty object", "{}", "the hello has no '%s_name'" % kind),
        ("the other port's", GOOD["eater" if kind == "kitchen" else "kitchen"], "the hello has no '%s_name'" % kind),
        ("a name that isn't text", '{"%s_name": 5}' % kind, "'%s_name' in the hello isn't a string" % kind),
        ("a list", "[]", "the hello isn't a JSON object"),
        ("a string", '"%s_name"' % kind, "the hello isn't a JSON object"),
        ("binary", b"\x00\xff\x80", "the hello isn't text"),
        ("a hello, but binary", whole.encode(), "the hello isn't text"),
        ("nested too deep", '{"%s_name": %s}' % (kind, "[" * 2000 + "]" * 2000), "the hello isn't JSON"),
        ("5 MB", '{"%s_name": "%s"}' % (kind, "x" * 5_000_000), f"a hello has at most {most} bytes"),
        ("5 MB, in pieces", ["x" * 50_000] * 100, f"a hello has at most {most} bytes"),
    ]


def port(hub, kind):
    return {"kitchen": hub.kitchens, "eater": hub.eaters}[kind]


async def refusal(address, message):
    """Sends the first message. Returns (close code, reason)."""
    async with websockets.connect("ws://" + address, compression=None, open_timeout=harness.PATIENCE) as hub:
        try:
            if message is not None:
                await hub.send(message)
            answer = await hub.recv()
        except (websockets.ConnectionClosed, websockets.InvalidState):  # a reset between two pieces of a message
            await hub.wait_closed()
            return hub.close_code, hub.close_reason
        raise AssertionError("the hub answered %r" % answer[:80])


async def until_closed(address, said):
    """Sends these bytes instead of a WebSocket handshake. Returns the answer until the hub closes the connection."""
    host, _, number = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(number))
    writer.write(said)
    answer = await reader.read()
    writer.close()
    return answer


def run(work):
    return asyncio.run(asyncio.wait_for(work, harness.PATIENCE))


async def status(hub):
    """Returns the payload of the next status dumpling."""
    async with websockets.connect("ws://" + hub.eaters, open_timeout=harness.PATIENCE) as stream:
        await stream.send('{"eater_name": "asker"}')
        return json.loads(await stream.recv())["payload"]


def footprint(hub):
    """Returns the number of open files, and the used memory in KiB."""
    with open("/proc/%d/status" % hub.pid, encoding="ascii") as f:
        memory = next(line.split()[1] for line in f if line.startswith("VmRSS"))
    return len(os.listdir("/proc/%d/fd" % hub.pid)), int(memory)


@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class Hello(SystemTest):
    def assertNoGhosts(self, hub):
        now = run(status(hub))
        self.assertEqual((0, []), (now["dumpling_kitchen_count"], now["dumpling_kitchens"]))
        self.assertEqual(["asker"], [eater["info_from_eater"]["eater_name"] for eater in now["dumpling_eaters"]])
        self.assertEqual((1, 0), (now["dumpling_eater_count"], now["total_dumplings_in"]))

    def assertLogged(self, hub, kind, why):
        pattern = r"WARNING A client at \S+ never became a dumpling %s: .*%s"
        hub.err.wait_for(pattern % (kind, re.escape(why)))

    def test_a_message_that_is_no_hello_is_refused_with_a_logged_reason_and_leaves_no_ghost(self):
        for kind in GOOD:
            for what, message, why in offences(kind):
                with self.subTest(kind=kind, hello=what):
                    hub = self.hub("-f", "0.1")
                    self.assertEqual((BAD, why), run(refusal(port(hub, kind), message)))
                    self.assertLogged(hub, kind, why)
                    self.assertNoGhosts(hub)
                    hub.kill()

    def test_a_kitchen_may_have_a_long_filter(self):
        hub = self.hub("-f", "3600")
        hosts = " or ".join("host 192.0.2.%d" % (n % 250) for n in range(1000))
        kitchen = self.start("nd-sniff", "-r", harness.capture("dns.pcap"), "-f", hosts, "-h", hub.kitchens)
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)

    def test_a_client_that_sends_nothing_is_sent_away_after_a_while(self):
        hub = self.hub("-f", "0.1")

        async def wait():
            no_hello = [refusal(port(hub, kind), None) for kind in GOOD]
            starts = (b"", b"GET / HTTP/1.1\r\n")
            no_websocket = [until_closed(port(hub, kind), start) for kind in GOOD for start in starts]
            return await asyncio.gather(*no_hello, *no_websocket)

        why = "no hello in time"
        self.assertEqual([(BAD, why)] * 2 + [b""] * 4, run(wait()))
        for kind in GOOD:
            self.assertLogged(hub, kind, why)
        self.assertNoGhosts(hub)

    def test_the_hub_does_not_grow_however_many_clients_are_refused(self):
        # The address sanitizer keeps freed memory, which is not the hub's.
        asan = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1:thread_local_quarantine_size_kb=64"
        hub = self.hub("-f", "0.1", env={"ASAN_OPTIONS": asan})

        async def send_offences(kind):
            await asyncio.gather(*(refusal(port(hub, kind), message) for _, message, _ in offences(kind)))

        def send_all_offences(times):
            for kind in times * list(GOOD):
                run(send_offences(kind))

        send_all_offences(2)
        run(status(hub))
        files, memory = footprint(hub)
        send_all_offences(20)  # 520 clients, which send 400 MB
        self.assertNoGhosts(hub)
        wait_until(lambda: footprint(hub)[0] <= files, "the hub to close its connections")
        grown = footprint(hub)[1] - memory
        self.assertLess(grown, 8 * 1024, "KiB")


if __name__ == "__main__":
    harness.main()
