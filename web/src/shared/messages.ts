// The messages between page and worker. The worker receives dumplings and folds them into models; the page draws the
// frames that the worker sends.
import type { Absence, Departure } from "./absences";
import type { AnswersBody, ConnectionOrder, ConnectionsBody, DeviceOrder, KnownDevicesBody, NameOrder, NamesBody, TotalOrder } from "./network";
import type { Plot } from "./plot";
import type { Ledger, Status, Trouble } from "./status";

/** Which view the page shows, and with which choices. Windows are in seconds. */
export type ViewRequest =
  | { view: "overview"; window: number }
  | { view: "dns"; search: string; sort: HostOrder; window: number; rows: number }
  | { view: "devices"; search: string; sort: AddressOrder; deviceSort: DeviceOrder; rows: number }
  /** `open`: the id of the connection whose details are shown. */
  | { view: "connections"; search: string; sort: ConnectionOrder; totalSort: TotalOrder; rows: number; open: number | null }
  | { view: "names"; search: string; sort: NameOrder; rows: number }
  | { view: "tail"; filter: TailFilter; offset: number; limit: number }
  | { view: "chef"; chef: string; window: number; kitchen: string; search: string; chosen: ChosenSeries[] | null; sorts: readonly TableSort[] };

export type HostOrder = "count" | "latest" | "name";
export type AddressOrder = "ip" | "last" | "first" | "changes";

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
  | { type: "retry" }
  | { type: "online" };

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

export type Body = OverviewBody | DnsBody | DevicesBody | ConnectionsBody | NamesBody | TailBody | ChefBody;

export interface OverviewBody {
  view: "overview";
  /** Dumplings per second over the last 10 s. */
  rate: number;
  byChef: Plot;
  byKitchen: Plot;
  layers: Plot;
  layerTotals: { name: string; packets: number; rate: number }[];
  /** Those that are absent come first, and of them those that went without a word. */
  kitchens: KitchenRow[];
  me: string;
}

export type KitchenState = "ok" | "silent" | "unknown" | Departure;

export interface KitchenRow {
  name: string;
  host: string;
  /** Whether a kitchen on another host has this name, too. */
  shared: boolean;
  /** How it went; null if it is connected. */
  absence: Absence | null;
  interface: string;
  filter: string | null;
  chefs: string[];
  /** In seconds; null if the page hasn't seen the card of a kitchen that is absent. */
  poke: number | null;
  state: KitchenState;
  /** Seconds since the last dumpling or poke, if the hub or the page knows. */
  heard: number | null;
  received: number | null;
  invalid: number | null;
  known: number | null;
  ledger: Ledger | null;
}

export interface DnsBody {
  view: "dns";
  lookups: LookupsBody;
  answers: AnswersBody;
}

/** According to DNSLookupChef. */
export interface LookupsBody {
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

export interface DevicesBody {
  view: "devices";
  devices: KnownDevicesBody;
  addresses: AddressesBody;
}

/** According to ARPChef. */
export interface AddressesBody {
  addresses: AddressRow[];
  matched: number;
  known: number;
  changed: number;
}

export interface AddressRow {
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

/** A number, a number that only grows, a point in time, or the time since something was started. */
export type NumberKind = "gauge" | "counter" | "time" | "uptime";

export interface SeriesRow {
  id: string;
  name: string;
  kitchen: string;
  latest: number;
  kind: NumberKind;
  spark: number[];
}

/** How the viewer sorted the tables of this name. */
export interface TableSort {
  table: string;
  column: string;
  down: boolean;
}

export interface TableView {
  name: string;
  kitchen: string;
  columns: string[];
  /** Null if the rows are in the order of the payload. */
  sort: TableSort | null;
  rows: string[][];
  leftOut: number;
}
