// What the tables of absent kitchens and absent eaters have in common.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { count } from "../shared/format";
import type { Departure } from "../shared/absences";
import { Panel } from "./panel";
import { More, moreRows } from "./table";

const rowsAtFirst = 5;

const explanations: Record<Departure, string> = {
  left: "It said goodbye before it went",
  closed: "The hub closed its connection",
  missing: "It went without a word: it was killed, or its machine or the network failed",
};

export function DepartureState({ departure }: { departure: Departure }) {
  return <span class={`state ${departure}`} title={explanations[departure]}>{departure}</span>;
}

/** The panel of those that are absent: the first of them, and a button for more. `leftOut`: how many more the hub remembers. */
export function AbsentPanel<Row>({ title, id, rows, leftOut, head, children }: {
  title: string; id: string; rows: Row[]; leftOut: number; head: ComponentChildren; children: (row: Row) => ComponentChildren;
}) {
  const [most, setMost] = useState(rowsAtFirst);
  if (rows.length === 0) return null;
  const shown = rows.slice(0, most);
  return (
    <Panel title={title} id={id} note={`in the last 24 hours${leftOut > 0 ? `; and ${count(leftOut)} more, which the hub doesn't list` : ""}`}>
      <div class="scroll tall">
        <table>
          <thead>{head}</thead>
          <tbody>{shown.map(children)}</tbody>
        </table>
        <More shown={shown.length} all={rows.length} onMore={() => setMost(most + moreRows)} />
      </div>
    </Panel>
  );
}
