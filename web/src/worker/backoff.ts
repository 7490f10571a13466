// How long to wait before the next attempt: longer each time, and never the same for two tabs.

export class Backoff {
  private pause = 0;

  /** Seconds. */
  next(): number {
    this.pause = this.pause === 0 ? 0.5 : Math.min(this.pause * 2, 10);
    return this.pause * (0.75 + Math.random() / 2);
  }

  reset(): void {
    this.pause = 0;
  }
}
