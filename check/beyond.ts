/** Beyond the lecture: messages that a robust node survives. They never cost points. */
import { type Finding, note } from "./causes.ts";
import type { CheckContext } from "./check.ts";
import * as limits from "./limits.ts";
import { isFields } from "./fields.ts";
import { odd_number } from "./peers_reading.ts";
import { visible } from "./visible.ts";

/** Messages on which the lecture's own program drops the connection or stays silent. */
const messages = [
  "null",
  "5",
  '{"op": "register", "args": null}',
  `{"op": "register", "args": {"addr": [${odd_number}]}}`,
];

/** Tries the messages while there is time. Each has a new connection, so that none can harm the next. */
export async function lookBeyond({ session }: CheckContext): Promise<Finding[]> {
  const findings: Finding[] = [...await foxchainNote(session)];
  for (const text of messages) {
    if (session.left_ms < limits.beyond_budget_min_ms) return findings;
    session.renew();
    const reply = await session.ask(text, limits.beyond_limit_ms);
    if (reply.kind === "closed") findings.push({ ...note("beyond_closed", { text }), frame: reply.frame });
    if (reply.kind === "silent") findings.push({ ...note("beyond_silent", { text }), frame: reply.frame });
    if (reply.kind === "closed" && reply.ended) return findings;
  }
  return findings;
}

/** A note when the node is a foxchain: it describes its ops, which no student's program does. */
async function foxchainNote(session: CheckContext["session"]): Promise<Finding[]> {
  if (session.left_ms < limits.beyond_budget_min_ms) return [];
  session.renew();
  const reply = await session.ask('{"op": "ops"}', limits.answer_again_ms);
  if (reply.kind !== "text") return [];
  try {
    const { status, response } = JSON.parse(reply.text);
    const text = JSON.stringify(response);
    const is_foxchain = status === 200 && isFields(response) && /"summary"/.test(text) &&
      /"register"/.test(text);
    if (!is_foxchain) return [];
    return [{ ...note("is_foxchain"), frame: reply.frame }, ...await nameNote(session)];
  } catch {
    return [];
  }
}

/** A hello of a network that the node is not in: it answers with its name, and takes the check for no peer. */
const hello = '{"op": "hello", "args": {"v": 1, "net": "check.invalid", "nonce": "check"}}';

/** A note with the name that a foxchain gives itself. A student's program is not asked: it would show the odd op. */
async function nameNote(session: CheckContext["session"]): Promise<Finding[]> {
  const reply = await session.ask(hello, limits.answer_again_ms);
  if (reply.kind !== "text") return [];
  const { response } = JSON.parse(reply.text);
  const name: unknown = isFields(response) ? response.name : undefined;
  if (typeof name !== "string" || name === "") return [];
  return [{
    ...note("calls_itself", { name: visible(name).slice(0, limits.name_characters_max) }),
    frame: reply.frame,
  }];
}
