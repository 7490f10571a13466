"""The hub serves the live page to browsers. page_browser_test.py opens it in a real one."""
import asyncio
import gzip
import http.client
import json
import os
import re
import unittest

import websockets

import harness
from harness import SystemTest

HAS_PAGE = os.environ.get("ND_WEB_BUILT") == "ON"
needs_page = unittest.skipUnless(HAS_PAGE, "nd-hub was built without its page (cmake said why)")


def get(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("localhost", port, timeout=harness.PATIENCE)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


class Answers(SystemTest):
    @needs_page
    def test_a_browser_gets_the_page_compressed_with_a_tag_and_a_policy(self):
        hub = self.hub()
        total = 0
        page = gzip.decompress(get(hub.out_port, "/")[1]).decode()
        paths = ["/"] + re.findall(r'(?:src|href)="(/[^"]+)"', page) + ["/worker.js", "/licenses.txt"]
        self.assertLessEqual({"/app.js", "/style.css", "/favicon.svg"}, set(paths))
        for path in paths:
            reply, body = get(hub.out_port, path)
            self.assertEqual(200, reply.status, path)
            self.assertEqual("gzip", reply.getheader("Content-Encoding"))
            self.assertRegex(reply.getheader("Content-Security-Policy"), r"^default-src 'self';")
            self.assertEqual("nosniff", reply.getheader("X-Content-Type-Options"))
            total += len(body)
            tag = reply.getheader("ETag")
            self.assertEqual((304, b""), (lambda answer: (answer[0].status, answer[1]))(get(hub.out_port, path, If_None_Match=tag)))
            self.assertEqual(200, get(hub.out_port, path, If_None_Match='"older"')[0].status)
            self.assertEqual((200, b""), (lambda answer: (answer[0].status, answer[1]))(get(hub.out_port, path, "HEAD")))
        self.assertLess(total, 150_000)
        self.assertNotRegex(page, r"<script(?![^>]*src=)|style=|\bon\w+=")

    @needs_page
    def test_the_port_for_kitchens_serves_no_page_and_a_websocket_may_have_any_path(self):
        hub = self.hub()
        self.assertEqual(426, get(hub.in_port, "/")[0].status)
        self.assertEqual(404, get(hub.in_port, "/app.js")[0].status)
        self.assertEqual(b"ok\n", get(hub.out_port, "/healthz")[1])

        async def status():
            async with websockets.connect("ws://%s/app.js" % hub.eaters) as socket:
                await socket.send('{"eater_name": "t"}')
                return json.loads(await asyncio.wait_for(socket.recv(), harness.PATIENCE))

        self.assertEqual("SystemStatusChef", asyncio.run(status())["metadata"]["chef"])

    @needs_page
    def test_a_page_from_elsewhere_is_refused_and_so_is_a_rebound_name(self):
        hub = self.hub()
        self.assertEqual(403, get(hub.out_port, "/", Host="evil.example")[0].status)
        self.assertEqual(403, get(hub.out_port, "/", Origin="http://evil.example")[0].status)

    def test_a_hub_without_the_page_refuses_it(self):
        hub = self.hub("--no-web")
        self.assertEqual(426, get(hub.out_port, "/")[0].status)
        self.assertEqual(404, get(hub.out_port, "/app.js")[0].status)
        self.assertNotIn("Live page", hub.err.text)


if __name__ == "__main__":
    harness.main()
