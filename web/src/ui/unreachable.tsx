// What networks say they can't deliver, according to IcmpChef.
import { count } from "../shared/format";
import { type End, endText } from "../shared/ends";
import type { UnreachableBody, UnreachableRow } from "../shared/network";
import { Panel } from "./panel";
import { shownOf, When } from "./table";

export function Unreachable({ body }: { body: UnreachableBody }) {
  return (
    <Panel title="Not delivered, by ICMP" id="unreachable" note={shownOf(body.rows.length, body.matched)}>
      <div class="scroll short">
        <table class="even unreachable">
          <thead><tr><th>Error</th><th>About</th><th class="num">Count</th><th class="num opt">Last</th></tr></thead>
          <tbody>{body.rows.map((row, i) => <Row key={i} row={row} />)}</tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ row }: { row: UnreachableRow }) {
  const text = (end: End | null) => (end ? endText(end) : "?");
  return (
    <tr>
      <td class="break">{row.kind} <span class="note">from <span class="mono">{row.from}</span></span></td>
      <td class="break"><span class="mono">{row.client?.ip ?? "?"} → {text(row.server)}</span> <span class="note">{row.protocol}</span></td>
      <td class="num">{count(row.count)}</td><td class="num opt break"><When at={row.last} /></td>
    </tr>
  );
}
