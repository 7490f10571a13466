import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAddresses } from "../src/worker/addresses";
import { byNumber, byText, firstOf } from "../src/worker/ordering";

test("the first few of many items are those that sorting all would give", () => {
  const items = Array.from({ length: 500 }, (_, i) => (i * 7919) % 263);
  for (const most of [0, 1, 7, 499, 500, 1000]) assert.deepEqual(firstOf(items, most, byNumber), [...items].sort(byNumber).slice(0, most), `${most}`);
});

test("items that are equal keep their order", () => {
  const items = Array.from({ length: 20 }, (_, id) => ({ id, of: id % 2 }));
  assert.deepEqual(firstOf(items, 12, (a, b) => a.of - b.of).map(({ id }) => id), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 1, 3]);
});

test("absent texts come last, and larger numbers first", () => {
  assert.deepEqual([null, "b", "a"].sort(byText), ["a", "b", null]);
  assert.deepEqual([1, Infinity, -1, Infinity].sort(byNumber), [Infinity, Infinity, 1, -1]);
});

test("IPv4 addresses are compared as numbers and come before all others", () => {
  const sorted = ["10.0.0.9", "10.0.0.10", "192.168.1.1", "2001:db8::1", "fe80::1", "nonsense"];
  assert.deepEqual([...sorted].reverse().sort(compareAddresses), sorted);
  assert.equal(compareAddresses("10.0.0.1", "10.0.0.1"), 0);
  assert.ok(Number.isFinite(compareAddresses("9".repeat(400), "1")), "an endless number is no address");
});
