"""If the page can't be bundled, cmake says why and continues without it. Runs cmake/NdWeb.cmake in a small project."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
PROJECT = """cmake_minimum_required(VERSION 3.25)
project(page NONE)
include("%s/cmake/NdWeb.cmake")
nd_page_source(source)
message(STATUS "the source is ${source}")
"""


class PageIsLeftOut(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="nd-page-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.mkdir(os.path.join(self.folder, "web"))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(os.path.join(SOURCE, "web", name), os.path.join(self.folder, "web"))
        with open(os.path.join(self.folder, "CMakeLists.txt"), "w") as file:
            file.write(PROJECT % SOURCE)

    def configure(self, *options, **environment):
        done = subprocess.run(["cmake", "-S", self.folder, "-B", os.path.join(self.folder, "build"), *options],
                              env={**os.environ, **environment}, capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        output = " ".join((done.stdout + done.stderr).split())
        source = re.search("the source is " + re.escape(self.folder) + r"/(\S+)", output).group(1)
        self.assertTrue(os.path.isfile(os.path.join(SOURCE, source)), source)
        return output

    def program(self, name, text):
        """Writes a shell script, and returns its path."""
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(path, 0o755)
        return path

    def test_cmake_says_so_if_the_page_is_switched_off(self):
        self.assertIn("nd-hub is built without its live page: ND_WEB is OFF", self.configure("-DND_WEB=OFF"))

    def test_cmake_says_so_if_npm_is_missing(self):
        self.assertIn("nd-hub is built without its live page: npm isn't there", self.configure("-DND_NPM="))

    def test_cmake_says_so_if_node_is_missing(self):
        self.assertIn("nd-hub is built without its live page: node isn't there", self.configure("-DND_NODE="))

    def test_cmake_says_so_if_node_is_too_old(self):
        old = self.program("node", "echo v16.20.2\n")
        self.assertIn("node is 16.20.2, but 18 or later is needed", self.configure("-DND_NODE=" + old))

    def test_cmake_tries_npm_again_after_it_found_no_registry(self):
        npm = self.program("npm", 'echo "$@" >>"%s/calls"; echo "npm error code ENOTFOUND" >&2; exit 1\n' % self.folder)
        for _ in range(2):
            self.assertIn("npm ci could not get its packages (1) npm error code ENOTFOUND", self.configure("-DND_NPM=" + npm))
        with open(os.path.join(self.folder, "calls")) as file:
            calls = file.read().splitlines()
        self.assertEqual(2, len(calls))
        self.assertIn("--ignore-scripts", calls[0])


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    sys.exit(not program.result.wasSuccessful())
