// Any chef: its numbers on a chart, its records in tables, and its newest payload.
import { count, counted, fullTime, time } from "../shared/format";
import { at } from "../shared/json";
import type { ChefBody, TableSort, TableView } from "../shared/messages";
import { Chart } from "./chart";
import type { ChefChoice } from "./choices";
import { CopyButton } from "./copy_button";
import { Select, WindowChoice } from "./inputs";
import { JsonTree, parseExactly } from "./json_tree";
import { Numbers } from "./numbers";
import { Panel } from "./panel";
import { StartOwnChef } from "./start_kitchen";

const mostSorts = 8;

interface ChefProps {
  body: ChefBody;
  /** Whether a connected kitchen runs this chef. */
  isThere: boolean;
  choice: ChefChoice;
  onChoice: (choice: ChefChoice) => void;
}

export function Chef({ body, isThere, choice, onChoice }: ChefProps) {
  if (body.dumplings === 0) {
    return <section class="panel"><StartOwnChef chef={body.chef} isThere={isThere} /></section>;
  }
  const several = body.kitchens.length > 1;
  const onSort = (sort: TableSort) => onChoice({ ...choice, sorts: [...choice.sorts.filter(({ table }) => table !== sort.table), sort].slice(-mostSorts) });
  return (
    <>
      <Panel title={body.chef} note={counted(body.dumplings, "dumpling")} tools={
        <>
          {several && <Select label="Kitchen" all="all kitchens" value={choice.kitchen} options={body.kitchens} onChange={(kitchen) => onChoice({ ...choice, kitchen, chosen: null })} />}
          <WindowChoice value={choice.window} onChange={(window) => onChoice({ ...choice, window })} />
        </>
      }>
        <Chart plot={body.plot} kind={body.chef} label={`Numbers of ${body.chef}`} />
      </Panel>
      <div class="columns numbers">
        <Numbers body={body} choice={choice} onChoice={onChoice} several={several} />
        {body.latest && <Latest latest={body.latest} />}
      </div>
      {body.tables.map((table) => <Records key={`${table.kitchen}\n${table.name}`} table={table} several={several} onSort={onSort} />)}
    </>
  );
}

function Latest({ latest }: { latest: NonNullable<ChefBody["latest"]> }) {
  const from = latest.kitchen === null ? "" : ` from ${latest.kitchen}`;
  return (
    <Panel title="Newest payload" note={<span title={fullTime(latest.time)}>{time(latest.time, 3)}{from}</span>}
      tools={<CopyButton text={latest.text} label="Copy JSON" />}>
      <div class="scroll tall"><JsonTree value={at(parseExactly(latest.text), "payload")} /></div>
    </Panel>
  );
}

function Records({ table, several, onSort }: { table: TableView; several: boolean; onSort: (sort: TableSort) => void }) {
  const from = several ? ` from ${table.kitchen}` : "";
  const shown = table.leftOut > 0 ? `, ${count(table.rows.length)} shown` : "";
  return (
    <Panel title={table.name} note={`${counted(table.rows.length + table.leftOut, "record")}${from}${shown}`}>
      <div class="scroll tall">
        <table>
          <thead><tr>{table.columns.map((column, i) => <ColumnHead key={i} table={table} column={column} onSort={onSort} />)}</tr></thead>
          <tbody>{table.rows.map((cells, i) => <tr key={i}>{cells.map((cell, j) => <td key={j} class="mono break">{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </Panel>
  );
}

/** The head of a column. A click sorts by the column, and another click turns the order round. */
function ColumnHead({ table, column, onSort }: { table: TableView; column: string; onSort: (sort: TableSort) => void }) {
  const down = table.sort?.column === column ? table.sort.down : null;
  return (
    <th aria-sort={down === null ? "none" : down ? "descending" : "ascending"}>
      <button type="button" class="sort" onClick={() => onSort({ table: table.name, column, down: down === false })}>
        {column}{down !== null && <span aria-hidden="true">{down ? " ↓" : " ↑"}</span>}
      </button>
    </th>
  );
}
