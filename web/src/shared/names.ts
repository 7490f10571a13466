// Cuts names that strangers chose. Dumplings may carry names of any length: of hosts, of kitchens, of keys in a payload.
import { textAt } from "./json";

/** No name is kept or shown longer than this, in characters. */
export const longestName = 256;

/** Returns the name; if it is too long, its beginning and a number that tells it from others that begin like it. */
export function boundedName(name: string, longest = longestName): string {
  if (name.length <= longest) return name;
  const mark = `… ${hashOf(name).toString(36)}`;
  return copyOf(name.slice(0, longest - mark.length) + mark);
}

/** Returns the name under `key`, cut; undefined if there is none. */
export function nameAt(value: unknown, key: string, longest = longestName): string | undefined {
  const name = textAt(value, key);
  return name === undefined ? undefined : boundedName(name, longest);
}

/** Returns the name under `key`, cut; null if there is none. */
export function nameOrNull(value: unknown, key: string, longest = longestName): string | null {
  return nameAt(value, key, longest) ?? null;
}

/** Returns the name as a host is known by, cut. DNS compares names without regard to case, in ASCII only (RFC 4343). */
export function hostName(name: string): string {
  const bounded = boundedName(name);
  return /[A-Z]/.test(bounded) ? bounded.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : bounded;
}

// A part of a string keeps the whole string in memory, so this makes a string of its own.
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** Returns a hash of 53 bits: FNV-1a twice, with two seeds. */
export function hashOf(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; ++i) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code ^ (a >>> 15), 0x01000193);
  }
  return (b & 0x1fffff) * 0x100000000 + (a >>> 0);
}
