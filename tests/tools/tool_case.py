"""What all tools have in common: --version, --help, usage errors and environment variables."""
import os
import re
import sys
import unittest

from running import RunningTool


COLUMN = 34  # the column where the sentences of --help begin


class Entry:
    """An option in --help: its spelling, its sentence, and the notes in brackets after the sentence."""

    def __init__(self, spelling, text):
        self.spelling = spelling
        self.sentence, _, notes = text.partition(" [")
        self.notes = notes.removesuffix("]").split("; ") if notes else []
        self.long_name = re.search(r"--([a-z-]+)", spelling).group(1)

    def note(self, kind):
        return next((n.removeprefix(kind + ": ") for n in self.notes if n.startswith(kind + ": ")), None)


def entries(help_text):
    """Returns all options of a --help."""
    listed = help_text.split("\nOptions:\n", 1)[1].split("\n\n", 1)[0]
    found = []
    for text in re.split(r"\n(?=  -)", listed):
        first, *more = text.split("\n")
        beside = first[COLUMN - 2 : COLUMN] == "  "
        spelling, begin = (first[:COLUMN], first[COLUMN:]) if beside else (first, "")
        found.append(Entry(spelling.strip(), " ".join([begin, *(line.strip() for line in more)]).strip()))
    return found


class ToolCase:
    """A subclass names the tool and fills the tables."""

    tool = ""
    bin_dir = ""
    flags = {}  # from the contract: spelling in --help -> default in --help, or None if there is none
    wrong = []  # (arguments, what the usage error says)
    wrong_in_environment = ()  # (long flag, its names in an error, a wrong value, the reason)

    def start(self, *arguments, **how):
        running = RunningTool(os.path.join(self.bin_dir, self.tool), arguments, **how)
        self.addCleanup(running.clean_up)
        return running

    def run_tool(self, *arguments, **how):
        return self.start(*arguments, **how).end()

    def usage_error(self, why):
        return f"Usage: {self.tool} [OPTIONS]\nTry '{self.tool} --help' for help.\n\nError: {why}\n"

    def variable(self, flag):
        """Returns the environment variable of a long flag."""
        return "_".join(["NETDUMPLINGS", self.tool.removeprefix("nd-"), flag]).replace("-", "_").upper()

    def test_it_prints_its_version(self):
        stdout, stderr, status = self.run_tool("--version")
        self.assertRegex(stdout, rf"\A{self.tool}, version \d+\.\d+\.\d+(-dev)?\n\Z")
        self.assertEqual((stderr, status), ("", 0))

    def test_help_is_100_columns_wide_and_ends_with_an_example(self):
        stdout, stderr, status = self.run_tool("--help")
        self.assertEqual((stderr, status), ("", 0))
        self.assertLessEqual(max(map(len, stdout.splitlines())), 100)
        self.assertRegex(stdout, rf"\AUsage: {self.tool} \[OPTIONS\]\n\n  [A-Z][^\n]*\.\n\nOptions:\n  -")
        self.assertRegex(stdout, rf"\n\nExample: {self.tool} [^\n]+\n\Z")

    def test_its_example_has_only_existing_flags(self):
        text = self.run_tool("--help")[0]
        spelled = re.findall(r"--?[A-Za-z-]+", " ".join(entry.spelling for entry in entries(text)))
        for flag in re.findall(r" (--?[a-z-]+)", text.splitlines()[-1].removeprefix(f"Example: {self.tool}")):
            self.assertIn(flag, spelled)

    def test_help_has_the_flags_of_the_contract_with_letters_values_and_defaults(self):
        shown = {entry.spelling: entry for entry in entries(self.run_tool("--help")[0])}
        for spelling, default in self.flags.items():
            with self.subTest(flag=spelling):
                self.assertIn(spelling, shown)
                self.assertEqual(shown[spelling].note("default"), default)

    def test_help_has_a_sentence_and_a_variable_for_every_flag(self):
        for entry in entries(self.run_tool("--help")[0]):
            with self.subTest(flag=entry.spelling):
                self.assertRegex(entry.sentence, r"\A[A-Z].*[^.]\.\Z")
                self.assertNotRegex(entry.sentence, r"\w\. [A-Z]")  # one variable is enough
                bare = entry.long_name in ("help", "version")
                self.assertEqual(entry.note("env"), None if bare else self.variable(entry.long_name))

    def test_wrong_flags_and_values_are_usage_errors(self):
        for arguments, why in [
            (["--nonsense"], "No such option: --nonsense"),
            (["-?"], "No such option: -?"),
            (["nonsense"], "Got unexpected extra argument: nonsense"),
            (["\x1b[31m"], "Got unexpected extra argument: \\u001b[31m"),
            *self.wrong,
        ]:
            with self.subTest(arguments=arguments):
                self.assertEqual(self.run_tool(*arguments), ("", self.usage_error(why), 2))

    def test_a_wrong_value_in_the_environment_names_the_variable(self):
        flag, names, value, why = self.wrong_in_environment
        variable = self.variable(flag)
        error = self.usage_error(f"Invalid value for {names} (from {variable}): {why}")
        self.assertEqual(self.run_tool(env={variable: value}), ("", error, 2))


def main():
    """Runs the module's tests against the tools in the folder named first on the command line."""
    ToolCase.bin_dir = sys.argv.pop(1)
    unittest.main(verbosity=2)
