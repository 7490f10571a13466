// Lines over time, drawn by uPlot, with a legend of text.
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { figure } from "../shared/format";
import type { Plot } from "../shared/plot";
import { chartData, chartHeight, chartOptions } from "./chart_options";
import { usePage } from "./page_context";
import { Palette } from "./palette";

const leastWidth = 200;  // px

export function Chart({ plot, label, unit = "" }: { plot: Plot; label: string; unit?: string }) {
  const palette = useRef(new Palette()).current;
  const [cursor, setCursor] = useState<number | null>(null);
  palette.update(plot.lines.map(({ name }) => name));
  const box = usePlot(plot, palette, setCursor);
  return (
    <div class="chart">
      <div class="canvas" ref={box} role="img" aria-label={`${label}; the list after this chart has the figures`} />
      <ul class="legend">
        {plot.lines.map(({ name, values, latest }) => (
          <li key={name}>
            <i class={`swatch line-${palette.colour(name)}`} />
            <span class="name" title={name}>{name}</span>
            <span class="num">{rounded(cursor === null ? latest : values[cursor])}{unit}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Returns the element to draw in. Draws again when the lines, their names, the theme or the width change. */
function usePlot(plot: Plot, palette: Palette, onCursor: (index: number | null) => void) {
  const { theme } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [themeChanges, countThemeChange] = useState(0);
  const names = plot.lines.map(({ name }) => name).join("\n");

  useEffect(() => theme.onChange(() => countThemeChange((n) => n + 1)), []);
  useEffect(() => {
    const element = box.current!;
    const width = () => Math.max(leastWidth, element.clientWidth);
    const made = new uPlot(chartOptions(plot, palette, width(), onCursor), chartData(plot), element);
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
