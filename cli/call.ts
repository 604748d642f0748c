/** The subcommand `call`: sends any request to a node and shows the whole answer. */
import { type Command, InvalidArgumentError } from "commander";
import { refuseNegative, withClient } from "./ask.ts";
import { addClientOptions, type ClientOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { printableJson } from "../node/printable.ts";

/** Adds `call OP [JSON]` to the program. */
export function addCall(program: Command, output: Output): void {
  const call = program.command("call")
    .summary("send any request to a node")
    .description("Send one request to a node and print its whole answer.")
    .argument("<op>", "operation, e.g. peers, register, time, ops")
    .argument("[json]", "the request's args as JSON text", readJson)
    .addHelpText(
      "after",
      `
Examples:
  foxchain call peers
  foxchain call register '{"addr": "ws://192.168.1.7:9000/ws"}' --url localhost:9001
  foxchain call peers '{"limit": 5}' --json
In Windows PowerShell before 7.3 write \\" for each " inside the JSON.`,
    )
    .action(async (op: string, json: string | undefined, options: ClientOptions) => {
      await withClient(options, async (client) => {
        const answer = await client.request(requestText(op, json));
        const text = options.json ? answer.text : JSON.stringify(JSON.parse(answer.text), undefined, 2);
        for (const line of options.json ? [text] : text.split("\n")) output.data(printableJson(line));
        refuseNegative(answer);
      });
    });
  addClientOptions(call);
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

function readJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new InvalidArgumentError(
      "It is not JSON. Put it in single quotes and its texts in double quotes: '{\"limit\": 5}'.",
    );
  }
}
