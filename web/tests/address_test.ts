import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, choicesAt } from "../src/ui/address";
import { type Choices, untouched } from "../src/ui/choices";
import { routeOf } from "../src/ui/route";

const odd = "a/b c%?#&=ü\u2026+";
const choices: Choices = {
  window: 3600,
  dns: { ...untouched.dns, search: odd, sort: "name", window: 120 },
  devices: { ...untouched.devices, search: "10.0", sort: "changes", deviceSort: "hostname" },
  connections: { ...untouched.connections, search: "refused 10.0.0.1", sort: "duration", totalSort: "received" },
  names: { ...untouched.names, search: odd, sort: "client" },
  tail: { ...untouched.tail, filter: { chef: odd, kitchen: "garage", driver: "packet", text: '"x": 1' } },
  chefs: new Map([[odd, {
    window: 120, kitchen: "k", search: "s", sorts: [{ table: "hosts", column: odd, down: true }, { table: "t", column: "c", down: false }],
    chosen: [{ id: `k\n${odd}`, rate: true }, { id: "k\nload", rate: false }],
  }]]),
};

test("the choices of every view outlast a reload", () => {
  for (const hash of ["#/", "#/dns", "#/devices", "#/connections", "#/names", "#/dumplings", `#/chef/${encodeURIComponent(odd)}`]) {
    const route = routeOf(hash);
    const address = addressOf(route, choices);
    assert.ok(address.startsWith(`${hash}?`), address);
    assert.deepEqual(routeOf(address), route);
    assert.equal(addressOf(route, choicesAt(address, untouched)), address);
  }
  assert.deepEqual(choicesAt(addressOf({ view: "tail" }, choices), untouched).tail, choices.tail);
  assert.deepEqual(choicesAt(addressOf({ view: "chef", chef: odd }, choices), untouched).chefs, choices.chefs);
});

test("an address has only what the viewer chose, and one without choices changes none", () => {
  for (const hash of ["#/", "#/dns", "#/devices", "#/connections", "#/names", "#/dumplings", "#/chef/AChef"]) assert.equal(addressOf(routeOf(hash), untouched), hash);
  assert.equal(choicesAt("#/dumplings", choices), choices);
  assert.deepEqual(choicesAt("#/dumplings?text=x", choices).tail.filter, { chef: "", kitchen: "", driver: "", text: "x" });
});

test("a chart without lines is a choice, too", () => {
  const none = { ...untouched, chefs: new Map([["C", { window: 600, kitchen: "", search: "", chosen: [], sorts: [] }]]) };
  assert.deepEqual(choicesAt(addressOf({ view: "chef", chef: "C" }, none), untouched).chefs.get("C")!.chosen, []);
});

test("an address that somebody made up does no harm", () => {
  const made = choicesAt(`#/dns?sort=bad&window=7&search=${"x".repeat(5000)}`, untouched).dns;
  assert.deepEqual([made.sort, made.window, made.search.length], ["count", 600, 1000]);
  const many = Array.from({ length: 500 }, (_, i) => `value=k%0A${i}&up=t%0A${i}&up=t`).join("&");
  const chef = choicesAt(`#/chef/C?${many}&rate=%E0%A4%A`, untouched).chefs.get("C")!;
  assert.ok(chef.chosen!.length <= 16 && chef.sorts.length <= 16);
});
