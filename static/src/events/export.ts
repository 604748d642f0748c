/** Events as files. The addresses in them come from strangers, and a spreadsheet runs what looks like a formula. */
import type { LiveEvent } from "../../live_messages.ts";

/** Columns of the CSV file, in order. */
const fields = ["id", "time", "kind", "about", "count", "direction"] as const;

/** Indented JSON with times that a person can read as well. */
export function eventsAsJson(events: readonly LiveEvent[]): string {
  return JSON.stringify(events.map((event) => ({ ...event, time: isoTime(event) })), null, 2) + "\n";
}

/**
 * Comma-separated values (RFC 4180).
 *
 * @example
 * ```ts
 * import { eventsAsCsv } from "./export.ts";
 * import assert from "node:assert/strict";
 *
 * const event = { id: 1, at_ms: 0, kind: "learned", about: "ws://a/ws", count: 12, direction: null } as const;
 * assert.equal(eventsAsCsv([event]).split("\r\n")[1], "1,1970-01-01T00:00:00.000Z,learned,ws://a/ws,12,");
 * ```
 */
export function eventsAsCsv(events: readonly LiveEvent[]): string {
  const lines = events.map((event) => {
    const { id, kind, about, count, direction } = event;
    return [id, isoTime(event), kind, about, count, direction].map(csvCell).join(",");
  });
  return [fields.join(","), ...lines, ""].join("\r\n");
}

/**
 * One cell. What a spreadsheet could take for a formula is led by an apostrophe, which it shows as text (OWASP, CSV
 * injection).
 *
 * @example
 * ```ts
 * import { csvCell } from "./export.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(csvCell('=HYPERLINK("ws://a")'), `"'=HYPERLINK(""ws://a"")"`);
 * ```
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const harmless = /^\s*[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n;\t']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function isoTime({ at_ms }: LiveEvent): string {
  return new Date(at_ms).toISOString();
}
