// Any chef: its numbers on a chart, its records in tables, the rest as it is.
import { count, counted, figure, fullTime, time } from "../shared/format";
import { at } from "../shared/json";
import type { ChefBody, ChosenSeries, SeriesRow, TableView } from "../shared/messages";
import { CopyButton, Panel, Search, Select, Spark, WindowChoice } from "./bits";
import { Chart } from "./chart";
import { JsonTree, parseExactly } from "./json_tree";
import { StartOwnChef } from "./start_kitchen";

export interface ChefChoice {
  window: number;
  kitchen: string;
  search: string;
  chosen: ChosenSeries[] | null;
}

const mostChosen = 8;

interface ChefProps {
  body: ChefBody;
  /** A kitchen that is connected has this chef. */
  isThere: boolean;
  choice: ChefChoice;
  onChoice: (choice: ChefChoice) => void;
}

export function Chef({ body, isThere, choice, onChoice }: ChefProps) {
  if (body.dumplings === 0) {
    return <section class="panel"><StartOwnChef chef={body.chef} isThere={isThere} /></section>;
  }
  const several = body.kitchens.length > 1;
  return (
    <>
      <Panel title={body.chef} note={counted(body.dumplings, "dumpling")} tools={
        <>
          {several && <Select label="Kitchen" all="all kitchens" value={choice.kitchen} options={body.kitchens} onChange={(kitchen) => onChoice({ ...choice, kitchen, chosen: null })} />}
          <WindowChoice value={choice.window} onChange={(window) => onChoice({ ...choice, window })} />
        </>
      }>
        <Chart plot={body.plot} label={`Numbers of ${body.chef}`} />
      </Panel>
      <div class="columns numbers">
        <Numbers body={body} choice={choice} onChoice={onChoice} several={several} />
        {body.latest && <Latest latest={body.latest} />}
      </div>
      {body.tables.map((table) => <Records key={`${table.kitchen}\n${table.name}`} table={table} several={several} />)}
    </>
  );
}

function Numbers({ body, choice, onChoice, several }: {
  body: ChefBody; choice: ChefChoice; onChoice: (choice: ChefChoice) => void; several: boolean;
}) {
  const chosen = new Map(body.chosen.map((one) => [one.id, one]));
  const choose = (series: SeriesRow, on: boolean) => {
    const rest = body.chosen.filter(({ id }) => id !== series.id);
    onChoice({ ...choice, chosen: on ? [...rest, { id: series.id, rate: series.kind === "counter" || series.name === "(dumplings)" }].slice(-mostChosen) : rest });
  };
  const setRate = (id: string, rate: boolean) => onChoice({ ...choice, chosen: body.chosen.map((one) => (one.id === id ? { id, rate } : one)) });
  return (
    <Panel title="Numbers" id="numbers" note={`${count(body.matched)}${body.leftOut > 0 ? `, ${count(body.leftOut)} more than are kept` : ""}`}
      tools={<Search value={choice.search} label="Search numbers  /" onInput={(search) => onChoice({ ...choice, search })} />}>
      <div class="scroll tall">
        <table>
          <thead><tr><th>Plot</th><th>Name</th>{several && <th>Kitchen</th>}<th class="num">Latest</th><th class="opt">Trend</th><th>As</th></tr></thead>
          <tbody>
            {body.series.map((series) => {
              const one = chosen.get(series.id);
              return (
                <tr key={series.id}>
                  <td><input type="checkbox" checked={one !== undefined} aria-label={`plot ${series.name}`} onChange={(event) => choose(series, event.currentTarget.checked)} /></td>
                  <td class="mono break">{series.name}</td>{several && <td>{series.kitchen}</td>}
                  <td class="num">{series.kind === "time" ? time(series.latest, 3) : figure(series.latest)}</td>
                  <td class="opt"><Spark values={series.spark} /></td>
                  <td>{one ? (
                    <select aria-label={`how to plot ${series.name}`} value={one.rate ? "rate" : "gauge"} onChange={(event) => setRate(series.id, event.currentTarget.value === "rate")}>
                      <option value="gauge">value</option><option value="rate">rate</option>
                    </select>) : <span class="note">{series.kind === "counter" ? "rate" : series.kind === "time" ? "time" : "value"}</span>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Latest({ latest }: { latest: NonNullable<ChefBody["latest"]> }) {
  return (
    <Panel title="Newest payload" note={<span title={fullTime(latest.time)}>{time(latest.time, 3)}{latest.kitchen === null ? "" : ` from ${latest.kitchen}`}</span>}
      tools={<CopyButton text={latest.text} label="Copy JSON" />}>
      <div class="scroll tall"><JsonTree value={at(parseExactly(latest.text), "payload")} /></div>
    </Panel>
  );
}

function Records({ table, several }: { table: TableView; several: boolean }) {
  return (
    <Panel title={table.name} note={`${counted(table.rows.length + table.leftOut, "record")}${several ? ` from ${table.kitchen}` : ""}${table.leftOut > 0 ? `, ${count(table.rows.length)} shown` : ""}`}>
      <div class="scroll tall">
        <table>
          <thead><tr>{table.columns.map((column, i) => <th key={i}>{column}</th>)}</tr></thead>
          <tbody>{table.rows.map((cells, i) => <tr key={i}>{cells.map((cell, j) => <td key={j} class="mono break">{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </Panel>
  );
}
