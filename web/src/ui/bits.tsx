// Small things that all views use.
import { Component, type ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { count, fullTime, time } from "../shared/format";
import { windows } from "../shared/plot";
import { copy } from "./clipboard";

export function Panel({ title, note, tools, children, id }: {
  title: string; note?: ComponentChildren; tools?: ComponentChildren; children: ComponentChildren; id?: string;
}) {
  return (
    <section class="panel" id={id} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {note !== undefined && <span class="note">{note}</span>}
        {tools !== undefined && <div class="tools">{tools}</div>}
      </header>
      {children}
    </section>
  );
}

/** So many rows a table has at first, and gets by a press of the button: each is drawn anew with every frame. */
export const moreRows = 40;

export function More({ shown, all, onMore }: { shown: number; all: number; onMore: () => void }) {
  if (shown >= all) return null;
  return <p class="more"><button type="button" onClick={onMore}>Show more</button> <span class="note">{count(shown)} of {count(all)}</span></p>;
}

/** A time, with its date and zone for who points at it. */
export function When({ at, digits = 0 }: { at: number; digits?: number }) {
  return <span onMouseEnter={(event) => { event.currentTarget.title = fullTime(at); }}>{time(at, digits)}</span>;
}

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [said, setSaid] = useState("");
  const onClick = async () => {
    setSaid((await copy(text)) ? "Copied" : "Not allowed");
    setTimeout(() => setSaid(""), 1500);
  };
  return <button type="button" class="small" onClick={onClick} aria-live="polite">{said || label}</button>;
}

export function Command({ text }: { text: string }) {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  );
}

/** What to do where there is nothing to see. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function Search({ value, onInput, label }: { value: string; onInput: (text: string) => void; label: string }) {
  return (
    <input type="search" class="search" value={value} placeholder={label} aria-label={label} spellcheck={false} autocomplete="off"
      onInput={(event) => onInput(event.currentTarget.value)} />
  );
}

export function Select({ value, options, all, label, onChange }: {
  value: string; options: string[]; all: string; label: string; onChange: (value: string) => void;
}) {
  const known = value === "" || options.includes(value) ? options : [value, ...options];
  return (
    <select value={value} aria-label={label} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{all}</option>
      {known.map((option) => <option key={option} value={option}>{option}</option>)}
    </select>
  );
}

export function WindowChoice({ value, onChange }: { value: number; onChange: (seconds: number) => void }) {
  return (
    <div class="choice" role="group" aria-label="How far back">
      {windows.map(({ seconds, name }) => (
        <button type="button" key={seconds} aria-pressed={seconds === value} onClick={() => onChange(seconds)}>{name}</button>
      ))}
    </div>
  );
}

/** A head of a column by which it can be sorted. */
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

interface SparkProps {
  values: number[];
  /** Amounts in equal steps; else a line between lowest and highest. */
  bars?: boolean;
}

/** Drawn anew only when its values have changed. */
export class Spark extends Component<SparkProps> {
  override shouldComponentUpdate({ values }: SparkProps): boolean {
    return values.length !== this.props.values.length || values.some((value, i) => !Object.is(value, this.props.values[i]));
  }

  render({ values, bars }: SparkProps) {
    return drawSpark(values, bars ?? false);
  }
}

function drawSpark(values: number[], bars: boolean) {
  const width = 90;
  const height = 18;
  const finite = values.filter(Number.isFinite);
  const high = Math.max(...finite, bars ? 1 : -Infinity);
  const low = bars ? 0 : Math.min(...finite);
  if (finite.length < 2) return <svg class="spark" width={width} height={height} aria-hidden="true" />;
  const y = (value: number) => (high === low ? height / 2 : height - 1 - ((value - low) / (high - low)) * (height - 2));
  if (!bars) {
    const points = finite.map((value, i) => `${((i / (finite.length - 1)) * width).toFixed(1)},${y(value).toFixed(1)}`);
    return <svg class="spark" width={width} height={height} aria-hidden="true"><polyline points={points.join(" ")} /></svg>;
  }
  const step = width / values.length;
  const path = values.map((value, i) => (value > 0 ? `M${(i * step).toFixed(1)} ${height}V${Math.min(height - 1.5, y(value)).toFixed(1)}h${(step - 0.6).toFixed(1)}V${height}z` : ""));
  return <svg class="spark" width={width} height={height} aria-hidden="true"><path d={path.join("")} /></svg>;
}
