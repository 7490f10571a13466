import assert from "node:assert/strict";
import { test } from "node:test";
import { type Choices, chefChoice, requestFor } from "../src/ui/choices";
import { hashOf, routeOf } from "../src/ui/route";

const filter = { chef: "AChef", kitchen: "", driver: "", text: "" };
const chosen = { window: 120, kitchen: "k", search: "", chosen: null, sorts: [] };
const choices: Choices = {
  window: 3600,
  dns: { search: "example", sort: "name", window: 600, rows: 40 },
  devices: { search: "", sort: "ip", deviceSort: "address", rows: 40 },
  connections: { search: "tls", sort: "start", totalSort: "sent", rows: 40, open: 7 },
  names: { search: "", sort: "last", rows: 40 },
  tail: { filter, span: { offset: 5, limit: 60 } },
  chefs: new Map([["AChef", chosen]]),
};

test("each view is requested with the choices that the viewer made in it", () => {
  const request = (hash: string) => requestFor(routeOf(hash), choices);
  assert.deepEqual(request("#/"), { view: "overview", window: 3600 });
  assert.deepEqual(request("#/dns"), { view: "dns", ...choices.dns });
  assert.deepEqual(request("#/devices"), { view: "devices", ...choices.devices });
  assert.deepEqual(request("#/arp"), request("#/devices"), "its earlier address");
  assert.deepEqual(request("#/connections"), { view: "connections", ...choices.connections });
  assert.deepEqual(request("#/names"), { view: "names", ...choices.names });
  assert.deepEqual(request("#/dumplings"), { view: "tail", filter, offset: 5, limit: 60 });
  assert.deepEqual(request("#/chef/AChef"), { view: "chef", chef: "AChef", ...chosen });
});

test("a chef that the viewer has not touched has choices of its own", () => {
  assert.deepEqual(chefChoice(choices, "BChef"), { window: 600, kitchen: "", search: "", chosen: null, sorts: [] });
});

test("an address selects a view, whatever is in the name of a chef", () => {
  for (const chef of ["AChef", "a/b c%?#", "<b>"]) assert.deepEqual(routeOf(hashOf({ view: "chef", chef })), { view: "chef", chef });
  assert.deepEqual(routeOf("#/nowhere"), { view: "overview" });
  assert.deepEqual(routeOf("#/chef/%"), { view: "chef", chef: "%" });
});
