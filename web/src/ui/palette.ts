// The colours of the lines of a chart.

const colours = 8;

/** A line keeps its colour while it is on the chart, even if its place among the lines changes. */
export class Palette {
  private readonly slots = new Map<string, number>();

  /** Takes the names of the lines that are on the chart now. */
  update(names: string[]): void {
    for (const name of this.slots.keys()) if (!names.includes(name)) this.slots.delete(name);
    for (const name of names) if (!this.slots.has(name)) this.slots.set(name, this.freeSlot() % colours);
  }

  /** Returns the number of the line's colour in style.css, from 1 on. */
  colour(name: string): number {
    return (this.slots.get(name) ?? 0) + 1;
  }

  private freeSlot(): number {
    const used = new Set(this.slots.values());
    let slot = 0;
    while (used.has(slot)) ++slot;
    return slot;
  }
}
