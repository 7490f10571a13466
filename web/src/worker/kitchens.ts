// All kitchens there are and were: those in the hub's status, and those that left not long ago.
import type { KitchenRow, Link } from "../shared/messages";
import type { Kitchen, Status } from "../shared/status";
import { BoundedMap } from "./bounded_map";
import type { OverviewModel } from "./overview_model";
import { kitchenRow, silentPokes } from "./troubles";

const rememberedFor = 900;  // seconds after it left

export class KitchenBook {
  private readonly gone = new BoundedMap<{ kitchen: Kitchen; at: number }>(200);
  private status: Status | null = null;
  /** When the newest status came. */
  statusAt = 0;

  /** A new status: who was in the last one and isn't in it has left. */
  update(status: Status, now: number): void {
    const present = new Set(status.kitchens.map(({ name }) => name));
    // A list that was cut (the hub leaves out what is too much) tells nothing about who is gone.
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

  /** `watched`: since when everything there is has been received; null when only some is. */
  rows(overview: OverviewModel, now: number, watched: number | null): KitchenRow[] {
    const status = this.status;
    if (!status) return [];
    const here = status.kitchens.map((kitchen) => {
      const heard = silence(kitchen.poke, overview.heard.get(kitchen.name)?.at ?? null, watched, now);
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

/** Up to when silence tells something: while the hub is away, and until it has told anew, nobody can be heard. */
export function toldUpTo(link: Link | undefined, statusAt: number, now: number): number {
  return link?.phase === "live" && statusAt >= link.since ? now : statusAt;
}

/** Seconds since a kitchen was heard of; null when that can't be told, as who doesn't listen hears nothing. */
function silence(poke: number, heardAt: number | null, watched: number | null, now: number): number | null {
  const silent = now - Math.max(heardAt ?? 0, watched ?? 0);
  const longer = silent > silentPokes * poke;
  if (heardAt !== null && now - heardAt <= silentPokes * poke) return Math.max(0, now - heardAt);
  return watched !== null && longer ? now - (heardAt ?? watched) : null;
}
