/** The pace and the places of an op's asks, on both sides of each limit. */
import assert from "node:assert/strict";
import { type AskCall, AskDesk, type AskNetwork } from "./ask_desk.ts";
import { ask_ms, ask_pace_ms, asks_at_once_max, asks_max, asks_waiting_max, op_call_ms } from "./limits.ts";

const asked = { op: "blocks", args: '{"after":3}' };

function call(parts: Partial<AskCall> = {}): AskCall {
  return {
    caller: "loopback",
    heard: "loopback",
    is_asked: false,
    signal: new AbortController().signal,
    ...parts,
  };
}

/** Answers nothing until it is told to. */
class Others implements AskNetwork {
  readonly open: ((text: string) => void)[] = [];
  readonly sent: string[] = [];
  scope: "private" | "public" = "public";

  ask(addr: string, text: string, _asking: unknown, signal: AbortSignal) {
    this.sent.push(`${addr} ${text}`);
    return new Promise<{ text: string; scope: "private" | "public" }>((resolve, reject) => {
      this.open.push((text) => resolve({ text, scope: this.scope }));
      signal.addEventListener("abort", () => reject(new Error("cut")));
    });
  }

  targets(_caller: unknown, max: number) {
    return ["ws://a/ws", "ws://b/ws", "ws://c/ws", "ws://d/ws"].slice(0, max);
  }

  answer(text = "{}") {
    this.open.shift()!(text);
  }
}

const settled = () => new Promise<void>((go) => setImmediate(go));

Deno.test("an ask is one request that says where it comes from", async () => {
  const others = new Others();
  const desk = new AskDesk(others);
  const answer = desk.ask(call(), "ws://a/ws", asked);
  await settled();
  assert.deepEqual(others.sent, ['ws://a/ws {"op":"blocks","args":{"after":3},"via":"ask"}']);
  others.answer("{1}");
  assert.equal(await answer, "{1}");
  const bare = desk.ask(call(), "ws://a/ws", { op: 'a"b', args: null });
  await settled();
  assert.equal(others.sent[1], 'ws://a/ws {"op":"a\\"b","via":"ask"}');
  others.answer();
  await bare;
  assert.deepEqual(desk.counts, { answered: 2, failed: 0, refused: 0 });
});

Deno.test("an op asks ten times in a minute, not eleven, and is told when it may again", async () => {
  let now_ms = 0;
  const others = new Others();
  const desk = new AskDesk(others, () => now_ms);
  const once = async () => {
    const answer = desk.ask(call(), "ws://a/ws", asked);
    await settled();
    others.answer();
    await answer;
  };
  for (let n = 0; n < asks_max; n++) {
    await once();
    now_ms += 1_000;
  }
  await assert.rejects(desk.ask(call(), "ws://a/ws", asked), /asks too often: it may ask again in 50 s\./);
  assert.deepEqual(await desk.askPeers(call(), asked, 2), []);
  now_ms = ask_pace_ms - 1;
  await assert.rejects(desk.ask(call(), "ws://a/ws", asked), /in 1 s\./);
  now_ms = ask_pace_ms;
  await once();
  assert.deepEqual(desk.counts, { answered: asks_max + 1, failed: 0, refused: 4 });
});

Deno.test("two asks are under way, the third waits for a place, and leaves it with its call", async () => {
  const others = new Others();
  const desk = new AskDesk(others);
  const answers = [1, 2, 3].map(() => desk.ask(call(), "ws://a/ws", asked));
  const over = new AbortController();
  const left = desk.ask(call({ signal: over.signal }), "ws://left/ws", asked);
  await settled();
  assert.equal(others.sent.length, asks_at_once_max);
  over.abort();
  await assert.rejects(left, /The call is over/);
  others.answer();
  await settled();
  assert.equal(others.sent.length, asks_at_once_max + 1);
  others.answer();
  others.answer();
  await Promise.all(answers);
  assert.ok(!others.sent.some((sent) => sent.startsWith("ws://left")));
});

Deno.test("only so many asks wait; the minute's pace is reached before", () => {
  assert.ok(
    asks_max < asks_at_once_max + asks_waiting_max,
    "No ask that the pace lets through is lost for want of a place.",
  );
  assert.ok(ask_ms < op_call_ms, "A call outlives an ask that nobody answers.");
});

Deno.test("a call that came through an ask asks nobody, nor does one in a node that dials nobody", async () => {
  const desk = new AskDesk(new Others());
  await assert.rejects(
    desk.ask(call({ is_asked: true }), "ws://a/ws", asked),
    /came from another node's ask/,
  );
  await assert.rejects(desk.askPeers(call({ is_asked: true }), asked, 2), /came from another node's ask/);
  await assert.rejects(new AskDesk(undefined).ask(call(), "ws://a/ws", asked), /dials nobody \(--no-dial\)/);
  assert.deepEqual(desk.counts, { answered: 0, failed: 0, refused: 2 });
});

Deno.test("askPeers tells of each node what it said or why it did not, two at a time", async () => {
  const others = new Others();
  const desk = new AskDesk({
    targets: others.targets,
    ask: (addr, text, asking, signal) =>
      addr === "ws://b/ws" ? Promise.reject(new Error("Gone.")) : others.ask(addr, text, asking, signal),
  });
  const answers = desk.askPeers(call(), asked, 3);
  for (const _answer of [1, 2]) {
    while (others.open.length === 0) await settled();
    others.answer();
  }
  assert.deepEqual(await answers, [
    { addr: "ws://a/ws", text: "{}" },
    { addr: "ws://b/ws", fault: "Gone." },
    { addr: "ws://c/ws", text: "{}" },
  ]);
  assert.deepEqual(desk.counts, { answered: 2, failed: 1, refused: 0 });
});

Deno.test("the widest scope that has answered is remembered for the rest of the call", async () => {
  const others = new Others();
  const desk = new AskDesk(others);
  const asking = call();
  for (
    const [scope, heard] of [["private", "private"], ["public", "public"], ["private", "public"]] as const
  ) {
    others.scope = scope;
    const answer = desk.ask(asking, "ws://a/ws", asked);
    await settled();
    others.answer();
    await answer;
    assert.equal(asking.heard, heard);
  }
});

Deno.test("an ask that nobody answers ends after 5 s, and its place is free", async () => {
  const others = new Others();
  const desk = new AskDesk(others);
  const began_ms = performance.now();
  await assert.rejects(
    desk.ask(call(), "ws://a/ws", asked),
    /^Error: ws:\/\/a\/ws did not answer within 5 s\.$/,
  );
  assert.ok(performance.now() - began_ms >= ask_ms - 5);
  assert.deepEqual(desk.counts, { answered: 0, failed: 1, refused: 0 });
});
