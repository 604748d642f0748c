/** The subcommand `class`: judges the nodes of a class list, and writes the grades and a page for each student. */
import { type Command, Option } from "commander";
import type { Stage } from "../check/check.ts";
import type { Report } from "../check/result.ts";
import { readRoster, type Roster, RosterError } from "../roster/roster.ts";
import { newSeed, readStages, readZone } from "./check_options.ts";
import type { Entry } from "./class/entries.ts";
import { grade_formats, type GradeFormat } from "./class/grades.ts";
import type { Outcome } from "./class/outcome.ts";
import { class_words } from "./class/words.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { type Language, languageOf, languageOption } from "./language.ts";
import { nodeUrl } from "./node_url.ts";
import { debugOption, readText } from "./options.ts";
import type { Output } from "./output.ts";
import { readFailure } from "./read_failure.ts";
import type { Terminal } from "./terminal.ts";
import { program_version } from "./version.ts";

/** Stands for the node of a row that has none; it is never dialled (RFC 6761). */
const nobody_url = "ws://nobody.invalid/ws";

interface ClassOptions {
  readonly out: string;
  readonly format: GradeFormat;
  readonly again?: true;
  readonly stage?: readonly Stage[];
  readonly zone?: string;
  readonly seed?: string;
  readonly lang?: Language;
}

/** Adds `class ROSTER` to the program. */
export function addClass(program: Command, terminal: Terminal, output: Output): void {
  program.command("class")
    .summary("judge the nodes of a class, and write the grades")
    .description(
      "Judge every node of a class list (CSV with 学号,姓名,班级,url), 20 at once. " +
        "A second run checks only what was not judged yet.",
    )
    .argument("<roster>", "the class list, a CSV file", readText)
    .addOption(
      new Option("--out <folder>", "where all results go").default("class-results").argParser(readText),
    )
    .addOption(new Option("--format <name>", "form of grades.csv").choices(grade_formats).default("cn"))
    .addOption(new Option("--again", "also check what was judged before"))
    .addOption(new Option("--stage <numbers>", "only these stages, e.g. 1 or 1,2").argParser(readStages))
    .addOption(
      new Option("--zone <abbreviation>", "what time_zone has to be, e.g. CST; else any").argParser(readZone),
    )
    .addOption(
      new Option("--seed <text>", "send what an earlier check with this seed sent").argParser(readText),
    )
    .addOption(languageOption())
    .addOption(debugOption("tell the details of a bug in foxchain"))
    .addHelpText(
      "after",
      `
Written into the folder: grades.csv, class.html, junit.xml, students/*.html, results/*.json.
Exit codes: 0 all were judged, whatever their points; 3 some were not (no zero: their points stay empty).

Examples:
  foxchain class roster.csv
  foxchain class roster.csv --out lab1 --zone CST --format moodle
  foxchain class roster.csv --out lab1 --again`,
    )
    .action((file: string, options: ClassOptions) => judge(file, options, terminal, output));
}

async function judge(file: string, options: ClassOptions, terminal: Terminal, output: Output): Promise<void> {
  // Loaded only where a class is checked: every other command starts faster without it.
  const { entriesOf, labelOf } = await import("./class/entries.ts");
  const { judgeClass } = await import("./class/judge_class.ts");
  const { Progress } = await import("./class/progress.ts");
  const { ResultStore } = await import("./class/store.ts");
  const { writeClass, writeStudent } = await import("./class/files.ts");
  const { unwritten } = await import("./class/grades.ts");
  const { clearer } = await import("./class/young_memory.ts");
  const clear = clearer();
  const language = languageOf(options.lang, terminal);
  const words = class_words[language];
  const entries = entriesOf(readList(file));
  const progress = new Progress(terminal, output, entries.length);
  const stages = options.stage ?? [1, 2, 3];
  const outcomes = await judgeClass({
    entries,
    language,
    again: options.again ?? false,
    store: new ResultStore(options.out),
    isSame: (report) =>
      report.zone === options.zone && JSON.stringify(report.stages) === JSON.stringify(stages),
    check: await checker({ ...options, seed: options.seed ?? newSeed() }, language),
    onDone: async (outcome, report, is_old) => {
      await writeStudent(options.out, outcome, report, language);
      const { entry, verdict, points, points_max } = outcome;
      const result = verdict === "complete" ? `${points}/${points_max}` : outcome.remark;
      progress.step(`${labelOf(entry)}: ${result}${is_old ? ` (${words.already})` : ""}`);
      clear();
    },
  });
  progress.end();
  for (const path of await writeClass(options.out, outcomes, options.format, language, new Date())) {
    output.note(`Written: ${path}`);
  }
  const left_out = unwritten(outcomes, options.format);
  if (left_out.length > 0) {
    output.note(class_words[language].unwritten(left_out.map(({ entry }) => entry.line).join(", ")));
  }
  tell(outcomes, language, output);
}

/** @throws {Failure} `usage`, when the file can't be read or is no class list. */
function readList(file: string): Roster {
  try {
    return readRoster(Deno.readFileSync(file), nodeUrl);
  } catch (error) {
    const is_list = !(error instanceof RosterError);
    throw new Failure(
      exit_codes.usage,
      is_list
        ? `${file} can't be read: ${readFailure(error)}.`
        : `${file} is no class list. ${error.message}`,
      is_list ? "check the path" : "a line looks like: 2021001,张三,计科1班,ws://192.168.1.7:9000/ws",
    );
  }
}

/** Checks one entry's node, or says why there is none. */
async function checker(
  options: ClassOptions,
  language: Language,
): Promise<(entry: Entry) => Promise<Report>> {
  const { runChecks } = await import("../check/run.ts");
  const { SocketWorld } = await import("./check_world.ts");
  const { noNode } = await import("./class/no_node.ts");
  return async ({ url, fault }) => {
    const run = {
      url,
      seed: options.seed!,
      agent: `foxchain/${program_version}`,
      stages: options.stage,
      zone: options.zone,
    };
    if (fault !== undefined) {
      const world = noNode(class_words[language].faults[fault]);
      return { ...await runChecks(world, { ...run, url: nobody_url }), url };
    }
    await using world = new SocketWorld(url);
    return await runChecks(world, run);
  };
}

/** @throws {Failure} `unreachable`, unless all were judged. */
function tell(outcomes: readonly Outcome[], language: Language, output: Output): void {
  const words = class_words[language];
  const judged = outcomes.filter(({ verdict }) => verdict === "complete");
  const full = judged.filter(({ points, points_max }) => points === points_max);
  const open = outcomes.length - judged.length;
  for (const { entry: { name, number, line, shared_with } } of outcomes) {
    if (shared_with.length === 0 || shared_with.some((other) => other.line < line)) continue;
    const others = shared_with.map((other) => `${other.name} (${words.line(other.line)})`).join(", ");
    output.data(`${name || number} (${words.line(line)}): ${words.shared(others)}`);
  }
  output.data(words.counts(judged.length, outcomes.length, full.length, open));
  const [cause, next] = words.open;
  if (open > 0) throw new Failure(exit_codes.unreachable, `${cause} (${open} / ${outcomes.length})`, next);
}
