/** The subcommand `check`: judges a node by the checks of the lab, and writes the reports. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Stage } from "../check/check.ts";
import type { Report } from "../check/result.ts";
import { newSeed, readStages, readZone } from "./check_options.ts";
import { debugOption, readText } from "./options.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { type Language, languageOf, languageOption } from "./language.ts";
import { default_node_url, nodeUrl } from "./node_url.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";
import { program_version } from "./version.ts";

interface CheckOptions {
  readonly json?: true;
  readonly junit?: string;
  readonly report?: string;
  readonly stage?: readonly Stage[];
  readonly zone?: string;
  readonly seed?: string;
  readonly lang?: Language;
}

/** Adds `check [URL]` to the program. */
export function addCheck(program: Command, terminal: Terminal, output: Output): void {
  program.command("check")
    .summary("judge a node of the lab, with hints")
    .description(
      "Judge any node of the lab: what was sent, what came, what is wrong and how to mend it. 100 points in three stages.",
    )
    .argument("[url]", "the node: a URL, host:port or port", readNode, default_node_url)
    .addOption(new Option("--json", "print the result as one line of JSON"))
    .addOption(new Option("--junit <file>", "also write the result as JUnit XML").argParser(readText))
    .addOption(
      new Option("--report <folder>", "also write report.html, report.md and evidence.json into a folder")
        .argParser(readText),
    )
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
Exit codes: 0 all points, 1 points are missing, 3 not all was judged (the network, or a node too slow).
It waits 10 s for the port and takes 20 s at most. Each check leaves a few addresses that end in .invalid.

Examples:
  foxchain check
  foxchain check 192.168.1.7:9000 --zone CST --report result
  foxchain check localhost:9001 --stage 3 --lang zh
  foxchain check localhost:9000 --json --junit check.xml`,
    )
    .action((url: string, options: CheckOptions) => check(url, options, terminal, output));
}

async function check(url: string, options: CheckOptions, terminal: Terminal, output: Output): Promise<void> {
  // Loaded only where a node is checked: every other command starts faster without it.
  const { runChecks } = await import("../check/run.ts");
  const { SocketWorld } = await import("./check_world.ts");
  const { CheckView } = await import("./check_view.ts");
  const { writeFiles } = await import("./check_files.ts");
  const { withHints } = await import("../check/evidence.ts");
  const language = languageOf(options.lang, terminal);
  const seed = options.seed ?? newSeed();
  const view = options.json ? undefined : new CheckView(terminal, output, language);
  view?.begin(url);
  await using world = new SocketWorld(url);
  const report = await runChecks(world, {
    url,
    seed,
    agent: `foxchain/${program_version}`,
    stages: options.stage,
    zone: options.zone,
    onResult: (result) => view?.result(result),
  });
  if (options.json) output.data(JSON.stringify(withHints(report, language)));
  view?.end(report);
  const written = await writeFiles(report, language, options);
  for (const path of written) output.note(`Written: ${path}`);
  endBy(report, language);
}

/** @throws {Failure} Unless all points were made. */
function endBy({ verdict, points, points_max }: Report, language: Language): void {
  if (verdict === "complete" && points === points_max) return;
  const is_judged = verdict === "complete";
  const [cause, next] = endings[is_judged ? "judged" : "open"][language];
  throw new Failure(
    is_judged ? exit_codes.negative : exit_codes.unreachable,
    `${cause} (${points} / ${points_max})`,
    next,
  );
}

const endings = {
  judged: {
    en: ["points are missing", "mend what the hints say, start the node again, and check again"],
    zh: ["有扣分", "按提示修改，重新启动节点，然后再检查一次"],
  },
  open: {
    en: ["not all was judged", "see that the node runs and can be reached, then check again"],
    zh: ["没有全部评判", "请确认节点正在运行且可以连接，然后再检查一次"],
  },
} as const;

function readNode(text: string): string {
  const url = nodeUrl(text);
  if (url === undefined) {
    throw new InvalidArgumentError("A node's address looks like ws://localhost:9000/ws or localhost:9000.");
  }
  return url;
}
