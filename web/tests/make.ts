// Makes dumplings and statuses for the tests.
import { type Dumpling, parseDumpling } from "../src/shared/dumpling";
import { readStatus, type Status } from "../src/shared/status";

export interface Said {
  chef?: string;
  kitchen?: string | null;
  time?: number;
  driver?: string;
}

/** Returns a dumpling in the form in which the hub sends it. */
export function text(payload: unknown, { chef = "AChef", kitchen = "k", time = 1000, driver = "packet" }: Said = {}): string {
  return JSON.stringify({ metadata: { chef, kitchen, creation_time: time, driver }, payload });
}

export function dumpling(payload: unknown, said: Said = {}): Dumpling {
  return parseDumpling(text(payload, said))!;
}

/** Returns the status of a hub with these kitchens and eaters. `more`: keys that the original's hub doesn't have. */
export function status(kitchens: { name: string; lastSeen?: number }[], time = 1000, eaters: object[] = [], more: object = {}): Status {
  const payload = {
    total_dumplings_in: 5, total_dumplings_out: 6, server_uptime: 7.5, dumpling_kitchen_count: kitchens.length, dumpling_eater_count: eaters.length,
    dumpling_kitchens: kitchens.map(({ name, lastSeen }) => ({
      info_from_kitchen: { kitchen_name: name, interface: "eth0", filter: "", chefs: ["m.sub.AChef"], poke_interval: 5 },
      info_from_hub: { host: "::1", port: 9, ...(lastSeen === undefined ? {} : { last_seen: lastSeen, received: 3 }) },
    })),
    ...more,
    dumpling_eaters: eaters.map((info) => ({ info_from_eater: { eater_name: "e" }, info_from_hub: { host: "h", port: 1, ...info } })),
  };
  return readStatus(dumpling(payload, { chef: "SystemStatusChef", kitchen: null, time }));
}
