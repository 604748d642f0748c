/** Reads names out of a file: nicknames that were saved here, or a class list. A part of its own, loaded when it is needed. */
import { roster_bytes_max } from "../../../roster/limits.ts";
import { nodeUrl } from "../../../roster/node_url.ts";
import { readRoster, RosterError, type RosterFault } from "../../../roster/roster.ts";
import { bilingual, type Language } from "../page/language.ts";
import { nicknames_max } from "./nicknames.ts";

/** Lines of a class list that are named as left out; more are only counted. */
export const faults_named_max = 3;

/** What a file holds. */
export interface NamesFile {
  readonly names: readonly (readonly [key: string, name: string])[];
  /** What there is to say about it, in the language of the page. */
  readonly said: string;
}

const words = bilingual({
  en: {
    taken: (names: number) => names === 1 ? "1 name was loaded." : `${names} names were loaded.`,
    left_out: (lines: number, first: string) =>
      `${lines === 1 ? "1 line was" : `${lines} lines were`} left out: ${first}.`,
    line: (line: number, cause: string) => `line ${line} (${cause})`,
    more: ", …",
    comma: ", ",
    no_name: "no name",
    no_url: "no url",
    no_address: "no address of a node",
    same_address: "the address of another line",
    too_many: "too many",
    open_quote: "a quote that is not closed",
    refused:
      "Nothing was changed: these are neither names that were saved here nor a class list (CSV with 学号,姓名,班级,url).",
  },
  zh: {
    taken: (names: number) => `导入了 ${names} 个名字。`,
    left_out: (lines: number, first: string) => `有 ${lines} 行没有用上：${first}。`,
    line: (line: number, cause: string) => `第 ${line} 行（${cause}）`,
    more: "……",
    comma: "、",
    no_name: "没有姓名",
    no_url: "没有 url",
    no_address: "不是节点的地址",
    same_address: "与另一行的地址相同",
    too_many: "太多",
    open_quote: "引号没有闭合",
    refused: "什么都没有改动：这既不是从这里导出的昵称，也不是班级名单（CSV：学号,姓名,班级,url）。",
  },
});

/**
 * The names in a file, and what there is to say about it.
 *
 * @example
 * ```ts
 * import { readNames } from "./names_import.ts";
 * import assert from "node:assert/strict";
 *
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * assert.deepEqual(readNames(bytes('{"ws://a.example/ws":"Ada"}'), "en").names, [["ws://a.example/ws", "Ada"]]);
 * const { names, said } = readNames(bytes("姓名,url\n张三,10.0.0.7:9000\n李四,\n"), "en");
 * assert.deepEqual(names, [["ws://10.0.0.7:9000/ws", "张三"]]);
 * assert.equal(said, "1 name was loaded. 1 line was left out: line 3 (no url).");
 * ```
 */
export function readNames(bytes: Uint8Array, language: Language): NamesFile {
  const { taken, refused } = words[language];
  const saved = readSaved(bytes);
  if (saved !== undefined) return { names: saved, said: taken(saved.length) };
  try {
    const { students, faults } = readRoster(bytes, nodeUrl);
    const names = students.map(({ key, name }) => [key, name] as const);
    if (names.length > 0) {
      return {
        names,
        said: [taken(names.length), ...leftOut(faults, language)].join(language === "en" ? " " : ""),
      };
    }
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
  }
  return { names: [], said: refused };
}

/** A JSON object of addresses and names; undefined for any other text. */
function readSaved(bytes: Uint8Array): [key: string, name: string][] | undefined {
  if (bytes.length > roster_bytes_max) return undefined;
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
    const entries = Object.entries(read);
    const fits = entries.length <= nicknames_max && entries.every(([, name]) => typeof name === "string");
    return fits ? entries : undefined;
  } catch {
    return undefined;
  }
}

function leftOut(faults: readonly RosterFault[], language: Language): string[] {
  if (faults.length === 0) return [];
  const { left_out, line, more, comma, ...causes } = words[language];
  const first = faults.slice(0, faults_named_max).map((fault) => line(fault.line, causes[fault.cause]));
  return [left_out(faults.length, first.join(comma) + (faults.length > faults_named_max ? more : ""))];
}
