#!/usr/bin/env python3
"""Code that can't work must not compile, and the compiler must say what to do instead."""
import argparse
import pathlib
import subprocess
import sys
import tempfile

# Every case begins with it, so each compiler reads it once and keeps it.
HEADER = "#include <netdumplings/dumpling_chef.hpp>\n"
PREAMBLE = """using namespace netdumplings;
struct GoodChef : DumplingChef {
  Payload packet_handler(const Packet&) override { return nlohmann::json(1); }
};
"""

# A name, its code, and what the compiler must say, or nothing if the code must compile.
CASES = [
    ("a proper chef", "NETDUMPLINGS_CHEFS(GoodChef)", None),
    ("a class that is no chef", "struct NoChef {};\nNETDUMPLINGS_CHEFS(NoChef)",
     "a chef must derive publicly from netdumplings::DumplingChef"),
    ("private inheritance", "class Shy : DumplingChef {};\nNETDUMPLINGS_CHEFS(GoodChef, Shy)",
     "a chef must derive publicly from netdumplings::DumplingChef"),
    ("an abstract chef", "struct Idea : DumplingChef { virtual void cook() = 0; };\nNETDUMPLINGS_CHEFS(Idea)",
     "a chef must not be an abstract class"),
    ("a constructor with parameters", "struct Picky : DumplingChef { explicit Picky(int) {} };\nNETDUMPLINGS_CHEFS(Picky)",
     "a chef needs a constructor that takes nothing"),
    ("a packet handler that overrides nothing",
     "struct Deaf : DumplingChef { Payload packet_handler(Packet) { return {}; } };\nNETDUMPLINGS_CHEFS(Deaf)",
     "packet_handler must be `Payload packet_handler(const Packet&) override`"),
    ("an interval handler that overrides nothing",
     "struct Late : DumplingChef { Payload interval_handler() { return {}; } };\nNETDUMPLINGS_CHEFS(Late)",
     "interval_handler must be `Payload interval_handler(double) override`"),
    ("a connection handler that overrides nothing",
     "struct Late : DumplingChef { Payload connection_handler(const Connection&) { return {}; } };\n"
     "NETDUMPLINGS_CHEFS(Late)", "connection_handler must be `Payload connection_handler(const Connection&, "),
    ("a stream handler that overrides nothing",
     "struct Deaf : DumplingChef { StreamAnswer stream_handler(const StreamData&) { return {}; } };\n"
     "NETDUMPLINGS_CHEFS(Deaf)", "stream_handler must be `StreamAnswer stream_handler(const Connection&, const "),
    ("a closing handler that overrides nothing",
     "struct Late : DumplingChef { Payload closing_handler(int) { return {}; } };\nNETDUMPLINGS_CHEFS(Late)",
     "closing_handler must be `Payload closing_handler() override`"),
    ("an option of no known type",
     'struct Odd : DumplingChef { static constexpr ChefOption chef_options[] = {{"a", "int", "1", ""}}; };\n'
     "NETDUMPLINGS_CHEFS(Odd)", "each of chef_options needs a name, a type (string, number, boolean or json)"),
    ("an option without a default",
     'struct Odd : DumplingChef { static constexpr ChefOption chef_options[] = {{"a", "json", nullptr, ""}}; };\n'
     "NETDUMPLINGS_CHEFS(Odd)", "default as JSON text"),
    ("limits of an option the wrong way round",
     'struct Odd : DumplingChef { static constexpr ChefOption chef_options[] = {{"a", "number", "1", "", 5, 1}}; };\n'
     "NETDUMPLINGS_CHEFS(Odd)", "limits are for numbers, the smaller one first"),
    ("two chefs of one name", "namespace other { struct GoodChef : DumplingChef {}; }\n"
     "NETDUMPLINGS_CHEFS(GoodChef, other::GoodChef)", "two chefs of one name; give one of them a chef_name"),
    ("no chef at all", "NETDUMPLINGS_CHEFS()", "name at least one class"),
    ("two tables", "NETDUMPLINGS_CHEFS(GoodChef)\nstruct B : DumplingChef {};\nNETDUMPLINGS_CHEFS(B)", "redefinition"),
    ("a number for a payload", "struct N : DumplingChef { Payload interval_handler(double) override { return 5; } };", "Payload"),
]


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--source", required=True)
    ap.add_argument("--include", required=True)
    ap.add_argument("compilers", nargs="+")
    a = ap.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory(prefix="nd-misuse-") as folder:
        header = pathlib.Path(folder) / "chef.hpp"
        header.write_text(HEADER)
        for compiler in dict.fromkeys(a.compilers):
            command = [compiler, "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-I", a.source + "/include", "-I", a.include]
            subprocess.run([*command, "-x", "c++-header", str(header), "-o", "%s.gch" % header], check=True)
            for what, code, says in CASES:
                done = subprocess.run([*command, "-include", str(header), "-fsyntax-only", "-x", "c++", "-"],
                                      input=PREAMBLE + code, capture_output=True, text=True)
                if says is None:
                    good = done.returncode == 0 and not done.stderr
                else:
                    good = done.returncode != 0 and says in done.stderr
                print("%-4s %s: %s" % ("ok" if good else "BAD", compiler, what))
                if not good:
                    failures += 1
                    print("expected: %s\n%s" % (says or "no word", done.stderr[:3000]))
    sys.exit(failures != 0)


if __name__ == "__main__":
    main()
