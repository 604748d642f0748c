/** Which files of a folder are ops, and the names of these ops. Pure. */

import type { Words } from "../../discovery/words.ts";

/** A name of an op: letters of any script, digits, `_` and `-`. Marks belong to letters, e.g. in Hindi. */
const name_form = /^[\p{L}\p{M}\p{Nd}_-]{1,32}$/u;

/** Ops of the node that a file can't replace: the network needs them. */
const kept: ReadonlySet<string> = new Set([
  "register",
  "peers",
  "hello",
  "sample",
  "announce",
  "verify",
  "ops",
]);

/** The files of a folder by their names. */
export interface NamedFiles {
  /** File by the name of its op, in the order of their names. */
  readonly files: ReadonlyMap<string, string>;
  /** By file: a sentence for files that can't be ops because of their name. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Sorts out a folder. Declarations, tests, dot files and all that is neither `.ts` nor `.js` are passed over.
 *
 * @param listing Names of the files, in any order.
 * @param ops_max Most ops; of more the first by name are taken.
 *
 * @example
 * ```ts
 * import { nameFiles } from "./op_names.ts";
 * import assert from "node:assert/strict";
 *
 * const { files, refused } = nameFiles(["count.ts", "count_test.ts", "notes.txt", "peers.ts"], 16);
 * assert.deepEqual([...files], [["count", "count.ts"]]);
 * assert.match(refused.get("peers.ts")!, /can't be replaced/);
 * ```
 */
export function nameFiles(listing: readonly string[], ops_max: number): NamedFiles {
  const refused = new Map<string, string>();
  const candidates = listing.filter(isOpFile).sort();
  const named: [name: string, file: string][] = [];
  for (const file of candidates) {
    const name = opName(file);
    const twin = candidates.find((other) => other !== file && sameName(other, file));
    const fault = twin === undefined
      ? nameFault(name)?.en
      : `${twin} has the same name but for case or ending, so neither is loaded: rename or remove one.`;
    if (fault !== undefined) refused.set(file, fault);
    else if (named.length >= ops_max) {
      refused.set(file, `Not loaded: a node takes ${ops_max} ops, and this folder has more.`);
    } else named.push([name, file]);
  }
  return { files: new Map(named), refused };
}

/**
 * Why an op can't have this name.
 *
 * @returns A sentence that ends with what to do; undefined where it can.
 */
export function nameFault(name: string): Words | undefined {
  if (!name_form.test(name)) {
    return {
      en: "An op's name is 1 to 32 letters, digits, _ or -: rename the file.",
      zh: "操作的名字是 1 到 32 个文字、数字、_ 或 -：请给文件改名。",
    };
  }
  if (kept.has(name.toLowerCase())) {
    return {
      en: `The op ${name} of the node can't be replaced: rename the file.`,
      zh: `节点自带的操作 ${name} 不能替换：请给文件改名。`,
    };
  }
  return undefined;
}

/** The name of a file's op. Systems spell one letter in several ways; the network sees one (NFC). */
export function opName(file: string): string {
  return file.replace(/\.(ts|js)$/i, "").normalize("NFC");
}

function isOpFile(file: string): boolean {
  return /\.(ts|js)$/i.test(file) && !/\.d\.ts$|[_.]test\.(ts|js)$/i.test(file) && !file.startsWith(".");
}

function sameName(a: string, b: string): boolean {
  return opName(a).toLowerCase() === opName(b).toLowerCase();
}
