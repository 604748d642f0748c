/** Tells how many of a seeded sample of small faults the tests notice: `deno task mutate --seed 1 --sample 400`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Mutable, mutable, type Mutant, withMutant } from "./mutants.ts";
import { sourceFiles } from "./source_files.ts";

/** Tests that take longer hang, and count as failed. */
const tests_timeout_ms = 120_000;

/** What the tests of a folder read. */
const rooms = [
  "discovery",
  "ops",
  "storage",
  "node",
  "static",
  "simulation",
  "tests",
  "deno.json",
  "deno.lock",
];

interface Candidate {
  readonly path: string;
  readonly source: Mutable;
  readonly mutant: Mutant;
}

/** Seeded random numbers, from 0 and below 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `size` of the candidates, each as likely as any other. */
function sample<Each>(all: Each[], size: number, random: () => number): Each[] {
  const rest = [...all];
  return Array.from({ length: Math.min(size, rest.length) }, () => {
    return rest.splice(Math.floor(random() * rest.length), 1)[0]!;
  });
}

/**
 * Wilson's interval, in which the true share lies with 95 % certainty.
 *
 * @example
 * ```ts
 * import { interval } from "./mutate.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(interval(90, 100).map((bound) => bound.toFixed(3)), ["0.826", "0.945"]);
 * ```
 */
export function interval(hits: number, tries: number): [low: number, high: number] {
  const z = 1.96;
  const share = hits / tries;
  const center = (share + z ** 2 / (2 * tries)) / (1 + z ** 2 / tries);
  const half = z / (1 + z ** 2 / tries) * Math.sqrt(share * (1 - share) / tries + (z / (2 * tries)) ** 2);
  return [center - half, center + half];
}

/**
 * Every possible fault in the source of some folders. Limits get none: their figures are choices, shown by
 * docs/limits.md.
 */
function* candidates(folders: readonly string[]): Generator<Candidate> {
  for (const path of sourceFiles()) {
    if (!folders.some((folder) => path.startsWith(`${folder}/`))) continue;
    if (/_test\.ts$|\/test_\w+\.ts$|\/(limits|units)\.ts$/.test(path)) continue;
    const source = mutable(Deno.readTextFileSync(path));
    for (const mutant of source.mutants) yield { path, source, mutant };
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copyTree(join(from, name), join(to, name));
}

/** True when the tests of the file's room fail with the fault. */
async function isNoticed({ path, source, mutant }: Candidate, copy: string): Promise<boolean> {
  const file = join(copy, path);
  const original = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, withMutant(source, mutant));
  try {
    for (const run of runs(path, copy)) {
      if (!await testsPass(copy, run)) return true;
    }
    return false;
  } finally {
    await Deno.writeTextFile(file, original);
  }
}

async function testsPass(copy: string, paths: readonly string[]): Promise<boolean> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-check", "--quiet", "--allow-all", "--fail-fast", ...paths],
    cwd: copy,
    stdout: "null",
    stderr: "null",
    signal: AbortSignal.timeout(tests_timeout_ms),
  });
  return (await command.output()).success;
}

/**
 * The test that runs most of a room's code. It comes first, so most faults are noticed before the whole room has run.
 */
const first_tests: Readonly<Record<string, string>> = {
  discovery: "discovery/membership_test.ts",
  ops: "ops/dispatch_test.ts",
};

/** The runs for a fault: first the tests that most likely notice it, then the whole room's. */
function runs(path: string, copy: string): string[][] {
  const room = path.split("/")[0]!;
  const near = [path.replace(/\.ts$/, "_test.ts"), first_tests[room] ?? ""]
    .filter((test) => test !== "" && existsSync(join(copy, test)));
  return near.length > 0 ? [near, [room]] : [[room]];
}

/** Works off the queue in a copy of the project. Each worker has its own copy, so two faults never meet. */
async function work(copy: string, queue: Candidate[], done: (one: Candidate, noticed: boolean) => void) {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    done(next, await isNoticed(next, copy));
  }
}

function describe({ path, source, mutant }: Candidate): string {
  const { javascript } = source;
  const line = javascript.slice(javascript.lastIndexOf("\n", mutant.from) + 1).split("\n", 1)[0]!.trim();
  const was = javascript.slice(mutant.from, mutant.to).replaceAll(/\s+/g, " ").slice(0, 60);
  return `${path}: \`${was}\` -> \`${mutant.text.replaceAll(/\s+/g, " ").slice(0, 60)}\` in \`${
    line.slice(0, 110)
  }\``;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "1" },
      sample: { type: "string", default: "400" },
      workers: { type: "string", default: "2" },
    },
  });
  const folders = positionals.length > 0 ? positionals : ["discovery", "ops"];
  const all = [...candidates(folders)];
  const queue = sample(all, Number(values.sample), seeded(Number(values.seed)));
  const tries = queue.length;
  console.error(`${tries} of ${all.length} faults in ${folders.join(" and ")}, seed ${values.seed}`);
  const copies = await Promise.all(Array.from({ length: Number(values.workers) }, async () => {
    const copy = await Deno.makeTempDir();
    for (const room of rooms) await copyTree(room, join(copy, room));
    return copy;
  }));
  for (const folder of new Set(folders.map((folder) => folder.split("/")[0]!))) {
    if (!await testsPass(copies[0]!, [folder])) {
      throw new Error(`The tests of ${folder} fail without any fault.`);
    }
  }
  const survivors: string[] = [];
  let tried = 0;
  await Promise.all(copies.map((copy) =>
    work(copy, queue, (one, noticed) => {
      tried++;
      if (noticed) return;
      survivors.push(describe(one));
      console.error(`${tried}/${tries} not noticed: ${describe(one)}`);
    })
  ));
  for (const copy of copies) await Deno.remove(copy, { recursive: true });
  const noticed = tries - survivors.length;
  const [low, high] = interval(noticed, tries);
  for (const survivor of survivors.sort()) console.log(`- ${survivor}`);
  const percent = (share: number) => (100 * share).toFixed(1);
  console.log(
    `${noticed} of ${tries} faults noticed: ${percent(noticed / tries)} % (95 %: ${percent(low)} to ${
      percent(high)
    } %)`,
  );
}
