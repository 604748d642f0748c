/** What proves a step of the lab, and what must not. */
import assert from "node:assert/strict";
import { countSteps, judge, lastTried, nextStep, proofs } from "./judge.ts";
import type { Miss, SentStepId } from "./steps.ts";
import { said, whole_lab, whole_progress } from "./test_evidence.ts";

const peers = { op: "peers" };
const register = { op: "register", args: { addr: "ws://a/ws" } };
const accepted = { status: 202, error: "Accepted" };
const listing = (...peers: string[]) => ({ status: 200, error: "OK", response: { peers } });
const time = (response: unknown) => ({ status: 200, error: "OK", response });
const refused = (status: number) => ({ status, error: "No.", response: null });

Deno.test("the whole lab ticks seven steps, each by its own exchange", () => {
  assert.deepEqual(countSteps(whole_progress), { done: 7, all: 7 });
  assert.equal(nextStep(whole_progress), undefined);
  const numbers = proofs(whole_progress).map(({ id, evidence }) => [id, evidence.number]);
  assert.deepEqual(numbers, [
    ["empty", 1],
    ["register", 2],
    ["listed", 3],
    ["bad_json", 4],
    ["unknown_op", 5],
    ["time", 6],
  ]);
});

Deno.test("without any exchange only the page that is here is reached", () => {
  assert.deepEqual(countSteps(judge([], true)), { done: 1, all: 7 });
  assert.deepEqual([nextStep(judge([], true)), lastTried(judge([], true))], ["empty", undefined]);
});

Deno.test("no answer proves another node's page, which then neither counts as done nor as open", () => {
  const progress = judge(said(...whole_lab), false);
  assert.deepEqual(progress.page, { done: false, out_of_sight: true });
  assert.deepEqual(countSteps(progress), { done: 6, all: 6 });
  assert.deepEqual([nextStep(progress), nextStep(judge([], false))], [undefined, "empty"]);
});

Deno.test("the last try is told by what it proved, else by what it missed", () => {
  const missed = judge(said([peers, listing("ws://b/ws")]), true);
  assert.deepEqual([lastTried(missed), missed.empty.miss?.reason], ["empty", "not_empty"]);
  // The second list is no empty one, but it has what was registered.
  const proved = judge(said([register, accepted], [peers, listing("ws://a/ws")]), true);
  assert.equal(lastTried(proved), "listed");
});

Deno.test("the order is free where nothing depends on another step", () => {
  const reversed = [...whole_lab.slice(3).reverse(), ...whole_lab.slice(0, 3)];
  assert.equal(countSteps(judge(said(...reversed), true)).done, 7);
});

const proving: readonly [title: string, id: SentStepId, ...pairs: [unknown, unknown][]][] = [
  ["peers with arguments that nobody knows", "empty", [{ op: "peers", args: { x: 1 } }, listing()]],
  ["an id in request and answer", "empty", [{ ...peers, id: 7 }, { ...listing(), id: 7 }]],
  ["a list of addresses", "register", [{ op: "register", args: { addr: ["x", "wss://b"] } }, accepted]],
  ["another spelling in the list", "listed", [{ op: "register", args: { addr: "ws://A:80" } }, accepted], [
    peers,
    listing("ws://a/"),
  ]],
  ["one of the registered ones", "listed", [
    { op: "register", args: { addr: ["ws://a", "ws://b"] } },
    accepted,
  ], [
    peers,
    listing("ws://b"),
  ]],
  ["an empty message", "bad_json", ["", refused(500)]],
  ["NaN, which is not JSON", "bad_json", ["NaN", refused(500)]],
  ["an op that is no text", "unknown_op", [{ op: 5 }, refused(404)]],
  ["seconds with a fraction", "time", [{ op: "time" }, time({ time: 1_617_786_770.001, time_zone: "CST" })]],
  ["another computer's clock, 5 minutes off", "time", [
    { op: "time" },
    time({ time: 1_617_786_470.1, time_zone: "+0530" }),
  ]],
];

for (const [title, id, ...pairs] of proving) {
  Deno.test(`${id} is proved by ${title}`, () => assert.equal(judge(said(...pairs), true)[id].done, true));
}

const missing: readonly [
  title: string,
  id: SentStepId,
  miss: Miss | undefined,
  ...pairs: [unknown, unknown][],
][] = [
  ["a list with something in it", "empty", "not_empty", [peers, listing("ws://b")]],
  ["a page of the list", "empty", undefined, [{ op: "peers", args: { after: "ws://z" } }, listing()]],
  ["a list of none", "empty", undefined, [{ op: "peers", args: { limit: 0 } }, listing()]],
  ["an error", "empty", "status", [peers, refused(500)]],
  ["no list", "empty", "no_list", [peers, time({ peers: null })]],
  ["an answer that is no JSON", "empty", "status", [peers, "200"]],
  ["what the node ignores", "register", "nothing_registered", [
    { op: "register", args: { addr: "http://a" } },
    accepted,
  ]],
  ["arguments of null", "register", "nothing_registered", [{ op: "register", args: null }, accepted]],
  ["200 in place of 202", "register", "status", [register, listing()]],
  ["a list before anything was registered", "listed", undefined, [peers, listing("ws://a/ws")], [
    register,
    accepted,
  ]],
  ["a list without the address", "listed", "not_listed", [register, accepted], [peers, listing("ws://b")]],
  ["an address whose registration was refused", "listed", undefined, [register, refused(500)], [
    peers,
    listing("ws://a/ws"),
  ]],
  ["JSON without an op", "bad_json", undefined, ["null", refused(500)]],
  ["bad JSON answered by 404", "bad_json", "status", ["{oops", refused(404)]],
  ["the homework's op missing", "unknown_op", undefined, [{ op: "time" }, refused(404)]],
  ["an op that the node has", "unknown_op", undefined, [{ op: "ops" }, listing()]],
  ["an unknown op answered by 500", "unknown_op", "status", [{ op: "foo" }, refused(500)]],
  ["no zone", "time", "no_time", [{ op: "time" }, time({ time: 1_617_786_770.5 })]],
  ["an empty zone", "time", "no_zone", [{ op: "time" }, time({ time: 1_617_786_770.5, time_zone: "" })]],
  ["an offset for the zone", "time", "no_zone", [
    { op: "time" },
    time({ time: 1_617_786_770.5, time_zone: "+0800" }),
  ]],
  ["a pair of zones", "time", "no_zone", [
    { op: "time" },
    time({ time: 1_617_786_770.5, time_zone: ["CST", "CST"] }),
  ]],
  ["a time in words", "time", "not_seconds", [{ op: "time" }, time({ time: "now", time_zone: "CST" })]],
  ["whole seconds", "time", "not_seconds", [
    { op: "time" },
    time({ time: 1_617_786_770, time_zone: "CST" }),
  ]],
  ["milliseconds", "time", "not_seconds", [
    { op: "time" },
    time({ time: 1_617_786_770_954, time_zone: "CST" }),
  ]],
  ["another computer's clock, more than 5 minutes off", "time", "not_seconds", [
    { op: "time" },
    time({ time: 1_617_786_469.9, time_zone: "CST" }),
  ]],
  ["a list with something else in it", "listed", "no_list", [register, accepted], [
    peers,
    { status: 200, error: "OK", response: { peers: ["ws://a/ws", 5] } },
  ]],
];

for (const [title, id, miss, ...pairs] of missing) {
  Deno.test(`${id} is not proved by ${title}`, () => {
    const verdict = judge(said(...pairs), true)[id];
    assert.deepEqual([verdict.done, verdict.miss?.reason], [false, miss]);
  });
}

Deno.test("of two registrations the one that the list shows is the proof", () => {
  const other = { op: "register", args: { addr: "ws://b" } };
  const { register: verdict, listed } = judge(
    said([register, accepted], [other, accepted], [peers, listing("ws://b")]),
    true,
  );
  assert.deepEqual([verdict.proof?.number, listed.proof?.number, listed.addr], [2, 3, "ws://b"]);
});

Deno.test("a step once proved stays proved by the first proof", () => {
  const { empty } = judge(said([peers, listing()], [peers, listing("ws://b")], [peers, listing()]), true);
  assert.deepEqual([empty.proof?.number, empty.miss], [1, undefined]);
});

Deno.test("the last miss is the one that is told", () => {
  const { empty } = judge(said([peers, listing("ws://b")], [peers, refused(500)]), true);
  assert.deepEqual([empty.miss?.evidence.number, empty.miss?.reason], [2, "status"]);
});

Deno.test("on this computer a clock is right within a second and a half", () => {
  const told = (time_s: number) =>
    judge(said([{ op: "time" }, time({ time: time_s, time_zone: "CST" })]), true, true).time.done;
  assert.deepEqual([told(1_617_786_768.501), told(1_617_786_768.499)], [true, false]);
  assert.deepEqual([told(1_617_786_771.501), told(1_617_786_771.503)], [true, false]);
});
