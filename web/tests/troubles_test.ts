import assert from "node:assert/strict";
import { test } from "node:test";
import { readLedger, readStatus } from "../src/shared/status";
import { KitchenBook, toldUpTo } from "../src/worker/kitchens";
import { OverviewModel } from "../src/worker/overview_model";
import { eaterTroubles, hubTroubles, kitchenTroubles } from "../src/worker/troubles";
import { dumpling } from "./make";

function status(kitchens: { name: string; lastSeen?: number }[], time = 1000, eaters: object[] = []) {
  return readStatus(dumpling({
    total_dumplings_in: 5, total_dumplings_out: 6, server_uptime: 7.5, dumpling_kitchen_count: kitchens.length, dumpling_eater_count: eaters.length,
    dumpling_kitchens: kitchens.map(({ name, lastSeen }) => ({
      info_from_kitchen: { kitchen_name: name, interface: "eth0", filter: "", chefs: ["m.sub.AChef"], poke_interval: 5 },
      info_from_hub: { host: "::1", port: 9, ...(lastSeen === undefined ? {} : { last_seen: lastSeen, received: 3 }) },
    })),
    dumpling_eaters: eaters.map((info) => ({ info_from_eater: { eater_name: "e" }, info_from_hub: { host: "h", port: 1, ...info } })),
  }, { chef: "SystemStatusChef", kitchen: null, time }));
}

function rows(book: KitchenBook, now: number, watched: number | null = null, overview = new OverviewModel()) {
  return book.rows(overview, now, watched).map(({ name, state }) => [name, state]);
}

test("a status of the original's keys is enough", () => {
  const read = status([{ name: "garage" }]);
  assert.deepEqual([read.dumplingsIn, read.dumplingsOut, read.uptime, read.kitchenCount], [5, 6, 7.5, 1]);
  const [kitchen] = read.kitchens;
  assert.deepEqual([kitchen!.name, kitchen!.host, kitchen!.chefs, kitchen!.received], ["garage", "[::1]:9", ["AChef"], null]);
});

test("a status that isn't one gives nothing to draw, and breaks nothing", () => {
  for (const payload of [null, 3, { dumpling_kitchens: {} }, { dumpling_kitchens: [null, 1, { info_from_kitchen: 4 }], dumpling_eaters: [[]] }]) {
    assert.ok(readStatus(dumpling(payload)));
    assert.ok(readLedger(dumpling(payload)));
  }
});

test("a kitchen not heard of for three pokes is silent, by the hub's word", () => {
  const book = new KitchenBook();
  book.update(status([{ name: "a", lastSeen: 990 }, { name: "b", lastSeen: 980 }]), 5000);
  assert.deepEqual(rows(book, 5000), [["a", "ok"], ["b", "silent"]]);
  assert.deepEqual(rows(book, 5006), [["a", "silent"], ["b", "silent"]]);
});

test("a hub that is away makes no kitchen silent, nor does one that is back and has told nothing yet", () => {
  const book = new KitchenBook();
  book.update(status([{ name: "a", lastSeen: 999 }]), 5000);
  const lost = { phase: "lost", why: "", since: 5001, retryAt: 5002 } as const;
  assert.deepEqual(rows(book, toldUpTo(lost, book.statusAt, 5100)), [["a", "ok"]]);
  assert.deepEqual(rows(book, toldUpTo({ phase: "live", since: 5099 }, book.statusAt, 5100)), [["a", "ok"]]);
  assert.deepEqual(rows(book, toldUpTo({ phase: "live", since: 4000 }, book.statusAt, 5100)), [["a", "silent"]]);
});

test("without the hub's word, only who listens to everything calls a kitchen silent", () => {
  const book = new KitchenBook();
  const overview = new OverviewModel();
  book.update(status([{ name: "a" }]), 5000);
  assert.deepEqual(rows(book, 5000, null, overview), [["a", "unknown"]]);
  overview.fold(dumpling(1, { kitchen: "a" }), 5000);
  assert.deepEqual(rows(book, 5010, null, overview), [["a", "ok"]]);
  assert.deepEqual(rows(book, 5100, null, overview), [["a", "unknown"]]);
  assert.deepEqual(rows(book, 5100, 5000, overview), [["a", "silent"]]);
  assert.deepEqual(rows(book, 5100, 5095, overview), [["a", "unknown"]]);
});

test("a kitchen that leaves is shown as gone for a while, and forgotten then", () => {
  const book = new KitchenBook();
  book.update(status([{ name: "a", lastSeen: 1000 }]), 5000);
  book.update(status([]), 5005);
  assert.deepEqual(rows(book, 5010), [["a", "left"]]);
  book.update(status([]), 6000);
  assert.deepEqual(rows(book, 6000), []);
});

test("one that comes back has not left", () => {
  const book = new KitchenBook();
  for (const kitchens of [[{ name: "a", lastSeen: 1000 }], [], [{ name: "a", lastSeen: 1000 }]]) book.update(status(kitchens), 5000);
  assert.deepEqual(rows(book, 5000), [["a", "ok"]]);
});

test("what a ledger tells of drops and failures stands out", () => {
  const ledger = readLedger(dumpling({
    packets: { received: 1000, handled: 900, dropped_by_kernel: 90, unread: 10, dropped_by_interface: 0 },
    chefs: { "some.module.AChef": { packets: 900, dumplings: 5, failures: 2, seconds: 0.1 }, BChef: { retired: true } },
    dumplings: { made: 5, acknowledged: 4, waiting: 0, dropped: { full: 1, refused: 0 } },
  }));
  const said = kitchenTroubles({
    name: "a", host: "", interface: "", filter: null, chefs: [], poke: 5, state: "ok", heard: 1, received: 5, invalid: 2, ledger,
  });
  assert.deepEqual(said.map(({ level, text }) => `${level}: ${text}`), [
    "warn: 2 of its messages were no dumplings", "bad: 90 packets dropped before a chef saw them (9.0 %)",
    "bad: 1 dumpling dropped: full", "bad: BChef failed so often that it was retired", "warn: AChef failed 2 times",
  ]);
});

test("an eater that skips stands out", () => {
  const { eaters } = status([], 1000, [{ sent: 5, behind: 20000, skipped: 7 }, { sent: 5, behind: 1, skipped: 0 }, {}]);
  assert.deepEqual(eaters.map((eater) => eaterTroubles(eater).map(({ level }) => level)), [["bad", "warn"], [], []]);
});

test("a hub that strangers can reach stands out, and one that doesn't say so doesn't", () => {
  const told = readStatus(dumpling({ unprotected: ["--eater-token-file", "--tls-cert"] }));
  assert.deepEqual(hubTroubles(told), [{ level: "warn", who: "nd-hub", text: "can be reached by other machines without --eater-token-file, --tls-cert" }]);
  for (const one of [null, status([]), readStatus(dumpling({ unprotected: "all of it" }))]) assert.deepEqual(hubTroubles(one), []);
});
