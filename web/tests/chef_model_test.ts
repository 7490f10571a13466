import assert from "node:assert/strict";
import { test } from "node:test";
import { ChefModel, mostSeries } from "../src/worker/chef_model";
import { dumpling } from "./make";

const all = { window: 120, kitchen: "", search: "", chosen: null, sorts: [] };
const id = (name: string, kitchen = "k") => `${kitchen}\n${name}`;

function poked(payloads: unknown[], kitchen = "k"): ChefModel {
  const model = new ChefModel("AChef");
  payloads.forEach((payload, i) => model.fold(dumpling(payload, { time: 1e9 + 5 * i, kitchen })));
  return model;
}

test("a number that rises and falls is drawn as a value", () => {
  const body = poked([{ load: 1.5 }, { load: 0.5 }, { load: 2 }]).view(all);
  const load = body.series.find(({ name }) => name === "load")!;
  assert.equal(load.kind, "gauge");
  assert.deepEqual(load.spark, [1.5, 0.5, 2]);
  assert.deepEqual(body.chosen, [{ id: id("load"), rate: false }]);
  assert.deepEqual([...body.plot.lines[0]!.values].filter((value) => !Number.isNaN(value)), [1.5, 0.5, 2]);
});

test("a number that only grows is drawn as a rate", () => {
  const body = poked([{ bytes: 0 }, { bytes: 50 }, { bytes: 150 }]).view(all);
  assert.deepEqual(body.chosen, [{ id: id("bytes"), rate: true }]);
  assert.deepEqual([...body.plot.lines[0]!.values].filter((value) => !Number.isNaN(value)), [10, 20]);
  assert.equal(body.plot.lines[0]!.name, "bytes /s");
});

test("a counter that is restarted gives no negative rate", () => {
  const model = poked([{ bytes: 100 }, { bytes: 200 }, { bytes: 10 }, { bytes: 60 }]);
  const body = model.view({ ...all, chosen: [{ id: id("bytes"), rate: true }] });
  assert.deepEqual([...body.plot.lines[0]!.values].filter((value) => !Number.isNaN(value)), [20, 10]);
});

test("a time is shown as a time, and drawn only if the viewer asks", () => {
  const body = poked([{ when: 1e9 }, { when: 1e9 + 4 }, { when: 1e9 + 10 }]).view(all);
  assert.equal(body.series.find(({ name }) => name === "when")!.kind, "time");
  assert.deepEqual(body.chosen, [{ id: id("(dumplings)"), rate: true }]);
});

test("a view that is opened before the first dumpling chooses its lines when dumplings arrive", () => {
  const model = new ChefModel("AChef");
  assert.deepEqual(model.view(all).chosen, []);
  model.fold(dumpling({ heat: 7 }, { time: 1e9 }));
  assert.deepEqual(model.view(all).chosen, [{ id: id("heat"), rate: false }]);
});

test("the lines that are drawn at first are of one kind and fit on one chart", () => {
  const body = poked([1, 2, 0.5, 3].map((load, i) => ({ load, depth: 20 - load, sent: 10000 * i, big: 1e6 * load }))).view(all);
  assert.deepEqual(body.chosen.map((one) => one.id), [id("load"), id("depth")]);
});

test("the values of one step are averaged", () => {
  const model = new ChefModel("AChef");
  for (const value of [1, 6, 2]) model.fold(dumpling({ value }, { time: 1e9 + value / 10 }));
  assert.equal(model.view(all).plot.lines[0]!.latest, 2);
  assert.deepEqual([...model.view(all).plot.lines[0]!.values].filter((value) => !Number.isNaN(value)), [3]);
});

test("each kitchen has its own series, and can be shown alone", () => {
  const model = poked([{ a: 1 }], "one");
  model.fold(dumpling({ a: 2 }, { time: 1e9, kitchen: "two" }));
  const body = model.view(all);
  assert.deepEqual(body.plot.lines.map(({ name, latest }) => [name, latest]), [["a · one", 1], ["a · two", 2]]);
  assert.deepEqual(model.view({ ...all, kitchen: "two" }).plot.lines.map(({ name }) => name), ["a"]);
});

test("records become a table of text, whatever they contain", () => {
  const payload = { talkers: [{ host: "<b>", bytes: 12345, at: 1e9 }, { host: "b", extra: [1] }] };
  const [table] = poked([payload]).view(all).tables;
  assert.deepEqual(table!.columns, ["host", "bytes", "at", "extra"]);
  assert.deepEqual(table!.rows.map(([host, bytes]) => [host, bytes]), [["<b>", "12,345"], ["b", ""]]);
  assert.equal(table!.rows[1]![3], "[1]");
});

test("a newer table replaces the older one, and the newest payload can be read", () => {
  const body = poked([{ rows: [{ a: 1 }] }, { rows: [{ a: 2 }, { a: 3 }] }]).view(all);
  assert.equal(body.tables.length, 1);
  assert.deepEqual(body.tables[0]!.rows, [["2"], ["3"]]);
  assert.deepEqual(JSON.parse(body.latest!.text).payload, { rows: [{ a: 2 }, { a: 3 }] });
});

test("numbers beyond the limit are counted, not kept", () => {
  const wide = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`n${i}`, i]));
  const body = poked([wide, wide]).view(all);
  assert.equal(body.series.length, mostSeries);
  assert.equal(body.leftOut, 401 - mostSeries);
});

test("with several kitchens each line names its kitchen, even if all lines are from one", () => {
  const model = new ChefModel("AChef");
  for (const kitchen of ["here", "there"]) model.fold(dumpling({ heat: 7 }, { time: 1e9, kitchen }));
  const chosen = [{ id: id("heat", "here"), rate: false }];
  assert.deepEqual(model.view({ ...all, chosen }).plot.lines.map(({ name }) => name), ["heat · here"]);
  assert.deepEqual(model.view({ ...all, chosen, kitchen: "here" }).plot.lines.map(({ name }) => name), ["heat"]);
});

test("records under names are sorted by name, or by the column that the viewer chooses", () => {
  const hosts = { host10: { bytes: 3, kind: "b" }, host9: { bytes: 20, kind: "a" }, host1: { bytes: 100 } };
  const model = poked([{ hosts: { host10: { bytes: 1 } } }, { hosts }]);
  const rows = (...sorts: { table: string; column: string; down: boolean }[]) =>
    model.view({ ...all, sorts }).tables[0]!.rows.map(([name]) => name);
  assert.deepEqual(rows(), ["host1", "host9", "host10"]);
  assert.deepEqual(rows({ table: "hosts", column: "bytes", down: true }), ["host1", "host9", "host10"]);
  assert.deepEqual(rows({ table: "hosts", column: "bytes", down: false }), ["host10", "host9", "host1"]);
  assert.deepEqual(rows({ table: "hosts", column: "kind", down: false }), ["host1", "host9", "host10"]);
  assert.deepEqual(rows({ table: "other", column: "bytes", down: false }), ["host1", "host9", "host10"]);
  assert.deepEqual(model.view(all).series.map(({ name }) => name), ["(dumplings)"], "nor do they leave series");
});

test("a table of records is cut in rows, columns and characters, and says how much is left out", () => {
  const wide = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`column${i}`, "x".repeat(1000)]));
  const [table] = poked([{ hosts: Array.from({ length: 5000 }, () => wide) }]).view(all).tables;
  assert.deepEqual([table!.columns.length, table!.rows[0]![0]!.length], [12, 200]);
  assert.equal(table!.rows.length + table!.leftOut, 5000);
  assert.ok(table!.rows.length <= 200);
});

test("the time since a start is shown, and drawn only if the viewer asks", () => {
  const body = poked([{ uptime: 5.5, load: 1 }, { uptime: 10.5, load: 3 }, { uptime: 15.5, load: 2 }]).view(all);
  assert.equal(body.series.find(({ name }) => name === "uptime")!.kind, "uptime");
  const kinds = (name: string) => poked([{ [name]: 3.5 }, { [name]: 4.5 }]).view(all).series.find((one) => one.name === name)!.kind;
  assert.deepEqual(["uptime", "server_uptime", "serverUptime", "UpTime", "up_time"].map(kinds), Array(5).fill("uptime"));
  assert.deepEqual(["setup_time", "groupTime", "backuptime"].map(kinds), Array(3).fill("gauge"));
  assert.deepEqual(body.chosen, [{ id: id("load"), rate: false }]);
});

test("lines of different kitchens say whose they are, and a kitchen that comes later is drawn, too", () => {
  const model = poked([{ heat: 1 }, { heat: 2 }, { heat: 1 }, { heat: 2 }, { heat: 1 }], "one");
  assert.deepEqual(model.view(all).plot.lines.map(({ kitchen }) => kitchen), [undefined]);
  model.fold(dumpling({ heat: 3 }, { time: 1e9 + 25, kitchen: "two" }));
  assert.deepEqual(model.view(all).plot.lines.map(({ kitchen }) => kitchen), ["one", "two"]);
  model.fold(dumpling({ heat: 3, cold: 4 }, { time: 1e9 + 30, kitchen: "two" }));
  const chosen = ["heat", "cold"].map((name) => ({ id: id(name, "two"), rate: false }));
  assert.deepEqual(model.view({ ...all, chosen }).plot.lines.map(({ kitchen }) => kitchen), [undefined, undefined]);
});
