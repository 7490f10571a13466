import assert from "node:assert/strict";
import { test } from "node:test";
import { OverviewModel } from "../src/worker/overview_model";
import { dumpling } from "./make";

const counts = (packet_counts: Record<string, number>, time: number, kitchen = "k") =>
  dumpling({ packet_counts }, { chef: "PacketCountChef", driver: "interval", time, kitchen });

function total(model: OverviewModel, layer: string): number | undefined {
  return model.layers.named.get(layer)?.total;
}

test("layers add up to the kitchens' counts, however late the page is opened", () => {
  const model = new OverviewModel();
  model.fold(counts({ IP: 100 }, 1000), 1000);
  model.fold(counts({ IP: 150, UDP: 7 }, 1005), 1005);
  model.fold(counts({ IP: 3 }, 1002, "other"), 1002);
  assert.equal(total(model, "IP"), 153);
  assert.equal(total(model, "UDP"), 7);
});

test("the packets between two pokes are spread over that time", () => {
  const model = new OverviewModel();
  model.fold(counts({ IP: 100 }, 1000), 1000);
  model.fold(counts({ IP: 150 }, 1005), 1005);
  const ip = model.layers.named.get("IP")!;
  assert.deepEqual([...ip.rates(0, 1000, 7)], [0, 10, 10, 10, 10, 10, 0]);
});

test("a kitchen that is restarted adds to its earlier counts", () => {
  const model = new OverviewModel();
  model.fold(counts({ IP: 100, UDP: 50 }, 1000), 1000);
  model.fold(counts({}, 1010), 1010);
  model.fold(counts({ IP: 20, UDP: 1 }, 1015), 1015);
  assert.equal(total(model, "IP"), 120);
  assert.equal(total(model, "UDP"), 51);
});

test("names beyond the limit are added up in bounded memory", () => {
  const model = new OverviewModel();
  for (let i = 0; i < 1000; ++i) model.fold(dumpling(null, { chef: `Chef${i}`, time: 1000 }), 1000);
  assert.equal(model.byChef.named.size, 64);
  assert.equal(model.byChef.others!.total, 936);
  const plot = model.byChef.plot(1002, 120, 8);
  assert.equal(plot.lines.length, 8);
  const sum = plot.lines.reduce((all, { values }) => all + values.reduce((a, b) => a + b, 0), 0);
  assert.equal(sum, 1000);
});

test("the last point of a line is the last full second", () => {
  const model = new OverviewModel();
  for (let i = 0; i < 30; ++i) model.fold(dumpling(1), 1000 + i / 10);
  const plot = model.byChef.plot(1003.5, 120, 8);
  assert.equal(plot.times.at(-1), 1002);
  assert.deepEqual([...plot.lines[0]!.values].slice(-4), [0, 10, 10, 10]);
  assert.equal(plot.lines[0]!.latest, 3, "the mean of 10 s");
});

test("a hostile payload from a known chef does no harm", () => {
  const model = new OverviewModel();
  for (const payload of [null, 1, [], { packet_counts: [] }, { packet_counts: { IP: "7", UDP: -1, __proto__: 4 } }, { packet_counts: JSON.parse('{"__proto__": 5}') }]) {
    model.fold(dumpling(payload, { chef: "PacketCountChef" }), 1000);
  }
  assert.equal(total(model, "IP"), undefined);
});
