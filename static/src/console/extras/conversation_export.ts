/** The conversation as a file to keep or to hand in. Pure. */
import { code, fenced } from "../../page/markdown.ts";
import { opOf, statusOf } from "../exchange_status.ts";
import type { Exchange } from "../conversation_history.ts";
import { pretty } from "../pretty.ts";
import type { ConsoleWords } from "../words.ts";

/**
 * As JSON, for programs: times in ISO 8601, messages as they went over the wire.
 *
 * @example
 * ```ts
 * import { toJson } from "./conversation_export.ts";
 * import assert from "node:assert/strict";
 *
 * const exchange = { number: 1, request: "{}", url: "ws://a/ws", sent_ms: 0, answer: "{}", round_trip_ms: 2 };
 * assert.deepEqual(JSON.parse(toJson([exchange])).exchanges[0].sent, "1970-01-01T00:00:00.000Z");
 * ```
 */
export function toJson(exchanges: readonly Exchange[]): string {
  const rows = exchanges.map((
    { number, url, sent_ms, request, binary, answer, round_trip_ms, lost, pinned },
  ) => ({
    number,
    node: url,
    sent: new Date(sent_ms).toISOString(),
    request,
    binary,
    answer,
    round_trip_ms,
    lost,
    pinned,
  }));
  return JSON.stringify({ exchanges: rows }, null, 2) + "\n";
}

/** As Markdown, for people; oldest first, as it happened. */
export function toMarkdown(exchanges: readonly Exchange[], words: ConsoleWords): string {
  const parts = exchanges.map((exchange) => {
    const { number, url, sent_ms, request, binary, answer, round_trip_ms } = exchange;
    const facts = [
      `${words.node}: ${code(url)}`,
      `${words.time}: ${new Date(sent_ms).toISOString()}`,
      ...(round_trip_ms === undefined
        ? []
        : [`${words.round_trip_title}: ${words.round_trip(round_trip_ms)}`]),
      `${words.status_title}: ${code(statusOf(exchange, words).text)}`,
    ];
    const op = opOf(exchange);
    const heading = number === undefined
      ? words.unasked_status
      : words.number(number) + (op && ` ${code(op)}`);
    return [
      `## ${heading}`,
      facts.map((fact) => `- ${fact}`).join("\n"),
      ...(request === undefined
        ? []
        : [(binary ? words.binary_request : words.request) + words.colon, fenced(pretty(request), "json")]),
      ...(answer === undefined ? [words.lost] : [words.answer + words.colon, fenced(pretty(answer), "json")]),
    ].join("\n\n");
  });
  return [`# ${words.export_title}`, ...parts].join("\n\n") + "\n";
}
