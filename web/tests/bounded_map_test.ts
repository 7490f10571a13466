import assert from "node:assert/strict";
import { test } from "node:test";
import { BoundedMap } from "../src/worker/bounded_map";

test("a full map drops the entry that was not touched for longest", () => {
  const map = new BoundedMap<number>(2);
  map.touch("a", () => 1);
  map.touch("b", () => 2);
  assert.equal(map.touch("a", () => 3), 1);
  map.touch("c", () => 4);
  assert.deepEqual([...map.entries], [["a", 1], ["c", 4]]);
});
