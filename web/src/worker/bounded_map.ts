// A map of bounded size: when it is full, the entry that was not touched for longest goes.

export class BoundedMap<Value> {
  /** The entry that was touched last is at the end. */
  readonly entries = new Map<string, Value>();

  constructor(readonly most: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key);
  }

  /** Returns the value under `key`, and makes it if there is none. The oldest entry makes room for a new one. */
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
