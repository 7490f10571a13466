// The table of eaters.
import { count, countIfKnown } from "../shared/format";
import type { Eater } from "../shared/status";
import { Panel } from "./panel";

/** `total` also counts the eaters that the hub's status doesn't list; `me` is the name of this page. */
export function Eaters({ eaters, total, me }: { eaters: Eater[]; total: number; me: string }) {
  const leftOut = total - eaters.length;
  return (
    <Panel title="Eaters" note={leftOut > 0 ? `${count(leftOut)} more are not listed by the hub` : undefined} id="eaters">
      <div class="scroll">
        <table>
          <thead>
            <tr><th>Eater</th><th class="opt">Wants</th><th class="num">Sent</th><th class="num" title="Dumplings that are still to be sent to it">Behind</th>
              <th class="num" title="Dumplings that it was too slow for">Skipped</th><th class="opt">Address</th></tr>
          </thead>
          <tbody>
            {eaters.map((eater, i) => (
              <tr key={i}>
                <th scope="row">{eater.name}{eater.name === me && <span class="note"> this page</span>}</th>
                <td class="opt clip" title={eater.wants}>{eater.wants || "everything"}</td>
                <td class="num">{countIfKnown(eater.sent)}</td><td class="num">{countIfKnown(eater.behind)}</td>
                <td class={`num ${eater.skipped ? "bad" : ""}`}>{countIfKnown(eater.skipped)}</td><td class="opt mono">{eater.host}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
