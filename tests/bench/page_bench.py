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

VIEWS = {"overview": "#/", "dumplings": "#/dumplings", "dns": "#/dns", "arp": "#/arp", "chef": "#/chef/LoadChef"}
# The page notes the length of each frame; the bench fetches the notes once a second.
TIMER = """window.gaps = []; let last = performance.now(); const tick = (now) => { window.gaps.push(now - last); last = now; requestAnimationFrame(tick); };
           requestAnimationFrame(tick); window.tasks = []; new PerformanceObserver((list) => list.getEntries().forEach((e) => window.tasks.push(e.duration))).observe({entryTypes: ["longtask"]})"""


def frame(text):
    """Returns a client's text frame (RFC 6455), masked with zeros."""
    data = text.encode()
    size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    return b"\x81" + size + bytes(4) + data


def dumpling(i, now):
    """Returns a dumpling of about 200 bytes from one of three chefs in turn."""
    host = "host%d.example.com" % (i * 7919 % 3000)
    what = [
        ("DNSLookupChef", {"lookup": {"hostname": host, "when": now}}),
        ("ARPChef", {"operation": "reply", "src_hw": "00:00:5e:00:%02x:%02x" % (i // 7 % 200, i % 5), "src_ip": "10.0.%d.%d" % (i // 200 % 5, i % 200),
                     "dst_hw": "ff:ff:ff:ff:ff:ff", "dst_ip": "10.0.0.1", "time": now, "notes": None}),
        ("LoadChef", {"load": i % 97 / 10, "bytes": i * 512, "queues": [{"name": "a", "depth": i % 13}, {"name": "b", "depth": i % 5}]}),
    ][i % 3]
    return frame(json.dumps({"metadata": {"chef": what[0], "kitchen": "bench", "creation_time": now, "driver": "packet"}, "payload": what[1]}))


class Sender(threading.Thread):
    """Sends `rate` dumplings a second, in fifty portions, until `running` is false."""

    def __init__(self, port, rate):
        super().__init__(daemon=True)
        self.rate, self.sent, self.running = rate, 0, True
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
            self.socket.sendall(b"".join(dumpling(i, now) for i in range(self.sent, due)))
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
    sender = Sender(hub.in_port, rate) if rate else None
    page.open("http://%s/%s" % (hub.eaters, VIEWS[view]))
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
