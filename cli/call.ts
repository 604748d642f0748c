/** The subcommand `call`: sends any request to a node and shows the whole answer. */
import { type Command, Option } from "commander";
import { refuseNegative, withClient } from "./ask.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { addClientOptions, type ClientOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { printableJson } from "../node/printable.ts";
import { requestArgs } from "./request_args.ts";

interface CallOptions extends ClientOptions {
  readonly raw?: string;
}

/** Adds `call OP [ARGS...]` to the program. */
export function addCall(program: Command, output: Output): void {
  const call = program.command("call")
    .summary("send any request to a node")
    .description("Send one request to a node and print its whole answer.")
    .usage("[options] <op> [args...]\n       foxchain call [options] --raw <text>")
    .argument("[op]", "operation, e.g. peers, register, time, ops")
    .argument("[args...]", "the request's args: name=value words, or one JSON text")
    .addOption(
      new Option("--raw <text>", "send this text as it is, also what is no JSON, in place of op and args"),
    )
    .addHelpText(
      "after",
      `
A value that is JSON (5, true, null, [1,2]) is sent as such, any other as a text. A name that is given
several times gets a list.

Examples:
  foxchain call peers limit=5
  foxchain call register addr=ws://192.168.1.7:9000/ws detail=true --url localhost:9001
  foxchain call register '{"addr": ["ws://a.example/ws", "ws://b.example/ws"]}' --json
  foxchain call --raw '{"op":'
In Windows PowerShell before 7.3 write \\" for each " inside the JSON.`,
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
  addClientOptions(call);
}

function textOf(op: string | undefined, words: readonly string[], { raw }: CallOptions): string {
  if (raw !== undefined) {
    if (op === undefined) return raw;
    throw usage("--raw sends its text in place of an op and args: give one or the other.");
  }
  if (op === undefined) throw usage("missing required argument 'op'");
  try {
    return requestText(op, requestArgs(words));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usage(`the args ${JSON.stringify(words.join(" "))} are invalid. ${error.message}`);
  }
}

function usage(cause: string): Failure {
  return new Failure(exit_codes.usage, cause, "foxchain call --help");
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
