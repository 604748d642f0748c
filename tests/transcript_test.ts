/** Every case that was recorded from the lecture's program, over a real socket. */
import assert from "node:assert/strict";
import type { RunningNode } from "../node/node.ts";
import transcript from "./fixtures/lecture_transcript.json" with { type: "json" };
import { opcode, RawClient } from "./raw_client.ts";
import { latin1, within, withNode } from "./test_node.ts";

type Case = (typeof transcript.cases)[number];

/** What came back: an answer's JSON value, a pong's text, or a close code. */
type Outcome = { readonly answer: unknown } | { readonly pong: string } | { readonly close: number };

const unparsed = { status: 500, error: "Cannot parse request message.", response: null };
const accepted = { status: 202, error: "Accepted" };

/** What this node does where the transcript's key `foxchain` says that it differs, and which peers it has then. */
const DIFFERENCES: Readonly<
  Record<string, { check: (outcome: Outcome, sent: string) => void; peers_after?: string[] }>
> = {
  "202, but the address is not stored (nobody could dial it)": { check: answers(accepted), peers_after: [] },
  "202, but the address is not stored": { check: answers(accepted), peers_after: [] },
  "202, but the address is not stored (over 256 characters)": { check: answers(accepted), peers_after: [] },
  // The address rules accept it: a name in Chinese is a name, and a path may hold an emoji.
  "202; stored only if the address rules accept it": { check: answers(accepted) },
  "answers an error envelope (status 500, clear error, response null) and stays connected": {
    check: answersClearError,
  },
  '404 that names the op by its JSON text: "null"': { check: answersNamedByJsonText },
  "404 that names the op by its JSON text": { check: answersNamedByJsonText },
  '500 "Message body is not supported."': {
    check: answers({ status: 500, error: "Message body is not supported.", response: null }),
  },
  '500 "Cannot parse request message." (NaN is not JSON here)': { check: answers(unparsed) },
  '500 "Cannot parse request message." (Infinity is not JSON here)': { check: answers(unparsed) },
  '500 "Cannot parse request message." (binary is read as UTF-8)': { check: answers(unparsed) },
  'as the lecture, or 500 "Cannot parse request message."': {
    // TextDecoder drops a byte order mark, so it is as in the lecture.
    check: answers({ status: 200, error: "OK", response: { peers: [] } }),
  },
  "answered over loopback when under 1 MiB, else close 1009": {
    check: (outcome, sent) =>
      answers({
        status: 404,
        error: `Operation "${JSON.parse(sent).op}" is not supported.`,
        response: null,
      })(outcome),
  },
  "close 1009 (message over the limit)": { check: (outcome) => assert.deepEqual(outcome, { close: 1009 }) },
  "closes with the matching WebSocket close code": {
    check: (outcome) => assert.deepEqual(outcome, { close: 1000 }),
  },
};

for (const one of transcript.cases) {
  Deno.test(`the lecture's case ${one.case}`, () =>
    withNode((node) => within(10_000, one.case, run(one, node))));
}

async function run(one: Case, node: RunningNode): Promise<void> {
  using observer = await RawClient.connect(node.port);
  if (one.peers_before.length > 0) {
    const args = { addr: one.peers_before };
    assert.deepEqual(JSON.parse(await observer.ask(JSON.stringify({ op: "register", args }))), accepted);
  }
  const sent = one.sent ?? longMessage(one.sent_rule!);
  using client = await RawClient.connect(node.port);
  await send(client, one.kind, sent);
  const outcome = await read(client);

  const difference = one.foxchain === undefined ? undefined : DIFFERENCES[one.foxchain];
  if (one.foxchain !== undefined) {
    assert.ok(difference, `the transcript says something new: ${one.foxchain}`);
    difference.check(outcome, sent);
  } else {
    checkLectureAnswer(one, outcome);
  }
  // Still connected, unless it was a close.
  if (!("close" in outcome)) assert.equal(JSON.parse(await client.ask('{"op":"time"}')).status, 200);

  const { response } = JSON.parse(await observer.ask('{"op":"peers"}'));
  assert.deepEqual(new Set(response.peers), new Set(difference?.peers_after ?? one.peers_after));
}

async function send(client: RawClient, kind: string, sent: string): Promise<void> {
  switch (kind) {
    case "text":
      return await client.send(opcode.text, sent);
    case "binary":
      return await client.send(opcode.binary, latin1(sent));
    case "ping":
      return await client.send(opcode.ping, sent);
    case "close":
      return await client.send(opcode.close, latin1("\x03\xe8"));
    case "frag":
      await client.send(opcode.text, sent.slice(0, 5), { fin: false });
      await client.send(opcode.continuation, sent.slice(5, 6), { fin: false });
      return await client.send(opcode.continuation, sent.slice(6));
    default:
      throw new Error(`The transcript has a new kind: ${kind}`);
  }
}

async function read(client: RawClient): Promise<Outcome> {
  const frame = await client.read();
  assert.ok(frame, "the node closed the connection without a close frame");
  const text = new TextDecoder().decode(frame.payload);
  switch (frame.opcode) {
    case opcode.text:
      return { answer: JSON.parse(text) };
    case opcode.pong:
      return { pong: text };
    case opcode.close:
      return { close: frame.payload[0]! << 8 | frame.payload[1]! };
    default:
      throw new Error(`Unexpected opcode ${frame.opcode}`);
  }
}

function checkLectureAnswer(one: Case, outcome: Outcome): void {
  assert.equal(one.lecture_outcome, "answered");
  const [expected] = one.lecture_answers;
  if (typeof expected === "string") return assert.deepEqual(outcome, { pong: expected });
  assert.ok("answer" in outcome, `expected an answer, got ${JSON.stringify(outcome)}`);
  const answer = outcome.answer as { response?: { peers?: string[]; time?: number; time_zone?: string } };
  const response = (expected as typeof answer).response;
  if (response?.time !== undefined) {
    const { time, time_zone } = answer.response!;
    assert.deepEqual(answer, { status: 200, error: "OK", response: { time, time_zone } });
    assert.ok(Math.abs(time! * 1000 - Date.now()) < 1000);
    assert.ok(!Number.isInteger(time));
    assert.match(time_zone!, /^([A-Z]{2,5}|[+-]\d{2,4})$/);
  } else if (response?.peers !== undefined) {
    assert.equal(answer.response?.peers?.length, response.peers.length);
    assert.deepEqual({ ...answer, response: { peers: new Set(answer.response.peers) } }, {
      ...expected as object,
      response: { peers: new Set(response.peers) },
    });
  } else {
    assert.deepEqual(answer, expected);
  }
}

function answers(expected: unknown): (outcome: Outcome) => void {
  return (outcome) => assert.deepEqual(outcome, { answer: expected });
}

function answersClearError(outcome: Outcome): void {
  assert.ok("answer" in outcome, `expected an answer, got ${JSON.stringify(outcome)}`);
  const { error, ...rest } = outcome.answer as { error: string };
  assert.deepEqual(rest, { status: 500, response: null });
  assert.match(
    error,
    /^(Cannot parse request message\.|Message body is not supported\.|Operation "register" .+)$/,
  );
}

function answersNamedByJsonText(outcome: Outcome, sent: string): void {
  const name = /^\{"op":(.*)\}$/.exec(sent)![1];
  answers({ status: 404, error: `Operation "${name}" is not supported.`, response: null })(outcome);
}

function longMessage(rule: NonNullable<Case["sent_rule"]>): string {
  const repeated = (part: (string | number)[] | undefined) =>
    part === undefined ? "" : String(part[0]).repeat(Number(part[1]));
  if (rule.repeat_open !== undefined) return repeated(rule.repeat_open) + repeated(rule.repeat_close);
  return rule.prefix + repeated(rule.repeat) + rule.suffix;
}
