/** `foxchain op`: what it writes works, and what it tries is judged by the exit code. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { run } from "./program.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_op_" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function op(args: readonly string[], parts: TestTerminalParts = {}) {
  const terminal = new TestTerminal(parts);
  const code = await run(["op", ...args], terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

for (const [language, word] of [["zh-CN", /操作的参数/], ["de-DE", /What the op takes/]] as const) {
  Deno.test(`op new writes a starter that works, for a system in ${language}`, () =>
    inFolder(async (folder) => {
      const ops = join(folder, "new", "my ops");
      const { code, stdout, stderr } = await op(["new", "票数", "--ops", ops], { language });
      assert.deepEqual([code, stdout], [0, join(ops, "票数.ts") + "\n"]);
      assert.ok(stderr.includes(`foxchain --ops "${ops}"`), stderr);
      assert.match(Deno.readTextFileSync(join(ops, "票数.ts")), word);
      const tried = await op(["test", join(ops, "票数.ts")]);
      assert.deepEqual([tried.code, tried.stdout], [0, "example 1: passed\n票数.ts: the op 票数 works.\n"]);
      assert.equal(tried.stderr, "log: 狐狸\n");
    }));
}

Deno.test("op new overwrites nothing, and refuses names that no op can have", () =>
  inFolder(async (folder) => {
    Deno.writeTextFileSync(join(folder, "count.ts"), "mine");
    const again = await op(["new", "count", "--ops", folder]);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /is there already, and stays as it is/);
    assert.equal(Deno.readTextFileSync(join(folder, "count.ts")), "mine");
    for (const name of ["peers", "two words", "../up", "a".repeat(33)]) {
      assert.equal((await op(["new", name, "--ops", folder])).code, 2, name);
    }
    assert.deepEqual([...Deno.readDirSync(folder)].length, 1);
  }));

Deno.test("op test says what failed, with the place, and ends with 1", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.ts");
    const cases: readonly (readonly [string, RegExp])[] = [
      ["export default () => {\n  retrun 1;\n}", /a\.ts:2:10: Expected ';'[^]*\n {2}retrun 1;\n {9}\^/],
      ["export default () => 1;\nexport const examples = [{ response: 2 }];", /1 of 1 examples failed/],
      [
        "export default () => { while (true); };\nexport const examples = [{}, {}];",
        /2 of 2 examples failed/,
      ],
      ["await new Promise(() => {}); export default () => 1;", /did not finish loading/],
    ];
    for (const [text, told] of cases) {
      Deno.writeTextFileSync(path, text);
      const { code, stderr } = await op(["test", path]);
      assert.equal(code, 1, stderr);
      assert.match(stderr, told);
    }
    const missing = await op(["test", join(folder, "b.ts")]);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /can't be read/);
  }));

Deno.test("op example writes what the program carries, each works, and nothing is overwritten", () =>
  inFolder(async (folder) => {
    const ops = join(folder, "ops");
    const all = await op(["example", "all", "--ops", ops]);
    const files = ["tracker.js", "pool.js", "merge.js", "blocks.js"];
    assert.deepEqual([all.code, all.stdout], [0, files.map((file) => join(ops, file) + "\n").join("")]);
    for (const file of files) {
      const { code, stdout } = await op(["test", join(ops, file)]);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^example 1: passed\n[^]*^tick: (passed|it came as far as its first ask)/m);
      assert.doesNotMatch(stdout, /expected|failed/);
    }
    Deno.writeTextFileSync(join(ops, "pool.js"), "mine");
    const again = await op(["example", "pool", "--ops", ops]);
    assert.deepEqual([again.code, Deno.readTextFileSync(join(ops, "pool.js"))], [2, "mine"]);
    const wrong = await op(["example", "chain", "--ops", ops]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /There is no example chain: the examples are tracker, pool, merge, blocks/);
  }));

Deno.test("op test runs the tick once: a mistake in it fails, an ask is where it ends", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.js");
    const cases: readonly (readonly [tick: string, code: number, told: RegExp])[] = [
      ["({ store }) => store.set('a', 1)", 0, /^tick: passed$/m],
      [
        "({ ask }) => ask('ws://127.0.0.1:9/ws', 'peers')",
        0,
        /^tick: it came as far as its first ask, which needs/m,
      ],
      ["() => undefined.a", 1, /^tick: it failed: a\.js, line 2, .*TypeError/m],
      ["() => new Promise(() => {})", 1, /^tick: it failed: .*did not answer within 1 s/m],
    ];
    for (const [tick, code, told] of cases) {
      Deno.writeTextFileSync(
        path,
        `export const every = 1;\nexport const tick = ${tick};\nexport default () => 1;`,
      );
      const tried = await op(["test", path]);
      assert.equal(tried.code, code, tried.stderr);
      assert.match(tried.stdout, told);
    }
    // A call that asks is told so, in its example.
    Deno.writeTextFileSync(
      path,
      "export const examples = [{ response: 1 }];\nexport default (_, { ask }) => ask('ws://127.0.0.1:9/ws', 'peers');",
    );
    const asks = await op(["test", path]);
    assert.equal(asks.code, 1);
    assert.match(asks.stdout, /ask\(\) and askPeers\(\) need a running node: foxchain --ops my_ops/);
  }));

Deno.test("without the flag for Workers op test and --ops end with 2 and the command to type", () =>
  inFolder(async (folder) => {
    const parts = { narrows_workers: false };
    for (const args of [["op", "test", "a.ts"], ["--ops", folder]]) {
      const terminal = new TestTerminal(parts);
      assert.equal(await run(args, terminal), 2);
      assert.match(terminal.stderr, /next: deno /);
    }
  }));

Deno.test("--ops names a folder that is there, --without an op that can be left out", () =>
  inFolder(async (folder) => {
    const cases: readonly (readonly [string[], RegExp])[] = [
      [["--ops", join(folder, "no")], /is not there\.\n.*mkdir/],
      [["--without", "peers"], /Only time can be left out/],
    ];
    for (const [args, told] of cases) {
      const terminal = new TestTerminal();
      assert.equal(await run(args, terminal), 2);
      assert.match(terminal.stderr, told);
    }
  }));
