// A dumpling in the form in which the hub sends it.
import { at, isObject, numberAt, textAt } from "./json";
import { boundedName } from "./names";

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

/** What the hub says about its log: a message without metadata. */
export interface HubWord {
  /**
   * When the dumplings after this word arrived at the hub, in seconds since the epoch: at this time or less than a second
   * later. Null if they arrive now; undefined if the word doesn't say.
   */
  arrived: number | null | undefined;
}

/** Returns undefined for a message that is neither. */
export function parseMessage(text: string): Dumpling | HubWord | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const metadata = at(json, "metadata");
  if (metadata === undefined && isObject(json)) return { arrived: at(json, "arrived") === null ? null : numberAt(json, "arrived") };
  return dumplingOf(json, metadata, text);
}

/** Returns undefined for a message that is no dumpling, such as one about the hub's log. */
export function parseDumpling(text: string): Dumpling | undefined {
  const message = parseMessage(text);
  return message && "chef" in message ? message : undefined;
}

function dumplingOf(json: unknown, metadata: unknown, text: string): Dumpling | undefined {
  const chef = textAt(metadata, "chef");
  if (chef === undefined) return undefined;
  const kitchen = textAt(metadata, "kitchen");
  return {
    chef: boundedName(chef),
    kitchen: kitchen === undefined ? null : boundedName(kitchen),
    time: numberAt(metadata, "creation_time") ?? 0,
    driver: boundedName(textAt(metadata, "driver") ?? ""),
    payload: at(json, "payload"),
    text,
  };
}
