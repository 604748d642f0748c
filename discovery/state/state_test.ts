import assert from "node:assert/strict";
import { DONE } from "../close_codes.ts";
import type { Happening } from "./happening.ts";
import { withDefaults } from "./options.ts";
import { at, seeded } from "../book/test_entries.ts";
import { bareState, client, dialled, inbound, lecture, told } from "../test_state.ts";

const addr = "ws://8.8.8.8:9000/ws";

Deno.test("a connection that ends leaves its row free, and a dial that ends frees its place", () => {
  for (const stage of ["dialling", "handshake", "network"] as const) {
    const state = bareState();
    const link = dialled(state, addr, { stage });
    state.dials = 3;
    state.due_ms = Infinity;
    state.remove(link);
    assert.equal(state.links.size, 0);
    assert.deepEqual([state.busy.size, state.dials], [0, stage === "dialling" ? 2 : 3]);
    assert.equal(state.due_ms, state.now_ms);
  }
});

Deno.test("a lecture connection that ends is no dial that ends", () => {
  const state = bareState();
  const link = lecture(state, addr);
  state.dials = 3;
  state.remove(link);
  assert.deepEqual([state.dials, state.busy.size], [3, 0]);
});

Deno.test("an inbound peer that goes leaves alone the row that is dialled, and takes back its own", () => {
  const state = bareState();
  const entry = told(state, addr);
  const link = inbound(state, "8.8.8.8", { entry });
  state.busy.add(entry);
  state.verified_inbound.add(entry);
  state.dials = 3;
  state.remove(link);
  assert.deepEqual([state.busy.size, state.verified_inbound.size, state.dials], [1, 0, 3]);
  state.verified_inbound.add(entry);
  state.remove(dialled(state, addr));
  assert.deepEqual([state.busy.size, state.verified_inbound.size], [0, 1]);
});

Deno.test("to close is an order to the host, told with its reason, and the connection is forgotten at once", () => {
  const happenings: Happening[] = [];
  const state = bareState({ tell: (happening) => void happenings.push(happening) });
  for (
    const [link, about] of [[dialled(state, addr), addr], [client(state, "9.9.9.9"), "9.9.9.9"]] as const
  ) {
    state.close(link, DONE, "enough");
    assert.deepEqual(state.effects.splice(0), [{
      kind: "close",
      link: link.id,
      code: DONE,
      reason: "enough",
    }]);
    assert.deepEqual(happenings.splice(0), [{ kind: "closing", about, reason: "enough", code: DONE, link }]);
    assert.equal(state.links.has(link.id), false);
  }
});

Deno.test("connections have numbers from 1 on, and keep theirs when they become of another kind", () => {
  const state = bareState();
  assert.deepEqual([client(state, "1.1.1.1").id, inbound(state, "2.2.2.2").id, lecture(state, addr).id], [
    1,
    2,
    3,
  ]);
  assert.equal(client(state, "1.1.1.1").id, 4);
});

Deno.test("a tick is asked for at the earliest time that anybody named", () => {
  const state = bareState();
  state.due_ms = 50;
  state.wake(60);
  assert.equal(state.due_ms, 50);
  state.wake(40);
  assert.equal(state.due_ms, 40);
});

Deno.test("peers are those that speak the network's ops and have a place; errands are told nothing", () => {
  const state = bareState();
  const peers = [
    dialled(state, addr),
    inbound(state, "9.9.9.9"),
    dialled(state, "ws://1.1.1.1/ws", { role: "redial" }),
  ];
  client(state, "2.2.2.2");
  lecture(state, "ws://3.3.3.3/ws");
  inbound(state, "4.4.4.4", { role: "overflow" });
  for (const stage of ["dialling", "handshake"] as const) dialled(state, `ws://5.5.5.5/${stage}`, { stage });
  assert.deepEqual(state.peers(), peers);
  const some = (count: number, except?: typeof peers[number]) =>
    state.somePeers(count, except).map(({ id }) => id).sort();
  const [first, second] = peers;
  assert.deepEqual([some(9), some(9, first)], [[first!.id, second!.id], [second!.id]]);
  assert.equal(some(1).length, 1);
});

Deno.test("slots are held by what was dialled for them, whether it is a peer or a lecture node", () => {
  const state = bareState();
  const roles = ["anchor", "oldest", "fresh", "feeler", "redial", "probe", "extra"] as const;
  const links = roles.map((role, n) => dialled(state, `ws://${n + 1}.1.1.1/ws`, { role }));
  const other = lecture(state, "ws://9.9.9.9/ws", { role: "fresh" });
  lecture(state, "ws://9.9.9.8/ws", { role: "reserved" });
  assert.deepEqual(state.slots(), [...links.slice(0, 3), other]);
  assert.deepEqual(links.map(({ isErrand }) => isErrand), [false, false, false, true, true, true, false]);
  assert.deepEqual([state.held("fresh"), state.held("reserved"), state.held("extra")], [2, 1, 1]);
});

Deno.test("a text that is no address has no row", () => {
  const state = bareState();
  const entry = told(state, addr);
  assert.deepEqual([state.rowOf(addr), state.rowOf("ws://1.1.1.1/ws"), state.rowOf("x")], [
    entry,
    undefined,
    undefined,
  ]);
});

Deno.test("only the addresses of --join are seeds", () => {
  const state = bareState({ seeds: [at(addr)] });
  assert.deepEqual([state.isSeed(at(addr)), state.isSeed(at("ws://1.1.1.1/ws"))], [true, false]);
});

Deno.test("where nothing is said a node dials and does not listen, and this machine's own IPs are the loopback ones", () => {
  const { dial, port, name, isOwnIp } = withDefaults({ random: seeded(1), nonce: "own", now_ms: 0 });
  assert.deepEqual([dial, port, name], [true, 0, ""]);
  assert.deepEqual([isOwnIp("127.0.0.1"), isOwnIp("::1"), isOwnIp("192.168.1.7")], [true, true, false]);
});
