// Lines over time, in the form in which the worker sends them to a chart.

export interface Line {
  name: string;
  /** The kitchen that it is about, if every line of the plot is about another one. */
  kitchen?: string;
  /** One value for each time; NaN where there is none. */
  values: Float64Array;
  /** The newest value; for a rate, the mean of the last 10 s. */
  latest: number;
}

export interface Plot {
  /** Seconds since the epoch, in equal steps. */
  times: Float64Array;
  lines: Line[];
}

/** The choices of how far back a chart reaches. */
export const windows = [
  { seconds: 120, name: "2 min" },
  { seconds: 600, name: "10 min" },
  { seconds: 3600, name: "1 h" },
  { seconds: 10800, name: "3 h" },
] as const;

/** Short windows have fine steps, long windows coarse ones: 1 s for 10 min, 15 s for 3 h. */
export const tiers = [
  { step: 1, size: 601 },
  { step: 15, size: 721 },
] as const;

export function tierOf(window: number): number {
  return window <= 600 ? 0 : 1;
}
