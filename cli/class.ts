/** The subcommand `class`: judges the nodes of a class list, and writes the grades and a page for each student. */
import { type Command, Option } from "commander";
import type { Stage } from "../check/check.ts";
import type { Report } from "../check/result.ts";
import { checkOptions, newSeed, writtenNote } from "./check_options.ts";
import type { Entry } from "./class/entries.ts";
import { grade_formats, type GradeFormat } from "./class/grade_formats.ts";
import type { Outcome } from "./class/outcome.ts";
import { class_words } from "./class/words.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title } from "./help_texts.ts";
import type { Language, Say } from "./language.ts";
import { debugOption, readText } from "./options.ts";
import type { Output } from "./output.ts";
import { addPlaceOptions, openOption, type PlaceFlags } from "./place_options.ts";
import type { Terminal } from "./terminal.ts";
import { program_version } from "./version.ts";

/** Stands for the node of a row that has none; it is never dialled (RFC 6761). */
const nobody_url = "ws://nobody.invalid/ws";

interface ClassOptions extends PlaceFlags {
  readonly out: string;
  readonly format: GradeFormat;
  readonly again?: true;
  readonly stage?: readonly Stage[];
  readonly zone?: string;
  readonly seed?: string;
  readonly board?: true;
  readonly namesOnly?: true;
  readonly debug?: boolean;
}

/** Options of the board, and those of a run that writes files: one goes with the other's absence. */
const board_options = ["namesOnly", "port", "host", "db", "open"] as const;
const file_options = ["out", "format", "again"] as const;

/** Adds `class ROSTER` to the program. */
export function addClass(program: Command, terminal: Terminal, output: Output): void {
  const { say } = output;
  const command = program.command("class")
    .summary(say({
      en: "judge the nodes of a class, and write the grades",
      zh: "评判整个班级的节点，并写出成绩",
    }))
    .description(say({
      en: "Judge every node of a class list (CSV with 学号,姓名,班级,url), 20 at once. " +
        "A second run checks only what was not judged yet.",
      zh:
        "评判班级名单（CSV，列为 学号,姓名,班级,url）中的每个节点，同时 20 个。再次运行只检查还没有评判的。",
    }))
    .argument("<roster>", say({ en: "the class list, a CSV file", zh: "班级名单，CSV 文件" }), readText)
    .addOption(
      new Option("--out <folder>", say({ en: "where all results go", zh: "所有结果写到哪里" }))
        .default("class-results").argParser(readText),
    )
    .addOption(
      new Option("--format <name>", say({ en: "form of grades.csv", zh: "grades.csv 的格式" }))
        .choices(grade_formats).default("cn"),
    )
    .addOption(
      new Option(
        "--again",
        say({ en: "also check what was judged before", zh: "以前评判过的也再检查一次" }),
      ),
    );
  for (const option of checkOptions(say)) command.addOption(option);
  command
    .addOption(
      new Option(
        "--board",
        say({
          en: "run a node whose page shows the class, for a projector; it writes no files",
          zh: "运行一个节点，用网页在投影上显示全班；不写文件",
        }),
      ),
    )
    .addOption(
      new Option(
        "--names-only",
        say({
          en: "of the board: who is online, and nothing of any result",
          zh: "看板只显示谁在线，不显示任何结果",
        }),
      ),
    )
    .addOption(openOption(say))
    .addOption(debugOption(say));
  addPlaceOptions(command, say)
    .addHelpText("after", helpText(say))
    .action((file: string, options: ClassOptions) => {
      refuseMixture(command, options.board === true);
      return options.board ? board(file, options, terminal, output) : judge(file, options, terminal, output);
    });
}

function helpText(say: Say): string {
  return `
${
    say({
      en: `Written into the folder: grades.csv, class.html, junit.xml, students/*.html, results/*.json.
Exit codes: 0 all were judged, whatever their points; 3 some were not (no zero: their points stay empty).`,
      zh: `写进文件夹的有：grades.csv、class.html、junit.xml、students/*.html、results/*.json。
退出码：0 全部评判了，不论得分；3 有人没有评判（不是零分：他们的得分空着）。`,
    })
  }

${say(examples_title)}
  foxchain class roster.csv
  foxchain class roster.csv --out lab1 --zone CST --format moodle
  foxchain class roster.csv --out lab1 --again
  foxchain class roster.csv --board --open`;
}

/** Refuses options that would do nothing: a mistake would go unnoticed. */
function refuseMixture(command: Command, is_board: boolean): void {
  const foreign = (is_board ? file_options : board_options).find((key) =>
    command.getOptionValueSource(key) === "cli"
  );
  if (foreign === undefined) return;
  const flag = `--${foreign.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw is_board
    ? new Failure(
      exit_codes.usage,
      {
        en: `--board writes no files, so ${flag} does nothing.`,
        zh: `--board 不写文件，因此 ${flag} 没有作用。`,
      },
      {
        en: `leave out ${flag}; for grades give the command once more without --board`,
        zh: `去掉 ${flag}；需要成绩时，再执行一次不带 --board 的命令`,
      },
    )
    : new Failure(
      exit_codes.usage,
      { en: `${flag} is about the board of --board.`, zh: `${flag} 只用于 --board 的看板。` },
      {
        en: `foxchain class ROSTER.csv --board ${flag} ...; or leave out ${flag}`,
        zh: `foxchain class ROSTER.csv --board ${flag} ...；或者去掉 ${flag}`,
      },
    );
}

async function board(file: string, options: ClassOptions, terminal: Terminal, output: Output): Promise<void> {
  const { runBoard } = await import("./class/board/run_board.ts");
  const { readClassList } = await import("./class_list.ts");
  await runBoard(
    {
      file,
      names_only: options.namesOnly ?? false,
      stages: options.stage,
      zone: options.zone,
      seed: options.seed ?? newSeed(),
      port: options.port,
      host: options.host,
      db: options.db,
      open: options.open ?? false,
      debug: options.debug ?? false,
    },
    () => readClassList(file, file),
    terminal,
    output,
  );
}

async function judge(file: string, options: ClassOptions, terminal: Terminal, output: Output): Promise<void> {
  // Loaded only where a class is checked: every other command starts faster without it.
  const { readClassList } = await import("./class_list.ts");
  const { entriesOf, labelOf } = await import("./class/entries.ts");
  const { judgeClass } = await import("./class/judge_class.ts");
  const { Progress } = await import("./class/progress.ts");
  const { ResultStore } = await import("./class/store.ts");
  const { writeClass, writeStudent } = await import("./class/files.ts");
  const { unwritten } = await import("./class/grades.ts");
  const { clearer } = await import("./class/young_memory.ts");
  const clear = clearer();
  const { language } = output;
  const words = class_words[language];
  const entries = entriesOf(readClassList(file, file));
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
    output.note(writtenNote(path));
  }
  const left_out = unwritten(outcomes, options.format);
  if (left_out.length > 0) {
    output.note(class_words[language].unwritten(left_out.map(({ entry }) => entry.line).join(", ")));
  }
  tell(outcomes, output);
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
function tell(outcomes: readonly Outcome[], output: Output): void {
  const words = class_words[output.language];
  const judged = outcomes.filter(({ verdict }) => verdict === "complete");
  const full = judged.filter(({ points, points_max }) => points === points_max);
  const open = outcomes.length - judged.length;
  for (const { entry: { name, number, line, shared_with } } of outcomes) {
    if (shared_with.length === 0 || shared_with.some((other) => other.line < line)) continue;
    const others = shared_with.map((other) => `${other.name} (${words.line(other.line)})`).join(", ");
    output.data(`${name || number} (${words.line(line)}): ${words.shared(others)}`);
  }
  output.data(words.counts(judged.length, outcomes.length, full.length, open));
  if (open === 0) return;
  throw new Failure(
    exit_codes.unreachable,
    {
      en: `not all were judged (${open} / ${outcomes.length})`,
      zh: `没有全部评判（${open} / ${outcomes.length}）`,
    },
    {
      en: "when those nodes run and can be reached, give the same command again: only they are checked",
      zh: "等这些节点运行并且可以连接后，再次执行相同的命令：只检查它们",
    },
  );
}
