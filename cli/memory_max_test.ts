import assert from "node:assert/strict";
import { memory_max_default_bytes, memory_max_min_bytes } from "../node/limits.ts";
import { mib } from "../discovery/units.ts";
import { denoTerminal } from "./deno_terminal.ts";
import { memoryMax_bytes, readMemoryMax } from "./memory_max.ts";

for (const text of ["191", "0", "-192", "1GB", "1e3", "", " 192", "1048577", "512.5"]) {
  Deno.test(`--memory-max ${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => readMemoryMax(text), {
      code: "commander.invalidArgument",
      message: /from 192 to 1048576/,
    });
  });
}

for (const text of ["192", "1024", "1048576"]) {
  Deno.test(`--memory-max ${text} is taken`, () => assert.equal(readMemoryMax(text), Number(text)));
}

/** The memory there is, and what a node takes of it when nobody says how much. */
const defaults: readonly (readonly [memory_mib: number | undefined, takes_bytes: number])[] = [
  [undefined, memory_max_default_bytes],
  [2049, memory_max_default_bytes],
  [2048, memory_max_default_bytes],
  [2046, 1023 * mib],
  [384, memory_max_min_bytes],
  [256, memory_max_min_bytes],
];
for (const [memory_mib, takes_bytes] of defaults) {
  Deno.test(`with ${memory_mib ?? "unknown"} MiB of memory a node takes ${takes_bytes / mib} MiB at most`, () => {
    assert.equal(memoryMax_bytes(undefined, () => memory_mib && memory_mib * mib), takes_bytes);
  });
}

Deno.test("where --memory-max says how much, the memory is not asked for", () => {
  assert.equal(memoryMax_bytes(192, () => assert.fail("asked")), 192 * mib);
});

Deno.test("this computer tells its memory", () => {
  const memory_bytes = denoTerminal().memory_bytes();
  assert.ok(memory_bytes! > 100 * mib && memory_bytes! <= Deno.systemMemoryInfo().total, `${memory_bytes}`);
});

Deno.test({
  name: "a process that may not ask for the memory does not know it",
  permissions: { sys: false },
  fn: () => assert.equal(denoTerminal().memory_bytes(), undefined),
});
