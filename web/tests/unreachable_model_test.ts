import assert from "node:assert/strict";
import { test } from "node:test";
import { mostErrors, UnreachableModel } from "../src/worker/unreachable_model";
import { dumpling } from "./make";
import { end, hostilePayloads, icmp } from "./network_dumplings";

const about = (clientPort: number, serverPort: number) => ({ flow: { protocol: "udp", client: end("10.0.0.5", clientPort), server: end("192.0.2.9", serverPort) } });

test("errors that say the same are one row, whatever the client's port was", () => {
  const model = new UnreachableModel();
  for (let i = 0; i < 5; ++i) model.fold(icmp({ ...about(40000 + i, 161), when: 1000 + i }));
  model.fold(icmp({ ...about(40000, 162), when: 900 }));
  const { rows, known } = model.view({ search: "", rows: 10 });
  assert.deepEqual(rows.map(({ server, count, last }) => [server!.port, count, last]), [[161, 5, 1004], [162, 1, 900]]);
  assert.equal(known, 2);
  assert.equal(model.view({ search: "port 192.0.2.9:162", rows: 10 }).matched, 1);
});

test("an error that doesn't say what it is about is shown, too", () => {
  const model = new UnreachableModel();
  model.fold(icmp({ flow: null }));
  const [row] = model.view({ search: "", rows: 10 }).rows;
  assert.deepEqual([row!.kind, row!.client, row!.server, row!.count], ["port unreachable", null, null, 1]);
});

test("invented errors take bounded memory, and what isn't an error is left out", () => {
  const model = new UnreachableModel();
  for (let i = 0; i < 2 * mostErrors; ++i) model.fold(icmp({ from: `x${i}` }));
  assert.equal(model.view({ search: "", rows: 10 }).known, mostErrors);
  for (const payload of hostilePayloads("icmp")) model.fold(dumpling(payload, { chef: "IcmpChef" }));
  model.fold(icmp({ kind: "x".repeat(1e5), from: "y".repeat(1e5), when: 1e9 }));
  assert.ok(JSON.stringify(model.view({ search: "", rows: 1 }).rows).length < 1000);
});
