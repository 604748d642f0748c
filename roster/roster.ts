/** Reads the list of a class: a CSV file with 学号, 姓名, 班级 and url, all but the name and the url optional. */
// @ts-types="npm:@types/papaparse@5.5.2"
import papaparse from "papaparse";
import { parseAddress } from "../discovery/address/address.ts";
import { roster_bytes_max, roster_characters_max, students_max } from "./limits.ts";
import { decodeText } from "./text.ts";

/** One student and the address of the student's node. */
export interface Student {
  /** Line of the file, from 1. */
  readonly line: number;
  /** 学号; empty where the list has none. */
  readonly number: string;
  readonly name: string;
  /** 班级; empty where the list has none. */
  readonly class_name: string;
  /** A `ws:` or `wss:` URL. */
  readonly addr: string;
  /** Its canonical form, by which the rows of the peer book are named. */
  readonly key: string;
}

/** A line that names no student with an address, and why. */
export interface RosterFault {
  readonly line: number;
  readonly reason: string;
  /** The name in that line, for a list of students without a node; empty where there is none. */
  readonly name: string;
}

/** A list that was read. */
export interface Roster {
  readonly students: readonly Student[];
  readonly faults: readonly RosterFault[];
}

/** A file that is no list at all. The message is a sentence for a person. */
export class RosterError extends Error {}

type Column = "number" | "name" | "class_name" | "url";

/** Names of the columns, in lower case and without spaces. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  number: ["学号", "number", "id", "studentid", "student_id", "no", "no."],
  name: ["姓名", "名字", "name", "student"],
  class_name: ["班级", "班", "class", "group"],
  url: ["url", "网址", "地址", "节点", "addr", "address", "node"],
};

/** Columns of a file without headings, by their number. */
const unnamed: Readonly<Record<number, readonly Column[]>> = {
  2: ["name", "url"],
  3: ["number", "name", "url"],
  4: ["number", "name", "class_name", "url"],
};

/** What is told of a file whose columns nobody can make out. */
const no_columns =
  'It has no columns "姓名" (or "name") and "url". The first line should be: 学号,姓名,班级,url';

/**
 * Reads a list. Lines that can't be used are told, and the others still count.
 *
 * @param toUrl Makes the URL of a node of what a person types, e.g. `192.168.1.7:9000`; undefined where it can't.
 * @throws {RosterError} The file is too long, no text, or has no such columns.
 *
 * @example
 * ```ts
 * import { readRoster } from "./roster.ts";
 * import assert from "node:assert/strict";
 *
 * const file = new TextEncoder().encode("学号,姓名,url\n2021001,张三,ws://192.168.1.7:9000/ws\n");
 * const { students } = readRoster(file);
 * assert.deepEqual(students.map(({ name, addr }) => [name, addr]), [["张三", "ws://192.168.1.7:9000/ws"]]);
 * ```
 */
export function readRoster(
  bytes: Uint8Array,
  toUrl: (text: string) => string | undefined = (text) => text,
): Roster {
  if (bytes.length > roster_bytes_max) throw new RosterError(`It is longer than ${roster_bytes_max} bytes.`);
  const text = decodeText(bytes);
  if (text === undefined) throw new RosterError("It is no text in UTF-8, UTF-16 or GBK. Save it as CSV.");
  const rows = rowsOf(text);
  const [first] = rows;
  if (first === undefined) throw new RosterError("It is empty.");
  const named = namedColumns(first.cells);
  const columns = named ?? unnamedColumns(first.cells, toUrl);
  if (columns === undefined) throw new RosterError(no_columns);
  return readRows(named === undefined ? rows : rows.slice(1), columns, toUrl);
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows that are not empty, with their places in the file. */
function rowsOf(text: string): Row[] {
  const { data } = papaparse.parse<string[]>(text, {
    delimitersToGuess: [",", "\t", ";", "，", "|"],
  });
  return data.map((cells, place) => ({ line: place + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
}

type Columns = Readonly<Partial<Record<Column, number>>>;

function namedColumns(cells: readonly string[]): Columns | undefined {
  const titles = cells.map((cell) => cell.toLowerCase().replaceAll(/\s/g, ""));
  const found: Partial<Record<Column, number>> = {};
  for (const [column, names] of Object.entries(headings) as [Column, readonly string[]][]) {
    const place = titles.findIndex((title) => names.includes(title));
    if (place >= 0) found[column] = place;
  }
  return found.name === undefined || found.url === undefined ? undefined : found;
}

/** A first line that holds an address where one belongs is no heading. */
function unnamedColumns(
  cells: readonly string[],
  toUrl: (text: string) => string | undefined,
): Columns | undefined {
  const order = unnamed[cells.length];
  const last = cells.at(-1)!;
  // A single word may be a host's name, but rather is the name of a column.
  if (order === undefined || !/[.:]/.test(last)) return undefined;
  if (parseAddress(toUrl(last) ?? "").address === undefined) return undefined;
  return Object.fromEntries(order.map((column, place) => [column, place]));
}

function readRows(
  rows: readonly Row[],
  columns: Columns,
  toUrl: (text: string) => string | undefined,
): Roster {
  const students = new Map<string, Student>();
  const faults: RosterFault[] = [];
  for (const { line, cells } of rows) {
    const cell = (column: Column) => cut(cells[columns[column] ?? -1] ?? "");
    const name = cell("name");
    const written = cells[columns.url!] ?? "";
    const address = parseAddress(toUrl(written) ?? "").address;
    const reason = faultOf(name, written, address?.key, students);
    if (reason !== undefined) faults.push({ line, reason, name });
    else {
      const { addr, key } = address!;
      students.set(key, { line, number: cell("number"), name, class_name: cell("class_name"), addr, key });
    }
  }
  return { students: [...students.values()], faults };
}

function faultOf(
  name: string,
  written: string,
  key: string | undefined,
  students: ReadonlyMap<string, Student>,
): string | undefined {
  if (name === "") return "there is no name";
  if (written === "") return "there is no url";
  if (key === undefined) return `${JSON.stringify(cut(written))} is no address of a node`;
  const before = students.get(key);
  if (before !== undefined) return `line ${before.line} (${before.name}) has the same address`;
  if (students.size >= students_max) return `a list may have ${students_max} students`;
}

/** Without control characters: a name is shown in a terminal, too. */
function cut(text: string): string {
  // deno-lint-ignore no-control-regex
  const clean = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ").trim();
  return [...clean].slice(0, roster_characters_max).join("");
}
