import assert from "node:assert/strict";
import { test } from "node:test";
import { KitchenList, knownUntil } from "../src/worker/kitchen_list";
import { OverviewModel } from "../src/worker/overview_model";
import { dumpling, status } from "./make";

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
