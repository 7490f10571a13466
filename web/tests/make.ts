// Dumplings for the tests.
import { type Dumpling, parseDumpling } from "../src/shared/dumpling";

export interface Said {
  chef?: string;
  kitchen?: string | null;
  time?: number;
  driver?: string;
}

/** As it would come over the wire. */
export function text(payload: unknown, { chef = "AChef", kitchen = "k", time = 1000, driver = "packet" }: Said = {}): string {
  return JSON.stringify({ metadata: { chef, kitchen, creation_time: time, driver }, payload });
}

export function dumpling(payload: unknown, said: Said = {}): Dumpling {
  return parseDumpling(text(payload, said))!;
}
