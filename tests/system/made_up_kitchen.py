"""A kitchen whose card and dumplings a test chooses."""
import asyncio
import json
import threading

import websockets

import harness


class Kitchen:
    def __init__(self, hub, name="made_up", chefs=("MadeUpChef",), poke=5.0, source="127.0.0.1"):
        """`source` is the address that the kitchen connects from. All of 127.0.0.0/8 is this machine's."""
        self.name = name
        said = "Received dumpling kitchen connection from "
        before = hub.err.text.count(said)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._socket = self._do(self._connect("ws://127.0.0.1:%d" % hub.in_port, source))
        self._send({"kitchen_name": name, "interface": "eth0", "filter": "", "chefs": ["made.up." + chef for chef in chefs], "poke_interval": poke})
        hub.err.wait(lambda text: text.count(said) > before, "the hub to know %s" % name)

    @staticmethod
    async def _connect(url, source):
        return await websockets.connect(url, local_addr=(source, 0), open_timeout=harness.PATIENCE)

    def _do(self, what):
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(harness.PATIENCE)

    def _send(self, message):
        self._do(self._socket.send(json.dumps(message) if not isinstance(message, str) else message))

    def say(self, payload, chef="MadeUpChef", time=1e9, driver="interval"):
        self._send({"metadata": {"chef": chef, "kitchen": self.name, "creation_time": time, "driver": driver}, "payload": payload})

    def say_text(self, payload, chef="MadeUpChef"):
        self._send('{"metadata":{"chef":%s,"kitchen":%s,"creation_time":1e9,"driver":"packet"},"payload":%s}'
                   % (json.dumps(chef), json.dumps(self.name), payload))

    def vanish(self):
        """Ends as a process that is killed: without a Close."""
        self._loop.call_soon_threadsafe(self._socket.transport.abort)
        self.close()

    def close(self):
        self._do(self._socket.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(harness.PATIENCE)
