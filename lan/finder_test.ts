import assert from "node:assert/strict";
import { HandClock } from "../node/hand_clock.ts";
import { Finder, type FinderOptions } from "./finder.ts";
import * as limits from "./limits.ts";
import type { LinkEvents } from "./link.ts";
import type { Interface } from "./places.ts";
import { type DnsRecord, type OwnService, service_type, serviceRecords } from "./service.ts";

const wifi: Interface = { name: "wlan0", family: "IPv4", address: "192.168.1.7", netmask: "255.255.255.0" };
const cable: Interface = { name: "eth0", family: "IPv4", address: "10.0.0.5", netmask: "255.0.0.0" };
const own: OwnService = { instance: "a1", port: 9000, tls: false, net: "lab" };
const query = { type: "query", questions: [{ name: service_type, type: "PTR" }] };

/** What a test sees of one link. */
interface Seen {
  readonly events: LinkEvents;
  queries: number;
  readonly answers: (readonly DnsRecord[])[];
  is_open: boolean;
}

/** A finder on a network that a test plays. */
function finder(parts: Partial<FinderOptions> = {}) {
  const clock = new HandClock();
  const links = new Map<string, Seen>();
  const found: string[] = [];
  const faults: string[] = [];
  const made = new Finder({
    interfaces: () => [wifi],
    open({ address }, events) {
      const seen: Seen = { events, queries: 0, answers: [], is_open: true };
      links.set(address, seen);
      return {
        query: () => void seen.queries++,
        respond: (answers) => void seen.answers.push(answers),
        close: () => (seen.is_open = false, Promise.resolve()),
      };
    },
    clock,
    random: () => 0.5,
    found: ({ addr }) => found.push(addr),
    fault: (cause) => faults.push(cause),
    ...parts,
  });
  const link = () => links.get("192.168.1.7")!;
  const hears = (ip: string, service: Partial<OwnService> = {}, ttl_s?: number) =>
    link().events.packet(
      { type: "response", answers: serviceRecords({ ...own, ...service }, ip, ttl_s) },
      ip,
    );
  return { made, clock, links, link, found, faults, hears };
}

Deno.test("a link is asked twice, a second apart, and its node told of as often", async () => {
  const { made, clock, link } = finder({ own });
  clock.pass(0);
  assert.deepEqual([link().queries, link().answers.length], [1, 1]);
  clock.pass(1_000);
  assert.deepEqual([link().queries, link().answers.length], [2, 2]);
  clock.pass(600_000);
  assert.deepEqual([link().queries, link().answers.length], [2, 2]);
  await made.stop();
  assert.equal(link().answers.at(-1)?.every(({ ttl }) => ttl === 0), true, "It says that it goes.");
  assert.deepEqual([link().is_open, clock.timers], [false, 0]);
});

Deno.test("who only looks tells nobody anything, not even when asked or at its end", async () => {
  const { made, clock, link } = finder();
  clock.pass(0);
  link().events.packet(query, "192.168.1.9");
  clock.pass(2_000);
  await made.stop();
  assert.equal(link().queries, 2);
  assert.deepEqual(link().answers, []);
});

Deno.test("a question is answered after 20 to 120 ms, and a flood of them once a second", async () => {
  const { made, clock, link } = finder({ own });
  clock.pass(0);
  clock.pass(1_000);
  clock.pass(5_000);
  const before = link().answers.length;
  link().events.packet(query, "192.168.1.9");
  clock.pass(limits.answer_delay_min_ms - 1);
  assert.equal(link().answers.length, before);
  clock.pass(limits.answer_delay_max_ms);
  assert.equal(link().answers.length, before + 1);
  for (let ms = 0; ms < 10_000; ms += 10) {
    link().events.packet(query, `192.168.1.${ms % 200}`);
    clock.pass(10);
  }
  assert.ok(link().answers.length - before <= 11, `${link().answers.length - before} answers in 10 s`);
  assert.ok(link().answers.length - before >= 9);
  await made.stop();
});

Deno.test("a question right after an answer is answered as well, once the pause is over", async () => {
  const { made, clock, link } = finder({ own });
  clock.pass(1_000);
  const before = link().answers.length;
  link().events.packet(query, "192.168.1.9");
  clock.pass(limits.answer_pause_ms - 1);
  assert.equal(link().answers.length, before);
  clock.pass(1);
  assert.equal(link().answers.length, before + 1);
  await made.stop();
});

Deno.test("a question about something else is not answered", async () => {
  const { made, clock, link } = finder({ own });
  clock.pass(5_000);
  const before = link().answers.length;
  link().events.packet(
    { type: "query", questions: [{ name: "_ipp._tcp.local", type: "PTR" }] },
    "192.168.1.9",
  );
  clock.pass(5_000);
  assert.equal(link().answers.length, before);
  await made.stop();
});

Deno.test("nodes of the wanted network are told once; other networks and the own node are not", async () => {
  const { made, found, hears } = finder({ own, net: "lab" });
  hears("192.168.1.9");
  hears("192.168.1.9");
  hears("192.168.1.9", { port: 9001 });
  hears("192.168.1.10", { net: "other" });
  hears("192.168.1.7");
  hears("192.168.1.7", { port: 9001 });
  assert.deepEqual(found, [
    "ws://192.168.1.9:9000/ws",
    "ws://192.168.1.9:9001/ws",
    "ws://192.168.1.7:9001/ws",
  ]);
  await made.stop();
});

Deno.test("a node that said that it goes is no longer listed", async () => {
  const { made, hears } = finder();
  hears("192.168.1.9");
  assert.equal(made.nodes.length, 1);
  hears("192.168.1.9", {}, 0);
  assert.deepEqual(made.nodes, []);
  await made.stop();
});

Deno.test("a sender that invents nodes without end fills neither the memory nor the log", async () => {
  const { made, found, hears } = finder();
  for (let port = 1; port <= 1_000; port++) hears("192.168.1.9", { port });
  assert.equal(made.nodes.length, limits.found_per_sender_max);
  for (let round = 0; round < 100; round++) {
    for (let port = 1; port <= limits.found_per_sender_max; port++) {
      hears("192.168.1.9", { port }, 0);
      hears("192.168.1.9", { port });
    }
  }
  assert.equal(found.length, limits.found_told_rate.burst);
  for (let host = 1; host <= 255; host++) {
    for (let port = 1; port <= 8; port++) hears(`192.168.1.${host}`, { port });
  }
  assert.equal(made.nodes.length, limits.found_nodes_max);
  await made.stop();
});

Deno.test("a network that this computer joins later is searched, one that it leaves is let go of", async () => {
  let interfaces: Interface[] = [];
  const { made, clock, links, faults } = finder({ own, interfaces: () => interfaces });
  assert.deepEqual(faults, ["this computer is in no local network"]);
  interfaces = [wifi, cable];
  clock.pass(limits.interfaces_check_ms);
  clock.pass(0);
  assert.deepEqual([...links.keys()], ["192.168.1.7", "10.0.0.5"]);
  assert.ok([...links.values()].every(({ queries }) => queries === 1));
  interfaces = [cable];
  clock.pass(limits.interfaces_check_ms);
  assert.deepEqual([...links.values()].map(({ is_open }) => is_open), [false, true]);
  await made.stop();
});

Deno.test("however often the network refuses, it is told once", async () => {
  const { made, link, faults } = finder();
  for (let time = 0; time < 20; time++) link().events.fault("the system forbids it");
  assert.deepEqual(faults, ["the system forbids it"]);
  await made.stop();
});

Deno.test("an answer fits into what is read, and a class of this size into what is counted", () => {
  assert.ok(
    serviceRecords({ ...own, net: "网".repeat(limits.net_characters_max) }, "192.168.1.200").length <
      limits.packet_records_max,
  );
  assert.ok(limits.search_ms > limits.repeat_ms.at(-1)! + limits.answer_delay_max_ms);
  assert.ok(limits.found_told_rate.burst >= limits.found_nodes_max);
  assert.ok(limits.found_joined_max <= limits.found_nodes_max);
});
