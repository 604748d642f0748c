import assert from "node:assert/strict";
import * as limits from "../limits.ts";
import { InboundLink, isPeer, LectureLink, rowOf } from "./link.ts";
import { bareState, client, dialled, inbound, lecture, told } from "../test_state.ts";

Deno.test("a connection that turns out to be a lecture node's keeps what was found out about it", () => {
  const link = dialled(bareState(), "ws://8.8.8.8/ws", {
    opened_ms: 1,
    heard_ms: 2,
    asked_ms: 3,
    latency_ms: 4,
    round_trip_ms: 5,
    announced_told: 6,
    role: "feeler",
  });
  const {
    id,
    entry,
    ip,
    source,
    opened_ms,
    heard_ms,
    asked_ms,
    latency_ms,
    round_trip_ms,
    announced_told,
    role,
  } = new LectureLink(link);
  assert.deepEqual([id, entry, ip, source, role], [link.id, link.entry, link.ip, link.source, "feeler"]);
  assert.deepEqual([opened_ms, heard_ms, asked_ms, latency_ms, round_trip_ms, announced_told], [
    1,
    2,
    3,
    4,
    5,
    6,
  ]);
});

Deno.test("a client that becomes a peer keeps its rates: a hello does not fill them again", () => {
  const state = bareState();
  const { now_ms } = state;
  const { burst } = limits.network_ops_rate;
  for (const spend of ["mayAsk", "mayTell"] as const) {
    const count = spend === "mayAsk" ? burst : limits.learn_rate.burst;
    const before = client(state, "8.8.8.8");
    for (let n = 0; n < count; n++) assert.ok(before[spend](now_ms));
    assert.equal(before[spend](now_ms), false);
    const after = inbound(state, "8.8.8.8");
    assert.ok(after[spend](now_ms), "a connection of its own");
    const peer = state.replace(new InboundLink(before, "inbound", "n", null));
    assert.equal(peer[spend](now_ms), false);
  }
});

Deno.test("a peer is one that has shown to speak the network's ops", () => {
  const state = bareState();
  assert.equal(isPeer(client(state, "8.8.8.8")), false);
  assert.equal(isPeer(inbound(state, "8.8.8.8")), true);
  assert.equal(isPeer(lecture(state, "ws://1.1.1.1/ws")), false);
  for (const stage of ["dialling", "handshake", "network"] as const) {
    assert.equal(isPeer(dialled(state, `ws://2.2.2.2/${stage}`, { stage })), stage === "network");
  }
});

Deno.test("a connection belongs to the row that was dialled, or at which its peer was dialled back", () => {
  const state = bareState();
  const entry = told(state, "ws://8.8.8.8/ws");
  assert.equal(rowOf(client(state, "8.8.8.8")), null);
  assert.equal(rowOf(inbound(state, "8.8.8.8")), null);
  assert.equal(rowOf(inbound(state, "8.8.8.8", { entry })), entry);
  assert.equal(rowOf(dialled(state, "ws://8.8.8.8/ws")), entry);
});

Deno.test("nothing is known of a new connection: no question is open, no news was told", () => {
  const state = bareState();
  const link = dialled(state, "ws://8.8.8.8/ws");
  const {
    asked_ms,
    latency_ms,
    until_ms,
    next_ms,
    missed,
    deaths_told,
    announced_told,
    verified_ms,
    is_ordered,
    back_from_dead,
  } = link;
  assert.deepEqual([asked_ms, missed, deaths_told, announced_told], [0, 0, 0, 0]);
  assert.deepEqual([link.reached_told, link.opened_ms, link.heard_ms], [0, 0, 0]);
  assert.deepEqual([latency_ms, until_ms, next_ms, verified_ms], [Infinity, Infinity, Infinity, -Infinity]);
  assert.deepEqual([is_ordered, back_from_dead], [false, false]);
  const other = new LectureLink(link);
  assert.deepEqual([other.pinged, other.is_rare, other.register_ms, other.peers_ms], [false, false, 0, 0]);
  const peer = inbound(state, "8.8.8.8");
  assert.equal(peer.reached_told, 0);
  assert.deepEqual([peer.missed, peer.deaths_told, peer.claimed, peer.opened_ms], [0, 0, null, state.now_ms]);
  assert.deepEqual([link.outbound, other.outbound, peer.outbound, client(state, "1.1.1.1").outbound], [
    true,
    true,
    false,
    false,
  ]);
});
