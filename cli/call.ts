/** The subcommand `call`: sends any request to a node and shows the whole answer. */
import { type Command, Option } from "commander";
import { refuseNegative, withClient } from "./ask.ts";
import { commanderWords } from "./commander_words.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title } from "./help_texts.ts";
import { both, type Words } from "./language.ts";
import { addClientOptions, type ClientOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { printableJson } from "../node/printable.ts";
import { ArgsError, requestArgs } from "./request_args.ts";

interface CallOptions extends ClientOptions {
  readonly raw?: string;
}

/** Adds `call OP [ARGS...]` to the program. */
export function addCall(program: Command, output: Output): void {
  const { say } = output;
  const call = program.command("call")
    .summary(say({ en: "send any request to a node", zh: "向节点发送任意请求" }))
    .description(
      say({
        en: "Send one request to a node and print its whole answer.",
        zh: "向节点发送一个请求，显示整个应答。",
      }),
    )
    .usage("[options] <op> [args...]\n       foxchain call [options] --raw <text>")
    .argument(
      "[op]",
      say({ en: "operation, e.g. peers, register, time, ops", zh: "操作，例如 peers、register、time、ops" }),
    )
    .argument(
      "[args...]",
      say({
        en: "the request's args: name=value words, or one JSON text",
        zh: "请求的 args：若干 name=value，或者一段 JSON",
      }),
    )
    .addOption(
      new Option(
        "--raw <text>",
        say({
          en: "send this text as it is, also what is no JSON, in place of op and args",
          zh: "原样发送这段文字，不是 JSON 也行；代替操作和 args",
        }),
      ),
    )
    .addHelpText(
      "after",
      `
${
        say({
          en:
            `A value that is JSON (5, true, null, [1,2]) is sent as such, any other as a text. A name that is given
several times gets a list.`,
          zh: "是 JSON 的值（5、true、null、[1,2]）原样发送，其他的当作文字。同一个名字给出多次就成为列表。",
        })
      }

${say(examples_title)}
  foxchain call peers limit=5
  foxchain call register addr=ws://192.168.1.7:9000/ws detail=true --url localhost:9001
  foxchain call register '{"addr": ["ws://a.example/ws", "ws://b.example/ws"]}' --json
  foxchain call --raw '{"op":'
${
        say({
          en: 'In Windows PowerShell before 7.3 write \\" for each " inside the JSON.',
          zh: '在 7.3 以前的 Windows PowerShell 里，JSON 中的每个 " 要写成 \\"。',
        })
      }`,
    )
    .action(async (op: string | undefined, words: string[], options: CallOptions) => {
      const request = textOf(op, words, options);
      await withClient(options, async (client) => {
        const answer = await client.request(request);
        const text = options.json ? answer.text : JSON.stringify(JSON.parse(answer.text), undefined, 2);
        for (const line of options.json ? [text] : text.split("\n")) output.data(printableJson(line));
        await refuseNegative(client, op, answer);
      });
    });
  addClientOptions(call, say);
}

function textOf(op: string | undefined, words: readonly string[], { raw }: CallOptions): string {
  if (raw !== undefined) {
    if (op === undefined) return raw;
    throw usage({
      en: "--raw sends its text in place of an op and args: give one or the other.",
      zh: "--raw 用它的文字代替操作和 args：两者只能给一个。",
    });
  }
  if (op === undefined) throw usage(commanderWords("missing required argument 'op'"));
  try {
    return requestText(op, requestArgs(words));
  } catch (error) {
    if (!(error instanceof ArgsError)) throw error;
    const written = JSON.stringify(words.join(" "));
    throw usage({
      en: `the args ${written} are invalid. ${error.words.en}`,
      zh: `args ${written} 不对。${error.words.zh}`,
    });
  }
}

function usage(cause: Words): Failure {
  return new Failure(exit_codes.usage, cause, both("foxchain call --help"));
}

/**
 * A request in the wire's form. The args are sent as they were typed, numbers beyond JavaScript's precision included.
 *
 * @param args JSON text, or undefined for none.
 *
 * @example
 * ```ts
 * import { requestText } from "./call.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(requestText("time", undefined), '{"op":"time"}');
 * assert.equal(requestText("peers", '{"limit": 5}'), '{"op":"peers","args":{"limit": 5}}');
 * ```
 */
export function requestText(op: string, args: string | undefined): string {
  return `{"op":${JSON.stringify(op)}${args === undefined ? "" : `,"args":${args}`}}`;
}
