"""An eater as the original's is: says its name, then prints every message as it came, one a line, until the hub goes.

eater.py HOST:PORT NAME. A ping every 20 seconds, and one message at a time, as websockets did it for the original.
"""
import asyncio
import json
import sys

import websockets


async def main(address, name):
    async with websockets.connect("ws://" + address, ping_interval=20, max_queue=1) as hub:
        await hub.send(json.dumps({"eater_name": name}))
        try:
            while True:
                print(await hub.recv(), flush=True)
        except websockets.ConnectionClosed as closed:
            print("Lost connection to nd-hub: %s" % closed, file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
