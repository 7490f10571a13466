"""The real binaries speak TLS with each other and with Python's websockets."""
import asyncio
import http.client
import json
import os
import re
import shlex
import socket
import ssl

import harness
import nd_print
import packets
from certificates import fingerprint
from harness import SystemTest, free_port, needs_root, user_id
from tls_case import TlsCase, dumpling, run

LOOKUPS = 300


def upgrade(origin=None):
    lines = ["GET / HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"]
    return ("\r\n".join(lines + (["Origin: " + origin] if origin else [])) + "\r\n\r\n").encode()


def masked(text):
    """Returns a client's text frame of up to 125 bytes, masked with zeros."""
    payload = text.encode()
    return bytes([0x81, 0x80 | len(payload), 0, 0, 0, 0]) + payload


def messages(data):
    """Returns the text messages in a server's bytes. Only the last frame may be incomplete. Ignores control frames."""
    found = []
    while len(data) >= 2:
        if data[0] not in (0x81, 0x88, 0x89, 0x8A):
            raise AssertionError("a cut frame begins with %#x" % data[0])
        size, head = data[1], 2
        if size == 126:
            size, head = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, head = int.from_bytes(data[2:10], "big"), 10
        if len(data) < head + size:
            break
        if data[0] == 0x81:
            found.append(json.loads(data[head : head + size]))
        data = data[head + size :]
    return found


class OverTls(TlsCase):
    def lookups(self):
        path = os.path.join(self.folder, "lookups.pcap")
        hosts = ["n%d.example.com" % i for i in range(LOOKUPS)]
        with open(path, "wb") as file:
            file.write(packets.pcap([packets.dns_question(host, i) for i, host in enumerate(hosts)]))
        return path, hosts

    def test_all_tools_work_over_tls(self):
        hub = self.tls_hub("-f", "1", "--threads", "3")
        eaters = [self.printer(hub, *self.trust, name="eater%d" % i) for i in range(4)]
        path, hosts = self.lookups()
        status, _, err = self.run_tool("nd-sniff", "-r", path, "-f", "", "-c", "DNSLookupChef", "-h", hub.kitchens, *self.trust)
        self.assertEqual(0, status, err)
        self.assertIn("Connecting to the dumpling hub at wss://localhost:%d" % hub.in_port, err)
        for eater in eaters:
            eater.out.wait(lambda text: len(nd_print.hostnames(text)) >= LOOKUPS, "all lookups")
            self.assertEqual(hosts, nd_print.hostnames(eater.out.text))
            self.assertIn("Connected to nd-hub at wss://localhost:%d\n" % hub.out_port, eater.out.text)
        status, out, err = self.run_tool("nd-hubdetails", "-h", hub.eaters, *self.trust)
        self.assertEqual((0, 5), (status, json.loads(out[out.index("{") :])["dumpling_eater_count"]), err)
        line = self.start("nd-hubstatus", "-h", hub.eaters, *self.trust)
        line.out.wait_for(r"dumplings in: %d" % (LOOKUPS + 2))

    def test_environment_variables_may_name_the_files(self):
        hub = self.tls_hub("-f", "1")
        environment = {"NETDUMPLINGS_HUBDETAILS_TLS_CA": self.authority.certificate}
        self.assertEqual(0, self.run_tool("nd-hubdetails", "-h", hub.eaters, env=environment)[0])

    def test_the_tools_and_peers_of_python_work_together(self):
        hub = self.tls_hub("-f", "3600")
        ours = self.printer(hub, *self.trust)
        sent = [dumpling(i) for i in range(200)]

        async def mix():
            async with self.eater(hub) as eater, self.kitchen(hub) as kitchen:
                for message in sent:
                    await kitchen.send(message)
                return [await eater.recv() for _ in sent]

        self.assertEqual(sent, run(mix()))
        ours.out.wait(lambda text: len(nd_print.complete(text)) >= 200, "the python kitchen's dumplings")

    def test_messages_of_a_mebibyte_arrive(self):
        hub = self.tls_hub("-f", "3600")
        sent = [dumpling(i, "x" * ((1 << 20) - len(dumpling(i)))) for i in range(8)]
        self.assertEqual({1 << 20}, {len(message) for message in sent})

        async def pass_on():
            async with self.eater(hub) as eater, self.kitchen(hub) as kitchen:
                cooking = asyncio.gather(*[kitchen.send(message) for message in sent])
                received = [await eater.recv() for _ in sent]
                await cooking
                return received

        self.assertEqual(sent, run(pass_on()))

    def test_a_slow_reader_gets_whole_frames(self):
        hub = self.tls_hub("-f", "3600", "--log-size", "8MiB", "--eater-timeout", "600")
        slow = self.connect(hub.out_port, receive_buffer=4096)
        slow.sendall(upgrade() + masked('{"eater_name": "slow"}'))
        hub.wait_for_eater("slow")
        count = 3000

        async def flood():
            async with self.kitchen(hub) as kitchen, self.eater(hub, "quick") as quick:
                for i in range(count):
                    await kitchen.send(dumpling(i, "y" * (i * 37 % 20000)))
                    if i % 100 == 99:  # the slow reader doesn't delay the quick one
                        for _ in range(100):
                            last = json.loads(await quick.recv())
                return last["payload"]["number"]

        self.assertEqual(count - 1, run(flood()))
        data, seen = b"", []
        while not seen or seen[-1]["payload"]["number"] < count - 1:
            more = slow.recv(1 << 20)
            self.assertTrue(more, "the hub has closed the slow reader's connection")
            data += more
            if b'"number": %d,' % (count - 1) in data:
                seen = messages(data.partition(b"\r\n\r\n")[2])
        numbers = [message["payload"]["number"] for message in seen]
        self.assertEqual(sorted(set(numbers)), numbers)
        self.assertLess(len(numbers), count, "nothing was skipped: the reader wasn't slow")
        for message in seen:
            self.assertEqual(dumpling(message["payload"]["number"], message["payload"]["padding"]), json.dumps(message))

    def test_versions_1_2_and_1_3_are_accepted_and_older_ones_are_not(self):
        hub = self.tls_hub()
        for version, spoken in ((ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)):
            context = self.context()
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
            if spoken:
                self.assertEqual(version.name, self.connect(hub.out_port, context).version().replace(".", "_"))
            else:
                with self.assertRaises(ssl.SSLError):
                    self.connect(hub.out_port, context)
        hub.err.wait_for("WARNING Refused 127.0.0.1:\\d+: it speaks neither TLS 1.2 nor 1.3")

    def test_pages_are_served_over_https_and_origins_are_checked(self):
        hub = self.tls_hub("--allow-origin", "https://page.example")
        for path in ("/healthz", "/metrics"):
            page = http.client.HTTPSConnection("localhost", hub.out_port, timeout=harness.PATIENCE, context=self.context())
            page.request("GET", path)
            reply = page.getresponse()
            self.assertEqual(200, reply.status)
            self.assertTrue(reply.read().endswith(b"\n"))
        for origin, answer in (("https://localhost:%d" % hub.out_port, b" 101 "), ("https://page.example", b" 101 "),
                               ("https://evil.example", b" 403 "), ("http://page.example", b" 403 ")):
            browser = self.connect(hub.out_port)
            browser.sendall(upgrade(origin))
            self.assertIn(answer, browser.recv(4096).split(b"\r\n")[0], origin)

    def test_half_a_handshake_delays_nobody_and_is_cut(self):
        hub = self.tls_hub("-f", "1", "--threads", "1")
        waiting = []
        for said in (b"", b"\x16", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03") * 20:
            half = socket.create_connection(("127.0.0.1", hub.out_port), timeout=harness.PATIENCE)
            half.sendall(said)
            waiting.append(half)
        self.assertEqual(0, self.run_tool("nd-hubdetails", "-h", hub.eaters, *self.trust)[0])
        for half in waiting:
            self.assertEqual(b"", half.recv(100))
            half.close()

    @needs_root
    def test_nd_sniff_reads_its_key_before_it_drops_its_rights(self):
        certificate, key = self.authority.issue("kitchen")
        os.chown(key, 0, 0)
        os.chmod(self.folder, 0o755)
        hub = self.tls_hub("--tls-client-ca", self.authority.certificate)
        path, _ = self.lookups()
        self.assertNotEqual(0, user_id("nobody"))
        status, _, err = self.run_tool("nd-sniff", "-r", path, "-Z", "nobody", "-h", hub.kitchens, *self.trust,
                                       "--tls-cert", certificate, "--tls-key", key)
        self.assertEqual(0, status, err)


class Docs(SystemTest):
    def test_the_authority_of_docs_tls_md_serves_hub_and_client(self):
        with open(os.path.join(harness.SOURCE, "docs", "tls.md"), encoding="utf-8") as page:
            recipe = re.search(r"^```sh\n(.*?)^```$", page.read(), re.MULTILINE | re.DOTALL).group(1)
        status, _, err = self.run_tool("/bin/sh", "-e", "-c", recipe, cwd=self.folder)
        self.assertEqual(0, status, err)
        hub = self.hub("-f", "1", "--tls-cert", "hub.pem", "--tls-key", "hub-key.pem", "--tls-client-ca", "ca.pem", cwd=self.folder)
        status, _, err = self.run_tool("nd-hubdetails", "-h", "wss://" + hub.eaters, "--tls-ca", "ca.pem", "--tls-cert", "garage.pem",
                                       "--tls-key", "garage-key.pem", cwd=self.folder)
        self.assertEqual(0, status, err)


class SelfSigned(SystemTest):
    def test_the_commands_that_tls_self_signed_prints_work_unchanged(self):
        folder = os.path.join(self.folder, "a pair")
        in_port, out_port = free_port(), free_port()
        status, out, err = self.run_tool("nd-hub", "--tls-self-signed", folder, "-i", in_port, "-o", out_port)
        self.assertEqual((0, ""), (status, err))
        self.assertEqual(0o600, os.stat(os.path.join(folder, "hub-key.pem")).st_mode & 0o777)
        self.assertIn(fingerprint(os.path.join(folder, "hub-cert.pem")), out)
        hub, sniff, eat = [shlex.split(line) for line in out.splitlines() if line.startswith("  nd-")]
        running = self.start(*hub)
        running.err.wait_for("Dumplings in: wss://localhost:%d  out: wss://localhost:%d$" % (in_port, out_port))
        eater = self.start(*eat)
        running.err.wait_for("Received dumpling eater connection")
        status, _, err = self.run_tool(*sniff, "-r", harness.capture("arp.pcap"))
        self.assertEqual(0, status, err)
        eater.out.wait_for("ARPChef from default_kitchen")

    def test_python_trusts_the_certificate_by_each_of_its_names(self):
        self.assertEqual(0, self.run_tool("nd-hub", "--tls-self-signed", self.folder, "-a", "0.0.0.0")[0])
        certificate, key = (os.path.join(self.folder, name) for name in ("hub-cert.pem", "hub-key.pem"))
        hub = self.hub("-a", "0.0.0.0", "--tls-cert", certificate, "--tls-key", key)
        context = ssl.create_default_context(cafile=certificate)
        for name in ("localhost", "127.0.0.1", socket.gethostname()):
            with socket.create_connection(("127.0.0.1", hub.out_port), timeout=harness.PATIENCE) as plain:
                context.wrap_socket(plain, server_hostname=name).close()

    def test_tls_self_signed_overwrites_nothing(self):
        self.assertEqual(0, self.run_tool("nd-hub", "--tls-self-signed", self.folder)[0])
        status, out, err = self.run_tool("nd-hub", "--tls-self-signed", self.folder)
        self.assertEqual((1, ""), (status, err))
        self.assertOneLine(out, "hub error: Cannot make a certificate: ", "hub-key.pem is there already")


if __name__ == "__main__":
    harness.main()
