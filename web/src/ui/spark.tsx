// A tiny chart for a row of a table.
import { Component } from "preact";

const width = 90;   // px
const height = 18;  // px

interface SparkProps {
  values: number[];
  /** Draws amounts as bars; otherwise draws a line between the lowest and the highest value. */
  bars?: boolean;
}

/** Is drawn only when its values have changed. */
export class Spark extends Component<SparkProps> {
  override shouldComponentUpdate({ values }: SparkProps): boolean {
    return values.length !== this.props.values.length || values.some((value, i) => !Object.is(value, this.props.values[i]));
  }

  render({ values, bars }: SparkProps) {
    const finite = values.filter(Number.isFinite);
    return (
      <svg class="spark" width={width} height={height} aria-hidden="true">
        {finite.length > 1 && (bars ? <path d={barsOf(values, finite)} /> : <polyline points={lineOf(finite)} />)}
      </svg>
    );
  }
}

function lineOf(values: number[]): string {
  const y = scale(Math.min(...values), Math.max(...values));
  return values.map((value, i) => `${((i / (values.length - 1)) * width).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
}

function barsOf(values: number[], finite: number[]): string {
  const y = scale(0, Math.max(...finite, 1));
  const step = width / values.length;
  const bar = (value: number, i: number) =>
    `M${(i * step).toFixed(1)} ${height}V${Math.min(height - 1.5, y(value)).toFixed(1)}h${(step - 0.6).toFixed(1)}V${height}z`;
  return values.map((value, i) => (value > 0 ? bar(value, i) : "")).join("");
}

function scale(low: number, high: number): (value: number) => number {
  return (value) => (high === low ? height / 2 : height - 1 - ((value - low) / (high - low)) * (height - 2));
}
