"""README.md is true: the output of the demo, the chef in 15 lines, and the flags of the everyday commands."""
import os
import re
import shlex
import subprocess

import harness
from harness import SystemTest

with open(os.path.join(harness.SOURCE, "README.md"), encoding="utf-8") as f:
    README = f.read()


def section(title):
    return re.search(r"^## %s\n(.*?)(?=^## |\Z)" % re.escape(title), README, re.MULTILINE | re.DOTALL).group(1)


def block(text, language=""):
    """Returns the first code block of a language in the text."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return next(code for name, code in blocks if name == language)


class Readme(SystemTest):
    def test_the_demo_shows_what_the_readme_says(self):
        shown = block(section("Two commands"))
        status, out, err = self.run_tool(
            os.path.join(harness.SOURCE, "scripts", "demo"), env={"ND_DEMO_BIN": harness.BIN, "TZ": "UTC"}
        )
        self.assertEqual(0, status, err)
        for piece in shown.split("\n...\n"):
            self.assertIn(piece.strip(), out)

    def test_the_chef_in_15_lines_has_15_lines_and_works(self):
        text = section("A chef in 15 lines")
        chef = block(text, "cpp")
        self.assertLessEqual(len([line for line in chef.splitlines() if line.strip()]), 15)
        with open(os.path.join(self.folder, "talkers.cpp"), "w", encoding="utf-8") as f:
            f.write(chef)
        for name in ("include", "tests"):
            os.symlink(os.path.join(harness.SOURCE, name), os.path.join(self.folder, name))
        os.makedirs(os.path.join(self.folder, "build"))
        os.symlink(harness.BUILD, os.path.join(self.folder, "build", "release"))
        done = subprocess.run(
            ["sh", "-ec", block(text, "sh")], cwd=self.folder, capture_output=True, text=True, check=False
        )
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn('"chef":"TalkersChef"', done.stdout)
        # tshark counts these bytes for the two hosts in web.pcap, including Ethernet.
        self.assertIn('"payload":{"bytes_sent":{"192.0.2.10":2471,"192.0.2.53":719,"192.0.2.80":7745}}', done.stdout)

    def test_every_flag_of_an_everyday_command_is_in_the_help_of_its_tool(self):
        commands = [
            shlex.split(part, comments=True)
            for line in block(section("Every day"), "sh").splitlines()
            for part in [line.split("|")[0]]
        ]
        self.assertGreater(len(commands), 8)
        for tool, *arguments in commands:
            _, out, _ = self.run_tool(tool, "--help")
            for flag in (a for a in arguments if re.fullmatch(r"--?[a-z][\w-]*", a)):
                self.assertRegex(out, r"(?m)(^|\s|/ )%s\b" % re.escape(flag), "%s %s" % (tool, flag))


if __name__ == "__main__":
    harness.main()
