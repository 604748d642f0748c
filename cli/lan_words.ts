/** Why nodes can't be looked for on the local network, in both languages: `lan/` tells it in English. */
import type { Words } from "../discovery/words.ts";
import { chineseOf } from "./known_texts.ts";

const causes: readonly Words[] = [
  { en: "this computer is in no local network", zh: "本机不在任何局域网里" },
  { en: "another program has UDP port 5353 for itself", zh: "另一个程序独占了 UDP 端口 5353" },
  { en: "the system forbids it", zh: "系统不允许" },
];

/**
 * A cause of `lan/`. What the system says stays as it is.
 *
 * @example
 * ```ts
 * import { lanWords } from "./lan_words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(lanWords("the system forbids it").zh, "系统不允许");
 * assert.equal(lanWords("strange").zh, "strange");
 * ```
 */
export function lanWords(cause: string): Words {
  return { en: cause, zh: chineseOf(cause, causes) };
}
