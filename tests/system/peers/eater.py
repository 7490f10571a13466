"""An eater like the original's: sends its name, then prints every message unchanged on a line until the hub goes away.

eater.py HOST:PORT NAME. It sends a ping every 20 seconds and reads one message at a time, like the original's websockets.
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
