/** Tells how many of a seeded sample of small faults the tests notice: `deno task mutate --seed 1 --sample 400`. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FaultTally, type Verdict } from "./fault_tally.ts";
import { type Fault, faultsIn } from "./faults.ts";
import { withMutant } from "./mutants.ts";
import { sample, seeded } from "./sampling.ts";
import { runScript } from "./script.ts";
import { findTests, patience_ms, runTest, type TestFile, testsOf } from "./test_runs.ts";

const help = `Makes small faults in source files, one at a time, and tells which of them no test notices.

Usage: deno task mutate [options] [folder or file ...]

Each fault is tried against those tests of its top folder that load the file. Without a folder: discovery and ops.
What is tried are copies: your files stay as they are. Ctrl+C ends early, with the score so far.

  --seed N        which faults are drawn (default 1)
  --sample N      how many (default 400)
  --workers N     how many are tried at once (default 2)
  --patience S    a run of a test file hangs after S seconds, or ten times its usual time (default 20)
  --help          this text
`;

/** A copy of the project with the tests of each folder: two faults never meet. */
interface Bench {
  readonly copy: string;
  readonly tests: ReadonlyMap<string, readonly TestFile[]>;
}

interface Options {
  readonly seed: number;
  readonly size: number;
  readonly workers: number;
  readonly least_ms: number;
  readonly paths: readonly string[];
}

const known = {
  seed: { type: "string", default: "1" },
  sample: { type: "string", default: "400" },
  workers: { type: "string", default: "2" },
  patience: { type: "string", default: "20" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** What was asked for; undefined where that was help. */
function readOptions(args: string[]): Options | undefined {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: known });
  if (values.help) return undefined;
  const whole = (name: "seed" | "sample" | "workers" | "patience", least: number) => {
    const text = values[name];
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
    throw new Error(`--${name} must be a whole number of at least ${least}, not "${text}"`);
  };
  return {
    seed: whole("seed", 0),
    size: whole("sample", 1),
    workers: whole("workers", 1),
    least_ms: 1000 * whole("patience", 1),
    paths: (positionals.length > 0 ? positionals : ["discovery", "ops"]).map((path) =>
      path.replace(/\/+$/, "")
    ),
  };
}

const not_copied = new Set(["dist", "node_modules", "results"]);

async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (name.startsWith(".") || not_copied.has(name)) continue;
    if (isDirectory) await copyTree(join(from, name), join(to, name));
    else if (isFile) await Deno.copyFile(join(from, name), join(to, name));
  }
}

/** Tries one fault: the first test that does not pass decides. */
async function tryFault(
  { path, source, mutant }: Fault,
  { copy, tests }: Bench,
  least_ms: number,
): Promise<Verdict> {
  const file = join(copy, path);
  const original = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, withMutant(source, mutant));
  try {
    for (const test of testsOf(path, tests.get(roomOf(path))!)) {
      const ending = await runTest(copy, test.path, patience_ms(test, least_ms));
      if (ending === "passed") continue;
      test.noticed++;
      return ending === "failed" ? "noticed" : "hung";
    }
    return "not noticed";
  } finally {
    await Deno.writeTextFile(file, original);
  }
}

function roomOf(path: string): string {
  return path.split("/", 1)[0]!;
}

/** Tries all faults, then those again that hung: alone, with more patience. */
async function tryAll(queue: Fault[], benches: readonly Bench[], least_ms: number): Promise<void> {
  const tally = new FaultTally(queue.length);
  let is_stopped = false;
  const stop = () => {
    is_stopped = true;
    queue.length = 0;
  };
  Deno.addSignalListener("SIGINT", stop);
  await Promise.all(benches.map(async (bench) => {
    for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
      const verdict = await tryFault(fault, bench, least_ms);
      // The signal may have ended the test as well.
      if (!is_stopped) tally.note(fault, verdict);
    }
  }));
  if (tally.tried === 0) throw new Error("stopped before a fault was tried");
  for (const fault of tally.hung.splice(0)) {
    const verdict = is_stopped ? "hung" : await tryFault(fault, benches[0]!, 2 * least_ms);
    // The signal may have ended this try, too.
    tally.settle(fault, is_stopped ? "hung" : verdict);
  }
  console.log(tally.report());
  if (!is_stopped) await assertStillPasses(benches[0]!, least_ms);
}

/** A test that fails now and then without any fault would notice faults that it does not see. */
async function assertStillPasses({ copy, tests }: Bench, least_ms: number): Promise<void> {
  for (const test of [...tests.values()].flat()) {
    if (await runTest(copy, test.path, patience_ms(test, 10 * least_ms)) === "passed") continue;
    throw new Error(
      `${test.path} failed at the end without any fault: what it noticed may be chance. Mend it, and try again`,
    );
  }
}

async function mutate({ seed, size, workers, least_ms, paths }: Options): Promise<void> {
  const all = faultsIn(paths);
  const queue = sample(all, size, seeded(seed));
  console.error(`${queue.length} of ${all.length} faults in ${paths.join(" and ")}, seed ${seed}`);
  const copies = await Promise.all(Array.from({ length: workers }, () => Deno.makeTempDir()));
  try {
    await Promise.all(copies.map((copy) => copyTree(".", copy)));
    const tests = new Map<string, TestFile[]>();
    for (const room of new Set(queue.map(({ path }) => roomOf(path)))) {
      tests.set(room, await findTests(copies[0]!, room, least_ms));
    }
    await tryAll(queue, copies.map((copy) => ({ copy, tests })), least_ms);
  } finally {
    for (const copy of copies) await Deno.remove(copy, { recursive: true });
  }
}

if (import.meta.main) {
  await runScript(async () => {
    const options = readOptions(Deno.args);
    if (options === undefined) console.log(help);
    else await mutate(options);
  });
}
