// The rates of all dumplings, and of packets by layer.
import { type Dumpling, kitchenStatusChef } from "../shared/dumpling";
import { at, isObject } from "../shared/json";
import type { OverviewBody } from "../shared/messages";
import { type Ledger, readLedger } from "../shared/status";
import { BoundedMap } from "./bounded_map";
import { NamedAmounts } from "./amounts";
import type { Model } from "./model";

const mostNames = 64;
const mostLines = 8;
const shortTerm = 10;  // seconds
/** The charts don't wait for a kitchen that has sent no counts for this many seconds. */
const forgottenAfter = 120;

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
    if (dumpling.chef === kitchenStatusChef) {
      const ledger = readLedger(dumpling);
      this.ledgers.touch(kitchen, () => ({ ledger })).ledger = ledger;
    }
  }

  /** Returns what the overview draws of the dumplings; `window` is in seconds. */
  view(window: number, now: number): Omit<OverviewBody, "kitchens" | "me"> {
    const counted = this.countedUpTo(now);
    return {
      view: "overview",
      rate: this.all.of("all").rate(now, shortTerm),
      byChef: this.byChef.plot(now, window, mostLines),
      byKitchen: this.byKitchen.plot(now, window, mostLines),
      layers: this.layers.plot(counted, window, mostLines),
      layerTotals: [...this.layers.named]
        .map(([name, amounts]) => ({ name, packets: amounts.total, rate: amounts.rate(counted, shortTerm) }))
        .sort((a, b) => b.packets - a.packets),
    };
  }

  /** Returns the time up to which all kitchens have sent their counts. Later counts are those of some kitchens only. */
  private countedUpTo(now: number): number {
    const arrivals = [...this.lastCounts.entries.values()].map(({ arrival }) => arrival);
    const recent = arrivals.filter((arrival) => arrival > now - forgottenAfter);
    return recent.length > 0 ? Math.min(...recent) : now;
  }

  // While a kitchen runs, its counts only grow. Fewer layers, or a smaller count, mean that it was restarted.
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

  private foldCount(name: string, count: number, last: LayerCounts, continues: boolean, arrival: number): void {
    const before = last.counts.get(name) ?? 0;
    last.counts.set(name, count);
    const amounts = this.layers.of(name);
    if (!continues) {
      amounts.total += count;  // counted before this page came, at unknown times
    } else if (count >= before) {
      amounts.spread(last.arrival, arrival, count - before);
    } else {
      amounts.add(arrival, count);
    }
  }
}
