/** Finds out whether another process uses the same `--node-id`: both would overwrite what the other learns. */
import type { Words } from "../../discovery/words.ts";
import { redis_namesake_looks, redis_namesake_quiet_looks } from "../limits.ts";

/**
 * What the key `alive` held at each look, before this process wrote its own mark there. The mark of a process that was killed
 * is found once; that of a living one again and again.
 *
 * @example
 * ```ts
 * import { Namesake } from "./namesake.ts";
 * import assert from "node:assert/strict";
 *
 * const namesake = new Namesake("a-9000");
 * namesake.saw("another's mark");
 * assert.equal(namesake.note, undefined);
 * namesake.saw("another's mark");
 * assert.match(namesake.note!.en, /--node-id a-9000/);
 * ```
 */
export class Namesake {
  /** Stands for this process. */
  readonly mark: string = crypto.randomUUID();
  readonly #node_id: string;
  #foreign = 0;
  #quiet = 0;

  constructor(node_id: string) {
    this.#node_id = node_id;
  }

  /** A look found this mark; null for none. */
  saw(mark: string | null): void {
    const is_quiet = mark === null || mark === this.mark;
    this.#quiet = is_quiet ? this.#quiet + 1 : 0;
    if (!is_quiet) this.#foreign++;
    else if (this.#quiet >= redis_namesake_quiet_looks) this.#foreign = 0;
  }

  /** What the operator should know. */
  get note(): Words | undefined {
    if (this.#foreign < redis_namesake_looks) return undefined;
    return {
      en:
        `Another process runs with --node-id ${this.#node_id} on this Redis: each overwrites what the other ` +
        "learns of addresses. Give every node its own name: --node-id NAME",
      zh: `另一个进程也在这个 Redis 上使用 --node-id ${this.#node_id}：两者会互相覆盖各自了解到的地址情况。` +
        "请给每个节点起不同的名字：--node-id NAME",
    };
  }
}
