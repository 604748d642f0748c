import assert from "node:assert/strict";
import { both } from "./language.ts";
import { Output } from "./output.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

Deno.test("colours are only for a terminal, without NO_COLOR and not a dumb one", () => {
  const cases: [TestTerminalParts, boolean][] = [
    [{ terminals: ["stderr"] }, true],
    [{ terminals: ["stderr"], env: { NO_COLOR: "" } }, true],
    [{ terminals: ["stderr"], env: { NO_COLOR: "1" } }, false],
    [{ terminals: ["stderr"], env: { TERM: "dumb" } }, false],
    [{ terminals: ["stdout"] }, false],
    [{}, false],
  ];
  for (const [parts, colored] of cases) {
    const terminal = new TestTerminal(parts);
    new Output(terminal, "en").failure(both("cause"), both("next"));
    assert.equal(terminal.stderr.includes("\x1b["), colored, JSON.stringify(parts));
  }
});

Deno.test("data goes to stdout, the rest to stderr", () => {
  const terminal = new TestTerminal();
  const output = new Output(terminal, "en");
  output.data("data");
  output.note("note");
  output.failure(both("cause"));
  assert.deepEqual([terminal.stdout, terminal.stderr], ["data\n", "note\nerror: cause\n"]);
});

Deno.test("a person reads the language that was chosen", () => {
  const terminal = new TestTerminal();
  const output = new Output(terminal, "zh");
  output.note({ en: "note", zh: "注意" });
  output.failure({ en: "cause", zh: "原因" }, { en: "advice", zh: "建议" });
  assert.equal(terminal.stderr, "注意\n错误：原因\n下一步：建议\n");
});
