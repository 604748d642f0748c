/** Peer rows in SQL: which columns there are, how a row becomes parameters and a record a row. */
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { never_dialled, type PeerRow } from "./peer_row.ts";

/** How each field is stored: as it is, as whole milliseconds (or NULL), or as 0 or 1. */
const fields = {
  key: "plain",
  addr: "plain",
  ip: "plain",
  group: "plain",
  source_group: "plain",
  source_scope: "plain",
  first_heard_ms: "time",
  last_heard_ms: "time",
  last_try_ms: "time",
  last_success_ms: "time",
  first_success_ms: "time",
  avoid_until_ms: "time",
  failures: "plain",
  successes: "plain",
  reliability: "plain",
  state: "plain",
  speaks: "plain",
  anchor: "flag",
} as const satisfies Record<keyof PeerRow, "plain" | "time" | "flag">;

const names = Object.keys(fields) as (keyof PeerRow)[];
const quoted = names.map((name) => `"${name}"`);

/** Every column of a {@linkcode PeerRow}, in the order of {@linkcode parameters}. */
export const columns: string = quoted.join(", ");

/** Inserts a row with a key that is not stored. */
export const insert_row: string = `INSERT INTO peers (${columns}) VALUES (${
  names.map(() => "?").join(", ")
})`;

/** The columns in which a row differs from one that was never dialled. The schema has defaults for the others. */
const heard_names = names.filter((name) => !(name in never_dialled));

/** Inserts a row that was heard of and never dialled, if its key is not stored: a third faster than all columns. */
export const insert_heard: string = `INSERT INTO peers (${
  heard_names.map((name) => `"${name}"`).join(", ")
}) VALUES (${heard_names.map(() => "?").join(", ")}) ON CONFLICT (key) DO NOTHING`;

/** Goes after {@linkcode insert_row}: a known row is overwritten and keeps its place. */
export const or_overwrite: string = `ON CONFLICT (key) DO UPDATE SET (${columns}) = (${
  quoted.map((name) => `excluded.${name}`).join(", ")
})`;

/** A row's values in the order of {@linkcode columns}. Fractions of a millisecond are dropped. */
export function parameters(row: PeerRow): SQLInputValue[] {
  return names.map((name) => parameter(row, name));
}

/** A row's values for {@linkcode insert_heard}. */
export function heardParameters(row: PeerRow): SQLInputValue[] {
  return heard_names.map((name) => parameter(row, name));
}

/** True when {@linkcode insert_heard} says all that there is to say of a row. */
export function wasNeverDialled(row: PeerRow): boolean {
  for (const name of dialled_names) if (row[name] !== never_dialled[name]) return false;
  return true;
}

const dialled_names = Object.keys(never_dialled) as (keyof typeof never_dialled)[];

function parameter(row: PeerRow, name: keyof PeerRow): SQLInputValue {
  const value = row[name];
  if (typeof value === "boolean") return Number(value);
  return fields[name] === "time" && typeof value === "number" ? Math.floor(value) : value;
}

/** The row that a record of all {@linkcode columns} stands for. */
export function toRow(record: Record<string, SQLOutputValue>): PeerRow {
  // Copied by name: spreading SQLite's record took three times as long.
  const row: Record<string, unknown> = {};
  for (const name of names) row[name] = fields[name] === "flag" ? record[name] === 1 : record[name];
  return row as unknown as PeerRow;
}
