"""Stores each lookup in a database, exactly once, however often it is killed. Usage: store_lookups.py FILE [HOST:PORT]"""
import asyncio
import json
import sqlite3
import sys

import websockets  # Debian: python3-websockets

CHOICE = {"eater_name": "lookup_store", "chefs": ["DNSLookupChef"], "drivers": ["packet"]}
TABLES = """
CREATE TABLE IF NOT EXISTS lookups (hostname TEXT, looked_up_at REAL);
CREATE TABLE IF NOT EXISTS place (log TEXT, position INTEGER, had INTEGER);
INSERT INTO place SELECT '', 0, 0 WHERE NOT EXISTS (SELECT * FROM place);
"""


def store(database, lookup, place):
    with database:  # one transaction: both are stored, or neither is
        database.execute("INSERT INTO lookups VALUES (?, ?)", (lookup["hostname"], lookup["when"]))
        database.execute("UPDATE place SET log = ?, position = ?, had = ?", place)


async def eat(hub, database):
    log, position, had = database.execute("SELECT log, position, had FROM place").fetchone()
    async with websockets.connect("ws://" + hub, subprotocols=["netdumplings.v1"]) as stream:
        await stream.send(json.dumps({**CHOICE, "after": {"log": log, "position": position}}))
        seen = 0  # dumplings after the position, on this connection; the first `had` of them are stored
        begins = True
        async for text in stream:
            message = json.loads(text)
            if "metadata" in message:
                seen += 1
                if seen > had:
                    had = seen
                    store(database, message["payload"]["lookup"], (log, position, had))
            if "skipped" in message:
                print("missing dumplings:", message["skipped"], flush=True)
                had = seen
            if "position" in message:
                as_asked = (message["log"], message["position"]) == (log, position)
                had = had - seen if as_asked or not begins else 0
                log, position, seen, begins = message["log"], message["position"], 0, False


async def main(path, hub="localhost:11348"):
    database = sqlite3.connect(path)
    database.executescript(TABLES)
    while True:
        try:
            await eat(hub, database)
        except (OSError, websockets.WebSocketException) as problem:
            print(problem, file=sys.stderr)
        await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
