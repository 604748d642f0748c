/** Reads the file of a class list, for every command that is given one. */
import { readRoster, type Roster, RosterError } from "../roster/roster.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { nodeUrl } from "./node_url.ts";
import { unreadable } from "./file_failure.ts";

/**
 * The list in a file.
 *
 * @param what The file, and the flag that named it if there is one.
 * @throws {Failure} `usage`, when the file can't be read or is no class list.
 */
export function readClassList(file: string, what: string): Roster {
  let bytes;
  try {
    bytes = Deno.readFileSync(file);
  } catch (error) {
    throw unreadable(what, error);
  }
  try {
    return readRoster(bytes, nodeUrl);
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    const { en, zh } = error.words;
    throw new Failure(
      exit_codes.usage,
      { en: `${what} is no class list. ${en}`, zh: `${what} 不是班级名单。${zh}` },
      { en: `a line looks like: ${example}`, zh: `每行的样子是：${example}` },
    );
  }
}

const example = "2021001,张三,计科1班,ws://192.168.1.7:9000/ws";
