"""Runs nd-hubdetails and compares it with the contract. In the names of tests, "it" is nd-hubdetails."""
import json
import unittest

from eater_case import EATER_FLAGS, EaterCase, STATUS_PAYLOAD, status_dumpling
from running import dumpling
from tool_case import main


class NdHubdetails(EaterCase, unittest.TestCase):
    tool = "nd-hubdetails"
    eater_name = "detailseater"
    wants = {"chefs": ["SystemStatusChef"]}
    flags = {**EATER_FLAGS, "-n, --eater-name NAME": "detailseater"}
    greeting = "Connected to nd-hub at {uri}\nWaiting for a SystemStatus dumpling...\n\n"

    def test_it_prints_the_first_status_dumpling_and_closes_with_4102(self):
        hub, connection, running = self.connected()
        connection.send(dumpling())
        connection.send(status_dumpling())
        self.assertEqual(connection.receive_close(), (4102, "dumpling eater is full"))
        connection.send_close(4102, "dumpling eater is full")
        stdout, stderr, status = running.end()
        payload = json.dumps(STATUS_PAYLOAD, sort_keys=True, indent=4)
        self.assertEqual(stdout, self.greeting.format(uri=hub.uri) + payload + "\n\n")
        self.assertEqual(stderr, self.said("Done eating dumplings."))
        self.assertEqual(status, 0)

    def test_it_colours_the_payload(self):
        _, connection, running = self.connected("--color")
        connection.send(dumpling("SystemStatusChef", None, payload={"total": 1}))
        connection.receive_close()
        connection.close()
        self.assertTrue(running.end()[0].endswith(
            '\n{\n    \x1b[94m"total"\x1b[39;49;00m: \x1b[34m1\x1b[39;49;00m\n}\n\n'))


if __name__ == "__main__":
    main()
