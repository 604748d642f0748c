/** Ops that students write, in real Workers: what works, what a mistake does, and what a saved file changes. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { TestOwnOps } from "./test_own_ops.ts";

const count = `export const args = { text: "text" };
export default ({ text }) => ({ characters: [...text].length });
`;

Deno.test("the smallest op answers, and names what is missing in the lecture's words", () =>
  TestOwnOps.with({ "count.ts": count }, async (ops) => {
    assert.deepEqual(await ops.ask("count", { text: "狐狸" }), {
      status: 200,
      error: "OK",
      response: { characters: 2 },
    });
    assert.deepEqual(await ops.ask("count"), {
      status: 500,
      error: 'Operation "count" requires the following "args": "text"',
      response: null,
    });
    const { response } = await ops.ask("ops");
    const described = (response as { ops: { name: string; own?: boolean }[] }).ops;
    assert.deepEqual(described.filter(({ own }) => own).map(({ name }) => name), ["count"]);
  }));

Deno.test("an op is told the time, who asks, the addresses, and refuses with a status of its own", () =>
  TestOwnOps.with({
    "who.js": `export default async (_, { now, from, peers }) => ({ now, from, peers: await peers() });`,
    "no.js": `export default () => refuse(403, "Not you.");`,
    "time.ts": `export default (_, { now }) => ({ time: now, time_zone: "UTC" });`,
  }, async (ops) => {
    assert.deepEqual((await ops.ask("who")).response, {
      now: 1617786770.954288,
      from: { ip: "127.0.0.1", scope: "loopback" },
      peers: ["ws://a/ws", "ws://b/ws"],
    });
    assert.deepEqual(await ops.ask("no"), { status: 403, error: "Not you.", response: null });
    assert.deepEqual((await ops.ask("time")).response, { time: 1617786770.954288, time_zone: "UTC" });
  }));

/** Mistakes of one call: the file, and what its answer says. */
const mistakes: Readonly<Record<string, readonly [body: string, answer: RegExp]>> = {
  throws: [
    "() => {\n  const a = undefined;\n  return a.b;\n}",
    /line 3, column 12: TypeError: Cannot read .* The line is: return a\.b;/,
  ],
  throws_text: ["() => { throw 'abc'; }", /It threw "abc"/],
  exits: ["() => Deno.exit(3)", /Deno is not there for an op/],
  kills: ["() => Deno.kill(Deno.pid)", /Deno is not there for an op/],
  revokes: ["() => Deno.permissions.revoke({ name: 'net' })", /Deno is not there for an op/],
  process_exits: ["() => process.exit(3)", /process is not there for an op/],
  evals: ["() => eval('1 + 1')", /can't make code of text/],
  eval_imports: ["() => (0, eval)(`import('npm:zod')`)", /can't make code of text/],
  constructs: ["() => (async () => {}).constructor('return import(`node:fs`)')()", /can't make code of text/],
  fetches: ["() => fetch('http://127.0.0.1:9/')", /can't go out into the network/],
  dials: ["() => new WebSocket('ws://127.0.0.1:9/')", /can't go out into the network/],
  works: ["() => new Worker('data:,')", /can't start a Worker/],
  cyclic: ["() => { const a = {}; a.a = a; return a; }", /answer can't be JSON/],
  bigint: ["() => 1n", /answer can't be JSON/],
  huge: ["() => 'x'.repeat(100e6)", /answer has more than 1 MiB/],
  posts: ["() => postMessage({ kind: 'answer', id: 1, text: '}' })", /postMessage is not defined/],
  long_list: ["() => Array(1e9).fill(0)", /A list has at most 10,000,000 entries/],
  bad_status: ["() => refuse(200, 'ok')", /refuse\(\) takes a status of 400 to 599/],
};
const endless: Readonly<Record<string, readonly [body: string, answer: RegExp]>> = {
  loops: ["() => { while (true); }", /line 1, column \d+: It computed for longer than 1 s/],
  loops_and_catches: ["() => { for (;;) try { for (;;); } catch {} }", /computed for longer than 1 s/],
  awaits: ["async () => { while (true) await 0; }", /computed for longer than 1 s/],
  calls_itself: ["async function f() { await 0; return f(); }", /took more than 128 MiB|computed for longer/],
  never_settles: ["() => new Promise(() => {})", /did not answer within 1 s/],
  waits_for_ever: [
    "async () => { for (;;) await new Promise((go) => setTimeout(go, 0)); }",
    /did not answer within 1 s/,
  ],
  goes_on: ["() => { setInterval(() => {}, 0); return new Promise(() => {}); }", /did not answer within 1 s/],
};
const growing: Readonly<Record<string, readonly [body: string, answer: RegExp]>> = {
  fills_memory: [
    "() => { const a = []; for (;;) a.push(new Array(1e5).fill(1)); }",
    /took more than 128 MiB/,
  ],
  fills_buffers: ["() => { const a = []; for (;;) a.push(new Uint8Array(1e7)); }", /took more than 128 MiB/],
};

const files = (ops: typeof mistakes) =>
  Object.fromEntries(Object.entries(ops).map(([name, [body]]) => [`${name}.js`, `export default ${body};`]));

for (const part of [0, 1]) {
  const some = Object.fromEntries(Object.entries(mistakes).filter((_, index) => index % 2 === part));
  Deno.test(`a mistake is answered with its cause, and the next call as well: ${Object.keys(some).join(", ")}`, () =>
    TestOwnOps.with({ ...files(some), "count.ts": count }, async (ops) => {
      for (const [name, [, answer]] of Object.entries(some)) {
        for (const _again of [1, 2]) {
          const { status, error, response } = await ops.ask(name);
          assert.deepEqual([status, response], [500, null], name);
          assert.match(error, answer);
          assert.match(error, new RegExp(`^Operation "${name}" failed: ${name}\\.js`));
          assert.doesNotMatch(error, /blob:|worker\.ts|file:|at async/);
        }
      }
      assert.equal((await ops.ask("count", { text: "a" })).status, 200);
    }));
}

Deno.test("what would never end is ended after a second, and the op goes on", () =>
  TestOwnOps.with({ ...files(endless), "count.ts": count }, async (ops) => {
    await Promise.all(
      Object.entries(endless).map(async ([name, [, answer]]) => {
        assert.match((await ops.ask(name)).error, answer, name);
      }),
    );
    assert.equal((await ops.ask("count", { text: "a" })).status, 200);
    for (const name of Object.keys(endless)) assert.equal(ops.view(name)!.state, "running", name);
  }));

Deno.test("what would fill the memory is ended at 128 MiB, and what an earlier call left is not counted", () =>
  TestOwnOps.with({
    ...files(growing),
    "big_garbage.js": "export default () => 'x'.repeat(90e6).length;",
  }, async (ops) => {
    for (const [name, [, answer]] of Object.entries(growing)) {
      for (const _again of [1, 2]) assert.match((await ops.ask(name)).error, answer, name);
    }
    for (const _again of [1, 2, 3]) assert.equal((await ops.ask("big_garbage")).response, 90e6);
  }));

Deno.test("three calls in a row that take too long put an op off until its file is saved; others count anew", () =>
  TestOwnOps.with({
    "slow.js": `export const args = { n: "number" };\nexport default ({ n }) => { while (n); return n; };`,
  }, async (ops) => {
    for (const [n, status] of [[1, 500], [1, 500], [0, 200], [1, 500], [1, 500]] as const) {
      assert.equal((await ops.ask("slow", { n })).status, status);
    }
    assert.equal(ops.view("slow")!.state, "running");
    await ops.ask("slow", { n: 1 });
    assert.equal(ops.view("slow")!.state, "off");
    assert.match((await ops.ask("slow", { n: 0 })).error, /does not run: slow\.js.* Off until it is saved/);
    ops.save("slow.js", `export default () => "fast";`);
    await ops.until(() => ops.view("slow")!.state === "running");
    assert.equal((await ops.ask("slow")).response, "fast");
  }));

/** Files that never become ops, and what is said of them. */
const broken: Readonly<Record<string, readonly [string, RegExp]>> = {
  syntax: ["export default () => {\n  retrun 1;\n}", /^syntax\.ts:2:10: Expected ';'/m],
  type: ["export default (a: = 1) => 1;", /^type\.ts:1:\d+: /m],
  throws_at_once: [
    "const a = undefined;\na.b;\nexport default () => 1;",
    /^throws_at_once\.ts:2:3: TypeError/m,
  ],
  loops_at_once: [
    "\nwhile (true);\nexport default () => 1;",
    /^loops_at_once\.ts:2:\d+: It computed for longer than 1 s/m,
  ],
  waits_at_once: [
    "await new Promise(() => {});\nexport default () => 1;",
    /waits_at_once\.ts: It did not finish loading/,
  ],
  no_function: ["export const a = 1;", /no_function\.ts: TypeError: It has no export default/],
  bad_args: [
    "export const args = { text: 'string' };\nexport default () => 1;",
    /"text": "string" is none of/,
  ],
  imports: [
    "import a from './secret.txt' with { type: 'text' };\nexport default () => a;",
    /^imports\.ts:1:1: An op is one file/m,
  ],
};

Deno.test("a broken file is told with file, line, column and the line itself, in the log and to callers", () =>
  TestOwnOps.with({
    ...Object.fromEntries(Object.entries(broken).map(([name, [text]]) => [`${name}.ts`, text])),
    "count.ts": count,
    "peers.ts": count,
    "latin.ts": count,
  }, async (ops) => {
    for (const [name, [, told]] of Object.entries(broken)) {
      assert.equal(ops.view(name)!.state, "broken", name);
      assert.match(ops.lines.join("\n"), told, name);
      const { status, error } = await ops.ask(name);
      assert.equal(status, 500);
      assert.match(error, new RegExp(`^Operation "${name}" does not run: ${name}\\.ts`));
    }
    assert.ok(ops.lines.includes("  retrun 1;") && ops.lines.includes("         ^"), ops.lines.join("\n"));
    assert.match(ops.lines.join("\n"), /peers\.ts: The op peers of the node can't be replaced/);
    assert.deepEqual((await ops.ask("peers")).response, { peers: [] });
    assert.equal((await ops.ask("count", { text: "a" })).status, 200);
  }));

Deno.test("saved is loaded, however a file is saved: written over, renamed onto, removed, made anew with its folder", () =>
  TestOwnOps.with({ "count.ts": count }, async (ops) => {
    const path = (file: string) => join(ops.folder, file);
    const answers = (value: unknown) => `export default () => ${JSON.stringify(value)};`;
    const loaded = async (file: string) => {
      await ops.until(() => ops.lines.some((line) => line.startsWith(`${file}: loaded`)));
      ops.lines.length = 0;
    };
    await loaded("count.ts");
    ops.save("count.ts", answers(1));
    await loaded("count.ts");
    assert.equal((await ops.ask("count")).response, 1);
    // As sed -i and most editors do.
    Deno.writeTextFileSync(path("new"), answers(2));
    Deno.renameSync(path("new"), path("count.ts"));
    await ops.until(() => ops.table.all.get("count") !== undefined);
    while ((await ops.ask("count")).response !== 2) await ops.until(() => true);
    Deno.removeSync(path("count.ts"));
    await ops.until(() => !ops.table.all.has("count"));
    ops.save("票.js", "\ufeff" + answers(3));
    await ops.until(() => ops.view("票")?.state === "running");
    assert.equal((await ops.ask("票")).response, 3);
    Deno.removeSync(ops.folder, { recursive: true });
    await ops.until(() => !ops.table.all.has("票"));
    Deno.mkdirSync(ops.folder);
    ops.save("count.ts", answers(4).replace(";", ";\r\n"));
    await ops.until(() => ops.view("count")?.state === "running");
    assert.equal((await ops.ask("count")).response, 4);
  }));

Deno.test("examples are run at each load, and touch nothing that is stored", () =>
  TestOwnOps.with({
    "add.ts": `export const args = { n: "number" };
export const examples = [
  { args: { n: 1 }, response: { sum: 1 } },
  { args: { n: 2 }, response: { sum: 3 } },
  { args: { n: 2 }, response: { sum: 0 } },
  { args: { n: -1 }, status: 400 },
  { args: {}, response: {} },
];
export default async ({ n }: { n: number }, { store }) => {
  if (n < 0) refuse(400, "Too small.");
  return { sum: await store.update("sum", (sum = 0) => sum + n) };
};`,
  }, async (ops) => {
    const { examples } = ops.view("add")!;
    assert.deepEqual(examples.map(({ passed }) => passed), [true, true, false, true, false]);
    assert.equal(examples[2]!.sentence, 'expected {"sum":0}, got {"sum":5}');
    assert.match(examples[4]!.sentence!, /args do not fit: n:/);
    assert.ok(ops.lines.includes("add.ts: loaded as the op add, 3 of 5 examples passed"));
    assert.deepEqual((await ops.ask("add", { n: 7 })).response, { sum: 7 });
  }));

Deno.test("timers end with the last call, and an interval says so once; those of a call under way go on", () =>
  TestOwnOps.with({
    "timers.js": `let beats = 0;
export const args = { wait: "number" };
export default async ({ wait }) => {
  const before = beats;
  setInterval(() => beats++, 0);
  setTimeout(() => beats += 1000, 200);
  if (wait > 0) await new Promise((go) => setTimeout(go, wait, "an argument"));
  return { before, more: beats - before };
};`,
    "at_once.js": "setInterval(() => { throw 'never'; }, 0);\nexport default () => 1;",
    "cleared.js": `export default async () => {
  let count = 0;
  const timer = setInterval(() => count++, 1);
  while (count < 3) await new Promise((go) => setTimeout(go, 1));
  clearInterval(timer);
  const late = setTimeout(() => count = -1, 1);
  clearTimeout(late);
  await new Promise((go) => setTimeout(go, 20));
  return count;
};`,
  }, async (ops) => {
    const ask = async (wait: number) =>
      (await ops.ask("timers", { wait })).response as { before: number; more: number };
    assert.ok((await ask(50)).more > 1, "A call under way has its timers.");
    const { before } = await ask(0);
    // Whatever passes between two calls, no timer of an earlier one has run.
    assert.ok((await ask(60)).before === before && before < 1000, `${before}`);
    const told = ops.lines.filter((line) => line.startsWith("timers says: An interval ends with the call"));
    assert.equal(told.length, 1);
    assert.ok(ops.lines.some((line) => line.startsWith("at_once says: An interval ends")));
    assert.ok(!ops.lines.some((line) => line.includes("never")), ops.lines.join("\n"));
    assert.ok((await ops.ask("cleared")).response as number >= 3);
    assert.ok(!ops.lines.some((line) => line.startsWith("cleared says")));
  }));

Deno.test("what an op logs is told, and of a flood only its beginning and its length", () =>
  TestOwnOps.with({
    "talk.js": `export const args = { times: "number" };
export default ({ times }, { log }) => {
  for (let i = 0; i < times; i++) log("line", i, { a: [1] });
  console.log("x".repeat(3000));
};`,
  }, async (ops) => {
    await ops.ask("talk", { times: 1 });
    assert.ok(ops.lines.includes("talk says: line 0 { a: [ 1 ] }"));
    assert.ok(ops.lines.some((line) => line.length === "talk says: ".length + 2_000));
    await ops.ask("talk", { times: 1_000 });
    assert.ok(ops.lines.filter((line) => line.startsWith("talk says")).length <= 52);
  }));

Deno.test("the store keeps values, lists them, shares them by name, and loses none of 100 votes at the same time", () =>
  TestOwnOps.with({
    "vote.js": `export default (_, { store }) => store.update("votes", (n = 0) => n + 1);`,
    "slow_vote.js":
      `export default (_, { store }) => store.shared("box").update("votes", async (n = 0) => (await 0, n + 1));`,
    "other_vote.js":
      `export default (_, { store }) => store.shared("box").update("votes", (n = 0) => n + 1);`,
    "keep.js": `export default async (_, { store }) => {
  store.set("a/1", { x: 1 });
  await store.set("a/2", null);
  await store.set("b", "B");
  await store.delete("b");
  return [await store.get("a/1"), await store.get("a/2"), await store.get("b") === undefined, await store.list("a/")];
};`,
    "wrong.js": `export const args = { how: "text" };
export default async ({ how }, { store }) => {
  if (how === "key") await store.set(5, 1);
  if (how === "value") await store.set("a", () => 1);
  if (how === "big") await store.set("a", "x".repeat(1024 * 1024));
  if (how === "fits") await store.set("a", "x".repeat(1024 * 1024 - 2));
  if (how === "forgot") await store.update("a", (n) => { n + 1; });
  if (how === "unawaited") store.update("a", () => { throw new Error("in vain"); });
};`,
  }, async (ops) => {
    await Promise.all(Array.from({ length: 100 }, () => ops.ask("vote")));
    assert.equal((await ops.ask("vote")).response, 101);
    const names = ["slow_vote", "other_vote"];
    const votes = await Promise.all(Array.from({ length: 60 }, (_, n) => ops.ask(names[n % 2]!)));
    assert.deepEqual(
      votes.map(({ response }) => response as number).sort((a, b) => a - b),
      Array.from({ length: 60 }, (_, n) => n + 1),
    );
    assert.deepEqual((await ops.ask("keep")).response, [{ x: 1 }, null, true, ["a/1", "a/2"]]);
    for (
      const [how, told] of [
        ["key", /A key of the store is a text/],
        ["value", /What is stored must be a value that JSON has, not function/],
        ["big", /A value of the store has at most 1 MiB/],
        ["forgot", /needs a function that returns the new value/],
        ["unawaited", /in vain/],
      ] as const
    ) {
      assert.match((await ops.ask("wrong", { how })).error, told);
    }
    assert.equal((await ops.ask("wrong", { how: "fits" })).status, 200);
  }));

Deno.test("a full disk is told to the caller, also where the op does not await its write", async () => {
  const refusal = () => Promise.reject(new Error("The peer store can't be written: the disk is full."));
  const full = { get: () => undefined, list: () => [], set: refusal, swap: refusal, delete: refusal };
  await TestOwnOps.with({
    "a.js": `export default async (_, { store }) => { await store.set("a", 1); return "kept"; };`,
    "b.js": `export default (_, { store }) => { store.set("a", 1); return "kept"; };`,
  }, async (ops) => {
    for (const op of ["a", "b"]) {
      const { status, error } = await ops.ask(op);
      assert.deepEqual([status, /the disk is full/.test(error)], [500, true], error);
    }
  }, full);
});

Deno.test("what is asked while a file is loaded is answered when it is there", () =>
  TestOwnOps.with({}, async (ops) => {
    ops.save("late.js", `await new Promise((go) => setTimeout(go, 200));\n${count}`);
    await ops.until(() => ops.table.all.has("late"));
    assert.equal(ops.view("late")!.state, "loading");
    assert.deepEqual((await ops.ask("late", { text: "ab" })).response, { characters: 2 });
    assert.match((await ops.ask("late")).error, /requires the following "args": "text"/);
  }));

Deno.test("lines of a call go to the page that asked for it, those of another call to another page, and all to the log", () =>
  TestOwnOps.with({
    "speaks.js": `export const args = { word: "text" };
export default async ({ word }, { log, store }) => {
  log(word + " one");
  await store.get("x");
  log(word + " two");
  return word;
};`,
  }, async (ops) => {
    const [first, second]: [string[], string[]] = [[], []];
    await Promise.all([
      ops.ask("speaks", { word: "fox" }, { said: (line) => first.push(line) }),
      ops.ask("speaks", { word: "owl" }, { said: (line) => second.push(line) }),
      ops.ask("speaks", { word: "cat" }),
    ]);
    assert.deepEqual([first, second], [["fox one", "fox two"], ["owl one", "owl two"]]);
    assert.equal(ops.said.filter((line) => /fox|owl|cat/.test(line)).length, 6);
  }));
