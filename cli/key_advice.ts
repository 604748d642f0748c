/** The commands that help with the key: to print it, and to mend a key file that can't be used. */
import type { KeyFileError, KeyFileFault } from "../node/page/key_file.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import type { Words } from "./language.ts";
import { default_node_url } from "./node_url.ts";
import { pageUrl } from "./page_url.ts";

/**
 * The failure that a faulty key file means.
 *
 * @param db Path of the store beside which it lies.
 */
export function keyFailure({ fault, words, path }: KeyFileError, db: string): Failure {
  return new Failure(exit_codes.unavailable, words, advice(fault, path, db));
}

function advice(fault: KeyFileFault, path: string, db: string): Words {
  switch (fault) {
    case "missing":
      return {
        en: mayBeNode(db)
          ? `with Redis give the command in the folder where ${db} runs; else name the node's file: ` +
            "foxchain key --db FILE"
          : `foxchain --db ${
            quoted(db)
          } makes it when it starts; or name the node's file: foxchain key --db FILE`,
        zh: mayBeNode(db)
          ? `使用 Redis 时，请在 ${db} 运行的文件夹里执行；否则指定节点的文件：foxchain key --db FILE`
          : `foxchain --db ${quoted(db)} 启动时会生成它；或者指定节点的文件：foxchain key --db FILE`,
      };
    case "unreadable":
      return {
        en: "run this command as the user that runs the node",
        zh: "用运行节点的那个用户执行这个命令",
      };
    case "of another user":
      return {
        en: `run this command as that user; or ${remove} ${quoted(path)}, then the node makes a key of yours`,
        zh: `用那个用户执行这个命令；或者 ${remove} ${quoted(path)}，节点就会生成属于你的密钥`,
      };
    default:
      return {
        en: `${remove} ${quoted(path)}; the node makes a new key at its next start`,
        zh: `${remove} ${quoted(path)}；节点下次启动时会生成新的密钥`,
      };
  }
}

/** Whether it may be the name of a node, which `key` takes in the place of a file where the node uses Redis. */
function mayBeNode(db: string): boolean {
  return /^[A-Za-z0-9][\w.-]*$/.test(db) && !/\.(sqlite|db)\d?$/i.test(db);
}

const remove = Deno.build.os === "windows" ? "del" : "rm";

/**
 * The command that prints the link of a node's page.
 *
 * @param page Its address, as the node tells it.
 *
 * @example
 * ```ts
 * import { keyCommand } from "./key_advice.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(keyCommand("peers.sqlite", "http://localhost:9000/"), "foxchain key");
 * assert.equal(
 *   keyCommand("my peers.sqlite", "https://localhost:9001/"),
 *   'foxchain key --db "my peers.sqlite" --url https://localhost:9001/',
 * );
 * ```
 */
export function keyCommand(db: string, page: string): string {
  const of_db = db === "peers.sqlite" ? "" : ` --db ${quoted(db)}`;
  const of_page = page === pageUrl(default_node_url) ? "" : ` --url ${page}`;
  return `foxchain key${of_db}${of_page}`;
}

/** The path as one word for a shell. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : JSON.stringify(path);
}
