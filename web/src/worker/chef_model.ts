// Any chef: its numbers as series, its records as tables, and its newest payload.
import type { Dumpling } from "../shared/dumpling";
import { figure, time as shownTime } from "../shared/format";
import { isObject } from "../shared/json";
import type { ChefBody, ChosenSeries, SeriesRow, TableView } from "../shared/messages";
import { type Plot, tierOf, tiers } from "../shared/plot";
import { BoundedMap } from "./bounded_map";
import { shownSteps } from "./amounts";
import type { Model } from "./model";
import { NumberSeries } from "./number_series";
import { type Parts, takeApart } from "./payload_parts";
import { stepOf } from "./step_ring";

export const mostSeries = 256;
const mostChosenAtFirst = 5;
/** Numbers fit on one chart if none is this many times larger than another. */
const similar = 50;
/** The first choice is final after this many dumplings from each kitchen. */
const dumplingsToSettle = 4;
const mostColumns = 12;
const mostRows = 200;
const mostTables = 32;
const longestCell = 200;  // characters
/** The name of the series that counts the dumplings. */
export const dumplingsName = "(dumplings)";

interface KeptTable {
  name: string;
  kitchen: string;
  time: number;
  records: Parts["tables"][number]["records"];
}

export interface ChefQuery {
  window: number;
  kitchen: string;
  search: string;
  chosen: ChosenSeries[] | null;
}

export class ChefModel implements Model {
  readonly wanted;
  private readonly series = new Map<string, NumberSeries>();
  private readonly refused = new Set<string>();
  private readonly tables = new BoundedMap<KeptTable>(mostTables);
  private readonly counts = new BoundedMap<{ count: number }>(256);
  private readonly latest = new BoundedMap<Dumpling>(256);
  private readonly firstChoices = new BoundedMap<ChosenSeries[]>(64);
  private dumplings = 0;

  constructor(readonly chef: string) {
    this.wanted = { chefs: [chef], since: 3600 };
  }

  fold(dumpling: Dumpling): void {
    const kitchen = dumpling.kitchen ?? "";
    ++this.dumplings;
    const count = this.counts.touch(kitchen, () => ({ count: 0 }));
    const parts = takeApart(dumpling.payload);
    this.add(kitchen, dumplingsName, dumpling.time, ++count.count);
    for (const { name, value } of parts.numbers) this.add(kitchen, name, dumpling.time, value);
    for (const { name, records } of parts.tables) {
      const table = { name, kitchen, time: dumpling.time, records };
      Object.assign(this.tables.touch(`${kitchen}\n${name}`, () => table), table);
    }
    this.latest.entries.delete(kitchen);
    this.latest.touch(kitchen, () => dumpling);
  }

  private add(kitchen: string, name: string, time: number, value: number): void {
    const id = `${kitchen}\n${name}`;
    let series = this.series.get(id);
    if (!series) {
      if (this.series.size >= mostSeries) {
        if (this.refused.size < 10000) this.refused.add(id);
        return;
      }
      this.series.set(id, (series = new NumberSeries(name, kitchen)));
    }
    series.add(time, value);
  }

  view(query: ChefQuery): ChefBody {
    const words = query.search.toLowerCase();
    const ofKitchen = [...this.series].filter(([, { kitchen }]) => query.kitchen === "" || kitchen === query.kitchen);
    const found = ofKitchen.filter(([, { name }]) => words === "" || name.toLowerCase().includes(words));
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
      tables: [...this.tables.entries.values()].filter(({ kitchen }) => query.kitchen === "" || kitchen === query.kitchen).map(tableView),
      latest: latest ? { text: latest.text, time: latest.time, kitchen: latest.kitchen, driver: latest.driver } : null,
      kitchens: [...this.counts.entries.keys()].sort(),
    };
  }

  /** Returns what is drawn before the viewer has chosen. It changes until enough dumplings are known. */
  private firstChoice(kitchen: string, series: [string, NumberSeries][]): ChosenSeries[] {
    const settled = this.firstChoices.get(kitchen);
    if (settled) return settled;
    const chosen = fittingTheFirst(series).slice(0, mostChosenAtFirst).map(([id, one]) => ({ id, rate: isRate(one) }));
    if (this.counts.size > 0 && this.dumplings >= dumplingsToSettle * this.counts.size) this.firstChoices.touch(kitchen, () => chosen);
    return chosen;
  }

  /** The lines end at the newest time of the chosen series, by the clock of its dumplings. */
  private plot(chosen: ChosenSeries[], window: number, several: boolean): Plot {
    const step = tiers[tierOf(window)]!.step;
    const all = chosen.map(({ id, rate }) => ({ series: this.series.get(id)!, rate }));
    const last = stepOf(Math.max(0, ...all.map(({ series }) => series.latestTime)), step);
    const known = last + 1 - Math.min(...all.map(({ series }) => series.first(window)));
    const count = shownSteps(Math.round(window / step), known);
    const first = last - count + 1;
    return {
      times: Float64Array.from({ length: count }, (_, i) => (first + i) * step),
      lines: all.map(({ series, rate }) => {
        const values = series.values(window, first, count, rate);
        const name = several ? `${series.name} · ${series.kitchen}` : series.name;
        return { name: rate ? `${name} /s` : name, values, latest: rate ? lastNumber(values) : series.latest };
      }),
    };
  }
}

// Returns the first number that is no time, and the numbers of its kind and about its size, which fit on one chart with
// it. If there is none, returns the count of dumplings.
function fittingTheFirst(series: [string, NumberSeries][]): [string, NumberSeries][] {
  const numbers = series.filter(([, { name, kind }]) => kind !== "time" && name !== dumplingsName);
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

function tableView({ name, kitchen, time, records }: KeptTable): TableView {
  const columns = new Set<string>();
  for (const { record } of records.slice(0, mostRows)) {
    for (const key of Object.keys(record)) if (columns.size < mostColumns) columns.add(key);
  }
  const keyed = records.some(({ key }) => key !== undefined);
  const rows = records.slice(0, mostRows).map(({ key, record }) => [
    ...(keyed ? [key ?? ""] : []),
    ...[...columns].map((column) => (Object.hasOwn(record, column) ? cell(record[column], time) : "")),
  ]);
  return { name, kitchen, columns: [...(keyed ? ["name"] : []), ...columns], rows, leftOut: records.length - rows.length };
}

function cell(value: unknown, near: number): string {
  if (typeof value === "number") return Math.abs(value - near) < 366 * 86400 && value > 1e8 ? shownTime(value, 3) : figure(value);
  if (typeof value === "string") return value.slice(0, longestCell);
  return (isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)).slice(0, longestCell);
}
