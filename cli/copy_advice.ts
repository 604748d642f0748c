/** What a copy says at its end: what did not go along, and how a node is started on TO. */
import type { Words } from "../discovery/words.ts";
import type { CopyCounts } from "../storage/copy/copy_rows.ts";
import { exists } from "../storage/available.ts";
import { keyPath } from "../node/page/key_file.ts";
import type { CopyOptions } from "./copy_options.ts";
import type { CopyEnds } from "./copy_ends.ts";
import type { Output } from "./output.ts";
import { quoted } from "./quoted.ts";

/** How it ended. */
export interface CopyResult {
  readonly counts: CopyCounts;
  /** Values of own ops that were copied. */
  readonly values: number;
  /** Values of own ops in FROM; only a file has them. */
  readonly values_left: number;
  readonly notes: readonly Words[];
}

/** Writes to stderr. */
export function tellRest(
  { counts, values, values_left, notes }: CopyResult,
  { from, to }: CopyEnds,
  options: CopyOptions,
  output: Output,
): void {
  for (const note of notes) output.note(note);
  if (counts.all === 0) {
    output.note({ en: `${from.shown} holds no addresses.`, zh: `${from.shown} 里没有地址。` });
  }
  if (counts.unfit > 0) {
    output.note({
      en: `${counts.unfit} rows of ${from.shown} are no addresses, and were left out.`,
      zh: `${from.shown} 里有 ${counts.unfit} 行不是地址，没有复制。`,
    });
  }
  if (options.values) {
    output.note({
      en: `Copied ${values} values of own ops.`,
      zh: `复制了 ${values} 个自己写的操作的值。`,
    });
  }
  if (values_left > 0) {
    output.note({
      en: `${values_left} values of own ops did not go along: give the command again with --values.`,
      zh: `有 ${values_left} 个自己写的操作的值没有复制：加上 --values 再执行一次。`,
    });
  }
  const [key, key_there] = [keyPath(from.local), keyPath(to.local)];
  if (key !== key_there && exists(key) && !exists(key_there)) {
    const command = `${Deno.build.os === "windows" ? "copy" : "cp -p"} ${quoted(key)} ${quoted(key_there)}`;
    output.note({
      en: `The key that steers the node did not go along. To keep it: ${command}`,
      zh: `控制节点的密钥没有复制。要保留它：${command}`,
    });
  }
  if (to.kind === "redis") {
    const net = to.net === "foxchain" ? "" : ` --net ${quoted(to.net)}`;
    const start = `foxchain --db ${to.shown} --node-id ${to.local}${net}`;
    output.note({
      en: `To run a node there, in the folder with its key and values: ${start}`,
      zh: `在那里运行节点（在放密钥和值的文件夹里）：${start}`,
    });
  }
}
