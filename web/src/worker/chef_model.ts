// Any chef: its numbers as series, its records as tables, and its newest payload.
import type { Dumpling } from "../shared/dumpling";
import type { ChefBody, ChosenSeries, SeriesRow, TableSort } from "../shared/messages";
import { hashOf } from "../shared/names";
import { comparable } from "../shared/readable";
import { type Plot, tierOf, tiers } from "../shared/plot";
import { BoundedMap } from "./bounded_map";
import { shownSteps } from "./amounts";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";
import { bytesOfSeries, NumberSeries } from "./number_series";
import { takeApart } from "./payload_parts";
import { RecordTable } from "./record_table";
import { stepOf } from "./step_ring";

export const mostSeries = 200;
const mostChosenAtFirst = 5;
/** Numbers fit on one chart if none is this many times larger than another. */
const similar = 50;
/** The first choice is final after this many dumplings from each kitchen. */
const dumplingsToSettle = 4;
const mostTables = 32;
const mostRefused = 10000;
const mostKitchens = 256;
/** The name of the series that counts the dumplings. */
export const dumplingsName = "(dumplings)";

type Latest = NonNullable<ChefBody["latest"]>;

export interface ChefQuery {
  window: number;
  kitchen: string;
  search: string;
  chosen: ChosenSeries[] | null;
  sorts: readonly TableSort[];
}

export class ChefModel implements Model {
  readonly wanted;
  private readonly series = new Map<string, NumberSeries>();
  /** Hashes of the ids of numbers that are not kept. */
  private readonly refused = new Set<number>();
  private readonly tables = new BoundedMap<RecordTable>(mostTables, shares.chefTables, (_, { bytes }) => bytes);
  private readonly counts = new BoundedMap<{ count: number }>(mostKitchens);
  private readonly latest = new BoundedMap<Latest>(mostKitchens, shares.chefPayloads, (_, { text }) => 300 + bytesOf(text));
  private readonly firstChoices = new BoundedMap<ChosenSeries[]>(64);
  private dumplings = 0;

  constructor(readonly chef: string) {
    this.wanted = { chefs: [chef], since: 3600 };
  }

  fold(dumpling: Dumpling): void {
    const kitchen = dumpling.kitchen ?? "";
    ++this.dumplings;
    const count = this.counts.touch(kitchen, () => ({ count: 0 }));
    const parts = takeApart(dumpling.payload, (name) => this.tables.get(`${kitchen}\n${name}`) !== undefined);
    this.add(kitchen, dumplingsName, dumpling.time, ++count.count);
    for (const { name, value } of parts.numbers) this.add(kitchen, name, dumpling.time, value);
    for (const { name, records } of parts.tables) {
      const key = `${kitchen}\n${name}`;
      if (!this.tables.get(key)) this.forgetSeriesIn(key);
      this.tables.delete(key);
      this.tables.touch(key, () => new RecordTable(name, kitchen, dumpling.time, records));
    }
    const { text, time, driver } = dumpling;
    this.latest.delete(kitchen);
    this.latest.touch(kitchen, () => ({ text, time, kitchen: dumpling.kitchen, driver }));
  }

  private add(kitchen: string, name: string, time: number, value: number): void {
    const id = `${kitchen}\n${name}`;
    let series = this.series.get(id);
    if (!series) {
      if (this.series.size >= mostSeries) {
        if (this.refused.size < mostRefused) this.refused.add(hashOf(id));
        return;
      }
      this.series.set(id, (series = new NumberSeries(name, kitchen)));
    }
    series.add(time, value);
  }

  // A single record under a name had series, until another one showed that it is a row of a table.
  private forgetSeriesIn(table: string): void {
    for (const id of this.series.keys()) if (id.startsWith(`${table}.`)) this.series.delete(id);
  }

  /** About what the model takes. */
  get bytes(): number {
    return this.series.size * bytesOfSeries + this.refused.size * 40 + this.tables.bytes + this.latest.bytes;
  }

  view(query: ChefQuery): ChefBody {
    const words = comparable(query.search);
    const ofKitchen = [...this.series].filter(([, { kitchen }]) => query.kitchen === "" || kitchen === query.kitchen);
    const found = ofKitchen.filter(([, { name }]) => words === "" || comparable(name).includes(words));
    const chosen = (query.chosen ?? this.firstChoice(query.kitchen, ofKitchen)).filter(({ id }) => this.series.has(id));
    const latest = query.kitchen === "" ? [...this.latest.entries.values()].at(-1) : this.latest.get(query.kitchen);
    return {
      view: "chef",
      chef: this.chef,
      dumplings: this.dumplings,
      series: found.map(([id, series]) => seriesRow(id, series)),
      matched: found.length,
      leftOut: this.refused.size,
      chosen,
      plot: this.plot(chosen, query.window, query.kitchen === "" && this.counts.size > 1),
      tables: [...this.tables.entries.values()].filter(({ kitchen }) => query.kitchen === "" || kitchen === query.kitchen).map((table) => table.view(query.sorts.find((sort) => sort.table === table.name))),
      latest: latest ?? null,
      kitchens: [...this.counts.entries.keys()].sort(),
    };
  }

  /** Returns what is drawn before the viewer has chosen. It changes until enough dumplings are known. */
  private firstChoice(kitchen: string, series: [string, NumberSeries][]): ChosenSeries[] {
    const id = `${this.counts.size}\n${kitchen}`;  // another kitchen may bring other lines
    const settled = this.firstChoices.get(id);
    if (settled) return settled;
    const chosen = fittingTheFirst(series).slice(0, mostChosenAtFirst).map(([id, one]) => ({ id, rate: isRate(one) }));
    if (this.counts.size > 0 && this.dumplings >= dumplingsToSettle * this.counts.size) this.firstChoices.touch(id, () => chosen);
    return chosen;
  }

  /** If each line is of another kitchen, the lines say so. They end at the newest time of the chosen series, by the clock of its dumplings. */
  private plot(chosen: ChosenSeries[], window: number, several: boolean): Plot {
    const step = tiers[tierOf(window)]!.step;
    const all = chosen.map(({ id, rate }) => ({ series: this.series.get(id)!, rate }));
    const last = stepOf(Math.max(0, ...all.map(({ series }) => series.latestTime)), step);
    const known = last + 1 - Math.min(...all.map(({ series }) => series.first(window)));
    const count = shownSteps(Math.round(window / step), known);
    const first = last - count + 1;
    const isByKitchen = several && new Set(all.map(({ series }) => series.kitchen)).size === all.length;
    return {
      times: Float64Array.from({ length: count }, (_, i) => (first + i) * step),
      lines: all.map(({ series, rate }) => {
        const values = series.values(window, first, count, rate);
        const name = several ? `${series.name} · ${series.kitchen}` : series.name;
        return { name: rate ? `${name} /s` : name, ...(isByKitchen ? { kitchen: series.kitchen } : {}), values, latest: rate ? lastNumber(values) : series.latest };
      }),
    };
  }
}

// Returns the first number that is no time or uptime, and the numbers of its kind and about its size, which fit on one chart with
// it. If there is none, returns the count of dumplings.
function fittingTheFirst(series: [string, NumberSeries][]): [string, NumberSeries][] {
  const numbers = series.filter(([, { name, kind }]) => kind !== "time" && kind !== "uptime" && name !== dumplingsName);
  const first = numbers[0]?.[1];
  if (!first) return series.filter(([, { name }]) => name === dumplingsName);
  const size = Math.abs(first.latest) || 1;
  return numbers.filter(([, one]) => {
    const ratio = (Math.abs(one.latest) || size) / size;
    return one === first || (one.kind === first.kind && ratio < similar && ratio > 1 / similar);
  });
}

function isRate(series: NumberSeries): boolean {
  return series.kind === "counter" || series.name === dumplingsName;
}

function lastNumber(values: Float64Array): number {
  for (let i = values.length - 1; i >= 0; --i) if (!Number.isNaN(values[i])) return values[i]!;
  return NaN;
}

function seriesRow(id: string, series: NumberSeries): SeriesRow {
  const { name, kitchen, latest, kind } = series;
  return { id, name, kitchen, latest, kind, spark: series.spark() };
}
