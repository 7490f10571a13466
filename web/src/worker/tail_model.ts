// The newest dumplings in the order in which they arrived.
import type { Dumpling } from "../shared/dumpling";
import type { TailBody, TailFilter, TailRow } from "../shared/messages";
import type { Model, Wanted } from "./model";

export interface Room {
  dumplings: number;
  /** Characters of text. */
  characters: number;
}

const usualRoom: Room = { dumplings: 20000, characters: 16 << 20 };
/** A paused list drops nothing, so new dumplings need more room. */
const pausedRoom: Room = { dumplings: 60000, characters: 48 << 20 };
const previewLength = 240;

interface Kept {
  id: number;
  dumpling: Omit<Dumpling, "payload">;
}

export class TailModel implements Model {
  readonly wanted: Wanted;
  /** The number of dumplings that didn't fit into the pause. */
  missed = 0;
  private kept: Kept[] = [];
  private matching: Kept[] = [];
  private characters = 0;
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
    const entry = { id: ++this.lastId, dumpling: rest };
    this.kept.push(entry);
    this.characters += dumpling.text.length;
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
    return this.kept.length >= room.dumplings || this.characters >= room.characters;
  }

  // Drops a quarter at once, so that it is seldom needed.
  private trim(): void {
    if (this.kept.length <= this.usual.dumplings && this.characters <= this.usual.characters) return;
    let gone = 0;
    const least = Math.min(this.kept.length, this.usual.dumplings) * 0.75;
    while (gone < this.kept.length - 1 && (this.kept.length - gone > least || this.characters > this.usual.characters * 0.75)) {
      this.characters -= this.kept[gone++]!.dumpling.text.length;
    }
    const lastGone = this.kept[gone - 1]?.id ?? 0;
    this.kept = this.kept.slice(gone);
    this.matching = this.matching.slice(firstAbove(this.matching, lastGone));
  }
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
    (filter.text === "" || dumpling.text.toLowerCase().includes(filter.text.toLowerCase()))
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

/** Returns the beginning of the payload, without the braces and quotes of its JSON. */
export function preview(text: string): string {
  const key = '"payload"';
  const found = text.indexOf(key);
  if (found < 0) return text.slice(0, previewLength);
  const from = text.indexOf(":", found + key.length) + 1;
  const to = Math.max(from, text.lastIndexOf("}"));
  const payload = text.slice(from, Math.min(to, from + previewLength)).trim();
  const bare = payload.startsWith("{") ? payload.slice(1, payload.endsWith("}") ? -1 : undefined) : payload;
  return bare.replace(/(,?)\s*"([\w.-]+)"\s*:\s*/g, "$1 $2: ").trim();
}
