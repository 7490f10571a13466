"""The hub's log on a disk that fails: what isn't stored isn't acknowledged, so nothing is lost."""
import glob
import json
import os
import shutil
import subprocess
import unittest

import harness
from harness import SystemTest
from hub_restart_test import FedKitchen


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


class Disk:
    """A small file system of its own, ext4 in a file, that an error makes read-only."""

    def __init__(self, test):
        if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
            raise unittest.SkipTest("needs root and mkfs.ext4")
        self.path = os.path.join(test.folder, "disk")
        self._image = os.path.join(test.folder, "image")
        with open(self._image, "wb") as image:
            image.truncate(64 << 20)
        run("mkfs.ext4", "-q", self._image)
        os.mkdir(self.path)
        self.mount()
        test.addCleanup(run, "umount", "-l", self.path)

    def mount(self):
        mounted = run("mount", "-o", "loop,errors=remount-ro", self._image, self.path)
        if mounted.returncode != 0:
            raise unittest.SkipTest("no file system can be mounted here: " + mounted.stdout.decode(errors="replace"))

    def fail(self):
        """The kernel meets an error in it, and lets nobody write any more."""
        device = os.path.basename(run("findmnt", "-n", "-o", "SOURCE", self.path).stdout.decode().strip())
        trigger = "/sys/fs/ext4/%s/trigger_fs_error" % device
        if not os.access(trigger, os.W_OK):
            raise unittest.SkipTest("no way to make a file system fail: " + trigger)
        with open(trigger, "w", encoding="ascii") as file:
            file.write("a test\n")

    def repair(self):
        harness.wait_until(lambda: run("umount", self.path).returncode == 0, "the disk to be unmounted")
        # A mount namespace that another test made meanwhile still has the broken file system, and with it the image.
        broken, self._image = self._image, self._image + "-repaired"
        shutil.copyfile(broken, self._image)
        run("fsck.ext4", "-p", "-f", self._image)
        self.mount()


class Eater:
    """An eater that keeps the names that were looked up."""

    def __init__(self, test, hub, *options):
        self._program = test.start("nd-print", "-h", hub.eaters, "--json", *options)
        hub.wait_for_eater("printereater")

    def hosts(self):
        payloads = [json.loads(line)["payload"] for line in self._program.out.lines]
        return [payload["lookup"]["hostname"] for payload in payloads if "lookup" in payload]

    def wait_for(self, hosts):
        harness.wait_until(lambda: set(hosts) <= set(self.hosts()), "%d lookups" % len(hosts))


class LogDisk(SystemTest):
    def test_a_disk_that_cannot_be_written_loses_nothing(self):
        disk = Disk(self)
        options = ("-f", "0.2", "--log-dir", os.path.join(disk.path, "log"), "--log-size", "8MiB")
        hub = self.hub(*options)
        eater = Eater(self, hub)
        status = self.start("nd-print", "-h", hub.eaters, "--json", "-c", "SystemStatusChef", "-n", "status")
        kitchen = FedKitchen(self, hub)
        hosts = kitchen.feed(100)
        eater.wait_for(hosts)
        run("sync", "-f", disk.path)  # what came before the error is none of it
        disk.fail()
        hosts += kitchen.feed(100)
        eater.wait_for(hosts)  # from memory
        hub.err.wait_for("ERROR The log folder .*/log doesn't store what comes: it can't be written: ")
        status.out.wait_for('"log_not_stored": ?"it can.t be written')
        hub.kill()
        disk.repair()
        hub = self.hub(*options, in_port=hub.in_port, out_port=hub.out_port)
        late = Eater(self, hub, "--last", "1000")
        kitchen.end()
        self.assertEqual(0, kitchen.program.wait(), kitchen.program.err.text)
        late.wait_for(hosts)

    def test_a_file_that_was_taken_away_loses_nothing(self):
        log = os.path.join(self.folder, "log")
        options = ("-f", "0.2", "--log-dir", log, "--log-size", "8MiB")
        hub = self.hub(*options)
        eater = Eater(self, hub)
        kitchen = FedKitchen(self, hub)
        hosts = kitchen.feed(100)
        eater.wait_for(hosts)
        for chunk in glob.glob(os.path.join(log, "chunk-*")):
            os.remove(chunk)
        after = kitchen.feed(100)
        eater.wait_for(hosts + after)
        hub.err.wait_for("ERROR The log folder .*/log doesn't store what comes: its file .* was removed, cut or exchanged")
        hub.err.wait_for("INFO The log folder .*/log stores what comes again")
        kitchen.end()
        self.assertEqual(0, kitchen.program.wait(), kitchen.program.err.text)
        hub.kill()
        hub = self.hub(*options, in_port=hub.in_port, out_port=hub.out_port)
        late = Eater(self, hub, "--last", "1000")
        late.wait_for(after)

    def test_a_file_that_was_cut_ends_the_hub_with_its_name(self):
        log = os.path.join(self.folder, "log")
        hub = self.hub("-f", "3600", "--log-dir", log, "--log-size", "8MiB")
        self.assertEqual(0, self.run_tool("nd-sniff", "-r", harness.capture("dns.pcap"), "-h", hub.kitchens)[0])
        for chunk in glob.glob(os.path.join(log, "chunk-*")):
            os.truncate(chunk, 0)
        self.start("nd-print", "-h", hub.eaters, "--last", "10")
        self.assertEqual(1, hub.wait())
        self.assertRegex(hub.err.text, "hub error: The log's file .*/log/chunk-000. can't be used any more: ")


if __name__ == "__main__":
    harness.main()
