// Says in words what is wrong: kitchens that are silent or have left, drops, slow eaters.
import { counted, duration, share } from "../shared/format";
import type { KitchenRow, KitchenState } from "../shared/messages";
import type { Eater, Kitchen, Ledger, Status, Trouble } from "../shared/status";

/** A kitchen is silent if nothing came from it for longer than this many poke intervals. */
export const silentPokes = 3;
const manyBehind = 10000;

export function kitchenState(poke: number, heard: number | null): KitchenState {
  if (heard === null) return "unknown";
  return poke > 0 && heard > silentPokes * poke ? "silent" : "ok";
}

/** `heard`: seconds since the kitchen's last dumpling, if the page knows; `age`: seconds since the status arrived. */
export function kitchenRow(kitchen: Kitchen, status: Status, age: number, heard: number | null, ledger: Ledger | null): KitchenRow {
  const byHub = kitchen.lastSeen === null ? null : Math.max(0, status.time - kitchen.lastSeen + age);
  const least = byHub !== null && heard !== null ? Math.min(byHub, heard) : (byHub ?? heard);
  const { name, host, interface: at, filter, chefs, poke, received, invalid } = kitchen;
  return { name, host, interface: at, filter, chefs, poke, state: kitchenState(poke, least), heard: least, received, invalid, ledger };
}

export function kitchenTroubles(kitchen: KitchenRow): Trouble[] {
  const out: Trouble[] = [];
  const say = (level: Trouble["level"], text: string) => out.push({ level, who: kitchen.name, text });
  if (kitchen.state === "silent") say("bad", `has been silent for ${duration(kitchen.heard ?? 0)}, more than ${silentPokes} poke intervals`);
  if (kitchen.state === "left") say("warn", `left ${duration(kitchen.heard ?? 0)} ago`);
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
  const lacks = status?.unprotected ?? [];
  if (lacks.length === 0) return [];
  return [{ level: "warn", who: "nd-hub", text: `can be reached by other machines without ${lacks.join(", ")}` }];
}

export function eaterTroubles(eater: Eater): Trouble[] {
  const out: Trouble[] = [];
  if ((eater.skipped ?? 0) > 0) out.push({ level: "bad", who: eater.name, text: `was too slow: ${counted(eater.skipped ?? 0, "dumpling")} skipped` });
  if ((eater.behind ?? 0) > manyBehind) out.push({ level: "warn", who: eater.name, text: `is behind by ${counted(eater.behind ?? 0, "dumpling")}` });
  return out;
}
