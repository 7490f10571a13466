import assert from "node:assert/strict";
import { test } from "node:test";
import { boundedName, longestName } from "../src/shared/names";
import { parseDumpling } from "../src/shared/dumpling";
import { text } from "./make";

test("a name that is too long is cut, and still differs from others that begin like it", () => {
  const short = "x".repeat(longestName);
  assert.equal(boundedName(short), short);
  const cut = ["a", "b"].map((end) => boundedName("x".repeat(100000) + end));
  assert.notEqual(cut[0], cut[1]);
  for (const name of cut) assert.ok(name.length === longestName && name.startsWith("xxx"), name);
  assert.equal(boundedName("x".repeat(300) + "\ud800").length, longestName, "whatever it consists of");
});

test("the names of a dumpling are cut, and its text is not", () => {
  const long = "x".repeat(1000);
  const message = text(long, { chef: long, kitchen: long, driver: long });
  const { chef, kitchen, driver, text: kept } = parseDumpling(message)!;
  assert.deepEqual([chef, kitchen, driver].map((name) => name!.length), [longestName, longestName, longestName]);
  assert.equal(kept, message);
});
