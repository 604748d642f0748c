/** The lab with several nodes, over a reload, and started over. */
import assert from "node:assert/strict";
import type { Counterpart } from "../console/conversation.ts";
import type { Exchange } from "../console/conversation_history.ts";
import { pageStorage } from "../page/page_storage.ts";
import { TestStorage } from "../page/test_storage.ts";
import { countSteps, type Progress } from "./judge.ts";
import { LabState } from "./lab_state.ts";
import { said, whole_lab } from "./test_evidence.ts";

const own_url = "ws://localhost:9000/ws";
const other_url = "ws://localhost:9001/ws";

/** A console and a browser's storage that outlive the state. */
class Visit {
  exchanges: Exchange[] = [];
  counterpart: Counterpart | undefined;
  readonly browser = new TestStorage();
  readonly storage = pageStorage(() => this.browser);

  open(): LabState {
    return new LabState({ conversation: this, storage: this.storage, own_url });
  }

  /** The exchanges come about, the state hears of each when it was sent and when it was answered. */
  say(state: LabState, url: string, pairs: readonly (readonly [unknown, unknown])[]): void {
    for (const { answer, ...sent } of said(...pairs)) {
      const exchange: Exchange = { ...sent, url };
      this.exchanges.push(exchange);
      state.hear(exchange);
      exchange.answer = answer;
      state.hear(exchange);
    }
  }
}

const doneCount = (progress: Progress) => countSteps(progress).done;

Deno.test("the page's own node begins with its page reached", () => {
  const state = new Visit().open();
  assert.deepEqual([state.url, state.is_own, doneCount(state.progress)], [own_url, true, 1]);
});

Deno.test("each node has a list of its own, and the one last spoken to is shown", () => {
  const visit = new Visit();
  const state = visit.open();
  visit.say(state, own_url, whole_lab.slice(0, 3));
  visit.say(state, other_url, whole_lab.slice(3));
  assert.deepEqual([state.url, state.is_own, doneCount(state.progress)], [other_url, false, 3]);
  assert.deepEqual(state.urls, [own_url, other_url]);
  state.choose(own_url);
  assert.equal(doneCount(state.progress), 4);
  assert.equal(state.progress.time.done, false);
});

Deno.test("progress survives a reload, also when the history was cleared", () => {
  const visit = new Visit();
  visit.say(visit.open(), own_url, whole_lab);
  visit.exchanges = [];
  assert.equal(doneCount(visit.open().progress), 7);
});

Deno.test("progress follows from a stored history alone", () => {
  const visit = new Visit();
  visit.exchanges = said(...whole_lab).map((evidence) => ({ ...evidence, url: own_url }));
  assert.equal(doneCount(visit.open().progress), 7);
});

Deno.test("started over, what was said counts no more, and what is said next does", () => {
  const visit = new Visit();
  const state = visit.open();
  visit.say(state, own_url, whole_lab);
  state.startOver(visit.exchanges.at(-1)!.sent_ms);
  assert.equal(doneCount(state.progress), 1);
  assert.equal(doneCount(visit.open().progress), 1);
  const late = { ...said(["{oops", { status: 500 }])[0]!, number: 7, sent_ms: Date.now(), url: own_url };
  visit.exchanges.push(late);
  state.hear(late);
  assert.deepEqual([doneCount(state.progress), state.progress.bad_json.proof?.number], [2, 7]);
});

Deno.test("starting over is taken back with all that was done, in the other tabs, too", () => {
  const visit = new Visit();
  const [state, other] = [visit.open(), visit.open()];
  visit.say(state, own_url, whole_lab);
  visit.exchanges = [];
  const takeBack = state.startOver(Date.now());
  other.hear({ url: own_url, sent_ms: 0 });
  assert.deepEqual([doneCount(state.progress), doneCount(other.progress)], [1, 1]);
  state.choose(other_url);
  takeBack(Date.now() + 1);
  other.hear({ url: own_url, sent_ms: 0 });
  assert.deepEqual([state.url, doneCount(state.progress), doneCount(other.progress)], [own_url, 7, 7]);
  assert.equal(doneCount(visit.open().progress), 7);
});

Deno.test("starting over one node leaves the others as they are", () => {
  const visit = new Visit();
  const state = visit.open();
  visit.say(state, own_url, whole_lab);
  visit.say(state, other_url, whole_lab);
  state.startOver(Date.now());
  assert.equal(doneCount(state.progress), 0);
  state.choose(own_url);
  assert.equal(doneCount(state.progress), 7);
});

Deno.test("what a node is stays known after the console went to another one", () => {
  const visit = new Visit();
  const state = visit.open();
  visit.counterpart = { url: other_url, is_own: false, describes_ops: false };
  visit.say(state, other_url, whole_lab.slice(0, 1));
  visit.counterpart = { url: own_url, is_own: true, describes_ops: true };
  assert.equal(state.describes_ops, false);
  state.choose(own_url);
  assert.equal(state.describes_ops, true);
});

Deno.test("a storage that takes nothing leaves the list to the history", () => {
  const visit = new Visit();
  visit.browser.refuses = true;
  const state = visit.open();
  visit.say(state, own_url, whole_lab);
  assert.equal(doneCount(state.progress), 7);
});

Deno.test("what two tabs did counts together, and starting over in one counts in both", () => {
  const visit = new Visit();
  const [one, two] = [visit.open(), visit.open()];
  const done = said(...whole_lab).map((evidence) => ({ ...evidence, url: own_url }));
  for (const [tab, exchanges] of [[one, done.slice(0, 3)], [two, done.slice(3)]] as const) {
    visit.exchanges = [...exchanges]; // the history of this tab alone
    for (const exchange of exchanges) tab.hear(exchange);
  }
  visit.exchanges = [];
  assert.equal(doneCount(visit.open().progress), 7);
  two.startOver(Date.now());
  one.hear({ url: own_url, sent_ms: 0 });
  assert.equal(doneCount(visit.open().progress), 1);
});
