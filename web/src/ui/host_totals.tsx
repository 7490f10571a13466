// The sums over the connections that match, for each host.
import { bytes, count } from "../shared/format";
import type { FlowsBody, TotalOrder } from "../shared/network";
import { Panel } from "./panel";
import { shownOf, SortHead } from "./table";

export function HostTotals({ body, sort, onSort, onSearch }: {
  body: FlowsBody; sort: TotalOrder; onSort: (order: TotalOrder) => void; onSearch: (search: string) => void;
}) {
  const head = (order: TotalOrder, name: string, numeric = true) => <SortHead order={order} current={sort} onSort={onSort} numeric={numeric}>{name}</SortHead>;
  return (
    <Panel title="Hosts" id="host-totals" note={`${shownOf(body.totals.length, body.hosts)}, over ${count(body.matched)} connections`}>
      <div class="scroll short">
        <table class="even totals">
          <thead><tr>{head("host", "Host", false)}{head("connections", "Connections")}{head("sent", "Sent")}{head("received", "Received")}<th class="far">Kitchen</th></tr></thead>
          <tbody>
            {body.totals.map(({ ip, kitchen, connections, sent, received }, i) => (
              <tr key={i}>
                <td class="break"><button type="button" class="link mono" title="Show only this host's connections" onClick={() => onSearch(ip)}>{ip}</button></td>
                <td class="num">{count(connections)}</td><td class="num">{bytes(sent)}</td><td class="num">{bytes(received)}</td><td class="far">{kitchen}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
