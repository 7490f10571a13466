// The newest figures on a grid of equal time steps, in memory of fixed size.

/** Returns the number of the step that contains the time `seconds`. */
export function stepOf(seconds: number, step: number): number {
  return Math.floor(seconds / step);
}

export class StepRing {
  /** The newest step that was written; -1 if none was. */
  newest = -1;
  private oldest = -1;
  private readonly values: Float64Array;

  /** `step` is in seconds, `size` in steps; `empty` is the value of a step that was not written. */
  constructor(readonly step: number, readonly size: number, private readonly empty = 0) {
    this.values = new Float64Array(size).fill(empty);
  }

  add(seconds: number, amount: number): void {
    const slot = this.slot(seconds);
    if (slot >= 0) this.values[slot]! += amount;
  }

  set(seconds: number, value: number): void {
    const slot = this.slot(seconds);
    if (slot >= 0) this.values[slot] = value;
  }

  /** Returns the value of step `number`. */
  value(number: number): number {
    if (number > this.newest || number <= this.newest - this.size || number < 0) return this.empty;
    return this.values[number % this.size]!;
  }

  /** The oldest step that was written and is still kept; -1 if there is none. */
  get first(): number {
    return this.newest < 0 ? -1 : Math.max(this.oldest, this.newest - this.size + 1);
  }

  /** Returns the slot of that time, after moving the ring forward if it is new; -1 if it is too old. */
  private slot(seconds: number): number {
    const number = stepOf(seconds, this.step);
    if (!(number >= 0) || number <= this.newest - this.size) return -1;
    if (number > this.newest) this.advance(number);
    if (number < this.oldest || this.oldest < 0) this.oldest = number;
    return number % this.size;
  }

  private advance(number: number): void {
    const from = Math.max(this.newest + 1, number - this.size + 1);
    for (let i = from; i <= number; ++i) this.values[i % this.size] = this.empty;
    this.newest = number;
  }
}
