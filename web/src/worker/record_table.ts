// A list of records as the rows of a table, cut to a size that can be kept and shown.
import { figure, time as shownTime } from "../shared/format";
import { isObject, type JsonObject } from "../shared/json";
import type { TableSort, TableView } from "../shared/messages";
import { boundedName } from "../shared/names";
import { bytesOf } from "./memory";

const mostColumns = 12;
const mostRows = 1000;
const mostShown = 200;
const longestCell = 200;  // characters
const mostBytes = 256 << 10;

/** A record that is kept under a name in the payload has that name as its key. */
export interface NamedRecord {
  key?: string;
  record: JsonObject;
}

type Cell = string | number;

export class RecordTable {
  readonly bytes: number;
  private readonly columns: string[];
  private readonly rows: Cell[][] = [];

  private readonly all: number;
  private readonly hasKeys: boolean;

  /** `time`: the dumpling's, in seconds since the epoch. */
  constructor(readonly name: string, readonly kitchen: string, private readonly time: number, records: NamedRecord[]) {
    this.all = records.length;
    const keys = new Set<string>();
    for (const { record } of records.slice(0, mostRows)) {
      for (const key in record) if (keys.size < mostColumns) keys.add(key);
    }
    this.hasKeys = records.some(({ key }) => key !== undefined);
    this.columns = [...(this.hasKeys ? ["name"] : []), ...[...keys].map((key) => boundedName(key))];
    let bytes = 400 + this.columns.reduce((sum, column) => sum + bytesOf(column), bytesOf(name) + bytesOf(kitchen));
    for (const { key, record } of records.slice(0, mostRows)) {
      const row = [...(this.hasKeys ? [boundedName(key ?? "", longestCell)] : []), ...[...keys].map((column) => cellOf(record, column))];
      bytes += row.reduce<number>((sum, cell) => sum + (typeof cell === "string" ? bytesOf(cell) : 16), 40);
      if (bytes > mostBytes) break;
      this.rows.push(row);
    }
    this.bytes = Math.min(bytes, mostBytes);
  }

  /** Sorts by a column if `sort` names one that the table has; otherwise, records under names by name. */
  view(sort?: TableSort): TableView {
    const column = sort ? this.columns.indexOf(sort.column) : this.hasKeys ? 0 : -1;
    const down = sort?.down ?? false;
    const rows = this.sorted(column, down).slice(0, mostShown).map((row) => row.map((cell) => shown(cell, this.time)));
    const sortedBy = column < 0 ? null : { table: this.name, column: this.columns[column]!, down };
    return { name: this.name, kitchen: this.kitchen, columns: this.columns, sort: sortedBy, rows, leftOut: this.all - rows.length };
  }

  private sorted(column: number, down: boolean): Cell[][] {
    if (column < 0) return this.rows;
    const sign = down ? -1 : 1;
    return [...this.rows].sort((a, b) => sign * compareCells(a[column]!, b[column]!));
  }
}

function cellOf(record: JsonObject, column: string): Cell {
  if (!Object.hasOwn(record, column)) return "";
  const value = record[column];
  if (typeof value === "number") return value;
  if (typeof value === "string") return boundedName(value, longestCell);
  return boundedName(isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value), longestCell);
}

/** Numbers come before texts. Texts are compared as people do, so that host9 comes before host10. */
function compareCells(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
  return typeof a === "number" ? -1 : 1;
}

const collator = new Intl.Collator("en", { numeric: true });

function shown(cell: Cell, near: number): string {
  if (typeof cell === "string") return cell;
  return Math.abs(cell - near) < 366 * 86400 && cell > 1e8 ? shownTime(cell, 3) : figure(cell);
}
