// One number of a chef's payloads over time: its value, or how fast it grows.
import type { NumberKind } from "../shared/messages";
import { tierOf, tiers } from "../shared/plot";
import { StepRing, stepOf } from "./step_ring";

const pointsToJudge = 3;
/** A word of its own, as in `server_uptime` and `serverUptime`, but not as in `setup_time`. */
const uptimeName = /(^|[^a-z])up_?time/i;
const uptimeInCamelCase = /[a-z]Up_?[Tt]ime/;

/** About what a series takes: three rings for each tier of values of 8 bytes. */
export const bytesOfSeries = 1000 + tiers.reduce((sum, { size }) => sum + 3 * 8 * size, 0);

export class NumberSeries {
  latest = NaN;
  latestTime = 0;
  private points = 0;
  private grew = false;
  private neverFell = true;
  private isTime = true;
  // For each step: sum and count, which give the mean, and the last value.
  private readonly rings = tiers.map(({ step, size }) => ({
    sum: new StepRing(step, size),
    count: new StepRing(step, size),
    last: new StepRing(step, size, NaN),
  }));

  constructor(readonly name: string, readonly kitchen: string) {}

  add(time: number, value: number): void {
    if (this.points++ > 0) {
      if (value > this.latest) this.grew = true;
      if (value < this.latest) this.neverFell = false;
    }
    if (!Number.isInteger(value) || value < 0) this.neverFell = false;
    // A number that stays near the dumpling's time is a time itself.
    if (Math.abs(value - time) > 366 * 86400 || value < 1e8) this.isTime = false;
    this.latest = value;
    this.latestTime = Math.max(this.latestTime, time);
    for (const { sum, count, last } of this.rings) {
      sum.add(time, value);
      count.add(time, 1);
      last.set(time, value);
    }
  }

  get kind(): NumberKind {
    if (this.isTime) return "time";
    if (uptimeName.test(this.name) || uptimeInCamelCase.test(this.name)) return "uptime";
    return this.neverFell && this.grew && this.points >= pointsToJudge ? "counter" : "gauge";
  }

  /** Returns `count` values or rates from `firstStep` on; NaN where there is none. `window` is in seconds. */
  values(window: number, firstStep: number, count: number, rate: boolean): Float64Array {
    return rate ? this.rates(window, firstStep, count) : this.means(window, firstStep, count);
  }

  private means(window: number, firstStep: number, count: number): Float64Array {
    const ring = this.rings[tierOf(window)]!;
    return Float64Array.from({ length: count }, (_, i) => {
      const points = ring.count.value(firstStep + i);
      return points > 0 ? ring.sum.value(firstStep + i) / points : NaN;
    });
  }

  private rates(window: number, firstStep: number, count: number): Float64Array {
    const { last } = this.rings[tierOf(window)]!;
    const out = new Float64Array(count).fill(NaN);
    let before = this.lastBefore(last, firstStep);
    for (let i = 0; i < count; ++i) {
      const step = firstStep + i;
      const value = last.value(step);
      if (Number.isNaN(value)) continue;
      // A counter that falls was restarted; the fall is no rate.
      if (before && value >= before.value) out[i] = (value - before.value) / ((step - before.step) * last.step);
      before = { step, value };
    }
    return out;
  }

  /** Returns the oldest step that is kept. */
  first(window: number): number {
    return this.rings[tierOf(window)]!.last.first;
  }

  spark(): number[] {
    const ring = this.rings[0]!;
    const end = stepOf(this.latestTime, 1);
    const out: number[] = [];
    for (let i = end - ring.last.size + 1; i <= end; ++i) {
      const value = ring.last.value(i);
      if (!Number.isNaN(value)) out.push(value);
    }
    return out.slice(-30);
  }

  private lastBefore(ring: StepRing, step: number): { step: number; value: number } | undefined {
    for (let i = step - 1; i >= ring.first && i >= 0; --i) {
      const value = ring.value(i);
      if (!Number.isNaN(value)) return { step: i, value };
    }
    return undefined;
  }
}
