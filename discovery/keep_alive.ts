/** When a connection is asked whether it lives, and when it is dead. Pure functions of a link and the time. */
import * as limits from "./limits.ts";
import type { DialledLink, InboundLink, Link } from "./state/link.ts";

/** What to do about one connection whose {@linkcode deadline_ms} has come. */
export type Verdict = "ask" | "no answer to hello" | "dead" | "over";

/** When a connection next needs attention. */
export function deadline_ms(link: Link): number {
  return link.kind === "client" ? Infinity : Math.min(link.until_ms, questionDeadline_ms(link));
}

/** When a question has waited for too long, or the next one is due. */
function questionDeadline_ms(link: DialledLink | InboundLink): number {
  if (link.kind === "outbound" && link.stage === "dialling") return Infinity;
  if (link.asked_ms !== 0) return link.asked_ms + patience_ms(link);
  return link.outbound ? link.next_ms : link.heard_ms + limits.inbound_silence_ms;
}

/** A lecture node gets one request at a time. So its one question waits as long as two questions to others. */
function patience_ms(link: DialledLink | InboundLink): number {
  if (link.kind === "outbound" && link.stage === "handshake") return limits.hello_timeout_ms;
  return limits.keep_alive_timeout_ms * (link.kind === "lecture" ? limits.keep_alives_missed_max : 1);
}

/** What to do about a connection now that its time has come. */
export function verdict(link: DialledLink | InboundLink, now_ms: number): Verdict {
  if (now_ms >= link.until_ms) return "over";
  if (link.kind === "outbound" && link.stage === "handshake") return "no answer to hello";
  if (link.asked_ms === 0) return "ask";
  const is_last = link.kind === "lecture" || link.missed + 1 >= limits.keep_alives_missed_max;
  return is_last ? "dead" : "ask";
}
