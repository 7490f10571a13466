"""The base of tests of TLS: a certificate authority, and peers of Python that speak TLS."""
import asyncio
import contextlib
import json
import socket
import ssl

import websockets

import harness
from certificates import Authority
from harness import SystemTest

CARD = {"kitchen_name": "python_kitchen", "interface": "en0", "filter": "", "chefs": ["cooks.TestChef"], "poke_interval": 5.0}


def dumpling(number, padding=""):
    return json.dumps({"metadata": {"chef": "TestChef", "kitchen": "python_kitchen", "creation_time": 1516459331.5,
                                    "driver": "packet"}, "payload": {"number": number, "padding": padding}})


def run(work):
    return asyncio.run(asyncio.wait_for(work, harness.PATIENCE))


class TlsCase(SystemTest):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder)
        self.certificate, self.key = self.authority.issue("hub")

    def tls_hub(self, *options, certificate=None, key=None, **popen):
        """Starts a hub with TLS. Its `kitchens` and `eaters` are wss:// addresses."""
        hub = self.hub("--tls-cert", certificate or self.certificate, "--tls-key", key or self.key, *options, **popen)
        hub.kitchens, hub.eaters = "wss://" + hub.kitchens, "wss://" + hub.eaters
        return hub

    @property
    def trust(self):
        return ["--tls-ca", self.authority.certificate]

    def context(self, certificate=None, key=None):
        """Returns Python's context that trusts the hub, and shows a certificate."""
        context = ssl.create_default_context(cafile=self.authority.certificate)
        if certificate:
            context.load_cert_chain(certificate, key)
        return context

    @contextlib.asynccontextmanager
    async def kitchen(self, hub):
        """Returns a kitchen that has sent its card."""
        async with websockets.connect(hub.kitchens, ssl=self.context(), max_size=None, open_timeout=harness.PATIENCE) as socket:
            await socket.send(json.dumps(CARD))
            yield socket

    @contextlib.asynccontextmanager
    async def eater(self, hub, name="python_eater"):
        async with websockets.connect(hub.eaters, ssl=self.context(), max_size=None, open_timeout=harness.PATIENCE) as socket:
            await socket.send(json.dumps({"eater_name": name}))
            await asyncio.get_running_loop().run_in_executor(None, hub.wait_for_eater, name)
            yield socket

    def connect(self, port, context=None, receive_buffer=None):
        """Returns a socket after the TLS handshake."""
        plain = socket.socket()
        if receive_buffer:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        plain.settimeout(harness.PATIENCE)
        plain.connect(("127.0.0.1", port))
        tls = (context or self.context()).wrap_socket(plain, server_hostname="localhost")
        self.addCleanup(tls.close)
        return tls
