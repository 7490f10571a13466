// The table of kitchens that were there and have gone. Each row unfolds to the kitchen's last ledger.
import { useState } from "preact/hooks";
import { countIfKnown, none } from "../shared/format";
import type { KitchenRow } from "../shared/messages";
import { departure } from "../shared/absences";
import { AbsentPanel, DepartureState } from "./absent";
import { Fold } from "./fold";
import { LedgerRow } from "./ledger_row";
import { LongAgo } from "./table";

export function AbsentKitchens({ rows, leftOut }: { rows: KitchenRow[]; leftOut: number }) {
  const [open, setOpen] = useState<string | null>(null);
  const head = (
    <tr>
      <th>Kitchen</th><th>State</th><th>Last heard</th><th class="opt">How it went</th>
      <th class="num opt" title="Dumplings that the hub received over its last connection">Dumplings</th><th class="num opt">Refused</th><th class="opt">Address</th>
    </tr>
  );
  return (
    <AbsentPanel title="Absent kitchens" id="absent-kitchens" rows={rows} leftOut={leftOut} head={head}>
      {(row) => <AbsentKitchen key={row.name} row={row} isOpen={open === row.name} onToggle={() => setOpen(open === row.name ? null : row.name)} />}
    </AbsentPanel>
  );
}

function AbsentKitchen({ row, isOpen, onToggle }: { row: KitchenRow; isOpen: boolean; onToggle: () => void }) {
  const { absence, invalid } = row;
  const why = absence?.why ?? "";
  return (
    <>
      <tr class={row.state}>
        <th scope="row" class="break"><Fold what={`the ledger of ${row.name}`} isOpen={isOpen} onToggle={onToggle} />{row.name}</th>
        <td><DepartureState departure={departure(why)} /></td>
        <td class="num-left"><LongAgo seconds={row.heard} at={absence?.seen ?? null} /></td>
        <td class="opt break">{why || none}</td>
        <td class="num opt">{countIfKnown(row.received)}</td>
        <td class={`num opt ${invalid ? "bad" : ""}`}>{countIfKnown(invalid)}</td>
        <td class="opt mono">{row.host}</td>
      </tr>
      {isOpen && <LedgerRow row={row} columns={7} />}
    </>
  );
}
