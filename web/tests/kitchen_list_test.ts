import assert from "node:assert/strict";
import { test } from "node:test";
import { KitchenList, knownUntil } from "../src/worker/kitchen_list";
import { OverviewModel } from "../src/worker/overview_model";
import { dumpling, status } from "./make";
import { boundedName } from "../src/shared/names";

function rows(list: KitchenList, now: number, watchedSince: number | null = null, overview = new OverviewModel()) {
  return list.rows(overview, now, watchedSince).map(({ name, state }) => [name, state]);
}

test("a kitchen that the hub hasn't heard for three pokes is silent", () => {
  const list = new KitchenList();
  list.update(status([{ name: "a", lastSeen: 990 }, { name: "b", lastSeen: 980 }]), 5000);
  assert.deepEqual(rows(list, 5000), [["a", "ok"], ["b", "silent"]]);
  assert.deepEqual(rows(list, 5006), [["a", "silent"], ["b", "silent"]]);
});

test("no kitchen is silent while the hub is away, nor before its next status", () => {
  const list = new KitchenList();
  list.update(status([{ name: "a", lastSeen: 999 }]), 5000);
  const lost = { phase: "lost", why: "", since: 5001, retryAt: 5002 } as const;
  assert.deepEqual(rows(list, knownUntil(lost, list.statusAt, 5100)), [["a", "ok"]]);
  assert.deepEqual(rows(list, knownUntil({ phase: "live", since: 5099 }, list.statusAt, 5100)), [["a", "ok"]]);
  assert.deepEqual(rows(list, knownUntil({ phase: "live", since: 4000 }, list.statusAt, 5100)), [["a", "silent"]]);
});

test("if the hub doesn't say when it heard a kitchen, only a page that receives everything calls it silent", () => {
  const list = new KitchenList();
  const overview = new OverviewModel();
  list.update(status([{ name: "a" }]), 5000);
  assert.deepEqual(rows(list, 5000, null, overview), [["a", "unknown"]]);
  overview.fold(dumpling(1, { kitchen: "a" }), 5000);
  assert.deepEqual(rows(list, 5010, null, overview), [["a", "ok"]]);
  assert.deepEqual(rows(list, 5100, null, overview), [["a", "unknown"]]);
  assert.deepEqual(rows(list, 5100, 5000, overview), [["a", "silent"]]);
  assert.deepEqual(rows(list, 5100, 5095, overview), [["a", "unknown"]]);
});

test("a kitchen that leaves is shown as gone for a while, and is forgotten then", () => {
  const list = new KitchenList();
  list.update(status([{ name: "a", lastSeen: 1000 }]), 5000);
  list.update(status([]), 5005);
  assert.deepEqual(rows(list, 5010), [["a", "left"]]);
  list.update(status([]), 6000);
  assert.deepEqual(rows(list, 6000), []);
});

test("a kitchen that comes back has not left", () => {
  const list = new KitchenList();
  for (const kitchens of [[{ name: "a", lastSeen: 1000 }], [], [{ name: "a", lastSeen: 1000 }]]) list.update(status(kitchens), 5000);
  assert.deepEqual(rows(list, 5000), [["a", "ok"]]);
});

const absent = (name: string, last_seen: number, why: string) => ({ name, host: "10.0.0.7", connected_at: 1, last_seen, left_at: last_seen + 1, why, received: 9, invalid: 2, known: 1 });

test("kitchens that the hub remembers come before those that are well, and those that went without a word come first", () => {
  const list = new KitchenList();
  const gone = [absent("l", 900, "received 1000 (OK)"), absent("m", 800, "no close frame received"), absent("c", 700, "sent 1008 (policy violation) x")];
  list.update(status([{ name: "a", lastSeen: 999 }], 1000, [], { absent_kitchens: gone }), 5000);
  assert.deepEqual(rows(list, 5010), [["m", "missing"], ["c", "closed"], ["l", "left"], ["a", "ok"]]);
  const [missing] = list.rows(new OverviewModel(), 5010, null);
  assert.deepEqual(missing!.absence, { came: 1, seen: 800, left: 801, why: "no close frame received" });
  assert.deepEqual([missing!.host, missing!.heard, missing!.received, missing!.invalid, missing!.poke], ["10.0.0.7", 210, 9, 2, null]);
});

test("an absent kitchen keeps its last ledger, and what its card said when the page saw it, for as long as the hub remembers it", () => {
  const list = new KitchenList();
  const overview = new OverviewModel();
  list.update(status([{ name: "a", lastSeen: 1000 }]), 5000);
  overview.fold(dumpling({ packets: { received: 77 } }, { chef: "KitchenStatusChef", kitchen: "a" }), 5000);
  list.update(status([], 1005, [], { absent_kitchens: [absent("a", 1000, "no close frame received")] }), 5005);
  list.update(status([], 9000, [], { absent_kitchens: [absent("a", 1000, "no close frame received")] }), 13000);
  const [row] = list.rows(overview, 13000, null);
  assert.deepEqual([row!.state, row!.interface, row!.chefs, row!.poke, row!.ledger!.captured], ["missing", "eth0", ["AChef"], 5, 77]);
  list.update(status([], 9005, [], { absent_kitchens: [] }), 13005);
  assert.deepEqual(rows(list, 13005), []);
});

test("a kitchen whose name another host's kitchen has is marked, however long the name is", () => {
  const list = new KitchenList();
  const long = "n".repeat(1000);
  list.update(status([{ name: "a" }, { name: "b" }, { name: long }], 1000, [], { shared_kitchen_names: ["b", long] }), 5000);
  const marked = list.rows(new OverviewModel(), 5000, null).map(({ name, shared }) => [name, shared]);
  assert.deepEqual(marked, [["a", false], ["b", true], [boundedName(long), true]]);
});
