// Reads the status dumplings of the hub and of kitchens. A key that is missing, as in those of an older hub, becomes
// null, and the page leaves it out.
import type { Dumpling } from "./dumpling";
import { type AbsentEater, type AbsentKitchen, readAbsentEaters, readAbsentKitchens } from "./absences";
import { endText } from "./ends";
import { at, isObject, listAt, numberAt, numberOrNull, textAt, textsAt } from "./json";
import { boundedName, nameAt } from "./names";

const mostChefs = 64;
const mostReasons = 16;
const longestFilter = 2048;  // characters
const longestFault = 2048;  // characters; it has the path of a file
const mostSharedNames = 100;

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
  /** The last that went comes first. Null if the hub doesn't remember who was there. */
  absentKitchens: AbsentKitchen[] | null;
  /** How many more the hub remembers than it lists. */
  absentKitchensLeftOut: number;
  /** Those that had a name of their own. */
  absentEaters: AbsentEater[];
  absentEatersLeftOut: number;
  /** The names that connected kitchens of different hosts have. */
  sharedNames: string[];
  /** In the hub's words, why its log on disk stores nothing; null if it stores what comes. */
  logFault: string | null;
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
  /** What it sent again though the hub had it. */
  known: number | null;
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

function address(info: unknown): string {
  return endText({ ip: nameAt(info, "host") ?? "?", port: numberOrNull(info, "port") });
}

function kitchen(entry: unknown): Kitchen {
  const card = at(entry, "info_from_kitchen");
  const hub = at(entry, "info_from_hub");
  const filter = textAt(card, "filter");
  return {
    name: nameAt(card, "kitchen_name") ?? "?",
    host: address(hub),
    interface: nameAt(card, "interface") ?? "",
    filter: filter === undefined ? null : boundedName(filter, longestFilter),
    chefs: textsAt(card, "chefs").slice(0, mostChefs).map((name) => boundedName(chefName(name))),
    poke: numberAt(card, "poke_interval") ?? 0,
    received: numberOrNull(hub, "received"),
    invalid: numberOrNull(hub, "invalid"),
    known: numberOrNull(hub, "known"),
    lastSeen: numberOrNull(hub, "last_seen"),
  };
}

function eater(entry: unknown): Eater {
  const card = at(entry, "info_from_eater");
  const hub = at(entry, "info_from_hub");
  const wants = ["chefs", "kitchens", "drivers"].flatMap((key) => textsAt(card, key)).filter((name) => name !== "SystemStatusChef");
  return {
    name: nameAt(card, "eater_name") ?? "?",
    host: address(hub),
    sent: numberOrNull(hub, "sent"),
    filtered: numberOrNull(hub, "filtered"),
    behind: numberOrNull(hub, "behind"),
    skipped: numberOrNull(hub, "skipped"),
    wants: boundedName(wants.join(", "), longestFilter),
  };
}

export function readStatus(dumpling: Dumpling): Status {
  const payload = dumpling.payload;
  const kitchens = listAt(payload, "dumpling_kitchens").map(kitchen);
  const eaters = listAt(payload, "dumpling_eaters").map(eater);
  const absentKitchens = readAbsentKitchens(payload);
  const absentEaters = readAbsentEaters(payload);
  const fault = textAt(payload, "log_not_stored");
  return {
    time: dumpling.time,
    uptime: numberAt(payload, "server_uptime") ?? 0,
    dumplingsIn: numberAt(payload, "total_dumplings_in") ?? 0,
    dumplingsOut: numberAt(payload, "total_dumplings_out") ?? 0,
    invalid: numberOrNull(payload, "total_dumplings_invalid"),
    kitchenCount: numberAt(payload, "dumpling_kitchen_count") ?? kitchens.length,
    eaterCount: numberAt(payload, "dumpling_eater_count") ?? eaters.length,
    kitchens,
    eaters,
    unprotected: textsAt(payload, "unprotected"),
    absentKitchens: Array.isArray(at(payload, "absent_kitchens")) ? absentKitchens.listed : null,
    absentKitchensLeftOut: absentKitchens.leftOut,
    absentEaters: absentEaters.listed,
    absentEatersLeftOut: absentEaters.leftOut,
    sharedNames: textsAt(payload, "shared_kitchen_names").slice(0, mostSharedNames).map((name) => boundedName(name)),
    logFault: fault === undefined ? null : boundedName(fault, longestFault),
  };
}

export function readLedger(dumpling: Dumpling): Ledger {
  const packets = at(dumpling.payload, "packets");
  const dumplings = at(dumpling.payload, "dumplings");
  const chefs = at(dumpling.payload, "chefs");
  const dropped = at(dumplings, "dropped");
  return {
    time: dumpling.time,
    captured: numberOrNull(packets, "received"),
    handled: numberOrNull(packets, "handled"),
    droppedByKernel: numberOrNull(packets, "dropped_by_kernel"),
    droppedByInterface: numberOrNull(packets, "dropped_by_interface"),
    unread: numberOrNull(packets, "unread"),
    made: numberOrNull(dumplings, "made"),
    acknowledged: numberOrNull(dumplings, "acknowledged"),
    waiting: numberOrNull(dumplings, "waiting"),
    dropped: counts(dropped),
    chefs: isObject(chefs)
      ? Object.keys(chefs).slice(0, mostChefs).map((name) => ({
          name: boundedName(chefName(name)),
          packets: numberOrNull(at(chefs, name), "packets"),
          dumplings: numberOrNull(at(chefs, name), "dumplings"),
          failures: numberOrNull(at(chefs, name), "failures"),
          seconds: numberOrNull(at(chefs, name), "seconds"),
          retired: at(at(chefs, name), "retired") === true,
        }))
      : [],
  };
}

function counts(dropped: unknown): { reason: string; count: number }[] {
  if (!isObject(dropped)) return [];
  return Object.keys(dropped)
    .slice(0, mostReasons)
    .map((reason) => ({ reason: boundedName(reason), count: numberAt(dropped, reason) ?? 0 }))
    .filter(({ count }) => count > 0);
}
