/**
 * Keeps the code of packages in a bundle packed until it is first used. V8 reads the whole file at every start, some 12 ms for a
 * MB of code, and what is packed costs next to nothing. A start needs none of these packages.
 */
import { gzipSync } from "node:zlib";

/** Packages by the first of each group, which the program uses; the others are what that one uses. All are CommonJS. */
export const packed_packages: readonly (readonly string[])[] = [
  ["@redis/client"],
  ["prom-client", "tdigest", "bintrees", "@opentelemetry/api"],
  ["moment"],
  ["papaparse"],
  ["multicast-dns", "dns-packet", "@leichtgewicht/ip-codec", "thunky"],
];

/**
 * Runs unpacked code. Its modules see what they saw in the bundle; `__require` loads node's modules only. Not by `new Function`:
 * the executable forbids code of text, for the sake of the ops that students write.
 */
const definition = `var __unpackCode = (packed, entry, filename) => {
  const code = new TextDecoder().decode(__require("node:zlib").gunzipSync(Uint8Array.fromBase64(packed)));
  const { Script } = __require("node:vm");
  const whole = "(function (__commonJS, __toESM) {" + code + "return " + entry + ";\\n})";
  return new Script(whole, { filename }).runInThisContext()(__commonJS, __toESM);
};
`;

/** What the packed code begins with. */
const head = `"use strict";\nvar __require = (name) => process.getBuiltinModule(name);\n`;

/** All that packed code may use of the bundle. */
const helpers: readonly string[] = ["__commonJS", "__toESM", "__require"];

/**
 * The bundle with groups of packages packed. All of a group must be CommonJS and use nothing outside of it but node's modules,
 * and the rest of the bundle must use one module of it.
 *
 * @param groups Names of the packages of each group.
 * @throws {Error} It is not so.
 *
 * @example
 * ```ts
 * import { withPackedPackages } from "./packed_package.ts";
 * import assert from "node:assert/strict";
 *
 * const text = `var require_a = __commonJS({
 *   "npm:a@1.0.0/a.js"(exports) {
 *     exports.a = 1;
 *   }
 * });
 * use(require_a());
 * `;
 * assert.match(withPackedPackages(text, [["a"]]), /^var require_a = .*__unpackCode\("[\w+/=]+", "require_a", "npm:a \(packed\)"\)\)\(\);/m);
 * ```
 */
export function withPackedPackages(
  text: string,
  groups: readonly (readonly string[])[] = packed_packages,
): string {
  return definition + groups.reduce(withPacked, text);
}

function withPacked(text: string, packages: readonly string[]): string {
  const [name] = packages;
  const start = String.raw`^ {2}"npm:(?:${packages.join("|")})@[^"]+"\(`;
  const modules = new RegExp(
    String.raw`^(?:// npm:.*\n)?var (\w+) = __commonJS\(\{\n${start.slice(1)}[^)]*\) \{\n[^]*?^\}\);\n`,
    "gm",
  );
  const code: string[] = [];
  const names: string[] = [];
  const rest = text.replaceAll(modules, (module, variable: string) => {
    code.push(module);
    names.push(variable);
    return "";
  });
  const entries = names.filter((variable) => rest.includes(`${variable}()`));
  const [entry, ...more] = entries;
  if (entry === undefined || more.length > 0 || new RegExp(start, "m").test(rest)) {
    throw new Error(`The bundle should use one CommonJS module of ${name}, and uses: ${entries.join(", ")}`);
  }
  const missing = missingIn(code.join(""), names);
  if (missing.length > 0) throw new Error(`Packed, ${name} would miss ${missing.join(", ")}`);
  const packed = new Uint8Array(gzipSync(head + code.join(""), { level: 9 })).toBase64();
  const variable = `__packed_${entry}`;
  return `var ${variable};\n` +
    `var ${entry} = () => (${variable} ??= __unpackCode("${packed}", "${entry}", "npm:${name} (packed)"))();\n` +
    rest;
}

/** What a packed code uses of the bundle and would not see. What it only tries to use is an optional package. */
function missingIn(code: string, names: readonly string[]): string[] {
  const all = (pattern: RegExp) => new Set(code.matchAll(pattern).map(([_whole, name]) => name!));
  const used = all(/(?<![.\w]|\btry \{\s+return )(require_\w+|init_\w+|__\w+)\(/g);
  const own = all(/\b(?:var|let|const|function) (\w+)\b/g);
  return [...used.difference(own)].filter((name) => !names.includes(name) && !helpers.includes(name));
}
