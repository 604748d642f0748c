/** Runs the tests that can notice a fault in a file, each in a process of its own; the likeliest come first. */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * How a run of one test file ended. `hung`: it said neither that its tests passed nor that one failed. It took too long, was
 * ended by the system (out of memory, a crash), or did not begin.
 */
export type Ending = "passed" | "failed" | "hung";

/** One test file, and what is known of it. */
export interface TestFile {
  readonly path: string;
  /** Every file that it loads, directly or not. A fault elsewhere can't change what it does. */
  readonly loads: ReadonlySet<string>;
  /** How long it takes without a fault. */
  readonly usual_ms: number;
  /** How many faults it has noticed. */
  noticed: number;
}

/** A run may take so many times its usual time: other programs on the computer, and a fault that costs time. */
const slowness_max = 10;

/** The longest run of a test file that does not hang. */
export function patience_ms({ usual_ms }: Pick<TestFile, "usual_ms">, least_ms: number): number {
  return Math.max(least_ms, slowness_max * usual_ms);
}

/**
 * The test files that load a file, in the order in which they are tried: the file's own, then those that noticed most
 * faults per second of their time.
 */
export function testsOf(path: string, tests: readonly TestFile[]): TestFile[] {
  const own = path.replace(/\.ts$/, "_test.ts");
  const worth = (test: TestFile) => test.path === own ? Infinity : (test.noticed + 1) / test.usual_ms;
  return tests.filter(({ loads }) => loads.has(path)).sort((one, other) => worth(other) - worth(one));
}

/**
 * Finds the test files of a folder and runs each once. It must pass without a fault.
 *
 * @param copy Where the project stands.
 */
export async function findTests(copy: string, folder: string, least_ms: number): Promise<TestFile[]> {
  const found: TestFile[] = [];
  for (const path of testFiles(copy, folder)) {
    const start_ms = performance.now();
    if (await runTest(copy, path, 10 * least_ms) !== "passed") {
      throw new Error(`${path} fails without any fault. Try: deno test --allow-all ${path}`);
    }
    const usual_ms = performance.now() - start_ms;
    found.push({ path, loads: await loadedBy(copy, path), usual_ms, noticed: 0 });
  }
  return found;
}

/** Runs one test file. */
export async function runTest(copy: string, path: string, timeout_ms: number): Promise<Ending> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    // A fault that fills memory must not fill the computer's.
    args: [
      "test",
      "--no-check",
      "--quiet",
      "--allow-all",
      "--fail-fast",
      "--v8-flags=--max-old-space-size=2000",
      path,
    ],
    cwd: copy,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "null",
    signal: AbortSignal.timeout(timeout_ms),
  }).output();
  return endingOf(success, new TextDecoder().decode(stdout));
}

/** How a run ended that printed this. Only Deno's own last line says that a test failed. */
export function endingOf(success: boolean, printed: string): Ending {
  if (success) return "passed";
  return /^FAILED \| \d+ passed .*\b[1-9]\d* failed/m.test(printed) ? "failed" : "hung";
}

function* testFiles(copy: string, folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(join(copy, folder))) {
    if (isDirectory) yield* testFiles(copy, `${folder}/${name}`);
    else if (name.endsWith("_test.ts")) yield `${folder}/${name}`;
  }
}

async function loadedBy(copy: string, path: string): Promise<Set<string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json", path], cwd: copy })
    .output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: { specifier: string }[] };
  const root = Deno.realPathSync(copy);
  return new Set(
    modules.filter(({ specifier }) => specifier.startsWith("file:"))
      .map(({ specifier }) => relative(root, fileURLToPath(specifier)).replaceAll("\\", "/")),
  );
}
