// Reads who was there and has gone, according to the status of the hub.
import { listAt, numberAt, numberOrNull } from "./json";
import { nameAt } from "./names";

const mostAbsent = 200;  // kitchens, and as many eaters; a hub remembers no more

/** How a client went of whose name none is connected any more. Times are the hub's, in seconds since the epoch. */
export interface Absence {
  came: number | null;
  /** When something came from it last. */
  seen: number | null;
  left: number | null;
  /** In the hub's words, how its connection ended; empty if that isn't known. */
  why: string;
}

/** Counts are those of its last connection. */
export interface AbsentKitchen extends Absence {
  name: string;
  host: string;
  received: number | null;
  invalid: number | null;
  known: number | null;
}

/** Counts are those of its last connection. */
export interface AbsentEater extends Absence {
  name: string;
  host: string;
  sent: number | null;
  behind: number | null;
  skipped: number | null;
}

/** `left`: it said goodbye; `closed`: the hub closed its connection; `missing`: it went without a word. */
export type Departure = "left" | "closed" | "missing";

/** Returns how it went, by the hub's words. */
export function departure(why: string): Departure {
  if (why.startsWith("sent ")) return "closed";
  return why === "" || why.startsWith("received ") ? "left" : "missing";
}

interface Listed<Absent> {
  listed: Absent[];
  /** How many more the hub remembers. */
  leftOut: number;
}

function absence(entry: unknown): Absence & { name: string; host: string } {
  return {
    name: nameAt(entry, "name") ?? "?",
    host: nameAt(entry, "host") ?? "?",
    came: numberOrNull(entry, "connected_at"),
    seen: numberOrNull(entry, "last_seen"),
    left: numberOrNull(entry, "left_at"),
    why: nameAt(entry, "why") ?? "",
  };
}

function absentKitchen(entry: unknown): AbsentKitchen {
  return {
    ...absence(entry),
    received: numberOrNull(entry, "received"),
    invalid: numberOrNull(entry, "invalid"),
    known: numberOrNull(entry, "known"),
  };
}

function absentEater(entry: unknown): AbsentEater {
  return {
    ...absence(entry),
    sent: numberOrNull(entry, "sent"),
    behind: numberOrNull(entry, "behind"),
    skipped: numberOrNull(entry, "skipped"),
  };
}

// What is over the limit counts as left out, too.
function absences<Absent>(payload: unknown, key: string, read: (entry: unknown) => Absent): Listed<Absent> {
  const all = listAt(payload, key);
  const more = Math.max(0, numberAt(payload, `${key}_left_out`) ?? 0);
  return { listed: all.slice(0, mostAbsent).map(read), leftOut: more + Math.max(0, all.length - mostAbsent) };
}

export function readAbsentKitchens(payload: unknown): Listed<AbsentKitchen> {
  return absences(payload, "absent_kitchens", absentKitchen);
}

export function readAbsentEaters(payload: unknown): Listed<AbsentEater> {
  return absences(payload, "absent_eaters", absentEater);
}
