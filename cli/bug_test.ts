import assert from "node:assert/strict";
import { bugReport, permissionAdvice } from "./bug.ts";
import { run } from "./program.ts";
import { TestTerminal } from "./test_terminal.ts";

Deno.test("a bug is one line, and how to get the details", () => {
  const terminal = new TestTerminal();
  assert.equal(bugReport(new TypeError("x is not a function\nmore"), ["peers"], terminal), 70);
  assert.equal(
    terminal.stderr,
    "error: a bug in foxchain: x is not a function\nnext: run it again with --debug for the details\n",
  );
});

Deno.test("--debug or FOXCHAIN_DEBUG shows where a bug is", () => {
  for (const [args, env] of [[["--debug"], {}], [[], { FOXCHAIN_DEBUG: "1" }]] as const) {
    const terminal = new TestTerminal({ env });
    bugReport(new TypeError("x is not a function"), args, terminal);
    assert.match(terminal.stderr, /^error: a bug in foxchain: x is not a function\nTypeError: .*\n {4}at /);
  }
});

Deno.test("what is thrown inside a command becomes such a line", async () => {
  const terminal = new TestTerminal();
  terminal.env = (name) => {
    if (name === "FOXCHAIN_URL") throw new TypeError("broken");
    return undefined;
  };
  assert.equal(await run(["time"], terminal), 70);
  assert.match(terminal.stderr, /^error: a bug in foxchain: broken\nnext: .*--debug.*\n$/);
});

Deno.test("anything may be thrown", () => {
  const terminal = new TestTerminal();
  bugReport("text", [], terminal);
  bugReport(undefined, ["--debug"], terminal);
  assert.match(terminal.stderr, /a bug in foxchain: text\n[^]*a bug in foxchain: undefined\n/);
});

Deno.test("what Deno forbids is told by its message, with advice for the way in which foxchain was started", () => {
  const terminal = new TestTerminal();
  assert.equal(bugReport(new Deno.errors.NotCapable("Requires net access."), [], terminal), 2);
  assert.equal(
    terminal.stderr,
    "error: Deno was not allowed to do this. Requires net access.\n" +
      "next: deno task start, which allows what is needed\n",
  );
  assert.doesNotMatch(
    permissionAdvice(true, "file:///tmp/deno-compile-foxchain/foxchain.mjs").en,
    /deno (task|run)/,
  );
  assert.equal(Deno.build.standalone, false);
});
