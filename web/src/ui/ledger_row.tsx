// The row under a kitchen that shows its ledger.
import type { KitchenRow } from "../shared/messages";
import { LedgerDetail } from "./ledger_detail";

/** `columns`: the number of columns of the table. */
export function LedgerRow({ row, columns }: { row: KitchenRow; columns: number }) {
  return <tr class="detail"><td colSpan={columns}><div class="ledger"><LedgerDetail row={row} /></div></td></tr>;
}
