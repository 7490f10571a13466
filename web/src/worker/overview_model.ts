// Rates of everything, and of packets by layer.
import { type Dumpling, kitchenStatusChef } from "../shared/dumpling";
import { at, isObject } from "../shared/json";
import { type Ledger, readLedger } from "../shared/status";
import { BoundedMap } from "./bounded_map";
import { NamedAmounts } from "./lines";
import type { Model } from "./model";

const mostNames = 64;
/** A kitchen that hasn't told its counts for so many seconds isn't waited for. */
const forgotten = 120;

interface LayerCounts {
  arrival: number;
  counts: Map<string, number>;
}

export class OverviewModel implements Model {
  readonly wanted = { since: 600 };
  readonly all = new NamedAmounts(1);
  readonly byChef = new NamedAmounts(mostNames);
  readonly byKitchen = new NamedAmounts(mostNames);
  readonly layers = new NamedAmounts(mostNames);
  /** When a kitchen's newest dumpling arrived. */
  readonly heard = new BoundedMap<{ at: number }>(1000);
  readonly ledgers = new BoundedMap<{ ledger: Ledger }>(1000);
  private readonly lastCounts = new BoundedMap<LayerCounts>(1000);

  fold(dumpling: Dumpling, arrival: number): void {
    this.all.of("all").add(arrival, 1);
    this.byChef.of(dumpling.chef).add(arrival, 1);
    const kitchen = dumpling.kitchen;
    if (kitchen === null) return;
    this.byKitchen.of(kitchen).add(arrival, 1);
    this.heard.touch(kitchen, () => ({ at: 0 })).at = arrival;
    if (dumpling.chef === "PacketCountChef") this.foldCounts(kitchen, dumpling, arrival);
    if (dumpling.chef === kitchenStatusChef)
      this.ledgers.touch(kitchen, () => ({ ledger: readLedger(dumpling) })).ledger = readLedger(dumpling);
  }

  /** Up to when all kitchens have told their counts: what came later is known of some only. */
  countedUpTo(now: number): number {
    const newest = [...this.lastCounts.entries.values()].map(({ arrival }) => arrival).filter((arrival) => arrival > now - forgotten);
    return newest.length > 0 ? Math.min(...newest) : now;
  }

  // The counts only ever grow in a kitchen's life: one that is smaller comes from a new life.
  private foldCounts(kitchen: string, dumpling: Dumpling, arrival: number): void {
    const packets = at(dumpling.payload, "packet_counts");
    if (!isObject(packets)) return;
    const known = this.lastCounts.get(kitchen);
    const last = this.lastCounts.touch(kitchen, () => ({ arrival, counts: new Map() }));
    const names = Object.keys(packets).slice(0, 4 * mostNames);
    const restarted = known !== undefined && names.length < last.counts.size;
    if (restarted) last.counts.clear();
    for (const name of names) {
      const count = packets[name];
      if (typeof count === "number" && count >= 0) this.foldCount(name, count, last, known !== undefined && !restarted, arrival);
    }
    last.arrival = arrival;
  }

  private foldCount(name: string, count: number, last: LayerCounts, goesOn: boolean, arrival: number): void {
    const before = last.counts.get(name) ?? 0;
    last.counts.set(name, count);
    const amounts = this.layers.of(name);
    if (!goesOn) {
      amounts.total += count;  // from before our time: when, nobody knows
    } else if (count >= before) {
      amounts.spread(last.arrival, arrival, count - before);
    } else {
      amounts.add(arrival, count);
    }
  }
}
