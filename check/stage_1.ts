/** Stage 1: the connection, the envelope, and the errors of the lecture. */
import { ask, type Question } from "./ask.ts";
import { type Cause, fault, type Finding } from "./causes.ts";
import type { Check, CheckContext, Outcome } from "./check.ts";
import * as limits from "./limits.ts";
import { statuses } from "./rules.ts";
import { Unjudged } from "./session.ts";
import { visible } from "./visible.ts";
import type { Opened } from "./world.ts";

/** Where students put the WebSocket instead of `/ws`. */
const other_paths = ["/", "/ws/", "/websocket", "/socket"];

/** HTTP statuses of a gateway, or of a full node. They say nothing about the program. */
const gateway_statuses = [429, 502, 503, 504];

const connect: Check = {
  id: "connect",
  stage: 1,
  points: 10,
  needs: [],
  async run({ session }) {
    const opened = await session.connect(limits.port_patience_ms);
    if (opened.kind === "http" && !gateway_statuses.includes(opened.status)) {
      return await lookElsewhere(session, opened.status);
    }
    if (opened.kind === "no_http") {
      return failed(handshake(fault("no_http", Infinity, { detail: opened.detail }), undefined));
    }
    if (opened.kind !== "open") throw notReached(opened, session.world.is_browser);
    const greetings = await session.greetings();
    const { closed } = session;
    if (closed !== undefined) {
      const { code } = closed;
      return failed({
        ...fault("closed_at_open", Infinity, { code }),
        sent: "",
        got: String(code),
        wanted: "",
      });
    }
    const greeting = greetings.map((text) => ({
      ...fault("greeting", 3, { text: visible(text).slice(0, 120) }),
      sent: "",
      got: text,
      wanted: "",
    })).slice(0, 1);
    const origin = await session.refusesOrigin() ? [handshake(fault("origin_refused", 3), 403)] : [];
    return { findings: [...greeting, ...origin], is_usable: true };
  },
};

function notReached(opened: Opened, is_browser = false): Unjudged {
  if (opened.kind === "http") return new Unjudged("network", "unreachable", `HTTP ${opened.status}`);
  const detail = "detail" in opened ? opened.detail : "";
  if (opened.kind === "refused") return new Unjudged("network", "refused", detail);
  if (opened.kind === "failed") {
    return new Unjudged("network", is_browser ? "browser_failed" : "no_websocket", detail);
  }
  if (opened.kind === "late") return new Unjudged("network", "handshake_late", detail);
  const is_name = opened.kind === "unreachable" && opened.final === true;
  return new Unjudged("network", is_name ? "no_host" : "unreachable", detail);
}

async function lookElsewhere(session: CheckContext["session"], status: number): Promise<Outcome> {
  for (const path of other_paths) {
    if (await session.tryPath(path)) {
      await session.greetings();
      return { findings: [handshake(fault("path_other", 6, { path }), status)], is_usable: true };
    }
  }
  for (const path of ["", "/"]) {
    const body = await session.world.post?.(path, '{"op": "peers"}', limits.open_limit_ms);
    if (body !== undefined && /^\s*[{[]/.test(body)) {
      return failed(
        handshake(fault("http_post", Infinity, { status, text: visible(body).slice(0, 120) }), status),
      );
    }
  }
  return failed(handshake(fault("http_status", Infinity, { status }), status));
}

/** Adds what was sent, got and wanted in a handshake (RFC 6455). */
function handshake(finding: Finding, status: number | undefined): Finding {
  return {
    ...finding,
    sent: "GET /ws HTTP/1.1 (Upgrade: websocket)",
    got: status === undefined ? String(finding.values.detail) : `HTTP/1.1 ${status}`,
    wanted: "HTTP/1.1 101 Switching Protocols",
  };
}

function failed(finding: Finding): Outcome {
  return { findings: [finding], is_usable: false };
}

/** Asks several ops. The first answer that can be read shows the program's envelope. */
const envelope: Check = {
  id: "envelope",
  stage: 1,
  points: 10,
  needs: ["connect"],
  async run(context) {
    const word = context.words.word();
    const tries: Question[] = [
      question('{"op": "peers"}', statuses.peers, "OK", "some", "peers"),
      unknown(word),
      question('{"op": "time"}', statuses.time, "OK", "some", "time"),
    ];
    const hindrances: Finding[] = [];
    for (const [at, one] of tries.entries()) {
      const limit_ms = at === 0 ? limits.answer_limit_ms : limits.answer_again_ms;
      const { envelope, findings } = await ask(context, { ...one, limit_ms });
      // Only the form counts here. What the answer says is judged by the checks of that op.
      if (envelope !== undefined) return { findings: findings.filter(isForm), is_usable: true };
      hindrances.push(...findings);
      context.session.renew();
    }
    const is_silent = hindrances.every(({ cause }) => silences.has(cause));
    // A slow node is no silent one. Only the time that it has in all can tell them apart.
    const late_ms = is_silent ? await context.session.lateAnswer() : undefined;
    if (late_ms !== undefined) throw new Unjudged("slow", "answers_late", `${(late_ms / 1000).toFixed(1)} s`);
    const [first] = hindrances;
    const never_stands_still = hindrances.every(({ cause }) => cause !== "standstill");
    const shown = is_silent && never_stands_still ? { ...first!, cause: "silent_all" as const } : first!;
    return { findings: [shown], is_usable: false };
  },
};

/** Nothing came, and the connection stayed open. */
const silences: ReadonlySet<Cause> = new Set<Cause>(["silent", "silent_branch", "standstill"]);

/** Findings about how an answer is written, not what it says. */
function isForm({ cause }: Finding): boolean {
  return !/^(status_other|text_|response_|op_unknown|swallowed|error_text)/.test(cause);
}

const bad_json: Check = {
  id: "bad_json",
  stage: 1,
  points: 5,
  needs: ["envelope"],
  is_risky: true,
  async run(context) {
    const one = question(
      '{"op": "peers", "args":',
      statuses.bad_json,
      "Cannot parse request message.",
      "null",
      "",
    );
    const answered = await ask(context, { ...one, closed: "closed_parse", silent: "silent_branch", cost: 4 });
    return done(
      answered.findings.map((finding) =>
        finding.cause === "status_other" && answered.envelope?.status === 200 &&
          !/pars/i.test(String(answered.envelope.error))
          ? { ...finding, cause: "json_not_checked" }
          : finding
      ),
    );
  },
};

const no_op: Check = {
  id: "no_op",
  stage: 1,
  points: 5,
  needs: ["envelope"],
  is_risky: true,
  async run(context) {
    const one = question('{"args": {}}', statuses.no_op, "Message body is not supported.", "null", "");
    const answered = await ask(context, {
      ...one,
      closed: "closed_missing_key",
      silent: "silent_branch",
      cost: 4,
    });
    return done(
      answered.findings.map((finding) =>
        finding.cause === "status_other" && answered.envelope?.status === 404
          ? { ...finding, cause: "op_not_checked" }
          : finding
      ),
    );
  },
};

const unknown_op: Check = {
  id: "unknown_op",
  stage: 1,
  points: 5,
  needs: ["envelope"],
  async run(context) {
    return done((await ask(context, unknown(context.words.word()))).findings);
  },
};

function unknown(word: string): Question {
  return {
    ...question(
      JSON.stringify({ op: word }),
      statuses.unknown_op,
      `Operation "${word}" is not supported.`,
      "null",
      "",
    ),
    silent: "silent_branch",
    cost: 4,
  };
}

function question(
  text: string,
  status: number,
  error: string,
  response: "null" | "none" | "some",
  op: string,
): Question {
  return { text, wish: { status, error, response }, op, cost: 4 };
}

function done(findings: readonly Finding[]): Outcome {
  return { findings, is_usable: true };
}

/** The checks of stage 1. */
export const stage_1: readonly Check[] = [connect, envelope, bad_json, no_op, unknown_op];
