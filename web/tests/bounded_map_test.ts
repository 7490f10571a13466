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

test("a map that takes too many bytes drops its oldest entries, but never the newest", () => {
  const map = new BoundedMap<{ size: number }>(100, 10, (_, { size }) => size);
  for (const key of ["a", "b"]) map.touch(key, () => ({ size: 4 }));
  map.update("b", () => ({ size: 0 }), (value) => void (value.size = 6));
  assert.deepEqual([[...map.entries.keys()], map.bytes], [["a", "b"], 10]);
  map.update("b", () => ({ size: 0 }), (value) => void (value.size = 7));
  assert.deepEqual([[...map.entries.keys()], map.bytes], [["b"], 7]);
  map.touch("c", () => ({ size: 50 }));
  assert.deepEqual([[...map.entries.keys()], map.bytes], [["c"], 50]);
  map.delete("c");
  assert.deepEqual([map.size, map.bytes], [0, 0]);
});
