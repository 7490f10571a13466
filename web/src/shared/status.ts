// Reads the status dumplings of the hub and of kitchens. A key that is missing, as in those of an older hub, becomes
// null, and the page leaves it out.
import type { Dumpling } from "./dumpling";
import { at, isObject, numberAt, textAt, textsAt } from "./json";

export interface Status {
  /** By the hub's clock, seconds since the epoch. */
  time: number;
  uptime: number;
  dumplingsIn: number;
  dumplingsOut: number;
  invalid: number | null;
  kitchenCount: number;
  eaterCount: number;
  kitchens: Kitchen[];
  eaters: Eater[];
  /** The flags of nd-hub that would keep strangers out, and that it lacks. */
  unprotected: string[];
}

export interface Kitchen {
  name: string;
  host: string;
  interface: string;
  filter: string | null;
  /** Without the names of their modules. */
  chefs: string[];
  poke: number;
  received: number | null;
  invalid: number | null;
  lastSeen: number | null;
}

export interface Eater {
  name: string;
  host: string;
  sent: number | null;
  filtered: number | null;
  behind: number | null;
  skipped: number | null;
  /** The names of what it asked for; empty if it asked for everything. */
  wants: string;
}

/** What became of a kitchen's packets and dumplings. */
export interface Ledger {
  time: number;
  captured: number | null;
  handled: number | null;
  droppedByKernel: number | null;
  droppedByInterface: number | null;
  unread: number | null;
  made: number | null;
  acknowledged: number | null;
  waiting: number | null;
  dropped: { reason: string; count: number }[];
  chefs: { name: string; packets: number | null; dumplings: number | null; failures: number | null; seconds: number | null; retired: boolean }[];
}

export interface Trouble {
  level: "bad" | "warn";
  /** The kitchen, eater or program that it is about. */
  who: string;
  text: string;
}

/** Returns ARPChef for `netdumplings.dumplingchefs.ARPChef`. */
export function chefName(inCard: string): string {
  return inCard.slice(inCard.lastIndexOf(".") + 1);
}

function orNull(value: number | undefined): number | null {
  return value ?? null;
}

function address(info: unknown): string {
  const host = textAt(info, "host") ?? "?";
  const port = numberAt(info, "port");
  return (host.includes(":") ? `[${host}]` : host) + (port === undefined ? "" : `:${port}`);
}

function kitchen(entry: unknown): Kitchen {
  const card = at(entry, "info_from_kitchen");
  const hub = at(entry, "info_from_hub");
  return {
    name: textAt(card, "kitchen_name") ?? "?",
    host: address(hub),
    interface: textAt(card, "interface") ?? "",
    filter: textAt(card, "filter") ?? null,
    chefs: textsAt(card, "chefs").map(chefName),
    poke: numberAt(card, "poke_interval") ?? 0,
    received: orNull(numberAt(hub, "received")),
    invalid: orNull(numberAt(hub, "invalid")),
    lastSeen: orNull(numberAt(hub, "last_seen")),
  };
}

function eater(entry: unknown): Eater {
  const card = at(entry, "info_from_eater");
  const hub = at(entry, "info_from_hub");
  const wants = ["chefs", "kitchens", "drivers"].flatMap((key) => textsAt(card, key)).filter((name) => name !== "SystemStatusChef");
  return {
    name: textAt(card, "eater_name") ?? "?",
    host: address(hub),
    sent: orNull(numberAt(hub, "sent")),
    filtered: orNull(numberAt(hub, "filtered")),
    behind: orNull(numberAt(hub, "behind")),
    skipped: orNull(numberAt(hub, "skipped")),
    wants: wants.join(", "),
  };
}

function list(payload: unknown, key: string): unknown[] {
  const found = at(payload, key);
  return Array.isArray(found) ? found : [];
}

export function readStatus(dumpling: Dumpling): Status {
  const payload = dumpling.payload;
  const kitchens = list(payload, "dumpling_kitchens").map(kitchen);
  const eaters = list(payload, "dumpling_eaters").map(eater);
  return {
    time: dumpling.time,
    uptime: numberAt(payload, "server_uptime") ?? 0,
    dumplingsIn: numberAt(payload, "total_dumplings_in") ?? 0,
    dumplingsOut: numberAt(payload, "total_dumplings_out") ?? 0,
    invalid: orNull(numberAt(payload, "total_dumplings_invalid")),
    kitchenCount: numberAt(payload, "dumpling_kitchen_count") ?? kitchens.length,
    eaterCount: numberAt(payload, "dumpling_eater_count") ?? eaters.length,
    kitchens,
    eaters,
    unprotected: textsAt(payload, "unprotected"),
  };
}

export function readLedger(dumpling: Dumpling): Ledger {
  const packets = at(dumpling.payload, "packets");
  const dumplings = at(dumpling.payload, "dumplings");
  const chefs = at(dumpling.payload, "chefs");
  const dropped = at(dumplings, "dropped");
  return {
    time: dumpling.time,
    captured: orNull(numberAt(packets, "received")),
    handled: orNull(numberAt(packets, "handled")),
    droppedByKernel: orNull(numberAt(packets, "dropped_by_kernel")),
    droppedByInterface: orNull(numberAt(packets, "dropped_by_interface")),
    unread: orNull(numberAt(packets, "unread")),
    made: orNull(numberAt(dumplings, "made")),
    acknowledged: orNull(numberAt(dumplings, "acknowledged")),
    waiting: orNull(numberAt(dumplings, "waiting")),
    dropped: counts(dropped),
    chefs: isObject(chefs)
      ? Object.keys(chefs).slice(0, 64).map((name) => ({
          name: chefName(name),
          packets: orNull(numberAt(at(chefs, name), "packets")),
          dumplings: orNull(numberAt(at(chefs, name), "dumplings")),
          failures: orNull(numberAt(at(chefs, name), "failures")),
          seconds: orNull(numberAt(at(chefs, name), "seconds")),
          retired: at(at(chefs, name), "retired") === true,
        }))
      : [],
  };
}

function counts(dropped: unknown): { reason: string; count: number }[] {
  if (!isObject(dropped)) return [];
  return Object.keys(dropped)
    .slice(0, 16)
    .map((reason) => ({ reason, count: numberAt(dropped, reason) ?? 0 }))
    .filter(({ count }) => count > 0);
}
