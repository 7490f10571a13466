"""A hub with token files lets in only clients that show a token."""
import http.client
import json
import os
import re
import signal
import socket
import unittest

import harness
from harness import SystemTest, capture

FOR_KITCHENS, FOR_EATERS, NEW = "a-token-for-kitchens", "a-token-for-eaters-1", "a-token-that-is-new-"


class Tokens(SystemTest):
    def setUp(self):
        super().setUp()
        self.kitchens = self.token_file("kitchens", FOR_KITCHENS)
        self.eaters = self.token_file("eaters", FOR_EATERS)

    def token_file(self, name, *tokens):
        path = os.path.join(self.folder, name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write("".join(token + "\n" for token in tokens))
        return path

    def guarded_hub(self, *options):
        return self.hub("--kitchen-token-file", self.kitchens, "--eater-token-file", self.eaters, *options)

    def sniff(self, hub, *options, **popen):
        return self.run_tool("nd-sniff", "-r", capture("web.pcap"), "-f", "", "-h", hub.kitchens, "--no-wait", *options, **popen)

    def metrics(self, hub, token=None):
        connection = http.client.HTTPConnection("localhost", hub.out_port, timeout=harness.PATIENCE)
        connection.request("GET", "/metrics", headers={"Authorization": "Bearer " + token} if token else {})
        reply = connection.getresponse()
        text = reply.read().decode()
        connection.close()
        return reply.status, text

    def reload_tokens(self, hub, times):
        hub.process.send_signal(signal.SIGHUP)
        hub.err.wait(lambda text: text.count("Reread: tokens for eaters") == times, "the tokens to be reloaded")

    @unittest.skipIf(os.environ.get("ND_SANITIZED"), "a sanitizer has memory of its own")
    @harness.needs_root
    def test_no_token_is_left_in_the_hubs_memory(self):
        token = "".join(chr(ord("a") + n * n % 26) for n in range(400))
        self.token_file("kitchens", token)
        hub = self.guarded_hub()
        self.reload_tokens(hub, 1)
        for text, expected in ((token[200:260], False), (self.kitchens, True)):  # the path shows that the search finds
            self.assertEqual(expected, any(text.encode() in part for part in self.memory(hub.pid)), text)

    @staticmethod
    def memory(pid):
        with open("/proc/%d/maps" % pid, encoding="ascii") as maps, open("/proc/%d/mem" % pid, "rb", 0) as memory:
            for begin, end in re.findall(r"^(\w+)-(\w+) rw", maps.read(), re.MULTILINE):
                memory.seek(int(begin, 16))
                yield memory.read(int(end, 16) - int(begin, 16))

    def test_only_a_client_with_a_right_token_sends_or_eats(self):
        hub = self.guarded_hub("-f", "0.2")
        eater = self.printer(hub, "--json", "--no-interval-dumplings", "--token-file", self.eaters)
        status, _, err = self.sniff(hub)
        self.assertEqual(1, status)
        self.assertIn("takes nobody without a token", err)
        status, _, err = self.sniff(hub, "--token-file", self.eaters)
        self.assertEqual(1, status)
        self.assertIn("doesn't take the token that it was shown", err)
        status, _, err = self.sniff(hub, env={"NETDUMPLINGS_TOKEN": FOR_KITCHENS})
        self.assertEqual(0, status, err)
        made = [one for one in self.cook(capture("web.pcap")) if one["metadata"]["driver"] == "packet"]
        eater.out.wait(lambda text: text.count("\n") >= len(made), "all dumplings")
        eater.interrupt()
        self.assertEqual(0, eater.wait())
        self.assertEqual(made, [json.loads(line) for line in eater.out.text.splitlines()])
        status, out, err = self.run_tool("nd-hubdetails", "-h", hub.eaters)
        self.assertEqual((1, ""), (status, out))
        self.assertOneLine("\n".join(err.splitlines()[1:]), "takes nobody without a token", "--token-file")
        status, out, _ = self.run_tool("nd-hubdetails", "-h", hub.eaters, env={"NETDUMPLINGS_TOKEN": FOR_EATERS})
        self.assertEqual(0, status)
        self.assertIn('"unprotected": []', out)
        self.assertEqual(401, self.metrics(hub)[0])
        said = out + self.metrics(hub, FOR_EATERS)[1] + hub.err.text + eater.err.text
        self.assertNotRegex(said, FOR_KITCHENS + "|" + FOR_EATERS)

    def test_tokens_are_replaced_while_clients_stay_connected(self):
        hub = self.guarded_hub()
        eater = self.printer(hub, "--token-file", self.eaters, name="stays")
        self.token_file("eaters", FOR_EATERS, NEW)
        self.reload_tokens(hub, 1)
        self.assertEqual([200, 200], [self.metrics(hub, token)[0] for token in (FOR_EATERS, NEW)])
        self.token_file("eaters", NEW)
        self.reload_tokens(hub, 2)
        self.assertEqual([401, 200], [self.metrics(hub, token)[0] for token in (FOR_EATERS, NEW)])
        os.chmod(self.eaters, 0o644)
        hub.process.send_signal(signal.SIGHUP)
        hub.err.wait_for("ERROR Not reread, what was read before is still used: .* mode 0644, so that others can read it: chmod 600")
        self.assertEqual(200, self.metrics(hub, NEW)[0])
        self.assertEqual(0, self.sniff(hub, "--token-file", self.kitchens)[0])
        eater.out.wait_for("PacketCountChef")

    def test_a_kitchen_keeps_trying_and_is_accepted_as_soon_as_its_token_is(self):
        hub = self.guarded_hub()
        kitchen = self.start("nd-sniff", "-r", capture("web.pcap"), "-f", "", "-h", hub.kitchens, "--token-file", self.token_file("new", NEW))
        hub.err.wait(lambda text: text.count("it showed a wrong token") >= 2, "a second try")
        self.token_file("kitchens", NEW)
        self.reload_tokens(hub, 1)
        self.assertEqual(0, kitchen.wait())
        self.assertEqual(1, kitchen.err.text.count("doesn't take the token that it was shown"))

    def test_a_socket_without_a_token_gets_401_and_is_closed(self):
        hub = self.guarded_hub()
        upgrade = ("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()
        for port in (hub.in_port, hub.out_port):
            with socket.create_connection(("localhost", port), harness.PATIENCE) as client:
                client.sendall(upgrade + b"\x81\x80\x00\x00\x00\x00")
                answer = b"".join(iter(lambda: client.recv(65536), b"")).decode()
            self.assertRegex(answer, r"\AHTTP/1\.1 401 Unauthorized\r\n(?s:.*)\r\nWWW-Authenticate: Bearer\r\n")
            self.assertEqual(1, answer.count("HTTP/1.1"))
            self.assertEqual("this needs a right token, as Authorization: Bearer\n", answer.split("\r\n\r\n", 1)[1])

    def test_a_hub_that_others_can_reach_says_what_it_lacks(self):
        hub = self.hub("-a", "0.0.0.0", "-f", "0.1", "--kitchen-token-file", self.kitchens)
        lines = [line for line in hub.err.wait(lambda text: "Other machines" in text and text, "the warning").splitlines() if "WARNING" in line]
        self.assertEqual(1, len(lines))
        self.assertRegex(lines[0], r"Other machines can reach this hub: .*\(--eater-token-file\), .*\(--tls-cert\)$")
        _, out, _ = self.run_tool("nd-hubdetails", "-h", "127.0.0.1:%d" % hub.out_port)
        status = json.loads(re.search(r"^\{.*^\}", out, re.MULTILINE | re.DOTALL).group())
        self.assertEqual(["--eater-token-file", "--tls-cert"], status["unprotected"])

    @unittest.skipUnless(os.geteuid() == 0, "needs root, which a kitchen gives up")
    def test_a_kitchen_reads_its_token_before_it_drops_its_rights(self):
        hub = self.guarded_hub()
        self.assertEqual(0, self.sniff(hub, "--token-file", self.kitchens, "-Z", "nobody")[0])


if __name__ == "__main__":
    harness.main()
