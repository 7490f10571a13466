// What a view keeps of the dumplings it gets.
import type { Dumpling } from "../shared/dumpling";

/** The keys by which an eater's hello says what it wants (CONTRACT: any eater's hello may carry). */
export interface Wanted {
  chefs?: string[];
  kitchens?: string[];
  drivers?: string[];
  last?: number;
  since?: number;
}

/** What the hub does with such a hello, for hubs that don't know its keys. */
export function isWanted(wanted: Wanted, dumpling: Dumpling): boolean {
  const { chefs, kitchens, drivers } = wanted;
  return (
    (!chefs || chefs.includes(dumpling.chef)) &&
    (!kitchens || (dumpling.kitchen !== null && kitchens.includes(dumpling.kitchen))) &&
    (!drivers || drivers.includes(dumpling.driver))
  );
}

export interface Model {
  /** What it wants when it begins: which dumplings, and how much of the past. */
  readonly wanted: Wanted;
  /** `arrival`: when the hub had it, as near as can be told; seconds since the epoch. */
  fold(dumpling: Dumpling, arrival: number): void;
}
