import assert from "node:assert/strict";
import { test } from "node:test";
import { StepRing } from "../src/worker/step_ring";

test("the amounts of one step add up, and a step without amounts is empty", () => {
  const ring = new StepRing(10, 4);
  ring.add(100, 1);
  ring.add(109.9, 2);
  ring.add(120, 5);
  assert.deepEqual([9, 10, 11, 12, 13].map((step) => ring.value(step)), [0, 3, 0, 5, 0]);
});

test("only the newest steps are kept, and older amounts are ignored", () => {
  const ring = new StepRing(1, 3);
  for (let second = 1; second <= 5; ++second) ring.add(second, second);
  ring.add(2, 100);
  assert.deepEqual([1, 2, 3, 4, 5].map((step) => ring.value(step)), [0, 0, 3, 4, 5]);
  assert.equal(ring.first, 3);
});

test("a leap ahead empties the steps in between", () => {
  const ring = new StepRing(1, 3, NaN);
  ring.set(1, 7);
  ring.set(1000, 8);
  assert.ok(Number.isNaN(ring.value(999)));
  assert.equal(ring.value(1000), 8);
});

test("an amount that arrives a little late is counted", () => {
  const ring = new StepRing(1, 3);
  ring.add(10, 1);
  ring.add(8, 1);
  assert.equal(ring.value(8), 1);
  assert.equal(ring.first, 8);
});

test("values that are no times are ignored", () => {
  const ring = new StepRing(1, 3);
  for (const time of [NaN, -5, -Infinity]) ring.add(time, 1);
  assert.equal(ring.newest, -1);
});
