/** Lists what is in a bundle: `deno bundle` writes the name of the source above each part. */

const heading =
  /^(?:\/\/ | {2}")((?:npm:)?[\w./@+-]+\.(?:ts|js|mjs|cjs|json|html|css|svg|txt|woff2))(?:$|"\()/gm;

/**
 * The sources in a bundle: paths in this repository, and `npm:NAME@VERSION/PATH`.
 *
 * @example
 * ```ts
 * import { bundleModules } from "./bundle_contents.ts";
 * import assert from "node:assert/strict";
 *
 * const text = 'var require_a = __commonJS({\n  "npm:ws@8.0.0/lib/a.js"() {}\n});\n\n// main.ts\nrun();\n';
 * assert.deepEqual(bundleModules(text), ["npm:ws@8.0.0/lib/a.js", "main.ts"]);
 * ```
 */
export function bundleModules(text: string): string[] {
  return [...text.matchAll(heading)].map((match) => match[1]!);
}

/** A node without one of these starts, and fails later in front of a user. */
const required: readonly RegExp[] = [
  /^main\.ts$/,
  /^static\/index\.html$/,
  /^static\/build\/style\.css$/,
  /^static\/build\/app\.js$/,
  /^static\/build\/editor\.js$/,
  /^static\/font\/.+\.woff2$/,
  /^static\/font\/OFL\.txt$/,
  /^node\/time_zone\.ts$/,
  /^npm:moment-timezone@[^/]+\/data\/packed\/latest\.json$/,
];

/** A running node needs none of these. */
const forbidden =
  /_test\.ts$|(^|\/)test_[^/]*\.ts$|^(tests|bench|tools)\/|^npm:(playwright|fast-check|fflate)/;

/**
 * What is wrong with a bundle, in sentences; nothing when all is well.
 *
 * @example
 * ```ts
 * import { bundleFaults } from "./bundle_contents.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(bundleFaults("// tests/a.ts\n").includes("It carries tests/a.ts."));
 * ```
 */
export function bundleFaults(text: string): string[] {
  const modules = bundleModules(text);
  const lacking = required.filter((pattern) => !modules.some((module) => pattern.test(module)));
  const surplus = modules.filter((module) => forbidden.test(module));
  return [
    ...lacking.map((pattern) => `It lacks ${pattern.source}.`),
    ...surplus.map((module) => `It carries ${module}.`),
  ];
}
