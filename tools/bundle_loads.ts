/**
 * Keeps a bundle from loading code that is not inside. A `require` of something else searches `node_modules` in every
 * folder above the file. In a shared folder another user could plant a module there, and it would run with foxchain's
 * permissions.
 */
import { deno } from "./deno.ts";

/** What packages load only where it is installed: text of the bundle -> what replaces it. */
const optional: ReadonlyMap<string, string> = new Map([
  // ws: faster helpers in C++.
  ["!process.env.WS_NO_BUFFER_UTIL", "false"],
  ['__require("bufferutil")', "undefined"],
  ["!process.env.WS_NO_UTF_8_VALIDATE", "false"],
  ['__require("utf-8-validate")', "undefined"],
  // @redis/client: a faster digest for a command that foxchain does not send.
  ['import("@node-rs/xxhash")', "Promise.reject(new Error())"],
  // moment: other languages than English.
  ["aliasedRequire = __require;", "aliasedRequire = undefined;"],
  // CommonJS packages need no more of `require` than node's modules, and the whole of it took 6 ms of every start.
  ['import { createRequire as __deno_internal_createRequire } from "node:module";', ""],
  [
    "var __require = __deno_internal_createRequire(import.meta.url);",
    "var __require = (name) => process.getBuiltinModule(name);",
  ],
]);

/**
 * The bundle without these optional loads.
 *
 * @throws {Error} One of them is not there exactly once: a package has changed, so the list must change.
 */
export function withoutOptionalLoads(text: string): string {
  for (const [load, substitute] of optional) {
    const [before, after, ...more] = text.split(load);
    if (after === undefined || more.length > 0) {
      throw new Error(`The bundle should have this once: ${load}\nLook how the package loads it now.`);
    }
    text = before + substitute + after;
  }
  return text;
}

/**
 * Every place that loads code from outside, in sentences. Deno's own modules (`node:...`) are allowed.
 *
 * @example
 * ```ts
 * import { loadFaults } from "./bundle_loads.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(await loadFaults('import fs from "node:fs";\n// import("in a comment")\n'), []);
 * assert.deepEqual(await loadFaults('await import("./other.js");\n'), ['Line 1 loads what is not inside: import("./other.js")']);
 * ```
 */
export async function loadFaults(text: string): Promise<string[]> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_loads_" });
  try {
    const plugin = new URL("load_rule.ts", import.meta.url).href;
    const config = { lint: { plugins: [plugin], rules: { tags: [], include: ["foxchain/load"] } } };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config));
    // A comment in a package must not switch the rule off.
    await Deno.writeTextFile(`${folder}/bundle.mjs`, text.replaceAll("deno-lint-ignore", "deno_lint_ignore"));
    const args = ["lint", "--json", "--config", `${folder}/deno.json`, `${folder}/bundle.mjs`];
    const { stdout, stderr } = await deno(args, { quiet: true });
    const { diagnostics, errors } = JSON.parse(stdout || "{}") as Partial<LintReport>;
    if (diagnostics === undefined || errors?.length !== 0) {
      throw new Error(`deno lint failed: ${stdout}${stderr}`);
    }
    return diagnostics.map(({ message, range }) =>
      `Line ${range.start.line} loads what is not inside: ${message}`
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A part of what `deno lint --json` prints. */
interface LintReport {
  readonly diagnostics: readonly { readonly message: string; readonly range: { start: { line: number } } }[];
  readonly errors: readonly unknown[];
}
