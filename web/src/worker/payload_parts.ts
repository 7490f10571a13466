// Takes any payload apart: every number gets a name, every list of records becomes a table.
import { isObject, type JsonObject } from "../shared/json";

export interface Parts {
  numbers: { name: string; value: number }[];
  tables: { name: string; records: { key?: string; record: JsonObject }[] }[];
}

const mostNumbers = 512;
const mostTables = 16;
const mostRecords = 1000;
const mostListItems = 16;
const deepest = 8;

export function takeApart(payload: unknown): Parts {
  const parts: Parts = { numbers: [], tables: [] };
  walk(payload, "", 0, parts);
  return parts;
}

function walk(value: unknown, name: string, depth: number, parts: Parts): void {
  if (typeof value === "number") {
    if (parts.numbers.length < mostNumbers) parts.numbers.push({ name: name || "value", value });
  } else if (depth < deepest && Array.isArray(value)) {
    walkList(value, name, depth, parts);
  } else if (depth < deepest && isObject(value)) {
    if (isMapOfRecords(value)) {
      const keys = Object.keys(value).slice(0, mostRecords);
      addTable(parts, name, keys.map((key) => ({ key, record: value[key] as JsonObject })));
    }
    for (const key of Object.keys(value).slice(0, mostNumbers)) walk(value[key], name ? `${name}.${key}` : key, depth + 1, parts);
  }
}

function walkList(list: unknown[], name: string, depth: number, parts: Parts): void {
  if (list.length > 0 && list.every(isObject)) {
    addTable(parts, name, list.slice(0, mostRecords).map((record) => ({ record: record as JsonObject })));
  } else {
    list.slice(0, mostListItems).forEach((item, i) => walk(item, `${name}[${i}]`, depth + 1, parts));
  }
}

function addTable(parts: Parts, name: string, records: { key?: string; record: JsonObject }[]): void {
  if (parts.tables.length < mostTables) parts.tables.push({ name: name || "payload", records });
}

/** Returns whether it is like {"a": {"count": 1}, "b": {"count": 2}}: two or more records with the same keys. */
function isMapOfRecords(value: JsonObject): boolean {
  const keys = Object.keys(value);
  if (keys.length < 2) return false;
  const shape = (item: unknown) => (isObject(item) ? Object.keys(item).sort().join("\n") : "");
  const first = shape(value[keys[0]!]);
  return first !== "" && keys.every((key) => shape(value[key]) === first);
}
