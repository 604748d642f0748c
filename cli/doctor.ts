/** The subcommand `doctor`: why others can't be reached, or can't reach this computer, and what to do. */
import { type Command, Option } from "commander";
import { refuseOtherUrl } from "./db_url.ts";
import type { Finding } from "./doctor/finding.ts";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title } from "./help_texts.ts";
import type { Say } from "./language.ts";
import { readNet } from "./network_options.ts";
import { debugOption, default_host, readNodeUrl, readPort, readText, timeoutOption } from "./options.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

interface Options {
  readonly port: number;
  readonly db: string;
  readonly host: string;
  readonly net: string;
  readonly timeout: number;
  readonly json?: true;
}

const marks: Readonly<Record<Finding["state"], string>> = { ok: "ok", finding: "!!", unknown: "??" };

/** Adds `doctor` to the program. */
export function addDoctor(program: Command, terminal: Terminal, output: Output): void {
  const { say } = output;
  program.command("doctor")
    .summary(say({ en: "find out why nodes do not reach each other", zh: "查明节点之间为什么连不上" }))
    .description(say({
      en:
        "Look at what keeps nodes from reaching each other: port, addresses, database, the way to another node, " +
        "its clock, and whether it reaches this computer. Changes nothing; if no node runs, one listens while it is dialled.",
      zh:
        "查看是什么让节点互相连不上：端口、地址、数据库、到另一个节点的路、它的时钟，以及它能不能连到本机。" +
        "不改动任何东西；如果没有节点在运行，对方来试的时候会临时监听。",
    }))
    .argument(
      "[url]",
      say({ en: "another node: a URL, host:port or port", zh: "另一个节点：网址、host:port 或者端口" }),
      (text: string) => readNodeUrl(text, undefined, "192.168.1.7"),
    )
    .addOption(
      new EnvironmentOption(
        "-p, --port <port>",
        say({ en: "port of the node on this computer", zh: "本机节点的端口" }),
        "FOXCHAIN_PORT",
      ).default(9000).argParser(readPort),
    )
    .addOption(
      new EnvironmentOption(
        "--db <file>",
        say({
          en: "its SQLite file, or the URL of its Redis server",
          zh: "它的 SQLite 文件，或者它的 Redis 服务器的网址",
        }),
        "FOXCHAIN_DB",
      )
        .default("peers.sqlite").argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--host <host>",
        say({ en: "its address to listen on", zh: "它监听的地址" }),
        "FOXCHAIN_HOST",
      ).default(default_host).argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--net <name>",
        say({ en: "name of its network", zh: "它的网络的名字" }),
        "FOXCHAIN_NET",
      ).default("foxchain").argParser(readNet),
    )
    .addOption(timeoutOption(say))
    .addOption(
      new Option(
        "--json",
        say({ en: "print what was found as one line of JSON", zh: "把结果显示成一行 JSON" }),
      ),
    )
    .addOption(debugOption(say))
    .addHelpText("after", helpText(say))
    .action((url: string | undefined, options: Options) => examineAndTell(url, options, terminal, output));
}

function helpText(say: Say): string {
  return `
${
    say({
      en: `ok: nothing to do. !!: something is to be done. ??: it can't be known from here.
Exit codes: 0 nothing is to be done, 1 something is, 2 usage.`,
      zh: `ok：没有事要做。!!：有事要做。??：从这里无法知道。
退出码：0 没有事要做，1 有事要做，2 用法错误。`,
    })
  }

${say(examples_title)}
  foxchain doctor
  foxchain doctor 192.168.1.7:9000
  foxchain doctor ws://192.168.1.7:9000/ws --lang zh --json`;
}

async function examineAndTell(
  url: string | undefined,
  { timeout, json, ...options }: Options,
  terminal: Terminal,
  output: Output,
): Promise<void> {
  refuseOtherUrl(options.db);
  const [{ examine }, { realWorld }, { inWords, plainValues }] = await Promise.all([
    import("./doctor/examine.ts"),
    import("./doctor/real_world.ts"),
    import("./doctor/words.ts"),
  ]);
  const found = await examine({ ...options, url, timeout_ms: timeout * 1000 }, realWorld(terminal));
  const told = found.map((finding) => ({
    ...finding,
    values: plainValues(finding.values),
    ...inWords(finding, output.language),
  }));
  if (json) output.data(JSON.stringify({ format: 1, findings: told }));
  else {
    for (const { state, text, next } of told) {
      output.data(`${marks[state]}  ${text}`);
      if (next !== undefined) output.data(`    -> ${next}`);
    }
  }
  const count = found.filter(({ state }) => state === "finding").length;
  if (count > 0) {
    throw new Failure(exit_codes.negative, {
      en: `${count} ${count === 1 ? "thing is" : "things are"} to be done: see the lines with !!.`,
      zh: `有 ${count} 处需要处理，见上面带 !! 的行。`,
    });
  }
}
