/** The subcommand `check`: judges a node by the checks of the lab, and writes the reports. */
import { type Command, Option } from "commander";
import type { Stage } from "../check/check.ts";
import type { Report } from "../check/result.ts";
import { checkOptions, newSeed, writtenNote } from "./check_options.ts";
import { debugOption, readNodeUrl, readText } from "./options.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title } from "./help_texts.ts";
import { default_node_url } from "./node_url.ts";
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
}

/** Adds `check [URL]` to the program. */
export function addCheck(program: Command, terminal: Terminal, output: Output): void {
  const { say } = output;
  const command = program.command("check")
    .summary(say({ en: "judge a node of the lab, with hints", zh: "评判实验中的节点，并给出提示" }))
    .description(say({
      en:
        "Judge any node of the lab: what was sent, what came, what is wrong and how to mend it. 100 points in three stages.",
      zh: "评判实验中的任何节点：发了什么、收到什么、哪里不对、怎样修改。分三个阶段，共 100 分。",
    }))
    .argument(
      "[url]",
      say({ en: "the node: a URL, host:port or port", zh: "节点：网址、host:port 或者端口" }),
      readNodeUrl,
      default_node_url,
    )
    .addOption(
      new Option(
        "--json",
        say({ en: "print the result as one line of JSON", zh: "把结果显示成一行 JSON" }),
      ),
    )
    .addOption(
      new Option(
        "--junit <file>",
        say({ en: "also write the result as JUnit XML", zh: "另外把结果写成 JUnit XML" }),
      ).argParser(readText),
    )
    .addOption(
      new Option(
        "--report <folder>",
        say({
          en: "also write report.html, report.md and evidence.json into a folder",
          zh: "另外把 report.html、report.md 和 evidence.json 写进文件夹",
        }),
      ).argParser(readText),
    );
  for (const option of checkOptions(say)) command.addOption(option);
  command
    .addOption(debugOption(say))
    .addHelpText(
      "after",
      `
${
        say({
          en:
            `Exit codes: 0 all points, 1 points are missing, 3 not all was judged (the network, or a node too slow).
It waits 10 s for the port and takes 20 s at most. Each check leaves a few addresses that end in .invalid.`,
          zh: `退出码：0 满分，1 有扣分，3 没有全部评判（网络原因，或者节点太慢）。
等待端口 10 秒，总共最多 20 秒。每次检查会留下几个以 .invalid 结尾的地址。`,
        })
      }

${say(examples_title)}
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
  const { language } = output;
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
  for (const path of written) output.note(writtenNote(path));
  endBy(report);
}

/** @throws {Failure} Unless all points were made. */
function endBy({ verdict, points, points_max }: Report): void {
  if (verdict === "complete" && points === points_max) return;
  const is_judged = verdict === "complete";
  const { cause, next } = endings[is_judged ? "judged" : "open"];
  throw new Failure(
    is_judged ? exit_codes.negative : exit_codes.unreachable,
    { en: `${cause.en} (${points} / ${points_max})`, zh: `${cause.zh}（${points} / ${points_max}）` },
    next,
  );
}

const endings = {
  judged: {
    cause: { en: "points are missing", zh: "有扣分" },
    next: {
      en: "mend what the hints say, start the node again, and check again",
      zh: "按提示修改，重新启动节点，然后再检查一次",
    },
  },
  open: {
    cause: { en: "not all was judged", zh: "没有全部评判" },
    next: {
      en: "see that the node runs and can be reached, then check again",
      zh: "请确认节点正在运行且可以连接，然后再检查一次",
    },
  },
} as const;
