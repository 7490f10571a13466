// Takes any payload apart: every number gets a name, and records, in a list or under names, become a table.
import { isObject, type JsonObject } from "../shared/json";
import { boundedName } from "../shared/names";
import type { NamedRecord } from "./record_table";

export interface Parts {
  numbers: { name: string; value: number }[];
  tables: { name: string; records: NamedRecord[] }[];
}

const mostNumbers = 512;
const mostTables = 16;
const mostListItems = 16;
const deepest = 8;

/** `isTable` returns whether a single record under this name is a table, because there were several before. */
export function takeApart(payload: unknown, isTable: (name: string) => boolean = () => false): Parts {
  const parts: Parts = { numbers: [], tables: [] };
  walk(payload, "", 0, parts, isTable);
  return parts;
}

/** Returns the name under which the records of a payload are a table. */
function tableName(name: string): string {
  return name || "payload";
}

function walk(value: unknown, name: string, depth: number, parts: Parts, isTable: (name: string) => boolean): void {
  if (typeof value === "number") {
    if (parts.numbers.length < mostNumbers) parts.numbers.push({ name: name || "value", value });
  } else if (depth < deepest && Array.isArray(value)) {
    walkList(value, name, depth, parts, isTable);
  } else if (depth < deepest && isObject(value)) {
    const keys = Object.keys(value);
    if (isMapOfRecords(value, keys, isTable(tableName(name)))) {
      addTable(parts, name, keys.map((key) => ({ key, record: value[key] as JsonObject })));
    } else {
      for (const key of keys.slice(0, mostNumbers)) walk(value[key], boundedName(name ? `${name}.${key}` : key), depth + 1, parts, isTable);
    }
  }
}

function walkList(list: unknown[], name: string, depth: number, parts: Parts, isTable: (name: string) => boolean): void {
  if (list.length > 0 && list.every(isObject)) {
    addTable(parts, name, list.map((record) => ({ record: record as JsonObject })));
  } else {
    list.slice(0, mostListItems).forEach((item, i) => walk(item, `${name}[${i}]`, depth + 1, parts, isTable));
  }
}

function addTable(parts: Parts, name: string, records: { key?: string; record: JsonObject }[]): void {
  if (parts.tables.length < mostTables) parts.tables.push({ name: tableName(name), records });
}

/**
 * Returns whether it is like {"a": {"count": 1}, "b": {"count": 2}}: objects under names, which have keys in common. A
 * single object may be anything, so it counts only if `single`.
 */
function isMapOfRecords(value: JsonObject, keys: string[], single: boolean): boolean {
  if (keys.length < (single ? 1 : 2)) return false;
  const first = value[keys[0]!];
  if (!isObject(first)) return false;
  const known = Object.keys(first);
  return keys.every((key) => {
    const record = value[key];
    return isObject(record) && (keys.length === 1 || known.some((one) => Object.hasOwn(record, one)));
  });
}
