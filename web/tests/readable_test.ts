import assert from "node:assert/strict";
import { test } from "node:test";
import { comparable, hasWords, readable } from "../src/shared/readable";

test("JSON is read without its escapes", () => {
  assert.equal(readable('{"a":"m\\u00fcnchen \\ud83d\\udc1f"}'), '{"a":"münchen 🐟"}');
  assert.equal(readable('"C:\\\\users\\\\u00fc \\"x\\" \\/ \\n"'), '"C:\\users\\u00fc "x" / \n"', "an escaped backslash escapes nothing after it");
  assert.equal(readable('"\\u00'), '"\\u00', "half an escape stays as it is");
});

test("a word is found however it is escaped, accented or capitalised", () => {
  const words = comparable("MÜNCHEN");
  for (const json of ['"münchen"', '"m\\u00fcnchen"', '"M\\u00DCNCHEN"', '"mu\\u0308nchen"']) assert.ok(hasWords(json, words), json);
  assert.ok(!hasWords('"m\\\\u00fcnchen"', words));
  assert.ok(hasWords('{"path": "C:\\\\users"}', comparable('c:\\users"')));
});
