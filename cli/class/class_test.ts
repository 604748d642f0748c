import assert from "node:assert/strict";
// @ts-types="npm:@types/papaparse@5.5.2"
import papaparse from "papaparse";
import { runChecks } from "../../check/run.ts";
import type { Report } from "../../check/result.ts";
import { lectureAnswers, scriptedWorld } from "../../check/test_world.ts";
import type { LineReply, World } from "../../check/world.ts";
import { readRoster } from "../../roster/roster.ts";
import { nodes_at_once_max } from "../limits.ts";
import { classPage, commonest } from "./class_page.ts";
import { entriesOf, type Entry } from "./entries.ts";
import { fileNames } from "./file_names.ts";
import type { GradeFormat } from "./grade_formats.ts";
import { gradesCsv, unwritten } from "./grades.ts";
import { judgeClass } from "./judge_class.ts";
import { noNode } from "./no_node.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { eachAtOnce } from "./pool.ts";
import { ResultStore } from "./store.ts";

const entries = (...lines: string[]): Entry[] =>
  entriesOf(readRoster(new TextEncoder().encode(["学号,姓名,班级,url", ...lines].join("\n"))));

/** The report of a node that answers as the lecture's, but for a change. */
function reportOf(change: (answer: string) => string = (answer) => answer, url = "ws://a.example/ws") {
  const world: World = scriptedWorld({ answer: (text) => change(answers(text)) });
  const answers = lectureAnswers(() => world);
  return runChecks(world, { url, seed: "s", agent: "test" });
}

const deadReport = (url = "ws://a.example/ws") =>
  runChecks(noNode("nobody there"), { url, seed: "s", agent: "test" });

Deno.test("no row is lost: rows without a node come in their place, and a shared node is told on both sides", () => {
  const all = entries(
    "1,Ann,A,ws://a.example/ws",
    "2,Ben,A,",
    "3,Cho,B,ws://A.example/ws",
    ",,,ws://d.example/ws",
    '5,"Eve,B,ws://e.example/ws',
  );
  assert.deepEqual(all.map(({ line, number, fault }) => [line, number, fault]), [
    [2, "1", undefined],
    [3, "2", "no_url"],
    [4, "3", undefined],
    [5, "", "no_name"],
    [6, "5", "open_quote"],
  ]);
  assert.deepEqual(all[0]!.shared_with, [{ name: "Cho", line: 4 }]);
  assert.deepEqual(all[2]!.shared_with, [{ name: "Ann", line: 2 }]);
  assert.equal(all[2]!.url, all[0]!.url);
});

Deno.test("however an address is spelled, two students with one node are pointed out on both sides", async () => {
  const spellings = [
    "ws://localhost:80/ws",
    "ws://127.0.0.1/ws",
    "ws://LOCALHOST/ws/",
    "ws://[::1]:80/ws",
    "ws://localhost./ws",
    "ws://localhost/",
  ];
  const all = entries(...spellings.map((url, n) => `${n},S${n},A,${url}`), "9,Alone,A,ws://localhost:81/ws");
  for (const { name, shared_with } of all.slice(0, -1)) {
    assert.deepEqual(shared_with.map((other) => other.name).concat(name).sort(), [
      ...spellings.keys().map((n) => `S${n}`),
    ]);
  }
  assert.deepEqual(all.at(-1)!.shared_with, []);
  const kept = new Map<string, Report>();
  const asked: string[] = [];
  const run = {
    entries: all,
    language: "en" as const,
    again: false,
    store: {
      read: ({ file }: Entry) => Promise.resolve(kept.get(file)),
      write: ({ file }: Entry, report: Report) => Promise.resolve(void kept.set(file, report)),
    },
    isSame: () => true,
    check: ({ url }: Entry) => (asked.push(url), reportOf(undefined, url)),
    onDone: () => Promise.resolve(),
  };
  const outcomes = await judgeClass(run);
  assert.ok(outcomes.every(({ verdict }) => verdict === "complete"));
  // Once for the five that mean one place. Another path is a place of its own.
  assert.deepEqual(asked.toSorted(), ["ws://localhost/", "ws://localhost:80/ws", "ws://localhost:81/ws"]);
});

Deno.test("a result is kept for another spelling of the same place, and for no other place", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const store = new ResultStore(folder);
    const [entry] = entries("1,Ann,A,ws://localhost:80/ws");
    await store.write(entry!, await reportOf(undefined, "ws://127.0.0.1/ws/"));
    assert.ok(await store.read(entry!) !== undefined);
    await store.write(entry!, await reportOf(undefined, "ws://127.0.0.1:81/ws"));
    assert.equal(await store.read(entry!), undefined);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what Canvas and Moodle ask of a file: Canvas's columns in their order, no row for Moodle without a number", async () => {
  const rows = entries("1,Ann,A,ws://a.example/ws", ",Ben,A,ws://b.example/ws");
  const outcomes = await Promise.all(
    rows.map(async (entry) => outcomeOf(entry, await reportOf(), "en", false)),
  );
  const table = (format: GradeFormat) =>
    papaparse.parse<string[]>(gradesCsv(outcomes, format).trimEnd()).data;
  const [head, possible, ...students] = table("canvas");
  // The importer wants Student, ID, SIS User ID, SIS Login ID and Section in this order, and what follows are assignments.
  assert.deepEqual(head, ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "foxchain"]);
  assert.match(possible![0]!, /Points Possible/);
  assert.deepEqual(students.map(([name, , sis]) => [name, sis]), [["Ann", "1"], ["Ben", ""]]);
  assert.deepEqual(table("moodle").slice(1).map(([number]) => number), ["1"]);
  assert.deepEqual(unwritten(outcomes, "moodle").map(({ entry }) => entry.line), [3]);
  assert.deepEqual(unwritten(outcomes, "canvas"), []);
});

Deno.test("file names are safe on every system and differ, also where upper and lower case are the same", () => {
  const rows = [
    ["../../etc", "passwd"],
    ["", "CON"],
    ["", "."],
    ["7", "Ann"],
    ["7", "ANN"],
    ["7", "Ann"],
    ["8", "李四"],
    ["", ""],
    ["x".repeat(40), "𠮷".repeat(40)],
  ].map(([number, name], line) => ({ number: number!, name: name!, url: "ws://a/ws", line }));
  const names = fileNames(rows);
  for (const name of names) {
    assert.match(name, /^[\p{L}\p{M}\p{N}_-]+$/u);
    assert.ok(new TextEncoder().encode(`${name}.json.12345678.tmp`).length <= 255, name);
    assert.doesNotMatch(name, /^(con|nul)$/i);
  }
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, rows.length);
  assert.equal(names[6], "8-李四");
  assert.deepEqual(fileNames(rows), names);
});

Deno.test("no cell of the grades starts a formula, and what was not judged is empty, no zero", async () => {
  const evil = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", " =1", '=1"\n2'];
  const report = await reportOf();
  const [base] = entries("1,Ann,A,ws://a.example/ws");
  const full = outcomeOf(base!, report, "zh", false);
  const dead = outcomeOf(base!, await deadReport(), "zh", false);
  const outcomes: Outcome[] = evil.map((text) => ({
    ...full,
    entry: { ...base!, name: text, number: text, class_name: text },
    remark: text,
  }));
  for (const format of ["cn", "canvas", "moodle"] as const) {
    const csv = gradesCsv([...outcomes, full, dead], format);
    const { data, errors } = papaparse.parse<string[]>(csv.trimEnd());
    assert.deepEqual(errors, []);
    for (const cell of data.flat()) assert.doesNotMatch(cell, /^\s*([=+@＝]|-.)/);
    const place = { cn: 2, canvas: 5, moodle: 3 }[format];
    // Moodle's import takes "-" for no grade, and an empty cell for one in a new grade item.
    assert.deepEqual(data.slice(-2).map((row) => row[place]), ["100", format === "moodle" ? "-" : ""]);
    assert.equal(csv.startsWith("\ufeff"), format === "cn");
  }
});

Deno.test("the commonest mistake comes first and counts once a student, and nothing of a list is markup", async () => {
  const [ann, ben, cho] = entries(
    "1,<script>x</script>,A,ws://a.example/ws",
    "2,Ben,A,ws://b.example/ws",
    "3,Cho,A,ws://c.example/ws",
  );
  const key = await reportOf((answer) => answer.replace("peers", "peer"));
  const both = await reportOf((answer) => answer.replace("peers", "peer").replace("202", "200"));
  const outcomes = [
    outcomeOf(ann!, key, "en", false),
    outcomeOf(ben!, both, "en", false),
    outcomeOf(cho!, await deadReport(), "en", false),
  ];
  const mistakes = commonest(outcomes);
  assert.match(outcomes[1]!.remark, /^−\d+ [^;]+[^.;]; −\d+ /);
  assert.equal(mistakes[0]!.count, 2);
  assert.match(mistakes[0]!.what, /peer/);
  assert.ok(mistakes.slice(1).every(({ count }) => count === 1) && mistakes.length > 1);
  const page = classPage(outcomes, "en", new Date(0));
  assert.ok(!page.includes("<script"));
  assert.match(page, /2 of 3 judged, 0 with all points, 1 not judged/);
  assert.match(page, /<rect class="part" width="100"/);
  assert.match(page, /<rect class="part" width="50"/);
});

/** A store in memory. */
function memoryStore() {
  const reports = new Map<string, Report>();
  return {
    reports,
    read: (entry: Entry) => Promise.resolve(reports.get(entry.file)),
    write: (entry: Entry, report: Report) => Promise.resolve(void reports.set(entry.file, report)),
  };
}

Deno.test("what was judged is not dialled again, what was not is, and an unreachable node takes no result away", async () => {
  const all = entries("1,Ann,,ws://a.example/ws", "2,Ben,,ws://b.example/ws", "3,Cho,,ws://a.example/ws");
  const store = memoryStore();
  const dead = new Set(["ws://b.example/ws"]);
  const judge = async (again: boolean) => {
    const dialled: string[] = [];
    const outcomes = await judgeClass({
      entries: all,
      language: "en",
      again,
      store,
      isSame: () => true,
      check: ({ url }) => {
        dialled.push(url);
        return dead.has(url) ? deadReport(url) : reportOf(undefined, url);
      },
      onDone: () => Promise.resolve(),
    });
    return [dialled, outcomes.map(({ verdict }) => verdict)];
  };
  const [a, b] = ["ws://a.example/ws", "ws://b.example/ws"];
  assert.deepEqual(await judge(false), [[a, b], ["complete", "not_judged", "complete"]]);
  dead.clear();
  assert.deepEqual(await judge(false), [[b], ["complete", "complete", "complete"]]);
  assert.deepEqual(await judge(false), [[], ["complete", "complete", "complete"]]);
  dead.add(a);
  assert.deepEqual(await judge(true), [[a, b], ["complete", "complete", "complete"]]);
});

Deno.test("never more at once than the limit; after a failure nothing new begins", async () => {
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const items = Array.from({ length: 50 }, (_, place) => place);
  await eachAtOnce(items, 7, async (item) => {
    begun.push(item);
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  });
  assert.deepEqual([most, begun], [7, items]);
  begun.length = 0;
  const failing = eachAtOnce(items, 2, (item) => {
    begun.push(item);
    return item === 3 ? Promise.reject(new Error("disk full")) : Promise.resolve();
  });
  await assert.rejects(failing, /disk full/);
  assert.ok(begun.length < 10, `${begun}`);
});

/** A clock that many wait for at once: it moves when nobody has anything else to do. */
class SharedClock {
  now_ms = 0;
  #waiting: { at_ms: number; wake: () => void }[] = [];

  wait(ms: number): Promise<void> {
    return new Promise((wake) => this.#waiting.push({ at_ms: this.now_ms + ms, wake }));
  }

  /** A node whose answers take so long. */
  world(takes: number | "dead"): World {
    const scripted = scriptedWorld({ answer: (text) => answers(text) });
    const answers = lectureAnswers(() => world);
    const world: World = {
      ...scripted,
      wall_ms: () => 1_617_786_770_000 + this.now_ms,
      steady_ms: () => this.now_ms,
      wait: (ms) => this.wait(ms),
      open: async (limit_ms, path) => {
        if (takes === "dead") return { kind: "refused", detail: "nothing listens" };
        const opened = await scripted.open(limit_ms, path);
        if (opened.kind !== "open") return opened;
        const ask = async (text: string, limit_ms: number): Promise<LineReply> => {
          await this.wait(Math.min(takes, limit_ms));
          return takes > limit_ms ? { kind: "silent" } : opened.line.ask(text, limit_ms);
        };
        return { kind: "open", line: { ...opened.line, ask } };
      },
    };
    return world;
  }

  async runUntil(done: Promise<unknown>): Promise<void> {
    let is_done = false;
    done.finally(() => is_done = true);
    while (true) {
      await new Promise((resolve) => setImmediate(resolve));
      if (is_done) return;
      this.#waiting.sort((a, b) => b.at_ms - a.at_ms);
      const next = this.#waiting.pop();
      assert.ok(next, "everybody waits for nothing");
      this.now_ms = next.at_ms;
      next.wake();
    }
  }
}

Deno.test("200 nodes, 20 of them dead and 10 slow by 15 s, take less than 60 s of their clock", async () => {
  const lines = Array.from({ length: 200 }, (_, n) => `${n},S${n},,ws://n${n}.example/ws`);
  const clock = new SharedClock();
  const check = ({ number, url }: Entry) => {
    const n = Number(number);
    const world = clock.world(n % 10 === 3 ? "dead" : n % 20 === 7 ? 15_000 : 20);
    return runChecks(world, { url, seed: "s", agent: "test" });
  };
  const all = entries(...lines);
  assert.equal(all.length, 200);
  const run = judgeClass({
    entries: all,
    language: "en",
    again: false,
    store: memoryStore(),
    isSame: () => true,
    check,
    onDone: () => Promise.resolve(),
  });
  await clock.runUntil(run);
  const open = (await run).filter(({ verdict }) => verdict === "not_judged");
  assert.equal(open.length, 20);
  assert.ok(clock.now_ms < 60_000, `${clock.now_ms} ms`);
  // One after another would take far longer: the test can fail.
  assert.ok(clock.now_ms * nodes_at_once_max > 100_000, `${clock.now_ms} ms`);
});
