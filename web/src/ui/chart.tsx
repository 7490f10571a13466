// Lines over time, drawn by uPlot, with a legend of text.
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { figure } from "../shared/format";
import type { Plot } from "../shared/plot";
import { chartData, chartHeight, chartOptions } from "./chart_options";
import { usePage } from "./page_context";
import type { Palette } from "./palette";

const leastWidth = 200;  // px

/** `kind` says what the lines are; lines of the same kind and name have the same colour on every chart. */
export function Chart({ plot, kind, label, unit = "" }: { plot: Plot; kind: string; label: string; unit?: string }) {
  const { palette } = usePage();
  const [cursor, setCursor] = useState<number | null>(null);
  const colours = coloursOf(plot, kind, palette);
  const box = usePlot(plot, colours, setCursor);
  return (
    <div class="chart">
      <div class="canvas" ref={box} role="img" aria-label={`${label}; the list after this chart has the figures`} />
      <ul class="legend">
        {plot.lines.map(({ name, values, latest }) => (
          <li key={name}>
            <i class={`swatch line-${colours.get(name)}`} />
            <span class="name" title={name}>{name}</span>
            <span class="num">{rounded(cursor === null ? latest : values[cursor])}{unit}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Returns the colour of each line by its name. */
function coloursOf({ lines }: Plot, kind: string, palette: Palette): ReadonlyMap<string, number> {
  const names = lines.map(({ name }) => name);
  if (!lines.every(({ kitchen }) => kitchen !== undefined)) return palette.of(kind, names);
  const ofKitchens = palette.of("kitchen", lines.map(({ kitchen }) => kitchen!));
  return new Map(lines.map(({ name, kitchen }) => [name, ofKitchens.get(kitchen!)!]));
}

/** Returns the element to draw in. Draws again when the lines, their names, the theme or the width change. */
function usePlot(plot: Plot, colours: ReadonlyMap<string, number>, onCursor: (index: number | null) => void) {
  const { theme } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [themeChanges, countThemeChange] = useState(0);
  const names = plot.lines.map(({ name }) => `${name} ${colours.get(name)}`).join("\n");

  useEffect(() => theme.onChange(() => countThemeChange((n) => n + 1)), []);
  useEffect(() => {
    const element = box.current!;
    const width = () => Math.max(leastWidth, element.clientWidth);
    const made = new uPlot(chartOptions(plot, colours, width(), onCursor), chartData(plot), element);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.setSize({ width: width(), height: chartHeight }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [names, themeChanges]);
  useEffect(() => chart.current?.setData(chartData(plot)), [plot]);
  return box;
}

function rounded(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "–" : figure(Number(value.toPrecision(4)));
}
