"""A hub like the original's: every eater has a queue, and gets its messages one at a time.

hub.py -i PORT -o PORT -f SECONDS. It logs ports and connections on standard error like the original.
"""
import argparse
import asyncio
import json
import sys
import time

import websockets


def log(line):
    print(line, file=sys.stderr, flush=True)


class Hub:
    def __init__(self):
        self.start, self.counts = time.time(), [0, 0]
        self.kitchens, self.eaters, self.queues = {}, {}, {}

    async def accept(self, guests, kind, peer):
        hello = json.loads(await peer.recv())
        host, port = peer.remote_address[:2]
        guests[peer] = {"info_from_" + kind: hello, "info_from_hub": {"host": host, "port": port}}
        log("Received dumpling %s connection from %s at %s:%d" % (kind, hello[kind + "_name"], host, port))

    async def kitchen(self, peer, _):
        try:
            await self.accept(self.kitchens, "kitchen", peer)
            async for message in peer:
                json.loads(message)["metadata"]["chef"]
                self.counts[0] += 1
                self.serve(message)
        finally:
            self.kitchens.pop(peer, None)

    async def eater(self, peer, _):
        try:
            await self.accept(self.eaters, "eater", peer)
            queue = self.queues[peer] = asyncio.Queue()
            while True:
                await peer.send(await queue.get())
                self.counts[1] += 1
        except websockets.ConnectionClosed:
            pass
        finally:
            self.eaters.pop(peer, None)
            self.queues.pop(peer, None)

    def serve(self, message):
        for queue in self.queues.values():
            queue.put_nowait(message)

    def status(self):
        now = time.time()
        metadata = {"chef": "SystemStatusChef", "kitchen": None, "creation_time": now, "driver": "interval"}
        payload = {
            "total_dumplings_in": self.counts[0],
            "total_dumplings_out": self.counts[1],
            "server_uptime": now - self.start,
            "dumpling_kitchen_count": len(self.kitchens),
            "dumpling_eater_count": len(self.eaters),
            "dumpling_kitchens": list(self.kitchens.values()),
            "dumpling_eaters": list(self.eaters.values()),
        }
        return json.dumps({"metadata": metadata, "payload": payload})


async def main(options):
    hub = Hub()
    wire = {"host": "127.0.0.1", "ping_interval": 20, "max_queue": 1}
    async with websockets.serve(hub.kitchen, port=options.i, **wire) as inward:
        async with websockets.serve(hub.eater, port=options.o, **wire) as outward:
            ports = [server.sockets[0].getsockname()[1] for server in (inward, outward)]
            log("Dumplings in: ws://127.0.0.1:%d  out: ws://127.0.0.1:%d" % tuple(ports))
            while True:
                await asyncio.sleep(options.f)
                hub.serve(hub.status())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for flag, of_type, default in (("-i", int, 11347), ("-o", int, 11348), ("-f", float, 5)):
        parser.add_argument(flag, type=of_type, default=default)
    asyncio.run(main(parser.parse_args()))
