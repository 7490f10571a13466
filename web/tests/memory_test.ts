import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ViewRequest } from "../src/shared/messages";
import { mostBytes } from "../src/worker/memory";
import { PageWorker } from "../src/worker/page_worker";
import { FakeHub } from "./fakes";
import { text } from "./make";
import { flowPayload } from "./network_dumplings";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Collects twice, because the buffers of arrays are freed a little later than the arrays. */
async function bytesInUse(): Promise<number> {
  for (let i = 0; i < 2; ++i) {
    collectGarbage();
    await new Promise((done) => setTimeout(done, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Returns a name of this length that no other number has. Not all of its characters fit into a byte. */
function longName(i: number, length: number): string {
  return `ш${i}-`.padEnd(length, "x");
}

function connectedWorker() {
  const hub = new FakeHub();
  const worker = new PageWorker(() => {}, () => hub, () => 10000);
  worker.take({ type: "start", url: "ws://hub/", name: "page-1", token: "" });
  return {
    show(request: ViewRequest): void {
      worker.take({ type: "show", request });
      hub.sockets.at(-1)!.onopen!();
    },
    pause: () => worker.take({ type: "pause", on: true }),
    receive: (data: string) => hub.sockets.at(-1)!.onmessage!({ data }),
  };
}

type Page = ReturnType<typeof connectedWorker>;

const tail: ViewRequest = { view: "tail", filter: { chef: "", kitchen: "", driver: "", text: "" }, offset: 0, limit: 10 };
const chef = (name: string): ViewRequest => ({ view: "chef", chef: name, window: 600, kitchen: "", search: "", chosen: null, sorts: [] });

/** Shows every view and fills it with names of this length, from many kitchens. `share` of the dumplings are sent. */
function fillAll(page: Page, length: number, share: number): void {
  const every = (count: number, say: (i: number) => [unknown, object]) => {
    for (let i = 0; i < count * share; ++i) page.receive(text(...say(i)));
  };
  page.show({ view: "overview", window: 600 });
  every(1500, (i) => {
    const packet_counts = Object.fromEntries(Array.from({ length: 40 }, (_, k) => [longName(k, length), i]));
    return [{ packet_counts }, { chef: "PacketCountChef", kitchen: longName(i, length), time: 10000 }];
  });
  every(1500, (i) => {
    const chefs = Object.fromEntries(Array.from({ length: 20 }, (_, k) => [longName(k, length), { packets: 1 }]));
    return [{ chefs }, { chef: "KitchenStatusChef", kitchen: longName(i, length), time: 10000 }];
  });
  every(100, (i) => {
    const gone = Array.from({ length: 200 }, (_, k) => ({ name: longName(1000 * i + k, length), host: longName(k, length), why: longName(k, length) }));
    const here = Array.from({ length: 200 }, (_, k) => ({ info_from_kitchen: { kitchen_name: longName(1000 * i + k, length), chefs: [longName(k, length)] } }));
    const payload = {
      dumpling_kitchens: i % 2 === 0 ? here : [], absent_kitchens: i % 2 === 0 ? [] : gone, absent_eaters: gone,
      shared_kitchen_names: gone.map(({ name }) => name), log_not_stored: longName(i, length),
    };
    return [payload, { chef: "SystemStatusChef", kitchen: null, time: 10000 + i }];
  });
  page.show({ view: "dns", search: "", sort: "count", window: 600, rows: 40 });
  every(25000, (i) => [{ lookup: { hostname: longName(i, length), when: 10000 } }, { chef: "DNSLookupChef", kitchen: `k${i % 3}`, time: 10000 }]);
  page.show({ view: "devices", search: "", sort: "ip", deviceSort: "address", rows: 40 });
  every(25000, (i) => {
    const payload = { operation: "reply", src_ip: longName(i % 12000, length), src_hw: longName(i, length), time: 10000 };
    return [payload, { chef: "ARPChef", time: 10000 }];
  });
  every(5000, (i) => {
    const word = longName(i, length);
    const known = { hardware: word, addresses: Array(16).fill(word), hostname: word, vendor_class: word, by: word, change: word, first_seen: 1, last_seen: 1e6 + i };
    return [{ device: known }, { chef: "DeviceChef", kitchen: word, time: 10000 }];
  });
  fillNetworkViews(page, every, (i) => longName(i, length));
  for (let n = 0; n < 12; ++n) {
    page.show(chef(`Chef${n}`));
    every(60, (i) => {
      const numbers = Object.fromEntries(Array.from({ length: 50 }, (_, k) => [longName(k, length), k]));
      const hosts = Array.from({ length: 50 }, (_, k) => ({ [longName(k % 5, length)]: longName(k, length), bytes: k }));
      return [{ numbers, hosts }, { chef: `Chef${n}`, kitchen: longName(i, length), time: 10000 + i }];
    });
  }
  page.show(tail);
  page.pause();
  every(65000, (i) => [longName(i, length), { chef: longName(i, 20), time: 10000 }]);
}

/** Fills the views that only network chefs feed, and their part of the view DNS. */
function fillNetworkViews(page: Page, every: (count: number, say: (i: number) => [unknown, object]) => void, word: (i: number) => string): void {
  const side = (i: number) => ({ ip: word(i), port: i, packets: i, bytes: i });
  page.show({ view: "connections", search: "", sort: "start", totalSort: "sent", rows: 40, open: null });
  every(12000, (i) => {
    const texts = Object.fromEntries(["community_id", "protocol", "service", "server_name", "state", "interface", "history"].map((key) => [key, word(i)]));
    const { tcp } = flowPayload().flow;
    const flow = { ...texts, client: side(i), server: side(i + 1), start: i + 0.5, end: i + 1.5, duration: 0.1, vlan: Array(8).fill(i + 0.5), tunnel: { kind: word(i), id: i }, tcp };
    return [{ flow }, { chef: "FlowChef", kitchen: word(i), time: 10000 }];
  });
  every(1000, (i) => [{ icmp: { from: word(i), kind: word(i), flow: { client: side(i), server: side(i) } } }, { chef: "IcmpChef", kitchen: word(i), time: 10000 }]);
  page.show({ view: "names", search: "", sort: "last", rows: 40 });
  every(12000, (i) => [{ tls: { client: side(i), server_name: word(i), ja4: word(i), when: i + 0.5 } }, { chef: "TlsChef", kitchen: word(i), time: 10000 }]);
  page.show({ view: "dns", search: "", sort: "count", window: 600, rows: 40 });
  every(12000, (i) => [{ dns: { client: side(i), server: side(i), name: word(i), response_code: word(i), latency: i + 0.5, when: i + 0.5 } }, { chef: "DnsChef", kitchen: word(i), time: 10000 }]);
}

for (const { length, share } of [{ length: 20, share: 1 }, { length: 250, share: 1 }, { length: 20000, share: 0.05 }]) {
  test(`what strangers send takes less than 64 MiB, with names of ${length} characters`, async () => {
    assert.equal(mostBytes, 64 << 20);
    const before = await bytesInUse();
    const page = connectedWorker();
    fillAll(page, length, share);
    const used = (await bytesInUse()) - before;
    assert.ok(used < mostBytes, `${(used / (1 << 20)).toFixed(1)} MiB`);
    if (share === 1) assert.ok(used > mostBytes / 2, `${(used / (1 << 20)).toFixed(1)} MiB: the test doesn't fill the models`);
    page.receive(text("the page still takes dumplings"));
  });
}
