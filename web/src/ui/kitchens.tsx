// The table of kitchens. Each row unfolds to the kitchen's ledger.
import { useState } from "preact/hooks";
import { ago, count, countIfKnown, none } from "../shared/format";
import type { KitchenRow } from "../shared/messages";
import type { Ledger } from "../shared/status";
import { sharedNameExplained } from "./ledger_detail";
import { Fold } from "./fold";
import { LedgerRow } from "./ledger_row";
import { Panel } from "./panel";

/** The kitchens that are connected. `leftOut`: the number of kitchens that the hub's status doesn't list. */
export function Kitchens({ rows, leftOut }: { rows: KitchenRow[]; leftOut: number }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Panel title="Kitchens" note={leftOut > 0 ? `${count(leftOut)} more are not listed by the hub` : undefined} id="kitchens">
      <div class="scroll">
        <table class="kitchens">
          <thead>
            <tr>
              <th>Kitchen</th><th>State</th><th class="num">Last heard</th><th class="opt">Interface</th><th class="opt">Filter</th><th class="wide">Chefs</th>
              <th class="num opt" title="Dumplings that the hub received from it">Dumplings</th><th class="num opt" title="Packets that passed its filter">Captured</th>
              <th class="num" title="Packets and dumplings">Dropped</th><th class="num opt" title="Dumplings that the hub has not acknowledged">Waiting</th><th class="far">Address</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const id = `${row.name} ${row.host}`;
              return <Kitchen key={id} row={row} isOpen={open === id} onToggle={() => setOpen(open === id ? null : id)} />;
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Kitchen({ row, isOpen, onToggle }: { row: KitchenRow; isOpen: boolean; onToggle: () => void }) {
  const lost = dropped(row.ledger);
  return (
    <>
      <tr class={row.state}>
        <th scope="row" class="break">
          <Fold what={`the ledger of ${row.name}`} isOpen={isOpen} onToggle={onToggle} />{row.name}{row.shared && <SharedName />}
        </th>
        <td><span class={`state ${row.state}`}>{row.state === "unknown" ? "connected" : row.state}</span></td>
        <td class="num">{ago(row.heard ?? undefined)}</td>
        <td class="opt mono">{row.interface || none}</td>
        <td class="opt mono clip" title={row.filter ?? ""}>{row.filter === "" ? "all packets" : (row.filter ?? none)}</td>
        <td class="wide clip" title={row.chefs.join(", ")}>{row.chefs.join(", ")}</td>
        <td class="num opt">{countIfKnown(row.received)}</td>
        <td class="num opt">{countIfKnown(row.ledger?.captured)}</td>
        <td class={`num ${lost ? "bad" : ""}`}>{countIfKnown(lost)}</td>
        <td class="num opt">{countIfKnown(row.ledger?.waiting)}</td>
        <td class="far mono">{row.host}</td>
      </tr>
      {isOpen && <LedgerRow row={row} columns={11} />}
    </>
  );
}

function SharedName() {
  return <> <span class="state shared" title={sharedNameExplained}>shared name</span></>;
}

/** Returns the packets and dumplings that the kitchen dropped; null before its first ledger. */
function dropped(ledger: Ledger | null): number | null {
  if (!ledger) return null;
  const parts = [ledger.droppedByKernel, ledger.droppedByInterface, ...ledger.dropped.map(({ count: n }) => n)];
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}
