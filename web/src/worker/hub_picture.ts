// What the page knows of the hub whatever view is shown: its status, its kitchens, and the names of all chefs.
import { type Dumpling } from "../shared/dumpling";
import type { AddressRow, KitchenRow, Link } from "../shared/messages";
import { readStatus, type Status, type Trouble } from "../shared/status";
import { BoundedMap } from "./bounded_map";
import { KitchenList, knownUntil } from "./kitchen_list";
import type { OverviewModel } from "./overview_model";
import { absentEaterTroubles, deviceTroubles, eaterTroubles, hubTroubles, kitchensTroubles } from "./troubles";

const mostNames = 200;
const mostTroubles = 50;

export class HubPicture {
  /** The newest status; null before the first. */
  status: Status | null = null;
  private readonly kitchens = new KitchenList();
  private readonly chefs = new BoundedMap<true>(mostNames);
  private readonly senders = new BoundedMap<true>(mostNames);

  noteChef(name: string): void {
    this.chefs.touch(name, () => true);
  }

  noteDumpling({ chef, kitchen }: Dumpling): void {
    this.noteChef(chef);
    if (kitchen !== null) this.senders.touch(kitchen, () => true);
  }

  noteStatus(dumpling: Dumpling, now: number): void {
    this.status = readStatus(dumpling);
    this.kitchens.update(this.status, now);
    for (const { chefs } of this.status.kitchens) for (const chef of chefs) this.noteChef(chef);
  }

  /** `watchedSince`: since when the page has received every dumpling; null while it receives only some. */
  kitchenRows(overview: OverviewModel, link: Link, now: number, watchedSince: number | null): KitchenRow[] {
    return this.kitchens.rows(overview, knownUntil(link, this.kitchens.statusAt, now), watchedSince);
  }

  chefNames(): string[] {
    return [...this.chefs.entries.keys()].sort();
  }

  /** The names of the kitchens in `rows`, and of those that a dumpling came from. */
  kitchenNames(rows: KitchenRow[]): string[] {
    return [...new Set([...rows.map(({ name }) => name), ...this.senders.entries.keys()])].sort();
  }

  /** The worst come first. `moved`: the devices whose MAC has changed. */
  troubles(rows: KitchenRow[], moved: AddressRow[]): Trouble[] {
    const eaters = this.status?.eaters ?? [];
    const all = [
      ...hubTroubles(this.status),
      ...kitchensTroubles(rows),
      ...eaters.flatMap(eaterTroubles),
      ...absentEaterTroubles(this.status),
      ...deviceTroubles(moved),
    ];
    const rank = ({ level }: Trouble) => (level === "bad" ? 0 : 1);
    return all.sort((a, b) => rank(a) - rank(b)).slice(0, mostTroubles);
  }
}
