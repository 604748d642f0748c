/** Writes the whole program as one file, `dist/foxchain.mjs`: page, font, styles and zone rules inside. */
import { parseArgs } from "node:util";
import { dirname, relative } from "node:path";
import { bundleFaults, bundleModules } from "./bundle_contents.ts";
import { loadFaults, withoutOptionalLoads } from "./bundle_loads.ts";
import { deno } from "./deno.ts";
import { withLazyModules } from "./lazy_modules.ts";
import { withLazySchemas } from "./lazy_schemas.ts";
import { withPackedData } from "./packed_data.ts";
import { withPackedPackages } from "./packed_package.ts";
import { page_parts } from "./page.ts";
import { licenceTexts } from "./licences.ts";
import { runScript } from "./script.ts";

/** Where `deno task bundle` writes to. */
export const bundle_path = "dist/foxchain.mjs";

/**
 * Bundles `main.ts`.
 *
 * Not minified: a stack trace in a bug report should name functions, and half of the file is zone rules anyway.
 *
 * @param output File to write; its folder is made.
 * @throws When `deno bundle` fails or the result lacks a part or carries one that it must not.
 */
export async function bundle(output: string): Promise<void> {
  await Deno.mkdir(dirname(output), { recursive: true });
  const cache = await npmCache();
  const whole = withoutOptionalLoads(await bundled("main.ts", "deno", output, cache));
  const text = asLatin1(withPackedData(withLazyModules(withLazySchemas(whole))));
  const faults = [
    ...bundleFaults(text),
    ...pathFaults(text, [Deno.cwd(), cache]),
    ...await loadFaults(text),
  ];
  if (faults.length > 0) throw new Error(`The bundle is wrong:\n${faults.join("\n")}`);
  const modules = [...bundleModules(text), ...await pageModules(output, cache)];
  // Packed last: what was looked through above is what is inside.
  const packed = withPackedPackages(text);
  await Deno.writeTextFile(output, packed + asLatin1(licenceTexts(modules, cache).replaceAll("\u2013", "-")));
}

/**
 * A program in which characters wider than a byte are written as escapes; `deno bundle` leaves them in regular expressions.
 * One of them, a dash in a licence, made V8 keep the whole bundle in two bytes for each character: 5 ms of every start.
 *
 * @example
 * ```ts
 * import { asLatin1 } from "./bundle.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(asLatin1("/[,\u3001]/"), "/[,\\u3001]/");
 * ```
 */
export function asLatin1(text: string): string {
  return text.replaceAll(/[^\0-\xff]/g, (wide) => `\\u${wide.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The sources in the page's scripts. Those are minified and no longer name them, so they are bundled again. */
async function pageModules(output: string, cache: string): Promise<string[]> {
  const modules: string[] = [];
  for (const entry of page_parts.values()) {
    if (!entry.endsWith(".ts")) continue;
    modules.push(...bundleModules(await bundled(entry, "browser", output, cache)));
  }
  return modules;
}

/** An entry and all it imports as one text that names its sources. */
async function bundled(
  entry: string,
  platform: "deno" | "browser",
  output: string,
  cache: string,
): Promise<string> {
  // It ends in .mjs, too: with another ending deno bundle leaves out what lets CommonJS packages load node's modules.
  const part = output.replace(/(\.mjs)?$/, ".part.mjs");
  const { code } = await deno(["bundle", "--quiet", "--platform", platform, "--output", part, entry]);
  if (code !== 0) throw new Error("deno bundle failed.");
  const text = await Deno.readTextFile(part);
  await Deno.remove(part);
  return withoutMachinePaths(text, relative(Deno.cwd(), cache).replaceAll("\\", "/"));
}

/**
 * Replaces the paths of packages on this machine by their specifiers.
 *
 * @example
 * ```ts
 * import { withoutMachinePaths } from "./bundle.ts";
 * import assert from "node:assert/strict";
 *
 * const text = "// ../home/ada/.cache/npm/registry.example/ws/8.0.0/lib/a.js";
 * assert.equal(withoutMachinePaths(text, "../home/ada/.cache/npm"), "// npm:ws@8.0.0/lib/a.js");
 * ```
 */
export function withoutMachinePaths(text: string, cache: string): string {
  return text.split(cache + "/").map((part, i) => (
    i === 0 ? part : part.replace(/^[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d[^/]*)\//, "npm:$1@$2/")
  )).join("");
}

/** Complains of paths of this machine in the text: they are of no use elsewhere. */
function pathFaults(text: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => [path, path.replaceAll("\\", "/")])
    .filter((path) => text.includes(path))
    .map((path) => `It names the path ${path}.`);
}

/** The folder where this machine keeps npm packages. */
async function npmCache(): Promise<string> {
  const { stdout } = await deno(["info", "--json"], { quiet: true });
  return (JSON.parse(stdout) as { npmCache: string }).npmCache;
}

if (import.meta.main) {
  await runScript(async () => {
    const { values } = parseArgs({ options: { output: { type: "string", default: bundle_path } } });
    await bundle(values.output);
    const { size } = await Deno.stat(values.output);
    console.log(
      `${values.output}: ${
        (size / 1e6).toFixed(1)
      } MB. Run it anywhere: deno run --no-config -A ${values.output}`,
    );
  });
}
