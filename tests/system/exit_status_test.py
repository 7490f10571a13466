"""nd-sniff's exit status is what its manual says, and its output is where its manual's examples put it."""
import os
import stat

import harness
from harness import SystemTest, capture, needs_root

MODULES = os.path.join(harness.BUILD, "tests", "modules")
WEB = capture("web.pcap")


def module(name):
    return os.path.join(MODULES, name + ".so")


INVALID = ["-m", module("bad_payloads"), "--chef-option", "TextChef:text={"]


class ExitStatus(SystemTest):
    def cook(self, *options):
        status, _, err = self.run_tool("nd-sniff", "-r", WEB, "-o", os.devnull, *options)
        return status, [line.split(": ", 1)[1] for line in err.splitlines() if " ERROR " in line]

    def test_strictly_nothing_may_fail_and_nothing_may_be_dropped(self):
        for options, why in (
            (["-m", module("throwing"), "-c", "ThrowingHandlersChef"], r"--strict: \d+ calls of handlers failed"),
            ([*INVALID, "-c", "TextChef"], r"--strict: \d+ dumplings were dropped"),
        ):
            with self.subTest(options):
                self.assertEqual(0, self.cook(*options)[0])
                status, errors = self.cook(*options, "--strict")
                self.assertEqual(1, status)
                self.assertRegex(errors[-1], why)

    def test_strictly_a_run_in_which_nothing_fails_is_good(self):
        self.assertEqual((0, []), self.cook("--strict"))

    def test_a_hub_that_refuses_the_kitchen_ends_the_reading_of_a_file(self):
        hub = self.hub()
        status, _, err = self.run_tool("nd-sniff", "-r", WEB, "-h", hub.kitchens, "-f", "tcp" + " " * 66000)  # for its card
        self.assertEqual(1, status, err)
        self.assertRegex(err, r"ERROR .*received 1008 \(policy violation\).*it refuses this kitchen")

    @needs_root
    def test_an_output_in_a_folder_of_roots_is_written_though_rights_are_dropped_before(self):
        os.chmod(self.folder, 0o755)
        path = os.path.join(self.folder, "dumplings.jsonl")
        with open(path, "w", encoding="ascii") as f:
            f.write("what was there before")
        for name in (path, os.path.join(self.folder, "new.jsonl"), "relative.jsonl"):
            status, _, err = self.run_tool("nd-sniff", "-r", WEB, "-o", name, cwd=self.folder, env={"SUDO_UID": None})
            self.assertEqual(0, status, err)
            with open(os.path.join(self.folder, name), encoding="utf-8") as f:
                self.assertTrue(f.readline().startswith('{"metadata":'))

    @needs_root
    def test_root_opens_no_output_where_others_can_put_a_link(self):
        target = os.path.join(self.folder, "target")
        with open(target, "w", encoding="ascii") as f:
            f.write("untouched")
        os.chmod(self.folder, 0o755)
        nobody = harness.user_id("nobody")
        theirs, shared = os.path.join(self.folder, "theirs"), os.path.join(self.folder, "shared")
        os.mkdir(theirs)
        os.chown(theirs, nobody, -1)
        os.mkdir(shared)
        os.chmod(shared, 0o1777)
        for folder in (theirs, shared, self.folder):
            link = os.path.join(folder, "out.jsonl")
            os.symlink(target, link)
            status, _, err = self.run_tool("nd-sniff", "-r", WEB, "-o", link, env={"SUDO_UID": None})
            self.assertEqual(1, status)
            self.assertOneLine(
                "\n".join(l for l in err.splitlines() if " ERROR " in l), "where the user nobody may write"
            )
            with open(target, encoding="ascii") as f:
                self.assertEqual("untouched", f.read())
        made = os.path.join(theirs, "new.jsonl")
        self.assertEqual(0, self.run_tool("nd-sniff", "-r", WEB, "-o", made, env={"SUDO_UID": None})[0])
        self.assertEqual(nobody, os.stat(made)[stat.ST_UID])


if __name__ == "__main__":
    harness.main()
