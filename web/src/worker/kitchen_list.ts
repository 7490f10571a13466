// The kitchens in the hub's status, and those that left a short time ago.
import type { KitchenRow, Link } from "../shared/messages";
import type { Kitchen, Status } from "../shared/status";
import { BoundedMap } from "./bounded_map";
import type { OverviewModel } from "./overview_model";
import { kitchenRow, silentPokes } from "./troubles";

const rememberedFor = 900;  // seconds after a kitchen left
const mostGone = 200;

export class KitchenList {
  private readonly gone = new BoundedMap<{ kitchen: Kitchen; at: number }>(mostGone);
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
    for (const name of present) this.gone.entries.delete(name);
    for (const [name, { at }] of this.gone.entries) if (now - at > rememberedFor) this.gone.entries.delete(name);
    this.status = status;
    this.statusAt = now;
  }

  /** `watchedSince`: since when the page has received every dumpling; null while it receives only some. */
  rows(overview: OverviewModel, now: number, watchedSince: number | null): KitchenRow[] {
    const status = this.status;
    if (!status) return [];
    const here = status.kitchens.map((kitchen) => {
      const heard = silence(kitchen.poke, overview.heard.get(kitchen.name)?.at ?? null, watchedSince, now);
      const ledger = overview.ledgers.get(kitchen.name)?.ledger ?? null;
      return kitchenRow(kitchen, status, now - this.statusAt, heard, ledger);
    });
    const left = [...this.gone.entries.values()].map(({ kitchen, at }): KitchenRow => ({
      ...kitchenRow(kitchen, status, 0, now - at, overview.ledgers.get(kitchen.name)?.ledger ?? null),
      state: "left",
      heard: now - at,
    }));
    return [...here, ...left];
  }
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
