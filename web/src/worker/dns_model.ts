// The names that are looked up, according to DNSLookupChef: the newest lookups, and how often each name was looked up.
import type { Dumpling } from "../shared/dumpling";
import { at, isObject, type JsonObject, numberAt, textAt } from "../shared/json";
import type { LookupsBody, HostOrder } from "../shared/messages";
import { hostName } from "../shared/names";
import { comparable } from "../shared/readable";
import { BoundedMap } from "./bounded_map";
import { NamedAmounts } from "./amounts";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";

export const mostHosts = 18000;
const mostKitchens = 1000;
const mostLookups = 40;
const sparkStep = 10;  // seconds
const sparkSteps = 30;

/** A kitchen that is restarted counts from 0 again, in its next run. */
interface Kitchen {
  run: number;
}

/** How often one kitchen saw a host. */
interface Count {
  run: number;
  inRun: number;
  earlier: number;
}

class Host {
  latest = 0;
  private readonly kitchens = new Map<Kitchen, Count>();
  private readonly steps = new Uint16Array(sparkSteps);
  private newest = -1;

  get count(): number {
    let sum = 0;
    for (const { inRun, earlier } of this.kitchens.values()) sum += inRun + earlier;
    return sum;
  }

  /** About what this host takes, without its name. */
  get bytes(): number {
    return 540 + this.kitchens.size * 120;
  }

  /** Returns the kitchen's count, moved on to its current run. */
  countIn(kitchen: Kitchen): Count {
    let count = this.kitchens.get(kitchen);
    if (!count) {
      if (this.kitchens.size >= mostKitchens) this.kitchens.delete(this.kitchens.keys().next().value!);
      this.kitchens.set(kitchen, (count = { run: kitchen.run, inRun: 0, earlier: 0 }));
    }
    if (count.run !== kitchen.run) Object.assign(count, { run: kitchen.run, earlier: count.earlier + count.inRun, inRun: 0 });
    return count;
  }

  /** Notes a lookup at this time for the sparkline. */
  mark(time: number): void {
    const step = Math.floor(time / sparkStep);
    if (!(step >= 0) || step <= this.newest - sparkSteps) return;
    for (let i = Math.max(this.newest + 1, step - sparkSteps + 1); i <= step; ++i) this.steps[i % sparkSteps] = 0;
    this.newest = Math.max(this.newest, step);
    const slot = step % sparkSteps;
    if (this.steps[slot]! < 65535) ++this.steps[slot]!;
  }

  /** Returns the lookups in each of the steps up to `now`. */
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
  /** The number of hosts to return at most. */
  rows: number;
}

interface Ranked {
  name: string;
  host: Host;
  count: number;
}

export class DnsModel implements Model {
  readonly wanted = { chefs: ["DNSLookupChef"], since: 3600 };
  readonly hosts = new BoundedMap<Host>(mostHosts, shares.hosts, (name, host) => bytesOf(name) + host.bytes);
  private readonly kitchens = new BoundedMap<Kitchen>(mostKitchens);
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
    const whole = textAt(lookup, "hostname");
    const time = numberAt(lookup, "when");
    if (whole === undefined || time === undefined) return;
    const hostname = hostName(whole);
    this.hosts.update(hostname, () => new Host(), (host) => {
      ++host.countIn(this.kitchen(kitchen)).inRun;
      host.latest = Math.max(host.latest, time);
      host.mark(time);
    });
    this.newest = Math.max(this.newest, time);
    this.rates.of(kitchen).add(arrival, 1);
    this.lookups.push({ id: ++this.lookupCount, time, hostname, kitchen });
    if (this.lookups.length >= 2 * mostLookups) this.lookups.splice(0, mostLookups);
  }

  // Takes the totals of the kitchen's run, which also hold what this page has missed. A run begins with an empty list.
  private foldSeen(kitchen: string, seen: JsonObject): void {
    const names = Object.keys(seen);
    const from = this.kitchen(kitchen);
    if (names.length === 0) ++from.run;
    for (const [name, { count, latest }] of seenHosts(seen, names.slice(-mostHosts))) {
      this.hosts.update(name, () => new Host(), (host) => {
        if (host.countIn(from).inRun > count) ++from.run;
        host.countIn(from).inRun = count;
        host.latest = Math.max(host.latest, latest);
      });
    }
  }

  private kitchen(name: string): Kitchen {
    return this.kitchens.touch(name, () => ({ run: 0 }));
  }

  view({ search, sort, window, rows }: HostQuery, now: number): LookupsBody {
    const words = comparable(search);
    const found: Ranked[] = [];
    for (const [name, host] of this.hosts.entries) {
      if (words === "" || comparable(name).includes(words)) found.push({ name, host, count: host.count });
    }
    found.sort((a, b) => order(sort, a, b) || (a.name < b.name ? -1 : 1));
    // The dumplings of a capture file are of another time, so the sparklines end at the newest lookup.
    const end = Math.abs(now - this.newest) < 3600 ? now : this.newest;
    const row = ({ name, host, count }: Ranked) => ({ name, count, latest: host.latest, spark: host.spark(end) });
    const lookups = this.lookups.filter(({ hostname }) => words === "" || comparable(hostname).includes(words));
    return {
      rate: this.rates.plot(now, window, 6),
      hosts: found.slice(0, rows).map(row),
      matched: found.length,
      known: this.hosts.size,
      lookups: lookups.slice(-mostLookups).reverse(),
    };
  }
}

/** Adds up what a summary says about names that differ in case only. */
function seenHosts(seen: JsonObject, names: string[]): Map<string, { count: number; latest: number }> {
  const hosts = new Map<string, { count: number; latest: number }>();
  for (const name of names) {
    const count = numberAt(seen[name], "count");
    if (count === undefined) continue;
    const latest = numberAt(seen[name], "latest") ?? 0;
    const known = hosts.get(hostName(name));
    if (!known) hosts.set(hostName(name), { count, latest });
    else Object.assign(known, { count: known.count + count, latest: Math.max(known.latest, latest) });
  }
  return hosts;
}

function order(by: HostOrder, a: Ranked, b: Ranked): number {
  if (by === "count") return b.count - a.count;
  return by === "latest" ? b.host.latest - a.host.latest : 0;
}
