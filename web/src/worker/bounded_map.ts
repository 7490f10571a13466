// A map of bounded size: when it is full, the entry that was not touched for longest goes.

export class BoundedMap<Value> {
  /** The entry that was touched last is at the end. */
  readonly entries = new Map<string, Value>();
  /** What all entries take. */
  bytes = 0;

  /** `bytesOf` returns about what an entry takes. One entry is kept even if it takes more than `mostBytes`. */
  constructor(
    readonly most: number,
    private readonly mostBytes = Infinity,
    private readonly bytesOf: (key: string, value: Value) => number = () => 0,
  ) {}

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
      this.bytes += this.bytesOf(key, value);
    } else {
      this.entries.delete(key);
    }
    this.entries.set(key, value);
    this.trim();
    return value;
  }

  /** Touches the value under `key`, and lets `change` change what it takes. */
  update(key: string, make: () => Value, change: (value: Value) => void): void {
    const value = this.touch(key, make);
    const before = this.bytesOf(key, value);
    change(value);
    this.bytes += this.bytesOf(key, value) - before;
    this.trim();
  }

  delete(key: string): void {
    const value = this.entries.get(key);
    if (value === undefined) return;
    this.bytes -= this.bytesOf(key, value);
    this.entries.delete(key);
  }

  private trim(): void {
    while (this.size > 1 && (this.size > this.most || this.bytes > this.mostBytes)) {
      this.delete(this.entries.keys().next().value!);
    }
  }
}
