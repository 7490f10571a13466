// How long to wait before the next attempt: longer each time, and different for each tab.

const first = 0.5;  // seconds
const longest = 2.4;  // seconds; with the random part at most 3

export class Backoff {
  private pause = 0;

  /** Returns the seconds to wait, with a random part. */
  next(): number {
    this.pause = this.pause === 0 ? first : Math.min(this.pause * 2, longest);
    return this.pause * (0.75 + Math.random() / 2);
  }

  reset(): void {
    this.pause = 0;
  }
}
