// The rates of all dumplings, and of packets by layer.
import { type Dumpling, kitchenStatusChef } from "../shared/dumpling";
import { at, isObject } from "../shared/json";
import type { AddressRow, OverviewBody } from "../shared/messages";
import { type Ledger, readLedger } from "../shared/status";
import { boundedName } from "../shared/names";
import { BoundedMap } from "./bounded_map";
import { NamedAmounts } from "./amounts";
import { ArpModel } from "./arp_model";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";

const mostNames = 64;
const mostLayers = 256;  // of one kitchen
const mostKitchens = 1000;
const mostLines = 8;
const mostMoves = 100;
/** How long the overview says that a device has another MAC. */
const movesShownFor = 3600;  // seconds
const shortTerm = 10;  // seconds
/** The charts don't wait for a kitchen that has sent no counts for this many seconds. */
const forgottenAfter = 120;

interface LayerCounts {
  arrival: number;
  counts: Map<string, number>;
  /** Of the names in `counts`. */
  bytes: number;
}

export class OverviewModel implements Model {
  readonly wanted = { since: 600 };
  readonly all = new NamedAmounts(1);
  readonly byChef = new NamedAmounts(mostNames);
  readonly byKitchen = new NamedAmounts(mostNames);
  readonly layers = new NamedAmounts(mostNames);
  /** When a kitchen's newest dumpling arrived. */
  readonly heard = new BoundedMap<{ at: number }>(mostKitchens);
  readonly ledgers = new BoundedMap<{ ledger: Ledger }>(mostKitchens, shares.ledgers, bytesOfLedger);
  private readonly devices = new ArpModel(shares.watchedAddresses);
  /** The devices whose MAC has changed, and when the page learned it. */
  private readonly moves = new BoundedMap<{ device: AddressRow; at: number }>(mostMoves);
  private readonly lastCounts = new BoundedMap<LayerCounts>(mostKitchens, shares.layerCounts, (key, { bytes }) => 200 + bytesOf(key) + bytes);

  fold(dumpling: Dumpling, arrival: number): void {
    this.all.of("all").add(arrival, 1);
    this.byChef.of(dumpling.chef).add(arrival, 1);
    const kitchen = dumpling.kitchen;
    if (kitchen === null) return;
    this.byKitchen.of(kitchen).add(arrival, 1);
    const heard = this.heard.touch(kitchen, () => ({ at: 0 }));
    heard.at = Math.max(heard.at, arrival);
    if (dumpling.chef === "PacketCountChef") this.foldCounts(kitchen, dumpling, arrival);
    if (dumpling.chef === "ARPChef") this.foldArp(dumpling, arrival);
    if (dumpling.chef === kitchenStatusChef) {
      const ledger = readLedger(dumpling);
      this.ledgers.update(kitchen, () => ({ ledger }), (kept) => void (kept.ledger = ledger));
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

  /** Returns the devices whose MAC has changed in the last hour, the newest change first. */
  moved(now: number): AddressRow[] {
    return [...this.moves.entries.values()].filter(({ at }) => now - at < movesShownFor).map(({ device }) => device).reverse();
  }

  private foldArp(dumpling: Dumpling, arrival: number): void {
    const device = this.devices.fold(dumpling);
    if (device) this.moves.touch(`${device.kitchen}\n${device.ip}`, () => ({ device, at: 0 })).at = arrival;
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
    const isKnown = this.lastCounts.get(kitchen) !== undefined;
    const names = Object.keys(packets).slice(0, mostLayers);
    this.lastCounts.update(kitchen, () => ({ arrival, counts: new Map(), bytes: 0 }), (last) => {
      const restarted = isKnown && names.length < last.counts.size;
      if (restarted) Object.assign(last, { counts: new Map(), bytes: 0 });
      for (const name of names) {
        const count = packets[name];
        if (typeof count === "number" && count >= 0) this.foldCount(boundedName(name), count, last, isKnown && !restarted, arrival);
      }
      last.arrival = arrival;
    });
  }

  private foldCount(name: string, count: number, last: LayerCounts, continues: boolean, arrival: number): void {
    if (!last.counts.has(name)) {
      if (last.counts.size >= mostLayers) return;
      last.bytes += 40 + bytesOf(name);
    }
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

function bytesOfLedger(key: string, { ledger }: { ledger: Ledger }): number {
  const ofChefs = ledger.chefs.reduce((sum, { name }) => sum + 120 + bytesOf(name), 0);
  return ledger.dropped.reduce((sum, { reason }) => sum + 50 + bytesOf(reason), 300 + bytesOf(key) + ofChefs);
}
