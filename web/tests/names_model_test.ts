import assert from "node:assert/strict";
import { test } from "node:test";
import { mostNames, type NameQuery, NamesModel } from "../src/worker/names_model";
import { dumpling } from "./make";
import { dns, end, hostilePayloads, http, tls } from "./network_dumplings";

function rows(model: NamesModel, query: Partial<NameQuery> = {}) {
  return model.view({ search: "", sort: "name", rows: 20, ...query }).rows;
}

test("each client's names are counted by how it said them", () => {
  const model = new NamesModel();
  for (const one of [tls(), tls({ when: 1005 }), tls({ transport: "quic", ja4: "q13" }), dns(), http(), tls({ client: end("10.0.0.6", 1) })]) model.fold(one);
  assert.deepEqual(rows(model).map(({ client, name, how, count, last }) => [client, name, how, count, last]), [
    ["10.0.0.5", "plain.example", "http", 1, 1000],
    ["10.0.0.5", "www.example.com", "dns", 1, 1000],
    ["10.0.0.5", "www.example.com", "quic", 1, 1000],
    ["10.0.0.5", "www.example.com", "tls", 2, 1005],
    ["10.0.0.6", "www.example.com", "tls", 1, 1000],
  ]);
});

test("the newest JA4 that is known is shown", () => {
  const model = new NamesModel();
  for (const ja4 of ["one", "two", null]) model.fold(tls({ ja4 }));
  assert.equal(rows(model)[0]!.ja4, "two");
});

test("a hello without a name, an announcement and an answer in a multicast say no name", () => {
  const model = new NamesModel();
  const multicast = { transport: "mdns", latency: null };
  for (const one of [tls({ server_name: null }), dns({ name: null }), dns(multicast), http({ host: null })]) model.fold(one);
  assert.deepEqual(rows(model), []);
  model.fold(dns({ ...multicast, response_code: null, name: "printer.local" }));
  model.fold(dns({ ...multicast, transport: "llmnr", response_code: null, name: "PC" }));
  assert.deepEqual(rows(model).map(({ name, how }) => [name, how]), [["pc", "llmnr"], ["printer.local", "mdns"]]);
});

test("names that differ in case only are one, and kitchens don't share a client", () => {
  const model = new NamesModel();
  for (const name of ["wWw.ExAmPlE.com", "www.example.com"]) model.fold(dns({ name }));
  model.fold(dns({}, { kitchen: "other" }));
  assert.deepEqual(rows(model, { sort: "count" }).map(({ count, kitchen }) => [count, kitchen]), [[2, "k"], [1, "other"]]);
});

test("names are found by every word, and sorted by each column", () => {
  const model = new NamesModel();
  model.fold(dns({ name: "b", client: end("10.0.0.10", 1), when: 3 }));
  model.fold(dns({ name: "b", client: end("10.0.0.10", 1), when: 4 }));
  model.fold(tls({ server_name: "a", client: end("10.0.0.9", 1), when: 9, ja4: "t13" }));
  const sorted = (sort: NameQuery["sort"]) => rows(model, { sort }).map(({ name }) => name).join("");
  assert.deepEqual([sorted("client"), sorted("name"), sorted("how"), sorted("count"), sorted("last")], ["ab", "ab", "ba", "ba", "ab"]);
  assert.deepEqual(rows(model, { search: "T13 10.0.0.9" }).map(({ name }) => name), ["a"]);
});

test("a flood of names takes bounded memory, and hostile names are names like any other", () => {
  const model = new NamesModel();
  for (let i = 0; i < mostNames + 100; ++i) model.fold(dns({ name: `host${i}.example` }));
  assert.equal(model.view({ search: "", sort: "name", rows: 1 }).known, mostNames);
  for (const chef of ["tls", "dns", "http"]) for (const payload of hostilePayloads(chef)) model.fold(dumpling(payload));
  model.fold(tls({ server_name: "x".repeat(1e6), ja4: "y".repeat(1e6), client: { ip: "z".repeat(1e6) }, when: 1e9 }));
  assert.ok(JSON.stringify(rows(model, { sort: "last", rows: 1 })).length < 1000);
  model.fold(dns({ name: "__proto__", when: 2e9 }));
  assert.equal(rows(model, { sort: "last", rows: 1 })[0]!.name, "__proto__");
});
