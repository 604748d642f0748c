/** Names of files made of what a class list says. They are right on every system, and no two are the same. */
import { createHash } from "node:crypto";

/** Longest part of a name: two parts, a mark and an ending stay under the 255 bytes of a file name. */
const part_characters_max = 24;

/** Names that Windows keeps for devices, with any ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** What a name is made of. */
export interface Named {
  readonly number: string;
  readonly name: string;
  readonly url: string;
  readonly line: number;
}

/**
 * A file name without an ending for each row. A row keeps its name from run to run. Where the name had to be changed,
 * or two rows would have the same, it ends in a mark that is made of the whole row.
 *
 * @example
 * ```ts
 * import { fileNames } from "./file_names.ts";
 * import assert from "node:assert/strict";
 *
 * const row = { number: "2021001", name: "张三", url: "ws://10.0.0.7:9000/ws", line: 2 };
 * assert.deepEqual(fileNames([row]), ["2021001-张三"]);
 * ```
 */
export function fileNames(rows: readonly Named[]): string[] {
  const plain = rows.map(plainName);
  const counts = new Map<string, number>();
  // Windows and macOS take upper and lower case for the same.
  for (const { text } of plain) counts.set(folded(text), (counts.get(folded(text)) ?? 0) + 1);
  const taken = new Set<string>();
  return plain.map(({ text, is_changed }, place) => {
    const is_alone = counts.get(folded(text)) === 1;
    let name = is_alone && !is_changed ? text : `${text}-${mark(rows[place]!)}`;
    // The same row twice.
    if (taken.has(folded(name))) name = `${name}-${rows[place]!.line}`;
    taken.add(folded(name));
    return name;
  });
}

function plainName({ number, name, line }: Named): { text: string; is_changed: boolean } {
  const wanted = [number, name].filter((part) => part !== "").map((part) => part.normalize("NFC"));
  if (wanted.length === 0) return { text: `line-${line}`, is_changed: true };
  const parts = wanted.map((part) =>
    [...part.replaceAll(/[^\p{L}\p{M}\p{N}_-]/gu, "_")].slice(0, part_characters_max).join("")
  );
  const text = parts.join("-");
  return { text, is_changed: text !== wanted.join("-") || devices.test(text) };
}

function folded(text: string): string {
  return text.toUpperCase().toLowerCase();
}

function mark({ number, name, url }: Named): string {
  return createHash("sha256").update(JSON.stringify([number, name, url])).digest("hex").slice(0, 8);
}
