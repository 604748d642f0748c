/**
 * Why a text is no address, in both languages. A node answers the English in `register` with `detail`, so it is part of
 * the protocol. The Chinese is only for people.
 */
import type { Words } from "../discovery/words.ts";
import { chineseOf } from "./known_texts.ts";

const faults: readonly Words[] = [
  { en: "does not begin with ws:// or wss://", zh: "不是以 ws:// 或 wss:// 开头" },
  { en: "longer than {count} characters", zh: "超过 {count} 个字符" },
  { en: "contains spaces, control characters or backslashes", zh: "含有空格、控制字符或反斜杠" },
  { en: "is not a valid URL", zh: "不是有效的网址" },
  { en: "has a fragment", zh: "带有 # 部分" },
  { en: "has a query", zh: "带有 ? 部分" },
  { en: "has credentials", zh: "带有用户名或密码" },
  { en: "has no host", zh: "没有主机" },
  { en: "has port 0", zh: "端口是 0" },
  { en: "has a host that nobody can dial ({kind})", zh: "没有人能连接这个主机（{kind}）" },
  { en: "unspecified address", zh: "未指定的地址" },
  { en: "multicast address", zh: "组播地址" },
  { en: "broadcast address", zh: "广播地址" },
  { en: "reserved address", zh: "保留的地址" },
  { en: "link-local address without a zone", zh: "没有写明网卡的链路本地地址" },
];

/**
 * A node's reason in both languages. An unknown one, e.g. of another program, stays as it is.
 *
 * @example
 * ```ts
 * import { addressWords } from "./address_words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(addressWords("has port 0").zh, "端口是 0");
 * assert.equal(addressWords("I do not like it").zh, "I do not like it");
 * ```
 */
export function addressWords(fault: string): Words {
  return { en: fault, zh: chineseOf(fault, faults) };
}
