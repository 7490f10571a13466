// The connections that FlowChef reports, and the sums of their bytes for each host.
import type { Dumpling } from "../shared/dumpling";
import { endText } from "../shared/ends";
import { type Connection, type ConnectionEnd, type ConnectionOrder, type FlowsBody, type HostTotals, type Mark, marks, marksOf, stateText, type TotalOrder } from "../shared/network";
import { hasEach, wordsOf } from "../shared/readable";
import { compareAddresses } from "./addresses";
import { BoundedMap } from "./bounded_map";
import { type FlowReport, readFlow } from "./flow_report";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";
import { byNumber, byText, firstOf } from "./ordering";

export const mostConnections = 5000;

export interface FlowQuery {
  search: string;
  sort: ConnectionOrder;
  totalSort: TotalOrder;
  /** The number of connections, and of hosts, to return at most. */
  rows: number;
  /** The id of the connection to return in any case. */
  open: number | null;
}

export class FlowModel implements Model {
  readonly wanted = { chefs: ["FlowChef"], since: 3600 };
  readonly connections = new BoundedMap<Connection>(mostConnections, shares.connections, bytesOfConnection);
  private lastId = 0;

  /** A long connection is reported again and again, so its newest report takes the place of the one before. */
  fold(dumpling: Dumpling): void {
    const report = readFlow(dumpling);
    if (!report) return;
    const key = keyOf(report);
    const known = this.connections.get(key);
    if (known && report.end < known.end) return;
    this.connections.delete(key);
    this.connections.touch(key, () => ({ id: known?.id ?? ++this.lastId, ...report }));
  }

  view({ search, sort, totalSort, rows, open }: FlowQuery): FlowsBody {
    const words = wordsOf(search);
    const found: Connection[] = [];
    const marked = new Map<Mark, number>(marks.map((mark) => [mark, 0]));
    let opened: Connection | undefined;
    for (const connection of this.connections.entries.values()) {
      for (const mark of marksOf(connection)) marked.set(mark, marked.get(mark)! + 1);
      if (connection.id === open) opened = connection;
      if (words.length === 0 || hasEach(textOf(connection), words)) found.push(connection);
    }
    const shown = firstOf(found, rows, (a, b) => order(sort, a, b) || byNumber(a.start, b.start) || b.id - a.id);
    const totals = totalsOf(found);
    return {
      rows: opened && !shown.includes(opened) ? [opened, ...shown] : shown,
      open: opened?.id ?? null,
      matched: found.length,
      known: this.connections.size,
      marked: [...marked].map(([mark, count]) => ({ mark, count })),
      totals: firstOf(totals, rows, (a, b) => orderOfTotals(totalSort, a, b) || compareAddresses(a.ip, b.ip)),
      hosts: totals.length,
    };
  }
}

function keyOf({ kitchen, communityId, protocol, start, client, server }: FlowReport): string {
  return [kitchen, communityId ?? `${protocol} ${client.ip} ${server.ip}`, start, client.port, server.port].join("\n");
}

function bytesOfConnection(key: string, { kitchen, client, server, protocol, service, serverName, state, communityId, interface: on, history, tunnel }: Connection): number {
  const texts = [key, kitchen, client.ip, server.ip, protocol, service, serverName, state, communityId, on, history, tunnel];
  return texts.reduce<number>((sum, text) => sum + (text === null ? 0 : bytesOf(text)), 600);
}

/** Returns the text that is searched. */
function textOf(connection: Connection): string {
  const { client, server, protocol, service, serverName, kitchen, communityId } = connection;
  return [endText(client), endText(server), protocol, service, serverName, stateText(connection), ...marksOf(connection), kitchen, communityId].join(" ");
}

function order(by: ConnectionOrder, a: Connection, b: Connection): number {
  switch (by) {
    case "start":
      return byNumber(a.start, b.start);
    case "client":
      return compareEnds(a.client, b.client);
    case "server":
      return byText(a.serverName, b.serverName) || compareEnds(a.server, b.server);
    case "service":
      return byText(a.service, b.service) || byText(a.protocol, b.protocol);
    case "sent":
      return byNumber(a.client.bytes, b.client.bytes);
    case "received":
      return byNumber(a.server.bytes, b.server.bytes);
    case "duration":
      return byNumber(a.duration, b.duration);
    case "state":
      return byNumber(marksOf(a).length, marksOf(b).length) || byText(a.state, b.state);
  }
}

function compareEnds(a: ConnectionEnd, b: ConnectionEnd): number {
  return compareAddresses(a.ip, b.ip) || (a.port ?? 0) - (b.port ?? 0);
}

/** Kitchens in two networks may see the same address, so hosts are kept for each kitchen. */
function totalsOf(connections: Connection[]): HostTotals[] {
  const hosts = new Map<string, HostTotals>();
  const add = (kitchen: string, own: ConnectionEnd, other: ConnectionEnd) => {
    const key = `${kitchen}\n${own.ip}`;
    let host = hosts.get(key);
    if (!host) hosts.set(key, (host = { ip: own.ip, kitchen, connections: 0, sent: 0, received: 0 }));
    ++host.connections;
    host.sent += own.bytes;
    host.received += other.bytes;
  };
  for (const { kitchen, client, server } of connections) {
    add(kitchen, client, server);
    if (server.ip !== client.ip) add(kitchen, server, client);
  }
  return [...hosts.values()];
}

function orderOfTotals(by: TotalOrder, a: HostTotals, b: HostTotals): number {
  return by === "host" ? 0 : byNumber(a[by], b[by]);
}
