// The newest dumplings in the order in which they arrived.
import type { Dumpling } from "../shared/dumpling";
import type { TailBody, TailFilter, TailRow } from "../shared/messages";
import { comparable, hasWords, readable } from "../shared/readable";
import { bytesOf, shares } from "./memory";
import type { Model, Wanted } from "./model";

export interface Room {
  dumplings: number;
  bytes: number;
}

const usualRoom: Room = { dumplings: 20000, bytes: shares.tail };
/** A paused list drops nothing, so new dumplings need more room. */
const pausedRoom: Room = { dumplings: 60000, bytes: shares.pausedTail };
const previewLength = 240;
/** An escape of six characters is shown as one. */
const longestEscape = 6;

interface Kept {
  id: number;
  bytes: number;
  dumpling: Omit<Dumpling, "payload">;
}

export class TailModel implements Model {
  readonly wanted: Wanted;
  /** The number of dumplings that didn't fit into the pause. */
  missed = 0;
  private kept: Kept[] = [];
  private matching: Kept[] = [];
  private bytes = 0;
  private lastId = 0;
  private pausedAt: number | null = null;
  private filter: TailFilter;

  /** The filter that the hub was asked with. The hub gets all but its text. */
  readonly asked: TailFilter;

  constructor(filter: TailFilter, private readonly usual = usualRoom, private readonly whilePaused = pausedRoom) {
    this.filter = filter;
    this.asked = filter;
    this.wanted = wantedBy(filter);
  }

  fold(dumpling: Dumpling): void {
    if (this.pausedAt !== null && this.isFull(this.whilePaused)) {
      ++this.missed;
      return;
    }
    const { payload: _, ...rest } = dumpling;
    const bytes = bytesOfDumpling(rest);
    const entry = { id: ++this.lastId, bytes, dumpling: rest };
    this.kept.push(entry);
    this.bytes += bytes;
    if (matches(rest, this.filter)) this.matching.push(entry);
    if (this.pausedAt === null) this.trim();
  }

  setFilter(filter: TailFilter): void {
    if (sameFilter(filter, this.filter)) return;
    this.filter = filter;
    this.matching = this.kept.filter(({ dumpling }) => matches(dumpling, filter));
  }

  /** While paused, the list stays as it is, and new dumplings are only counted. */
  pause(on: boolean): void {
    if (on === (this.pausedAt !== null)) return;
    this.pausedAt = on ? this.lastId : null;
    if (!on) this.trim();
  }

  get isPaused(): boolean {
    return this.pausedAt !== null;
  }

  text(id: number): string | null {
    return this.kept.find((entry) => entry.id === id)?.dumpling.text ?? null;
  }

  /** Returns what is shown, oldest first, one line for each dumpling. */
  lines(): string[] {
    return this.shown().map(({ dumpling }) => dumpling.text.replace(/[\r\n]+/g, " ") + "\n");
  }

  /** Returns `limit` of the matching rows from `offset` on; row 0 is the newest. */
  view(offset: number, limit: number): TailBody {
    const shown = this.shown();
    const from = Math.max(0, Math.min(offset, shown.length - limit));
    const rows = shown.slice(Math.max(0, shown.length - from - limit), shown.length - from).reverse();
    return {
      view: "tail",
      rows: rows.map(row),
      offset: from,
      matched: shown.length,
      kept: this.kept.length,
      paused: this.isPaused,
      newer: this.matching.length - shown.length,
      missed: this.missed,
    };
  }

  private shown(): Kept[] {
    const pausedAt = this.pausedAt;
    if (pausedAt === null) return this.matching;
    return this.matching.slice(0, firstAbove(this.matching, pausedAt));
  }

  private isFull(room: Room): boolean {
    return this.kept.length >= room.dumplings || this.bytes >= room.bytes;
  }

  // Drops a quarter at once, so that it is seldom needed.
  private trim(): void {
    if (this.kept.length <= this.usual.dumplings && this.bytes <= this.usual.bytes) return;
    let gone = 0;
    const least = Math.min(this.kept.length, this.usual.dumplings) * 0.75;
    while (gone < this.kept.length - 1 && (this.kept.length - gone > least || this.bytes > this.usual.bytes * 0.75)) {
      this.bytes -= this.kept[gone++]!.bytes;
    }
    const lastGone = this.kept[gone - 1]?.id ?? 0;
    this.kept = this.kept.slice(gone);
    this.matching = this.matching.slice(firstAbove(this.matching, lastGone));
  }
}

function bytesOfDumpling({ chef, kitchen, driver, text }: Omit<Dumpling, "payload">): number {
  return 160 + bytesOf(text) + bytesOf(chef) + bytesOf(kitchen ?? "") + bytesOf(driver);
}

/** Returns what to ask of the hub. It can't search for text, so that is done here. */
export function wantedBy(filter: TailFilter): Wanted {
  return {
    ...(filter.chef ? { chefs: [filter.chef] } : {}),
    ...(filter.kitchen ? { kitchens: [filter.kitchen] } : {}),
    ...(filter.driver ? { drivers: [filter.driver] } : {}),
    last: 2000,
  };
}

export function sameFilter(a: TailFilter, b: TailFilter): boolean {
  return a.chef === b.chef && a.kitchen === b.kitchen && a.driver === b.driver && a.text === b.text;
}

function matches(dumpling: Omit<Dumpling, "payload">, filter: TailFilter): boolean {
  return (
    (filter.chef === "" || dumpling.chef === filter.chef) &&
    (filter.kitchen === "" || dumpling.kitchen === filter.kitchen) &&
    (filter.driver === "" || dumpling.driver === filter.driver) &&
    (filter.text === "" || hasWords(dumpling.text, comparable(filter.text)))
  );
}

/** Returns the index of the first entry with an id above `id`. The entries are sorted by id. */
function firstAbove(entries: Kept[], id: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.id <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function row({ id, dumpling }: Kept): TailRow {
  const { chef, kitchen, time, driver, text } = dumpling;
  return { id, chef, kitchen, time, driver, preview: preview(text) };
}

/** Returns the beginning of the payload, without the braces, escapes and quotes of its JSON. */
export function preview(text: string): string {
  const key = '"payload"';
  const found = text.indexOf(key);
  const from = found < 0 ? 0 : text.indexOf(":", found + key.length) + 1;
  const to = found < 0 ? text.length : Math.max(from, text.lastIndexOf("}"));
  const payload = text.slice(from, Math.min(to, from + previewLength * longestEscape)).trim();
  const isObject = found >= 0 && payload.startsWith("{");
  const bare = isObject ? payload.slice(1, payload.endsWith("}") ? -1 : undefined) : payload;
  const seen = readable(bare).replace(/(,?)\s*"([\w.-]+)"\s*:\s*/g, "$1 $2: ").trim();
  return seen.slice(0, previewLength).replace(/[\ud800-\udbff]$/, "");
}
