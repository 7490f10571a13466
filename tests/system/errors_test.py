"""An error is one clear line and the right exit status, and the dumplings from before it are kept."""
import json
import os
import unittest

import harness
import packets
from harness import SystemTest, capture


def said(err):
    """Returns the lines of errors on stderr, without the usual lines of the log."""
    return [line for line in err.splitlines() if line.strip() and " INFO " not in line and " WARNING " not in line]


class Errors(SystemTest):
    def assertFails(self, arguments, *pieces, **popen):
        status, out, err = self.run_tool("nd-sniff", *arguments, "-o", "-", **popen)
        self.assertEqual(1, status, err)
        self.assertEqual(1, len(said(err)), err)
        for piece in pieces:
            self.assertIn(piece, said(err)[0])
        return out

    def test_a_missing_file_is_one_line(self):
        self.assertFails(["-r", "/nowhere/lunch.pcap"], "/nowhere/lunch.pcap", "No such file")

    def test_a_folder_instead_of_a_file_is_one_line(self):
        self.assertFails(["-r", self.folder], self.folder)

    def test_a_file_that_is_no_capture_is_one_line(self):
        path = self.file("menu.txt", b"soup, bread, dumplings, and more of the same, please\n")
        self.assertFails(["-r", path], path)

    @harness.needs_root
    def test_without_proc_the_error_says_that_it_is_missing(self):
        without_proc = ["unshare", "-m", "--propagation", "private", "sh", "-c", 'umount -l /proc && exec "$@"', "sh"]
        folder = os.path.join(harness.BUILD, "lib", "netdumplings", "chefs")
        module = next(os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".so"))
        for arguments, why in (([], "/proc isn't mounted here, so nd-sniff doesn't know its own folder"),
                               (["-m", module], "/proc isn't mounted here: mount it")):
            _, out, _ = self.run_tool("nd-sniff", "-l", *arguments, under=without_proc)
            self.assertIn(why, out)

    def test_an_empty_file_is_one_line(self):
        path = self.file("empty.pcap", b"")
        self.assertFails(["-r", path], path)

    def test_a_filter_that_does_not_compile_is_one_line(self):
        for name in ("web.pcap", "two_links.pcapng"):
            with self.subTest(name):
                self.assertFails(["-r", capture(name), "-f", "tcp andor udp"], "tcp andor udp")

    def test_a_file_that_is_cut_off_is_cooked_up_to_the_cut(self):
        whole = packets.pcap([packets.dns_question("n%d.example.com" % i) for i in range(10)])
        path = self.file("cut.pcap", whole[:-5])
        out = self.assertFails(["-r", path, "-f", "", "-c", "DNSLookupChef"], path)
        self.assertEqual(["n%d.example.com" % i for i in range(9)], hosts(out))

    def test_a_pcapng_file_that_is_cut_off_is_cooked_up_to_the_cut(self):
        with open(capture("two_links.pcapng"), "rb") as f:
            whole = f.read()
        path = self.file("cut.pcapng", whole[: len(whole) * 2 // 3])
        out = self.assertFails(["-r", path, "-f", "", "-c", "ARPChef"], path)
        self.assertTrue(out)

    def test_an_unknown_chef_is_a_warning_and_the_others_cook(self):
        status, out, err = self.run_tool(
            "nd-sniff", "-r", capture("arp.pcap"), "-c", "SoupChef", "-c", "ARPChef", "-o", "-"
        )
        self.assertEqual(0, status)
        self.assertIn("Chef SoupChef not found", err)
        self.assertTrue(out)

    def test_a_kitchen_without_chefs_is_one_line(self):
        self.assertFails(["-r", capture("arp.pcap"), "-c", "SoupChef"], "No valid chefs found. Not starting sniffer.")

    def test_an_unknown_interface_is_one_line(self):
        if os.geteuid() != 0:
            self.skipTest("opening an interface needs root")
        self.assertFails(["-i", "nowhere0"], "nowhere0")

    def test_a_missing_permission_to_capture_is_one_line(self):
        if os.geteuid() != 0:
            self.assertFails(["-i", "lo"], "permi")
        else:
            self.assertFails(["-i", "lo"], "permi", under=as_nobody(self))

    def test_an_output_that_cannot_be_opened_is_one_line(self):
        status, _, err = self.run_tool("nd-sniff", "-r", capture("arp.pcap"), "-o", "/nowhere/out.jsonl")
        self.assertEqual(1, status)
        self.assertEqual(1, len(said(err)), err)
        self.assertIn("/nowhere/out.jsonl", said(err)[0])

    def test_a_full_disk_is_one_line(self):
        status, _, err = self.run_tool("nd-sniff", "-r", capture("arp.pcap"), "-f", "", "-o", "/dev/full")
        self.assertEqual(1, status, err)
        self.assertIn("No space left", err)

    def file(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(data)
        return path


def as_nobody(test):
    """Runs a program as nobody. Skips the test in a private checkout, whose files nobody can't read."""
    under = [
        "setpriv",
        "--reuid",
        "nobody",
        "--regid",
        "nogroup",
        "--clear-groups",
        "--inh-caps=-all",
        "--bounding-set=-all",
    ]
    if test.start("/usr/bin/test", "-x", os.path.join(harness.BIN, "nd-sniff"), under=under).wait() != 0:
        raise unittest.SkipTest("nobody may not enter %s" % harness.BIN)
    return under


def hosts(json_lines):
    made = [json.loads(line) for line in json_lines.splitlines()]
    return [d["payload"]["lookup"]["hostname"] for d in made if d["metadata"]["driver"] == "packet"]


if __name__ == "__main__":
    harness.main()
