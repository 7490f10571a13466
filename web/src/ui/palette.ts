// The colours of the lines of all charts. A kitchen has one colour on every chart, whatever else is drawn, also after a
// reload.

export const colours = 8;
const key = "netdumplings.colours";
const mostNames = 200;

/** The line that sums up the smallest ones: "others", "7 others". */
const others = /^(\d+ )?others$/;

type Kept = [kind: string, name: string, colour: number];

export class Palette {
  /** The colour that each name got, for each kind of things; the newest name is at the end. */
  private readonly known = new Map<string, Kept>();

  /** `storage` may be one that the browser doesn't allow; the colours then last as long as the page. */
  constructor(private readonly storage: () => Storage) {
    for (const [kind, name, colour] of this.stored()) this.known.set(idOf(kind, name), [kind, name, colour]);
  }

  /**
   * Returns the colour of each line of a chart: a number in style.css, from 1 on. `kind` says what the lines are; names
   * of the same kind have the same colours on every chart. Two lines of a chart have the same colour only if there are
   * more lines than colours. A line whose colour another one has already gets a free one, for this chart.
   */
  of(kind: string, names: string[]): Map<string, number> {
    const chart = new Map<string, number>();
    const used = () => [...chart.values()];
    const homeless: string[] = [];
    for (const name of names) {
      const colour = this.known.get(idOf(kind, name))?.[2];
      if (colour !== undefined && !used().includes(colour)) chart.set(name, colour);
      else homeless.push(name);
    }
    for (const name of homeless) {
      const colour = this.leastUsed(kind, used());
      chart.set(name, colour);
      if (!this.known.has(idOf(kind, name))) this.keep(kind, name, colour);
    }
    return chart;
  }

  /** Returns the colour that is used least on the chart; of several, the one that the fewest names of the kind have. */
  private leastUsed(kind: string, onChart: number[]): number {
    const ofKind = [...this.known.values()].filter(([other]) => other === kind).map(([, , colour]) => colour);
    const uses = (colour: number) => count(onChart, colour) * (mostNames + 1) + count(ofKind, colour);
    let best = 1;
    for (let colour = 2; colour <= colours; ++colour) if (uses(colour) < uses(best)) best = colour;
    return best;
  }

  private keep(kind: string, name: string, colour: number): void {
    if (this.known.size >= mostNames) this.known.delete(this.known.keys().next().value!);
    this.known.set(idOf(kind, name), [kind, name, colour]);
    try {
      this.storage().setItem(key, JSON.stringify([...this.known.values()]));
    } catch {
      // The browser stores nothing.
    }
  }

  private stored(): Kept[] {
    try {
      const all: unknown = JSON.parse(this.storage().getItem(key) ?? "[]");
      return Array.isArray(all) ? all.filter(isKept).slice(-mostNames) : [];
    } catch {
      return [];
    }
  }
}

function idOf(kind: string, name: string): string {
  return `${kind}\n${others.test(name) ? "others" : name}`;
}

function count(all: number[], one: number): number {
  return all.filter((other) => other === one).length;
}

function isKept(value: unknown): value is Kept {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [kind, name, colour] = value as unknown[];
  return typeof kind === "string" && typeof name === "string" && Number.isInteger(colour) && (colour as number) >= 1 && (colour as number) <= colours;
}
