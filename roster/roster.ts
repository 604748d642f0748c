/** Reads the list of a class: a CSV file with 学号, 姓名, 班级 and url, all but the name and the url optional. */
// @ts-types="npm:@types/papaparse@5.5.2"
import papaparse from "papaparse";
import { parseAddress } from "../discovery/address/address.ts";
import type { Words } from "../discovery/words.ts";
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

/** Why a line can't be used. */
export type FaultCause = "no_name" | "no_url" | "no_address" | "same_address" | "too_many" | "open_quote";

/** A line that names no student with an address of its own, and why. */
export interface RosterFault {
  readonly line: number;
  readonly cause: FaultCause;
  /** The cause, as a part of a sentence. */
  readonly reason: Words;
  /** The name in that line, for a list of students without a node; empty where there is none. */
  readonly name: string;
  /** 学号 in that line; empty where there is none. */
  readonly number: string;
  /** 班级 in that line; empty where there is none. */
  readonly class_name: string;
  /** What stands where the address belongs. */
  readonly written: string;
  /** Only of `same_address`: the other line that has the address. */
  readonly same_line?: number;
}

/** A list that was read. */
export interface Roster {
  readonly students: readonly Student[];
  readonly faults: readonly RosterFault[];
}

/** A file that is no list at all. The message is the English sentence for a person. */
export class RosterError extends Error {
  constructor(readonly words: Words) {
    super(words.en);
  }
}

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

/** The message for a file whose columns can't be recognised. */
const no_columns: Words = {
  en: 'It has no columns "姓名" (or "name") and "url". The first line should be: 学号,姓名,班级,url',
  zh: "没有“姓名”（或 name）和 url 这两列。第一行应该是：学号,姓名,班级,url",
};

/**
 * Reads a list. Lines that can't be used are reported; the others still count.
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
  if (bytes.length > roster_bytes_max) {
    throw new RosterError({
      en: `It is longer than ${roster_bytes_max} bytes.`,
      zh: `文件超过 ${roster_bytes_max} 字节。`,
    });
  }
  const text = decodeText(bytes);
  if (text === undefined) {
    throw new RosterError({
      en: "It is no text in UTF-8, UTF-16 or GBK. Save it as CSV.",
      zh: "它不是 UTF-8、UTF-16 或 GBK 的文本。请另存为 CSV。",
    });
  }
  const rows = rowsOf(text);
  const [first] = rows;
  if (first === undefined) throw new RosterError({ en: "It is empty.", zh: "文件是空的。" });
  const named = namedColumns(first.cells);
  const columns = named ?? unnamedColumns(first.cells, toUrl);
  if (columns === undefined) throw new RosterError(no_columns);
  return readRows(named === undefined ? rows : rows.slice(1), columns, toUrl);
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote in it is never closed, so its cells may not be what was meant. */
  readonly has_open_quote: boolean;
}

const delimitersToGuess = [",", "\t", ";", "，", "|"];

/** Rows that are not empty, with the lines at which they begin. */
function rowsOf(text: string): Row[] {
  const whole = papaparse.parse<string[]>(text, { delimitersToGuess });
  const is_quoted_right = whole.errors.every(({ type }) => type !== "Quotes");
  const rows = is_quoted_right ? wholeRows(text, whole.meta.delimiter) : singleRows(text);
  return rows.map((row) => ({ ...row, cells: row.cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
}

/** A cell in quotes may go over several lines. */
function wholeRows(text: string, delimiter: string): Row[] {
  const rows: Row[] = [];
  let line = 1;
  let read = 0;
  papaparse.parse<string[]>(text, {
    delimiter,
    step: ({ data: cells, meta: { cursor } }) => {
      rows.push({ line, cells, has_open_quote: false });
      line += text.slice(read, cursor).split(/\r\n|\r|\n/).length - 1;
      read = cursor;
    },
  });
  return rows;
}

/** One quote that is never closed would swallow all lines after it. So each line is read by itself. */
function singleRows(text: string): Row[] {
  const lines = text.split(/\r\n|\r|\n/);
  const sound = lines.filter((line) => !line.includes('"')).join("\n");
  const { delimiter } = papaparse.parse<string[]>(sound, { delimitersToGuess, preview: 20 }).meta;
  return lines.map((text, place) => {
    const plain = papaparse.parse<string[]>(text, { delimiter });
    const has_open_quote = plain.errors.some(({ type }) => type === "Quotes");
    const cells = has_open_quote ? text.replaceAll('"', "").split(delimiter) : plain.data[0] ?? [];
    return { line: place + 1, cells, has_open_quote };
  });
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
  // A single word may be a host's name, but more likely it is the name of a column.
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
  for (const { line, cells, has_open_quote } of rows) {
    const cell = (column: Column) => cut(cells[columns[column] ?? -1] ?? "");
    const person = { number: cell("number"), name: cell("name"), class_name: cell("class_name") };
    const written = cells[columns.url!] ?? "";
    const address = parseAddress(toUrl(written) ?? "").address;
    const fault = has_open_quote
      ? { cause: "open_quote" as const, reason: { en: "a quote in it is not closed", zh: "引号没有闭合" } }
      : faultOf(person.name, written, address?.key, students);
    if (fault !== undefined) faults.push({ line, ...fault, ...person, written: cut(written) });
    else {
      const { addr, key } = address!;
      students.set(key, { line, ...person, addr, key });
    }
  }
  return { students: [...students.values()], faults };
}

function faultOf(
  name: string,
  written: string,
  key: string | undefined,
  students: ReadonlyMap<string, Student>,
): Pick<RosterFault, "cause" | "reason" | "same_line"> | undefined {
  if (name === "") return { cause: "no_name", reason: { en: "there is no name", zh: "没有姓名" } };
  if (written === "") return { cause: "no_url", reason: { en: "there is no url", zh: "没有网址" } };
  if (key === undefined) {
    const text = JSON.stringify(cut(written));
    return {
      cause: "no_address",
      reason: { en: `${text} is no address of a node`, zh: `${text} 不是节点的地址` },
    };
  }
  const before = students.get(key);
  if (before !== undefined) {
    const reason = {
      en: `line ${before.line} (${before.name}) has the same address`,
      zh: `和第 ${before.line} 行（${before.name}）的地址相同`,
    };
    return { cause: "same_address", reason, same_line: before.line };
  }
  if (students.size >= students_max) {
    return {
      cause: "too_many",
      reason: { en: `a list may have ${students_max} students`, zh: `一份名单最多 ${students_max} 人` },
    };
  }
}

/** Without control characters: a name is shown in a terminal, too. */
function cut(text: string): string {
  // deno-lint-ignore no-control-regex
  const clean = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ").trim();
  return [...clean].slice(0, roster_characters_max).join("");
}
