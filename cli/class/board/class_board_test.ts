import assert from "node:assert/strict";
import { runChecks } from "../../../check/run.ts";
import type { Report } from "../../../check/result.ts";
import { lectureAnswers, scriptedWorld } from "../../../check/test_world.ts";
import type { World } from "../../../check/world.ts";
import { readRoster } from "../../../roster/roster.ts";
import { entriesOf, type Entry } from "../entries.ts";
import { noNode } from "../no_node.ts";
import { ClassBoard } from "./class_board.ts";
import * as limits from "./limits.ts";
import type { Moment, Presence } from "./presence.ts";

const list = (...lines: string[]): Entry[] =>
  entriesOf(readRoster(new TextEncoder().encode(["学号,姓名,班级,url", ...lines].join("\n"))));

const url = (name: string) => `ws://${name}.example:9000/ws`;

/** A class on one clock: who is there, what a check says, and which checks run. */
class Lab {
  steady_ms = 0;
  slept_ms = 0;
  resets = 0;
  readonly board: ClassBoard;
  readonly presences = new Map<string, Presence>();
  readonly checks: {
    readonly url: string;
    end(report: Report): Promise<void>;
    fail(error: unknown): Promise<void>;
  }[] = [];
  readonly faults: unknown[] = [];
  /** Set: nodes that don't answer a dial. */
  readonly gone = new Set<string>();

  constructor(lines: readonly string[], names_only = false) {
    this.board = new ClassBoard({
      names_only,
      now: () => this.now,
      check: (url) => {
        const { promise, resolve, reject } = Promise.withResolvers<Report>();
        const settled = async () => {
          // The board's own continuations come after this promise's.
          for (let turn = 0; turn < 5; turn++) await Promise.resolve();
        };
        this.checks.push({
          url,
          end: (report) => (resolve(report), settled()),
          fail: (error) => (reject(error), settled()),
        });
        return promise;
      },
      fault: (error) => void this.faults.push(error),
    });
    this.board.takeList(list(...lines));
    this.board.connect({
      look: (url, presence, now) => {
        this.presences.set(url, presence);
        const due = presence.due(now);
        if (due === "dial") this.gone.has(url) ? presence.failed(now) : presence.opened(now);
        if (due === "ping") presence.heard(now);
      },
      end: () => {},
      reset: (now) => {
        this.resets++;
        for (const presence of this.presences.values()) presence.woke(now);
      },
      close: () => Promise.resolve(),
    });
  }

  get now(): Moment {
    return { steady_ms: this.steady_ms, wall_ms: 1_000_000 + this.steady_ms + this.slept_ms };
  }

  pass(ms: number): void {
    for (let left_ms = ms; left_ms > 0; left_ms -= limits.tick_ms) {
      this.steady_ms += Math.min(limits.tick_ms, left_ms);
      this.board.tick();
    }
  }

  tile(name: string) {
    return this.board.view().students.find((student) => student.name === name)!;
  }
}

function report(of: string, change: (answer: string) => string = (answer) => answer): Promise<Report> {
  const world: World = scriptedWorld({ answer: (text) => change(answers(text)) });
  const answers = lectureAnswers(() => world);
  return runChecks(world, { url: of, seed: "s", agent: "test" });
}

const wrong = (of: string) => report(of, (answer) => answer.replace("time_zone", "time_zore"));
const dead = (of: string) => runChecks(noNode("nobody there"), { url: of, seed: "s", agent: "test" });

Deno.test("a node is checked when it is online, and again after 10 minutes while points are missing, not before", async () => {
  const lab = new Lab([`1,Ann,A,${url("a")}`, `2,Ben,A,${url("b")}`, "3,Cho,A,"]);
  lab.gone.add(url("b"));
  lab.pass(1_000);
  assert.deepEqual(lab.checks.map(({ url }) => url), [url("a")]);
  assert.equal(lab.tile("Ann").result?.is_checking, true);
  await lab.checks[0]!.end(await wrong(url("a")));
  const { result } = lab.tile("Ann");
  assert.deepEqual([result?.verdict, result?.is_checking], ["complete", false]);
  assert.deepEqual(result?.stages.map(({ state }) => state), ["passed", "passed", "missing"]);
  lab.pass(limits.recheck_ms - 1_000);
  assert.equal(lab.checks.length, 1);
  lab.pass(1_000);
  assert.equal(lab.checks.length, 2);
  await lab.checks[1]!.end(await report(url("a")));
  assert.equal(lab.tile("Ann").result?.points, 100);
  lab.pass(3 * limits.recheck_ms);
  assert.equal(lab.checks.length, 2, "all points: nothing is sent any more");
  assert.deepEqual([lab.tile("Ben").presence, lab.tile("Cho").presence], ["offline", "none"]);
  assert.equal(lab.tile("Ben").result?.verdict, "none");
});

Deno.test("three people who press at once get one check, and so does one who presses again just after it", async () => {
  const lab = new Lab([`1,Ann,A,${url("a")}`]);
  lab.pass(500);
  await lab.checks[0]!.end(await wrong(url("a")));
  assert.deepEqual(lab.board.order(), { begun: 0, left_out: 1 });
  lab.pass(limits.order_pause_ms);
  for (const id of [undefined, 1, undefined]) {
    assert.deepEqual(lab.board.order(id), { begun: 1, left_out: 0 });
  }
  lab.pass(1_000);
  assert.equal(lab.checks.length, 2);
  assert.deepEqual(lab.board.order(), { begun: 1, left_out: 0 }, "it runs");
  await lab.checks[1]!.end(await wrong(url("a")));
  lab.pass(60_000);
  assert.equal(lab.checks.length, 2);
  assert.equal(lab.board.order(99), undefined);
});

Deno.test("a node that dies during a check keeps what is known of it, and one of which nothing is known is no zero", async () => {
  const lab = new Lab([`1,Ann,A,${url("a")}`, `2,Ben,A,${url("b")}`]);
  lab.pass(500);
  await lab.checks[0]!.end(await wrong(url("a")));
  await lab.checks[1]!.end(await dead(url("b")));
  const { points } = lab.tile("Ann").result!;
  const checked_ms = lab.tile("Ann").result!.checked_ms;
  assert.ok(points > 50);
  lab.pass(limits.order_pause_ms);
  lab.board.order(1);
  lab.pass(500);
  await lab.checks[2]!.end(await dead(url("a")));
  assert.deepEqual(lab.tile("Ann").result, {
    ...lab.tile("Ann").result!,
    points,
    checked_ms,
    verdict: "complete",
    remarks: ["kept"],
  });
  assert.equal(lab.tile("Ben").result?.verdict, "not_judged");
  assert.match(lab.board.detail(2, "en")!.why!, /nobody there/);
});

Deno.test("a node that was lost during its check, or was started again after it, is told to be so", async () => {
  const lab = new Lab([`1,Ann,A,${url("a")}`]);
  lab.pass(2_000);
  lab.presences.get(url("a"))!.closed(lab.now);
  await lab.checks[0]!.end(await wrong(url("a")));
  assert.deepEqual(lab.tile("Ann").result?.remarks, ["interrupted"]);
  lab.pass(limits.order_pause_ms);
  lab.board.order(1);
  lab.pass(500);
  await lab.checks[1]!.end(await wrong(url("a")));
  assert.deepEqual(lab.tile("Ann").result?.remarks, []);
  lab.presences.get(url("a"))!.closed(lab.now);
  lab.pass(1_000);
  assert.deepEqual(lab.tile("Ann").result?.remarks, ["restarted"]);
  assert.equal(lab.checks.length, 2, "a restart alone sends nothing");
});

Deno.test("two students with one node share its check, and never are two checks of one program under way", async () => {
  const lab = new Lab([
    "1,Ann,A,ws://localhost:9000/ws",
    "2,Ben,A,ws://127.0.0.1:9000/ws",
    "3,Cho,A,ws://[::1]:9000/",
  ]);
  lab.pass(1_000);
  assert.equal(lab.checks.length, 1);
  await lab.checks[0]!.end(await wrong("ws://localhost:9000/ws"));
  lab.pass(1_000);
  assert.deepEqual(lab.checks.map(({ url }) => url), ["ws://localhost:9000/ws", "ws://[::1]:9000/"]);
  assert.equal(lab.tile("Ann").result?.points, lab.tile("Ben").result?.points);
  assert.ok(lab.board.view().students.every(({ result }) => result?.remarks.includes("shared")));
  assert.match(lab.board.detail(1, "en")!.shared_with.join(), /Ben.*Cho/);
});

Deno.test("a list that is saved anew keeps who stays, and takes no result over to another address", async () => {
  const lab = new Lab([`1,Ann,A,${url("a")}`, `2,Ben,A,${url("b")}`]);
  lab.pass(500);
  await lab.checks[0]!.end(await wrong(url("a")));
  await lab.checks[1]!.end(await wrong(url("b")));
  const [ann, ben] = [lab.tile("Ann"), lab.tile("Ben")];
  lab.board.takeList(list(`3,Cho,A,${url("c")}`, `2,Ben,A,${url("new")}`, `1,Ann,A,${url("a")}`));
  assert.deepEqual(lab.tile("Ann"), ann);
  assert.equal(lab.tile("Ben").id, ben.id);
  assert.deepEqual([lab.tile("Ben").result?.verdict, lab.tile("Ben").since_ms], ["none", null]);
  lab.pass(1_000);
  assert.deepEqual(lab.checks.slice(2).map(({ url }) => url).sort(), [url("c"), url("new")].sort());
  const { version } = lab.board.view();
  lab.board.keepList({ en: "It is empty.", zh: "它是空的。" });
  assert.equal(lab.board.view().list_fault?.zh, "它是空的。");
  assert.ok(lab.board.view().version > version);
  assert.equal(lab.board.view().students.length, 3);
  lab.board.takeList(list(`1,Ann,A,${url("a")}`));
  assert.equal(lab.board.view().list_fault, undefined);
});

Deno.test("a computer that slept opens everything anew, whichever of its clocks went on, and checks nothing twice", async () => {
  for (const clock of ["steady_ms", "slept_ms"] as const) {
    const lab = new Lab([`1,Ann,A,${url("a")}`]);
    lab.pass(1_000);
    await lab.checks[0]!.end(await report(url("a")));
    const { since_ms } = lab.tile("Ann");
    lab[clock] += 3_600_000;
    lab.pass(1_000);
    assert.equal(lab.resets, 1);
    assert.deepEqual([lab.tile("Ann").presence, lab.tile("Ann").since_ms], ["online", since_ms]);
    assert.equal(lab.checks.length, 1);
    assert.ok(lab.board.view().now_ms - since_ms! >= 3_600_000);
  }
});

Deno.test("with names only nobody is checked, and no number, address or result leaves the board", () => {
  const lab = new Lab([`2021001,Ann,A,${url("a")}`], true);
  lab.pass(1_000);
  assert.equal(lab.tile("Ann").presence, "online");
  assert.deepEqual(lab.board.order(), { begun: 0, left_out: 1 });
  lab.pass(limits.recheck_ms);
  assert.equal(lab.checks.length, 0);
  assert.deepEqual(Object.keys(lab.tile("Ann")).sort(), ["id", "name", "presence", "since_ms"]);
  assert.doesNotMatch(JSON.stringify(lab.board.view()), /2021001|example|points|verdict|stage/);
  assert.equal(lab.board.detail(1, "en"), undefined);
});

Deno.test("a detail shows the failing exchange in the chosen language, and a name that differs from the list as a hint", async () => {
  const lab = new Lab([`1,Ann,A,${url("a")}`]);
  lab.pass(500);
  const found = await wrong(url("a"));
  const name = { cause: "calls_itself", level: "note", cost: 0, values: { name: "Zoe" } } as const;
  await lab.checks[0]!.end({ ...found, notes: [name] });
  assert.ok(lab.tile("Ann").result!.remarks.includes("other_name"));
  const [en, zh] = [lab.board.detail(1, "en")!, lab.board.detail(1, "zh")!];
  assert.equal(en.said_name, "Zoe");
  const [failure] = en.failures;
  assert.match(failure!.what, /time_zore/);
  assert.match(failure!.sent!.before, /"op": "time"/);
  assert.match(failure!.got!.before + failure!.got!.mark + failure!.got!.after, /time_zore/);
  assert.match(failure!.wanted!.before + failure!.wanted!.mark + failure!.wanted!.after, /time_zone/);
  assert.match(zh.failures[0]!.fix, /[\u4e00-\u9fff]/);
});

Deno.test("a bug of the check is noted, judges nobody, and is not tried again and again", async () => {
  const lab = new Lab([`1,Ann,A,${url("a")}`]);
  lab.pass(500);
  await lab.checks[0]!.fail(new TypeError("a bug"));
  assert.equal(lab.faults.length, 1);
  assert.equal(lab.tile("Ann").result?.verdict, "none");
  lab.pass(60_000);
  assert.equal(lab.checks.length, 1);
});

Deno.test("at most so many nodes are checked at once", () => {
  const lines = Array.from(
    { length: 2 * limits.checks_at_once_max },
    (_, n) => `${n},S${n},A,${url(`s${n}`)}`,
  );
  const lab = new Lab(lines);
  lab.pass(5_000);
  assert.equal(lab.checks.length, limits.checks_at_once_max);
});
