import assert from "node:assert/strict";
import { test } from "node:test";
import { DnsAnswersModel, mostNames, mostServers } from "../src/worker/dns_answers_model";
import { dumpling } from "./make";
import { dns, end, hostilePayloads } from "./network_dumplings";

function view(model: DnsAnswersModel, search = "", rows = 10) {
  return model.view({ search, window: 120, rows }, 1000);
}

const noAnswer = { response_code: null, latency: null };

test("a server's failures are counted by code, and questions without an answer apart", () => {
  const model = new DnsAnswersModel();
  for (const response_code of ["NOERROR", "NXDOMAIN", "SERVFAIL", "NXDOMAIN"]) model.fold(dns({ response_code }), 1000);
  model.fold(dns(noAnswer), 1000);
  model.fold(dns({ server: end("10.0.0.2", 53) }), 1000);
  const { servers, serversKnown, questions } = view(model);
  assert.deepEqual([serversKnown, questions], [2, 6]);
  const { median: _, p95: __, ...first } = servers[0]!;
  assert.deepEqual(first, { ip: "10.0.0.1", kitchen: "k", questions: 5, failed: 3, unanswered: 1, codes: [{ code: "NXDOMAIN", count: 2 }, { code: "SERVFAIL", count: 1 }] });
});

test("the median and the 95th of 100 latencies are over the newest answers of a server", () => {
  const model = new DnsAnswersModel();
  const near = (value: number | null, expected: number) => assert.ok(Math.abs(value! - expected) < 1e-6, `${value}`);
  for (let i = 0; i < 500; ++i) model.fold(dns({ latency: 9 }), 1000);
  for (let i = 1; i <= 200; ++i) model.fold(dns({ latency: i / 1000 }), 1000);
  near(view(model).servers[0]!.median, 0.1);
  near(view(model).servers[0]!.p95, 0.19);
  model.fold(dns({ server: end("10.0.0.2", 53), latency: null }), 1000);
  assert.deepEqual([view(model).servers[1]!.median, view(model).servers[1]!.p95], [null, null]);
});

test("the names that fail most come first, with the newest failure", () => {
  const model = new DnsAnswersModel();
  model.fold(dns({ name: "good.example" }), 1000);
  model.fold(dns({ name: "bad.example", response_code: "NXDOMAIN", when: 1 }), 1000);
  model.fold(dns({ name: "BAD.example", ...noAnswer, when: 2, client: end("10.0.0.7", 1) }), 1000);
  model.fold(dns({ name: "bad.example" }), 1000);
  model.fold(dns({ name: "odd.example", response_code: "REFUSED", when: 3 }), 1000);
  const { failing } = view(model);
  assert.deepEqual(failing.map(({ name, failed, questions }) => [name, failed, questions]), [["bad.example", 2, 3], ["odd.example", 1, 1]]);
  assert.deepEqual(failing[0]!.newest, { code: null, client: "10.0.0.7", server: "10.0.0.1", at: 2 });
  assert.deepEqual(view(model, "ODD").failing.map(({ name }) => name), ["odd.example"]);
});

test("the slowest names come first, with their mean and the server of the slowest answer", () => {
  const model = new DnsAnswersModel();
  model.fold(dns({ name: "a.example", latency: 0.25, when: 5, server: end("10.0.0.2", 53) }), 1000);
  model.fold(dns({ name: "a.example", latency: 0.75 / 3 }), 1000);
  model.fold(dns({ name: "b.example", latency: 0.5, when: 6 }), 1000);
  model.fold(dns({ name: "c.example", latency: null }), 1000);
  assert.deepEqual(view(model).slowest, [
    { name: "b.example", answers: 1, slowest: 0.5, mean: 0.5, server: "10.0.0.1", at: 6 },
    { name: "a.example", answers: 2, slowest: 0.25, mean: 0.25, server: "10.0.0.2", at: 5 },
  ]);
});

test("multicast messages have no server and no failures", () => {
  const model = new DnsAnswersModel();
  for (const transport of ["mdns", "llmnr"]) model.fold(dns({ transport, ...noAnswer }), 1000);
  assert.equal(view(model).questions, 0);
});

test("questions by response code are drawn over time", () => {
  const model = new DnsAnswersModel();
  for (let i = 0; i < 10; ++i) model.fold(dns(i < 6 ? {} : noAnswer), 999);
  const { lines } = view(model).rate;
  assert.deepEqual(lines.map(({ name, values }) => [name, values.at(-1)]), [["NOERROR", 6], ["no answer", 4]]);
});

test("invented servers, names and codes take bounded memory", () => {
  const model = new DnsAnswersModel();
  for (let i = 0; i < mostNames + 50; ++i) model.fold(dns({ name: `n${i}.example`, server: end(`s${i}`, 53), response_code: "NXDOMAIN" }), 1000);
  for (let i = 0; i < 1000; ++i) model.fold(dns({ name: null, response_code: `CODE${i}`.padEnd(1000, "x") }), 1000);
  const { servers, serversKnown, failingMatched, rate } = view(model, "", 1);
  assert.deepEqual([serversKnown, failingMatched, servers[0]!.failed, servers[0]!.codes.length], [mostServers, mostNames, 1000, 8]);
  assert.ok(rate.lines.length <= 8);
  for (const payload of hostilePayloads("dns")) model.fold(dumpling(payload, { chef: "DnsChef" }), 1000);
  model.fold(dns({ name: "x".repeat(1e6), client: { ip: "c".repeat(1e6) }, ...noAnswer, when: 1e9 }), 1000);
  assert.ok(JSON.stringify(view(model, "xxx")).length < 30000);
});
