import assert from "node:assert/strict";
import { test } from "node:test";
import { marksOf } from "../src/shared/network";
import { FlowModel, type FlowQuery, mostConnections } from "../src/worker/flow_model";
import { dumpling } from "./make";
import { flow, hostilePayloads } from "./network_dumplings";

const untouched: FlowQuery = { search: "", sort: "start", totalSort: "sent", rows: 10, open: null };

function view(model: FlowModel, query: Partial<FlowQuery> = {}) {
  return model.view({ ...untouched, ...query });
}

const side = (ip: string, port: number, bytes: number, packets = 10) => ({ ip, port, bytes, packets });

test("a long connection that is reported again is updated, not added", () => {
  const model = new FlowModel();
  model.fold(flow({ state: "open", end: 1060, client: side("10.0.0.5", 50000, 100) }));
  const before = view(model).rows[0]!;
  model.fold(flow({ state: "open", end: 1120, client: side("10.0.0.5", 50000, 300) }));
  model.fold(flow({ state: "closed", end: 1130, client: side("10.0.0.5", 50000, 400) }));
  const { rows, known, totals } = view(model);
  assert.equal(known, 1);
  assert.deepEqual([rows[0]!.state, rows[0]!.client.bytes, rows[0]!.id], ["closed", 400, before.id]);
  assert.deepEqual(totals.map(({ ip, connections, sent }) => [ip, connections, sent]), [["192.0.2.1", 1, 20000], ["10.0.0.5", 1, 400]]);
  model.fold(flow({ state: "open", end: 1060, client: side("10.0.0.5", 50000, 100) }));
  assert.equal(view(model).rows[0]!.state, "closed", "an older report that comes late changes nothing");
});

test("another kitchen, community ID, start or port is another connection", () => {
  const model = new FlowModel();
  model.fold(flow());
  model.fold(flow({}, { kitchen: "other" }));
  model.fold(flow({ community_id: "1:def=" }));
  model.fold(flow({ start: 1000.75 }));
  model.fold(flow({ client: side("10.0.0.5", 50001, 0) }));
  model.fold(flow({ server: side("192.0.2.1", 444, 0) }));
  assert.equal(view(model).known, 6);
  model.fold(flow({ community_id: null }));
  model.fold(flow({ community_id: null, server: side("192.0.2.2", 443, 0) }));
  assert.equal(view(model).known, 8, "without a community ID, the addresses tell connections apart");
});

test("connections that failed or sent much again stand out", () => {
  const model = new FlowModel();
  const sentAgain = (client: number, server: number) => ({ tcp: { retransmitted: { client, server } } });
  const states: [object, string[]][] = [
    [{ state: "refused" }, ["refused"]], [{ state: "reset" }, ["reset"]], [{ state: "no_answer" }, ["no answer"]], [{ state: "closed" }, []], [{ state: "timeout" }, []],
    [{ state: "retransmitting" }, []], [sentAgain(0, 1), ["retransmitting"]], [{ ...sentAgain(2, 2), state: "reset" }, ["reset", "retransmitting"]],
    [{ ...sentAgain(9, 0), client: side("10.0.0.5", 1, 1, 1000) }, []],
  ];
  states.forEach(([changes, expected], i) => {
    model.fold(flow({ start: i, ...changes }));
    assert.deepEqual(marksOf(view(model).rows[0]!), expected, JSON.stringify(changes));
  });
  assert.deepEqual(view(model).marked, [{ mark: "refused", count: 1 }, { mark: "reset", count: 2 }, { mark: "no answer", count: 1 }, { mark: "retransmitting", count: 2 }]);
  assert.equal(view(model, { search: "no answer" }).matched, 1);
});

test("connections are found by every word of the search, and hosts are summed over those", () => {
  const model = new FlowModel();
  model.fold(flow({ start: 1, client: side("10.0.0.5", 1, 100), server: side("10.0.0.9", 53, 1000), service: "dns", server_name: null }));
  model.fold(flow({ start: 2, client: side("10.0.0.5", 2, 10), server: side("10.0.0.9", 443, 20), server_name: "MÜNCHEN.example" }));
  model.fold(flow({ start: 3, client: side("10.0.0.9", 3, 1), server: side("10.0.0.9", 80, 2), state: "refused" }));
  const found = (search: string) => view(model, { search }).rows.map(({ start }) => start);
  assert.deepEqual(found(""), [3, 2, 1]);
  assert.deepEqual(found("münchen"), [2]);
  assert.deepEqual(found(" 10.0.0.5:1   DNS "), [1]);
  assert.deepEqual(found("10.0.0.5 refused"), []);
  const totals = (search: string) => view(model, { search, totalSort: "host" }).totals.map(({ ip, connections, sent, received }) => [ip, connections, sent, received]);
  assert.deepEqual(totals("10.0.0.5"), [["10.0.0.5", 2, 110, 1020], ["10.0.0.9", 2, 1020, 110]]);
  assert.deepEqual(totals("refused"), [["10.0.0.9", 1, 1, 2]], "a connection to itself counts once");
});

test("the tables are sorted by each column", () => {
  const model = new FlowModel();
  model.fold(flow({ start: 1, client: side("10.0.0.10", 1, 5), server: side("9.0.0.1", 1, 7), service: null, server_name: null, duration: 3, state: "closed" }));
  model.fold(flow({ start: 2, client: side("10.0.0.9", 2, 6), server: side("10.0.0.1", 2, 8), service: "tls", server_name: "b", duration: 1, state: "reset" }));
  model.fold(flow({ start: 3, client: side("10.0.0.9", 1, 4), server: side("2001:db8::1", 3, 9), service: "dns", server_name: "a", duration: 2, state: "open" }));
  const sorted = (sort: FlowQuery["sort"]) => view(model, { sort }).rows.map(({ start }) => start);
  assert.deepEqual(sorted("start"), [3, 2, 1]);
  assert.deepEqual(sorted("client"), [3, 2, 1]);
  assert.deepEqual(sorted("server"), [3, 2, 1]);
  assert.deepEqual(sorted("service"), [3, 2, 1]);
  assert.deepEqual(sorted("sent"), [2, 1, 3]);
  assert.deepEqual(sorted("received"), [3, 2, 1]);
  assert.deepEqual(sorted("duration"), [1, 3, 2]);
  assert.deepEqual(sorted("state"), [2, 1, 3], "what stands out comes first");
  const hosts = (totalSort: FlowQuery["totalSort"]) => view(model, { totalSort, rows: 1 }).totals.map(({ ip }) => ip);
  assert.deepEqual([hosts("host"), hosts("connections"), hosts("sent"), hosts("received")], [["9.0.0.1"], ["10.0.0.9"], ["10.0.0.9"], ["10.0.0.9"]]);
  assert.equal(view(model, { rows: 1 }).hosts, 5);
});

test("an open connection stays among the rows, whatever is sorted or searched", () => {
  const model = new FlowModel();
  for (let i = 0; i < 50; ++i) model.fold(flow({ start: i }));
  const oldest = view(model, { rows: 50 }).rows.at(-1)!;
  const body = view(model, { rows: 3, open: oldest.id });
  assert.deepEqual([body.open, body.rows.map(({ start }) => start)], [oldest.id, [0, 49, 48, 47]]);
  assert.deepEqual(view(model, { rows: 50, open: oldest.id }).rows.length, 50);
  assert.equal(view(model, { open: 12345 }).open, null);
});

test("a flood of connections takes bounded memory, and the ones that are reported again stay", () => {
  const model = new FlowModel();
  const long = { community_id: "1:long=", state: "open" };
  model.fold(flow({ ...long, end: 1060 }));
  for (let i = 0; i < mostConnections - 1; ++i) model.fold(flow({ start: i }));
  model.fold(flow({ ...long, end: 1120 }));
  for (let i = 0; i < 100; ++i) model.fold(flow({ start: -1 - i }));
  assert.equal(view(model).known, mostConnections);
  assert.equal(view(model, { search: "1:long=" }).matched, 1);
});

test("texts of any length are cut, and what isn't a connection is left out", () => {
  const model = new FlowModel();
  const text = "x".repeat(100000);
  const all = { community_id: text, interface: text, protocol: text, state: text, history: text, service: text, server_name: text, tunnel: { kind: text, id: 1, client: text, server: text } };
  model.fold(flow({ ...all, client: { ...side(text, 1, 1) }, server: { ...side(text, 1, 1) }, vlan: Array(100000).fill(1) }));
  assert.ok(JSON.stringify(view(model).rows[0]).length < 2000);
  for (const payload of hostilePayloads("flow")) model.fold(dumpling(payload, { chef: "FlowChef" }));
  for (const sort of ["start", "client", "server", "service", "sent", "received", "duration", "state"] as const) view(model, { sort, search: "onerror" });
  assert.equal(({} as Record<string, unknown>)["ip"], undefined);
});
