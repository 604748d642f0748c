/** The name of a node among those that share one Redis: its own things are kept under it, there and in files. */
import { node_id_characters_max } from "./limits.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { InvalidValue } from "./invalid_value.ts";

/**
 * The name where none is given: this computer's and the port.
 *
 * @param hostname Asks the system; it may be forbidden.
 * @throws {Failure} `usage` where the system does not tell: two nodes must not have one name.
 *
 * @example
 * ```ts
 * import { defaultNodeId } from "./node_id.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(defaultNodeId(9000, () => "Lab 3_a.example"), "Lab-3_a.example-9000");
 * ```
 */
export function defaultNodeId(port: number, hostname: () => string = Deno.hostname): string {
  let name: string;
  try {
    name = hostname();
  } catch {
    throw new Failure(exit_codes.usage, {
      en: "the system does not tell the name of this computer.",
      zh: "系统没有给出本机的名字。",
    }, { en: "give the node a name: --node-id NAME", zh: "给节点起个名字：--node-id NAME" });
  }
  const plain = name.replaceAll(/[^\w.-]/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return `${plain.slice(0, node_id_characters_max - 6) || "node"}-${port}`;
}

/** Reads `--node-id`: it becomes a part of file names. */
export function readNodeId(text: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(text) && text.length <= node_id_characters_max) return text;
  throw new InvalidValue({
    en:
      `A node's name has 1 to ${node_id_characters_max} of A-Z a-z 0-9 . _ - and begins with a letter or digit.`,
    zh: `节点名由 1 到 ${node_id_characters_max} 个 A-Z a-z 0-9 . _ - 组成，以字母或数字开头。`,
  });
}
