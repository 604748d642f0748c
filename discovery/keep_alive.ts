/** When a connection is asked whether it lives, and when it is dead. Pure functions of a link and the time. */
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";

/** What to do about one connection now. */
export type Verdict = "wait" | "ask" | "silent greeting" | "dead" | "over";

/** When {@linkcode verdict} next says something else than `wait`. */
export function deadline_ms(link: Link): number {
  return Math.min(link.until_ms, stageDeadline_ms(link));
}

function stageDeadline_ms(link: Link): number {
  switch (link.stage) {
    case "dialling":
    case "client":
      return Infinity;
    case "greeting":
      return link.asked_ms + limits.hello_timeout_ms;
    case "lecture":
      return link.asked_ms > 0 ? link.asked_ms + patience_ms(link) : link.next_ms;
    case "network":
      if (link.asked_ms > 0) return link.asked_ms + patience_ms(link);
      return link.outbound ? link.next_ms : link.heard_ms + limits.inbound_silence_ms;
  }
}

/** A lecture node gets one request at a time, so its one question waits for as long as two of ours. */
function patience_ms(link: Link): number {
  const questions = link.stage === "lecture" ? limits.keep_alives_missed_max : 1;
  return questions * limits.keep_alive_timeout_ms;
}

/** What to do about this connection now. */
export function verdict(link: Link, now_ms: number): Verdict {
  if (now_ms >= link.until_ms) return "over";
  if (now_ms < stageDeadline_ms(link)) return "wait";
  if (link.stage === "greeting") return "silent greeting";
  if (link.asked_ms === 0) return "ask";
  const last = link.stage === "lecture" || link.missed + 1 >= limits.keep_alives_missed_max;
  return last ? "dead" : "ask";
}
