// The table of a chef's numbers, in which the viewer chooses the lines of the chart.
import { count, duration, figure, time } from "../shared/format";
import type { ChefBody, ChosenSeries, SeriesRow } from "../shared/messages";
import type { ChefChoice } from "./choices";
import { Search } from "./inputs";
import { Panel } from "./panel";
import { Spark } from "./spark";

const mostChosen = 8;

interface NumbersProps {
  body: ChefBody;
  choice: ChefChoice;
  onChoice: (choice: ChefChoice) => void;
  /** Whether several kitchens run the chef. */
  several: boolean;
}

export function Numbers({ body, choice, onChoice, several }: NumbersProps) {
  const chosen = new Map(body.chosen.map((one) => [one.id, one]));
  const choose = (series: SeriesRow, on: boolean) => {
    const others = body.chosen.filter(({ id }) => id !== series.id);
    const added = { id: series.id, rate: series.kind === "counter" || series.name === "(dumplings)" };
    onChoice({ ...choice, chosen: on ? [...others, added].slice(-mostChosen) : others });
  };
  const setRate = (id: string, rate: boolean) => {
    onChoice({ ...choice, chosen: body.chosen.map((one) => (one.id === id ? { id, rate } : one)) });
  };
  return (
    <Panel title="Numbers" id="numbers" note={`${count(body.matched)}${body.leftOut > 0 ? `; ${count(body.leftOut)} more are not kept` : ""}`}
      tools={<Search value={choice.search} label="Search numbers  /" onInput={(search) => onChoice({ ...choice, search })} />}>
      <div class="scroll tall">
        <table>
          <thead><tr><th>Plot</th><th>Name</th>{several && <th>Kitchen</th>}<th class="num">Latest</th><th class="opt">Trend</th><th>As</th></tr></thead>
          <tbody>
            {body.series.map((series) => (
              <NumberRow key={series.id} series={series} chosen={chosen.get(series.id)} several={several} onChoose={choose} onRate={setRate} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function numberText(kind: SeriesRow["kind"], value: number): string {
  if (kind === "time") return time(value, 3);
  return kind === "uptime" ? duration(value) : figure(value);
}

interface NumberRowProps {
  series: SeriesRow;
  /** How the number is plotted; undefined if it is not. */
  chosen: ChosenSeries | undefined;
  several: boolean;
  onChoose: (series: SeriesRow, on: boolean) => void;
  onRate: (id: string, rate: boolean) => void;
}

function NumberRow({ series, chosen, several, onChoose, onRate }: NumberRowProps) {
  const { id, name, kitchen, latest, kind, spark } = series;
  return (
    <tr>
      <td><input type="checkbox" checked={chosen !== undefined} aria-label={`plot ${name}`} onChange={(event) => onChoose(series, event.currentTarget.checked)} /></td>
      <td class="mono break">{name}</td>{several && <td>{kitchen}</td>}
      <td class="num">{numberText(kind, latest)}</td>
      <td class="opt"><Spark values={spark} /></td>
      <td>{chosen ? (
        <select aria-label={`how to plot ${name}`} value={chosen.rate ? "rate" : "gauge"} onChange={(event) => onRate(id, event.currentTarget.value === "rate")}>
          <option value="gauge">value</option><option value="rate">rate</option>
        </select>) : <span class="note">{{ counter: "rate", time: "time", uptime: "uptime", gauge: "value" }[kind]}</span>}</td>
    </tr>
  );
}
