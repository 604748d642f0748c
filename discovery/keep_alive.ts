/** When a connection is asked whether it lives, and when it is dead. Pure functions of a link and the time. */
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";

/** What to do about one connection whose {@linkcode deadline_ms} has come. */
export type Verdict = "ask" | "silent greeting" | "dead" | "over";

/** When a connection next needs attention. */
export function deadline_ms(link: Link): number {
  return Math.min(link.until_ms, questionDeadline_ms(link));
}

/** When our question has waited for too long, or the next one is due. */
function questionDeadline_ms(link: Link): number {
  if (link.stage === "dialling" || link.stage === "client") return Infinity;
  if (link.asked_ms > 0) return link.asked_ms + patience_ms(link);
  return link.outbound ? link.next_ms : link.heard_ms + limits.inbound_silence_ms;
}

/** A lecture node gets one request at a time, so its one question waits for as long as two of ours. */
function patience_ms({ stage }: Link): number {
  if (stage === "greeting") return limits.hello_timeout_ms;
  return limits.keep_alive_timeout_ms * (stage === "lecture" ? limits.keep_alives_missed_max : 1);
}

/** What to do about this connection now that its time has come. */
export function verdict(link: Link, now_ms: number): Verdict {
  if (now_ms >= link.until_ms) return "over";
  if (link.stage === "greeting") return "silent greeting";
  if (link.asked_ms === 0) return "ask";
  const last = link.stage === "lecture" || link.missed + 1 >= limits.keep_alives_missed_max;
  return last ? "dead" : "ask";
}
