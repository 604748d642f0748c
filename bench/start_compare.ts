/**
 * Compares how fast bundles start, in turns and without a code cache, as the executable runs. Linux only.
 *
 * deno run --allow-all bench/start_compare.ts 15 before=old.mjs today=dist/foxchain.mjs
 *
 * With `--memory` each start is followed by five seconds of rest, and the memory then is told, too. More flags of Deno may follow a bundle: "as compiled=dist/foxchain.mjs --v8-flags=--min-semi-space-size=8".
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { load } from "./machine.ts";
import { measureStarts, type StartCase } from "./start_up.ts";
import { table } from "./table.ts";

const { values: { memory }, positionals: [runs = "15", ...bundles] } = parseArgs({
  options: { memory: { type: "boolean", default: false } },
  allowPositionals: true,
});
/** Until the garbage of the start is collected. */
const rest_ms = 5_000;
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
  const results = await measureStarts(cases, Number(runs), memory ? rest_ms : 0);
  const first = results[0]!;
  const figures = [
    "first_answer_ms",
    "cpu_median_ms",
    "cpu_ms",
    ...(memory ? ["rss_mib"] as const : []),
  ] as const;
  console.log(`${runs} starts of each, in turns. Load average ${load_before} before, ${load()} after.\n`);
  console.log(table(
    "program | first answer (median, ms) | ratio | processor time (median, ms) | ratio | the same (least, ms) | ratio" +
      (memory ? " | memory at rest (median, MiB) | ratio" : ""),
    results.map((result) => [
      result.program,
      ...figures.flatMap((name) => [result[name].toFixed(1), (result[name] / first[name]).toFixed(3)]),
    ]),
  ));
} finally {
  await Deno.remove(folder, { recursive: true });
}
