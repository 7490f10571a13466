import assert from "node:assert/strict";
import { test } from "node:test";
import { departure } from "../src/shared/absences";
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

test("who is absent is read, and a hub that doesn't say so remembers nobody", () => {
  const counts = { received: 9, taken: 7, invalid: 1, known: 1, sent: 4, filtered: 0, behind: 2, skipped: 3, entries: 9, statuses: 1 };
  const gone = { name: "attic", host: "10.0.0.7", connected_at: 10, last_seen: 20, left_at: 30, why: "no close frame received", ...counts };
  const read = readStatus(dumpling({
    absent_kitchens: [gone], absent_kitchens_left_out: 3, absent_eaters: [gone], absent_eaters_left_out: 4,
    shared_kitchen_names: ["garage"], log_not_stored: "it can't be written: Input/output error",
  }));
  const absence = { name: "attic", host: "10.0.0.7", came: 10, seen: 20, left: 30, why: "no close frame received" };
  assert.deepEqual(read.absentKitchens, [{ ...absence, received: 9, invalid: 1, known: 1 }]);
  assert.deepEqual(read.absentEaters, [{ ...absence, sent: 4, behind: 2, skipped: 3 }]);
  assert.deepEqual([read.absentKitchensLeftOut, read.absentEatersLeftOut, read.sharedNames], [3, 4, ["garage"]]);
  assert.equal(read.logFault, "it can't be written: Input/output error");
  const older = status([]);
  assert.deepEqual([older.absentKitchens, older.absentEaters, older.absentKitchensLeftOut, older.sharedNames, older.logFault], [null, [], 0, [], null]);
});

test("absent clients of any number and with texts of any length are cut, and what is cut counts as left out", () => {
  const long = "ш".repeat(10000);
  const many = Array.from({ length: 300 }, (_, i) => ({ name: `${i}${long}`, host: long, why: `sent ${long}` }));
  const read = readStatus(dumpling({
    absent_kitchens: many, absent_kitchens_left_out: 5, absent_eaters: many, shared_kitchen_names: many.map(({ name }) => name), log_not_stored: long,
  }));
  assert.deepEqual([read.absentKitchens!.length, read.absentKitchensLeftOut, read.absentEaters.length, read.absentEatersLeftOut], [200, 105, 200, 100]);
  assert.equal(read.sharedNames.length, 100);
  const texts = [...read.absentKitchens!, ...read.absentEaters].flatMap(({ name, host, why }) => [name, host, why]);
  assert.equal(Math.max(...[...texts, ...read.sharedNames].map(({ length }) => length)), 256);
  assert.equal(read.logFault!.length, 2048);
});

test("absent clients that are no objects, or without any key, do no harm", () => {
  const read = readStatus(dumpling({ absent_kitchens: [null, 1, { name: 4, last_seen: "x" }], absent_eaters: {}, absent_kitchens_left_out: "many", shared_kitchen_names: [1, null], log_not_stored: 5 }));
  assert.deepEqual(read.absentKitchens!.map(({ name, host, seen, why }) => [name, host, seen, why]), Array(3).fill(["?", "?", null, ""]));
  assert.deepEqual([read.absentKitchensLeftOut, read.absentEaters, read.sharedNames, read.logFault], [0, [], [], null]);
});

test("how a client went is told by the hub's words", () => {
  const words = ["", "received 1000 (OK)", "sent 1008 (policy violation) a bad card", "no close frame received: Connection reset by peer", "nothing was heard of it for 60 s"];
  assert.deepEqual(words.map(departure), ["left", "left", "closed", "missing", "missing"]);
});
