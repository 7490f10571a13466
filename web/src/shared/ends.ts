// The ends of a connection: {"ip": .., "port": ..} in a payload, 192.0.2.1:443 on the page.
import { numberOrNull } from "./json";
import { nameAt } from "./names";

export const longestAddress = 64;  // characters

export interface End {
  ip: string;
  port: number | null;
}

/** Returns undefined if there is no address. */
export function readEnd(value: unknown): End | undefined {
  const ip = nameAt(value, "ip", longestAddress);
  return ip === undefined ? undefined : { ip, port: numberOrNull(value, "port") };
}

/** Writes 192.0.2.1:443 or [2001:db8::1]:443. */
export function endText({ ip, port }: End): string {
  return (port !== null && ip.includes(":") ? `[${ip}]` : ip) + (port === null ? "" : `:${port}`);
}
