import assert from "node:assert/strict";
import { test } from "node:test";
import { Palette } from "../src/ui/palette";

test("a line keeps its colour when others come and go, and a new line takes a free one", () => {
  const palette = new Palette();
  palette.update(["a", "b", "c"]);
  assert.deepEqual(["a", "b", "c"].map((name) => palette.colour(name)), [1, 2, 3]);
  palette.update(["c", "d"]);
  assert.deepEqual(["c", "d"].map((name) => palette.colour(name)), [3, 1]);
});
