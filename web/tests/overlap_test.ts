import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf } from "../src/shared/names";
import { Overlap } from "../src/worker/overlap";

test("a dumpling from before the gap that arrives again is recognised, as often as it arrived", () => {
  const overlap = new Overlap();
  for (const text of ["a", "b", "b", "c"]) assert.ok(overlap.isNew(text, 100));
  overlap.begin(160, 100);
  assert.deepEqual(["b", "c", "b", "b", "d"].map((text) => overlap.isNew(text, 160)), [false, false, false, true, true]);
});

test("a dumpling from long before the gap counts as new", () => {
  const overlap = new Overlap();
  overlap.isNew("old", 50);
  overlap.isNew("young", 99);
  overlap.begin(160, 100);
  assert.deepEqual(["old", "young"].map((text) => overlap.isNew(text, 160)), [true, false]);
});

test("long after the gap, the same dumpling counts as new", () => {
  const overlap = new Overlap();
  overlap.isNew("a", 100);
  overlap.begin(101, 100);
  assert.ok(overlap.isNew("a", 200));
});

test("texts that differ a little have different hashes", () => {
  const hashes = new Set<number>();
  for (let i = 0; i < 200000; ++i) hashes.add(hashOf(`{"metadata":{"creation_time":1795387239.${i}}}`));
  assert.equal(hashes.size, 200000);
  for (const hash of hashes) assert.ok(Number.isSafeInteger(hash) && hash >= 0);
});
