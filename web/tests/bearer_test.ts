import assert from "node:assert/strict";
import { test } from "node:test";
import { bearerHeaders, isToken, protocols } from "../src/shared/bearer";

test("a token is offered in base64url without padding, beside a subprotocol that the hub can choose", () => {
  // These tokens contain every digit in which the two alphabets differ, and need every length of padding.
  for (const token of ["a?b>c~d?e>f~~~~", "a?b>c~d?e>f~~~~0", "a?b>c~d?e>f~~~~01"]) {
    const [v1, plain, bearer] = protocols(token);
    assert.deepEqual([v1, plain], ["netdumplings.v1", "netdumplings.plain"]);
    assert.match(bearer!, /^netdumplings\.bearer\.[A-Za-z0-9_-]+$/);
    assert.equal(Buffer.from(bearer!.slice("netdumplings.bearer.".length), "base64url").toString(), token);
  }
});

test("without a token none is offered and none is sent", () => {
  assert.deepEqual([protocols(""), bearerHeaders("")], [["netdumplings.v1", "netdumplings.plain"], {}]);
  assert.deepEqual(bearerHeaders("0123456789abcdef"), { Authorization: "Bearer 0123456789abcdef" });
});

test("a text that can't be a token is recognised without the hub", () => {
  assert.ok(isToken("0123456789abcdef+/=~"));
  for (const text of ["", "a b", "a\tb", "caf\u00e9", "a\u0000"]) assert.ok(!isToken(text), text);
});
