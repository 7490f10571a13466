"""No include crosses a wall; and the check that says so sees each kind of crossing when one is planted."""
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import walls  # noqa: E402

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

# A small house in which every wall stands. Its files have names of the tree's.
SOUND = {
    "include/netdumplings/packet.hpp": "#include <stddef.h>\n#include <vector>\n#include <nlohmann/json.hpp>\n",
    "include/netdumplings/version.hpp.in": "#pragma once\n",
    "chefs/arp_chef.hpp": "#include <netdumplings/packet.hpp>\n#include <map>\n",
    "chefs/template/CMakeLists.txt": "find_package(netdumplings)\n",
    "src/common/result.hpp": "#include <string>\n",
    "src/common/json/utf8.hpp": '#include "common/result.hpp"\n',
    "src/common/os/terminal.hpp": '#include "common/json/utf8.hpp"\n',
    "src/common/cli/cli.hpp": "#include <CLI/App.hpp>\n#include <netdumplings/version.hpp>\n",
    "src/net/loop/loop.hpp": "#include <functional>\n",
    "src/net/loop/loop_impl.hpp": '#include <boost/asio/io_context.hpp>\n#include "net/loop/loop.hpp"\n',
    "src/net/loop/loop.cpp": '#include "net/loop/loop_impl.hpp"\n#include "common/cli/cli.hpp"\n',
    "src/net/websocket/utf8_check.hpp": "#include <string_view>\n",
    "src/net/tls/tls_files.cpp": '#include <openssl/ssl.h>\n#include "net/loop/loop.hpp"\n',
    "src/packet/dissector.hpp": "#include <netdumplings/packet.hpp>\n",
    "src/kitchen/packets/pcap_file_source.cpp": '#include <pcap/pcap.h>\n#include "packet/dissector.hpp"\n',
    "src/kitchen/chefs/chef_modules.cpp": '#include <dlfcn.h>\n#include "common/cli/cli.hpp"\n',
    "src/kitchen/delivery/outbox.hpp": '#include "net/loop/loop.hpp"\n',
    "src/kitchen/options.hpp": '#include "kitchen/delivery/outbox.hpp"\n',
    "src/kitchen/CMakeLists.txt": "nd_library(nd_kitchen SOURCES a.cpp PUBLIC nd_common nd_net nd_packet)\n",
    "src/hub/log/dumpling_log.hpp": "#include <vector>\n",
    "src/hub/status/census.hpp": "#include <vector>\n",
    "src/hub/kitchens/dumpling_check.cpp": '#include <simdjson.h>\n#include "hub/log/dumpling_log.hpp"\n',
    "src/hub/hub.cpp": '#include "hub/log/dumpling_log.hpp"\n',
    "src/eaters/nd_print.cpp": '#include "common/cli/cli.hpp"\n' * 20 + "int main() {}\n",
}

# What is planted, and a piece of what must be said about it.
PLANTED = {
    "a public header includes a library": (
        "include/netdumplings/packet.hpp",
        "#include <spdlog/spdlog.h>\n",
        "nlohmann/json, not",
    ),
    "a public header includes src": (
        "include/netdumplings/packet.hpp",
        '#include "common/cli/cli.hpp"\n',
        "may include nothing",
    ),
    "a chef includes a system header": ("chefs/arp_chef.hpp", "#include <arpa/inet.h>\n", "nlohmann/json, not"),
    "a chef includes src": ("chefs/arp_chef.hpp", '#include "packet/dissector.hpp"\n', "chefs may include include"),
    "common includes net": ("src/common/cli/cli.hpp", '#include "net/loop/loop.hpp"\n', "src/common may include"),
    "net includes kitchen": (
        "src/net/loop/loop.cpp",
        '#include "kitchen/delivery/outbox.hpp"\n',
        "src/net may include",
    ),
    "packet includes common": ("src/packet/dissector.hpp", '#include "common/cli/cli.hpp"\n', "src/packet may include"),
    "kitchen includes hub": (
        "src/kitchen/delivery/outbox.hpp",
        '#include "hub/kitchens/dumpling_check.cpp"\n',
        "src/kitchen may include",
    ),
    "hub includes kitchen": (
        "src/hub/kitchens/dumpling_check.cpp",
        '#include "kitchen/delivery/outbox.hpp"\n',
        "src/hub may include",
    ),
    "eaters include the hub by a way round": (
        "src/eaters/nd_print.cpp",
        '#include "../hub/kitchens/dumpling_check.cpp"\n',
        "src/eaters may include",
    ),
    "eaters include the hub in angle brackets": (
        "src/eaters/nd_print.cpp",
        "#include <hub/kitchens/dumpling_check.cpp>\n",
        "src/eaters may include",
    ),
    "a room of net includes one above it": (
        "src/net/loop/loop.hpp",
        '#include "net/websocket/utf8_check.hpp"\n',
        "the arrow loop -> websocket of src/net isn't allowed",
    ),
    "a room of net runs back": (
        "src/net/loop/loop.cpp",
        '#include "net/tls/tls_files.cpp"\n',
        "the arrow loop -> tls of src/net runs back",
    ),
    "a room of the hub includes a file beside it by a way round": (
        "src/hub/status/census.hpp",
        '#include "../kitchens/dumpling_check.cpp"\n',
        "the arrow status -> kitchens of src/hub runs back",
    ),
    "a room of the kitchen includes its root": (
        "src/kitchen/packets/pcap_file_source.cpp",
        '#include "kitchen/options.hpp"\n',
        "the arrow packets -> its root of src/kitchen runs back",
    ),
    "packets of the kitchen include chefs": (
        "src/kitchen/packets/pcap_file_source.cpp",
        '#include "kitchen/chefs/chef_modules.cpp"\n',
        "the arrow packets -> chefs of src/kitchen isn't allowed",
    ),
    "a room of common runs back": (
        "src/common/json/utf8.hpp",
        '#include "common/os/terminal.hpp"\n',
        "the arrow json -> os of src/common runs back",
    ),
    "common's root includes a room": (
        "src/common/result.hpp",
        '#include "common/json/utf8.hpp"\n',
        "the arrow its root -> json of src/common runs back",
    ),
    "a room that nobody knows": ("src/hub/cellar/wine.hpp", "\n", "in a room that the walls don't know"),
    "a room in a folder that has none": ("src/packet/layers/ip.hpp", "\n", "in a room that the walls don't know"),
    "libpcap outside of the packet source": (
        "src/kitchen/delivery/outbox.hpp",
        "#include <pcap.h>\n",
        "libpcap lives in",
    ),
    "libpcap in the dissector": ("src/packet/dissector.hpp", "#  include <pcap/pcap.h>\n", "libpcap lives in"),
    "dlopen outside of the chefs": (
        "src/kitchen/packets/pcap_file_source.cpp",
        "#include <dlfcn.h>\n",
        "dlopen lives in",
    ),
    "Boost outside of net": ("src/hub/kitchens/dumpling_check.cpp", "#include <boost/asio.hpp>\n", "Boost lives in"),
    "OpenSSL in chefs other than those of the network": (
        "chefs/arp_chef.hpp",
        "#include <openssl/evp.h>\n",
        "OpenSSL lives in",
    ),
    "OpenSSL outside of net": ("src/common/cli/cli.hpp", "#include <openssl/evp.h>\n", "OpenSSL lives in"),
    "Boost through a header of net's": (
        "src/kitchen/delivery/outbox.hpp",
        '#include "net/loop/loop_impl.hpp"\n',
        "which only src/net may know",
    ),
    "simdjson outside of the check": ("src/common/cli/cli.hpp", "#include <simdjson.h>\n", "simdjson lives in"),
    "simdjson in another file of the hub": ("src/hub/hub.cpp", "#include <simdjson.h>\n", "simdjson lives in"),
    "ncurses outside of nd-top's screen": ("src/eaters/nd_print.cpp", "#include <ncurses.h>\n", "ncurses lives in"),
    "a target that links across": (
        "src/kitchen/CMakeLists.txt",
        "target_link_libraries(nd_kitchen PRIVATE nd_hub)\n",
        "links nd_hub",
    ),
    "a table that strangers can make slow": (
        "src/hub/log/dumpling_log.hpp",
        "std::unordered_map<std::string,\n    int> seen;\n",
        "use RandomHash",
    ),
    "a long main": ("src/eaters/nd_print.cpp", "\n" * 60, "under 80 lines"),
    "a folder that nobody knows": ("src/misc/helper.cpp", "\n", "outside of the folders"),
    "an include by macro": ("src/hub/kitchens/dumpling_check.cpp", "#include SOME_HEADER(x)\n", "can't be read"),
    "a public header that isn't there": (
        "chefs/arp_chef.hpp",
        "#include <netdumplings/gone.hpp>\n",
        "no such public header",
    ),
}


def found_in(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as f:
                f.write(text)
        return walls.violations(root)


class TheTree(unittest.TestCase):
    def test_has_no_include_that_crosses_a_wall(self):
        found = walls.violations(REPOSITORY)
        self.assertEqual([], ["%s:%d: %s" % v for v in found])

    def test_is_really_read(self):
        tree = walls.Tree(REPOSITORY)
        folders = {walls.folder_of(path) for path in tree.files()}
        self.assertEqual(set(walls.FOLDERS), folders)

    def test_has_the_rooms_that_the_walls_know(self):
        for folder, rooms in walls.ROOMS.items():
            with os.scandir(os.path.join(REPOSITORY, folder)) as entries:
                self.assertEqual({entry.name for entry in entries if entry.is_dir()}, set(rooms) - {"."}, folder)

    def test_uses_every_library_in_its_home(self):
        tree = walls.Tree(REPOSITORY)
        for pattern, home, library in walls.HOMES:
            users = [path for path in tree.files() if home.match(path)]
            self.assertTrue(any(pattern.match(name) for path in users for _, name, _ in tree.includes(path)), library)


class TheTables(unittest.TestCase):
    def test_have_no_cycle(self):
        self.assertIsNone(walls.cycle_in(walls.FOLDERS))
        for folder, rooms in walls.ROOMS.items():
            self.assertIsNone(walls.cycle_in(rooms), folder)

    def test_only_name_what_they_know(self):
        for folder, rooms in {"all": walls.FOLDERS, **walls.ROOMS}.items():
            self.assertLessEqual(set().union(*rooms.values()), set(rooms), folder)


class TheCheck(unittest.TestCase):
    def test_passes_a_sound_tree_of_names_that_there_are(self):
        self.assertEqual([], found_in(SOUND))
        for path in SOUND:
            self.assertTrue(os.path.exists(os.path.join(REPOSITORY, path)), path)

    def test_sees_every_planted_crossing(self):
        for what, (path, text, said) in PLANTED.items():
            with self.subTest(what):
                found = found_in({**SOUND, path: SOUND.get(path, "") + text})
                self.assertEqual(1, len({v.path for v in found}), found)
                self.assertIn(said, " / ".join(v.why for v in found))
                self.assertEqual(path, found[0].path)

    def test_names_the_line_and_takes_no_comment_for_an_include(self):
        text = "// #include <pcap.h>\n/* \n#include <pcap.h>\n*/\n#include <pcap.h>\n"
        found = found_in({**SOUND, "src/hub/kitchens/dumpling_check.cpp": text})
        self.assertEqual([5], [v.line for v in found])

    def test_sees_a_cycle(self):
        self.assertEqual(["a", "b", "c", "a"], walls.cycle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}))
        self.assertEqual(["b", "b"], walls.cycle_in({"a": {"b"}, "b": {"b"}}))
        self.assertIsNone(walls.cycle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()}))


if __name__ == "__main__":
    unittest.main()
