// Names that are looked up: each as it comes, and how often each was.
import type { Dumpling } from "../shared/dumpling";
import { at, isObject, numberAt, textAt } from "../shared/json";
import type { DnsBody, HostOrder, HostRow } from "../shared/messages";
import { BoundedMap } from "./bounded_map";
import { NamedAmounts } from "./lines";
import type { Model } from "./model";

export const mostHosts = 20000;
const mostLookups = 40;
const sparkStep = 10;
const sparkSteps = 30;

/** What one kitchen said of a host. `told` is the count of the kitchen's current life, `earlier` that of lives before. */
interface Told {
  life: number;
  told: number;
  earlier: number;
}

class Host {
  latest = 0;
  readonly kitchens = new Map<string, Told>();
  private readonly steps = new Uint16Array(sparkSteps);
  private newest = -1;

  get count(): number {
    let sum = 0;
    for (const { told, earlier } of this.kitchens.values()) sum += told + earlier;
    return sum;
  }

  in(kitchen: string, life: number): Told {
    let told = this.kitchens.get(kitchen);
    if (!told) this.kitchens.set(kitchen, (told = { life, told: 0, earlier: 0 }));
    if (told.life !== life) Object.assign(told, { life, earlier: told.earlier + told.told, told: 0 });
    return told;
  }

  mark(time: number): void {
    const step = Math.floor(time / sparkStep);
    if (!(step >= 0) || step <= this.newest - sparkSteps) return;
    for (let i = Math.max(this.newest + 1, step - sparkSteps + 1); i <= step; ++i) this.steps[i % sparkSteps] = 0;
    this.newest = Math.max(this.newest, step);
    const slot = step % sparkSteps;
    if (this.steps[slot]! < 65535) ++this.steps[slot]!;
  }

  /** Lookups in each of the steps that end with the one `now` is in. */
  spark(now: number): number[] {
    const last = Math.floor(now / sparkStep);
    return Array.from({ length: sparkSteps }, (_, i) => {
      const step = last - sparkSteps + 1 + i;
      return step > this.newest - sparkSteps && step <= this.newest ? this.steps[step % sparkSteps]! : 0;
    });
  }
}

export interface HostQuery {
  search: string;
  sort: HostOrder;
  window: number;
  /** At most so many hosts. */
  rows: number;
}

export class DnsModel implements Model {
  readonly wanted = { chefs: ["DNSLookupChef"], since: 3600 };
  readonly hosts = new BoundedMap<Host>(mostHosts);
  private readonly lives = new BoundedMap<{ life: number }>(1000);
  private readonly lookups: { id: number; time: number; hostname: string; kitchen: string }[] = [];
  private readonly rates = new NamedAmounts(32);
  private lookupCount = 0;
  private newest = 0;

  fold(dumpling: Dumpling, arrival: number): void {
    const kitchen = dumpling.kitchen ?? "";
    const lookup = at(dumpling.payload, "lookup");
    if (lookup !== undefined) this.foldLookup(kitchen, lookup, arrival);
    const seen = at(dumpling.payload, "lookups_seen");
    if (isObject(seen)) this.foldSeen(kitchen, seen);
  }

  private foldLookup(kitchen: string, lookup: unknown, arrival: number): void {
    const hostname = textAt(lookup, "hostname");
    const time = numberAt(lookup, "when");
    if (hostname === undefined || time === undefined) return;
    const host = this.hosts.touch(hostname, () => new Host());
    ++host.in(kitchen, this.life(kitchen)).told;
    host.latest = Math.max(host.latest, time);
    host.mark(time);
    this.newest = Math.max(this.newest, time);
    this.rates.of(kitchen).add(arrival, 1);
    this.lookups.push({ id: ++this.lookupCount, time, hostname, kitchen });
    if (this.lookups.length >= 2 * mostLookups) this.lookups.splice(0, mostLookups);
  }

  // Totals of the kitchen's life; they are right whenever we began to listen. A life begins with an empty list.
  private foldSeen(kitchen: string, seen: { readonly [key: string]: unknown }): void {
    const names = Object.keys(seen);
    if (names.length === 0) return this.newLife(kitchen);
    for (const name of names.slice(-mostHosts)) {
      const count = numberAt(seen[name], "count");
      if (count === undefined) continue;
      const known = this.hosts.get(name);
      if (known && known.in(kitchen, this.life(kitchen)).told > count) this.newLife(kitchen);
      const host = known ?? this.hosts.touch(name, () => new Host());
      host.in(kitchen, this.life(kitchen)).told = count;
      host.latest = Math.max(host.latest, numberAt(seen[name], "latest") ?? 0);
    }
  }

  private life(kitchen: string): number {
    return this.lives.touch(kitchen, () => ({ life: 0 })).life;
  }

  private newLife(kitchen: string): void {
    ++this.lives.touch(kitchen, () => ({ life: 0 })).life;
  }

  view({ search, sort, window, rows }: HostQuery, now: number): DnsBody {
    const words = search.toLowerCase();
    const found: { name: string; host: Host; count: number }[] = [];
    for (const [name, host] of this.hosts.entries) {
      if (words === "" || name.toLowerCase().includes(words)) found.push({ name, host, count: host.count });
    }
    found.sort((a, b) => order(sort, a, b) || (a.name < b.name ? -1 : 1));
    // Captures play in a time of their own: the sparklines end where their lookups do.
    const end = Math.abs(now - this.newest) < 3600 ? now : this.newest;
    const hosts: HostRow[] = found.slice(0, rows).map(({ name, host, count }) => ({
      name,
      count,
      latest: host.latest,
      spark: host.spark(end),
    }));
    const lookups = this.lookups.filter(({ hostname }) => words === "" || hostname.toLowerCase().includes(words));
    return {
      view: "dns",
      rate: this.rates.plot(now, window, 6),
      hosts,
      matched: found.length,
      known: this.hosts.size,
      lookups: lookups.slice(-mostLookups).reverse(),
    };
  }
}

interface Ranked {
  name: string;
  host: Host;
  count: number;
}

function order(by: HostOrder, a: Ranked, b: Ranked): number {
  if (by === "count") return b.count - a.count;
  return by === "latest" ? b.host.latest - a.host.latest : 0;
}
