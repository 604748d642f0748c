import assert from "node:assert/strict";
import { stateOf } from "./book/entry.ts";
import * as limits from "./limits.ts";
import { ClientLink, InboundLink, OutboundLink } from "./state/link.ts";
import { tick } from "./schedule.ts";
import { State } from "./state/state.ts";
import { at, seeded, stranger } from "./book/test_entries.ts";
import { bareState, client, dialled, inbound, lecture, told } from "./test_state.ts";

Deno.test("among those to redial for ever are only good peers that this node dialled", () => {
  const now_s = 1_000_000;
  for (
    const [successes, outbound] of [
      [limits.good_successes_min, true],
      [limits.good_successes_min - 1, true],
      [limits.good_successes_min, false],
    ] as const
  ) {
    const state = new State({ random: seeded(1), nonce: "own", now_ms: now_s * 1000, dial: false });
    const entry = state.book.hear(now_s, at("ws://8.8.8.8/ws"), stranger)!;
    const first_success_s = now_s - limits.good_span_s;
    Object.assign(entry.dialled(), { successes, first_success_s, last_success_s: now_s, reliability: 1 });
    const client = new ClientLink(1, "8.8.8.8", stranger, state.now_ms);
    const link = state.add((id) =>
      outbound
        ? new OutboundLink(id, entry, "fresh", false)
        : new InboundLink(client, "inbound", "theirs", null)
    );
    Object.assign(link, { stage: "network", entry, heard_ms: state.now_ms + limits.sweep_ms });
    const is_good = successes === limits.good_successes_min;
    assert.equal(stateOf(entry) === "good", is_good);
    tick(state.at(state.sweep_ms));
    assert.equal(
      state.reconnects.next(({ target }) => target.addr),
      is_good && outbound ? entry.target.addr : undefined,
    );
  }
});

Deno.test("a tick that is due at once comes after the shortest pause all the same", () => {
  const state = new State({ random: seeded(1), nonce: "own", now_ms: 1_000_000, dial: false });
  const client = new ClientLink(1, "8.8.8.8", stranger, state.now_ms);
  const link = state.add(() => new InboundLink(client, "overflow", "theirs", null));
  link.until_ms = state.now_ms + 1;
  tick(state);
  assert.equal(state.due_ms, state.now_ms + limits.tick_min_ms);
});

/** What a tick sends, closes, pings and dials. */
const done = (state: State) => {
  tick(state);
  return state.effects.splice(0).map((effect) => {
    if (effect.kind === "send") return `send ${effect.op}`;
    return effect.kind === "close" ? `close ${effect.code} ${effect.reason}` : effect.kind;
  });
};

const addr = "ws://8.8.8.8:9000/ws";
const quiet = () => bareState({ dial: false });

Deno.test("what has to be done for a connection is done at its time, and the next tick comes then", () => {
  const state = quiet();
  const due_ms = state.now_ms + 5000;
  const link = dialled(state, addr, { next_ms: due_ms });
  assert.deepEqual([done(state), state.due_ms], [[], due_ms]);
  assert.deepEqual(done(state.at(due_ms - 1)), []);
  assert.deepEqual(done(state.at(due_ms)), ["send sample"]);
  assert.equal(state.due_ms, due_ms + limits.keep_alive_timeout_ms);
  assert.ok(state.links.has(link.id));
});

for (
  const [words, make, expected, follows] of [
    ["a peer that may be asked", (state: State) => dialled(state, addr, { next_ms: 0 }), "send sample", {}],
    [
      "a lecture node that may be asked",
      (state: State) => lecture(state, addr, { next_ms: 0, peers_ms: Infinity }),
      "ping",
      {},
    ],
    [
      "one that does not answer hello",
      (state: State) => dialled(state, addr, { stage: "handshake", asked_ms: 1 }),
      "close 1000 no answer to hello",
      { dials: 1 },
    ],
    [
      "a dead peer",
      (state: State) => dialled(state, addr, { asked_ms: 1, missed: 1, latency_ms: 1 }),
      "close 1001 no sign of life",
      { suspects: 1 },
    ],
    [
      "a dead lecture node",
      (state: State) => lecture(state, addr, { asked_ms: 1, latency_ms: 1 }),
      "close 1001 no sign of life",
      { suspects: 1 },
    ],
    [
      "a dead inbound peer",
      (state: State) => inbound(state, "8.8.8.8", { asked_ms: 1, missed: 1, entry: told(state, addr) }),
      "close 1001 no sign of life",
      { suspects: 1 },
    ],
    [
      "an overflow peer whose time is over",
      (state: State) => inbound(state, "8.8.8.8", { role: "overflow", until_ms: 1 }),
      "close 1013 time is over",
      {},
    ],
    [
      "an extra connection whose time is over",
      (state: State) => dialled(state, addr, { role: "extra", until_ms: 1 }),
      "close 1000 time is over",
      {},
    ],
  ] as const
) {
  Deno.test(`a tick attends to ${words}`, () => {
    const state = quiet();
    make(state);
    const { suspects = 0, dials = 0 } = { suspects: 0, dials: 0, ...follows };
    assert.deepEqual(done(state), [expected, ...Array(dials).fill("dial")]);
    assert.equal(state.suspects.size, suspects);
  });
}

Deno.test("clients are left alone, whatever the time", () => {
  const state = quiet();
  client(state, "8.8.8.8");
  assert.deepEqual(done(state.at(state.now_ms + 1e9)).filter((effect) => effect !== "dial"), []);
  assert.equal(state.links.size, 1);
});

Deno.test("feelers and redials have their times, and a tick comes at the earlier one", () => {
  const seeds = [at("ws://9.9.9.9/ws")];
  const state = bareState({ outbound: 0, seeds });
  told(state, "ws://9.9.9.9/ws");
  const { feeler_ms, redial_ms } = state.pace;
  assert.deepEqual([done(state), state.due_ms], [[], Math.min(feeler_ms, redial_ms)]);
  assert.deepEqual(done(state.at(feeler_ms - 1)), []);
  assert.deepEqual(done(state.at(feeler_ms)), ["dial"]);
  assert.equal(state.pace.feeler_ms, feeler_ms + limits.feeler_ms);
  state.remove(state.linksOf("outbound")[0]!);
  state.pace.feeler_ms = Infinity;
  state.book.get(seeds[0]!.key)!.dialled().not_before_s = Infinity;
  assert.deepEqual(done(state.at(redial_ms - 1)), []);
  assert.deepEqual(done(state.at(redial_ms)), ["dial"], "a redial does not ask the record");
  assert.equal(state.pace.redial_ms, redial_ms + limits.redial_ms);
});

Deno.test("while all dials are under way no feeler or redial is sent, nor does one spend its turn", () => {
  const state = bareState({ outbound: 0, seeds: [at("ws://9.9.9.9/ws")] });
  told(state, "ws://9.9.9.9/ws");
  state.pace.feeler_ms = state.pace.redial_ms = 5;
  state.dials = limits.dials_at_once_max;
  assert.deepEqual(done(state), []);
  assert.deepEqual([state.pace.feeler_ms, state.pace.redial_ms], [5, 5]);
  assert.equal(state.due_ms, state.sweep_ms, "the end of a dial brings the next tick");
  state.dials = 0;
  assert.deepEqual(done(state), ["dial"]);
});

Deno.test("a node that never dials sends neither feelers nor redials, and tests no suspects", () => {
  const state = bareState({ dial: false, seeds: [at("ws://9.9.9.9/ws")] });
  state.suspects.add(told(state, "ws://9.9.9.9/ws"));
  state.pace.feeler_ms = state.pace.redial_ms = 5;
  assert.deepEqual([done(state), state.suspects.size], [[], 1]);
});

Deno.test("the sweep comes every ten minutes: it forgets and renews the anchors", () => {
  const state = quiet();
  const { sweep_ms } = state;
  const links = [1, 2].map((n) => dialled(state, `ws://${n}.1.1.1/ws`, { next_ms: Infinity }));
  for (const { entry } of links) state.book.succeed(state.now_s, entry, entry.ip, "public", entry.group);
  const old = state.book.hear(state.now_s - limits.forget_unreached_s, at("ws://9.9.9.9/ws"), stranger)!;
  const anchors = () => links.filter(({ entry }) => entry.contact!.anchor).length;
  tick(state.at(sweep_ms - 1));
  assert.deepEqual([state.book.get(old.target.key), anchors()], [old, 0]);
  tick(state.at(sweep_ms));
  assert.deepEqual([state.book.get(old.target.key), anchors()], [undefined, 2]);
  assert.equal(state.sweep_ms, sweep_ms + limits.sweep_ms);
});

/** Whom a node tells of itself, where these peers are connected. */
function announcement(own: readonly string[], ips: readonly string[], opened_ago_ms = 0) {
  const state = bareState({ dial: false, own: own.map(at) });
  const links = ips.map((ip) => {
    const scope = ip.startsWith("192.168.") ? "private" as const : "public" as const;
    return inbound(state, ip, { source: { group: ip, scope }, opened_ms: state.now_ms - opened_ago_ms });
  });
  tick(state);
  const sent = state.effects.flatMap((effect) => effect.kind === "send" ? [effect] : []);
  for (const { op, args } of sent) {
    assert.equal(op, "announce");
    assert.deepEqual([(args as { age: number }).age, (args as { hops: number }).hops], [0, 0]);
  }
  const told = sent.map((
    { link, args },
  ) => [links.find(({ id }) => id === link)!.ip, (args as { addr: string }).addr]);
  return { state, told };
}

const many = Array.from({ length: limits.announce_fanout }, (_, n) => `${n + 1}.1.1.1`);

Deno.test("a node announces itself to its peers once it is settled, again while none has read it, then weekly", () => {
  const { state, told } = announcement([addr], many);
  const { own_announcement } = state;
  const announced = () =>
    state.effects.filter((effect) => effect.kind === "send" && effect.op === "announce").length;
  assert.deepEqual(told.toSorted(), many.map((ip) => [ip, addr]));
  assert.equal(own_announcement.due_ms, state.now_ms + limits.announce_again_ms);
  assert.ok(state.due_ms <= own_announcement.due_ms, "The node wakes by itself.");
  tick(state.at(own_announcement.due_ms - 1));
  assert.equal(announced(), many.length);
  tick(state.at(own_announcement.due_ms));
  assert.equal(announced(), 2 * many.length);
  own_announcement.read(state.now_ms, state.effects.findLast((effect) => effect.kind === "send")!.link);
  assert.equal(own_announcement.due_ms, state.now_ms + limits.announce_ms);
});

Deno.test("a node that is not settled, or has no address for its peers, announces itself later", () => {
  const lan = "ws://192.168.1.7:9000/ws";
  for (
    const { state, told } of [
      announcement([addr], many.slice(1)),
      announcement([], many),
      announcement([lan], many),
    ]
  ) {
    assert.deepEqual([told, state.own_announcement.due_ms], [[], state.now_ms]);
  }
  const { told } = announcement([lan], [...many.slice(1), "192.168.1.8"]);
  assert.deepEqual(told, [["192.168.1.8", lan]]);
});
