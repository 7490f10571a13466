// A map that keeps what was touched last.

export class BoundedMap<Value> {
  /** In the order of touching, oldest first. */
  readonly entries = new Map<string, Value>();

  constructor(readonly most: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key);
  }

  /** The value under `key`, made if there is none; it is the youngest now, and the oldest may be gone. */
  touch(key: string, make: () => Value): Value {
    let value = this.entries.get(key);
    if (value === undefined) {
      value = make();
      if (this.entries.size >= this.most) this.entries.delete(this.entries.keys().next().value!);
    } else {
      this.entries.delete(key);
    }
    this.entries.set(key, value);
    return value;
  }
}
