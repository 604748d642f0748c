/** What a file may say of its tick, and ticks in real Workers: at their interval, never two at once, off after three failures. */
import assert from "node:assert/strict";
import { readDeclaration } from "./declaration.ts";
import { tick_every_max_s, tick_every_min_s } from "./limits.ts";
import { TestOwnOps } from "./test_own_ops.ts";
import { untilNext_ms } from "./ticking.ts";

const refused: readonly (readonly [every: number | string | undefined, tick: string | undefined, RegExp])[] =
  [
    [undefined, "function", /say how often, in seconds: export const every = 30;/],
    [3, undefined, /there is no tick to run/],
    [3, "number", /"tick" must be a function, and is number/],
    [NaN, "function", /from 1 to 86400, and is NaN/],
    [0, "function", /and is 0/],
    [-3, "function", /and is -3/],
    [Infinity, "function", /and is Infinity/],
    [1e9, "function", /and is 1000000000/],
    ["'3'", "function", /and is '3'/],
    [tick_every_min_s - 0.001, "function", /and is 0.999/],
    [tick_every_max_s + 1, "function", /and is 86401/],
  ];
for (const [every, tick, told] of refused) {
  Deno.test(`a tick every ${every} that is ${tick} is refused with a sentence`, () => {
    assert.match(String(readDeclaration("a", { every, tick })), told);
  });
}

for (const every of [tick_every_min_s, 3, 0.5 + tick_every_min_s, tick_every_max_s]) {
  Deno.test(`a tick every ${every} s is taken`, () => {
    const declared = readDeclaration("a", { every, tick: "function" });
    assert.equal(typeof declared === "object" && declared.every_s, every);
  });
}

Deno.test("ticks keep to their grid, and what a long one missed is left out", () => {
  const cases = [[0, 1000], [1, 999], [999.5, 0.5], [1000, 1000], [2500, 500], [10_000, 1000]] as const;
  for (const [took_ms, wait_ms] of cases) assert.equal(untilNext_ms(1000, took_ms), wait_ms);
});

/** Values that the interval of a file must not lose on its way out of the Worker. */
Deno.test("every as NaN, as a text and as a function is refused in the words of the file", () =>
  TestOwnOps.with({
    "nan.js": "export const every = 0 / 0;\nexport const tick = () => {};\nexport default () => 1;",
    "text.js": "export const every = '3';\nexport const tick = () => {};\nexport default () => 1;",
    "fn.js": "export const every = () => 3;\nexport const tick = () => {};\nexport default () => 1;",
    "object.js": "export const every = 3;\nexport const tick = { run() {} };\nexport default () => 1;",
  }, async (ops) => {
    assert.match(ops.view("nan")!.fault!.sentence, /and is NaN/);
    assert.match(ops.view("text")!.fault!.sentence, /and is "3"/);
    assert.match(ops.view("fn")!.fault!.sentence, /and is \[Function: every\]/);
    assert.match(ops.view("object")!.fault!.sentence, /"tick" must be a function, and is object/);
    assert.match((await ops.ask("nan")).error, /does not run: nan\.js/);
  }));

Deno.test("a tick runs by itself, keeps what it stores, is told of in ops, and ends with its file", () =>
  TestOwnOps.with({
    "beat.js": `export const every = 1;
export async function tick({ store, log, now, from, peers }) {
  log("beat", await store.update("beats", (n = 0) => n + 1), typeof now, from.scope, (await peers()).length);
  const loop = {}; loop.loop = loop;
  return loop;
}
export default (_, { store }) => store.get("beats");`,
  }, async (ops) => {
    await ops.until(() => ops.lines.includes("beat says: beat 2 number loopback 2"));
    assert.ok((await ops.ask("beat")).response as number >= 2);
    const { response } = await ops.ask("ops");
    const described = (response as { ops: { name: string; every_s?: number }[] }).ops;
    assert.deepEqual(described.filter(({ every_s }) => every_s).map(({ name, every_s }) => [name, every_s]), [
      ["beat", 1],
    ]);
    assert.ok(ops.activity.get("beat")!.ticks.well >= 1);
    ops.save("beat.js", "export default () => 'still';");
    await ops.until(() => ops.table.all.get("beat")?.every_s === undefined);
    while ((await ops.ask("beat")).response !== "still") await ops.until(() => true);
  }));

Deno.test("three failures in a row put a tick off until its file is saved; the op is answered all the same", () =>
  TestOwnOps.with({
    "fails.js": `export const every = 1;
export const tick = async ({ store }) => {
  const n = await store.update("n", (n = 0) => n + 1);
  // Twice it fails, then once it does not: the count begins anew.
  if (n !== 3) throw new Error("tick " + n);
};
export default (_, { store }) => store.get("n");`,
  }, async (ops) => {
    await ops.until(() => ops.view("fails")!.fault !== undefined);
    const { state, fault } = ops.view("fails")!;
    assert.equal(state, "running");
    assert.match(
      fault!.sentence,
      /Its tick is off until it is saved: 3 in a row failed\. The last one: Error: tick 6\./,
    );
    assert.equal(fault!.line, 5);
    assert.equal((await ops.ask("fails")).response, 6);
    assert.deepEqual(ops.activity.get("fails")!.ticks, { well: 1, failed: 5 });
    assert.match(ops.lines.join("\n"), /^fails\.js:5:\d+: Its tick failed: Error: tick 1\./m);
    assert.equal(ops.said.length, 1);
    assert.match(ops.said[0]!, /^fails: fails\.js, line 5.*Its tick is off/);
    ops.save(
      "fails.js",
      `export const every = 1;
export const tick = ({ log }) => log("again");
export default () => 1;`,
    );
    await ops.until(() => ops.lines.includes("fails says: again"));
    assert.equal(ops.view("fails")!.fault, undefined);
  }));

Deno.test("a tick that never settles, computes for ever or refuses is a failure; one that is longer than its interval is not", () =>
  TestOwnOps.with({
    "never.js":
      "export const every = 1;\nexport const tick = () => new Promise(() => {});\nexport default () => 1;",
    "loops.js": "export const every = 1;\nexport const tick = () => { for (;;); };\nexport default () => 1;",
    "refuses.js":
      "export const every = 1;\nexport const tick = () => refuse(403, 'No.');\nexport default () => 1;",
    // Two thirds of a second of work and a question to the store, twice: longer than its interval, never too long.
    "long.js": `export const every = 1;
let running = 0;
export const tick = async ({ store, log }) => {
  running++;
  for (const _ of [1, 2]) {
    await new Promise((go) => setTimeout(go, 700));
    await store.get("x");
  }
  log("at once: " + running--);
};
export default () => 1;`,
  }, async (ops) => {
    await ops.until(() => ops.view("refuses")!.fault !== undefined);
    assert.match(ops.view("refuses")!.fault!.sentence, /The last one: It refused: No\./);
    // Too much time is a fault of the whole op, as in a call.
    for (const name of ["never", "loops"]) {
      await ops.until(() => ops.view(name)!.state === "off");
      assert.match(ops.view(name)!.fault!.sentence, /Off until it is saved: 3 calls in a row took too long/);
    }
    await ops.until(() => ops.lines.filter((line) => line === "long says: at once: 1").length >= 2);
    assert.ok(!ops.lines.some((line) => /long says: at once: [^1]/.test(line)));
  }));

Deno.test("a file that is saved while its tick runs is loaded anew, and that is no failure", () =>
  TestOwnOps.with({
    "saved.js": `export const every = 1;
export const tick = async ({ store, log }) => {
  log("runs");
  for (;;) await store.get("x");
};
export default () => 1;`,
  }, async (ops) => {
    await ops.until(() => ops.lines.includes("saved says: runs"));
    ops.save("saved.js", "export default () => 2;");
    while ((await ops.ask("saved")).response !== 2) await ops.until(() => true);
    assert.deepEqual(ops.activity.get("saved")!.ticks, { well: 0, failed: 0 });
  }));
