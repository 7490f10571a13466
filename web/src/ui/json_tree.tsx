// JSON as a tree that the viewer can unfold. All of it becomes text on the page, never HTML.
import { useState } from "preact/hooks";
import { count, fullTime } from "../shared/format";
import { isObject } from "../shared/json";

const longestShown = 5000;  // characters of a string or a key
const step = 100;  // children shown at first, and added by the button

/** A number in the digits of its source, because a number of JavaScript can't hold it. */
class Exact {
  constructor(readonly source: string) {}
}

/** Parses like JSON.parse, but keeps all digits of a long integer if the browser supports it. */
export function parseExactly(text: string): unknown {
  const keep = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source ? new Exact(context.source) : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

export function JsonTree({ value, open = 2 }: { value: unknown; open?: number }) {
  return <div class="json" role="tree"><Node value={value} open={open} /></div>;
}

function Node({ name, value, open }: { name?: string; value: unknown; open: number }) {
  const [isOpen, setOpen] = useState(open > 0);
  const [most, setMost] = useState(step);
  const key = name === undefined ? null : <span class="key">{name.slice(0, longestShown)}: </span>;
  if (!(Array.isArray(value) || (isObject(value) && !(value instanceof Exact)))) return <div role="treeitem">{key}<Leaf value={value} /></div>;

  const isList = Array.isArray(value);
  const keys = isList ? null : Object.keys(value as object);
  const size = isList ? value.length : keys!.length;
  const brackets = isList ? ["[", "]"] : ["{", "}"];
  if (size === 0) return <div role="treeitem">{key}{brackets.join("")}</div>;
  const shown = Array.from({ length: Math.min(size, most) }, (_, i): [string, unknown] =>
    keys ? [keys[i]!, (value as { [key: string]: unknown })[keys[i]!]] : [String(i), (value as unknown[])[i]]);
  return (
    <div role="treeitem" aria-expanded={isOpen}>
      <button type="button" class="fold" aria-label={isOpen ? "fold" : "unfold"} onClick={() => setOpen(!isOpen)}>{isOpen ? "▾" : "▸"}</button>
      {key}{brackets[0]}{!isOpen && <span class="note"> {size} {brackets[1]}</span>}
      {isOpen && (
        <div role="group">
          {shown.map(([child, item]) => <Node key={child} name={child} value={item} open={open - 1} />)}
          {size > most && <button type="button" class="small" onClick={() => setMost(most + step)}>{size - most} more</button>}
        </div>
      )}
      {isOpen && brackets[1]}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string") return <LeafText text={value} />;
  if (value instanceof Exact) return <span class="number">{value.source}</span>;
  const isTime = typeof value === "number" && value > 1e9 && value < 4e9 && !Number.isInteger(value);
  return <span class="number" title={isTime ? fullTime(value) : undefined}>{String(value)}</span>;
}

function LeafText({ text }: { text: string }) {
  const more = text.length - longestShown;
  return <><span class="string">{JSON.stringify(text.slice(0, longestShown))}</span>{more > 0 && <span class="note"> and {count(more)} more characters</span>}</>;
}
