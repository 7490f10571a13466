// Reads what FlowChef says about a connection. Everything in it may be of any length, so all of it is cut.
import type { Dumpling } from "../shared/dumpling";
import { longestAddress, readEnd } from "../shared/ends";
import { at, isObject, listAt, numberAt, numberOrNull } from "../shared/json";
import { boundedName, nameAt, nameOrNull } from "../shared/names";
import type { Connection, ConnectionEnd, TcpFacts } from "../shared/network";

const longestWord = 32;  // characters, of a protocol, service or state
const longestText = 96;  // characters
const mostVlans = 8;

export type FlowReport = Omit<Connection, "id">;

/** Returns undefined if the dumpling has no connection. */
export function readFlow({ payload, kitchen, time }: Dumpling): FlowReport | undefined {
  const flow = at(payload, "flow");
  const client = readCounted(at(flow, "client"));
  const server = readCounted(at(flow, "server"));
  if (!client || !server) return undefined;
  const start = numberAt(flow, "start") ?? time;
  const end = numberAt(flow, "end") ?? time;
  return {
    kitchen: kitchen ?? "",
    client,
    server,
    protocol: nameOrNull(flow, "protocol", longestWord),
    service: nameOrNull(flow, "service", longestWord),
    serverName: nameOrNull(flow, "server_name"),
    start,
    end,
    duration: numberAt(flow, "duration") ?? end - start,
    state: nameAt(flow, "state", longestWord) ?? "?",
    communityId: nameOrNull(flow, "community_id", longestText),
    interface: nameOrNull(flow, "interface", longestText),
    history: nameOrNull(flow, "history", longestText),
    vlans: listAt(flow, "vlan").slice(0, mostVlans).filter((id) => typeof id === "number"),
    tunnel: readTunnel(at(flow, "tunnel")),
    tcp: readTcp(at(flow, "tcp")),
  };
}

function readCounted(value: unknown): ConnectionEnd | undefined {
  const end = readEnd(value);
  return end && { ...end, packets: numberAt(value, "packets") ?? 0, bytes: numberAt(value, "bytes") ?? 0 };
}

/** Returns, for example, vxlan 7, 192.0.2.1 → 192.0.2.2. */
function readTunnel(tunnel: unknown): string | null {
  if (!isObject(tunnel)) return null;
  const id = numberAt(tunnel, "id");
  const kind = (nameAt(tunnel, "kind", longestWord) ?? "?") + (id === undefined ? "" : ` ${id}`);
  const [client, server] = ["client", "server"].map((side) => nameAt(tunnel, side, longestAddress));
  return boundedName(client === undefined || server === undefined ? kind : `${kind}, ${client} → ${server}`);
}

function readTcp(tcp: unknown): TcpFacts | null {
  if (!isObject(tcp)) return null;
  const ofBoth = (key: string) => (numberAt(tcp[key], "client") ?? 0) + (numberAt(tcp[key], "server") ?? 0);
  return {
    handshake: numberOrNull(tcp, "handshake"),
    rtt: numberOrNull(tcp, "rtt"),
    retransmitted: ofBoth("retransmitted"),
    outOfOrder: ofBoth("out_of_order"),
    zeroWindows: ofBoth("zero_windows"),
    missedBytes: ofBoth("missed"),
  };
}
