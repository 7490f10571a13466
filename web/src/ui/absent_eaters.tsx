// The table of eaters that were there and have gone, of those that had a name of their own.
import { countIfKnown, none } from "../shared/format";
import { type AbsentEater, departure } from "../shared/absences";
import { AbsentPanel, DepartureState } from "./absent";
import { LongAgo } from "./table";

/** `now` is by the hub's clock, in seconds since the epoch. */
export function AbsentEaters({ eaters, leftOut, now }: { eaters: AbsentEater[]; leftOut: number; now: number }) {
  const head = (
    <tr>
      <th>Eater</th><th>State</th><th>Last heard</th><th class="opt">How it went</th><th class="num opt" title="Over its last connection">Sent</th>
      <th class="num opt" title="Dumplings that it was too slow for">Skipped</th><th class="opt">Address</th>
    </tr>
  );
  const rank = ({ why }: AbsentEater) => (departure(why) === "left" ? 1 : 0);
  const rows = [...eaters].sort((a, b) => rank(a) - rank(b));
  return (
    <AbsentPanel title="Absent eaters" id="absent-eaters" rows={rows} leftOut={leftOut} head={head}>
      {({ name, host, seen, why, sent, skipped }) => (
        <tr key={name} class={departure(why)}>
          <th scope="row" class="break">{name}</th><td><DepartureState departure={departure(why)} /></td>
          <td class="num-left"><LongAgo seconds={seen === null ? null : Math.max(0, now - seen)} at={seen} /></td><td class="opt break">{why || none}</td>
          <td class="num opt">{countIfKnown(sent)}</td><td class={`num opt ${skipped ? "bad" : ""}`}>{countIfKnown(skipped)}</td><td class="opt mono">{host}</td>
        </tr>
      )}
    </AbsentPanel>
  );
}
