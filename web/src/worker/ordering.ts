// The order of a table's rows. Nothing here sorts all rows, because a table has thousands and shows a few.

/** Returns the first `most` items in order. */
export function firstOf<Item>(items: Iterable<Item>, most: number, compare: (a: Item, b: Item) => number): Item[] {
  const first: Item[] = [];
  if (most < 1) return first;
  for (const item of items) {
    if (first.length >= most && compare(item, first[first.length - 1]!) >= 0) continue;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(first[middle]!, item) <= 0) low = middle + 1;
      else high = middle;
    }
    first.splice(low, 0, item);
    if (first.length > most) first.pop();
  }
  return first;
}

/** An absent text comes last. */
export function byText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The larger number comes first. */
export function byNumber(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
