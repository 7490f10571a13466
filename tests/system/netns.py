"""Network namespaces for tests: a wire with two ends, made for one test and removed with it. Needs root."""
import itertools
import os
import subprocess

_number = itertools.count()


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, stdin=subprocess.DEVNULL)


class Wire:
    """Two namespaces joined by a veth pair, an interface "eth0" in each; no IPv6, so that nothing is on it that the
    test didn't send. `near` and `far` go before a command to run it at one end."""

    def __init__(self, test):
        self.names = ["nd-%d-%d-%s" % (os.getpid(), next(_number), end) for end in ("near", "far")]
        for name in self.names:
            ip("netns", "add", name)
            test.addCleanup(ip, "netns", "del", name)
            subprocess.run(
                [
                    "ip",
                    "netns",
                    "exec",
                    name,
                    "sh",
                    "-c",
                    "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; "
                    "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6",
                ],
                check=True,
                stdin=subprocess.DEVNULL,
            )
        self.add_pair("eth0")
        for name in self.names:
            ip("-n", name, "link", "set", "lo", "up")
        self.near, self.far = (["ip", "netns", "exec", name] for name in self.names)

    def add_pair(self, interface):
        """One more veth pair, up at both ends."""
        near, far = self.names
        ip("-n", near, "link", "add", interface, "type", "veth", "peer", "name", interface, "netns", far)
        for name in self.names:
            ip("-n", name, "link", "set", interface, "up")
