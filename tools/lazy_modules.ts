/**
 * Has a bundle load node's modules when they are first used. Static imports would load all of them at every start: some 25 ms
 * of processor time, for modules that a node's first answer does not need.
 */

/** Needed at every start, or cheap: a class that another class extends, and the store. */
export const eager_modules: readonly string[] = ["node:events", "node:sqlite"];

/** An import as `deno bundle` writes it: one line for each. */
const static_import = /^import (?:(\w+)|\{ (.+) \}) from "(node:[\w/]+)";$/gm;

/** What stands in the bundle for a module, or for one of its exports, until that is used. */
const definition = `var __lazy = (load) => new Proxy(function () {}, {
  get: (_target, key) => load()[key],
  set: (_target, key, value) => Reflect.set(load(), key, value),
  has: (_target, key) => key in load(),
  apply: (_target, self, args) => Reflect.apply(load(), self, args),
  construct: (_target, args) => Reflect.construct(load(), args)
});
`;

/**
 * The bundle with a stand-in for each import of a module of node. It looks like what it stands for, but for `typeof`.
 *
 * @param text A bundle in which `__require` loads node's modules.
 *
 * @example
 * ```ts
 * import { withLazyModules } from "./lazy_modules.ts";
 * import assert from "node:assert/strict";
 *
 * const text = withLazyModules('import { join as join2 } from "node:path";\n');
 * assert.ok(text.endsWith('var join2 = __lazy(() => __require("node:path").join);\n'));
 * ```
 */
export function withLazyModules(text: string): string {
  const lazy = text.replace(static_import, (line, whole?: string, names?: string, module = "") => {
    if (eager_modules.includes(module)) return line;
    const load = `__require("${module}")`;
    if (whole !== undefined) return `var ${whole} = __lazy(() => ${load});`;
    return names!.split(", ").map((name) => {
      const [exported, local = exported] = name.split(" as ");
      return `var ${local} = __lazy(() => ${load}.${exported});`;
    }).join(" ");
  });
  return definition + lazy;
}

/** The modules of node that a bundle imports before it does anything. */
export function staticImports(text: string): string[] {
  return [...new Set([...text.matchAll(/^import .*?"(node:[\w/]+)";$/gm)].map((match) => match[1]!))].sort();
}
