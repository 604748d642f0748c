/** Writes `dist/foxchain`, an executable for students: the bundle and Deno's runtime in one file. */
import { basename, dirname } from "node:path";
import { parseArgs } from "node:util";
import { bundle, bundle_path } from "./bundle.ts";
import { deno } from "./deno.ts";
import { embeddedFiles } from "./embedded_files.ts";
import { worker_flags, worker_mark } from "../cli/worker_mark.ts";
import { permissions } from "./permissions.ts";
import { type Target, targetOf } from "./targets.ts";
import { runScript } from "./script.ts";

/** Exit code where the runtime to build on can't be had. */
const no_denort = 3;

/**
 * MB for new objects, from the beginning. V8 begins with 1 MB. Most of what a start makes is kept, so V8 moved it three times:
 * some 7 ms of processor time before the first answer. At rest a node takes no more memory with it.
 */
const young_space = "--min-semi-space-size=8";

const no_denort_message = `
Nothing was built: denort, the runtime that an executable is made of, could not be downloaded.
What to do, one of:
  - build on a machine that reaches Deno's download server;
  - set DENORT_BIN to the path of a denort of this very Deno version (${Deno.version.deno}) and of the target system;
  - pass on ${bundle_path} instead, which was written and runs with: deno run --no-config -A ${bundle_path}`;

/**
 * What `deno` is given.
 *
 * No code cache: it would lie in the shared temporary folder and be read back without a check of its owner.
 *
 * @example
 * ```ts
 * import { compileArguments } from "./compile.ts";
 * import { targetOf } from "./targets.ts";
 * import assert from "node:assert/strict";
 *
 * const args = compileArguments("dist/foxchain.mjs", "dist/foxchain", targetOf("linux-x64"));
 * assert.ok(args.includes("--no-code-cache"));
 * ```
 */
export function compileArguments(source: string, output: string, { triple, os }: Target): string[] {
  return [
    "compile",
    "--no-code-cache",
    ...worker_flags.map((flag) => flag.startsWith("--v8-flags=") ? `${flag},${young_space}` : flag),
    "--target",
    triple,
    "--output",
    output,
    ...permissions([os]),
    source,
    // The executable puts it before the arguments of its user.
    worker_mark,
  ];
}

/**
 * Compiles a bundle.
 *
 * It takes the bundle and not `main.ts`. So the program in the executable is, byte for byte, the file that the tests
 * started.
 *
 * @param source A file that {@linkcode bundle} wrote.
 * @param output The executable.
 * @returns Exit code for a shell.
 */
export async function compile(source: string, output: string, target: Target): Promise<number> {
  await Deno.mkdir(dirname(output), { recursive: true });
  const { code, stdout, stderr } = await deno(compileArguments(source, output, target));
  if (code !== 0) {
    const lacks_denort = /dl\.deno\.land|denort/.test(stderr);
    if (lacks_denort) console.error(no_denort_message);
    return lacks_denort ? no_denort : 1;
  }
  const files = embeddedFiles(stdout + stderr);
  if (files.length !== 1 || basename(files[0]!) !== basename(source)) {
    console.error(`The executable carries other files than the bundle: ${files.join(", ")}`);
    return 1;
  }
  console.log(
    `${output}: for ${target.triple}, carries ${files.join()} and nothing else. It was not started.`,
  );
  const denort = Deno.env.get("DENORT_BIN");
  if (denort) {
    console.log(`It is built on DENORT_BIN=${denort} and runs as foxchain only if that is a denort.`);
  }
  return 0;
}

if (import.meta.main) {
  await runScript(async () => {
    const { values } = parseArgs({
      options: {
        target: { type: "string" },
        output: { type: "string" },
        /** A bundle made before. */
        bundle: { type: "string" },
      },
    });
    const target = targetOf(values.target);
    if (values.bundle === undefined) {
      if ((await deno(["check", "--quiet", "main.ts"])).code !== 0) return 1;
      await bundle(bundle_path);
    }
    return await compile(values.bundle ?? bundle_path, values.output ?? `dist/${target.file}`, target);
  });
}
