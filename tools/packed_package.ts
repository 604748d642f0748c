/**
 * Keeps the code of a package in a bundle packed until it is first used. V8 reads the whole file at every start, and the client
 * of Redis is a third of it, for the few nodes that have one.
 */
import { gzipSync } from "node:zlib";

/** Runs unpacked code. Its modules see what they saw in the bundle; `__require` loads node's modules only. */
const definition = `var __unpackCode = (packed, entry) => new Function(
  "__commonJS", "__toESM", new TextDecoder().decode(__require("node:zlib").gunzipSync(Uint8Array.fromBase64(packed))) + "return " + entry
)(__commonJS, __toESM);
`;

/** What the packed code begins with. */
const head = `"use strict";\nvar __require = (name) => process.getBuiltinModule(name);\n`;

/**
 * The bundle with one package packed. All of it must be CommonJS, and the rest of the bundle must use one module of it.
 *
 * @param name Name of the package.
 * @throws {Error} It is not so.
 *
 * @example
 * ```ts
 * import { withPackedPackage } from "./packed_package.ts";
 * import assert from "node:assert/strict";
 *
 * const text = `var require_a = __commonJS({
 *   "npm:a@1.0.0/a.js"(exports) {
 *     exports.a = 1;
 *   }
 * });
 * use(require_a());
 * `;
 * assert.match(withPackedPackage(text, "a"), /^var require_a = .*__unpackCode\("[\w+/=]+", "require_a"\)\)\(\);/m);
 * ```
 */
export function withPackedPackage(text: string, name: string): string {
  const modules = new RegExp(
    String
      .raw`^(?:// npm:.*\n)?var (\w+) = __commonJS\(\{\n {2}"npm:${name}@[^"]+"\([^)]*\) \{\n[^]*?^\}\);\n`,
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
  if (entry === undefined || more.length > 0 || new RegExp(`^ {2}"npm:${name}@[^"]+"\\(`, "m").test(rest)) {
    throw new Error(`The bundle should use one CommonJS module of ${name}, and uses: ${entries.join(", ")}`);
  }
  const packed = new Uint8Array(gzipSync(head + code.join(""), { level: 9 })).toBase64();
  const variable = `__packed_${entry}`;
  return definition + `var ${variable};\n` +
    `var ${entry} = () => (${variable} ??= __unpackCode("${packed}", "${entry}"))();\n` + rest;
}
