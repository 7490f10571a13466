import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceModel, type DeviceQuery, mostDevices } from "../src/worker/device_model";
import { dumpling } from "./make";
import { device, hostilePayloads } from "./network_dumplings";

function rows(model: DeviceModel, query: Partial<DeviceQuery> = {}) {
  return model.view({ search: "", sort: "address", rows: 10, ...query }).rows;
}

test("what changes about a device is noted, with how it was seen", () => {
  const model = new DeviceModel();
  model.fold(device({ hostname: null, vendor_class: null, by: "arp" }));
  model.fold(device({ last_seen: 1010, by: "dhcp", change: "hostname" }));
  model.fold(device({ last_seen: 1020, by: "nd", change: "address", addresses: ["10.0.0.5", "fe80::1"] }));
  assert.deepEqual(rows(model), [{
    hardware: "00:1b:21:01:03:07", addresses: ["10.0.0.5", "fe80::1"], hostname: "laptop", vendorClass: "MSFT 5.0", first: 1000, last: 1020, kitchen: "k",
    by: ["arp", "dhcp", "nd"], changed: 2, changes: [{ what: "address", at: 1020 }, { what: "hostname", at: 1010 }],
  }]);
});

test("an older report that comes late changes nothing but when the device was seen first", () => {
  const model = new DeviceModel();
  model.fold(device({ hostname: "new", first_seen: 1000, last_seen: 2000 }));
  model.fold(device({ hostname: "old", first_seen: 500, last_seen: 600 }));
  assert.deepEqual(rows(model).map(({ hostname, first, last }) => [hostname, first, last]), [["new", 500, 2000]]);
});

test("devices are found by any of their facts, and sorted by each column", () => {
  const model = new DeviceModel();
  model.fold(device({ hardware: "aa", hostname: "b", addresses: ["10.0.0.10"], vendor_class: null, first_seen: 1, last_seen: 9 }));
  model.fold(device({ hardware: "bb", hostname: null, addresses: ["10.0.0.9"], vendor_class: "udhcp", first_seen: 2, last_seen: 8, change: "address" }));
  model.fold(device({ hardware: "cc", hostname: "A", addresses: [], vendor_class: "dhcpcd", first_seen: 3, last_seen: 7 }));
  const sorted = (sort: DeviceQuery["sort"]) => rows(model, { sort }).map(({ hardware }) => hardware[0]).join("");
  const orders = ["address", "hardware", "hostname", "vendor", "first", "last", "changes"] as const;
  assert.deepEqual(orders.map(sorted), ["bac", "abc", "cab", "cba", "cba", "abc", "bac"]);
  assert.deepEqual(rows(model, { search: "UDHCP 0.9" }).map(({ hardware }) => hardware), ["bb"]);
});

test("the same hardware address at two kitchens is two devices", () => {
  const model = new DeviceModel();
  for (const kitchen of ["here", "there"]) model.fold(device({}, { kitchen }));
  assert.deepEqual(rows(model).map(({ kitchen }) => kitchen), ["here", "there"]);
});

test("invented devices take bounded memory", () => {
  const model = new DeviceModel();
  for (let i = 0; i < mostDevices + 50; ++i) model.fold(device({ hardware: `x${i}` }));
  assert.equal(model.view({ search: "", sort: "address", rows: 1 }).known, mostDevices);
  for (const payload of hostilePayloads("device")) model.fold(dumpling(payload, { chef: "DeviceChef" }));
  const long = "y".repeat(1e4);
  for (let i = 0; i < 20; ++i) {
    model.fold(device({ hardware: long, hostname: long, vendor_class: long, by: `${i}${long}`, change: long, addresses: Array(20).fill(long), last_seen: 2000 + i }));
  }
  assert.ok(JSON.stringify(rows(model, { sort: "last", rows: 1 })).length < 4000);
});
