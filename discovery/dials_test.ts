import assert from "node:assert/strict";
import type { Contact, Entry } from "./book/entry.ts";
import {
  dial,
  giveUpDial,
  isAffordable,
  isDialable,
  mayDial,
  permitIp,
  startDial,
  testIfOwn,
} from "./dials.ts";
import * as limits from "./limits.ts";
import { OPERATOR } from "./state/options.ts";
import { State } from "./state/state.ts";
import { at, dialledEntryOf, stranger } from "./book/test_entries.ts";
import { bareState, reached, told } from "./test_state.ts";

Deno.test("a node that drops hello hears it again with one dial in ten: it may have been upgraded", () => {
  for (
    const [speaks, random, skips] of [
      ["plain", 0.899, true],
      ["plain", 0.9, false],
      ["lecture", 0.5, false],
      ["network", 0.5, false],
      ["unknown", 0.5, false],
    ] as const
  ) {
    const state = new State({ random: () => random, nonce: "own", now_ms: 1_000_000 });
    dial(state, dialledEntryOf("ws://8.8.8.8/ws", { speaks }), "fresh");
    assert.deepEqual([...state.links.values()].map((link) => link.kind === "outbound" && link.skips_hello), [
      skips,
    ]);
  }
});

const addr = "ws://8.8.8.8/ws";
/** The IP was dialled ten minutes ago, and nobody answered then. */
const dialled_in_vain = (state: State) => state.budget.take(state.now_s - 600, "8.8.8.8", false);

Deno.test("so many dials are under way at once", () => {
  const state = bareState();
  for (
    const [dials, may] of [[limits.dials_at_once_max - 1, true], [limits.dials_at_once_max, false]] as const
  ) {
    state.dials = dials;
    assert.equal(mayDial(state), may);
  }
});

for (
  const [words, spoil, expected] of [
    ["was never dialled", () => {}, true],
    ["waits after a failure", ({ contact }: Row) => contact.not_before_s = now_s + 1, false],
    ["has waited long enough", ({ contact }: Row) => contact.not_before_s = now_s, true],
    ["is to be left alone", ({ contact }: Row) => contact.avoid_until_s = now_s + 1, false],
    ["was to be left alone until now", ({ contact }: Row) => contact.avoid_until_s = now_s, true],
    ["is dialled or connected", ({ state, entry }: Row) => state.busy.add(entry), false],
    ["is this node itself", ({ state, entry }: Row) => state.own.meet(entry.target.key, "8.8.8.8:80"), false],
    [
      "is of wider scope than its source",
      ({ entry }: Row) => entry.source = { group: "a", scope: "private" },
      true,
    ],
    [
      "is blocked",
      ({ state, entry }: Row) =>
        state.blocks.set(entry.target.key, { target: entry.target, until_ms: 1, ip: null, nonce: "" }),
      false,
    ],
    [
      "was dialled within the minute",
      ({ state }: Row) => state.budget.take(state.now_s, "8.8.8.8", true),
      false,
    ],
  ] as const
) {
  Deno.test(`a row that ${words} may ${expected ? "" : "not "}be dialled`, () => {
    const state = bareState();
    const entry = told(state, addr);
    spoil({ state, entry, contact: entry.dialled() });
    assert.equal(isDialable(state, entry), expected);
  });
}

/** What a case above changes. */
interface Row {
  readonly state: State;
  readonly entry: Entry;
  readonly contact: Contact;
}

const now_s = 1_000_000;

Deno.test("a row of narrower scope than its source is not dialled", () => {
  const state = bareState();
  const entry = state.book.list(state.now_s, at("ws://192.168.1.7/ws"), stranger)!;
  assert.equal(isDialable(state, entry), false);
});

Deno.test("dials cost public IPs alone, and those of seeds nothing", () => {
  for (
    const [addr, seeds, is_charged] of [
      ["ws://8.8.8.8/ws", [], true],
      ["ws://8.8.8.8/ws", [at("ws://8.8.8.8/ws")], false],
      ["ws://192.168.1.7/ws", [], false],
      ["ws://a.example/ws", [], false],
    ] as const
  ) {
    const state = bareState({ seeds });
    const entry = told(state, addr);
    dial(state, entry, "fresh");
    const [link] = state.linksOf("outbound");
    assert.deepEqual(link!.charged_ips, is_charged ? ["8.8.8.8"] : []);
    assert.equal(state.budget.size, is_charged ? 1 : 0);
    state.remove(link!);
    assert.equal(isAffordable(state, entry), !is_charged, "the pause of its IP");
  }
});

Deno.test("an IP that answered, under this address or another, has more dials than one that never did", () => {
  for (
    const [words, prepare, expected] of [
      ["never", () => {}, false],
      ["under this address", (state: State) => void reached(state, addr), true],
      ["under another", (state: State) => void reached(state, "ws://8.8.8.8:9001/ws"), true],
      ["under a name", (state: State) => {
        state.book.succeed(1000, told(state, "ws://a.example/ws"), "8.8.8.8", "public", "8.8");
      }, true],
      ["though its row has no place among the reached ones", (state: State) => {
        told(state, addr).dialled().successes = 1;
      }, true],
      ["an address that was dialled in vain", (state: State) => void told(state, addr).dialled(), false],
    ] as const
  ) {
    const state = bareState();
    prepare(state);
    dialled_in_vain(state);
    assert.equal(isAffordable(state, told(state, addr)), expected, words);
  }
});

Deno.test("a dial is begun: an effect for the host, a row that is busy, an IP as far as it is known", () => {
  for (const [addr, ip] of [["ws://8.8.8.8/ws", "8.8.8.8"], ["ws://a.example/ws", ""]] as const) {
    const state = bareState();
    const entry = told(state, addr);
    const link = startDial(state, entry, "probe", true);
    assert.deepEqual([link.ip, link.role, link.skips_hello, link.stage], [ip, "probe", true, "dialling"]);
    assert.deepEqual([state.dials, state.busy.has(entry)], [1, true]);
    assert.deepEqual(state.effects, [{ kind: "dial", link: link.id, target: entry.target }]);
  }
});

/** Whether an IP of a name's dial may be tried, and what it costs. */
function permits(
  ip: string,
  { addr = "ws://a.example:9000/ws", source = OPERATOR, prepare = (_: State) => {}, parts = {} } = {},
) {
  const seeds = addr.includes("seed") ? [at(addr)] : [];
  const state = bareState({ seeds });
  prepare(state);
  const entry = state.book.hear(state.now_s, at(addr), source)!;
  const link = Object.assign(startDial(state, entry, "fresh", false), parts);
  const size = state.budget.size;
  const permitted = permitIp(state, link, ip);
  return { permitted, link, costs: state.budget.size - size };
}

Deno.test("an IP of a dial is charged once in it, a private one and one of a seed or an order is free", () => {
  const usual = permits("8.8.8.8");
  assert.deepEqual([usual.permitted, usual.costs, usual.link.charged_ips], [true, 1, ["8.8.8.8"]]);
  assert.deepEqual([usual.link.ip, usual.link.source], ["8.8.8.8", { group: "8.8", scope: "public" }]);
  for (
    const { permitted, costs } of [
      permits("192.168.1.7"),
      permits("8.8.8.8", { addr: "ws://seed.example/ws" }),
      permits("8.8.8.8", { parts: { is_ordered: true } }),
      permits("8.8.8.8", { parts: { charged_ips: ["8.8.8.8"] } }),
    ]
  ) {
    assert.deepEqual([permitted, costs], [true, 0]);
  }
});

Deno.test("an IP is not tried that is blocked, that nobody can dial, that is too near, or that was dialled too often", () => {
  const block = (port: number) => (state: State) => {
    state.blocks.set("x", { target: at(`ws://9.9.9.9:${port}/ws`), until_ms: 1, ip: "8.8.8.8", nonce: "" });
  };
  const spent = (state: State) => void state.budget.take(state.now_s, "8.8.8.8", false);
  assert.equal(permits("8.8.8.8", { prepare: block(9000) }).permitted, false);
  assert.equal(permits("8.8.8.8", { prepare: block(9001) }).permitted, true);
  assert.equal(permits("224.0.0.1").permitted, false);
  assert.equal(permits("192.168.1.7", { source: stranger }).permitted, false);
  assert.equal(permits("8.8.8.8", { source: stranger }).permitted, true);
  const refused = permits("8.8.8.8", { prepare: spent });
  assert.deepEqual([refused.permitted, refused.link.charged_ips, refused.link.ip], [false, [], ""]);
});

Deno.test("a name that answered elsewhere gives this IP no more dials", () => {
  const prepare = (ip: string) => (state: State) => {
    dialled_in_vain(state);
    Object.assign(told(state, "ws://a.example:9000/ws").dialled(), { ip, successes: 1 });
  };
  assert.equal(permits("8.8.8.8", { prepare: prepare("8.8.8.8") }).permitted, true);
  assert.equal(permits("8.8.8.8", { prepare: prepare("9.9.9.9") }).permitted, false);
});

Deno.test("a name's connection is of the scope and group of the IP that it led to", () => {
  const { link } = permits("192.168.1.7");
  assert.deepEqual(link.source, { group: "192.168.1.7", scope: "private" });
});

Deno.test("a literal address keeps its own scope, whatever IP the host names", () => {
  const { link } = permits("192.168.1.7", { addr: "ws://192.168.1.7:9000/ws" });
  assert.deepEqual(link.source, { group: "192.168.1.7", scope: "private" });
});

Deno.test("a dial that is given up frees its place, and the address waits without a failure", () => {
  const state = bareState({ random: () => 0.5 });
  const entry = told(state, addr);
  giveUpDial(state, startDial(state, entry, "fresh", false));
  assert.deepEqual([state.dials, state.busy.size, state.links.size], [0, 0, 0]);
  assert.deepEqual([entry.contact!.failures, entry.contact!.not_before_s], [0, now_s + limits.backoff_min_s]);
});

Deno.test("a loopback address with a port of this node's is tested at once, as many as may be", () => {
  for (
    const [addr, suspects, expected] of [
      ["ws://localhost:9000/ws", 0, true],
      ["ws://localhost:9001/ws", 0, false],
      ["ws://192.168.1.7:9000/ws", 0, false],
      ["ws://localhost:9000/ws", limits.own_tests_max - 1, true],
      ["ws://localhost:9000/ws", limits.own_tests_max, false],
    ] as const
  ) {
    const state = bareState({ own: [at("ws://127.0.0.1:9000/ws")] });
    for (let n = 0; n < suspects; n++) state.suspects.add(told(state, `ws://127.0.0.2:${n + 1}/ws`));
    state.due_ms = Infinity;
    const entry = told(state, addr);
    assert.equal(testIfOwn(state, entry), expected, addr);
    assert.deepEqual([state.suspects.has(entry), state.due_ms], [
      expected,
      expected ? state.now_ms : Infinity,
    ]);
  }
});
