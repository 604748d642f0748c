/** Reads `--ops` and `--without`, and says why a folder can't be used. */
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { InvalidValue } from "./invalid_value.ts";
import { both, type Words } from "./language.ts";
import { quoted } from "./quoted.ts";
import type { Terminal } from "./terminal.ts";
import { markedCommand } from "./worker_mark.ts";

/** Ops that a node can be started without: the homework. */
export const optional_ops = ["time"] as const;

/**
 * Looks whether ops can be loaded from a folder.
 *
 * @throws {Failure} `usage`, with the command to type.
 */
export function checkOpsFolder(folder: string, terminal: Pick<Terminal, "narrows_workers">): void {
  if (!terminal.narrows_workers) {
    throw new Failure(
      exit_codes.usage,
      {
        en:
          "--ops needs a flag of Deno that this start lacks: without it the first op would end the program.",
        zh: "--ops 需要 Deno 的一个选项，这次启动没有给：没有它，第一个操作就会让程序结束。",
      },
      both(markedCommand(Deno.mainModule, `--ops ${quoted(folder)}`)),
    );
  }
  let fault: Words;
  try {
    if (Deno.statSync(folder).isDirectory) return;
    fault = {
      en: `--ops ${folder} is a file: it must be a folder that holds the files of ops.`,
      zh: `--ops ${folder} 是文件：应该是存放操作的文件夹。`,
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    fault = error instanceof Deno.errors.NotFound
      ? { en: `the folder ${folder} is not there.`, zh: `文件夹 ${folder} 不存在。` }
      : {
        en: `the folder ${folder} can't be read: ${error.message}.`,
        zh: `读不了文件夹 ${folder}：${error.message}。`,
      };
  }
  throw new Failure(exit_codes.usage, fault, both(`mkdir ${quoted(folder)}`));
}

/** Reads `--without`; may be repeated, or name several with commas. */
export function readWithout(text: string, before: readonly string[]): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  for (const name of names) {
    if (!(optional_ops as readonly string[]).includes(name)) {
      throw new InvalidValue({
        en: `Only ${optional_ops.join(", ")} can be left out.`,
        zh: `只能去掉 ${optional_ops.join("、")}。`,
      });
    }
  }
  return [...before, ...names];
}
