/** How a copy shows how far it is. */
import assert from "node:assert/strict";
import { CopyProgress } from "./copy_progress.ts";
import { copy_drawn_ms, copy_told_ms } from "./limits.ts";
import { Output } from "./output.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

function progress(parts: TestTerminalParts, language: "en" | "zh" = "en") {
  const terminal = new TestTerminal(parts);
  const clock = { now_ms: 1000 };
  return {
    terminal,
    clock,
    progress: new CopyProgress(terminal, new Output(terminal, language), () => clock.now_ms),
  };
}

Deno.test("CopyProgress writes a line every few seconds where nobody looks", () => {
  const { terminal, clock, progress: shown } = progress({});
  shown.told("copying", 500, 9000);
  clock.now_ms += copy_told_ms - 1;
  shown.told("copying", 1000, 9000);
  const early = terminal.stderr;
  clock.now_ms += 1;
  shown.told("copying", 4500, 9000);
  shown.end();
  assert.deepEqual([early, terminal.stderr], [
    "",
    "Copied or compared 4500 of 9000 addresses (50 %), 900 a second\n",
  ]);
});

Deno.test("CopyProgress rewrites its line on a terminal, within its width, and removes it at the end", () => {
  const { terminal, clock, progress: shown } = progress({ terminals: ["stderr"] }, "zh");
  terminal.columns = () => 20;
  shown.told("reading", 0, 0);
  clock.now_ms += copy_drawn_ms;
  shown.told("reading", 500, 9000);
  shown.end();
  shown.end();
  assert.equal(terminal.stderr, "\r\x1b[K已读取 500 / 9000 \r\x1b[K");
});

Deno.test("CopyProgress begins a phase anew, and a dumb terminal gets plain lines", () => {
  const { terminal, clock, progress: shown } = progress({ terminals: ["stderr"], env: { TERM: "dumb" } });
  shown.told("reading", 1, 4);
  clock.now_ms += copy_told_ms;
  shown.told("copying", 1, 4);
  const early = terminal.stderr;
  clock.now_ms += copy_told_ms;
  shown.told("copying", 4, 4);
  assert.equal(early + terminal.stderr, "Copied or compared 4 of 4 addresses (100 %), 1 a second\n");
});
