// The messages between page and worker. The worker receives dumplings and folds them into models; the page draws the
// frames that the worker sends.
import type { Plot } from "./plot";
import type { Status, Trouble, Ledger } from "./status";

/** Which view the page shows, and with which choices. Windows are in seconds. */
export type ViewRequest =
  | { view: "overview"; window: number }
  | { view: "dns"; search: string; sort: HostOrder; window: number; rows: number }
  | { view: "arp"; search: string; sort: DeviceOrder; rows: number }
  | { view: "tail"; filter: TailFilter; offset: number; limit: number }
  | { view: "chef"; chef: string; window: number; kitchen: string; search: string; chosen: ChosenSeries[] | null };

export type HostOrder = "count" | "latest" | "name";
export type DeviceOrder = "ip" | "last" | "first" | "changes";

export interface TailFilter {
  chef: string;
  kitchen: string;
  driver: string;
  text: string;
}

export interface ChosenSeries {
  id: string;
  rate: boolean;
}

export type ToWorker =
  | { type: "start"; url: string; name: string; token: string }
  | { type: "unlock"; token: string }
  | { type: "show"; request: ViewRequest }
  | { type: "drawn" }
  | { type: "pause"; on: boolean }
  | { type: "read"; id: number }
  | { type: "download" }
  | { type: "retry" };

export type FromWorker =
  | { type: "frame"; frame: Frame }
  | { type: "text"; id: number; text: string | null }
  | { type: "download"; blob: Blob; lines: number };

/** Everything that the page needs to draw once. */
export interface Frame {
  link: Link;
  status: Status | null;
  chefs: string[];
  kitchens: string[];
  troubles: Trouble[];
  body: Body;
}

export type Link =
  | { phase: "connecting" }
  | { phase: "live"; since: number }
  /** The hub asks for a token. The page doesn't connect again before it has one. `wrong`: the hub refused one. */
  | { phase: "locked"; wrong: boolean }
  | { phase: "lost"; why: string; since: number; retryAt: number };

export type Body = OverviewBody | DnsBody | ArpBody | TailBody | ChefBody;

export interface OverviewBody {
  view: "overview";
  /** Dumplings per second over the last 10 s. */
  rate: number;
  byChef: Plot;
  byKitchen: Plot;
  layers: Plot;
  layerTotals: { name: string; packets: number; rate: number }[];
  kitchens: KitchenRow[];
  me: string;
}

export type KitchenState = "ok" | "silent" | "unknown" | "left";

export interface KitchenRow {
  name: string;
  host: string;
  interface: string;
  filter: string | null;
  chefs: string[];
  poke: number;
  state: KitchenState;
  /** Seconds since the last dumpling or poke, if the hub or the page knows. */
  heard: number | null;
  received: number | null;
  invalid: number | null;
  ledger: Ledger | null;
}

export interface DnsBody {
  view: "dns";
  rate: Plot;
  hosts: HostRow[];
  matched: number;
  known: number;
  lookups: { id: number; time: number; hostname: string; kitchen: string }[];
}

export interface HostRow {
  name: string;
  count: number;
  latest: number;
  spark: number[];
}

export interface ArpBody {
  view: "arp";
  devices: DeviceRow[];
  matched: number;
  known: number;
  changed: number;
}

export interface DeviceRow {
  ip: string;
  mac: string;
  first: number;
  last: number;
  kitchen: string;
  requests: number;
  replies: number;
  /** How often the address moved to another MAC. */
  changed: number;
  /** The newest of these moves. */
  changes: { time: number; from: string }[];
}

export interface TailBody {
  view: "tail";
  rows: TailRow[];
  offset: number;
  matched: number;
  kept: number;
  paused: boolean;
  /** Matching dumplings that arrived since the pause began. */
  newer: number;
  /** Dumplings that didn't fit into the pause. */
  missed: number;
}

export interface TailRow {
  id: number;
  chef: string;
  kitchen: string | null;
  time: number;
  driver: string;
  preview: string;
}

export interface ChefBody {
  view: "chef";
  chef: string;
  dumplings: number;
  series: SeriesRow[];
  matched: number;
  leftOut: number;
  chosen: ChosenSeries[];
  plot: Plot;
  tables: TableView[];
  latest: { text: string; time: number; kitchen: string | null; driver: string } | null;
  kitchens: string[];
}

export interface SeriesRow {
  id: string;
  name: string;
  kitchen: string;
  latest: number;
  kind: "gauge" | "counter" | "time";
  spark: number[];
}

export interface TableView {
  name: string;
  kitchen: string;
  columns: string[];
  rows: string[][];
  leftOut: number;
}
