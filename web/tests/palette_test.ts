import assert from "node:assert/strict";
import { test } from "node:test";
import { colours, Palette } from "../src/ui/palette";
import { FakeStorage, refused } from "./fake_storage";

const distinct = (chart: Map<string, number>) => new Set(chart.values()).size;

test("a kitchen keeps its colour when others come and go, and on every chart", () => {
  const palette = new Palette(refused);
  const first = palette.of("kitchen", ["a", "b", "c"]);
  assert.deepEqual([...first.values()], [1, 2, 3]);
  palette.of("kitchen", ["c", "d"]);
  palette.of("layer", ["a", "x", "y"]);
  const later = palette.of("kitchen", ["d", "c", "b", "a"]);
  for (const [name, colour] of first) assert.equal(later.get(name), colour, name);
  assert.equal(distinct(later), 4);
});

test("the colours outlast a reload, and what is stored may be anything", () => {
  const storage = new FakeStorage();
  new Palette(() => storage).of("kitchen", ["a", "b", "c"]);
  assert.deepEqual([...new Palette(() => storage).of("kitchen", ["c", "x", "a"])], [["c", 3], ["a", 1], ["x", 4]]);
  for (const text of ["{", "7", '[["kitchen","a",99],["kitchen"],null,["kitchen","b",2]]']) {
    storage.setItem("netdumplings.colours", text);
    assert.equal(distinct(new Palette(() => storage).of("kitchen", ["a", "b"])), 2);
  }
});

test("the lines of a chart have different colours as long as there are enough of them", () => {
  const palette = new Palette(refused);
  const names = Array.from({ length: 50 }, (_, i) => `host${i}`);
  for (const name of names) palette.of("host", [name]);
  assert.equal(distinct(palette.of("host", names.slice(20, 20 + colours))), colours);
  assert.equal(distinct(palette.of("host", names)), colours);
});

test("the sum of the smallest lines keeps its colour, however many they are", () => {
  const palette = new Palette(refused);
  const sum = palette.of("kitchen", ["a", "7 others"]).get("7 others");
  assert.equal(palette.of("kitchen", ["b", "a", "12 others"]).get("12 others"), sum);
});

test("a flood of names is remembered in bounded memory", () => {
  const storage = new FakeStorage();
  const palette = new Palette(() => storage);
  for (let i = 0; i < 2000; ++i) palette.of("kitchen", [`k${i}`]);
  assert.ok(JSON.parse(storage.getItem("netdumplings.colours")!).length <= 200);
});
