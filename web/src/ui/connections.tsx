// The connections that FlowChef reports, the hosts that have them, and what networks can't deliver.
import type { ConnectionOrder, ConnectionsBody, FlowsBody } from "../shared/network";
import { count } from "../shared/format";
import type { ConnectionsChoice } from "./choices";
import { ConnectionRow, connectionColumns, useColumns } from "./connection_row";
import { HostTotals } from "./host_totals";
import { Search } from "./inputs";
import { Panel } from "./panel";
import { StartNetworkChefs } from "./start_kitchen";
import { More, moreRows, shownOf, SortHead } from "./table";
import { Unreachable } from "./unreachable";

interface ConnectionsProps<Body> {
  body: Body;
  choice: ConnectionsChoice;
  onChoice: (choice: ConnectionsChoice) => void;
}

export function Connections({ body, choice, onChoice }: ConnectionsProps<ConnectionsBody>) {
  const { flows, unreachable } = body;
  if (flows.known === 0 && unreachable.known === 0) {
    return (
      <section class="panel">
        <StartNetworkChefs title="No connections yet">FlowChef reports each connection when it ends, and a long one every minute.</StartNetworkChefs>
      </section>
    );
  }
  const onSearch = (search: string) => onChoice({ ...choice, search });
  const errors = unreachable.known > 0 && <Unreachable body={unreachable} />;
  if (flows.known === 0) return errors || null;
  const totals = <HostTotals body={flows} sort={choice.totalSort} onSort={(totalSort) => onChoice({ ...choice, totalSort })} onSearch={onSearch} />;
  return (
    <>
      <Flows body={flows} choice={choice} onChoice={onChoice} />
      {errors ? <div class="columns top">{totals}{errors}</div> : totals}
    </>
  );
}

function Flows({ body, choice, onChoice }: ConnectionsProps<FlowsBody>) {
  const columns = useColumns();
  const onSearch = (search: string) => onChoice({ ...choice, search });
  return (
    <Panel title="Connections" note={`${shownOf(body.rows.length, body.matched)} shown`} id="connections" tools={
      <>
        <Marked body={body} search={choice.search} onSearch={onSearch} />
        <Search value={choice.search} label="Search connections  /" onInput={onSearch} />
      </>
    }>
      <div class="scroll tall">
        <table class="even connections">
          <thead><Head choice={choice} onChoice={onChoice} /></thead>
          <tbody>
            {body.rows.map((connection, i) => {
              const isOpen = connection.id === body.open;
              return <ConnectionRow key={i} connection={connection} columns={columns} isOpen={isOpen} onToggle={() => onChoice({ ...choice, open: isOpen ? null : connection.id })} />;
            })}
          </tbody>
        </table>
        <More shown={body.rows.length} all={body.matched} onMore={() => onChoice({ ...choice, rows: choice.rows + moreRows })} />
      </div>
    </Panel>
  );
}

/** How many connections stand out. A click shows only these. */
function Marked({ body, search, onSearch }: { body: FlowsBody; search: string; onSearch: (search: string) => void }) {
  return (
    <>
      {body.marked.filter((one) => one.count > 0).map(({ mark, count: n }) => (
        <button type="button" class="small" key={mark} aria-pressed={search === mark} onClick={() => onSearch(search === mark ? "" : mark)}>{count(n)} {mark}</button>
      ))}
    </>
  );
}

function Head({ choice, onChoice }: Omit<ConnectionsProps<never>, "body">) {
  const onSort = (sort: ConnectionOrder) => onChoice({ ...choice, sort });
  return (
    <tr>
      {connectionColumns.map(({ order, name, numeric = false, optional = false }) => (
        <SortHead key={order} order={order} current={choice.sort} onSort={onSort} numeric={numeric} optional={optional}>{name}</SortHead>
      ))}
      <th class="far">Kitchen</th>
    </tr>
  );
}
