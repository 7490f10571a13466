import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAddresses } from "../src/worker/addresses";
import { ArpModel, mostAddresses } from "../src/worker/arp_model";
import { dumpling } from "./make";

const arp = (src_ip: string, src_hw: string, time = 1000, operation: unknown = "reply") =>
  dumpling({ operation, src_hw, src_ip, dst_hw: "ff", dst_ip: "1.1.1.1", time, notes: null }, { chef: "ARPChef" });

test("every sender is a device, with its first and last time by the packets' clock", () => {
  const model = new ArpModel();
  model.fold(arp("10.0.0.1", "aa", 5, "request"));
  model.fold(arp("10.0.0.1", "aa", 9));
  const [device] = model.view({ search: "", sort: "ip", rows: 10 }).addresses;
  assert.deepEqual({ ...device }, { ip: "10.0.0.1", mac: "aa", first: 5, last: 9, kitchen: "k", requests: 1, replies: 1, changed: 0, changes: [] });
});

test("an address that moves to another MAC is marked with the old MAC and the time", () => {
  const model = new ArpModel();
  model.fold(arp("10.0.0.1", "aa", 1));
  model.fold(arp("10.0.0.1", "bb", 2));
  const body = model.view({ search: "", sort: "changes", rows: 10 });
  assert.equal(body.changed, 1);
  assert.deepEqual(body.addresses[0]!.changes, [{ time: 2, from: "aa" }]);
  for (let i = 0; i < 100; ++i) model.fold(arp("10.0.0.1", `${i}`, i));
  const [device] = model.view({ search: "", sort: "ip", rows: 10 }).addresses;
  assert.deepEqual([device!.changed, device!.changes.length], [101, 8], "all moves are counted, the newest are kept");
});

test("the same address in the networks of two kitchens is two devices, and neither has changed", () => {
  const model = new ArpModel();
  for (let i = 0; i < 3; ++i) {
    for (const [kitchen, mac] of [["here", "aa"], ["there", "bb"]] as const) {
      model.fold(dumpling({ operation: "reply", src_hw: mac, src_ip: "192.168.1.1", time: i }, { chef: "ARPChef", kitchen }));
    }
  }
  const body = model.view({ search: "", sort: "ip", rows: 10 });
  assert.deepEqual(body.addresses.map(({ kitchen, mac }) => [kitchen, mac]), [["here", "aa"], ["there", "bb"]]);
  assert.equal(body.changed, 0);
});

test("a probe for a free address is no device", () => {
  const model = new ArpModel();
  model.fold(arp("0.0.0.0", "aa"));
  assert.equal(model.view({ search: "", sort: "ip", rows: 10 }).known, 0);
});

test("addresses are sorted as numbers, and are found by IP or MAC", () => {
  assert.ok(compareAddresses("10.0.0.9", "10.0.0.10") < 0);
  const model = new ArpModel();
  for (const [ip, mac] of [["10.0.0.10", "aa:01"], ["10.0.0.9", "bb:02"], ["9.0.0.1", "cc:03"]] as const) model.fold(arp(ip, mac));
  assert.deepEqual(model.view({ search: "", sort: "ip", rows: 10 }).addresses.map(({ ip }) => ip), ["9.0.0.1", "10.0.0.9", "10.0.0.10"]);
  assert.deepEqual(model.view({ search: "BB:", sort: "ip", rows: 10 }).addresses.map(({ ip }) => ip), ["10.0.0.9"]);
});

test("a flood of invented devices takes bounded memory", () => {
  const model = new ArpModel();
  for (let i = 0; i < mostAddresses + 50; ++i) model.fold(arp(`x${i}`, "aa"));
  assert.equal(model.view({ search: "", sort: "ip", rows: 10 }).known, mostAddresses);
});
