"""A wire between two network namespaces, which exists for one test. Needs root."""
import itertools
import os
import subprocess

_number = itertools.count()


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, stdin=subprocess.DEVNULL)


class Wire:
    """Two namespaces with a veth pair between them, which is "eth0" in each. There is no IPv6, so only packets of the
    test are on the wire. A command runs at one end if `near` or `far` is put before it."""

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
        """Adds another veth pair, which is up at both ends."""
        near, far = self.names
        ip("-n", near, "link", "add", interface, "type", "veth", "peer", "name", interface, "netns", far)
        for name in self.names:
            ip("-n", name, "link", "set", interface, "up")
