// How uPlot draws a chart.
import uPlot from "uplot";
import { compact } from "../shared/format";
import type { Plot } from "../shared/plot";
import { css } from "./theme";

export const chartHeight = 190;  // px

const hours = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const seconds = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** `onCursor` gets the index of the time that the mouse points at; null if it points at none. */
export function chartOptions(plot: Plot, colours: ReadonlyMap<string, number>, width: number, onCursor: (index: number | null) => void): uPlot.Options {
  return {
    width,
    height: chartHeight,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
    padding: [8, 30, 0, 0],  // room for half of the last time
    scales: {
      x: { time: true, range: (u) => [u.data[0][0] ?? 0, u.data[0][u.data[0].length - 1] ?? 1] },
      y: { range: (_, low, high) => yRange(low, high) },
    },
    axes: axes(),
    series: [{}, ...plot.lines.map(({ name }) => series(name, colours.get(name)!))],
    hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
  };
}

export function chartData(plot: Plot): uPlot.AlignedData {
  const gaps = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  return [plot.times, ...plot.lines.map(({ values }) => gaps(values))] as uPlot.AlignedData;
}

function axes(): uPlot.Axis[] {
  const looks: uPlot.Axis = {
    stroke: css("--muted"),
    font: `11px ${css("--sans")}`,
    grid: { stroke: css("--grid"), width: 1 },
    ticks: { stroke: css("--grid"), width: 1, size: 4 },
  };
  return [
    { ...looks, size: 26, space: 70, values: (_, splits, __, ___, step) => splits.map((at) => (step < 60 ? seconds : hours).format(at * 1000)) },
    { ...looks, size: 46, space: 34, values: (_, splits) => splits.map(compact) },
  ];
}

function series(name: string, colour: number): uPlot.Series {
  const stroke = css(`--line-${colour}`);
  return { label: name, stroke, width: 1.5, spanGaps: true, points: { size: 5, show: isSinglePoint } };
}

// A line needs two points, so a single point is drawn as a dot.
function isSinglePoint(plot: uPlot, index: number): boolean {
  let points = 0;
  for (const value of plot.data[index]!) if (value !== null && value !== undefined && ++points > 1) return false;
  return points === 1;
}

// The axis starts at 0 unless all values are far above it.
function yRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const from = low >= 0 && low <= high * 0.7 ? 0 : low;
  const room = (high - from || Math.abs(high) || 1) * 0.08;
  return [from >= 0 ? Math.max(0, from === 0 ? 0 : from - room) : from - room, high + room];
}
