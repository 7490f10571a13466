// Recognises dumplings that arrive twice. After a gap, the hub is asked for a few seconds more than were missed, so that
// nothing is lost. The dumplings of these seconds come again and are left out here.

import { hashOf } from "../shared/names";

const remembered = 1 << 15;  // dumplings

export class Overlap {
  private readonly hashes = new Float64Array(remembered);
  private readonly times = new Float64Array(remembered);
  private next = 0;
  private again = new Map<number, number>();
  private until = 0;

  /** Expects the dumplings of the `seconds` before `heardAt` again, for the next `lookout` seconds. */
  begin(now: number, heardAt: number, seconds = 20, lookout = 20): void {
    this.again = new Map();
    this.until = now + lookout;
    for (let i = 0; i < Math.min(this.next, remembered); ++i) {
      if (this.times[i]! < heardAt - seconds) continue;
      const hash = this.hashes[i]!;
      this.again.set(hash, (this.again.get(hash) ?? 0) + 1);
    }
  }

  /** Returns whether the dumpling is new, and remembers a new one. */
  isNew(text: string, now: number): boolean {
    const hash = hashOf(text);
    if (this.again.size > 0 && this.wasExpected(hash, now)) return false;
    this.hashes[this.next % remembered] = hash;
    this.times[this.next % remembered] = now;
    ++this.next;
    return true;
  }

  private wasExpected(hash: number, now: number): boolean {
    if (now > this.until) {
      this.again.clear();
      return false;
    }
    const times = this.again.get(hash);
    if (times === undefined) return false;
    if (times === 1) this.again.delete(hash);
    else this.again.set(hash, times - 1);
    return true;
  }
}
