/** Reads the class list that `--names` names, and says in the log which of its lines can't be used. */
import { logOf } from "../node/logging.ts";
import { roster_faults_told_max } from "../roster/limits.ts";
import { readRoster, type Roster, RosterError, type Student } from "../roster/roster.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { nodeUrl } from "./node_url.ts";
import { readFailure } from "./read_failure.ts";

/**
 * The students of a class list.
 *
 * @throws {Failure} `usage`, when the file can't be read or is no class list.
 */
export function readNames(file: string): readonly Student[] {
  const roster = read(file);
  tellFaults(file, roster);
  return roster.students;
}

function read(file: string): Roster {
  let bytes;
  try {
    bytes = Deno.readFileSync(file);
  } catch (error) {
    throw new Failure(
      exit_codes.usage,
      `--names ${file} can't be read: ${readFailure(error)}.`,
      "check the path",
    );
  }
  try {
    return readRoster(bytes, nodeUrl);
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    throw new Failure(
      exit_codes.usage,
      `--names ${file} is no class list. ${error.message}`,
      "a line looks like: 2021001,张三,计科1班,ws://192.168.1.7:9000/ws",
    );
  }
}

function tellFaults(file: string, { students, faults }: Roster): void {
  const log = logOf("names");
  log.info("{file} names {count} nodes", { file, count: students.length });
  for (const { line, reason } of faults.slice(0, roster_faults_told_max)) {
    log.info("{file}, line {line} is left out: {reason}", { file, line, reason });
  }
  const more = faults.length - roster_faults_told_max;
  if (more > 0) log.info("{file}: {more} more lines are left out", { file, more });
}
