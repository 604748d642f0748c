/** Asks one question for a check. An answer is read as an envelope; a silence or a close becomes a cause. */
import { type Cause, fault, type Finding, note, warning } from "./causes.ts";
import type { CheckContext } from "./check.ts";
import { compare, type Envelope, readEnvelope, type Wish } from "./envelope.ts";
import * as limits from "./limits.ts";
import type { Frame, Reply } from "./session.ts";
import { visible } from "./visible.ts";

/** A question. */
export interface Question {
  readonly text: string;
  readonly wish: Wish;
  /** The op as the hints name it; "" where there is none. */
  readonly op: string;
  /** Points that a wrong status costs. */
  readonly cost: number;
  /** Causes of a silence and of a close, where this question has more exact ones than the usual. */
  readonly silent?: Cause;
  readonly closed?: Cause;
  readonly limit_ms?: number;
}

/** What came of it. */
export interface Answered {
  readonly reply: Reply;
  /** Undefined: the answer can't be read as an envelope. */
  readonly envelope: Envelope | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Asks.
 *
 * @throws {Unjudged} As {@linkcode Session.ask} does.
 */
export async function ask({ session }: CheckContext, question: Question): Promise<Answered> {
  let reply = await session.ask(question.text, question.limit_ms);
  const { usual_ms } = session;
  const isSlow = ({ kind, took_ms }: Reply) =>
    (kind === "text" || kind === "binary") && isLong(took_ms, usual_ms);
  let is_slow = isSlow(reply);
  // A busy machine may be slow once. So a slow answer is asked for again, and counts only when it is slow again.
  if (is_slow && !session.is_known_slow) {
    const has_time = session.left_ms > 2 * reply.took_ms + limits.beyond_budget_min_ms;
    const again = has_time ? await session.ask(question.text, question.limit_ms) : undefined;
    if (again !== undefined && !isSlow(again)) reply = again;
    is_slow = again !== undefined && isSlow(again) && !await isBusy(session, question.op, usual_ms);
    session.is_known_slow = is_slow;
  }
  const hindrance = hindranceOf(reply, question);
  if (hindrance !== undefined) {
    return { reply, envelope: undefined, findings: seen([hindrance], reply, question) };
  }
  const read = readEnvelope(reply);
  const is_echo = reply.kind === "text" && isEcho(question.text, reply.text);
  const envelope = !is_echo && "status" in read ? read : undefined;
  const findings = [
    ...beside(reply, is_slow, session.opened_ms, session.frames[reply.frame - 1]!),
    ...is_echo ? [fault("echo", Infinity)] : [
      ...read.findings,
      ...envelope === undefined ? [] : compare(envelope, question.wish, question.op, question.cost),
    ],
  ];
  return { reply, envelope, findings: seen(findings, reply, question) };
}

/**
 * Whether a node that usually is fast is slow with another request, too, just now: then the machine is busy, and the first
 * request is not to blame.
 */
async function isBusy(session: CheckContext["session"], op: string, usual_ms: number): Promise<boolean> {
  if (usual_ms === 0 || usual_ms >= limits.answer_slow_ms) return false;
  const other = op === "peers" ? "time" : "peers";
  const { kind, took_ms } = await session.ask(`{"op": "${other}"}`, limits.answer_again_ms);
  return kind === "silent" || isLong(took_ms, usual_ms);
}

/** Adds to each finding what a report shows with it: the frame, and the right answer. */
export function seen(
  findings: readonly Finding[],
  reply: Reply,
  question: Pick<Question, "wish"> | undefined,
  response?: unknown,
): Finding[] {
  const wanted = question && wantedText(question.wish, reply.kind === "text" ? reply.text : "", response);
  return findings.map((finding) => ({
    frame: reply.frame,
    ...(finding.level === "note" || wanted === undefined ? {} : { wanted }),
    ...finding,
  }));
}

/** The right answer, with the order and the spacing of the answer that came. So the first difference is a real one. */
function wantedText({ status, error, response }: Wish, got: string, sample: unknown): string {
  const value: Record<string, unknown> = { status, error };
  if (response === "null") value.response = null;
  if (response === "some") value.response = sample ?? "…";
  let order: string[] = [];
  let came: Record<string, unknown> = {};
  try {
    came = JSON.parse(got) ?? {};
    order = Object.keys(came);
  } catch {
    // Not JSON: keep the lecture's order.
  }
  if (
    response === "some" && sample === undefined && typeof came.response === "object" && came.response !== null
  ) {
    value.response = came.response;
  }
  const names = [
    ...order.filter((name) => name in value),
    ...Object.keys(value).filter((name) => !order.includes(name)),
  ];
  const compact = JSON.stringify(Object.fromEntries(names.map((name) => [name, value[name]])));
  return /":\s/.test(got) || order.length === 0 ? spaced(compact) : compact;
}

/** Python's spacing of JSON. */
function spaced(json: string): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*")|([,:])/g, (_all, text, sign) => text ?? `${sign} `);
}

function hindranceOf(
  reply: Reply,
  { silent = "silent", closed = "closed", op }: Question,
): Finding | undefined {
  if (reply.kind === "silent") {
    const cause = reply.standstill ? "standstill" : silent;
    return fault(cause, Infinity, { seconds: seconds(reply.took_ms), op });
  }
  if (reply.kind === "closed") {
    const values = { code: reply.code, reason: visible(reply.reason).slice(0, 100), op };
    return fault(reply.ended ? "program_ended" : closed, Infinity, values);
  }
}

function beside(
  reply: Reply,
  is_slow: boolean,
  opened_ms: number,
  { extra, closed_after }: Frame,
): Finding[] {
  const findings: Finding[] = [];
  if (is_slow) {
    const values = { seconds: seconds(reply.took_ms) };
    findings.push(
      opened_ms >= limits.answer_slow_ms
        ? note("slow_all", values)
        : warning(reply.standstill ? "standstill" : "slow", values),
    );
  }
  if (extra !== undefined) {
    findings.push(fault("extra_message", 3, { count: extra.length, text: visible(extra[0]!).slice(0, 120) }));
  }
  if (closed_after) findings.push(fault("closed_after", 2));
  return findings;
}

/** Whether an answer is slow: by itself, or compared with this node's usual answers. */
function isLong(took_ms: number, usual_ms: number): boolean {
  const is_odd = usual_ms > 0 && took_ms >= usual_ms * limits.answer_slow_ratio;
  return took_ms >= limits.answer_slow_ms || (is_odd && took_ms >= limits.answer_slow_min_ms);
}

function isEcho(sent: string, got: string): boolean {
  return sent.trim() === got.trim();
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
