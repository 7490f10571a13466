"""The hub speaks netdumplings.v1 and keeps its log on disk: it acknowledges, lets sessions be taken over, and survives kills."""
import asyncio
import contextlib
import json
import os
import subprocess
import time
import unittest

import harness
import nd_print
from harness import SystemTest

try:
    import websockets

    import v1
except ImportError:
    websockets = None


def run(work):
    return asyncio.run(asyncio.wait_for(work, harness.PATIENCE))


@contextlib.asynccontextmanager
async def kitchen(hub, **options):
    cook = v1.Kitchen(**options)
    await cook.connect(hub.kitchens)
    yield cook
    await cook.close()


@contextlib.asynccontextmanager
async def eater(hub, **hello):
    guest = v1.Eater(**hello)
    await guest.connect(hub.eaters)
    yield guest
    await guest.hub.close()


async def send_numbers(cook, numbers):
    for number in numbers:
        await cook.send(v1.dumpling(number))


async def kitchens_ledger(hub):
    """Returns what the next status says about the connected kitchens."""
    async with websockets.connect("ws://" + hub.eaters) as guest:
        await guest.send(json.dumps({"eater_name": "curious", "chefs": ["SystemStatusChef"]}))
        return json.loads(await guest.recv())["payload"]["kitchens_present"]


async def refusal(hub, *messages):
    """Returns the hub's (close code, reason) after these messages."""
    async with v1.connect(hub.kitchens) as connection:
        for message in messages:
            await connection.send(message if isinstance(message, str) else json.dumps(message))
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                await connection.recv()
        return connection.close_code, connection.close_reason


@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class Acknowledging(SystemTest):
    def test_a_dumpling_in_the_log_is_acknowledged(self):
        async def work():
            hub = self.hub("-f", "3600")
            async with eater(hub) as guest, kitchen(hub) as cook:
                self.assertEqual([0], cook.acks)
                for end in (1, 10, 1000):
                    await send_numbers(cook, range(cook.next_number, end + 1))
                    await cook.wait_for_ack(end)
                    self.assertEqual({}, cook.unacked)
                await guest.eat(1000)
                self.assertEqual(list(range(1, 1001)), guest.eaten)
                self.assertEqual(cook.acks, sorted(set(cook.acks)))

        run(work())

    def test_a_burst_is_not_acknowledged_one_by_one(self):
        async def work():
            hub = self.hub("-f", "3600")
            async with kitchen(hub) as cook:
                began = time.monotonic()
                await send_numbers(cook, range(1, 5001))
                await cook.wait_for_ack(5000)
                # A busy hub acknowledges twenty times a second.
                self.assertLess(len(cook.acks), max(500, 30 * (time.monotonic() - began)))

        run(work())

    def test_a_refused_dumpling_is_acknowledged_and_recognised_again(self):
        async def work():
            hub = self.hub("-f", "3600")
            async with eater(hub) as guest, kitchen(hub) as cook:
                await cook.send("nonsense")
                await cook.send('{"metadata": {}}')
                await cook.send("{}")
                await cook.send(v1.dumpling(4))
                await cook.wait_for_ack(4)
                await cook.send_first(1)
                for _ in range(3):
                    await cook.send("nonsense")
                await send_numbers(cook, [4, 5])
                await guest.eat(2)
                self.assertEqual([4, 5], guest.eaten)
                line = "Received invalid dumpling"
                hub.err.wait(lambda text: text.count(line) >= 3, "three lines")
                self.assertEqual(3, hub.err.text.count(line))

        run(work())

    def test_a_dumpling_that_arrives_again_is_dropped_and_acknowledged_again(self):
        async def work():
            hub = self.hub("-f", "0.05")
            async with eater(hub) as guest:
                async with kitchen(hub, session="s1") as cook:
                    await send_numbers(cook, range(1, 101))
                    await cook.wait_for_ack(100)
                again = v1.Kitchen(session="s1")
                await again.connect(hub.kitchens)
                self.assertEqual([100], again.acks)
                await again.send_first(51)  # like a kitchen that received no ack beyond 50
                for number in range(51, 151):
                    await again.hub.send(v1.dumpling(number))
                await again.wait_for_ack(150)
                await guest.eat(150)
                self.assertEqual(list(range(1, 151)), guest.eaten)
                figures = await kitchens_ledger(hub)
                self.assertEqual({"received": 100, "taken": 50, "invalid": 0, "known": 50}, figures)
                await again.close()

        run(work())

    def test_numbers_jump_where_the_kitchen_had_to_drop_some(self):
        async def work():
            hub = self.hub("-f", "3600")
            async with eater(hub) as guest, kitchen(hub) as cook:
                await send_numbers(cook, range(1, 6))
                await cook.send_first(100)
                cook.next_number = 100
                await send_numbers(cook, range(100, 106))
                await cook.wait_for_ack(105)
                await guest.eat(11)
                self.assertEqual([*range(1, 6), *range(100, 106)], guest.eaten)

        run(work())

    def test_a_second_connection_takes_the_session_over(self):
        async def work():
            hub = self.hub("-f", "3600")
            async with eater(hub) as guest:
                first, second = v1.Kitchen(session="s"), v1.Kitchen(session="s")
                await first.connect(hub.kitchens)
                await send_numbers(first, range(1, 11))
                await first.wait_for_ack(10)
                await second.connect(hub.kitchens)
                self.assertEqual([10], second.acks)
                with self.assertRaises(websockets.ConnectionClosed):
                    await first.hub.recv()
                self.assertEqual(4104, first.hub.close_code)
                self.assertEqual("another connection of this session took over", first.hub.close_reason)
                second.next_number = 11
                await second.send_first(11)
                await send_numbers(second, range(11, 21))
                await second.wait_for_ack(20)
                await guest.eat(20)
                self.assertEqual(list(range(1, 21)), guest.eaten)
                await second.close()
                third = v1.Kitchen(session="s")
                await third.connect(hub.kitchens)
                self.assertEqual([20], third.acks)
                await third.close()

        run(work())

    def test_nobody_but_hub_and_kitchen_learns_a_session(self):
        async def work():
            hub = self.hub("-f", "0.05", "--log-level", "DEBUG")
            secret = "5ec2e7" * 5
            async with kitchen(hub, session=secret) as cook:
                await cook.send("nonsense")  # the hub has logged its card
                await cook.wait_for_ack(1)
                async with websockets.connect("ws://" + hub.eaters) as guest:
                    await guest.send('{"eater_name": "curious"}')
                    status = await guest.recv()
                    self.assertIn('"kitchen_name":"v1_kitchen"', status)
                    self.assertNotIn(secret, status)
                    self.assertNotIn("session", status)
            async with websockets.connect("ws://" + hub.kitchens) as plain:
                await plain.send(json.dumps({"kitchen_name": "plain", "chefs": [], "session": secret}))
                hub.wait_for_kitchen("plain")
            self.assertIn("Received invalid dumpling", hub.err.text)
            self.assertNotIn(secret, hub.err.text)

        run(work())

    def test_a_kitchen_that_does_not_offer_v1_is_sent_nothing(self):
        async def work():
            hub = self.hub("-f", "3600")
            async with eater(hub) as guest:
                async with websockets.connect("ws://" + hub.kitchens) as plain:
                    self.assertIsNone(plain.subprotocol)
                    await plain.send(json.dumps({"kitchen_name": "plain", "chefs": [], "session": "s"}))
                    await plain.send(v1.dumpling(1))
                    await guest.eat(1)
                    await plain.close()
                    self.assertEqual([], [message async for message in plain])
                async with kitchen(hub, session="s") as cook:
                    self.assertEqual([0], cook.acks)

        run(work())

    def test_offences_are_refused_with_the_reason(self):
        async def work():
            hub = self.hub("-f", "3600")
            card = v1.Kitchen().card()
            nameless = {**card}
            del nameless["session"]
            no_session = (1008, "'session' in the hello isn't a string of 1 to 64 bytes")
            for hello in (nameless, {**card, "session": 5}, {**card, "session": ""}, {**card, "session": "x" * 65}):
                self.assertEqual(no_session, await refusal(hub, hello))
            self.assertEqual((1008, "a dumpling before 'first'"), await refusal(hub, card, v1.dumpling(1)))
            for first in (0, -1, 1.5, "1", None, 2**53 + 1):
                self.assertEqual((1008, "'first' isn't a number from 1 on"), await refusal(hub, card, {"first": first}))

        run(work())


class FaultyHub:
    """A hub with its log in a folder, which can be killed and started again on the same ports."""

    def __init__(self, test, *options):
        self._test = test
        self.options = ("-f", "0.5", "--log-dir", os.path.join(test.folder, "log"), *options)
        self.hub = test.hub(*self.options)

    def kill(self):
        self.hub.kill()

    def start_again(self):
        self.hub = self._test.hub(*self.options, in_port=self.hub.in_port, out_port=self.hub.out_port)
        return self.hub


async def keep_cooking(cook, hub, rounds, done):
    """Sends dumplings whatever happens to the hub. Ends when all are acknowledged."""
    while True:
        with contextlib.suppress(OSError, websockets.InvalidHandshake, websockets.ConnectionClosed):
            await cook.connect(hub.kitchens)

            async def send():
                while cook.next_number <= rounds:
                    await cook.send(v1.dumpling(cook.next_number, cook.name, padding=300))
                    if cook.next_number % 20 == 0:
                        await asyncio.sleep(0.002)

            sending = asyncio.ensure_future(send())
            try:
                while cook.acked < rounds:
                    cook.take_ack(await cook.hub.recv())
                await sending
                await cook.close()
                done.append(cook.name)
                return
            finally:
                sending.cancel()
        await asyncio.sleep(0.02)


async def keep_eating(guest, hub, count):
    while len(guest.eaten) < count:
        with contextlib.suppress(OSError, websockets.InvalidHandshake, websockets.ConnectionClosed):
            await guest.connect(hub.eaters)
            await guest.eat(count)
        await asyncio.sleep(0.02)


async def kill_three_times(faulty, cooks):
    """Kills the hub each time when 700 more dumplings of every kitchen are acknowledged, and starts it again."""
    loop = asyncio.get_running_loop()
    for kill in range(3):
        while min(cook.acked for cook in cooks) < (kill + 1) * 700:
            await asyncio.sleep(0.005)
        faulty.kill()
        await loop.run_in_executor(None, faulty.start_again)


@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class LogOnDisk(SystemTest):
    def test_a_killed_hub_loses_nothing_and_repeats_nothing(self):
        async def work():
            faulty = FaultyHub(self)
            addresses = faulty.hub  # the ports stay the same
            rounds = 3000
            cooks = [v1.Kitchen(name) for name in ("k1", "k2")]
            guests = [v1.Eater("all"), v1.Eater("k2 alone", kitchens=["k2"])]
            ours = self.start("nd-print", "-h", addresses.eaters, "--json", "--reconnect", "--chef", "NumberChef")
            addresses.wait_for_eater("printereater")
            done = []
            for guest in guests:
                await guest.connect(addresses.eaters)
                await guest.hub.close()
            working = [asyncio.ensure_future(keep_cooking(cook, addresses, rounds, done)) for cook in cooks]
            working += [asyncio.ensure_future(keep_eating(guest, addresses, count))
                        for guest, count in zip(guests, (2 * rounds, rounds))]
            await kill_three_times(faulty, cooks)
            await asyncio.gather(*working)
            for guest in guests:
                await guest.hub.close()
            self.check_eaten(guests, rounds)
            printed = ours.out.wait(lambda text: text.count("\n") >= 2 * rounds and text, "all at nd-print")
            self.check_printed(printed, cooks, rounds)

        run(work())

    def check_eaten(self, guests, rounds):
        """Checks that the first eater got the dumplings of both kitchens, and the second those of one, once and in order."""
        self.assertEqual(sorted(2 * list(range(1, rounds + 1))), sorted(guests[0].eaten))
        self.assertEqual(list(range(1, rounds + 1)), guests[1].eaten)
        self.assertEqual([0, 0], [guest.skipped for guest in guests])

    def check_printed(self, printed, cooks, rounds):
        """Checks that nd-print got all dumplings of each kitchen, once and in order."""
        numbers = {cook.name: [] for cook in cooks}
        for line in printed.splitlines():
            what = json.loads(line)
            numbers[what["metadata"]["kitchen"]].append(what["payload"]["number"])
        for cook in cooks:
            self.assertEqual(list(range(1, rounds + 1)), numbers[cook.name])

    def test_dumplings_on_disk_are_there_after_a_restart(self):
        async def work():
            faulty = FaultyHub(self)
            async with kitchen(faulty.hub, session="s") as cook:
                await send_numbers(cook, range(1, 501))
                await cook.wait_for_ack(500)
            for end in (faulty.kill, lambda: (faulty.hub.interrupt(), faulty.hub.wait())):
                end()
                hub = faulty.start_again()
                hub.err.wait_for(r"INFO The log in \S+ goes on after 500 dumplings$")
                async with eater(hub, name="since", since=3600, chefs=["NumberChef"]) as guest:
                    await guest.eat(500)
                    self.assertEqual(list(range(1, 501)), guest.eaten)
                async with eater(hub, name="last", last=7) as guest:
                    await guest.eat(7)
                    self.assertEqual(list(range(494, 501)), guest.eaten)
                async with kitchen(hub, session="s") as cook:
                    self.assertEqual([500], cook.acks)

        run(work())

    def test_an_eater_of_a_log_in_memory_begins_with_what_the_next_hub_has(self):
        async def work():
            hub = self.hub("-f", "3600")
            guest = v1.Eater()
            await guest.connect(hub.eaters)
            async with kitchen(hub) as cook:
                await send_numbers(cook, range(1, 11))
                await guest.eat(10)
            hub.kill()
            hub = self.hub("-f", "3600", in_port=hub.in_port, out_port=hub.out_port)
            async with kitchen(hub) as cook:
                await send_numbers(cook, range(1, 4))
                await cook.wait_for_ack(3)
            await guest.connect(hub.eaters)
            await guest.eat(13)
            self.assertEqual([*range(1, 11), 1, 2, 3], guest.eaten)
            await guest.hub.close()

        run(work())

    def test_a_folder_that_cannot_be_used_ends_the_hub_with_one_line(self):
        folder = os.path.join(self.folder, "log")
        hub = self.hub("--log-dir", folder)
        cases = [
            (folder, "another nd-hub (process %d) uses it; give each hub a folder of its own" % hub.pid),
            (os.path.join(self.folder, "none", "log"), "No such file or directory"),
            (harness.capture("dns.pcap"), "Not a directory"),
        ]
        old = os.path.join(self.folder, "old")
        os.mkdir(old)
        with open(os.path.join(old, "log"), "w", encoding="ascii") as file:
            file.write("netdumplings-log 7\n0123\nboot\n")
        cases.append((old, "its log has version 7, this nd-hub has 2; give another folder"))
        for path, why in cases:
            status, out, _ = self.run_tool("nd-hub", "-i", "0", "-o", "0", "--log-dir", path)
            self.assertEqual(1, status)
            self.assertOneLine(out, "hub error: Cannot instantiate dumpling hub: The log folder %s can't be used: %s"
                               % (path, why))

    @harness.needs_root
    def test_a_folder_without_permission_is_named(self):
        closed = os.path.join(self.folder, "closed")
        os.mkdir(closed, 0o700)
        os.chmod(self.folder, 0o755)
        hub = os.path.join(harness.BIN, "nd-hub")
        if subprocess.run(["setpriv", "--reuid", "nobody", "--clear-groups", hub, "--version"], capture_output=True,
                          check=False).returncode:
            self.skipTest("nobody can't run nd-hub where it is")
        for path in (closed, os.path.join(closed, "log")):
            status, out, _ = self.run_tool(hub, "-i", "0", "-o", "0", "--log-dir", path,
                                           under=["setpriv", "--reuid", "nobody", "--clear-groups"])
            self.assertEqual(1, status)
            self.assertOneLine(out, "The log folder %s can't be used: Permission denied" % path)

    @harness.needs_root
    def test_a_full_disk_costs_only_the_oldest_dumplings(self):
        async def work():
            small = os.path.join(self.folder, "small")
            os.mkdir(small)
            mount = "mount -t tmpfs -o size=18m tmpfs '%s' && exec \"$@\"" % small
            hub = self.hub("-f", "3600", "--log-dir", os.path.join(small, "log"),
                           under=["unshare", "-m", "sh", "-c", mount, "sh"])
            async with eater(hub) as guest, kitchen(hub) as cook:
                for end in range(50, 801, 50):
                    for number in range(end - 49, end + 1):
                        await cook.send(v1.dumpling(number, padding=100000))
                    await cook.wait_for_ack(end)
                    await guest.eat(end)
                self.assertEqual(list(range(1, 801)), guest.eaten)
            hub.err.wait_for(r"WARNING The log folder \S+ gives no room for more \(No space left on device\): "
                             r"the oldest dumplings make room for new ones")
            async with eater(hub, name="since", since=3600) as guest:
                while not guest.eaten or guest.eaten[-1] < 800:
                    guest.take(await guest.hub.recv())
                self.assertEqual(list(range(guest.eaten[0], 801)), guest.eaten)
                self.assertGreater(len(guest.eaten), 80)
            self.assertIsNone(hub.process.poll())

        run(work())


if __name__ == "__main__":
    harness.main()
