// The names that clients say: in TLS and QUIC hellos, in HTTP requests, and in DNS questions.
import type { Dumpling } from "../shared/dumpling";
import { longestAddress } from "../shared/ends";
import { at, numberAt, textAt } from "../shared/json";
import { hostName, nameAt, nameOrNull } from "../shared/names";
import type { NameOrder, NameRow, NamesBody } from "../shared/network";
import { hasEach, wordsOf } from "../shared/readable";
import { compareAddresses } from "./addresses";
import { BoundedMap } from "./bounded_map";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";
import { byNumber, byText, firstOf } from "./ordering";

export const mostNames = 8000;
const longestWord = 64;  // characters

export interface NameQuery {
  search: string;
  sort: NameOrder;
  /** The number of names to return at most. */
  rows: number;
}

export class NamesModel implements Model {
  readonly wanted = { chefs: ["TlsChef", "DnsChef", "HttpChef"], since: 3600 };
  private readonly names = new BoundedMap<NameRow>(mostNames, shares.saidNames, bytesOfName);

  fold(dumpling: Dumpling): void {
    const said = readSaid(dumpling);
    if (!said) return;
    const { kitchen, client, how, name, last, ja4 } = said;
    this.names.update([kitchen, client, how, name].join("\n"), () => said, (kept) => {
      ++kept.count;
      kept.last = Math.max(kept.last, last);
      kept.ja4 = ja4 ?? kept.ja4;
    });
  }

  view({ search, sort, rows }: NameQuery): NamesBody {
    const words = wordsOf(search);
    const found: NameRow[] = [];
    for (const row of this.names.entries.values()) if (words.length === 0 || hasEach(textOf(row), words)) found.push(row);
    const compare = (a: NameRow, b: NameRow) => order(sort, a, b) || byText(a.name, b.name) || compareAddresses(a.client, b.client) || byText(a.how, b.how);
    return { view: "names", rows: firstOf(found, rows, compare), matched: found.length, known: this.names.size };
  }
}

/** Where the payload of each chef has the name, and how its client said it; undefined if it said none. */
const sources: { key: string; name: string; how: (said: unknown) => string | undefined }[] = [
  { key: "tls", name: "server_name", how: (said) => (textAt(said, "transport") === "quic" ? "quic" : "tls") },
  { key: "http", name: "host", how: () => "http" },
  { key: "dns", name: "name", how: howAsked },
];

/** Returns the name with a count of 0; undefined if the dumpling has no name that a client said. */
function readSaid({ payload, kitchen, time }: Dumpling): NameRow | undefined {
  const source = sources.find(({ key }) => at(payload, key) !== undefined);
  const said = source && at(payload, source.key);
  const client = nameAt(at(said, "client"), "ip", longestAddress);
  const how = source?.how(said);
  const name = source && textAt(said, source.name);
  if (client === undefined || how === undefined || name === undefined) return undefined;
  return { client, name: hostName(name), how, count: 0, last: numberAt(said, "when") ?? time, ja4: nameOrNull(said, "ja4", longestWord), kitchen: kitchen ?? "" };
}

// Of a multicast message, only a question says which name its sender looks for.
function howAsked(said: unknown): string | undefined {
  const transport = textAt(said, "transport");
  if (transport !== "mdns" && transport !== "llmnr") return "dns";
  return textAt(said, "response_code") === undefined ? transport : undefined;
}

function textOf({ client, name, how, ja4, kitchen }: NameRow): string {
  return [client, name, how, ja4, kitchen].join(" ");
}

function bytesOfName(key: string, { client, name, how, ja4, kitchen }: NameRow): number {
  return [key, client, name, how, ja4 ?? "", kitchen].reduce((sum, text) => sum + bytesOf(text), 200);
}

function order(by: NameOrder, a: NameRow, b: NameRow): number {
  switch (by) {
    case "client":
      return compareAddresses(a.client, b.client);
    case "name":
    case "how":
      return byText(a[by], b[by]);
    case "count":
    case "last":
      return byNumber(a[by], b[by]);
  }
}
