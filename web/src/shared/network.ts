// What the views of the network chefs draw. An absent value is null.
import type { End } from "./ends";
import type { Plot } from "./plot";

export type ConnectionOrder = "start" | "client" | "server" | "service" | "sent" | "received" | "duration" | "state";
export type TotalOrder = "host" | "connections" | "sent" | "received";
export type NameOrder = "client" | "name" | "how" | "count" | "last";
export type DeviceOrder = "address" | "hardware" | "hostname" | "vendor" | "first" | "last" | "changes";

export interface ConnectionsBody {
  view: "connections";
  flows: FlowsBody;
  unreachable: UnreachableBody;
}

/** According to FlowChef. */
export interface FlowsBody {
  /** The first is the open one if it would not be among them otherwise. */
  rows: Connection[];
  /** The id of the row whose details are shown. */
  open: number | null;
  matched: number;
  known: number;
  /** How many of all connections have each mark, in the order of `marks`. */
  marked: { mark: Mark; count: number }[];
  /** Sums over the connections that match. */
  totals: HostTotals[];
  hosts: number;
}

export interface ConnectionEnd extends End {
  packets: number;
  /** IP's, on the wire. */
  bytes: number;
}

/** One connection, as it was reported last. Times are in seconds. */
export interface Connection {
  id: number;
  kitchen: string;
  client: ConnectionEnd;
  server: ConnectionEnd;
  protocol: string | null;
  service: string | null;
  serverName: string | null;
  start: number;
  end: number;
  duration: number;
  state: string;
  communityId: string | null;
  interface: string | null;
  history: string | null;
  vlans: number[];
  tunnel: string | null;
  tcp: TcpFacts | null;
}

/** Counts are of both sides together. */
export interface TcpFacts {
  handshake: number | null;
  rtt: number | null;
  retransmitted: number;
  outOfOrder: number;
  zeroWindows: number;
  missedBytes: number;
}

/** What makes a connection stand out. */
export const marks = ["refused", "reset", "no answer", "retransmitting"] as const;
export type Mark = (typeof marks)[number];

/** A connection is retransmitting if it sent at least this share of its packets again. */
const muchRetransmitted = 0.01;

/** Returns the state in words: `no answer` for `no_answer`. */
export function stateText({ state }: Connection): string {
  return state.replaceAll("_", " ");
}

export function marksOf(connection: Connection): Mark[] {
  const { client, server, tcp } = connection;
  const state = marks.find((mark) => mark === stateText(connection));
  const isRetransmitting = tcp !== null && tcp.retransmitted > 0 && tcp.retransmitted >= muchRetransmitted * (client.packets + server.packets);
  return [...(state && state !== "retransmitting" ? [state] : []), ...(isRetransmitting ? ["retransmitting" as const] : [])];
}

export interface HostTotals {
  ip: string;
  kitchen: string;
  connections: number;
  /** In bytes. */
  sent: number;
  received: number;
}

/** According to IcmpChef. */
export interface UnreachableBody {
  /** The newest comes first. */
  rows: UnreachableRow[];
  matched: number;
  known: number;
}

export interface UnreachableRow {
  from: string;
  kind: string;
  /** Null if the error doesn't say what it is about. */
  client: End | null;
  server: End | null;
  protocol: string | null;
  count: number;
  last: number;
  kitchen: string;
}

/** According to TlsChef, DnsChef and HttpChef. */
export interface NamesBody {
  view: "names";
  rows: NameRow[];
  matched: number;
  known: number;
}

export interface NameRow {
  client: string;
  name: string;
  /** How it said the name: tls, quic, http, dns, mdns or llmnr. */
  how: string;
  count: number;
  last: number;
  /** Of the newest hello. */
  ja4: string | null;
  kitchen: string;
}

/** According to DnsChef. Latencies are in seconds. */
export interface AnswersBody {
  /** Questions by response code, over time. */
  rate: Plot;
  questions: number;
  servers: DnsServerRow[];
  serversKnown: number;
  failing: FailingNameRow[];
  failingMatched: number;
  slowest: SlowNameRow[];
  slowestMatched: number;
}

export interface DnsServerRow {
  ip: string;
  kitchen: string;
  questions: number;
  /** Answers with a code other than NOERROR. */
  failed: number;
  unanswered: number;
  /** The codes of the failed, the most frequent first. */
  codes: { code: string; count: number }[];
  /** Of the newest answers. */
  median: number | null;
  p95: number | null;
}

export interface FailingNameRow {
  name: string;
  questions: number;
  /** Those without an answer count, too. */
  failed: number;
  /** The newest failure; `code` is null if there was no answer. */
  newest: { code: string | null; client: string; server: string; at: number };
}

export interface SlowNameRow {
  name: string;
  /** Those whose latency is known. */
  answers: number;
  slowest: number;
  mean: number;
  server: string;
  /** When the slowest one was asked. */
  at: number;
}

/** According to DeviceChef. */
export interface KnownDevicesBody {
  rows: DeviceRow[];
  matched: number;
  known: number;
}

export interface DeviceRow {
  hardware: string;
  addresses: string[];
  hostname: string | null;
  vendorClass: string | null;
  first: number;
  last: number;
  /** How it was seen: arp, nd, dhcp, mdns. */
  by: string[];
  /** How often something of it changed. */
  changed: number;
  /** The newest of these changes. */
  changes: { what: string; at: number }[];
  kitchen: string;
}
