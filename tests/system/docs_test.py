"""docs/ is true: its links have targets, its options are those of the tools, and its code runs here."""
import asyncio
import json
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import unittest

import browser
import harness
import packets
from harness import SystemTest, capture

try:
    import websockets
except ImportError:
    websockets = None

DOCS = os.path.join(harness.SOURCE, "docs")
TOOLS = ("nd-sniff", "nd-hub", "nd-print", "nd-hubdetails", "nd-hubstatus", "nd-top")
MANUAL = os.path.join(harness.BUILD, "manual", "nd-manual")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


def documents():
    """Returns every Markdown file of the project, relative to the clone."""
    found = [name for name in os.listdir(harness.SOURCE) if name.endswith(".md")]
    for where, _, names in os.walk(DOCS):
        found += [os.path.relpath(os.path.join(where, name), harness.SOURCE) for name in names if name.endswith(".md")]
    return sorted(found)


def blocks(text, language):
    """Returns the code blocks of a language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [code for name, code in found if name == language]


def anchors(text):
    """Returns the anchors of a document, which GitHub makes from its headings."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Links(unittest.TestCase):
    def test_every_link_leads_to_an_existing_file_or_heading(self):
        for document in documents():
            text = read(harness.SOURCE, document)
            prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
            for target in re.findall(r"\]\(([^)\s]+)\)", prose):
                if re.match(r"https?:", target):
                    continue
                path, _, anchor = target.partition("#")
                path = os.path.normpath(os.path.join(harness.SOURCE, os.path.dirname(document), path)) if path else None
                with self.subTest(document=document, link=target):
                    self.assertTrue(path is None or os.path.exists(path), "no such file")
                    if anchor:
                        self.assertIn(anchor, anchors(read(path) if path else text))

    def test_every_document_is_listed_in_the_readme_of_docs(self):
        listed = read(DOCS, "README.md")
        for document in documents():
            if document.startswith("docs/") and document != "docs/README.md":
                self.assertIn("(%s)" % os.path.relpath(document, "docs"), listed)


class Manual(SystemTest):
    def written(self, kind, tool, page):
        return subprocess.run([MANUAL, kind, tool, page], capture_output=True, text=True, check=False)

    def test_the_options_in_the_docs_are_those_of_the_tools(self):
        for tool in TOOLS:
            path = os.path.join(DOCS, "tools", tool + ".md")
            done = self.written("page", tool, path)
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertEqual(done.stdout, read(path), "run: cmake --build build/release --target update_docs")

    def test_the_manual_pages_have_the_options_of_help(self):
        for tool in TOOLS:
            _, shown, _ = self.run_tool(tool, "--help")
            page = read(harness.BUILD, "share", "man", "man1", tool + ".1")
            words = " ".join(re.sub(r"\\f[BIR]|\\&", "", page).replace("\\-", "-").replace("\\(aq", "'").split())
            entries = re.findall(r"^  (-.*?)(?: {2,}|\n {4,})(.*(?:\n {4,}.*)*)$", shown, re.MULTILINE)
            self.assertGreater(len(entries), 5)
            for spelling, text in entries:
                sentence = " ".join(text.split()).split(" [")[0]
                with self.subTest(tool=tool, option=spelling):
                    self.assertIn(".TP " + spelling + " " + sentence, words)

    def test_the_manual_pages_have_no_fault(self):
        if not shutil.which("groff"):
            self.skipTest("needs groff")
        for tool in TOOLS:
            path = os.path.join(harness.BUILD, "share", "man", "man1", tool + ".1")
            done = subprocess.run(
                ["groff", "-man", "-Tutf8", "-ww", path], capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
            )
            self.assertEqual((0, b""), (done.returncode, done.stderr))
            self.assertIn(tool.encode(), done.stdout)

    def test_text_that_looks_like_roff_is_shown_unchanged(self):
        path = os.path.join(self.folder, "page.md")
        with open(path, "w", encoding="utf-8") as f:
            f.write("# nd-hub\n\nA hub.\n\n## Files\n\n.SH is\nno 'request', \\fB neither\n\n```\n.hidden -x\n```\n")
        done = self.written("man", "nd-hub", path)
        self.assertIn(".PP\n\\&.SH is no \\(aqrequest\\(aq, \\efB neither\n", done.stdout)
        self.assertIn("\n\\&.hidden \\-x\n", done.stdout)

    def test_a_page_without_a_place_for_the_options_is_an_error(self):
        path = os.path.join(self.folder, "page.md")
        for text, why in (("# nd-hub\n", "no place for the options"), ("", "no place for the options")):
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            done = self.written("page", "nd-hub", path)
            self.assertEqual(1, done.returncode)
            self.assertIn(why, done.stderr)
        self.assertIn("doesn't begin with a title", self.written("man", "nd-hub", path).stderr)
        self.assertIn("no tool 'nd-x'", self.written("man", "nd-x", os.path.join(DOCS, "tools", "nd-hub.md")).stderr)


def public_functions(text):
    """Returns {class: (base or "", names of its public functions)} for a header."""
    found = {}
    for name, base, body in re.findall(r"^class (\w+)(?: : public ([\w:]+).*?)? \{\n(.*?)^\};", text, re.MULTILINE | re.DOTALL):
        public = re.split(r"\n (?:private|protected):", body)[0]
        functions = re.findall(r"^  (?!static)[\w:<>&,\[\] ]+[ >](\w+)\([^()]*\) const", public, re.MULTILINE)
        found[name] = (base.split("::")[-1], set(functions), "> of(const Layer& layer)" in public)
    return found


class Views(unittest.TestCase):
    """Compares the tables in docs/chefs.md of what packets offer with the headers."""

    def setUp(self):
        headers = os.path.join(harness.SOURCE, "include", "netdumplings")
        self.page = read(DOCS, "chefs.md")
        self.classes = {}
        for name in sorted(os.listdir(os.path.join(headers, "layers"))):
            for view, offers in public_functions(read(headers, "layers", name)).items():
                self.classes[view] = (name, *offers)
        self.packet = public_functions(read(headers, "packet.hpp"))["Packet"][1]

    def offered(self, view):
        header, base, functions, _ = self.classes[view]
        return header, functions | (self.classes[base][2] if base else set())

    def test_the_table_lists_every_view_and_all_that_it_offers(self):
        rows = re.findall(r"^\| `(\w+)` \(`(\w+\.hpp)`\) \|[^|]*\| (.*) \|$", self.page, re.MULTILINE)
        table = {view: (header, set(re.findall(r"`(\w+)\(", offers))) for view, header, offers in rows}
        views = [name for name, (_, _, _, is_view) in self.classes.items() if is_view] + ["DnsRecord"]
        self.assertGreater(len(views), 10)
        for view in {*table, *views}:
            with self.subTest(view=view):
                self.assertEqual(self.offered(view), table.get(view), "the table of views in docs/chefs.md")

    def test_the_table_lists_all_that_a_packet_offers(self):
        tables = re.findall(r"^\| `Packet` \|.*?\n\n", self.page, re.MULTILINE | re.DOTALL)
        first_cells = " ".join(re.findall(r"^\| (`.*?) \|", "".join(tables), re.MULTILINE))
        self.assertEqual(self.packet, set(re.findall(r"`(\w+)(?:<View>)?\(", first_cells)))


class Code(SystemTest):
    """The code blocks in docs/."""

    def test_a_shown_part_of_an_example_is_in_the_example(self):
        languages = {".cpp": "cpp", ".py": "python", ".html": "html", ".txt": "cmake", ".js": "js"}
        shown = 0
        for document in documents():
            text = read(harness.SOURCE, document)
            linked = {target for target in re.findall(r"\]\((examples/[^)]*\.(?:cpp|py|html|txt|js))\)", text)}
            for target in linked:
                with self.subTest(document=document, example=target):
                    self.assertIn(read(DOCS, target), blocks(text, languages[os.path.splitext(target)[1]]))
                    shown += 1
            if document.startswith("docs/") and linked:
                count = sum(len(blocks(text, language)) for language in languages.values())
                self.assertEqual(len(linked), count, "%s shows code that is no example" % document)
        self.assertGreater(shown, 5)

    def test_the_capture_of_the_example_is_as_described(self):
        def syn(port, source=packets.CLIENT, flags=0x02):
            tcp = struct.pack("!HHIIBBHHH", 40000, port, 1, 0, 0x50, flags, 64240, 0, 0)
            return packets.ethernet(packets.IPV4, packets.ipv4(packets.TCP, tcp, source))

        knocks = [syn(22), syn(80), syn(80, "192.0.2.11"), syn(22), syn(443), syn(8080)]
        others = [syn(25, flags=0x12), packets.dns_question("www.example.com"), syn(22)]  # one of them is a SYN-ACK
        with open(os.path.join(DOCS, "examples", "chef", "knocks.pcap"), "rb") as f:
            self.assertEqual(packets.pcap(knocks + others, step=0.75), f.read())

    def test_every_json_block_is_json(self):
        for document in documents():
            for block in blocks(read(harness.SOURCE, document), "json"):
                with self.subTest(document=document):
                    json.loads(block)


def node():
    """Returns the command of a node that has WebSocket. Skips the test if there is none."""
    if not shutil.which("node"):
        raise unittest.SkipTest("needs node")
    flag = "--experimental-websocket"
    for command in (["node"], ["node", flag]):
        try_it = "typeof WebSocket === 'function' || require('undici').WebSocket"
        if subprocess.run([*command, "-e", try_it], capture_output=True).returncode == 0:
            return command
    raise unittest.SkipTest("needs a node with WebSocket: 22, 20 with %s, or Debian's with node-undici" % flag)


class Eaters(SystemTest):
    """Runs the eaters of docs/eaters.md on a hub that gets a capture."""

    def setUp(self):
        super().setUp()
        self.running_hub = self.hub("-f", "0.1")
        self.wanted = list(
            dict.fromkeys(
                dumpling["payload"]["lookup"]["hostname"]
                for dumpling in self.cook(capture("dns.pcap"), "-c", "DNSLookupChef")
                if dumpling["metadata"]["driver"] == "packet"
            )
        )
        self.assertGreater(len(self.wanted), 3)

    def feed(self):
        status, _, err = self.run_tool("nd-sniff", "-r", capture("dns.pcap"), "-f", "", "-h", self.running_hub.kitchens)
        self.assertEqual(0, status, err)

    def assertEats(self, eater, name, shown):
        """Starts the eater and feeds it. `shown` returns the hostnames in its output."""
        self.running_hub.wait_for_eater(name)
        self.feed()
        eater.out.wait(lambda text: len(shown(text)) >= len(self.wanted), "%d names" % len(self.wanted))
        self.assertEqual(self.wanted, shown(eater.out.text))

    @unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
    def test_the_eater_in_python_prints_each_hostname_once(self):
        path = os.path.join(DOCS, "examples", "python", "hostnames.py")
        eater = self.start(sys.executable, path, self.running_hub.eaters)
        self.assertEats(eater, "hostnames", lambda text: list(map(json.loads, harness.whole_lines(text))))

    def test_the_page_shows_each_hostname_once_and_connects_again_to_a_lost_hub(self):
        def shown(text, key="hostnames"):
            return [line[key] for line in map(json.loads, harness.whole_lines(text)) if key in line]

        page = os.path.join(DOCS, "examples", "web", "hostnames.html")
        runner = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_page.js")
        command = [shutil.which("node"), *node()[1:], runner, page, self.running_hub.eaters]
        eater = self.start(*command, env={"NODE_NO_WARNINGS": "1"})
        self.assertEats(eater, "webnom", shown)
        hub = self.running_hub
        hub.interrupt()
        self.assertEqual(0, hub.wait())
        self.running_hub = self.hub(in_port=hub.in_port, out_port=hub.out_port)
        self.running_hub.wait_for_eater("webnom")
        states = eater.out.wait(lambda text: (len(shown(text, "state")) > 2) and shown(text, "state"), "its states")
        self.assertEqual("connected to " + hub.eaters, states[0])
        self.assertIn("lost the hub: 1001 the hub is shutting down", states)

    def test_the_page_works_in_a_browser(self):
        browser.needed()
        hub = self.running_hub = self.hub("-f", "0.1", "--allow-origin", "null")  # the origin of a page from a file
        page = browser.Browser()
        self.addCleanup(page.close)
        page.open("file://%s?%s" % (os.path.join(DOCS, "examples", "web", "hostnames.html"), hub.eaters))
        hub.wait_for_eater("webnom")
        self.feed()
        page.wait("document.querySelectorAll('#hostnames li').length >= arguments[0]", "all names", len(self.wanted))
        self.assertEqual(self.wanted, page.texts("#hostnames li"))
        self.assertEqual("connected to " + hub.eaters, page.text("#state"))

    def test_the_eater_in_a_shell_prints_a_dumpling(self):
        (command,) = blocks(read(DOCS, "eaters.md"), "sh")
        eater = self.start(*shlex.split(command), env={"NETDUMPLINGS_PRINT_HUB": self.running_hub.eaters})
        self.running_hub.wait_for_eater("printereater")
        self.feed()
        self.assertEqual(0, eater.wait())
        self.assertEqual("DNSLookupChef", json.loads(eater.out.text)["metadata"]["chef"])


class Quickstart(SystemTest):
    """Follows docs/quickstart.md to the letter, except for the ports."""

    def setUp(self):
        super().setUp()
        self.text = read(DOCS, "quickstart.md")
        self.commands = [shlex.split(block) for block in blocks(self.text, "sh")]

    def test_the_capture_gives_the_shown_dumpling(self):
        (shown,) = blocks(self.text, "json")
        status, out, err = self.run_tool(*self.commands[0], cwd=harness.SOURCE)
        self.assertEqual(0, status, err)
        self.assertIn(json.loads(shown), [json.loads(line) for line in out.splitlines()])

    def test_kitchen_hub_and_eater_meet(self):
        _, hub_command, print_command, sniff_command = self.commands
        self.assertEqual(["nd-hub"], hub_command)
        hub = self.hub()
        eater = self.start(*print_command, env={"NETDUMPLINGS_PRINT_HUB": hub.eaters})
        hub.wait_for_eater("printereater")
        status, _, err = self.run_tool(
            *sniff_command, cwd=harness.SOURCE, env={"NETDUMPLINGS_SNIFF_HUB": hub.kitchens}
        )
        self.assertEqual(0, status, err)
        eater.out.wait_for('"hostname": "www.example.com"')


class Logging(SystemTest):
    def test_the_shown_logging_configuration_does_what_the_text_says(self):
        (shown,) = blocks(read(DOCS, "logging.md"), "json")
        path, log = os.path.join(self.folder, "logging.json"), os.path.join(self.folder, "hub.log")
        with open(path, "w", encoding="utf-8") as f:
            f.write(shown.replace("/var/log/nd-hub/hub.log", log))
        hub = self.start("nd-hub", "-i", "0", "-o", "0", env={"NETDUMPLINGS_LOGGING_CONFIG": path})
        harness.wait_until(lambda: os.path.exists(log) and "waiting for connections" in read(log), "the log")
        hub.interrupt()
        self.assertEqual(0, hub.wait())
        lines = [json.loads(line) for line in read(log).splitlines()]
        self.assertEqual({("time", "level", "logger", "message")}, {tuple(line) for line in lines})
        self.assertEqual("", hub.err.text)


@unittest.skipIf(websockets is None, "needs Debian's python3-websockets")
class Wire(SystemTest):
    """Sends the messages that docs/wire.md shows."""

    def setUp(self):
        super().setUp()
        self.messages = blocks(read(DOCS, "wire.md"), "json")
        self.running_hub = self.hub("-f", "3600")

    def shown(self, *keys):
        """Returns the message of the document with exactly these keys."""
        (message,) = (message for message in self.messages if tuple(json.loads(message)) == keys)
        return message

    def run_eater(self, hello, feed=None, subprotocols=None):
        """Returns the first message to an eater with this hello. A kitchen sends `feed` after the hub knows the eater."""

        async def talk():
            uri = "ws://" + self.running_hub.eaters
            async with websockets.connect(uri, subprotocols=subprotocols) as eater:
                await eater.send(hello)
                if feed:
                    await asyncio.get_running_loop().run_in_executor(None, self.running_hub.wait_for_eater, "webnom")
                    await self.cook(feed)
                return await eater.recv()

        return asyncio.run(asyncio.wait_for(talk(), harness.PATIENCE))

    async def cook(self, messages):
        async with websockets.connect("ws://" + self.running_hub.kitchens) as kitchen:
            await kitchen.send(self.shown("kitchen_name", "interface", "filter", "chefs", "poke_interval"))
            for message in messages:
                await kitchen.send(message)

    def test_the_hub_understands_the_shown_card_hello_and_dumpling(self):
        dumpling = self.shown("metadata", "payload")
        self.assertEqual(dumpling, self.run_eater(self.shown("eater_name"), feed=[dumpling]))
        self.running_hub.wait_for_kitchen("garage")

    def test_an_eater_gets_only_the_chosen_dumplings_of_the_past(self):
        dumpling = self.shown("metadata", "payload")
        others = [dumpling.replace('"garage"', '"office"'), dumpling.replace('"packet"', '"interval"')]
        asyncio.run(self.cook([*others, dumpling]))
        choice = self.shown("eater_name", "chefs", "kitchens", "drivers", "last")
        self.assertEqual(dumpling, self.run_eater(choice))

    def test_an_eater_of_another_log_begins_at_the_beginning(self):
        asyncio.run(self.cook([self.shown("metadata", "payload")]))
        hello = self.shown("eater_name", "after")
        first = json.loads(self.run_eater(hello, subprotocols=["netdumplings.v1"]))
        self.assertEqual(["log", "position"], list(first))
        self.assertEqual(0, first["position"])


if __name__ == "__main__":
    harness.main()
