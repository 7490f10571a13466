"""The hub works behind nginx and haproxy, as docs/proxies.md sets them up: at the root and under a path, with TLS."""
import asyncio
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import unittest

import browser
import harness
import websockets
from certificates import Authority
from harness import SystemTest, capture, free_port, wait_until

HAS_PAGE = os.environ.get("ND_WEB_BUILT") == "ON"


def needs(program):
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin")
    return unittest.skipUnless(path, "needs %s (Debian's package)" % program)


def example(language, which=0):
    """Returns one of the configurations in docs/proxies.md."""
    with open(os.path.join(harness.SOURCE, "docs", "proxies.md"), encoding="utf-8") as file:
        return re.findall(r"^```%s\n(.*?)^```$" % language, file.read(), re.MULTILINE | re.DOTALL)[which]


class BehindAProxy(SystemTest):
    path = "/netdumplings/"

    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder)
        self.certificate, self.key = self.authority.issue("hub")
        self.port = free_port()
        self.public = "https://localhost:%d%s" % (self.port, self.path)

    def hub_behind(self, *options):
        return self.hub("-f", "0.2", "--public-url", self.public, "--trusted-proxy", "127.0.0.1/32", *options)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        return path

    def fitted(self, text, hub):
        """Returns a configuration of the docs with the ports and files of this test."""
        for old, new in (("/etc/ssl/hub.pem", self.certificate), ("/etc/ssl/hub-key.pem", self.key), ("11348", str(hub.out_port)),
                         ("11347", str(hub.in_port)), ("bind :443", "bind 127.0.0.1:%d" % self.port), ("listen 443", "listen 127.0.0.1:%d" % self.port)):
            text = text.replace(old, new)
        return text if self.path != "/" else text.replace("/netdumplings/", "/")

    def nginx(self, text):
        places = "".join("%s_temp_path %s/%s;\n" % (kind, self.folder, kind) for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config = self.write("nginx.conf", "%spid %s/nginx.pid;\nevents {}\nhttp {\naccess_log off;\n%s%s}\n" % (
            "user root;\n" if os.geteuid() == 0 else "", self.folder, places, text))
        self.start("/usr/sbin/nginx", "-p", self.folder, "-e", "stderr", "-c", config, "-g", "daemon off; master_process off;")
        self.wait_for_proxy()

    def haproxy(self, text):
        with open(self.certificate, "a", encoding="ascii") as both, open(self.key, encoding="ascii") as key:
            both.write(key.read())
        self.start("/usr/sbin/haproxy", "-db", "-f", self.write("haproxy.cfg", text))
        self.wait_for_proxy()

    def wait_for_proxy(self):
        def answers():
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0
        wait_until(answers, "the proxy to listen")

    @property
    def trust(self):
        return ["--tls-ca", self.authority.certificate]

    def context(self):
        return ssl.create_default_context(cafile=self.authority.certificate)

    def get(self, path, **headers):
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=harness.PATIENCE, context=self.context())
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        return reply, body

    def open_socket(self, source="127.0.0.1", **options):
        return websockets.connect(self.public.replace("https", "wss"), ssl=self.context(), local_addr=(source, 0), **options)

    def refusal(self, **options):
        """Returns the status with which a WebSocket is refused; 101 if it isn't."""
        async def attempt():
            try:
                await (await self.open_socket(**options)).close()
            except websockets.InvalidStatusCode as refused:
                return refused.status_code
            return 101
        return asyncio.run(asyncio.wait_for(attempt(), harness.PATIENCE))

    def check_tools(self, hub):
        """A kitchen's dumplings reach an eater, both by the proxy."""
        base = self.public.replace("https", "wss")
        eater = self.start("nd-print", "-h", base, "-n", "proxied", "--json", *self.trust)
        hub.wait_for_eater("proxied")
        eater_at = "Connected to nd-hub at " + base.rstrip("/")
        status, _, err = self.run_tool("nd-sniff", "-r", capture("arp.pcap"), "-h", base + "kitchens/", *self.trust)
        self.assertEqual(0, status, err)
        eater.out.wait_for("ARPChef")
        status, out, err = self.run_tool("nd-hubdetails", "-h", base, *self.trust)
        self.assertEqual(0, status, err)
        self.assertIn(eater_at, out)

    def check_page(self, hub):
        """The page, its files and its WebSocket work, and pages from elsewhere don't."""
        origin = self.public[: -len(self.path)]
        self.assertEqual((101, 403), (self.refusal(origin=origin), self.refusal(origin="https://evil.example")))
        if not HAS_PAGE:
            return
        hub.err.wait_for("Live page: %s$" % re.escape(self.public))
        for name in ("", "app.js", "worker.js", "style.css", "favicon.svg", "licenses.txt", "hub.json"):
            self.assertEqual(200, self.get(self.path + name)[0].status, name)
        if self.path != "/":
            reply = self.get(self.path.rstrip("/"))[0]
            self.assertIn(reply.status, (301, 308))
            self.assertTrue(reply.getheader("Location").endswith(self.path), reply.getheader("Location"))

    def check_client(self, hub):
        """The hub knows clients by their own addresses."""
        async def status():
            async with self.open_socket(source="127.0.0.9") as eater:
                await eater.send('{"eater_name": "from-9"}')
                return json.loads(await asyncio.wait_for(eater.recv(), harness.PATIENCE))["payload"]["dumpling_eaters"]
        known = asyncio.run(status())
        self.assertEqual(["127.0.0.9"], [one["info_from_hub"]["host"] for one in known if one["info_from_eater"]["eater_name"] == "from-9"])
        hub.err.wait_for("Received dumpling eater connection from from-9 at 127.0.0.9:")

    @needs("nginx")
    def test_nginx(self):
        hub = self.hub_behind()
        self.nginx(self.fitted(example("nginx"), hub))
        self.check_tools(hub)
        self.check_page(hub)
        self.check_client(hub)

    @needs("haproxy")
    def test_haproxy(self):
        hub = self.hub_behind()
        self.haproxy(self.fitted(example("haproxy"), hub))
        self.check_tools(hub)
        self.check_page(hub)
        self.check_client(hub)

    @needs("nginx")
    @unittest.skipUnless(HAS_PAGE, "nd-hub was built without its page")
    @unittest.skipIf(os.environ.get("ND_SANITIZED"), "the browser looks at the build that is shipped")
    def test_a_browser_shows_the_page_that_a_proxy_serves(self):
        browser.needed()
        hub = self.hub_behind()
        self.nginx(self.fitted(example("nginx"), hub))
        page = browser.Browser()
        self.addCleanup(page.close)
        page.open(self.public)
        page.wait_for_text("live", ".link-state")
        self.assertEqual([], page.complaints())


class AtTheRoot(BehindAProxy):
    path = "/"


class WithoutThePath(BehindAProxy):
    """nginx takes the path away before the hub sees it."""
    test_haproxy = None

    def fitted(self, text, hub):
        return re.sub(r"(proxy_pass http://[^;/]*);", r"\1/;", super().fitted(text, hub))


class ByTheProxyProtocol(BehindAProxy):
    """haproxy passes TLS on to the hub."""
    path = "/"

    def check_version(self, send):
        hub = self.hub_behind("--proxy-protocol", "--tls-cert", self.certificate, "--tls-key", self.key)
        self.haproxy(self.fitted(example("haproxy", 1), hub).replace("send-proxy-v2", send))
        self.check_page(hub)
        self.check_client(hub)
        self.assertRegex(self.get("/healthz")[0].getheader("Strict-Transport-Security"), "max-age=")
        status, _, err = self.run_tool("nd-sniff", "-r", capture("arp.pcap"), "-h", "wss://" + hub.kitchens, *self.trust)
        self.assertEqual(0, status, "directly, without a header: " + err)

    @needs("haproxy")
    def test_haproxy(self):
        self.check_version("send-proxy-v2")

    @needs("haproxy")
    def test_the_older_version(self):
        self.check_version("send-proxy")

    test_nginx = test_a_browser_shows_the_page_that_a_proxy_serves = None


class Limits(BehindAProxy):
    test_nginx = test_haproxy = test_a_browser_shows_the_page_that_a_proxy_serves = None

    @needs("nginx")
    def test_clients_of_one_address_behind_a_proxy_are_limited_by_it(self):
        hub = self.hub_behind("--max-per-address", "1")
        self.nginx(self.fitted(example("nginx"), hub))

        async def attempts():
            async with self.open_socket(source="127.0.0.8") as first:
                await first.send('{"eater_name": "first"}')
                await first.recv()
                with self.assertRaises(websockets.InvalidStatusCode) as refused:
                    await self.open_socket(source="127.0.0.8")
                self.assertEqual(503, refused.exception.status_code)
                async with self.open_socket(source="127.0.0.9"):
                    pass
        asyncio.run(asyncio.wait_for(attempts(), harness.PATIENCE))
        hub.err.wait_for(r"Refused 127\.0\.0\.8:\d+: there are 1 connections from its address already")

    def test_a_stranger_who_claims_an_address_keeps_his_own(self):
        hub = self.hub("-f", "0.2", "--trusted-proxy", "192.0.2.1")

        async def status():
            async with websockets.connect("ws://" + hub.eaters, extra_headers={"X-Forwarded-For": "198.51.100.7"}) as eater:
                await eater.send('{"eater_name": "liar"}')
                return json.loads(await asyncio.wait_for(eater.recv(), harness.PATIENCE))["payload"]["dumpling_eaters"]
        self.assertIn(asyncio.run(status())[0]["info_from_hub"]["host"], ("127.0.0.1", "::1"))


if __name__ == "__main__":
    harness.main()
