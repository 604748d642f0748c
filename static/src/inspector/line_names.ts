/** What a chart's lines are called: protocol text stays as it is, everything else is in the page's language. */
import type { Language } from "../page/language.ts";
import { wordsFor } from "../page/page.ts";
import { peer_words } from "../page/words.ts";
import type { Chart } from "./readings.ts";
import { others } from "./series.ts";
import { inspector_words } from "./words.ts";

/**
 * Name of one line.
 *
 * @example
 * ```ts
 * import { lineName } from "./line_names.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(lineName("by_op", "peers", "zh"), "peers");
 * assert.equal(lineName("peers", "good", "zh"), "良好");
 * ```
 */
export function lineName(chart: Chart["name"], line: string, language: Language): string {
  const words = wordsFor({ language }, inspector_words);
  if (line === others) return words.line_others;
  if (chart === "by_op" || chart === "by_status") return line;
  const known: Readonly<Record<string, string>> = chart === "peers" ? wordsFor({ language }, peer_words) : {
    mean: words.line_mean,
    p95: words.line_p95,
    received: words.line_received,
    sent: words.line_sent,
    clients: words.line_clients,
    inbound: words.line_inbound,
    outbound: words.line_outbound,
    events: words.line_events,
    resident: words.line_resident,
    heap: words.line_heap,
  };
  return Object.hasOwn(known, line) ? known[line]! : line;
}
