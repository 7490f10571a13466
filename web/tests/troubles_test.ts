import assert from "node:assert/strict";
import { test } from "node:test";
import { readLedger, readStatus } from "../src/shared/status";
import type { KitchenRow } from "../src/shared/messages";
import { absentEaterTroubles, deviceTroubles, eaterTroubles, hubTroubles, kitchensTroubles, kitchenTroubles } from "../src/worker/troubles";
import { dumpling, status } from "./make";

function kitchen(more: Partial<KitchenRow> = {}): KitchenRow {
  return {
    name: "a", host: "", shared: false, absence: null, interface: "", filter: null, chefs: [], poke: 5, state: "ok", heard: 1,
    received: 5, invalid: 0, known: 0, ledger: null, ...more,
  };
}

const gone = (state: "left" | "closed" | "missing", heard: number, why: string, name = "a") =>
  kitchen({ name, state, heard, absence: { came: 1, seen: 2, left: 3, why } });

test("the drops and failures of a ledger are troubles", () => {
  const ledger = readLedger(dumpling({
    packets: { received: 1000, handled: 900, dropped_by_kernel: 90, unread: 10, dropped_by_interface: 0 },
    chefs: { "some.module.AChef": { packets: 900, dumplings: 5, failures: 2, seconds: 0.1 }, BChef: { retired: true } },
    dumplings: { made: 5, acknowledged: 4, waiting: 0, dropped: { full: 1, refused: 0 } },
  }));
  const found = kitchenTroubles(kitchen({ invalid: 2, ledger }));
  assert.deepEqual(found.map(({ level, text }) => `${level}: ${text}`), [
    "warn: sent 2 messages that the hub refused", "bad: 90 packets dropped before a chef saw them (9.0 %)",
    "bad: 1 dumpling dropped: full", "bad: BChef was retired because it failed too often", "warn: AChef failed 2 times",
  ]);
});

test("an eater that is behind or skips is a trouble", () => {
  const { eaters } = status([], 1000, [{ sent: 5, behind: 20000, skipped: 7 }, { sent: 5, behind: 1, skipped: 0 }, {}]);
  assert.deepEqual(eaters.map((eater) => eaterTroubles(eater).map(({ level }) => level)), [["bad", "warn"], [], []]);
});

test("a hub that strangers can reach is a trouble, and one that doesn't say so is none", () => {
  const open = readStatus(dumpling({ unprotected: ["--eater-token-file", "--tls-cert"] }));
  assert.deepEqual(hubTroubles(open), [{ level: "warn", who: "nd-hub", text: "can be reached by other machines without --eater-token-file, --tls-cert" }]);
  for (const one of [null, status([]), readStatus(dumpling({ unprotected: "all of it" }))]) assert.deepEqual(hubTroubles(one), []);
});

test("an address that moved to another MAC is a trouble, and many of them are summed up", () => {
  const device = (ip: string, changed = 1) => ({
    ip, mac: "bb", first: 1, last: 2, kitchen: "garage", requests: 0, replies: 2, changed, changes: [{ time: 1e9, from: "aa" }],
  });
  const [once, often] = deviceTroubles([device("10.0.0.1"), device("10.0.0.2", 3)]);
  assert.match(`${once!.who} ${once!.text}`, /^10\.0\.0\.1 moved from MAC aa to bb at 2001-09-\d\d [\d:]+ \(kitchen garage\)$/);
  assert.match(often!.text, /it has moved 3 times$/);
  const many = deviceTroubles(Array.from({ length: 12 }, (_, i) => device(`10.0.0.${i}`)));
  assert.deepEqual([many.length, many.at(-1)!.who, many.every(({ level }) => level === "warn")], [6, "7 more", true]);
});

test("a kitchen that went without a word is a problem, and one that said goodbye is worth a line for a while", () => {
  const found = kitchensTroubles([
    gone("missing", 7000, "no close frame received", "m"), gone("closed", 30, "sent 1008 (policy violation)", "c"),
    gone("left", 60, "received 1000 (OK)", "l"), gone("left", 901, "received 1000 (OK)", "old"), gone("left", 3, "", "unsaid"), kitchen(),
  ]);
  assert.deepEqual(found.map(({ level, who, text }) => `${level}: ${who} ${text}`), [
    "bad: m went without a word 1 h ago: no close frame received", "bad: c was disconnected by the hub 30 s ago: sent 1008 (policy violation)",
    "warn: l left 1 min ago", "warn: unsaid left 3 s ago",
  ]);
});

test("many absent kitchens are summed up, so that other troubles are seen, too", () => {
  const many = Array.from({ length: 200 }, (_, i) => gone("missing", 10, "x", `m${i}`));
  const left = Array.from({ length: 9 }, (_, i) => gone("left", 10, "received 1000 (OK)", `l${i}`));
  const found = kitchensTroubles([...many, ...left, kitchen({ name: "here", state: "silent", heard: 99 })]);
  assert.deepEqual([found.length, found[0]!.who], [8 + 1 + 3 + 2, "m0"]);
  assert.deepEqual(found.map(({ who }) => who).filter((who) => /more|here/.test(who)), ["here", "192 more kitchens", "6 more kitchens"]);
});

test("an eater that went without a word is a notice, and one that said goodbye is none", () => {
  const ones = (many: number) => Array.from({ length: many }, (_, i) => ({ name: `e${i}`, left_at: 990, why: i === 1 ? "received 1001 (going away)" : "no close frame received" }));
  const told = (many: number) => absentEaterTroubles(status([], 1000, [], { absent_eaters: ones(many) })).map(({ level, who, text }) => `${level}: ${who} ${text}`);
  assert.deepEqual(told(2), ["warn: e0 (an eater) went without a word 10 s ago: no close frame received"]);
  assert.match(told(100).at(-1)!, /^warn: 91 more eaters went unexpectedly/);
  assert.deepEqual([absentEaterTroubles(null), absentEaterTroubles(status([]))], [[], []]);
});

test("a name that kitchens of several hosts have is a problem", () => {
  const names = (many: number) => Array.from({ length: many }, (_, i) => `k${i}`);
  const told = (many: number) => hubTroubles(status([], 1000, [], { shared_kitchen_names: names(many) }));
  assert.deepEqual(told(2).map(({ level, who }) => [level, who]), [["bad", "k0"], ["bad", "k1"]]);
  assert.match(told(1)[0]!.text, /on different hosts/);
  assert.deepEqual([told(100).length, told(100).at(-1)!.who], [9, "92 more names"]);
});

test("a hub that can't write its log is a problem, in the hub's own words", () => {
  const [trouble] = hubTroubles(readStatus(dumpling({ log_not_stored: "it can't be written: Read-only file system", unprotected: ["--tls-cert"] })));
  assert.deepEqual([trouble!.level, trouble!.who], ["bad", "nd-hub"]);
  assert.match(trouble!.text, /it can't be written: Read-only file system$/);
});
