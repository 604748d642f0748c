/** Nodes of the lecture, real ones in Python, among ours: they are full citizens and nothing breaks them. */
import assert from "node:assert/strict";
import { keep_alive_timeout_ms, keep_alives_missed_max, lecture_ping_ms } from "../discovery/limits.ts";
import { steadyClock } from "../node/steady_clock.ts";
import { has_tornado, LectureProcess } from "./lecture_process.ts";
import { until } from "../node/test_until.ts";
import { addressOf, held, knows, TestNetwork } from "./network.ts";
import { RawClient } from "./raw_client.ts";

const limit_ms = 60_000;
const ours = 5;

const must_run = Deno.env.get("CI") === "true";
const note = has_tornado ? "" : " (NOT RUN: no python3 with tornado)";
const ignore = !has_tornado && !must_run;

Deno.test(
  { name: `a lecture node in Python is found, held, told of us, and missed when it dies${note}`, ignore },
  async () => {
    assert.ok(has_tornado, "CI must run this test: install python3-tornado first");
    await using network = new TestNetwork();
    await using lecture = new LectureProcess();
    const members = startOurs(network);
    await until(() => lecture.port > 0, "it listens", limit_ms);
    const addr = addressOf(lecture.port);
    await ask(members[0]!.node.port, { op: "register", args: { addr } });
    await until(() => members.every((one) => knows(one, addr)), "all know it", limit_ms);
    await until(
      () => members.some((one) => held(one, "lecture").includes(addr)),
      "somebody holds it",
      limit_ms,
    );
    await until(
      async () => {
        const { response } = await ask(lecture.port, { op: "peers" });
        return (response.peers as string[]).some((peer) => members.some((one) => one.addr === peer));
      },
      "it lists one of us",
      limit_ms,
    );
    // It has not been driven out by anything else, and still answers as in the lecture.
    assert.deepEqual(await ask(lecture.port, { op: "hello" }), {
      status: 404,
      error: 'Operation "hello" is not supported.',
      response: null,
    });
    await lecture[Symbol.asyncDispose]();
    await until(() => members.every((one) => !held(one, "lecture").includes(addr)), "it is missed", limit_ms);
  },
);

Deno.test(
  { name: `an unfinished lecture node is held without a traceback, and missed when it hangs${note}`, ignore },
  async () => {
    assert.ok(has_tornado, "CI must run this test: install python3-tornado first");
    await using network = new TestNetwork();
    await using lecture = new LectureProcess("unfinished");
    const speed = 20;
    const clock = steadyClock(speed);
    const one = network.start({ clock });
    await until(() => lecture.port > 0, "it listens", limit_ms);
    const addr = addressOf(lecture.port);
    await ask(one.node.port, { op: "register", args: { addr } });
    const link = () =>
      [...one.node.membership!.links.values()].find((link) =>
        link.kind === "lecture" && link.role === "reserved"
      );
    for (let pongs = 0; pongs < 3; pongs++) {
      const heard_ms = link()?.heard_ms ?? 0;
      await until(() => (link()?.heard_ms ?? 0) > heard_ms + lecture_ping_ms / 2, `pong ${pongs}`, limit_ms);
    }
    assert.equal(lecture.stderr, "");
    // Asked for the time, it does fail.
    await ask(lecture.port, { op: "time" }).catch(() => {});
    await until(() => lecture.stderr.includes("NameError"), "its traceback", limit_ms);
    assert.equal((await ask(lecture.port, { op: "peers" })).status, 200);
    lecture.freeze();
    const frozen_ms = performance.now();
    await until(() => link() === undefined, "it is missed", limit_ms);
    const patience_ms = lecture_ping_ms + keep_alive_timeout_ms * keep_alives_missed_max;
    const took_ms = performance.now() - frozen_ms;
    assert.ok(took_ms < patience_ms / speed + 3_000, `noticed after ${took_ms} ms`);
  },
);

Deno.test(
  { name: `the next lab's tracker lives among our nodes and only ever gets its answers${note}`, ignore },
  async () => {
    assert.ok(has_tornado, "CI must run this test: install python3-tornado first");
    await using network = new TestNetwork();
    const members = startOurs(network);
    await using tracker = new LectureProcess(members[0]!.addr);
    await until(
      () => (tracker.stdout.match(/^round \d+ 3$/gm) ?? []).length >= 8,
      "eight rounds with three connections",
      limit_ms,
    );
    assert.doesNotMatch(tracker.stdout, /^(BROKEN|closed|could not)/m);
    // Its own server is one of the network, too, once somebody registers it.
    const addr = addressOf(tracker.port);
    await ask(members[1]!.node.port, { op: "register", args: { addr } });
    await until(
      () => members.some((one) => held(one, "lecture").includes(addr)),
      "its server is held",
      limit_ms,
    );
    const rounds = tracker.stdout.split("\n").length;
    await until(() => tracker.stdout.split("\n").length >= rounds + 4, "four more rounds", limit_ms);
    assert.doesNotMatch(tracker.stdout, /^(BROKEN|closed|could not)/m);
  },
);

function startOurs(network: TestNetwork) {
  const clock = steadyClock(10);
  const seed = network.start({ clock });
  for (let more = 1; more < ours; more++) network.start({ clock, join: [seed.addr] });
  return network.members;
}

async function ask(port: number, request: object) {
  using client = await RawClient.connect(port);
  return JSON.parse(await client.ask(JSON.stringify(request)));
}
