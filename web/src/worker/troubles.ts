// Says in words what is wrong: kitchens that are silent or absent, drops, slow eaters.
import { ago, counted, duration, share, time } from "../shared/format";
import type { AddressRow, KitchenRow, KitchenState } from "../shared/messages";
import { type Departure, departure } from "../shared/absences";
import type { Eater, Kitchen, Status, Trouble } from "../shared/status";

/** A kitchen is silent if nothing came from it for longer than this many poke intervals. */
export const silentPokes = 3;
const manyBehind = 10000;
const mostDevices = 5;
const mostMissed = 8;  // kitchens, and as many eaters
const mostLeft = 3;
const mostShared = 8;
/** How long a kitchen that said goodbye is worth a line. */
const newsFor = 900;  // seconds

export function kitchenState(poke: number, heard: number | null): KitchenState {
  if (heard === null) return "unknown";
  return poke > 0 && heard > silentPokes * poke ? "silent" : "ok";
}

/**
 * Returns the row of a kitchen that is connected, without its ledger. `heard`: seconds since the kitchen's last dumpling,
 * if the page knows; `age`: seconds since the status arrived.
 */
export function kitchenRow(kitchen: Kitchen, status: Status, age: number, heard: number | null): KitchenRow {
  const byHub = kitchen.lastSeen === null ? null : Math.max(0, status.time - kitchen.lastSeen + age);
  const least = byHub !== null && heard !== null ? Math.min(byHub, heard) : (byHub ?? heard);
  const { lastSeen: _, ...card } = kitchen;
  return { ...card, shared: status.sharedNames.includes(kitchen.name), absence: null, state: kitchenState(kitchen.poke, least), heard: least, ledger: null };
}

/** Returns the troubles of all kitchens. Those that are absent may be many, so all but a few of them are summed up. */
export function kitchensTroubles(rows: KitchenRow[]): Trouble[] {
  const missed = rows.filter(({ state }) => state === "missing" || state === "closed");
  const left = rows.filter(({ state, heard }) => state === "left" && (heard ?? 0) < newsFor);
  const told = [...missed.slice(0, mostMissed), ...rows.filter(({ absence }) => absence === null), ...left.slice(0, mostLeft)];
  return [
    ...told.flatMap(kitchenTroubles),
    ...summedUp("bad", missed.length - mostMissed, "kitchen", "went unexpectedly; the table Absent kitchens has them"),
    ...summedUp("warn", left.length - mostLeft, "kitchen", "left; the table Absent kitchens has them"),
  ];
}

function summedUp(level: Trouble["level"], more: number, what: string, text: string): Trouble[] {
  return more > 0 ? [{ level, who: counted(more, `more ${what}`), text }] : [];
}

const wentWords: Record<Departure, string> = { left: "left", closed: "was disconnected by the hub", missing: "went without a word" };

/** Adds the hub's words unless it said goodbye. */
function howItWent(state: Departure, seconds: number | null, why: string): string {
  return `${wentWords[state]}${seconds === null ? "" : ` ${ago(seconds)}`}${state === "left" ? "" : `: ${why}`}`;
}

export function kitchenTroubles(kitchen: KitchenRow): Trouble[] {
  const out: Trouble[] = [];
  const say = (level: Trouble["level"], text: string) => out.push({ level, who: kitchen.name, text });
  if (kitchen.state === "silent") say("bad", `has been silent for ${duration(kitchen.heard ?? 0)}, more than ${silentPokes} poke intervals`);
  if (kitchen.state === "missing" || kitchen.state === "closed") say("bad", howItWent(kitchen.state, kitchen.heard, kitchen.absence?.why ?? ""));
  if (kitchen.state === "left") say("warn", howItWent("left", kitchen.heard, ""));
  if ((kitchen.invalid ?? 0) > 0) say("warn", `sent ${counted(kitchen.invalid ?? 0, "message")} that the hub refused`);
  const ledger = kitchen.ledger;
  if (!ledger) return out;
  const lost = (ledger.droppedByKernel ?? 0) + (ledger.droppedByInterface ?? 0);
  if (lost > 0) {
    const of = (ledger.captured ?? 0) + (ledger.droppedByInterface ?? 0);
    say("bad", `${counted(lost, "packet")} dropped before a chef saw them${of > 0 ? ` (${share(lost, of)})` : ""}`);
  }
  for (const { reason, count: dropped } of ledger.dropped) say("bad", `${counted(dropped, "dumpling")} dropped: ${reason}`);
  for (const { name, retired } of ledger.chefs) if (retired) say("bad", `${name} was retired because it failed too often`);
  const failing = ledger.chefs.filter(({ failures }) => (failures ?? 0) > 0);
  for (const { name, failures } of failing) say("warn", `${name} failed ${counted(failures ?? 0, "time")}`);
  return out;
}

export function hubTroubles(status: Status | null): Trouble[] {
  if (!status) return [];
  const { logFault, unprotected, sharedNames } = status;
  const out: Trouble[] = [];
  if (logFault !== null) out.push({ level: "bad", who: "nd-hub", text: `stores nothing on disk, so it acknowledges nothing. About its log: ${logFault}` });
  if (unprotected.length > 0) out.push({ level: "warn", who: "nd-hub", text: `can be reached by other machines without ${unprotected.join(", ")}` });
  for (const who of sharedNames.slice(0, mostShared)) {
    out.push({ level: "bad", who, text: "is the name of kitchens on different hosts, so nothing tells their dumplings apart. nd-sniff --kitchen-name gives one another name" });
  }
  return [...out, ...summedUp("bad", sharedNames.length - mostShared, "name", "of kitchens on different hosts; the table Kitchens marks them")];
}

export function eaterTroubles(eater: Eater): Trouble[] {
  const out: Trouble[] = [];
  if ((eater.skipped ?? 0) > 0) out.push({ level: "bad", who: eater.name, text: `was too slow: ${counted(eater.skipped ?? 0, "dumpling")} skipped` });
  if ((eater.behind ?? 0) > manyBehind) out.push({ level: "warn", who: eater.name, text: `is behind by ${counted(eater.behind ?? 0, "dumpling")}` });
  return out;
}

/** Returns the eaters that had a name of their own, and that nobody ended. */
export function absentEaterTroubles(status: Status | null): Trouble[] {
  const missed = (status?.absentEaters ?? []).filter(({ why }) => departure(why) !== "left");
  const told = missed.slice(0, mostMissed).map(({ name, left, why }): Trouble => {
    const seconds = left === null ? null : Math.max(0, status!.time - left);
    return { level: "warn", who: name, text: `(an eater) ${howItWent(departure(why), seconds, why)}` };
  });
  return [...told, ...summedUp("warn", missed.length - mostMissed, "eater", "went unexpectedly; the table Absent eaters has them")];
}

/** An address that moves to another MAC may be a device that was replaced, or somebody who pretends to be it. */
export function deviceTroubles(moved: AddressRow[]): Trouble[] {
  const out = moved.slice(0, mostDevices).map(({ ip, mac, kitchen, changed, changes }): Trouble => {
    const times = changed > 1 ? `; it has moved ${counted(changed, "time")}` : "";
    return { level: "warn", who: ip, text: `moved from MAC ${changes[0]?.from} to ${mac} at ${time(changes[0]?.time)} (kitchen ${kitchen})${times}` };
  });
  const more = moved.length - out.length;
  if (more > 0) out.push({ level: "warn", who: `${more} more`, text: "moved to another MAC; the view Devices has all of them" });
  return out;
}
