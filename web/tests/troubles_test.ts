import assert from "node:assert/strict";
import { test } from "node:test";
import { readLedger, readStatus } from "../src/shared/status";
import { eaterTroubles, hubTroubles, kitchenTroubles } from "../src/worker/troubles";
import { dumpling, status } from "./make";

test("the drops and failures of a ledger are troubles", () => {
  const ledger = readLedger(dumpling({
    packets: { received: 1000, handled: 900, dropped_by_kernel: 90, unread: 10, dropped_by_interface: 0 },
    chefs: { "some.module.AChef": { packets: 900, dumplings: 5, failures: 2, seconds: 0.1 }, BChef: { retired: true } },
    dumplings: { made: 5, acknowledged: 4, waiting: 0, dropped: { full: 1, refused: 0 } },
  }));
  const found = kitchenTroubles({
    name: "a", host: "", interface: "", filter: null, chefs: [], poke: 5, state: "ok", heard: 1, received: 5, invalid: 2, ledger,
  });
  assert.deepEqual(found.map(({ level, text }) => `${level}: ${text}`), [
    "warn: sent 2 messages that the hub refused", "bad: 90 packets dropped before a chef saw them (9.0 %)",
    "bad: 1 dumpling dropped: full", "bad: BChef was retired because it failed too often", "warn: AChef failed 2 times",
  ]);
});

test("an eater that is behind or skips is a trouble", () => {
  const { eaters } = status([], 1000, [{ sent: 5, behind: 20000, skipped: 7 }, { sent: 5, behind: 1, skipped: 0 }, {}]);
  assert.deepEqual(eaters.map((eater) => eaterTroubles(eater).map(({ level }) => level)), [["bad", "warn"], [], []]);
});

test("a hub that strangers can reach is a trouble, and one that doesn't say so is none", () => {
  const open = readStatus(dumpling({ unprotected: ["--eater-token-file", "--tls-cert"] }));
  assert.deepEqual(hubTroubles(open), [{ level: "warn", who: "nd-hub", text: "can be reached by other machines without --eater-token-file, --tls-cert" }]);
  for (const one of [null, status([]), readStatus(dumpling({ unprotected: "all of it" }))]) assert.deepEqual(hubTroubles(one), []);
});
