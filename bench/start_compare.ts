/**
 * Compares how fast bundles start, in turns and without a code cache, as the executable runs. Linux only.
 *
 * deno run --allow-all bench/start_compare.ts 15 before=old.mjs today=dist/foxchain.mjs
 *
 * More flags of Deno may follow a bundle: "as compiled=dist/foxchain.mjs --v8-flags=--min-semi-space-size=8".
 */
import { join } from "node:path";
import { load } from "./machine.ts";
import { measureStarts, type StartCase } from "./start_up.ts";
import { table } from "./table.ts";

const [runs = "15", ...bundles] = Deno.args;
const folder = await Deno.makeTempDir({ prefix: "foxchain-bench-" });

/** A bundle with a store of its own, which the first start makes. */
function caseOf(bundle: string): StartCase {
  const [, program = "", path = "", more = ""] = /^([^=]*)=(\S*)(.*)$/.exec(bundle) ?? [];
  const flags = [
    ...more.split(" ").filter((flag) => flag !== ""),
    "--no-code-cache",
    "--no-config",
    "--no-prompt",
    "--allow-all",
  ];
  const serve = ["--port", "0", "--host", "127.0.0.1", "--db", join(folder, `${program}.sqlite`)];
  return {
    program,
    stored: 0,
    command: { name: program, command: [Deno.execPath(), "run", ...flags, path, ...serve] },
  };
}

try {
  const load_before = load();
  // The first start of a file has Deno look for what it imports; from then on that is remembered.
  const cases = bundles.map(caseOf);
  await measureStarts(cases, 1, 0);
  const results = await measureStarts(cases, Number(runs), 0);
  const [first] = results;
  console.log(`${runs} starts of each, in turns. Load average ${load_before} before, ${load()} after.\n`);
  console.log(table(
    "program | first answer (median, ms) | slowest | ratio | processor time (least, ms) | ratio",
    results.map(({ program, first_answer_ms, slowest_ms, cpu_ms }) => [
      program,
      Math.round(first_answer_ms),
      Math.round(slowest_ms),
      (first_answer_ms / first!.first_answer_ms).toFixed(2),
      Math.round(cpu_ms),
      (cpu_ms / first!.cpu_ms).toFixed(2),
    ]),
  ));
} finally {
  await Deno.remove(folder, { recursive: true });
}
