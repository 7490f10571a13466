"""If two sides don't agree on TLS, each that knows says who refused what, and what to do."""
import os
import shutil
import socket

import harness
from certificates import Authority
from harness import wait_until
from tls_case import TlsCase


class Refusals(TlsCase):
    def setUp(self):
        super().setUp()
        self.stranger = Authority(self.folder, "stranger")
        self.client = self.authority.issue("client")
        self.unknown = self.stranger.issue("unknown")

    def eat(self, hub, *options, env=None):
        """Returns what nd-hubdetails says after a hub has refused it."""
        status, out, err = self.run_tool("nd-hubdetails", "-h", hub, *options, env=env)
        self.assertEqual((1, ""), (status, out), err)
        first, why = err.splitlines()
        self.assertEqual("detailseater: There was a problem with the dumpling hub connection. Is nd-hub available?", first)
        return why

    def test_clients_say_why_they_refuse_the_certificate_of_a_hub(self):
        other_name = self.authority.issue("other", "DNS:hub.example,IP:192.0.2.7")
        expired = self.authority.issue("expired", days=0)
        no_server = self.authority.issue("no-server", usage="clientAuth")
        own = ["--tls-ca", self.authority.certificate]
        good = (self.certificate, self.key)
        for (certificate, key), options, client_says, hub_says in (
            (good, [], "isn't trusted (unable to get local issuer certificate): --tls-ca FILE names one to trust", "unknown CA"),
            (good, ["--tls-ca", self.stranger.certificate],
             "isn't trusted (unable to get local issuer certificate): %s (--tls-ca) has no certificate that signs it" % self.stranger.certificate,
             "unknown CA"),
            (other_name, own, "is for hub.example, 192.0.2.7, not for localhost: use a name that it is for", "bad certificate"),
            (expired, own, "isn't valid today (certificate has expired): the hub needs a new one", "certificate expired"),
            (no_server, own, "isn't trusted (", "unsupported certificate"),
        ):
            with self.subTest(certificate=certificate, options=options):
                hub = self.tls_hub(certificate=certificate, key=key)
                why = self.eat(hub.eaters, *options)
                self.assertIn("the certificate of the hub at %s " % hub.eaters, why)
                self.assertIn(client_says, why)
                hub.err.wait_for(r"WARNING Refused \S+: it refused the certificate of this hub \(%s\): it must trust it" % hub_says)

    def test_a_name_and_an_address_are_told_apart(self):
        certificate, key = self.authority.issue("address", "DNS:hub.example,IP:127.0.0.1")
        hub = self.tls_hub("-f", "1", certificate=certificate, key=key)
        self.assertIn("not for localhost", self.eat(hub.eaters, *self.trust))
        by_address = "wss://127.0.0.1:%d" % hub.out_port
        self.assertEqual(0, self.run_tool("nd-hubdetails", "-h", by_address, *self.trust)[0])

    def test_hub_and_client_say_why_the_hub_refuses_the_clients_certificate(self):
        hub = self.tls_hub("-f", "1", "--tls-client-ca", self.authority.certificate)
        show = lambda pair: ["--tls-cert", pair[0], "--tls-key", pair[1]]
        server_only = self.authority.issue("server-only", usage="serverAuth")
        for options, client_says, hub_says in (
            ([], "lets in only clients with a certificate that it knows: --tls-cert and --tls-key show one",
             "it showed no client certificate, which --tls-client-ca asks for"),
            (show(self.unknown), "refused our client certificate %s (unknown CA): a certificate in its --tls-client-ca must sign it" % self.unknown[0],
             "no certificate in --tls-client-ca signs its client certificate (unable to get local issuer certificate)"),
            (show(server_only), "refused our client certificate %s (unsupported certificate)" % server_only[0],
             "no certificate in --tls-client-ca signs its client certificate (un"),
        ):
            with self.subTest(options=options):
                why = self.eat(hub.eaters, *self.trust, *options)
                self.assertIn("the hub at %s %s" % (hub.eaters, client_says), why)
                hub.err.wait(lambda text: hub_says in text, hub_says)
                status, _, err = self.run_tool("nd-sniff", "-r", harness.capture("arp.pcap"), "--no-wait", "-h", hub.kitchens,
                                               *self.trust, *options)
                self.assertEqual(1, status)
                self.assertIn("the hub at %s %s" % (hub.kitchens, client_says), err)
        self.assertEqual(0, self.run_tool("nd-hubdetails", "-h", hub.eaters, *self.trust, *show(self.client))[0])

    def test_a_hub_may_trust_a_single_client_certificate(self):
        hub = self.tls_hub("-f", "1", "--tls-client-ca", self.unknown[0])
        status, _, err = self.run_tool("nd-hubdetails", "-h", hub.eaters, *self.trust, "--tls-cert", self.unknown[0],
                                       "--tls-key", self.unknown[1])
        self.assertEqual(0, status, err)

    def test_a_side_with_tls_and_a_plain_side_say_so(self):
        hub = self.tls_hub()
        plain = self.hub()
        port = hub.out_port
        self.assertIn("the hub at ws://localhost:%d speaks TLS: --hub wss://localhost:%d" % (port, port), self.eat("localhost:%d" % port))
        hub.err.wait_for("WARNING Refused .*: it speaks ws:// or http://, and this port TLS: wss://, https://")
        self.assertIn("what listens at wss://%s doesn't speak TLS: a hub without --tls-cert is at ws://%s" % (plain.eaters, plain.eaters),
                      self.eat("wss://" + plain.eaters, *self.trust))
        plain.err.wait_for("WARNING Refused .*: it speaks TLS, and this hub was started without --tls-cert: ws://, http://")
        with socket.create_connection(("127.0.0.1", port), timeout=harness.PATIENCE) as browser:
            browser.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while part := browser.recv(4096):
                answer += part
        self.assertRegex(answer, rb"\AHTTP/1.1 426 [^\n]*\n(?s:.*)this port speaks TLS: use wss:// or https://\n\Z")

    def test_a_server_that_is_no_hub_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = "wss://127.0.0.1:%d" % server.getsockname()[1]
            eater = self.start("nd-hubdetails", "-h", address, *self.trust)
            client = server.accept()[0]
            client.recv(4096)
            client.close()
            self.assertEqual(1, eater.wait())
            self.assertIn("what listens at %s closed the connection in the TLS handshake" % address, eater.err.text)


class Files(TlsCase):
    def files(self):
        """Returns options of a client with wrong files, and what the tool says about each."""
        nonsense, open_key = (os.path.join(self.folder, name) for name in ("nonsense", "open-key.pem"))
        with open(nonsense, "w") as file:
            file.write("nothing\n")
        os.chmod(nonsense, 0o600)
        shutil.copy(self.key, open_key)
        os.chmod(open_key, 0o644)
        another = self.authority.issue("another")
        return [
            (self.certificate, "/nowhere", "can't read --tls-key /nowhere: No such file or directory"),
            ("/nowhere", self.key, "can't read --tls-cert /nowhere: No such file or directory"),
            (nonsense, self.key, "--tls-cert %s holds no certificate in PEM" % nonsense),
            (self.certificate, nonsense, "--tls-key %s holds no private key in PEM" % nonsense),
            (self.certificate, open_key, "--tls-key %s is no secret: it has mode 0644, so that others can read it: chmod 600 %s" % (open_key, open_key)),
            (self.certificate, another[1], "--tls-key %s is not the key of --tls-cert %s" % (another[1], self.certificate)),
        ]

    def test_a_hub_names_a_file_that_it_cannot_use(self):
        for certificate, key, why in self.files():
            with self.subTest(why=why):
                status, out, err = self.run_tool("nd-hub", "-i", "0", "-o", "0", "--tls-cert", certificate, "--tls-key", key)
                self.assertEqual(1, status)
                self.assertIn("ERROR hub error: Cannot instantiate dumpling hub: " + why, err)
                self.assertOneLine(out, "hub error: Cannot instantiate dumpling hub: " + why)

    def test_clients_name_a_file_that_they_cannot_use(self):
        for certificate, key, why in self.files():
            with self.subTest(why=why):
                own = ["--tls-cert", certificate, "--tls-key", key]
                status, out, err = self.run_tool("nd-print", "-h", "wss://localhost", *own)
                self.assertEqual((1, ""), (status, out))
                self.assertOneLine(err, "printereater: " + why)
                status, _, err = self.run_tool("nd-sniff", "-r", harness.capture("arp.pcap"), "-h", "wss://localhost", *own)
                self.assertEqual(1, status)
                self.assertIn("ERROR default_kitchen: " + why, err)

    def test_options_that_do_not_fit_together_are_usage_errors(self):
        for tool, options, why in (
            ("nd-hub", ["--tls-cert", "x"], "--tls-cert and --tls-key go together"),
            ("nd-hub", ["--tls-key", "x"], "--tls-cert and --tls-key go together"),
            ("nd-hub", ["--tls-client-ca", "x"], "--tls-client-ca needs --tls-cert and --tls-key"),
            ("nd-hub", ["--tls-cert", "", "--tls-key", "x"], "'' is not a file's path"),
            ("nd-print", ["-h", "wss://localhost", "--tls-ca", ""], "'' is not a file's path"),
            ("nd-print", ["--tls-ca", "x"], "--tls-ca, --tls-cert and --tls-key are for a hub that speaks TLS: --hub wss://HOST:PORT"),
            ("nd-hubstatus", ["-h", "ws://localhost", "--tls-ca", "x"], "are for a hub that speaks TLS"),
            ("nd-sniff", ["--tls-ca", "x"], "are for a hub that speaks TLS"),
            ("nd-sniff", ["-h", "wss://localhost", "--tls-key", "x"], "--tls-cert and --tls-key go together"),
        ):
            with self.subTest(tool=tool, options=options):
                status, out, err = self.run_tool(tool, *options)
                self.assertEqual((2, ""), (status, out))
                self.assertIn("Error: ", err)
                self.assertIn(why, err)

    def test_a_kitchen_waits_for_a_hub_that_it_does_not_trust_yet(self):
        """Replaces a self-signed hub by a good one. The kitchen loses no dumpling."""
        stranger = Authority(self.folder, "stranger")
        bad = stranger.issue("bad")
        hub = self.tls_hub(certificate=bad[0], key=bad[1])
        kitchen = self.start("nd-sniff", "-r", harness.capture("arp.pcap"), "-f", "", "-h", hub.kitchens, *self.trust)
        kitchen.err.wait_for("WARNING default_kitchen: the certificate of the hub at .* isn't trusted")
        hub.kill()
        good = self.hub("--tls-cert", self.certificate, "--tls-key", self.key, in_port=hub.in_port)
        self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        wait_until(lambda: "kitchen default_kitchen connection closed" in good.err.text, "the kitchen's end")


if __name__ == "__main__":
    harness.main()
