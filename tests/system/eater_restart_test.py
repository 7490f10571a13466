"""The eaters of docs/eaters.md that store their place eat each dumpling exactly once, however often they are killed."""
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import unittest

import harness
from harness import SystemTest
from hub_restart_test import FedKitchen

try:
    import websockets
except ImportError:
    websockets = None

EXAMPLES = os.path.join(harness.SOURCE, "docs", "examples")
COUNTER = os.environ.get("ND_LOOKUP_COUNTER", os.path.join(harness.BUILD, "tests", "lookup_counter"))
ROUNDS = 100 if os.environ.get("ND_LONG") == "1" else 8
NODE_MODULES = {"NODE_PATH": "/usr/share/nodejs"}


class InCpp:
    command = [COUNTER]
    env = {}

    @staticmethod
    def eaten(path):
        """Returns the hostnames in the file, each as often as it was counted."""
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as f:
            return [host for host, count in json.load(f)["lookups"].items() for _ in range(count)]


class InNode:
    command = [shutil.which("node"), os.path.join(EXAMPLES, "node", "count_lookups.js")]
    env = NODE_MODULES

    @staticmethod
    def eaten(path):
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as f:
            return [host for host, count in json.load(f)["lookups"] for _ in range(count)]


class InPython:
    command = [sys.executable, os.path.join(EXAMPLES, "python", "store_lookups.py")]
    env = {}

    @staticmethod
    def eaten(path):
        database = sqlite3.connect(path, timeout=harness.PATIENCE)
        try:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'lookups'").fetchone():
                return []
            return [host for (host,) in database.execute("SELECT hostname FROM lookups")]
        finally:
            database.close()


def needs_node(test):
    command = ["node", "-e", "globalThis.WebSocket || require('ws')"]
    has_it = shutil.which("node") and not subprocess.run(
        command, env={**os.environ, **NODE_MODULES}, stderr=subprocess.DEVNULL).returncode
    return unittest.skipUnless(has_it, "needs node 22, or an older one and Debian's node-ws")(test)


needs_websockets = unittest.skipIf(websockets is None, "needs Debian's python3-websockets")


class EaterRestart(SystemTest):
    def setUp(self):
        super().setUp()
        seed = random.randrange(1 << 32)
        print("seed", seed, file=sys.stderr)
        self.random = random.Random(seed)
        self.path = os.path.join(self.folder, "state")

    def start_hub(self, *options, **ports):
        self.running_hub = self.hub("-f", "0.1", *options, **ports)

    def start_eater(self, language):
        self.eater = self.start(*language.command, self.path, self.running_hub.eaters, env=language.env)

    def restart_hub(self, *options):
        hub = self.running_hub
        hub.kill()
        self.start_hub(*options, in_port=hub.in_port, out_port=hub.out_port)

    def live_through_it(self, language, disasters, *options):
        """Feeds lookups, and lets one of the disasters happen at a random moment, again and again. Then checks that each
        lookup was eaten once, and that the eater reported nothing as missing."""
        self.start_hub(*options)
        kitchen = FedKitchen(self, self.running_hub)
        self.start_eater(language)
        hosts, said = [], []
        for _ in range(ROUNDS):
            hosts += kitchen.feed(self.random.randrange(1, 100))
            self.assertLessEqual(len(language.eaten(self.path)), len(hosts))
            enough = self.random.randint(len(language.eaten(self.path)), len(hosts))
            harness.wait_until(lambda: len(language.eaten(self.path)) >= enough, "%d of %d" % (enough, len(hosts)))
            disaster = self.random.choice(disasters)
            if "eater" in disaster:
                self.eater.kill()
                said.append(self.eater.out.join())
            if "hub" in disaster:
                self.restart_hub(*options)
            if "eater" in disaster:
                self.start_eater(language)
        kitchen.end()
        self.assertEqual(0, kitchen.program.wait(), kitchen.program.err.text)
        harness.wait_until(lambda: len(language.eaten(self.path)) >= len(hosts), "all %d lookups" % len(hosts))
        self.eater.kill()
        said.append(self.eater.out.join())
        self.assertEqual(sorted(hosts), sorted(language.eaten(self.path)))
        self.assertEqual({b""}, set(said))

    def with_a_hub_in_memory(self, language):
        self.live_through_it(language, ["eater"])

    def with_a_log_on_disk(self, language):
        log = os.path.join(self.folder, "log")
        self.live_through_it(language, ["eater", "hub", "eater and hub"], "--log-dir", log)

    def test_in_cpp_with_a_hub_in_memory(self):
        self.with_a_hub_in_memory(InCpp)

    def test_in_cpp_when_the_hub_is_killed_too(self):
        self.with_a_log_on_disk(InCpp)

    @needs_websockets
    def test_in_python_with_a_hub_in_memory(self):
        self.with_a_hub_in_memory(InPython)

    @needs_websockets
    def test_in_python_when_the_hub_is_killed_too(self):
        self.with_a_log_on_disk(InPython)

    @needs_node
    def test_in_node_with_a_hub_in_memory(self):
        self.with_a_hub_in_memory(InNode)

    @needs_node
    def test_in_node_when_the_hub_is_killed_too(self):
        self.with_a_log_on_disk(InNode)


if __name__ == "__main__":
    harness.main()
