// Which questions fail or take long, and at which servers, according to DnsChef.
import type { Dumpling } from "../shared/dumpling";
import { longestAddress } from "../shared/ends";
import { at, numberAt, numberOrNull, textAt } from "../shared/json";
import { hostName, nameAt, nameOrNull } from "../shared/names";
import type { AnswersBody, DnsServerRow, FailingNameRow, SlowNameRow } from "../shared/network";
import { hasEach, wordsOf } from "../shared/readable";
import { NamedAmounts } from "./amounts";
import { BoundedMap } from "./bounded_map";
import { Latencies, newestLatencies } from "./latencies";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";
import { byNumber, byText, firstOf } from "./ordering";

export const mostServers = 256;
export const mostNames = 5000;
const mostCodes = 8;  // of a server
const mostLines = 8;
const longestCode = 32;  // characters
const unanswered = "no answer";

interface Question {
  kitchen: string;
  client: string;
  server: string;
  /** Null if the message doesn't have it whole. */
  name: string | null;
  /** Null if there was no answer. */
  code: string | null;
  latency: number | null;
  when: number;
}

interface Server {
  ip: string;
  kitchen: string;
  questions: number;
  failed: number;
  unanswered: number;
  codes: Map<string, number>;
  latencies: Latencies;
}

interface Name {
  questions: number;
  failed: number;
  newest: FailingNameRow["newest"] | null;
  answers: number;
  seconds: number;
  slowest: { latency: number; server: string; at: number } | null;
}

export interface AnswerQuery {
  search: string;
  window: number;
  /** The number of rows of each table to return at most. */
  rows: number;
}

export class DnsAnswersModel implements Model {
  readonly wanted = { chefs: ["DnsChef"], since: 3600 };
  private readonly rates = new NamedAmounts(16);
  private readonly servers = new BoundedMap<Server>(mostServers, shares.dnsServers, bytesOfServer);
  private readonly names = new BoundedMap<Name>(mostNames, shares.dnsNames, bytesOfName);
  private questions = 0;

  fold(dumpling: Dumpling, arrival: number): void {
    const question = readQuestion(dumpling);
    if (!question) return;
    ++this.questions;
    this.rates.of(question.code ?? unanswered).add(arrival, 1);
    this.servers.update(`${question.kitchen}\n${question.server}`, () => newServer(question), (server) => foldIntoServer(server, question));
    if (question.name !== null) this.names.update(question.name, newName, (name) => foldIntoName(name, question));
  }

  view({ search, window, rows }: AnswerQuery, now: number): AnswersBody {
    const words = wordsOf(search);
    const failing: FailingNameRow[] = [];
    const slow: SlowNameRow[] = [];
    for (const [name, { questions, failed, newest, answers, seconds, slowest }] of this.names.entries) {
      if (words.length > 0 && !hasEach(name, words)) continue;
      if (newest) failing.push({ name, questions, failed, newest });
      if (slowest) slow.push({ name, answers, slowest: slowest.latency, mean: seconds / answers, server: slowest.server, at: slowest.at });
    }
    return {
      rate: this.rates.plot(now, window, mostLines),
      questions: this.questions,
      servers: firstOf(this.servers.entries.values(), rows, (a, b) => byNumber(a.questions, b.questions) || byText(a.ip, b.ip)).map(serverRow),
      serversKnown: this.servers.size,
      failing: firstOf(failing, rows, (a, b) => byNumber(a.failed, b.failed) || byNumber(a.newest.at, b.newest.at) || byText(a.name, b.name)),
      failingMatched: failing.length,
      slowest: firstOf(slow, rows, (a, b) => byNumber(a.slowest, b.slowest) || byText(a.name, b.name)),
      slowestMatched: slow.length,
    };
  }
}

/** Returns undefined for a multicast message, which has no server, and which nobody needs to answer. */
function readQuestion({ payload, kitchen, time }: Dumpling): Question | undefined {
  const dns = at(payload, "dns");
  const transport = textAt(dns, "transport");
  const client = nameAt(at(dns, "client"), "ip", longestAddress);
  const server = nameAt(at(dns, "server"), "ip", longestAddress);
  if (client === undefined || server === undefined || transport === "mdns" || transport === "llmnr") return undefined;
  const name = textAt(dns, "name");
  return {
    kitchen: kitchen ?? "",
    client,
    server,
    name: name === undefined ? null : hostName(name),
    code: nameOrNull(dns, "response_code", longestCode),
    latency: numberOrNull(dns, "latency"),
    when: numberAt(dns, "when") ?? time,
  };
}

function newServer({ server, kitchen }: Question): Server {
  return { ip: server, kitchen, questions: 0, failed: 0, unanswered: 0, codes: new Map(), latencies: new Latencies() };
}

function newName(): Name {
  return { questions: 0, failed: 0, newest: null, answers: 0, seconds: 0, slowest: null };
}

function isFailure(code: string | null): boolean {
  return code !== "NOERROR";
}

function foldIntoServer(server: Server, { code, latency }: Question): void {
  ++server.questions;
  if (latency !== null) server.latencies.add(latency);
  if (code === null) ++server.unanswered;
  if (code === null || !isFailure(code)) return;
  ++server.failed;
  const count = server.codes.get(code);
  if (count !== undefined || server.codes.size < mostCodes) server.codes.set(code, (count ?? 0) + 1);
}

function foldIntoName(name: Name, { code, latency, client, server, when }: Question): void {
  ++name.questions;
  if (isFailure(code)) {
    ++name.failed;
    name.newest = { code, client, server, at: when };
  }
  if (latency === null) return;
  ++name.answers;
  name.seconds += latency;
  if (!name.slowest || latency > name.slowest.latency) name.slowest = { latency, server, at: when };
}

function serverRow({ ip, kitchen, questions, failed, unanswered: without, codes, latencies }: Server): DnsServerRow {
  const listed = [...codes].map(([code, count]) => ({ code, count })).sort((a, b) => byNumber(a.count, b.count));
  return { ip, kitchen, questions, failed, unanswered: without, codes: listed, median: latencies.quantile(0.5), p95: latencies.quantile(0.95) };
}

function bytesOfServer(key: string, { ip, kitchen, codes }: Server): number {
  const own = 600 + 4 * newestLatencies + bytesOf(key) + bytesOf(ip) + bytesOf(kitchen);
  return [...codes.keys()].reduce((sum, code) => sum + 50 + bytesOf(code), own);
}

function bytesOfName(key: string, { newest, slowest }: Name): number {
  const ofNewest = newest ? 100 + bytesOf(newest.code ?? "") + bytesOf(newest.client) + bytesOf(newest.server) : 0;
  return 200 + bytesOf(key) + ofNewest + (slowest ? 80 + bytesOf(slowest.server) : 0);
}
