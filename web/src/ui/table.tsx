// The parts of a table that several views use.
import type { ComponentChildren } from "preact";
import { ago, count, fullTime, time } from "../shared/format";

/** The rows of a table at first, and the rows that the button adds. A frame draws all of them. */
export const moreRows = 40;

/** Writes how many rows of a table are shown: 40 of 2,000, or 17. */
export function shownOf(shown: number, all: number): string {
  return shown < all ? `${count(shown)} of ${count(all)}` : count(all);
}

export function More({ shown, all, onMore }: { shown: number; all: number; onMore: () => void }) {
  if (shown >= all) return null;
  return <p class="more"><button type="button" onClick={onMore}>Show more</button> <span class="note">{count(shown)} of {count(all)}</span></p>;
}

/** Shows a time of day; a tooltip adds the date and the time zone. */
export function When({ at, digits = 0 }: { at: number; digits?: number }) {
  return <span onMouseEnter={(event) => { event.currentTarget.title = fullTime(at); }}>{time(at, digits)}</span>;
}

/** Shows how long ago something was, and when; `seconds` is null if that isn't known. */
export function LongAgo({ seconds, at }: { seconds: number | null; at: number | null }) {
  return <>{ago(seconds ?? undefined)}{at !== null && <span class="note"> · <When at={at} /></span>}</>;
}

/** The head of a column. A click on it sorts the table by the column. */
export function SortHead<Order extends string>({ order, current, onSort, children, numeric, optional }: {
  order: Order; current: Order; onSort: (order: Order) => void; children: ComponentChildren; numeric?: boolean; optional?: boolean;
}) {
  const on = order === current;
  return (
    <th class={`${numeric ? "num" : ""} ${optional ? "opt" : ""}`} aria-sort={on ? (numeric ? "descending" : "ascending") : "none"}>
      <button type="button" class="sort" onClick={() => onSort(order)}>{children}{on && <span aria-hidden="true">{numeric ? " ↓" : " ↑"}</span>}</button>
    </th>
  );
}
