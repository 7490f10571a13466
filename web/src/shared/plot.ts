// Lines over time, as a worker hands them to a chart.

export interface Line {
  name: string;
  /** One value for each x; NaN where there is none. */
  values: Float64Array;
  /** The newest value; of rates, the mean of the last 10 s. */
  latest: number;
}

export interface Plot {
  /** Seconds since the epoch, equally far apart. */
  times: Float64Array;
  lines: Line[];
}

/** How far back a chart reaches, in seconds. */
export const windows = [
  { seconds: 120, name: "2 min" },
  { seconds: 600, name: "10 min" },
  { seconds: 3600, name: "1 h" },
  { seconds: 10800, name: "3 h" },
] as const;

/** Fine steps for near windows, coarse ones for far: 1 s for 10 min, 15 s for 3 h. */
export const tiers = [
  { step: 1, size: 601 },
  { step: 15, size: 721 },
] as const;

export function tierOf(window: number): number {
  return window <= 600 ? 0 : 1;
}
