"""A hub survives the limits of its machine."""
import http.client
import os
import resource
import socket
import time

import harness
from harness import SystemTest

KNOCKS = 300
SILENT = 3000  # more than a port has places for strangers


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid, encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_healthy(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=harness.PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read() == b"ok\n"
    except OSError:
        return False
    finally:
        connection.close()


class Limits(SystemTest):
    def connect_many(self, port, how_many=KNOCKS):
        for _ in range(how_many):
            client = socket.socket()
            self.addCleanup(client.close)
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
            yield client

    def test_a_hub_without_descriptors_waits_and_says_so_once_a_second_and_recovers(self):
        hub = self.hub("-f", "3600", under=["prlimit", "--nofile=60:60"])
        self.assertTrue(is_healthy(hub.out_port))
        complaint = "ERROR Can't accept a connection: Too many open files"
        began = time.monotonic()
        knocking = list(self.connect_many(hub.out_port))
        hub.err.wait_for(complaint)
        cpu, resting = cpu_seconds(hub.pid), time.monotonic()
        hub.err.wait(lambda text: text.count(complaint) >= 6, "six complaints")
        lines = hub.err.text.count(complaint)
        cpu, wall = cpu_seconds(hub.pid) - cpu, time.monotonic() - resting
        self.assertLess(cpu, 0.2 * wall)
        self.assertLessEqual(lines, time.monotonic() - began + 1)
        for client in knocking:
            client.close()
        harness.wait_until(lambda: is_healthy(hub.out_port), "the hub's health")

    def test_silent_sockets_keep_nobody_out(self):
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        if before[1] < SILENT + 1000:
            self.skipTest("the limit of open files is %d" % before[1])
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
        hub = self.hub("-f", "0.2", "--max-connections", "1000")
        silent = list(self.connect_many(hub.out_port, SILENT))
        # On a slow machine it tries again: it waits 10 s for an answer, behind all that knocked before.
        eater = self.printer(hub, "--json", "--reconnect")
        eater.out.wait_for("SystemStatusChef")
        harness.wait_until(lambda: len(os.listdir("/proc/%d/fd" % hub.pid)) < len(silent), "the hub to cut some of them")


if __name__ == "__main__":
    harness.main()
