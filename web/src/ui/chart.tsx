// Lines over time, drawn by uPlot, with a legend that is a table of text.
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { compact, figure } from "../shared/format";
import type { Plot } from "../shared/plot";
import { css, onThemeChange } from "./theme";

const colours = 8;
const height = 190;

/** A line keeps its colour as long as it is there, wherever it stands among the others. */
class Palette {
  private slots = new Map<string, number>();

  update(names: string[]): void {
    for (const name of this.slots.keys()) if (!names.includes(name)) this.slots.delete(name);
    for (const name of names) {
      if (this.slots.has(name)) continue;
      const used = new Set(this.slots.values());
      let slot = 0;
      while (used.has(slot)) ++slot;
      this.slots.set(name, slot % colours);
    }
  }

  slot(name: string): number {
    return (this.slots.get(name) ?? 0) + 1;
  }
}

const hours = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const seconds = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

function options(plot: Plot, palette: Palette, width: number, onCursor: (index: number | null) => void): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: css("--muted"),
    font: `11px ${css("--sans")}`,
    grid: { stroke: css("--grid"), width: 1 },
    ticks: { stroke: css("--grid"), width: 1, size: 4 },
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
    padding: [8, 30, 0, 0],  // half of the last time fits in
    scales: {
      x: { time: true, range: (u) => [u.data[0][0] ?? 0, u.data[0][u.data[0].length - 1] ?? 1] },
      y: { range: (_, low, high) => yRange(low, high) },
    },
    axes: [
      { ...axis, size: 26, space: 70, values: (_, splits, __, ___, step) => splits.map((at) => (step < 60 ? seconds : hours).format(at * 1000)) },
      { ...axis, size: 46, space: 34, values: (_, splits) => splits.map(compact) },
    ],
    series: [
      {},
      ...plot.lines.map(({ name }) => ({
        label: name, stroke: css(`--line-${palette.slot(name)}`), width: 1.5, spanGaps: true, points: { size: 5, show: isSinglePoint },
      })),
    ],
    hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
  };
}

// A line needs two points: one that is alone is drawn as a dot.
function isSinglePoint(plot: uPlot, series: number): boolean {
  let points = 0;
  for (const value of plot.data[series]!) if (value !== null && value !== undefined && ++points > 1) return false;
  return points === 1;
}

// From nothing up, unless the figures stand far above it.
function yRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const from = low >= 0 && low <= high * 0.7 ? 0 : low;
  const room = (high - from || Math.abs(high) || 1) * 0.08;
  return [from >= 0 ? Math.max(0, from === 0 ? 0 : from - room) : from - room, high + room];
}

function data(plot: Plot): uPlot.AlignedData {
  const gaps = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  return [plot.times, ...plot.lines.map(({ values }) => gaps(values))] as uPlot.AlignedData;
}

export function Chart({ plot, label, unit = "" }: { plot: Plot; label: string; unit?: string }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const palette = useRef(new Palette()).current;
  const [cursor, setCursor] = useState<number | null>(null);
  const [drawnAnew, drawAnew] = useState(0);
  const names = plot.lines.map(({ name }) => name);
  palette.update(names);

  useEffect(() => onThemeChange(() => drawAnew((n) => n + 1)), []);
  useEffect(() => {
    const element = box.current!;
    const made = new uPlot(options(plot, palette, Math.max(200, element.clientWidth), setCursor), data(plot), element);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.setSize({ width: Math.max(200, element.clientWidth), height }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [names.join("\n"), drawnAnew]);
  useEffect(() => chart.current?.setData(data(plot)), [plot]);

  return (
    <div class="chart">
      <div class="canvas" ref={box} role="img" aria-label={`${label}; the figures are in the list beside it`} />
      <ul class="legend">
        {plot.lines.map(({ name, values, latest }) => {
          const value = cursor === null ? latest : values[cursor];
          return (
            <li key={name}>
              <i class={`swatch line-${palette.slot(name)}`} />
              <span class="name" title={name}>{name}</span>
              <span class="num">{value === undefined || Number.isNaN(value) ? "–" : figure(Number(value.toPrecision(4)))}{unit}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
