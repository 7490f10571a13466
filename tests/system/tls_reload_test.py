"""SIGHUP makes the hub reread its certificates, and no connected client notices."""
import asyncio
import json
import shutil
import signal
import ssl

import harness
from certificates import Authority, fingerprint
from tls_case import TlsCase, dumpling, run

FLOOD = 6000


class Reload(TlsCase):
    def setUp(self):
        super().setUp()
        self.pairs = [(self.certificate, self.key)] + [self.authority.issue("new%d" % i) for i in range(3)]
        self.in_use = [self.folder + "/in-use.pem", self.folder + "/in-use-key.pem"]
        self.install(0)

    def install(self, number):
        for source, target in zip(self.pairs[number], self.in_use):
            shutil.copy(source, target)

    def hub_in_use(self, *options):
        return self.tls_hub("-f", "3600", *options, certificate=self.in_use[0], key=self.in_use[1])

    def reload(self, hub, line):
        """Sends SIGHUP, and waits until the hub has logged the result."""
        before = hub.err.text.count(line)
        hub.process.send_signal(signal.SIGHUP)
        hub.err.wait(lambda text: text.count(line) > before, line)

    def shown(self, hub):
        """Returns the certificate that both ports show to a new client."""
        def of(port):
            with self.connect(port) as client:
                return ssl.DER_cert_to_PEM_cert(client.getpeercert(binary_form=True))
        shown = {of(port) for port in (hub.in_port, hub.out_port)}
        self.assertEqual(1, len(shown))
        return shown.pop().strip()

    def text(self, number):
        with open(self.pairs[number][0]) as file:
            return file.read().strip()

    def test_new_connections_get_the_new_certificate(self):
        hub = self.hub_in_use()
        self.assertEqual(self.text(0), self.shown(hub))
        self.install(1)
        self.reload(hub, "INFO Reread: the certificates; that of this hub has the SHA-256 " + fingerprint(self.pairs[1][0]))
        self.assertEqual(self.text(1), self.shown(hub))

    def test_a_broken_pair_is_one_error_line_and_the_old_pair_stays(self):
        hub = self.hub_in_use()
        shutil.copy(self.pairs[1][0], self.in_use[0])
        line = "ERROR Not reread, what was read before is still used: --tls-key %s is not the key of --tls-cert %s" % (self.in_use[1], self.in_use[0])
        self.reload(hub, line)
        self.assertEqual(1, hub.err.text.count("ERROR"), hub.err.text)
        self.assertEqual(self.text(0), self.shown(hub))
        self.install(2)
        self.reload(hub, "Reread: the certificates")
        self.assertEqual(self.text(2), self.shown(hub))

    def test_a_client_certificate_that_is_no_longer_trusted_is_refused(self):
        client, key = self.authority.issue("client")
        allowed = self.folder + "/allowed.pem"
        shutil.copy(client, allowed)
        hub = self.hub_in_use("--tls-client-ca", allowed)
        arguments = ["-h", hub.eaters, *self.trust, "--tls-cert", client, "--tls-key", key]
        stays = self.start("nd-print", *arguments)
        hub.wait_for_eater("printereater")
        shutil.copy(Authority(self.folder, "stranger").certificate, allowed)
        self.reload(hub, "Reread: the certificates")
        status, _, err = self.run_tool("nd-print", *arguments)
        self.assertEqual(1, status)
        self.assertIn("refused our client certificate", err)
        self.assertIsNone(stays.process.poll())

    def test_a_reload_under_load_loses_no_dumpling_and_no_connection(self):
        hub = self.hub_in_use("--threads", "2")

        async def load():
            async with self.eater(hub, "one") as one, self.eater(hub, "two") as two, self.kitchen(hub) as kitchen:
                async def cook():
                    for i in range(FLOOD):
                        await kitchen.send(dumpling(i, "z" * (i % 3000)))

                async def eat(eater):
                    return [json.loads(await eater.recv())["payload"]["number"] for _ in range(FLOOD)]

                async def change():
                    for i in range(12):
                        self.install(i % len(self.pairs))
                        await asyncio.get_running_loop().run_in_executor(
                            None, self.reload, hub, "Reread: the certificates")
                        async with self.eater(hub, "newcomer%d" % i):
                            pass

                return await asyncio.gather(eat(one), eat(two), cook(), change())

        one, two, _, _ = run(load())
        self.assertEqual(list(range(FLOOD)), one)
        self.assertEqual(list(range(FLOOD)), two)


if __name__ == "__main__":
    harness.main()
