// What the viewer has chosen in each view. A view that is shown again has its choices again.
import type { AddressOrder, ChosenSeries, HostOrder, TableSort, TailFilter, ViewRequest } from "../shared/messages";
import type { ConnectionOrder, DeviceOrder, NameOrder, TotalOrder } from "../shared/network";
import type { Route } from "./route";
import { moreRows } from "./table";

export interface DnsChoice {
  search: string;
  sort: HostOrder;
  window: number;
  rows: number;
}

export interface DevicesChoice {
  search: string;
  /** Of the addresses. */
  sort: AddressOrder;
  deviceSort: DeviceOrder;
  rows: number;
}

export interface ConnectionsChoice {
  search: string;
  sort: ConnectionOrder;
  totalSort: TotalOrder;
  rows: number;
  /** The id of the connection whose details are shown. */
  open: number | null;
}

export interface NamesChoice {
  search: string;
  sort: NameOrder;
  rows: number;
}

/** `span`: the rows of the list that are on the screen. */
export interface TailChoice {
  filter: TailFilter;
  span: { offset: number; limit: number };
}

export interface ChefChoice {
  window: number;
  kitchen: string;
  search: string;
  chosen: ChosenSeries[] | null;
  sorts: readonly TableSort[];
}

export interface Choices {
  window: number;
  dns: DnsChoice;
  devices: DevicesChoice;
  connections: ConnectionsChoice;
  names: NamesChoice;
  tail: TailChoice;
  chefs: ReadonlyMap<string, ChefChoice>;
}

export const untouchedChef: ChefChoice = { window: 600, kitchen: "", search: "", chosen: null, sorts: [] };

export const untouched: Choices = {
  window: 600,
  dns: { search: "", sort: "count", window: 600, rows: moreRows },
  devices: { search: "", sort: "ip", deviceSort: "address", rows: moreRows },
  connections: { search: "", sort: "start", totalSort: "sent", rows: moreRows, open: null },
  names: { search: "", sort: "last", rows: moreRows },
  tail: { filter: { chef: "", kitchen: "", driver: "", text: "" }, span: { offset: 0, limit: 60 } },
  chefs: new Map(),
};

/** Changes the choices that the function returns, and keeps the others. */
export type ChangeChoices = (change: (before: Choices) => Partial<Choices>) => void;

export function chefChoice(choices: Choices, chef: string): ChefChoice {
  return choices.chefs.get(chef) ?? untouchedChef;
}

/** Returns the request for the worker that shows the view of this route. */
export function requestFor(route: Route, choices: Choices): ViewRequest {
  switch (route.view) {
    case "overview":
      return { view: "overview", window: choices.window };
    case "dns":
      return { view: "dns", ...choices.dns };
    case "devices":
      return { view: "devices", ...choices.devices };
    case "connections":
      return { view: "connections", ...choices.connections };
    case "names":
      return { view: "names", ...choices.names };
    case "tail":
      return { view: "tail", filter: choices.tail.filter, ...choices.tail.span };
    case "chef":
      return { view: "chef", chef: route.chef, ...chefChoice(choices, route.chef) };
  }
}
