import assert from "node:assert/strict";
import { hear, noteFailure, noteReturn } from "./failures.ts";
import * as limits from "./limits.ts";
import { ClientLink } from "./link.ts";
import { State } from "./state.ts";
import { at, entryOf, seeded, stranger } from "./book/test_entries.ts";
import { TestHost } from "./test_host.ts";

const addr = "ws://8.8.8.8:9000/ws";

Deno.test("who answers after an hour of failures has returned; after less, or without a failure, he has not", () => {
  for (const [silent_s, failures] of [[limits.served_s, 1], [limits.served_s - 1, 1], [limits.served_s, 0]]) {
    const has_returned = silent_s === limits.served_s && failures === 1;
    const state = new State({ random: seeded(1), nonce: "own", now_ms: 10_000_000 });
    const entry = entryOf(addr);
    Object.assign(entry.dialled(), { failures, successes: 1, last_success_s: state.now_s - silent_s! });
    assert.equal(noteReturn(state, entry), has_returned);
    assert.equal(state.healing_until_ms, has_returned ? state.now_ms + limits.healing_ms : 0);
  }
});

Deno.test("feelers try what had failed when one that was unreachable for an hour comes by on its own IP", () => {
  for (const ip of ["8.8.8.8", "9.9.9.9"]) {
    const host = new TestHost({ outbound: 0 });
    const { book } = host.membership;
    const now_s = Math.floor(host.now_ms / 1000);
    const [returning, failed] = [addr, "ws://7.7.7.7/ws"].map((addr) => {
      const entry = book.hear(now_s, at(addr), { group: "203.0", scope: "public" })!;
      book.succeed(now_s, entry, entry.ip, entry.scope, entry.group);
      book.fail(now_s, entry);
      return entry;
    });
    host.now_ms += limits.served_s * 1000;
    book.hear(now_s, at("ws://6.6.6.6/ws"), { group: "203.0", scope: "public" });
    returning!.dialled().avoid_until_s = Infinity;
    host.visit(ip, "public", addr);
    const tested = host.pass(limits.feeler_ms / 1000).take("dial")?.target.host;
    assert.equal(tested, ip === "8.8.8.8" ? failed!.ip : "6.6.6.6");
  }
});

const ip = "8.8.8.8";

/** A state with one failed dial to an IP that has never answered. */
function failedState(entry = entryOf(addr)): State {
  const state = new State({ random: () => 0.99, nonce: "own", now_ms: 10_000_000 });
  state.budget.take(state.now_s, ip, false);
  noteFailure(state, entry, [ip]);
  return state;
}

/** Whether the IP may be dialled again once the pause between any two dials is over: its failure costs nothing. */
const isExcused = ({ budget, now_s }: State) => budget.allows(now_s + limits.ip_dial_pause_s, ip, false);

Deno.test("of more failures than are kept unproven the oldest is excused: its IP may be dialled again", () => {
  const state = failedState();
  const fail = (port: number) => noteFailure(state, entryOf(`ws://9.9.9.9:${port}/ws`), []);
  for (let port = 1; port < limits.unproven_max; port++) fail(port);
  assert.equal(isExcused(state), false);
  fail(limits.unproven_max);
  assert.equal(isExcused(state), true);
});

Deno.test("a failure counts when somebody is heard of within a minute, and is excused after it", () => {
  for (const late_ms of [0, 1]) {
    const entry = entryOf(addr);
    const state = failedState(entry);
    hear(
      state.at(state.now_ms + limits.proof_ms + late_ms),
      state.add((id) => new ClientLink(id, ip, stranger, state.now_ms)),
    );
    assert.deepEqual([entry.contact?.failures, isExcused(state)], late_ms === 0 ? [1, false] : [0, true]);
  }
});

Deno.test("a first failure is told, a second is not, a third makes the address stale; only a reached one is news", () => {
  for (const [successes, first] of [[1, "suspect"], [0, "never reached"]] as const) {
    const told: string[] = [];
    const tell = ({ kind }: { kind: string }) => void told.push(kind);
    const state = new State({ random: seeded(1), nonce: "own", now_ms: 10_000_000, tell });
    const entry = state.book.hear(state.now_s, at(addr), stranger)!;
    entry.dialled().successes = successes;
    const client = state.add((id) => new ClientLink(id, ip, stranger, state.now_ms));
    const toldOfOne = () => {
      noteFailure(state, entry, []);
      hear(state, client);
      return told.splice(0);
    };
    assert.equal(limits.stale_failures, 3);
    assert.deepEqual([toldOfOne(), toldOfOne(), toldOfOne(), toldOfOne()], [[first], [], ["stale"], []]);
    const listener = { deaths_told: 0 };
    assert.equal(state.death_news.tell(listener, 0, 8, () => true).length, successes);
  }
});
