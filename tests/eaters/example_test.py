"""Installs netdumplings, moves the installation, builds docs/examples/eater against it like a user, and runs it."""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

from fake_hub import FakeHub
from running import RunningTool, dumpling


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}:\n  got    {got!r}\n  wanted {wanted!r}")


def build_example(prefix, work, arguments):
    project, build = work / "eater", work / "build"
    shutil.copytree(pathlib.Path(arguments.source) / "docs" / "examples" / "eater", project)
    run(arguments.cmake, "-S", project, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}",
        f"-DCMAKE_CXX_COMPILER={arguments.compiler}", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror " + arguments.flags)
    run(arguments.cmake, "--build", build)
    return build / "hostname_eater"


def lookup(hostname, driver="packet"):
    payload = {"lookup": {"hostname": hostname, "when": 1.5}} if driver == "packet" else {"lookups_seen": {}}
    return dumpling("DNSLookupChef", driver=driver, payload=payload)


def check_example(eater):
    with FakeHub() as hub:
        running = RunningTool(str(eater), [hub.address])
        connection = hub.accept()
        expect("the hello", connection.receive_text(), '{"eater_name":"hostnames","chefs":["DNSLookupChef"]}')
        for each in (lookup("a.example"), dumpling(), lookup("", "interval"), lookup("a.example"), lookup("b\x1b.example")):
            connection.send(each)
        connection.send_close(1001)
        again = hub.accept()
        again.receive_text()
        again.send(lookup("c.example"))
        running.read_until('"c.example"\n')
        running.interrupt()
        expect("the close", again.receive_close(), (4101, "connection cancelled"))
        again.send_close(4101)
        greeting = f"Listening to {hub.uri}\n"
        expect("what it prints", running.end()[::2],
               (f'{greeting}"a.example"\n"b\\u001b.example"\nThe hub is gone: received 1001 (going away)\n'
                f'{greeting}"c.example"\n', 0))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--build", "--source", "--cmake", "--compiler", "--flags"):
        parser.add_argument(option, required=option != "--flags", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nd-eater-") as folder:
        work = pathlib.Path(folder).resolve()
        run(arguments.cmake, "--install", arguments.build, "--prefix", work / "prefix", "--component", "headers")
        (work / "prefix").rename(work / "moved")
        check_example(build_example(work / "moved", work, arguments))
    print("the example builds against an installation that was moved, and eats")


if __name__ == "__main__":
    main()
