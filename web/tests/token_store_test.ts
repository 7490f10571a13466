import assert from "node:assert/strict";
import { test } from "node:test";
import { TokenStore } from "../src/ui/token_store";
import { FakeStorage, refused } from "./fake_storage";

test("a token is kept until it is forgotten", () => {
  const storage = new FakeStorage();
  new TokenStore(() => storage).keep("a token");
  const after = new TokenStore(() => storage);
  assert.equal(after.current, "a token");
  after.forget();
  assert.deepEqual([after.current, new TokenStore(() => storage).current], ["", ""]);
});

test("in a browser that stores nothing, a token lasts as long as the page", () => {
  const tokens = new TokenStore(refused);
  assert.equal(tokens.current, "");
  tokens.keep("a token");
  assert.equal(tokens.current, "a token");
  tokens.forget();
  assert.equal(tokens.current, "");
});
