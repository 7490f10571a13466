// The choices of a view in the page's address, as in #/dumplings?chef=AChef&text=x. They outlast a reload, and a link to
// the address shows the same. What is as untouched isn't in the address.
import type { ChosenSeries, TableSort } from "../shared/messages";
import { windows } from "../shared/plot";
import { type ChefChoice, chefChoice, type Choices, untouched, untouchedChef } from "./choices";
import { hashOf, type Route, routeOf } from "./route";

const longestText = 1000;  // characters
const mostOfAKind = 16;
const hostOrders = ["count", "latest", "name"] as const;
const addressOrders = ["ip", "last", "first", "changes"] as const;
const deviceOrders = ["address", "hardware", "hostname", "vendor", "first", "last", "changes"] as const;
const connectionOrders = ["start", "client", "server", "service", "sent", "received", "duration", "state"] as const;
const totalOrders = ["host", "connections", "sent", "received"] as const;
const nameOrders = ["client", "name", "how", "count", "last"] as const;

/** Adds a parameter unless its value is the usual one. */
type Add = (name: string, value: string | number, usual: string | number) => void;

export function addressOf(route: Route, choices: Choices): string {
  const parameters = new URLSearchParams();
  const add: Add = (name, value, usual) => {
    if (value !== usual) parameters.append(name, String(value));
  };
  switch (route.view) {
    case "overview":
      add("window", choices.window, untouched.window);
      break;
    case "dns":
      addSearched(add, choices.dns, untouched.dns, { sort: "sort", window: "window" });
      break;
    case "devices":
      addSearched(add, choices.devices, untouched.devices, { sort: "sort", devices: "deviceSort" });
      break;
    case "connections":
      addSearched(add, choices.connections, untouched.connections, { sort: "sort", hosts: "totalSort" });
      break;
    case "names":
      addSearched(add, choices.names, untouched.names, { sort: "sort" });
      break;
    case "tail":
      for (const [name, value] of Object.entries(choices.tail.filter)) add(name, value, "");
      break;
    case "chef":
      addChef(parameters, chefChoice(choices, route.chef));
  }
  const text = parameters.toString();
  return hashOf(route) + (text && `?${text}`);
}

/** Adds a search, and the choices that `parameters` names. */
function addSearched<Choice extends { search: string }>(add: Add, choice: Choice, usual: Choice, parameters: Record<string, keyof Choice>): void {
  add("search", choice.search, "");
  for (const [name, key] of Object.entries(parameters)) add(name, String(choice[key]), String(usual[key]));
}

function addChef(parameters: URLSearchParams, { window, kitchen, search, chosen, sorts }: ChefChoice): void {
  if (window !== untouchedChef.window) parameters.append("window", String(window));
  if (kitchen) parameters.append("kitchen", kitchen);
  if (search) parameters.append("search", search);
  if (chosen?.length === 0) parameters.append("value", "");
  for (const { id, rate } of chosen ?? []) parameters.append(rate ? "rate" : "value", id);
  for (const { table, column, down } of sorts) parameters.append(down ? "down" : "up", `${table}\n${column}`);
}

/** Returns the choices with those of the address. An address without any leaves them as they were `before`. */
export function choicesAt(hash: string, before: Choices): Choices {
  const query = hash.indexOf("?");
  if (query < 0) return before;
  const route = routeOf(hash);
  const from = new URLSearchParams(hash.slice(query + 1));
  const text = (name: string) => (from.get(name) ?? "").slice(0, longestText);
  switch (route.view) {
    case "overview":
      return { ...before, window: windowIn(from, untouched.window) };
    case "dns":
      return { ...before, dns: { ...untouched.dns, search: text("search"), sort: oneOf(hostOrders, text("sort"), untouched.dns.sort), window: windowIn(from, untouched.dns.window) } };
    case "devices": {
      const sort = oneOf(addressOrders, text("sort"), untouched.devices.sort);
      return { ...before, devices: { ...untouched.devices, search: text("search"), sort, deviceSort: oneOf(deviceOrders, text("devices"), untouched.devices.deviceSort) } };
    }
    case "connections": {
      const sort = oneOf(connectionOrders, text("sort"), untouched.connections.sort);
      return { ...before, connections: { ...untouched.connections, search: text("search"), sort, totalSort: oneOf(totalOrders, text("hosts"), untouched.connections.totalSort) } };
    }
    case "names":
      return { ...before, names: { ...untouched.names, search: text("search"), sort: oneOf(nameOrders, text("sort"), untouched.names.sort) } };
    case "tail":
      return { ...before, tail: { ...untouched.tail, filter: { chef: text("chef"), kitchen: text("kitchen"), driver: text("driver"), text: text("text") } } };
    case "chef":
      return { ...before, chefs: new Map(before.chefs).set(route.chef, chefIn(from, text)) };
  }
}

function chefIn(from: URLSearchParams, text: (name: string) => string): ChefChoice {
  const chosen: ChosenSeries[] = [];
  const sorts: TableSort[] = [];
  for (const [name, value] of [...from].slice(0, 4 * mostOfAKind)) {
    const [table, column] = value.split("\n", 2);
    if ((name === "rate" || name === "value") && value) chosen.push({ id: value, rate: name === "rate" });
    if ((name === "up" || name === "down") && column !== undefined) sorts.push({ table: table!, column, down: name === "down" });
  }
  const isChosen = from.has("rate") || from.has("value");
  return {
    window: windowIn(from, untouchedChef.window),
    kitchen: text("kitchen"),
    search: text("search"),
    chosen: isChosen ? chosen.slice(0, mostOfAKind) : null,
    sorts: sorts.slice(0, mostOfAKind),
  };
}

function windowIn(from: URLSearchParams, usual: number): number {
  const seconds = Number(from.get("window"));
  return windows.find((one) => one.seconds === seconds)?.seconds ?? usual;
}

function oneOf<Value extends string>(values: readonly Value[], text: string, usual: Value): Value {
  return values.find((value) => value === text) ?? usual;
}
