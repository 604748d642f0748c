/** Where log lines go and how they look: standard error, as text or JSON lines. */
import {
  configureSync,
  getAnsiColorFormatter,
  getJsonLinesFormatter,
  getLogger,
  getTextFormatter,
  type TextFormatter,
} from "@logtape/logtape";
import type { Log } from "../ops/context.ts";
import { printable, printableJson } from "./printable.ts";

/** How the log is written. */
export interface LoggingOptions {
  readonly format: "text" | "json";
  /** Also write debug lines. */
  readonly debug: boolean;
  /** Colours, for a terminal; only text has them. */
  readonly color: boolean;
  /** True: the local time of day, for a person at a terminal. Otherwise date and time in UTC. */
  readonly local_time?: boolean;
  /** Takes one finished line, its line feed included. */
  readonly write: (line: string) => void;
}

/** Sets up the log of this process; a later call replaces the earlier one. */
export function configureLogging({ format, debug, write, ...looks }: LoggingOptions): void {
  const formatter = formatterOf(format, looks);
  configureSync({
    reset: true,
    sinks: { lines: (record) => write(formatter(record)) },
    loggers: [
      { category: "foxchain", lowestLevel: debug ? "debug" : "info", sinks: ["lines"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["lines"] },
    ],
  });
}

function formatterOf(
  format: LoggingOptions["format"],
  { color, local_time }: Pick<LoggingOptions, "color" | "local_time">,
): TextFormatter {
  if (format === "json") {
    const formatter = getJsonLinesFormatter();
    return (record) => printableJson(formatter(record).trimEnd()) + "\n";
  }
  const options = { timestamp: local_time ? timeOfDay : "rfc3339" as const, value: shown };
  return color ? getAnsiColorFormatter(options) : getTextFormatter(options);
}

/** Local, as `17:04:59.012`. Intl, which LogTape would use, costs the first line 11 ms. */
function timeOfDay(now_ms: number): string {
  const now = new Date(now_ms);
  const two = (part: number) => String(part).padStart(2, "0");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":");
  return `${time}.${String(now.getMilliseconds()).padStart(3, "0")}`;
}

/**
 * Plain words such as an IP or an op are written as they are. Everything else is quoted, so that a stranger can't forge
 * a line.
 */
function shown(value: unknown, inspect: (value: unknown) => string): string {
  if (typeof value === "string" && /^[\w.:/@[\]-]+$/.test(value)) return value;
  // An error's stack has several lines. `inspect` quotes all other values.
  return value instanceof Error ? inspect(value) : printable(inspect(value));
}

/**
 * The log of one part of the node. Values are escaped, so text from the network can't break a line.
 *
 * @param part E.g. `node`, `ops`.
 */
export function logOf(part: string): Log {
  const logger = getLogger(["foxchain", part]);
  return {
    info: (message, properties) => logger.info(message, properties ?? {}),
    warn: (message, properties) => logger.warn(message, properties ?? {}),
    debug: (message, properties) => logger.debug(message, properties ?? {}),
    fault(op, error) {
      const request_id = crypto.randomUUID().slice(0, 8);
      logger.error("Bug in {op}, request id {request_id}: {error}", { op, request_id, error });
      return request_id;
    },
  };
}
