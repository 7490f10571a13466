// What networks say they can't deliver, according to IcmpChef.
import type { Dumpling } from "../shared/dumpling";
import { endText, longestAddress, readEnd } from "../shared/ends";
import { at, numberAt } from "../shared/json";
import { nameAt, nameOrNull } from "../shared/names";
import type { UnreachableBody, UnreachableRow } from "../shared/network";
import { hasEach, wordsOf } from "../shared/readable";
import { BoundedMap } from "./bounded_map";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";
import { byNumber, byText, firstOf } from "./ordering";

export const mostErrors = 500;
const longestWord = 64;  // characters

export class UnreachableModel implements Model {
  readonly wanted = { chefs: ["IcmpChef"], since: 3600 };
  private readonly errors = new BoundedMap<UnreachableRow>(mostErrors, shares.unreachable, bytesOfError);

  /** Errors that say the same, about any port of the client, are one row. */
  fold(dumpling: Dumpling): void {
    const error = readError(dumpling);
    if (!error) return;
    const { kitchen, from, kind, client, server, protocol } = error;
    const key = [kitchen, from, kind, client?.ip, server && endText(server), protocol].join("\n");
    const kept = this.errors.touch(key, () => error);
    ++kept.count;
    kept.last = Math.max(kept.last, error.last);
  }

  view({ search, rows }: { search: string; rows: number }): UnreachableBody {
    const words = wordsOf(search);
    const found = [...this.errors.entries.values()].filter((error) => words.length === 0 || hasEach(textOf(error), words));
    return { rows: firstOf(found, rows, (a, b) => byNumber(a.last, b.last) || byText(a.from, b.from)), matched: found.length, known: this.errors.size };
  }
}

/** Returns it with a count of 0. */
function readError({ payload, kitchen, time }: Dumpling): UnreachableRow | undefined {
  const icmp = at(payload, "icmp");
  const from = nameAt(icmp, "from", longestAddress);
  const kind = nameAt(icmp, "kind", longestWord);
  if (from === undefined || kind === undefined) return undefined;
  const flow = at(icmp, "flow");
  return {
    from,
    kind,
    client: readEnd(at(flow, "client")) ?? null,
    server: readEnd(at(flow, "server")) ?? null,
    protocol: nameOrNull(flow, "protocol", longestWord),
    count: 0,
    last: numberAt(icmp, "when") ?? time,
    kitchen: kitchen ?? "",
  };
}

function textOf({ from, kind, client, server, protocol, kitchen }: UnreachableRow): string {
  return [from, kind, client && endText(client), server && endText(server), protocol, kitchen].join(" ");
}

function bytesOfError(key: string, { from, kind, client, server, protocol, kitchen }: UnreachableRow): number {
  const texts = [key, from, kind, client?.ip, server?.ip, protocol, kitchen];
  return texts.reduce<number>((sum, text) => sum + bytesOf(text ?? ""), 250);
}
