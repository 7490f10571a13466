// A dumpling in the form in which the hub sends it.
import { at, numberAt, textAt } from "./json";

export interface Dumpling {
  chef: string;
  kitchen: string | null;
  /** The time of the packet or poke, in seconds since the epoch. */
  time: number;
  driver: string;
  payload: unknown;
  /** The whole message. */
  text: string;
}

export const statusChef = "SystemStatusChef";
export const kitchenStatusChef = "KitchenStatusChef";

/** Returns undefined for a message that is no dumpling, such as one about the hub's log. */
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
