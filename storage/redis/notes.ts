/** What a store on Redis has to tell its owner while it runs. */
import { address_characters_max } from "../../discovery/address/limits.ts";
import type { Words } from "../../discovery/words.ts";
import type { StorageError } from "../storage.ts";
import type { RedisPlace } from "./server/redis_url.ts";

/**
 * The notes after one another; undefined where there is none.
 *
 * @example
 * ```ts
 * import { joinedNotes } from "./notes.ts";
 * import assert from "node:assert/strict";
 *
 * const [one, two] = [{ en: "One.", zh: "一。" }, { en: "Two.", zh: "二。" }];
 * assert.deepEqual(joinedNotes([one, undefined, two]), { en: "One. Two.", zh: "一。二。" });
 * assert.equal(joinedNotes([undefined]), undefined);
 * ```
 */
export function joinedNotes(notes: readonly (Words | undefined)[]): Words | undefined {
  const said = notes.filter((note) => note !== undefined);
  if (said.length === 0) return undefined;
  return { en: said.map(({ en }) => en).join(" "), zh: said.map(({ zh }) => zh).join("") };
}

/** The note of rows that are none; undefined where there are none. They are left as they are. */
export function foreignRowsNote(
  { shown }: Pick<RedisPlace, "shown">,
  hash: string,
  keys: readonly string[],
): Words | undefined {
  if (keys.length === 0) return undefined;
  const first = JSON.stringify(keys[0]!.slice(0, address_characters_max));
  return {
    en:
      `${keys.length} of the fields of ${hash} in Redis at ${shown} are no addresses of foxchain; they are ` +
      `ignored. The first is ${first}. Look at it, then remove it: redis-cli HDEL KEY FIELD`,
    zh:
      `${shown} 的 Redis 里，${hash} 有 ${keys.length} 个字段不是 foxchain 写的地址，已忽略；第一个是 ${first}。` +
      "查看后可以删除：redis-cli HDEL KEY FIELD",
  };
}

/** The note of a server that refuses what this node learns by itself. */
export function unkeptNote({ words }: StorageError): Words {
  return {
    en: `What this node learns of addresses waits in memory. ${words.en}`,
    zh: `本节点了解到的地址情况暂存在内存里。${words.zh}`,
  };
}

/**
 * Tells of a note that is another one than before; not of the first one, nor that there is none any longer.
 *
 * @example
 * ```ts
 * import { NoteChanges } from "./notes.ts";
 * import assert from "node:assert/strict";
 *
 * const told: string[] = [];
 * const changes = new NoteChanges(({ en }) => told.push(en));
 * for (const en of ["First.", "First.", "Second."]) changes.saw({ en, zh: "" });
 * changes.saw(undefined);
 * changes.saw({ en: "Second.", zh: "" });
 * assert.deepEqual(told, ["Second.", "Second."]);
 * ```
 */
export class NoteChanges {
  readonly #tell: (note: Words) => void;
  #before: string | undefined;

  /** @param tell Told of the new note. */
  constructor(tell: (note: Words) => void) {
    this.#tell = tell;
  }

  /** This is the note now. */
  saw(note: Words | undefined): void {
    const is_new = this.#before !== undefined && note !== undefined && note.en !== this.#before;
    this.#before = note?.en ?? "";
    if (is_new) this.#tell(note);
  }
}
