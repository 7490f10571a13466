// The newest latencies of a server, and how they are spread.

export const newestLatencies = 200;

export class Latencies {
  private readonly seconds = new Float32Array(newestLatencies);
  private added = 0;

  add(seconds: number): void {
    this.seconds[this.added++ % newestLatencies] = seconds;
  }

  /** Returns the latency that this share of the newest ones doesn't exceed; null if there are none. */
  quantile(share: number): number | null {
    const known = this.seconds.slice(0, Math.min(this.added, newestLatencies)).sort();
    return known.length === 0 ? null : known[Math.max(0, Math.ceil(share * known.length) - 1)]!;
  }
}
