import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDumpling } from "../src/shared/dumpling";
import { at } from "../src/shared/json";

test("a message that is no dumpling gives undefined", () => {
  for (const text of ["", "{", "null", "[]", "1", '{"log":"x","position":3}', '{"metadata":{"chef":7}}', '{"metadata":[]}']) {
    assert.equal(parseDumpling(text), undefined, text);
  }
});

test("a key named __proto__ is a key like any other, and changes no object", () => {
  const found = parseDumpling('{"metadata":{"chef":"C","__proto__":{"kitchen":"evil"}},"payload":{"__proto__":{"polluted":1},"a":2}}')!;
  assert.equal(found.kitchen, null);
  assert.equal(at(found.payload, "a"), 2);
  assert.equal(at(found.payload, "polluted"), undefined);
  assert.equal(at(found.payload, "toString"), undefined);
  assert.deepEqual(Object.keys(found.payload as object), ["__proto__", "a"]);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});
