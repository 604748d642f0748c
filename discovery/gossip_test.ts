import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import { askSample, hearAnnouncement, learnSample, serveSample, spread } from "./gossip.ts";
import type { Tell } from "./happening.ts";
import { ClientLink, InboundLink } from "./link.ts";
import { State } from "./state.ts";
import { at, seeded, stranger } from "./book/test_entries.ts";

/** A state, and how an asker without an address of its own gets a sample of it. */
function stateWithAsker(tell: Tell = () => {}) {
  const state = new State({ random: seeded(1), nonce: "own", now_ms: 1_000_000_000, tell });
  const client = state.add((id) => new ClientLink(id, "198.51.100.9", stranger, state.now_ms));
  const link = state.replace(new InboundLink(client, "inbound", "theirs", null));
  const reached = (addr: string, ago_s = 0) => {
    const entry = state.book.hear(state.now_s - ago_s, at(addr), stranger)!;
    state.book.succeed(state.now_s - ago_s, entry, entry.target.host, "public", entry.target.group);
    return entry;
  };
  return { state, link, reached };
}

Deno.test("a sample serves what was reached in the last day only where the last hour has too few", () => {
  for (const fresh of [limits.sample_want_max - 1, limits.sample_want_max]) {
    const { state, link, reached } = stateWithAsker();
    for (let n = 1; n <= fresh; n++) reached(`ws://${20 + n}.1.1.1/ws`, limits.served_s);
    for (let n = 1; n <= 5; n++) reached(`ws://${20 + n}.2.2.2/ws`, limits.served_s + 1);
    const { ages } = serveSample(state, link, { want: limits.sample_want_max });
    assert.equal(ages.length, limits.sample_want_max);
    assert.equal(ages.filter((age_s) => age_s > limits.served_s).length, limits.sample_want_max - fresh);
  }
});

Deno.test("a sample serves nothing that was last reached more than a day ago", () => {
  for (const [ago_s, served] of [[limits.served_few_s, 1], [limits.served_few_s + 1, 0]] as const) {
    const { state, link, reached } = stateWithAsker();
    reached("ws://1.1.1.1/ws", ago_s);
    assert.equal(serveSample(state, link, { want: 1 }).peers.length, served);
  }
});

Deno.test("who watches hears which addresses a peer was told, news among them", () => {
  const told: unknown[] = [];
  const { state, link, reached } = stateWithAsker(({ kind, keys }) => void told.push([kind, keys]));
  serveSample(state, link, { want: 1 });
  assert.deepEqual(told, [], "nothing was told");
  const { key } = reached("ws://1.1.1.1/ws").target;
  const announced = state.book.hear(state.now_s, at("ws://2.2.2.2/ws"), stranger)!;
  state.announced_news.add(state.now_ms, announced);
  serveSample(state, link, { want: 16 });
  spread(state, announced, 0, 1);
  assert.deepEqual(told, [["told", [key, announced.target.key]], ["told", [announced.target.key]]]);
});

Deno.test("who watches hears which addresses a peer announced, or told as news", () => {
  const heard: unknown[] = [];
  const { state, link } = stateWithAsker(({ kind, keys, count }) => void heard.push([kind, keys, count]));
  const [one, other] = [at("ws://1.1.1.1/ws"), at("ws://2.2.2.2/ws")];
  hearAnnouncement(state, link, { addr: one.addr, age: 0, hops: 1 });
  learnSample(state, link, { peers: [], ages: [], news: [one.addr, other.addr] });
  // Both were first heard of in this second.
  const learned = ["learned", [one.key, other.key], 2];
  assert.deepEqual(heard.filter((told) => (told as unknown[])[0] !== "told"), [
    ["announcement", [one.key], undefined],
    ["learned", [], 0],
    learned,
  ]);
});

Deno.test("a word of death is followed up, but not about an address that is connected in either direction", () => {
  for (const tie of ["none", "dialled", "came by itself"]) {
    const { state, link, reached } = stateWithAsker();
    const entry = reached("ws://1.1.1.1/ws");
    if (tie === "dialled") state.busy.add(entry);
    if (tie === "came by itself") state.verified_inbound.add(entry);
    serveSample(state, link, { want: 0, gone: [entry.target.addr] });
    assert.equal(state.probes.take(() => true), tie === "none" ? entry : undefined, tie);
  }
});

Deno.test("a death is told in the answer to a sample as well, once and not to the dead node itself", () => {
  const { state, link, reached } = stateWithAsker();
  const [dead, own] = [reached("ws://1.1.1.1/ws"), reached("ws://2.2.2.2/ws")];
  link.entry = own;
  for (const entry of [dead, own]) state.death_news.add(state.now_ms, entry);
  const gone = () => serveSample(state, link, { want: 0 }).gone;
  assert.deepEqual([gone(), gone()], [[dead.target.addr], undefined]);
});

Deno.test("a death that the question told is not told again by an answer", () => {
  const { state, link, reached } = stateWithAsker();
  state.death_news.add(state.now_ms, reached("ws://1.1.1.1/ws"));
  askSample(state, link);
  assert.equal(serveSample(state, link, { want: 0 }).gone, undefined);
});

Deno.test("an answer's word of death buys a probe for what this node reached, up to the limit", () => {
  const { state, link, reached } = stateWithAsker();
  const known = Array.from(
    { length: limits.sample_gone_max + 1 },
    (_, n) => reached(`ws://${20 + n}.1.1.1/ws`),
  );
  const gone = known.map(({ target }) => target.addr);
  learnSample(state, link, { peers: [], ages: [], gone: ["ws://9.9.9.9/ws", ...gone].slice(0, -1) });
  const probes = known.map(() => state.probes.take(() => true));
  assert.deepEqual(probes, [...known.slice(0, limits.sample_gone_max - 1), undefined, undefined]);
  assert.equal(state.book.get(at("ws://9.9.9.9/ws").key), undefined);
});

Deno.test("a word of life buys a probe where the address was reached, then failed, and answered somebody after that", () => {
  for (
    const [successes, failures, age_s, is_probed] of [
      [1, 1, 9, true],
      [1, 1, 10, false],
      [0, 1, 9, false],
      [1, 0, 9, false],
    ] as const
  ) {
    const { state, link } = stateWithAsker();
    const entry = state.book.hear(state.now_s, at("ws://1.1.1.1/ws"), stranger)!;
    const not_before_s = state.now_s + 100;
    Object.assign(entry.dialled(), { successes, failures, last_try_s: state.now_s - 10, not_before_s });
    learnSample(state, link, { peers: [entry.target.addr], ages: [age_s] });
    assert.equal(state.probes.take(() => true), is_probed ? entry : undefined);
    assert.equal(entry.contact!.not_before_s, is_probed ? state.now_s : not_before_s);
  }
});
