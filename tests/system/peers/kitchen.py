"""A kitchen like the original's: sends its card, then the dumplings of standard input, one from each line.

kitchen.py HOST:PORT NAME. A queue of one dumpling is between reading and sending. Like the original's websockets, it
sends a ping every 20 seconds, and reads no message of the hub in advance.
"""
import asyncio
import json
import sys

import websockets


def card(name):
    return {
        "kitchen_name": name,
        "interface": "en0",
        "filter": "tcp or udp or arp",
        "chefs": ["netdumplings.dumplingchefs.DNSLookupChef"],
        "poke_interval": 5.0,
    }


async def cook(dumplings):
    read_line = sys.stdin.readline
    while line := await asyncio.get_running_loop().run_in_executor(None, read_line):
        await dumplings.put(line.rstrip("\n"))
    await dumplings.put(None)


async def main(address, name):
    dumplings = asyncio.Queue(maxsize=1)
    async with websockets.connect("ws://" + address, ping_interval=20, max_queue=1) as hub:
        await hub.send(json.dumps(card(name)))
        cooking = asyncio.create_task(cook(dumplings))
        while (dumpling := await dumplings.get()) is not None:
            await hub.send(dumpling)
        await cooking


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
