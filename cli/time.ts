/** The subcommand `time`: the homework's op, asked from the command line. */
import type { Command } from "commander";
import { ask, strangeAnswer } from "./ask.ts";
import { examples_title } from "./help_texts.ts";
import { addClientOptions, type ClientOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { printable } from "../node/printable.ts";

/** Largest time JavaScript's Date can show, in seconds on either side of 1970. */
const date_max_s = 8.64e12;

/** Adds `time` to the program. */
export function addTime(program: Command, output: Output): void {
  const { say } = output;
  const time = program.command("time")
    .summary(say({ en: "ask a node for its time", zh: "询问节点的时间" }))
    .description(say({
      en: "Ask a node for its time: in UTC, in seconds since 1970, and the node's time zone.",
      zh: "询问节点的时间：UTC 时间、1970 年以来的秒数，以及节点的时区。",
    }))
    .addHelpText(
      "after",
      `
${say(examples_title)}
  foxchain time
  foxchain time --url 192.168.1.7:9000 --json`,
    )
    .action((options: ClientOptions) =>
      ask({ op: "time" }, options, output, (answer) => {
        const line = timeLine(answer.response);
        if (line === undefined) throw strangeAnswer(answer);
        output.data(line);
      })
    );
  addClientOptions(time, say);
}

/**
 * The answer of the op `time` on one line.
 *
 * @returns Undefined when it is not of that form.
 *
 * @example
 * ```ts
 * import { timeLine } from "./time.ts";
 * import assert from "node:assert/strict";
 *
 * const line = timeLine({ time: 1617786770.954288, time_zone: "CST" });
 * assert.equal(line, "2021-04-07T09:12:50.954Z  1617786770.954288  CST");
 * ```
 */
export function timeLine(response: unknown): string | undefined {
  if (typeof response !== "object" || response === null || !("time" in response)) return undefined;
  const { time } = response;
  if (typeof time !== "number" || !(Math.abs(time) <= date_max_s)) return undefined;
  const zone = "time_zone" in response && typeof response.time_zone === "string" ? response.time_zone : "?";
  return `${new Date(time * 1000).toISOString()}  ${time}  ${printable(zone)}`;
}
