"""Kitchen, hub and eater work together, whether each is ours or like the original's (peers/), in all eight mixes."""
import json
import os
import sys
import unittest

import harness
import packets
from harness import SystemTest

try:
    import websockets
except ImportError:
    websockets = None

LOOKUPS = 300
LARGEST = 1 << 20  # bytes of a message; the original's peers close the connection after a larger one
LAST = '{"metadata": {"chef": "LastChef", "kitchen": "last", "creation_time": 1.5, "driver": "packet"}, "payload": {}}'


def peer(name):
    """Returns the command that starts a peer like the original's."""
    return [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers", name + ".py")]


def as_python_writes(line):
    """Returns the dumpling as the original writes it: with spaces, and with non-ASCII characters escaped."""
    return json.dumps(json.loads(line))


def dumplings_in(output):
    """Returns the messages in the whole lines of an eater's output, without those of the status."""
    return [line for line in harness.whole_lines(output) if '"SystemStatusChef"' not in line]


def largest_dumpling():
    dumpling = json.loads(LAST)
    dumpling["metadata"]["chef"] = "LargeChef"
    dumpling["payload"] = "x" * (LARGEST - len(json.dumps({**dumpling, "payload": ""})))
    return json.dumps(dumpling)


@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class Mixes(SystemTest):
    def setUp(self):
        super().setUp()
        self.capture = os.path.join(self.folder, "lookups.pcap")
        with open(self.capture, "wb") as f:
            f.write(packets.pcap([packets.dns_question("n%d.éclair.example" % i, i) for i in range(LOOKUPS)]))

    def start_eater(self, ours, hub):
        if ours:
            eater = self.start("nd-print", "--json", "-h", hub.eaters, "-n", "hungry")
        else:
            eater = self.start(*peer("eater"), hub.eaters, "hungry")
        hub.wait_for_eater("hungry")
        return eater

    def cook_with_ours(self, hub):
        """Lets nd-sniff cook a capture. Returns the messages that it sends, from its JSON lines."""
        cook = ("nd-sniff", "-r", self.capture, "-f", "")
        status, lines, err = self.run_tool(*cook, "-o", "-")
        self.assertEqual(0, status, err)
        status, _, err = self.run_tool(*cook, "-h", hub.kitchens)
        self.assertEqual(0, status, err)
        return lines.splitlines()

    def cook_with_python(self, hub, messages, name="python"):
        """Lets a kitchen like the original's send the messages."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(message + "\n" for message in messages)
        with open(path, encoding="utf-8") as f:
            kitchen = self.start(*peer("kitchen"), hub.kitchens, name, stdin=f)
            self.assertEqual(0, kitchen.wait(), kitchen.err.text)
        hub.wait_for_kitchen(name)
        return messages

    def cook_and_eat(self, our_kitchen, our_hub, our_eater):
        """Returns what the kitchen sent, and what the eater received by the time when all must have arrived."""
        hub = self.hub("-f", "0.1", program=None if our_hub else peer("hub"))
        eater = self.start_eater(our_eater, hub)
        if our_kitchen:
            sent = self.cook_with_ours(hub)
        else:
            made = [as_python_writes(line) for line in self.cook_with_ours(self.hub())]
            sent = self.cook_with_python(hub, [*made, largest_dumpling(), *made])
        eater.out.wait(lambda text: len(dumplings_in(text)) >= len(sent), "all that was sent")
        self.cook_with_python(hub, [LAST], name="last")  # a repeated message would have come before this
        eater.out.wait(lambda text: LAST + "\n" in text and "SystemStatusChef" in text, "the last dumpling, and a status")
        return sent + [LAST], dumplings_in(eater.out.text)


def mix_test(our_kitchen, our_hub, our_eater):
    def test(self):
        sent, eaten = self.cook_and_eat(our_kitchen, our_hub, our_eater)
        self.assertGreater(len(sent), LOOKUPS)
        self.assertEqual([json.loads(message) for message in sent], [json.loads(message) for message in eaten])
        self.assertEqual(sent, eaten)  # byte for byte

    return test


for kitchen in (True, False):
    for hub in (True, False):
        for eater in (True, False):
            whose = ["ours" if ours else "pythons" for ours in (kitchen, hub, eater)]
            name = "test_every_dumpling_arrives_in_order_once_with_kitchen_%s_hub_%s_eater_%s" % tuple(whose)
            setattr(Mixes, name, mix_test(kitchen, hub, eater))

if __name__ == "__main__":
    harness.main()
