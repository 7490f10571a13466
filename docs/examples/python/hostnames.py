"""Prints each hostname when it is looked up for the first time. Usage: hostnames.py [HOST:PORT]"""
import asyncio
import json
import sys

import websockets  # Debian: python3-websockets


async def eat(hub):
    seen = set()
    async with websockets.connect("ws://" + hub) as stream:
        await stream.send(json.dumps({"eater_name": "hostnames"}))
        async for message in stream:
            dumpling = json.loads(message)
            metadata, payload = dumpling["metadata"], dumpling["payload"]
            if metadata["chef"] != "DNSLookupChef" or metadata["driver"] != "packet":
                continue
            hostname = payload["lookup"]["hostname"]
            if hostname not in seen:
                seen.add(hostname)
                print(json.dumps(hostname), flush=True)


if __name__ == "__main__":
    asyncio.run(eat(sys.argv[1] if len(sys.argv) > 1 else "localhost:11348"))
