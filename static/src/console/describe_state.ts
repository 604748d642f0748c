/** Describes the state of the connection and its likely cause. Pure. */
import type { Cause, State } from "./connection_state.ts";
import { browserObstacle } from "./browser_obstacle.ts";
import type { PageOrigin } from "./node_url.ts";
import type { StateWords } from "./state_words.ts";

/** What is the matter, and what probably lies behind it, or "". */
export interface StateText {
  readonly text: string;
  readonly hint: string;
}

/**
 * A state in words: what is the matter, and what probably lies behind it.
 *
 * @example
 * ```ts
 * import { describeState } from "./describe_state.ts";
 * import { state_words } from "./state_words.ts";
 * import assert from "node:assert/strict";
 *
 * const page = { protocol: "http:", host: "localhost:9000", pathname: "/" };
 * const state = { kind: "failed", url: "ws://localhost:9100/", cause: { kind: "unreachable" } } as const;
 * const { text, hint } = describeState(state, state_words.en, page);
 * assert.equal(text, "Could not connect to ws://localhost:9100/.");
 * assert.equal(hint, "Nodes usually listen at the path /ws.");
 * ```
 */
export function describeState(
  state: State,
  words: StateWords,
  page: PageOrigin,
): StateText {
  switch (state.kind) {
    case "idle":
      return { text: words.idle, hint: "" };
    case "connecting":
      return {
        text: words.connecting(state.url),
        hint: state.slow ? obstacleWords(state.url, words, page) ?? words.slow : "",
      };
    case "open":
      return { text: words.open(state.url), hint: "" };
    case "disconnected":
      return { text: words.disconnected(state.url), hint: "" };
    case "failed":
      return describeFailure(state.cause, state.url, words, page);
    case "waiting":
      return describeLoss(state.cause, state.url, words);
  }
}

function describeFailure(cause: Cause, url: string, words: StateWords, page: PageOrigin): StateText {
  if (cause.kind === "not_an_address") {
    return { text: words.not_an_address(url), hint: words.not_an_address_hint };
  }
  const forbidden = cause.kind === "forbidden";
  return {
    text: forbidden ? words.forbidden(url) : words.unreachable(url),
    hint: obstacleWords(url, words, page) ?? (forbidden ? words.forbidden_hint : words.unreachable_hint),
  };
}

function describeLoss(cause: Cause, url: string, words: StateWords): StateText {
  if (cause.kind === "closed") {
    const known = words[`code_${cause.code}` as keyof StateWords];
    const meaning = typeof known === "string" ? known : words.code(cause.code);
    return { text: words.closed(url), hint: words.closed_reason(meaning, cause.reason) };
  }
  return cause.kind === "dropped"
    ? { text: words.dropped(url), hint: words.dropped_hint }
    : { text: words.still_unreachable(url), hint: words.unreachable_hint };
}

function obstacleWords(url: string, words: StateWords, page: PageOrigin): string | undefined {
  const found = browserObstacle(url, page);
  return found === undefined ? undefined : words[found];
}
