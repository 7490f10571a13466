import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostOrder } from "../src/shared/messages";
import { DnsModel, mostHosts } from "../src/worker/dns_model";
import { dumpling } from "./make";

const said = { chef: "DNSLookupChef" };
const lookup = (hostname: string, when = 1000, kitchen = "k") => dumpling({ lookup: { hostname, when } }, { ...said, kitchen });
const seen = (lookups_seen: unknown, kitchen = "k") => dumpling({ lookups_seen }, { ...said, kitchen, driver: "interval" });

function view(model: DnsModel, search: string, sort: HostOrder, now = 1000) {
  return model.view({ search, sort, window: 120, rows: 10 }, now);
}

function counts(model: DnsModel): Record<string, number> {
  return Object.fromEntries(view(model, "", "name").hosts.map(({ name, count }) => [name, count]));
}

test("a summary of lookups that were already counted changes nothing", () => {
  const model = new DnsModel();
  model.fold(lookup("a.example"), 1000);
  model.fold(lookup("b.example"), 1000);
  model.fold(lookup("a.example"), 1000);
  model.fold(seen({ "a.example": { count: 2, latest: 1000 }, "b.example": { count: 1, latest: 1000 } }), 1000);
  assert.deepEqual(counts(model), { "a.example": 2, "b.example": 1 });
});

test("a page that is opened late learns earlier lookups from the summary", () => {
  const model = new DnsModel();
  model.fold(lookup("a.example"), 1000);
  model.fold(seen({ "a.example": { count: 28, latest: 1234 } }), 1000);
  assert.deepEqual(counts(model), { "a.example": 28 });
  assert.equal(view(model, "", "name").hosts[0]!.latest, 1234);
});

test("the counts of kitchens add up, and so do the runs of one kitchen", () => {
  const model = new DnsModel();
  model.fold(seen({ "a.example": { count: 5, latest: 1 } }, "one"), 1000);
  model.fold(seen({ "a.example": { count: 3, latest: 1 } }, "two"), 1000);
  model.fold(seen({}, "one"), 1000);
  model.fold(lookup("a.example", 1000, "one"), 1000);
  model.fold(seen({ "a.example": { count: 1, latest: 2 } }, "one"), 1000);
  assert.deepEqual(counts(model), { "a.example": 9 });
});

test("hosts are found by any part of their name, and sorted by count, time or name", () => {
  const model = new DnsModel();
  for (const [name, when] of [["b.example", 3], ["a.example", 1], ["a.example", 2], ["c.test", 9]] as const) model.fold(lookup(name, when), 1000);
  const names = (search: string, sort: "count" | "latest" | "name") => view(model, search, sort).hosts.map(({ name }) => name);
  assert.deepEqual(names("", "count"), ["a.example", "b.example", "c.test"]);
  assert.deepEqual(names("", "latest"), ["c.test", "b.example", "a.example"]);
  assert.deepEqual(names("EXAMPLE", "name"), ["a.example", "b.example"]);
});

test("the sparkline of a capture file ends at its newest lookup", () => {
  const model = new DnsModel();
  model.fold(lookup("a.example", 5000), 1e9);
  model.fold(lookup("a.example", 5005), 1e9);
  const { spark } = view(model, "", "count", 1e9).hosts[0]!;
  assert.equal(spark.length, 30);
  assert.equal(spark.at(-1), 2);
});

test("the latest names are kept in bounded memory", () => {
  const model = new DnsModel();
  for (let i = 0; i < mostHosts + 100; ++i) model.fold(lookup(`host${i}.example`), 1000);
  assert.equal(model.hosts.size, mostHosts);
  assert.equal(view(model, "host0.example", "name").matched, 0);
  assert.equal(view(model, `host${mostHosts + 99}.example`, "name").matched, 1);
  assert.ok(view(model, "", "count").lookups.length <= 200);
});

test("hostile names are names like any other", () => {
  const model = new DnsModel();
  for (const name of ["__proto__", "constructor", "<img src=x onerror=alert(1)>", ""]) model.fold(lookup(name), 1000);
  assert.equal(view(model, "", "name").known, 4);
  for (const payload of [null, { lookup: 7 }, { lookups_seen: { a: null, b: { count: "x" } } }]) model.fold(dumpling(payload, said), 1000);
  assert.equal(view(model, "", "name").known, 4);
});

test("names that differ in case only are one host, as in DNS, and their counts add up", () => {
  const model = new DnsModel();
  for (const name of ["wWw.ExAmPlE.com", "www.example.com", "WWW.example.COM"]) model.fold(lookup(name), 1000);
  assert.deepEqual(counts(model), { "www.example.com": 3 });
  model.fold(seen({ "wWw.ExAmPlE.com": { count: 2, latest: 7 }, "www.example.com": { count: 5, latest: 9 } }), 1000);
  assert.deepEqual(counts(model), { "www.example.com": 7 });
  model.fold(seen({ "wWw.ExAmPlE.com": { count: 2, latest: 7 }, "www.example.com": { count: 5, latest: 9 } }), 1000);
  assert.deepEqual(counts(model), { "www.example.com": 7 });
  model.fold(lookup("MÜNCHEN.example"), 1000);
  assert.equal(counts(model)["mÜnchen.example"], 1, "only the letters of ASCII");
  assert.equal(view(model, "münchen", "name").matched, 1);
});
