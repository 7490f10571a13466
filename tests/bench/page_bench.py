#!/usr/bin/python3
"""Measures the live page under a flood: long frames, and memory over time, beside the same page with an idle hub.

    tests/bench/page_bench.py [--rate 5000] [--seconds 60] [--build build/release] [VIEW...]

Shows each view for --seconds while a kitchen of the bench sends --rate dumplings a second. Times the page's frames by
requestAnimationFrame, and reads the memory of the browser's renderers once a second.
"""
import argparse
import base64
import json
import os
import socket
import statistics
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system"))

import network_dumplings as nd

USUAL = ("lookup", "arp", "load")
# The address of each view, and what the kitchen sends while it is shown.
VIEWS = {
    "overview": ("#/", USUAL), "dumplings": ("#/dumplings", USUAL), "dns": ("#/dns", ("lookup", "dns")), "devices": ("#/devices", ("arp", "device")),
    "connections": ("#/connections", ("flow",)), "searched": ("#/connections?search=10.0.1+closed&sort=server", ("flow",)), "names": ("#/names", ("tls", "dns")),
    "chef": ("#/chef/LoadChef", USUAL),
}
# The page notes the length of each frame; the bench fetches the notes once a second.
TIMER = """window.gaps = []; let last = performance.now(); const tick = (now) => { window.gaps.push(now - last); last = now; requestAnimationFrame(tick); };
           requestAnimationFrame(tick); window.tasks = []; new PerformanceObserver((list) => list.getEntries().forEach((e) => window.tasks.push(e.duration))).observe({entryTypes: ["longtask"]})"""


def frame(text):
    """Returns a client's text frame (RFC 6455), masked with zeros."""
    data = text.encode()
    size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    return b"\x81" + size + bytes(4) + data


def payload(kind, i, now):
    """Returns a chef and what it says: 100 to 700 bytes."""
    host, ip, mac = "host%d.example.com" % (i * 7919 % 3000), "10.0.%d.%d" % (i // 200 % 5, i % 200), "00:00:5e:00:%02x:%02x" % (i // 7 % 200, i % 5)
    if kind == "lookup":
        return "DNSLookupChef", {"lookup": {"hostname": host, "when": now}}
    if kind == "arp":
        return "ARPChef", {"operation": "reply", "src_hw": mac, "src_ip": ip, "dst_hw": "ff:ff:ff:ff:ff:ff", "dst_ip": "10.0.0.1", "time": now, "notes": None}
    if kind == "load":
        return "LoadChef", {"load": i % 97 / 10, "bytes": i * 512, "queues": [{"name": "a", "depth": i % 13}, {"name": "b", "depth": i % 5}]}
    ends = {"client": nd.counted(ip, 1024 + i % 60000, i % 5000), "server": nd.counted("192.0.2.%d" % (i % 250), 443, i % 70000)}
    said = {
        "flow": lambda: nd.flow(**ends, start=now, end=now, community_id="1:%d=" % i, server_name=host, state=("closed", "reset", "refused", "open")[i % 4]),
        "tls": lambda: nd.tls(**ends, when=now, server_name=host),
        "dns": lambda: nd.dns(**ends, when=now, name=host, response_code=("NOERROR", "NOERROR", "NXDOMAIN", None)[i % 4], latency=i % 500 / 1000),
        "device": lambda: nd.device(hardware=mac, addresses=[ip], last_seen=now, change=("new", "address")[i % 2]),
    }[kind]()
    return nd.chef_of(said), said


def dumpling(kind, i, now):
    chef, said = payload(kind, i, now)
    return frame(json.dumps({"metadata": {"chef": chef, "kitchen": "bench", "creation_time": now, "driver": "packet"}, "payload": said}))


class Sender(threading.Thread):
    """Sends `rate` dumplings a second, of these kinds in turn, in fifty portions, until `running` is false."""

    def __init__(self, port, rate, kinds):
        super().__init__(daemon=True)
        self.rate, self.kinds, self.sent, self.running = rate, kinds, 0, True
        self.socket = socket.create_connection(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: %s\r\n"
                             "Sec-WebSocket-Version: 13\r\n\r\n" % key).encode())
        self.socket.recv(4096)
        self.socket.sendall(frame('{"kitchen_name":"bench","interface":"none","filter":"","chefs":["bench.LoadChef"],"poke_interval":5}'))

    def run(self):
        began = time.monotonic()
        while self.running:
            due = int((time.monotonic() - began) * self.rate)
            now = time.time()
            self.socket.sendall(b"".join(dumpling(self.kinds[i % len(self.kinds)], i, now) for i in range(self.sent, due)))
            self.sent = due
            time.sleep(0.02)


def renderers_memory(pid):
    """Returns the private memory of the browser's renderer processes in bytes."""
    total = 0
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open("/proc/%s/cmdline" % entry) as file:
                command = file.read()
            if "--type=renderer" in command and descends(int(entry), pid):
                with open("/proc/%s/smaps_rollup" % entry) as file:
                    total += sum(int(line.split()[1]) * 1024 for line in file if line.startswith(("Private_Dirty", "Private_Clean")))
        except OSError:
            continue  # the process has ended
    return total


def descends(pid, ancestor):
    while pid > 1:
        if pid == ancestor:
            return True
        with open("/proc/%d/stat" % pid) as file:
            pid = int(file.read().rsplit(")", 1)[1].split()[1])
    return False


def watch(page, seconds):
    """Returns the lengths of frames in ms, the lengths of long tasks in ms, and the memory of each second in bytes."""
    page.run(TIMER)
    frames, tasks, memory = [], [], []
    for _ in range(seconds):
        time.sleep(1)
        gaps, long = page.run("const all = [window.gaps, window.tasks]; window.gaps = []; window.tasks = []; return all")
        frames += gaps
        tasks += long
        memory.append(renderers_memory(page.driver_pid))
    return frames, tasks, memory


def slope(memory):
    """Returns how fast memory grew in the second half, when all buffers had time to fill: MB an hour, by least squares."""
    later = memory[len(memory) // 2 :]
    if len(later) < 60:
        return "-"  # less than a minute is too short
    return "%+.0f an hour" % (statistics.linear_regression(range(len(later)), later).slope * 3600 / (1 << 20))


def report(name, rate, frames, tasks, memory):
    long = sum(gap > 50 for gap in frames)
    print("%-10s %7.0f/s  frames %6d  over 50 ms %5.2f %%  median %5.1f ms  worst %6.0f ms  long tasks %3d  memory MB: first %d, quarter %d, half %d, end %d, slope %s" % (
        name, rate, len(frames), 100 * long / max(1, len(frames)), statistics.median(frames), max(frames), len(tasks),
        memory[0] >> 20, memory[len(memory) // 4] >> 20, memory[len(memory) // 2] >> 20, memory[-1] >> 20, slope(memory)), flush=True)


def measure(page, hub, view, rate, seconds):
    """Opens the view, and reports how it does at this rate."""
    page.open("about:blank")
    hash, kinds = VIEWS[view]
    sender = Sender(hub.in_port, rate, kinds) if rate else None
    page.open("http://%s/%s" % (hub.eaters, hash))
    page.wait_for_text("live", ".link-state")
    began = time.monotonic()
    if sender:
        sender.start()
    frames, tasks, memory = watch(page, seconds)
    if sender:
        sender.running = False
        sender.join()
    report(view, sender.sent / (time.monotonic() - began) if sender else 0, frames, tasks, memory)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--build")
    parser.add_argument("views", nargs="*", metavar="VIEW", help=", ".join(VIEWS))
    options = parser.parse_args()
    if options.build:
        os.environ["ND_BUILD"] = os.path.abspath(options.build)
    import browser
    import harness

    hub = harness.Hub()
    page = browser.Browser(1360, 850)
    try:
        for view in options.views or VIEWS:
            measure(page, hub, view, 0, min(20, options.seconds))
            measure(page, hub, view, options.rate, options.seconds)
    finally:
        page.close()
        hub.kill()


if __name__ == "__main__":
    main()
