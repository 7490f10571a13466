// The kitchens in the hub's status, and those that are absent.
import type { KitchenRow, Link } from "../shared/messages";
import { type AbsentKitchen, departure } from "../shared/absences";
import type { Kitchen, Status } from "../shared/status";
import { BoundedMap } from "./bounded_map";
import { bytesOf, shares } from "./memory";
import type { OverviewModel } from "./overview_model";
import { kitchenRow, silentPokes } from "./troubles";

const rememberedFor = 900;  // seconds after a kitchen left a hub that doesn't remember it
const mostGone = 200;

interface GoneKitchen {
  kitchen: Kitchen;
  at: number;
}

export class KitchenList {
  /** The kitchens that this page saw leaving. The hub remembers more of them, but not their cards. */
  private readonly gone = new BoundedMap<GoneKitchen>(mostGone, shares.goneKitchens, bytesOfGone);
  private status: Status | null = null;
  /** When the newest status arrived. */
  statusAt = 0;

  /** Takes a new status. A kitchen of the last status that is missing in this one has left. */
  update(status: Status, now: number): void {
    const present = new Set(status.kitchens.map(({ name }) => name));
    // The hub may have cut a long list. Such a list doesn't say which kitchens are gone.
    if (status.kitchenCount === status.kitchens.length) {
      for (const kitchen of this.status?.kitchens ?? []) {
        if (!present.has(kitchen.name)) this.gone.touch(kitchen.name, () => ({ kitchen, at: now }));
      }
    }
    for (const name of present) this.gone.delete(name);
    this.forget(status, now);
    this.status = status;
    this.statusAt = now;
  }

  /**
   * Returns the kitchens that are absent, and after them those that are connected. `watchedSince`: since when the page has
   * received every dumpling; null while it receives only some.
   */
  rows(overview: OverviewModel, now: number, watchedSince: number | null): KitchenRow[] {
    const status = this.status;
    if (!status) return [];
    const here = status.kitchens.map((kitchen) => {
      const heard = silence(kitchen.poke, overview.heard.get(kitchen.name)?.at ?? null, watchedSince, now);
      return { ...kitchenRow(kitchen, status, now - this.statusAt, heard), ledger: ledgerOf(kitchen.name, overview) };
    });
    return [...this.absentRows(status, now).map((row) => ({ ...row, ledger: ledgerOf(row.name, overview) })), ...here];
  }

  // Those that said goodbye come last, because nobody misses them. Otherwise, the last that went comes first.
  private absentRows(status: Status, now: number): KitchenRow[] {
    const rows = status.absentKitchens
      ? status.absentKitchens.map((absent) => absentRow(absent, this.gone.get(absent.name)?.kitchen, status.time + now - this.statusAt))
      : [...this.gone.entries.values()].reverse().map((gone) => leftRow(gone, status, now));
    const rank = ({ state }: KitchenRow) => (state === "left" ? 1 : 0);
    return rows.sort((a, b) => rank(a) - rank(b));
  }

  private forget(status: Status, now: number): void {
    const absent = status.absentKitchens && new Set(status.absentKitchens.map(({ name }) => name));
    for (const [name, { at }] of this.gone.entries) {
      if (absent ? !absent.has(name) : now - at > rememberedFor) this.gone.delete(name);
    }
  }
}

/** `card`: what the page knows from before it went; `now` is by the hub's clock. */
function absentRow(absent: AbsentKitchen, card: Kitchen | undefined, now: number): KitchenRow {
  const { name, host, came, seen, left, why, received, invalid, known } = absent;
  return {
    name, host, received, invalid, known,
    shared: false,
    absence: { came, seen, left, why },
    interface: card?.interface ?? "",
    filter: card?.filter ?? null,
    chefs: card?.chefs ?? [],
    poke: card?.poke ?? null,
    state: departure(why),
    heard: seen === null ? null : Math.max(0, now - seen),
    ledger: null,
  };
}

/** Returns the row of a kitchen that the page saw leaving a hub that doesn't remember it. */
function leftRow({ kitchen, at }: GoneKitchen, status: Status, now: number): KitchenRow {
  return { ...kitchenRow(kitchen, status, 0, null), shared: false, absence: { came: null, seen: at, left: null, why: "" }, state: "left", heard: now - at };
}

function ledgerOf(name: string, overview: OverviewModel): KitchenRow["ledger"] {
  return overview.ledgers.get(name)?.ledger ?? null;
}

function bytesOfGone(_: string, { kitchen }: GoneKitchen): number {
  const texts = [kitchen.name, kitchen.host, kitchen.interface, kitchen.filter ?? "", ...kitchen.chefs];
  return texts.reduce((sum, text) => sum + bytesOf(text), 300);
}

/**
 * Returns the time up to which the silence of a kitchen means something. While the hub is away, and until its next
 * status, no kitchen can be heard.
 */
export function knownUntil(link: Link, statusAt: number, now: number): number {
  return link.phase === "live" && statusAt >= link.since ? now : statusAt;
}

/** Returns the seconds since the kitchen's last dumpling; null if the page doesn't receive enough to know. */
function silence(poke: number, heardAt: number | null, watchedSince: number | null, now: number): number | null {
  const silent = now - Math.max(heardAt ?? 0, watchedSince ?? 0);
  const longer = silent > silentPokes * poke;
  if (heardAt !== null && now - heardAt <= silentPokes * poke) return Math.max(0, now - heardAt);
  return watchedSince !== null && longer ? now - (heardAt ?? watchedSince) : null;
}
