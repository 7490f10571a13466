// Writes figures, times and durations for people.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

export const none = "–";

export function count(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? none : whole.format(value);
}

export function countIfKnown(value: number | null | undefined): string {
  return count(value ?? undefined);
}

/** Writes a number of a payload with 6 digits, or all digits before the point. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return none;
  if (Math.abs(value) >= 1e15) return value.toExponential(5);
  if (Number.isInteger(value)) return whole.format(value);
  return Math.abs(value) >= 1000 ? whole.format(value) : String(Number(value.toPrecision(6)));
}

/** Writes a number for an axis: 12.5K. */
export function compact(value: number): string {
  return short.format(value);
}

/** Writes a number of things: 1 record, 2,000 records. */
export function counted(value: number, what: string): string {
  return `${whole.format(value)} ${what}${value === 1 ? "" : "s"}`;
}

export function perSecond(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return none;
  return (value >= 100 ? whole.format(value) : fine.format(value)) + "/s";
}

export function share(part: number, total: number): string {
  if (total <= 0) return none;
  const percent = (100 * part) / total;
  return (percent > 0 && percent < 0.1 ? "<0.1" : percent.toFixed(1)) + " %";
}

/** Writes a length of time: 4 min 12 s. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return none;
  if (seconds < 10) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Writes a time that may be short: 12.3 ms. */
export function shortDuration(seconds: number | undefined): string {
  if (seconds === undefined || !(seconds < 1)) return duration(seconds);
  return `${fine.format(Math.max(0, seconds) * 1000)} ms`;
}

const byteUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Writes a number of bytes with three digits: 12.3 kB. */
export function bytes(value: number): string {
  if (!Number.isFinite(value)) return none;
  if (Math.abs(value) >= 1e18) return `${value.toExponential(2)} B`;
  const size = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value))) / 3)));
  return `${fine.format(value / 1000 ** size)} ${byteUnits[size]}`;
}

export function ago(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return none;
  if (seconds < 1.5) return "now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
}

function fraction(seconds: number, digits: number): string {
  const scale = 10 ** digits;
  const part = Math.floor((seconds - Math.floor(seconds)) * scale + 1e-3);
  return "." + String(Math.min(part, scale - 1)).padStart(digits, "0");
}

const two = (value: number) => (value < 10 ? `0${value}` : String(value));

// Doesn't use Intl, which is too slow for the hundreds of times in a frame.
function clock(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Writes 2026-03-01, which is equally wide for every day, so that columns of times line up. */
function day(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Returns whether the time is today in the viewer's time zone. */
export function isToday(seconds: number): boolean {
  const date = new Date(seconds * 1000);
  const now = new Date();
  return date.getDate() === now.getDate() && date.getMonth() === now.getMonth() && date.getFullYear() === now.getFullYear();
}

/** Writes the time of day in the viewer's time zone, with the date if it isn't today. */
export function time(seconds: number | undefined, digits = 0): string {
  if (seconds === undefined || !Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return none;
  const date = new Date(Math.floor(seconds) * 1000);
  const text = clock(date) + (digits > 0 ? fraction(seconds, digits) : "");
  return isToday(seconds) ? text : `${day(date)} ${text}`;
}

/** Writes date, time to the microsecond and time zone, for a tooltip. */
export function fullTime(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return none;
  const date = new Date(Math.floor(seconds) * 1000);
  return `${day(date)} ${clock(date)}${fraction(seconds, 6)} ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
}
