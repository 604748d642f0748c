/**
 * The stored result of each student: one JSON file, written as a whole or not at all. So a run may be killed at any
 * moment.
 */
import { join } from "node:path";
import { evidenceJson, isWhole } from "../../check/evidence.ts";
import type { Report } from "../../check/result.ts";
import { sha256 } from "../check_files.ts";
import { exit_codes } from "../exit_codes.ts";
import { Failure } from "../failure.ts";
import { unwritable } from "../file_failure.ts";
import type { Entry } from "./entries.ts";
import { placeOf } from "./same_node.ts";

/** The results of one folder. */
export class ResultStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, "results");
  }

  /** The stored result; undefined where there is none for this student and this node, or where it is broken. */
  async read(entry: Entry): Promise<Report | undefined> {
    try {
      const text = await Deno.readTextFile(this.#path(entry));
      const { student, report } = JSON.parse(text) as { student: unknown; report: Report };
      const is_same = JSON.stringify(student) === JSON.stringify(personOf(entry)) &&
        placeOf(report.url) === placeOf(entry.url);
      return is_same && report.format === 1 && await isWhole(text, sha256) ? report : undefined;
    } catch {
      // An unreadable file does not count: the node is checked again. A folder that can't be written is reported then.
      return undefined;
    }
  }

  /** @throws {Failure} `unavailable`, when it can't be written. */
  async write(entry: Entry, report: Report): Promise<void> {
    const evidence = JSON.parse(await evidenceJson(report, sha256));
    await writeWhole(
      this.#path(entry),
      JSON.stringify({ student: personOf(entry), ...evidence }, null, 2) + "\n",
    );
  }

  #path({ file }: Entry): string {
    return join(this.#folder, `${file}.json`);
  }
}

function personOf({ number, name, class_name }: Entry) {
  return { number, name, class_name };
}

/**
 * Writes a temporary file and moves it into its place. So half a file is never seen.
 *
 * @throws {Failure} `unavailable`, when it can't be written.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${Deno.pid}.tmp`;
  try {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeTextFile(beside, text);
    await Deno.rename(beside, path);
  } catch (error) {
    await Deno.remove(beside).catch(() => {});
    throw new Failure(
      exit_codes.unavailable,
      unwritable(path, error),
      {
        en:
          "name a folder that you may write to by --out, and close the file where it is open; what was judged is kept",
        zh: "用 --out 给一个可以写入的文件夹；如果文件正打开着，先关闭它。已经评判的都保留着",
      },
    );
  }
}
