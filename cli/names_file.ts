/** Reads the class list that `--names` names, and says in the log which of its lines can't be used. */
import { logOf } from "../node/logging.ts";
import { roster_faults_told_max } from "../roster/limits.ts";
import type { Roster, Student } from "../roster/roster.ts";
import { readClassList } from "./class_list.ts";
import type { Say } from "./language.ts";

/**
 * The students of a class list.
 *
 * @param say The language of the log lines about skipped lines.
 * @throws {Failure} `usage`, when the file can't be read or is no class list.
 */
export function readNames(file: string, say: Say): readonly Student[] {
  const roster = readClassList(file, `--names ${file}`);
  tellFaults(file, roster, say);
  return roster.students;
}

function tellFaults(file: string, { students, faults }: Roster, say: Say): void {
  const log = logOf("names");
  const count = students.length;
  log.info(say({ en: "{file} names {count} nodes", zh: "{file} 给出了 {count} 个节点的名字" }), {
    file,
    count,
  });
  for (const { line, reason } of faults.slice(0, roster_faults_told_max)) {
    log.info(
      say({ en: "{file}, line {line} is left out: {reason}", zh: "{file} 第 {line} 行没有用上：{reason}" }),
      { file, line, reason: say(reason) },
    );
  }
  const more = faults.length - roster_faults_told_max;
  if (more > 0) {
    log.info(say({ en: "{file}: {more} more lines are left out", zh: "{file}：还有 {more} 行没有用上" }), {
      file,
      more,
    });
  }
}
