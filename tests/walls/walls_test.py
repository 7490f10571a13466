"""No include crosses a wall; and the check that says so sees each kind of crossing when one is planted."""
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import walls  # noqa: E402

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

# A small house in which every wall stands.
SOUND = {
    "include/netdumplings/packet.hpp": "#include <stddef.h>\n#include <vector>\n#include <nlohmann/json.hpp>\n",
    "include/netdumplings/version.hpp.in": "#pragma once\n",
    "chefs/arp_chef.cpp": "#include <netdumplings/packet.hpp>\n#include <map>\n",
    "chefs/template/CMakeLists.txt": "find_package(netdumplings)\n",
    "src/common/cli/cli.hpp": "#include <CLI/App.hpp>\n#include <netdumplings/version.hpp>\n",
    "src/net/loop/loop.hpp": "#include <functional>\n",
    "src/net/loop/loop_impl.hpp": '#include <boost/asio/io_context.hpp>\n#include "net/loop/loop.hpp"\n',
    "src/net/loop/loop.cpp": '#include "net/loop/loop_impl.hpp"\n#include <openssl/ssl.h>\n#include "common/cli/cli.hpp"\n',
    "src/packet/dissector.hpp": "#include <netdumplings/packet.hpp>\n",
    "src/kitchen/packets/pcap_file_source.cpp": '#include <pcap/pcap.h>\n#include "packet/dissector.hpp"\n',
    "src/kitchen/chefs/chef_modules.cpp": '#include <dlfcn.h>\n#include "common/cli/cli.hpp"\n',
    "src/kitchen/delivery/hub_link.hpp": '#include "net/loop/loop.hpp"\n',
    "src/kitchen/CMakeLists.txt": "nd_library(nd_kitchen SOURCES a.cpp PUBLIC nd_common nd_net nd_packet)\n",
    "src/hub/kitchens/dumpling_check.cpp": "#include <simdjson.h>\n",
    "src/eaters/print_main.cpp": '#include "common/cli/cli.hpp"\n' * 20,
}

# What is planted, and a piece of what must be said about it.
PLANTED = {
    "a public header includes a library": (
        "include/netdumplings/packet.hpp",
        "#include <spdlog/spdlog.h>\n",
        "alone, not on",
    ),
    "a public header includes src": (
        "include/netdumplings/packet.hpp",
        '#include "common/cli/cli.hpp"\n',
        "may include nothing",
    ),
    "a chef includes a system header": ("chefs/arp_chef.cpp", "#include <arpa/inet.h>\n", "alone, not on"),
    "a chef includes src": ("chefs/arp_chef.cpp", '#include "packet/dissector.hpp"\n', "chefs may include include"),
    "common includes net": ("src/common/cli/cli.hpp", '#include "net/loop/loop.hpp"\n', "src/common may include"),
    "net includes kitchen": ("src/net/loop/loop.cpp", '#include "kitchen/delivery/hub_link.hpp"\n', "src/net may include"),
    "packet includes common": ("src/packet/dissector.hpp", '#include "common/cli/cli.hpp"\n', "src/packet may include"),
    "kitchen includes hub": (
        "src/kitchen/delivery/hub_link.hpp",
        '#include "hub/kitchens/dumpling_check.cpp"\n',
        "src/kitchen may include",
    ),
    "hub includes kitchen": ("src/hub/kitchens/dumpling_check.cpp", '#include "kitchen/delivery/hub_link.hpp"\n', "src/hub may include"),
    "eaters include the hub by a way round": (
        "src/eaters/print_main.cpp",
        '#include "../hub/kitchens/dumpling_check.cpp"\n',
        "src/eaters may include",
    ),
    "eaters include the hub in angle brackets": (
        "src/eaters/print_main.cpp",
        "#include <hub/kitchens/dumpling_check.cpp>\n",
        "src/eaters may include",
    ),
    "libpcap outside of the packet source": ("src/kitchen/delivery/hub_link.hpp", "#include <pcap.h>\n", "libpcap lives in"),
    "libpcap in the dissector": ("src/packet/dissector.hpp", "#  include <pcap/pcap.h>\n", "libpcap lives in"),
    "dlopen outside of the loader": ("src/kitchen/packets/pcap_file_source.cpp", "#include <dlfcn.h>\n", "dlopen lives in"),
    "Boost outside of net": ("src/hub/kitchens/dumpling_check.cpp", "#include <boost/asio.hpp>\n", "Boost lives in"),
    "OpenSSL outside of net": ("src/common/cli/cli.hpp", "#include <openssl/evp.h>\n", "OpenSSL lives in"),
    "Boost through a header of net's": (
        "src/kitchen/delivery/hub_link.hpp",
        '#include "net/loop/loop_impl.hpp"\n',
        "which only src/net may know",
    ),
    "simdjson outside of ingest": ("src/common/cli/cli.hpp", "#include <simdjson.h>\n", "simdjson lives in"),
    "ncurses outside of nd-top's screen": ("src/eaters/print_main.cpp", "#include <ncurses.h>\n", "ncurses lives in"),
    "a target that links across": (
        "src/kitchen/CMakeLists.txt",
        "target_link_libraries(nd_kitchen PRIVATE nd_hub)\n",
        "links nd_hub",
    ),
    "a long main": ("src/eaters/print_main.cpp", "\n" * 60, "under 80 lines"),
    "a folder that nobody knows": ("src/misc/helper.cpp", "\n", "outside of the folders"),
    "an include by macro": ("src/hub/kitchens/dumpling_check.cpp", "#include SOME_HEADER(x)\n", "can't be read"),
    "a public header that isn't there": (
        "chefs/arp_chef.cpp",
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
        self.assertEqual(set(walls.INTERNAL), folders)


class TheCheck(unittest.TestCase):
    def test_passes_a_sound_tree(self):
        self.assertEqual([], found_in(SOUND))

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


if __name__ == "__main__":
    unittest.main()
