// What the viewer has chosen in each view. A view that is shown again has its choices again.
import { useState } from "preact/hooks";
import type { ChosenSeries, DeviceOrder, HostOrder, TailFilter, ViewRequest } from "../shared/messages";
import type { Route } from "./route";
import { moreRows } from "./table";

export interface DnsChoice {
  search: string;
  sort: HostOrder;
  window: number;
  rows: number;
}

export interface ArpChoice {
  search: string;
  sort: DeviceOrder;
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
}

export interface Choices {
  window: number;
  dns: DnsChoice;
  arp: ArpChoice;
  tail: TailChoice;
  chefs: ReadonlyMap<string, ChefChoice>;
}

const untouchedChef: ChefChoice = { window: 600, kitchen: "", search: "", chosen: null };

const untouched: Choices = {
  window: 600,
  dns: { search: "", sort: "count", window: 600, rows: moreRows },
  arp: { search: "", sort: "ip", rows: moreRows },
  tail: { filter: { chef: "", kitchen: "", driver: "", text: "" }, span: { offset: 0, limit: 60 } },
  chefs: new Map(),
};

/** Changes the choices that the function returns, and keeps the others. */
export type ChangeChoices = (change: (before: Choices) => Partial<Choices>) => void;

export function useChoices(): [Choices, ChangeChoices] {
  const [choices, setChoices] = useState(untouched);
  return [choices, (change) => setChoices((before) => ({ ...before, ...change(before) }))];
}

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
    case "arp":
      return { view: "arp", ...choices.arp };
    case "tail":
      return { view: "tail", filter: choices.tail.filter, ...choices.tail.span };
    case "chef":
      return { view: "chef", chef: route.chef, ...chefChoice(choices, route.chef) };
  }
}
