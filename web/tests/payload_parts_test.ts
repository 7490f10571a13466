import assert from "node:assert/strict";
import { test } from "node:test";
import { takeApart } from "../src/worker/payload_parts";

const numbers = (payload: unknown) => Object.fromEntries(takeApart(payload).numbers.map(({ name, value }) => [name, value]));
const tables = (payload: unknown) => takeApart(payload).tables.map(({ name, records }) => [name, records.length]);

test("every number is named by its place in the payload", () => {
  assert.deepEqual(numbers({ a: 1, b: { c: 2.5, d: { e: -3 } }, list: [4, 5] }), { a: 1, "b.c": 2.5, "b.d.e": -3, "list[0]": 4, "list[1]": 5 });
  assert.deepEqual(numbers(7), { value: 7 });
  assert.deepEqual(numbers({ text: "8", yes: true, nothing: null }), {});
});

test("a list of records is a table", () => {
  assert.deepEqual(tables({ hosts: [{ a: 1 }, { a: 2, b: 3 }], empty: [], mixed: [{ a: 1 }, 2] }), [["hosts", 2]]);
  assert.deepEqual(tables([{ a: 1 }]), [["payload", 1]]);
});

test("records under their names are a table, and no series", () => {
  const payload = { lookups_seen: { "example.com": { count: 28, latest: 1.5 }, "example.org": { count: 1, first: 2.5 } }, all: 29 };
  assert.deepEqual(tables(payload), [["lookups_seen", 2]]);
  assert.deepEqual(numbers(payload), { all: 29 });
  assert.deepEqual(tables({ a: { x: 1 }, b: { x: 2 } }), [["payload", 2]]);
});

test("objects that have nothing in common, or that are alone, are no table", () => {
  const payload = { packets: { received: 1 }, dumplings: { made: 2 }, one: { rtt: 3 } };
  assert.deepEqual([tables(payload), numbers(payload)], [[], { "packets.received": 1, "dumplings.made": 2, "one.rtt": 3 }]);
  const alone = { seen: { "example.com": { count: 1 } } };
  assert.deepEqual(tables(alone), []);
  const known = takeApart(alone, (name) => name === "seen");
  assert.deepEqual([known.tables.length, known.numbers], [1, []], "but one record of a known table is a row");
});

test("deep and wide payloads and hostile names do no harm", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 60; ++i) deep = { a: deep };
  assert.deepEqual(takeApart(deep).numbers, []);
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`n${i}`, i]));
  assert.equal(takeApart(wide).numbers.length, 512);
  assert.deepEqual(numbers(JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')), JSON.parse('{"__proto__.x": 1, "constructor": 2}'));
});
