import assert from "node:assert/strict";
import type { Happening, Tell } from "./state/happening.ts";
import * as limits from "./limits.ts";
import {
  askSample,
  hearAnnouncement,
  isSettled,
  learn,
  learnAll,
  learnSample,
  serveSample,
  spread,
} from "./gossip.ts";
import type { SampleArgs } from "./state/effects.ts";
import { ClientLink, InboundLink } from "./state/link.ts";
import { State } from "./state/state.ts";
import { at, seeded, stranger } from "./book/test_entries.ts";
import { bareState, client, dialled, inbound, lecture, reached as reachedRow, told } from "./test_state.ts";

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

const addr = "ws://8.8.8.8:9000/ws";
const sent = (state: State) =>
  state.effects.splice(0).flatMap((effect) => effect.kind === "send" ? [effect] : []);

Deno.test("the first question asks for addresses, one after silence and one to an inbound peer only for a sign of life", () => {
  const state = bareState();
  const link = dialled(state, addr);
  askSample(state, link);
  assert.deepEqual([link.missed, link.asked_ms, link.next_ms], [
    0,
    state.now_ms,
    state.now_ms + limits.sample_ms,
  ]);
  askSample(state.at(state.now_ms + 5), link);
  assert.deepEqual([link.missed, link.asked_ms, link.next_ms], [
    1,
    state.now_ms,
    state.now_ms + limits.sample_ms,
  ]);
  const peer = inbound(state, "9.9.9.9");
  askSample(state, peer);
  assert.deepEqual([peer.missed, peer.asked_ms], [0, state.now_ms]);
  assert.deepEqual(sent(state).map(({ link, args }) => [link, args]), [
    [link.id, { want: limits.sample_want_max }],
    [link.id, { want: 0 }],
    [peer.id, { want: 0 }],
  ]);
});

Deno.test("deaths of the minute before a connection began are told on it, older ones are not", () => {
  for (const [before_ms, is_told] of [[limits.sample_ms - 1, true], [limits.sample_ms, false]] as const) {
    const state = bareState();
    const entry = reachedRow(state, "ws://1.1.1.1/ws");
    state.death_news.add(state.now_ms - before_ms, entry);
    askSample(state, dialled(state, addr, { opened_ms: state.now_ms }));
    assert.deepEqual(
      (sent(state)[0]!.args as { gone?: string[] }).gone,
      is_told ? ["ws://1.1.1.1/ws"] : undefined,
    );
  }
});

Deno.test("so many deaths are told at once, and none of narrower scope than the peer's", () => {
  const state = bareState();
  const deaths = Array.from({ length: limits.sample_gone_max + 1 }, (_, n) => `ws://${n + 1}.1.1.1/ws`);
  for (const addr of ["ws://192.168.1.7/ws", ...deaths]) {
    state.death_news.add(state.now_ms, reachedRow(state, addr));
  }
  const link = inbound(state, "9.9.9.9");
  const gone = () => serveSample(state, link, { want: 0 }).gone;
  assert.deepEqual([gone(), gone(), gone()], [deaths.slice(0, -1), deaths.slice(-1), undefined]);
});

Deno.test("a client is told no deaths, and is not asked anything", () => {
  const state = bareState();
  state.death_news.add(state.now_ms, reachedRow(state, "ws://1.1.1.1/ws"));
  const reply = serveSample(state.at(state.now_ms + 60_000), client(state, "9.9.9.9"), { want: 1 });
  assert.deepEqual(reply, { peers: ["ws://1.1.1.1/ws"], ages: [60] });
  assert.deepEqual(sent(state), []);
});

Deno.test("an inbound peer's question refreshes the address at which it was dialled back", () => {
  const state = bareState();
  const entry = reachedRow(state, addr, 100);
  serveSample(state, inbound(state, "8.8.8.8", { entry }), { want: 0 });
  assert.deepEqual([entry.contact!.last_success_s, entry.contact!.successes], [state.now_s, 2]);
  assert.deepEqual([entry.ip, entry.scope, entry.group], ["8.8.8.8", "public", "8.8"]);
});

Deno.test("a dialled peer's question refreshes nothing: its own answers do", () => {
  const state = bareState();
  const link = dialled(state, addr);
  serveSample(state, link, { want: 0 });
  assert.equal(link.entry.contact, null);
});

Deno.test("a question for nothing is told no news: they wait for the next one", () => {
  const state = bareState();
  const link = inbound(state, "9.9.9.9");
  state.announced_news.add(state.now_ms, told(state, addr));
  const news = (want: number) => serveSample(state, link, { want }).news;
  assert.deepEqual([news(0), news(1), news(1)], [undefined, [addr], undefined]);
});

Deno.test("a peer is told neither the address that it claims, nor the one at which it was dialled back", () => {
  for (const tie of ["claimed", "entry", "none"] as const) {
    const state = bareState();
    const entry = reachedRow(state, addr);
    state.announced_news.add(state.now_ms, entry);
    const parts = tie === "claimed" ? { claimed: entry.target } : tie === "entry" ? { entry } : {};
    const { peers, news } = serveSample(state, inbound(state, "8.8.8.8", parts), { want: 9 });
    assert.deepEqual([peers, news], tie === "none" ? [[addr], [addr]] : [[], undefined]);
  }
});

Deno.test("no more is served than was asked for, and the limit at most; the search ends with it", () => {
  let drawn = 0;
  const state = bareState({ random: () => drawn++ / 1e9 });
  for (let n = 1; n <= 40; n++) reachedRow(state, `ws://${20 + n}.1.1.1/ws`);
  const link = client(state, "9.9.9.9");
  for (const [want, count] of [[0, 0], [1, 1], [16, 16], [17, limits.sample_want_max]] as const) {
    drawn = 0;
    assert.equal(serveSample(state, link, { want }).peers.length, count);
    assert.equal(drawn, count, "rows that were looked at");
  }
});

/** An inbound peer that has been there for long enough to be asked how near it is. */
function longInbound(parts: Parameters<typeof inbound>[2] = {}) {
  const state = bareState();
  const opened_ms = state.now_ms - limits.overflow_ms - 1;
  const link = inbound(state, "9.9.9.9", { opened_ms, ...parts });
  state.due_ms = Infinity;
  serveSample(state, link, { want: 0 });
  return { state, link, is_asked: sent(state).length === 1 };
}

Deno.test("an inbound peer is asked once how near it is, if it stays", () => {
  const { state, link, is_asked } = longInbound();
  assert.ok(is_asked);
  assert.equal(state.due_ms, state.now_ms + limits.keep_alive_timeout_ms);
  assert.equal(link.asked_ms, state.now_ms);
  for (const parts of [{ latency_ms: 5 }, { asked_ms: 1 }, { role: "overflow" }] as const) {
    assert.equal(longInbound(parts).is_asked, false, JSON.stringify(parts));
  }
});

Deno.test("of an answer so many addresses, news and deaths are read", () => {
  const state = bareState();
  const link = dialled(state, addr);
  const list = (network: number, count: number) =>
    Array.from({ length: count }, (_, n) => `ws://${20 + n}.${network}.1.1/ws`);
  const peers = list(1, limits.sample_want_max + 1);
  const news = list(2, limits.sample_news_max + 1);
  learnSample(state, link, { peers, ages: [], news });
  const known = (addrs: readonly string[]) => addrs.map((addr) => state.book.get(addr) !== undefined);
  assert.deepEqual(known(peers), peers.map((_, n) => n < limits.sample_want_max));
  assert.deepEqual(known(news), news.map((_, n) => n < limits.sample_news_max));
});

Deno.test("what is learned is counted as new once, and not where it was dialled already", () => {
  const happenings: Happening[] = [];
  const state = bareState({ tell: (happening) => void happenings.push(happening) });
  const link = dialled(state, addr);
  const counts = [["ws://1.1.1.1/ws", "ws://2.2.2.2/ws"], ["ws://1.1.1.1/ws", "ws://3.3.3.3/ws"]].map(
    (addrs, n) => {
      state.at(state.now_ms + n * 1000);
      reachedRow(state, `ws://3.3.3.3/ws`);
      learnAll(state, link, addrs);
      return happenings.at(-1)!.count;
    },
  );
  assert.deepEqual(counts, [2, 0]);
});

Deno.test("what this node itself is called, and what is no address, is not learned", () => {
  const state = bareState({ own: [at(addr)] });
  const link = dialled(state, "ws://9.9.9.9/ws");
  for (const text of [addr, "nonsense"]) assert.equal(learn(state, link, text), undefined);
  assert.equal(learn(state, link, "ws://1.1.1.1/ws")!.source, link.source);
  assert.equal(state.probes.take(() => true), undefined);
});

/** What becomes of an announcement, where these peers are connected. */
function announced(args: { addr?: string; age?: number; hops?: number }, prepare = (_: State) => {}) {
  const state = bareState();
  const peers = ["1.1.1.1", "2.2.2.2", "3.3.3.3"].map((ip) => inbound(state, ip));
  prepare(state);
  const from = peers[0]!;
  hearAnnouncement(state, from, { addr, age: 7, hops: 0, ...args });
  const spread = sent(state).map(({ link, op, args }) => [link, op, args]);
  return { state, from, peers, spread, entry: state.book.get(args.addr ?? addr) };
}

Deno.test("an announcement is kept, told with the news and sent on to the others, one step older", () => {
  const { state, from, peers, spread, entry } = announced({ hops: 2 });
  assert.equal(entry!.source, from.source);
  const args = { addr, age: 7, hops: 3 };
  assert.deepEqual(spread.toSorted(), peers.slice(1).map(({ id }) => [id, "announce", args]));
  assert.deepEqual(state.announced_news.tell({ announced_told: 0 }, 0, 9, () => true), [entry]);
  hearAnnouncement(state, peers[1]!, { addr, age: 7, hops: 2 });
  assert.deepEqual(sent(state), [], "It is known now.");
});

Deno.test("an announcement is sent on until its hops are spent", () => {
  const { announce_hops_max } = limits;
  assert.equal(announced({ hops: announce_hops_max - 1 }).spread.length, 2);
  const { spread, entry } = announced({ hops: announce_hops_max });
  assert.deepEqual([spread.length, entry === undefined], [0, false]);
});

Deno.test("no announcement is heard of this node itself, of narrower scope than its teller, or that is no address", () => {
  const own = (state: State) => state.own.meet(at(addr).key, "8.8.8.8:9000");
  for (
    const { spread, state } of [
      announced({}, own),
      announced({ addr: "ws://192.168.1.7/ws" }),
      announced({ addr: "x" }),
    ]
  ) {
    assert.deepEqual([spread.length, state.book.size], [0, 0]);
  }
});

Deno.test("an announcement that the book has no room for is neither told nor sent on, and may come again", () => {
  const full = (state: State) => {
    state.book.hear = () => undefined;
  };
  const { state, spread } = announced({}, full);
  assert.deepEqual([spread.length, state.announced_news.tell({ announced_told: 0 }, 0, 9, () => true)], [
    0,
    [],
  ]);
  assert.equal(state.announcements.isKnown(state.now_ms, at(addr).key, 1), false);
});

Deno.test("an announcement is sent only to peers that may know it, and not to the one that told it", () => {
  const state = bareState();
  const near = inbound(state, "192.168.1.7", { source: { group: "192.168.1.7", scope: "private" } });
  const far = inbound(state, "9.9.9.9");
  for (const [addr, links] of [["ws://192.168.1.9/ws", [near]], ["ws://8.8.8.8/ws", [near, far]]] as const) {
    spread(state, told(state, addr), 0, 1);
    assert.deepEqual(sent(state).map(({ link }) => link).sort(), links.map(({ id }) => id));
  }
  spread(state, told(state, "ws://8.8.8.8/ws"), 0, 1, near);
  assert.deepEqual(sent(state).map(({ link }) => link), [far.id]);
});

Deno.test("an announcement goes to four peers at most: no lecture node, no overflow peer, no errand", () => {
  const state = bareState();
  const links = Array.from(
    { length: limits.announce_fanout + 1 },
    (_, n) => inbound(state, `${n + 1}.1.1.1`),
  );
  lecture(state, "ws://1.2.2.2/ws");
  inbound(state, "1.3.3.3", { role: "overflow" });
  dialled(state, "ws://1.4.4.4/ws", { role: "feeler" });
  dialled(state, "ws://1.5.5.5/ws", { stage: "handshake" });
  const reached_ids = new Set<number>();
  for (let round = 0; round < 40; round++) {
    spread(state, told(state, addr), 0, 1);
    const ids = sent(state).map(({ link }) => link);
    assert.equal(ids.length, limits.announce_fanout);
    for (const id of ids) reached_ids.add(id);
  }
  assert.deepEqual([...reached_ids].sort(), links.map(({ id }) => id));
});

Deno.test("a node is settled with four peers, or with one that has been there for half a minute", () => {
  const settled = (count: number, age_ms: number) => {
    const state = bareState();
    for (let n = 1; n <= count; n++) inbound(state, `${n}.1.1.1`, { opened_ms: state.now_ms - age_ms });
    return isSettled(state);
  };
  const { announce_fanout, announce_patience_ms } = limits;
  assert.deepEqual([settled(announce_fanout - 1, 0), settled(announce_fanout, 0)], [false, true]);
  assert.deepEqual([settled(1, announce_patience_ms), settled(1, announce_patience_ms + 1)], [false, true]);
  assert.equal(settled(0, 0), false);
});

Deno.test("a question gives what this node reached, each address once, up to the limit, and never the peer's own", () => {
  const { state, link, reached } = stateWithAsker();
  const own = reached("ws://1.1.1.1/ws");
  link.entry = own;
  const known = Array.from(
    { length: limits.sample_give_max + 1 },
    (_, n) => reached(`ws://${20 + n}.1.1.1/ws`, n),
  );
  for (const entry of [own, ...known]) state.reached_news.add(state.now_ms, entry);
  const given = () => {
    askSample(state, link);
    const asked = state.effects.at(-1);
    assert.ok(asked?.kind === "send" && asked.op === "sample");
    return (asked.args as SampleArgs).give;
  };
  const all = known.map(({ target }, n) => [target.addr, n]);
  assert.deepEqual([given(), given(), given()], [all.slice(0, -1), all.slice(-1), undefined]);
});

Deno.test("what a question gives is stored as heard", () => {
  const { state, link } = stateWithAsker();
  serveSample(state, link, { want: 0, give: [["ws://7.7.7.7/ws", 1]] });
  const row = state.book.get(at("ws://7.7.7.7/ws").key);
  assert.deepEqual([row !== undefined, row?.reachedSince(0)], [true, false]);
});

Deno.test("what this node reached since it last asked is given with the next question, with its age, once", () => {
  const state = bareState();
  const link = dialled(state, addr, { opened_ms: state.now_ms });
  const entry = reachedRow(state, "ws://1.1.1.1/ws", 30);
  state.reached_news.add(state.now_ms, entry);
  const given = () => {
    askSample(state, link);
    return (sent(state)[0]!.args as SampleArgs).give;
  };
  assert.deepEqual([given(), given()], [[["ws://1.1.1.1/ws", 30]], undefined]);
});

Deno.test("so many addresses are given at once; none from before, of narrower scope, or of the peer itself", () => {
  const state = bareState();
  const link = dialled(state, addr, { opened_ms: state.now_ms });
  reachedRow(state, addr);
  state.reached_news.add(state.now_ms - limits.sample_ms, reachedRow(state, "ws://1.1.1.1/ws"));
  for (
    const known of [link.entry, reachedRow(state, "ws://192.168.1.7/ws"), told(state, "ws://2.2.2.2/ws")]
  ) {
    state.reached_news.add(state.now_ms, known);
  }
  const many = Array.from({ length: limits.sample_give_max + 1 }, (_, n) => `ws://${20 + n}.1.1.1/ws`);
  for (const addr of many) {
    state.reached_news.add(state.now_ms - limits.sample_ms + 1, reachedRow(state, addr));
  }
  const given = [1, 2].map(() => {
    askSample(state, link);
    return (sent(state)[0]!.args as SampleArgs).give!.map(([addr]) => addr);
  });
  assert.deepEqual(given, [many.slice(0, -1), many.slice(-1)]);
});

Deno.test("of what a question gives as much is learned as its peer may tell, and nothing is served of it", () => {
  const state = bareState();
  const link = inbound(state, "9.9.9.9");
  const { burst } = limits.learn_rate;
  const give = Array.from(
    { length: burst + 1 },
    (_, n): [string, number] => [`ws://${20 + n % 9}.${n}.1.1/ws`, 1],
  );
  const { peers } = serveSample(state, link, { want: 16, give });
  assert.deepEqual([state.book.heard.rows.length, peers], [burst, []]);
  assert.equal(link.mayTell(state.now_ms), false);
});

Deno.test("who watches is told what a peer was told here: given, served, as news and as an announcement", () => {
  const happenings: Happening[] = [];
  const state = bareState({ tell: (happening) => void happenings.push(happening) });
  const told_keys = () =>
    happenings.splice(0).flatMap(({ kind, about, keys, link }) =>
      kind === "told" ? [[about, keys, link]] : []
    );
  const [one, two, three] = [1, 2, 3].map((n) => reachedRow(state, `ws://${20 + n}.1.1.1/ws`));
  const link = dialled(state, addr);
  state.reached_news.add(state.now_ms, one!);
  askSample(state, link);
  assert.deepEqual(told_keys(), [[addr, [one!.target.key], link]]);
  askSample(state, link);
  assert.deepEqual(told_keys(), []);
  const peer = inbound(state, "9.9.9.9");
  state.book.forget(one!);
  state.book.forget(two!);
  state.announced_news.add(state.now_ms, two!);
  serveSample(state, peer, { want: 9 });
  assert.deepEqual(told_keys(), [["9.9.9.9", [three!.target.key, two!.target.key], peer]]);
  spread(state, three!, 0, 1, link);
  assert.deepEqual(told_keys(), [["9.9.9.9", [three!.target.key], peer]]);
});

Deno.test("a loopback address with a port of this node's is tested at once when a peer tells it, and known ones are not", () => {
  const state = bareState({ own: [at("ws://127.0.0.1:9000/ws")] });
  const link = dialled(state, "ws://127.0.0.1:9001/ws");
  const [heard, tried] = ["ws://localhost:9000/ws", "ws://a.localhost:9000/ws"];
  told(state, tried!).dialled();
  for (const addr of [heard!, tried!]) learn(state, link, addr);
  assert.deepEqual([...state.suspects].map(({ target }) => target.addr), [heard]);
});

Deno.test("one address of news is learned, too, and where there is none nothing is told of it", () => {
  for (const news of [["ws://1.1.1.1/ws"], []]) {
    const happenings: Happening[] = [];
    const state = bareState({ tell: (happening) => void happenings.push(happening) });
    learnSample(state, dialled(state, addr), { peers: [], ages: [], news });
    const learned = happenings.filter(({ kind }) => kind === "learned").map(({ keys }) => keys);
    assert.deepEqual(learned, news.length > 0 ? [[], news] : [[]]);
  }
});

Deno.test("the first news come beside what was asked for, later ones in its place, so that answers don't grow", () => {
  const state = bareState();
  for (let n = 1; n <= 20; n++) reachedRow(state, `ws://${20 + n}.1.1.1/ws`);
  const link = inbound(state, "9.9.9.9");
  const counts = (want: number, announced: number) => {
    for (let n = 0; n < announced; n++) {
      state.announced_news.add(state.now_ms, told(state, `ws://${60 + n}.1.1.1/ws`));
    }
    const { peers, news = [] } = serveSample(state, link, { want });
    return [peers.length, news.length];
  };
  const { sample_want_max, sample_news_max } = limits;
  assert.deepEqual(counts(sample_want_max, sample_news_max), [sample_want_max, sample_news_max]);
  assert.deepEqual(counts(sample_want_max, 3), [sample_want_max - 3, 3]);
  assert.deepEqual(counts(sample_want_max, 0), [sample_want_max, 0]);
  assert.deepEqual(counts(2, 3), [0, 3], "fewer than none are not served");
});
