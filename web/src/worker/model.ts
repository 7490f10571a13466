// What a view keeps of its dumplings.
import type { Dumpling } from "../shared/dumpling";

/** The keys of an eater's hello that select dumplings (docs/wire.md). */
export interface Wanted {
  chefs?: string[];
  kitchens?: string[];
  drivers?: string[];
  last?: number;
  since?: number;
}

/** Returns whether the hello selects the dumpling. A hub that doesn't know the keys sends everything. */
export function isWanted(wanted: Wanted, dumpling: Dumpling): boolean {
  const { chefs, kitchens, drivers } = wanted;
  return (
    (!chefs || chefs.includes(dumpling.chef)) &&
    (!kitchens || (dumpling.kitchen !== null && kitchens.includes(dumpling.kitchen))) &&
    (!drivers || drivers.includes(dumpling.driver))
  );
}

export interface Model {
  /** Which dumplings the view needs, and how far back. */
  readonly wanted: Wanted;
  /** `arrival`: about when the hub received the dumpling, in seconds since the epoch. */
  fold(dumpling: Dumpling, arrival: number): void;
}
