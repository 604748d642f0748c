/** What may be in a bundle and what would load code from outside of it. */
import assert from "node:assert/strict";
import { loadFaults, withoutOptionalLoads } from "./bundle_loads.ts";

const prelude = `// The one definition that is allowed.
var __require = (name) => process.getBuiltinModule(name);
`;

const faulty: readonly string[] = [
  '__require("bufferutil");',
  "__require(name);",
  '__require("node:" + name);',
  "__require(`node:${name}`);",
  "const alias = __require;",
  'call(__require, "bufferutil");',
  '__require.call(null, "bufferutil");',
  'module.require("bufferutil");',
  'process.dlopen(module, "a.node");',
  "__deno_internal_createRequire(folder);",
  'import "bufferutil";',
  'import a from "./a.js";',
  'export * from "./a.js";',
  'export { a } from "./a.js";',
  'await import("https://example.com/a.js");',
  "await import(name);",
  '// deno-lint-ignore-file\nimport a from "./a.js";',
  '// deno-lint-ignore foxchain/load\nimport a from "./a.js";',
];

for (const code of faulty) {
  Deno.test(`loadFaults() finds ${JSON.stringify(code)}`, async () => {
    const faults = await loadFaults(prelude + code + "\n");
    assert.equal(faults.length, 1, faults.join("\n"));
    assert.match(faults[0]!, /^Line [34] loads what is not inside: /);
  });
}

Deno.test("loadFaults() allows Deno's own modules, and words in strings and comments", async () => {
  const text = `${prelude}
import fs from "node:fs";
export * from "node:path";
const zlib = __require("node:zlib");
await import("node:util");
const page = "import('./a.js'); require('a')"; // require("a")
`;
  assert.deepEqual(await loadFaults(text), []);
});

Deno.test("loadFaults() fails where the text is no JavaScript", () =>
  assert.rejects(loadFaults("import ("), /deno lint failed/));

Deno.test("withoutOptionalLoads() says when a package loads in another way than it did", () => {
  assert.throws(() => withoutOptionalLoads("run();"), /WS_NO_BUFFER_UTIL/);
});
