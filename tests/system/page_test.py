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
        page = get(hub.out_port, "/")[1].decode()
        for path in self.paths_of(page):
            reply, body = get(hub.out_port, path, Accept_Encoding="gzip, br")
            self.assertEqual(get(hub.out_port, path)[1], gzip.decompress(body), path)
            self.assertEqual(200, reply.status, path)
            self.assertEqual("gzip", reply.getheader("Content-Encoding"))
            self.assertRegex(reply.getheader("Content-Security-Policy"), r"^default-src 'self';")
            self.assertEqual("nosniff", reply.getheader("X-Content-Type-Options"))
            total += len(body)
            tag = reply.getheader("ETag")
            self.assertEqual((304, b""), (lambda answer: (answer[0].status, answer[1]))(get(hub.out_port, path, If_None_Match=tag, Accept_Encoding="gzip")))
            self.assertEqual(200, get(hub.out_port, path, If_None_Match='"older"')[0].status)
            self.assertEqual((200, b""), (lambda answer: (answer[0].status, answer[1]))(get(hub.out_port, path, "HEAD")))
        self.assertLess(total, 150_000)
        self.assertNotRegex(page, r"<script(?![^>]*src=)|style=|\bon\w+=")

    def paths_of(self, page):
        """Returns the paths of all files of the page. Its links are relative, so that it works under any path."""
        links = re.findall(r'(?:src|href)="([^"]+)"', page)
        self.assertLessEqual({"app.js", "style.css", "favicon.svg"}, set(links))
        self.assertNotRegex("\n".join(links), "^/|:")
        return ["/" + link for link in ["", *links, "worker.js", "licenses.txt"]]

    @needs_page
    def test_a_client_that_does_not_accept_gzip_gets_plain_files(self):
        hub = self.hub()
        for path in self.paths_of(get(hub.out_port, "/")[1].decode()):
            for accepts in ("identity", "gzip;q=0", "br"):
                reply, body = get(hub.out_port, path, Accept_Encoding=accepts)
                self.assertIsNone(reply.getheader("Content-Encoding"), path)
                self.assertEqual("Accept-Encoding", reply.getheader("Vary"))
                self.assertNotEqual(b"\x1f\x8b", body[:2])
                self.assertEqual(304, get(hub.out_port, path, Accept_Encoding=accepts, If_None_Match=reply.getheader("ETag"))[0].status)

    def test_whether_the_hub_is_there_is_answered_whatever_the_host(self):
        hub = self.hub("--no-web")
        for port in (hub.in_port, hub.out_port):
            reply, body = get(port, "/healthz", Host="load-balancer.example")
            self.assertEqual((200, b"ok\n"), (reply.status, body))
            self.assertEqual("same-origin", reply.getheader("Cross-Origin-Resource-Policy"))
            self.assertIsNone(reply.getheader("Strict-Transport-Security"))
            self.assertEqual(403, get(port, "/metrics", Host="load-balancer.example")[0].status)

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

    @needs_page
    def test_the_log_offers_a_page_that_can_be_opened_whatever_the_hub_listens_on(self):
        for address in ("0.0.0.0", "*", "127.0.0.1", "localhost"):
            hub = self.hub("-a", address)
            host, port = hub.err.wait_for(r"Live page: http://(\S+):(\d+)/$").groups()
            self.assertEqual(hub.out_port, int(port))
            self.assertNotIn("://0.0.0.0", hub.err.text[hub.err.text.index("Live page"):])
            connection = http.client.HTTPConnection(host.strip("[]"), hub.out_port, timeout=harness.PATIENCE)
            connection.request("GET", "/")
            self.assertEqual(200, connection.getresponse().status)
            connection.close()

    def test_several_addresses_are_listened_on_and_logged(self):
        hub = self.hub("-a", "127.0.0.1", "-a", "127.0.0.2")
        hub.err.wait_for("Dumplings in: ws://127.0.0.2:%d  out: ws://127.0.0.2:%d$" % (hub.in_port, hub.out_port))
        for address in ("127.0.0.1", "127.0.0.2"):
            connection = http.client.HTTPConnection(address, hub.out_port, timeout=harness.PATIENCE)
            connection.request("GET", "/healthz")
            self.assertEqual(200, connection.getresponse().status)
            connection.close()

    def test_whoever_follows_a_refusal_has_a_page_that_works(self):
        for refusing in (dict(Host="garage.example:%d"), dict(Host="127.0.0.1:%d", Origin="http://garage.example:8080")):
            hub = self.hub()
            asked = {name: value.replace("%d", str(hub.out_port)) for name, value in refusing.items()}
            reply, why = get(hub.out_port, "/healthz/x", **asked)
            self.assertEqual(403, reply.status)
            flag, origin = re.search(r"(--allow-origin) (\S+) would", why.decode()).groups()
            hub.kill()
            allowing = self.hub(flag, origin, out_port=hub.out_port)
            for path in ("/", "/app.js", "/worker.js"):
                self.assertNotEqual(403, get(allowing.out_port, path, **asked)[0].status)

            async def connected():
                host = asked["Host"].partition(":")[0]
                async with websockets.connect("ws://%s:%d/" % (host, hub.out_port), host="127.0.0.1", origin=origin) as eater:
                    await eater.send('{"eater_name": "t"}')
                    return await asyncio.wait_for(eater.recv(), harness.PATIENCE)
            self.assertIn("SystemStatusChef", asyncio.run(connected()))

    def test_a_hub_without_the_page_refuses_it(self):
        hub = self.hub("--no-web")
        self.assertEqual(426, get(hub.out_port, "/")[0].status)
        self.assertEqual(404, get(hub.out_port, "/app.js")[0].status)
        self.assertNotIn("Live page", hub.err.text)


if __name__ == "__main__":
    harness.main()
