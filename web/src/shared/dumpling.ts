// A dumpling as the hub sends it.
import { at, numberAt, textAt } from "./json";

export interface Dumpling {
  chef: string;
  kitchen: string | null;
  /** Seconds since the epoch: of the packet, or of the poke. */
  time: number;
  driver: string;
  payload: unknown;
  /** The message as it came. */
  text: string;
}

export const statusChef = "SystemStatusChef";
export const kitchenStatusChef = "KitchenStatusChef";

/** Nothing for what is no dumpling: the hub's own words, for one. */
export function parseDumpling(text: string): Dumpling | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const metadata = at(json, "metadata");
  const chef = textAt(metadata, "chef");
  if (chef === undefined) return undefined;
  return {
    chef,
    kitchen: textAt(metadata, "kitchen") ?? null,
    time: numberAt(metadata, "creation_time") ?? 0,
    driver: textAt(metadata, "driver") ?? "",
    payload: at(json, "payload"),
    text,
  };
}
