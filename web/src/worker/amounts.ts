// Amounts over time by name, and the lines that a chart draws of them.
import { type Line, type Plot, tierOf, tiers } from "../shared/plot";
import { StepRing, stepOf } from "./step_ring";

/** The amount of one thing in each step of time. */
export class Amounts {
  total = 0;
  private readonly rings = tiers.map(({ step, size }) => new StepRing(step, size));

  add(seconds: number, amount: number): void {
    this.total += amount;
    for (const ring of this.rings) ring.add(seconds, amount);
  }

  /** Adds an amount that came between two times, evenly spread. */
  spread(from: number, to: number, amount: number): void {
    this.total += amount;
    for (const ring of this.rings) {
      const first = stepOf(from, ring.step);
      const last = stepOf(to, ring.step);
      const steps = Math.min(Math.max(last - first, 1), ring.size);
      for (let i = 0; i < steps; ++i) ring.add((last - i) * ring.step, amount / steps);
    }
  }

  /** Returns amounts per second for `count` steps from `firstStep` on. */
  rates(tier: number, firstStep: number, count: number): Float64Array {
    const ring = this.rings[tier]!;
    return Float64Array.from({ length: count }, (_, i) => ring.value(firstStep + i) / ring.step);
  }

  /** Returns the oldest step with an amount; Infinity if there is none. */
  first(tier: number): number {
    const first = this.rings[tier]!.first;
    return first < 0 ? Infinity : first;
  }

  /** Returns the amount per second over the `seconds` before `now`. */
  rate(now: number, seconds: number): number {
    const ring = this.rings[0]!;
    const last = stepOf(now, ring.step) - 1;
    let sum = 0;
    for (let i = 0; i < seconds; ++i) sum += ring.value(last - i);
    return sum / seconds;
  }
}

/** Amounts of at most `most` names. The amounts of all further names are added up in `others`. */
export class NamedAmounts {
  readonly named = new Map<string, Amounts>();
  others?: Amounts;

  constructor(private readonly most: number) {}

  of(name: string): Amounts {
    let found = this.named.get(name);
    if (!found && this.named.size >= this.most) return (this.others ??= new Amounts());
    if (!found) this.named.set(name, (found = new Amounts()));
    return found;
  }

  /**
   * Returns the lines of the `most` largest names of the window, largest first. The rest is one line. The lines end with
   * the last full step before `now`.
   */
  plot(now: number, window: number, most: number): Plot {
    const tier = tierOf(window);
    const { step } = tiers[tier]!;
    const last = stepOf(now, step) - 1;
    const all = [...this.named.values(), ...(this.others ? [this.others] : [])];
    const known = last + 1 - Math.min(...all.map((amounts) => amounts.first(tier)));
    const count = shownSteps(Math.round(window / step), known);
    const first = last - count + 1;
    const times = Float64Array.from({ length: count }, (_, i) => (first + i) * step);
    const lines = [...this.named].map(([name, amounts]) => this.line(name, amounts, tier, first, count));
    if (this.others) lines.push(this.line("others", this.others, tier, first, count));
    const sums = new Map(lines.map((line) => [line, line.values.reduce((a, b) => a + b, 0)]));
    lines.sort((a, b) => sums.get(b)! - sums.get(a)! || (a.name < b.name ? -1 : 1));
    return { times, lines: lines.length > most ? [...lines.slice(0, most - 1), summed(lines.slice(most - 1))] : lines };
  }

  private line(name: string, amounts: Amounts, tier: number, first: number, count: number): Line {
    const values = amounts.rates(tier, first, count);
    return { name, values, latest: mean(values.slice(-Math.max(1, Math.round(10 / tiers[tier]!.step)))) };
  }
}

/** Returns how many steps a chart shows. It starts where something is known, but is never shorter than 60 steps. */
export function shownSteps(wanted: number, known: number): number {
  return Math.min(wanted, Math.max(60, Number.isFinite(known) ? known + 1 : 0));
}

function summed(lines: Line[]): Line {
  const values = new Float64Array(lines[0]!.values.length);
  for (const line of lines) line.values.forEach((value, i) => (values[i]! += value));
  return { name: `${lines.length} others`, values, latest: lines.reduce((sum, { latest }) => sum + latest, 0) };
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}
