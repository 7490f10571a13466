// A connection in the table, which unfolds to everything that is known about it.
import { bytes, counted, countIfKnown, fullTime, none, shortDuration } from "../shared/format";
import { endText } from "../shared/ends";
import { type Connection, type ConnectionEnd, type ConnectionOrder, marksOf, stateText } from "../shared/network";
import { type Fact, Facts } from "./facts";
import { Fold } from "./fold";
import { notWide, phone, useMatches } from "./media";
import { When } from "./table";

export const connectionColumns: { order: ConnectionOrder; name: string; numeric?: boolean; optional?: boolean }[] = [
  { order: "client", name: "Client" },
  { order: "server", name: "Server" },
  { order: "service", name: "Service", optional: true },
  { order: "sent", name: "Sent", numeric: true, optional: true },
  { order: "received", name: "Received", numeric: true, optional: true },
  { order: "duration", name: "Duration", numeric: true, optional: true },
  { order: "state", name: "State" },
  { order: "start", name: "Began", numeric: true, optional: true },
];

/** Returns how many columns are shown. A cell that spans hidden ones would make the others narrow. */
export function useColumns(): number {
  const shown = useMatches(phone) ? connectionColumns.filter(({ optional }) => !optional) : connectionColumns;
  return shown.length + (useMatches(notWide) ? 0 : 1);  // the kitchen's
}

interface RowProps {
  connection: Connection;
  columns: number;
  isOpen: boolean;
  onToggle: () => void;
}

export function ConnectionRow({ connection, columns, isOpen, onToggle }: RowProps) {
  const { client, server, serverName, service, protocol, duration, start, kitchen } = connection;
  return (
    <>
      <tr>
        <td class="break">
          <Fold what={`connection ${endText(client)} to ${endText(server)}`} isOpen={isOpen} onToggle={onToggle} />
          <span class="mono">{endText(client)}</span><span class="small-only">{bytes(client.bytes)}</span>
        </td>
        <td class="break">
          {serverName && <span class="line">{serverName}</span>}
          <span class={serverName ? "mono note" : "mono"}>{endText(server)}</span><span class="small-only">{bytes(server.bytes)}</span>
        </td>
        <td class="opt break">{service ?? ""} <span class="note">{protocol ?? none}</span></td>
        <td class="num opt">{bytes(client.bytes)}</td><td class="num opt">{bytes(server.bytes)}</td>
        <td class="num opt">{shortDuration(duration)}</td>
        <td class="break"><State connection={connection} /><span class="small-only"><When at={start} /></span></td>
        <td class="num opt break"><When at={start} /></td>
        <td class="far">{kitchen}</td>
      </tr>
      {isOpen && <tr class="detail"><td colSpan={columns}><Facts facts={factsOf(connection)} /></td></tr>}
    </>
  );
}

function State({ connection }: { connection: Connection }) {
  const marks = marksOf(connection);
  const state = stateText(connection);
  const kind = marks.some((mark) => mark === state) ? "failed" : state === "open" ? "ok" : "";
  return (
    <>
      <span class={`state ${kind}`}>{state}</span>
      {marks.includes("retransmitting") && <> <span class="state retransmitting">retransmitting</span></>}
    </>
  );
}

/** Those that aren't known are left out. */
function factsOf(connection: Connection): Fact[] {
  const { kitchen, interface: on, service, protocol, start, end, client, server, vlans, tunnel, communityId, history, tcp } = connection;
  const facts: Fact[] = [
    ["From client", sentText(client)], ["From server", sentText(server)],
    ["Service", service ?? none], ["Protocol", protocol ?? none],
    ["Began", fullTime(start)], ["Last packet", fullTime(end)],
    ["Handshake", shortDuration(tcp?.handshake ?? undefined)], ["Round trip", shortDuration(tcp?.rtt ?? undefined)],
    ["Retransmitted packets", countIfKnown(tcp?.retransmitted)], ["Out of order", countIfKnown(tcp?.outOfOrder)],
    ["Zero windows", countIfKnown(tcp?.zeroWindows)], ["Bytes not captured", countIfKnown(tcp?.missedBytes)],
    ["History", history ?? none], ["Community ID", communityId ?? none],
    ["VLANs", vlans.join(", ") || none], ["Tunnel", tunnel ?? none],
    ["Kitchen", kitchen || none], ["Interface", on ?? none],
  ];
  return facts.filter(([, value]) => value !== none);
}

function sentText(end: ConnectionEnd): string {
  return `${counted(end.packets, "packet")}, ${counted(end.bytes, "byte")}`;
}
