import assert from "node:assert/strict";
import { test } from "node:test";
import { readLedger, readStatus } from "../src/shared/status";
import { dumpling, status } from "./make";

test("a status with only the keys of the original is enough", () => {
  const read = status([{ name: "garage" }]);
  assert.deepEqual([read.dumplingsIn, read.dumplingsOut, read.uptime, read.kitchenCount], [5, 6, 7.5, 1]);
  const [kitchen] = read.kitchens;
  assert.deepEqual([kitchen!.name, kitchen!.host, kitchen!.chefs, kitchen!.received], ["garage", "[::1]:9", ["AChef"], null]);
});

test("a payload that is no status does no harm", () => {
  for (const payload of [null, 3, { dumpling_kitchens: {} }, { dumpling_kitchens: [null, 1, { info_from_kitchen: 4 }], dumpling_eaters: [[]] }]) {
    assert.ok(readStatus(dumpling(payload)));
    assert.ok(readLedger(dumpling(payload)));
  }
});
