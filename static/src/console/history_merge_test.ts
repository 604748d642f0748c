/** Two tabs with one storage: whatever they do, and whoever writes last, they end with the same history. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { ConversationHistory, exchanges_max, removed_max } from "./conversation_history.ts";
import { knowsMore, newestKeys } from "./history_merge.ts";
import { readHistory, writeHistory } from "./history_storage.ts";

const url = "ws://a/ws";

/** Tabs of one browser; each hears of what another wrote as a browser tells it. */
class Tabs {
  #text: string | null = null;
  #now_ms = 1_700_000_000_000;
  readonly tabs = [new ConversationHistory({}, "one"), new ConversationHistory({}, "two")] as const;

  at() {
    return { wall_ms: ++this.#now_ms, steady_ms: this.#now_ms };
  }

  /** Writes without having heard of what the other one wrote meanwhile. */
  write(tab: ConversationHistory): void {
    this.#text = writeHistory(tab);
  }

  /** All hear of the last text, and write as long as they know more. Returns how often somebody wrote. */
  settle(): number {
    for (let writes = 0; writes < 10; writes++) {
      for (const tab of this.tabs) tab.merge(readHistory(this.#text));
      const more = this.tabs.find((tab) =>
        knowsMore(readHistory(writeHistory(tab)), readHistory(this.#text))
      );
      if (more === undefined) return writes;
      this.write(more);
    }
    throw new Error("The tabs never agree.");
  }
}

Deno.test("what two tabs wrote at the same moment is kept", () => {
  const tabs = new Tabs();
  const [one, two] = tabs.tabs;
  one.send('{"op":"peers"}', url, tabs.at());
  two.send('{"op":"time"}', url, tabs.at());
  tabs.write(one);
  tabs.write(two);
  tabs.settle();
  for (const { exchanges } of tabs.tabs) {
    assert.deepEqual(exchanges.map(({ request }) => request), ['{"op":"peers"}', '{"op":"time"}']);
  }
});

Deno.test("an answer belongs to the tab that asked, and the others are told", () => {
  const tabs = new Tabs();
  const [one, two] = tabs.tabs;
  const sent = one.send("{}", url, tabs.at());
  tabs.write(one);
  tabs.settle();
  two.receive("unasked", url, tabs.at());
  two.lose();
  assert.equal(two.exchanges.find(({ request }) => request === "{}")!.lost, undefined);
  one.receive("answer", url, tabs.at());
  assert.equal(sent.answer, "answer");
  tabs.write(one);
  tabs.settle();
  assert.deepEqual(two.exchanges.map(({ answer }) => answer), ["answer", "unasked"]);
});

Deno.test("a tab that is opened while another waits takes up the answer, and can't take it away", () => {
  const [moment, later] = [{ wall_ms: 5, steady_ms: 5 }, { wall_ms: 9, steady_ms: 9 }];
  const one = new ConversationHistory({}, "one");
  one.send("{}", url, moment);
  const two = new ConversationHistory(readHistory(writeHistory(one)), "two");
  assert.equal(two.exchanges[0]!.lost, true);
  one.merge(readHistory(writeHistory(two)));
  assert.equal(one.exchanges[0]!.lost, undefined);
  one.receive("answer", url, later);
  two.merge(readHistory(writeHistory(one)));
  assert.deepEqual([two.exchanges[0]!.answer, two.exchanges[0]!.lost], ["answer", undefined]);
});

Deno.test("what one tab removed does not come back from another", () => {
  const tabs = new Tabs();
  const [one, two] = tabs.tabs;
  const sent = one.send("{}", url, tabs.at());
  one.receive("{}", url, tabs.at());
  tabs.write(one);
  tabs.settle();
  one.remove(sent);
  tabs.write(one);
  tabs.write(two);
  tabs.settle();
  assert.deepEqual(tabs.tabs.map(({ exchanges }) => exchanges), [[], []]);
});

Deno.test("the numbers go on over all tabs", () => {
  const tabs = new Tabs();
  const [one, two] = tabs.tabs;
  one.send("{}", url, tabs.at());
  tabs.write(one);
  tabs.settle();
  assert.equal(two.send("{}", url, tabs.at()).number, 2);
});

Deno.test("marks of removed exchanges have a bound", () => {
  const keys = Array.from({ length: removed_max + 1 }, (_, i) => `${1_700_000_000_000 + i} tab 1`);
  assert.deepEqual(newestKeys(keys.slice(1)), keys.slice(1));
  assert.deepEqual(newestKeys(keys.toReversed()), keys.slice(1));
});

type Step = (tabs: Tabs, history: ConversationHistory, n: number) => void;

const steps: readonly Step[] = [
  (tabs, history) => history.send("{}", url, tabs.at()),
  (tabs, history) => history.receive("{}", url, tabs.at()),
  (_, history) => history.lose(),
  (_, history, n) => history.exchanges[n] && history.pin(history.exchanges[n]),
  (_, history, n) => history.exchanges[n] && history.remove(history.exchanges[n]),
  (_, history) => history.clear(),
  (tabs, history) => tabs.write(history),
  (tabs) => tabs.settle(),
  (tabs, history) => {
    for (let n = 0; n < exchanges_max - 3; n++) history.send("{}", url, tabs.at());
  },
];

Deno.test("whatever two tabs do, they come to the same history", () => {
  const step = fc.tuple(fc.nat(steps.length - 1), fc.nat(1), fc.nat(5));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (done) => {
      const tabs = new Tabs();
      for (const [kind, tab, n] of done) steps[kind]!(tabs, tabs.tabs[tab]!, n);
      tabs.settle();
      const [one, two] = tabs.tabs.map((tab) => readHistory(writeHistory(tab)));
      assert.deepEqual(one!.exchanges.map(({ key, pinned }) => [key, pinned === true]), [
        ...two!.exchanges.map(({ key, pinned }) => [key, pinned === true]),
      ]);
      assert.deepEqual(one!.removed, two!.removed);
    }),
    { numRuns: 200 },
  );
});
