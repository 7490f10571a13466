import assert from "node:assert/strict";
import { test } from "node:test";
import { preview, TailModel } from "../src/worker/tail_model";
import { dumpling, text } from "./make";

const everything = { chef: "", kitchen: "", driver: "", text: "" };
const room = { dumplings: 100, bytes: 1e6 };
const pausedRoom = { dumplings: 150, bytes: 2e6 };

function filled(count: number, filter = everything): TailModel {
  const model = new TailModel(filter, room, pausedRoom);
  for (let i = 0; i < count; ++i) model.fold(dumpling(i, { chef: i % 2 ? "Odd" : "Even", kitchen: "k" + (i % 3) }));
  return model;
}

const shown = (model: TailModel, offset = 0, limit = 3) => model.view(offset, limit).rows.map(({ preview: seen }) => seen);

test("the newest is on top", () => {
  assert.deepEqual(shown(filled(10)), ["9", "8", "7"]);
  assert.deepEqual(shown(filled(10), 8), ["2", "1", "0"]);
});

test("the list is bounded in number and in size", () => {
  assert.ok(filled(1000).view(0, 1).kept <= 100);
  const model = new TailModel(everything, { dumplings: 1000, bytes: 25000 }, pausedRoom);
  for (let i = 0; i < 500; ++i) model.fold(dumpling("x".repeat(100)));
  assert.ok(model.view(0, 1).kept <= 60);
});

test("chef, kitchen, driver and text filter the list, and can be cleared again", () => {
  const model = filled(10);
  model.setFilter({ ...everything, chef: "Odd" });
  assert.deepEqual(shown(model), ["9", "7", "5"]);
  model.setFilter({ ...everything, kitchen: "k0", chef: "Odd" });
  assert.deepEqual(shown(model), ["9", "3"]);
  model.setFilter({ ...everything, text: '"PAYLOAD":4' });
  assert.deepEqual(shown(model), ["4"]);
  model.setFilter({ ...everything, driver: "interval" });
  assert.deepEqual(shown(model), []);
  model.setFilter(everything);
  assert.equal(model.view(0, 1).matched, 10);
});

test("a paused list stays as it is, and shows the new dumplings afterwards", () => {
  const model = filled(100);
  model.pause(true);
  for (let i = 0; i < 20; ++i) model.fold(dumpling("new" + i));
  const body = model.view(0, 2);
  assert.deepEqual([body.matched, body.newer, body.missed, body.rows[0]!.preview], [100, 20, 0, "99"]);
  assert.deepEqual(shown(model, 98), ["2", "1", "0"]);
  model.pause(false);
  assert.equal(shown(model)[0], '"new19"');
});

test("a pause that is full counts the dumplings that it misses", () => {
  const model = filled(100);
  model.pause(true);
  for (let i = 0; i < 80; ++i) model.fold(dumpling(i));
  const body = model.view(0, 1);
  assert.deepEqual([body.matched, body.newer, body.missed, body.kept], [100, 50, 30, 150]);
  model.pause(false);
  assert.ok(model.view(0, 1).kept <= 100);
});

test("a download has the shown dumplings, one a line, oldest first", () => {
  const model = new TailModel({ ...everything, chef: "A" }, room, pausedRoom);
  model.fold({ ...dumpling(1, { chef: "A" }), text: '{"metadata":\n {"chef": "A"},\r\n "payload": "a\\nb"}' });
  model.fold(dumpling(2, { chef: "B" }));
  model.fold(dumpling(3, { chef: "A" }));
  assert.deepEqual(model.lines(), ['{"metadata":  {"chef": "A"},  "payload": "a\\nb"}\n'.replace(/ {2}/g, "  "), text(3, { chef: "A" }) + "\n"]);
  assert.ok(model.lines().every((line) => line.indexOf("\n") === line.length - 1 && JSON.parse(line)));
});

test("the hub is asked only for dumplings that pass the filter", () => {
  assert.deepEqual(new TailModel(everything).wanted, { last: 2000 });
  assert.deepEqual(new TailModel({ chef: "C", kitchen: "k", driver: "packet", text: "x" }).wanted, { chefs: ["C"], kitchens: ["k"], drivers: ["packet"], last: 2000 });
});

test("a preview is the beginning of the payload", () => {
  assert.equal(preview(text({ a: [1], "b-c": "x" })), 'a: [1], b-c: "x"');
  assert.equal(preview(text("plain")), '"plain"');
  assert.equal(preview("no json at all"), "no json at all");
});

test("a preview and the text filter read characters instead of their escapes", () => {
  const escaped = '{"metadata": {"chef": "AChef", "kitchen": "k", "creation_time": 1, "driver": "packet"}, "payload": {"host": "m\\u00fcnchen.example", "said": "\\"hi\\""}}';
  assert.equal(preview(escaped), 'host: "münchen.example", said: ""hi""');
  assert.equal(preview(`{"payload": "${"\\ud83d\\udc1f".repeat(300)}"}`), '"' + "🐟".repeat(119), "240 characters, no half ones");
  const model = new TailModel(everything, room, pausedRoom);
  model.fold({ ...dumpling(1), text: escaped });
  model.fold(dumpling("Muenchen"));
  model.setFilter({ ...everything, text: "München" });
  assert.equal(model.view(0, 5).matched, 1);
});
