// One row of the list of dumplings.
import { none } from "../shared/format";
import type { TailRow as RowData } from "../shared/messages";
import { phone, useMatches } from "./media";
import { When } from "./table";

/** Returns the height of a row in pixels, as in style.css. */
export function useRowHeight(): number {
  return useMatches(phone) ? 46 : 26;
}

export function TailRow({ row, selected, onOpen }: { row: RowData; selected: boolean; onOpen: () => void }) {
  const isPoke = row.driver === "interval";
  return (
    <div class={`row ${selected ? "selected" : ""}`} id={`row-${row.id}`} role="option" aria-selected={selected} onClick={onOpen}>
      <span class="time"><When at={row.time} digits={3} /></span>
      <span class={`driver ${isPoke ? "interval" : "packet"}`} title={row.driver}>{isPoke ? "poke" : "pkt"}</span>
      <span class="chef">{row.chef}</span>
      <span class="kitchen">{row.kitchen ?? none}</span>
      <span class="preview">{row.preview}</span>
    </div>
  );
}
