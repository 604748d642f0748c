/** Data of a bundle is the same after it was packed, and only data is packed. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { packed_from_characters, withPackedData } from "./packed_data.ts";

const long = "packed \"well\", 'too': \\ \u00e9 \u4e2d\u6587\n".repeat(500);

/** A bundle with one module of data, as `deno bundle` writes it. */
function textModule(name: string, value: string): string {
  return `// ${name}\nvar require_it = __commonJS({\n  "${name}"(exports, module) {\n    module.exports = ${value};\n  }\n});\n`;
}

/** What the module of data gives. */
function valueIn(bundle: string): unknown {
  const commonJs = (parts: Record<string, (exports: unknown, module: { exports: unknown }) => void>) => {
    const module = { exports: undefined };
    Object.values(parts)[0]!(undefined, module);
    return module.exports;
  };
  return new Function("__commonJS", "__require", `${bundle} return require_it;`)(
    commonJs,
    createRequire(import.meta.url),
  );
}

Deno.test("a long text is packed, shorter than before, and comes out as it was", () => {
  const bundle = textModule("static/build/app.js", JSON.stringify(long));
  const packed = withPackedData(bundle);
  assert.ok(packed.length < bundle.length / 4, `${packed.length}`);
  assert.equal(valueIn(packed), long);
});

Deno.test("zone rules are packed, which are an object over many lines", () => {
  const rules = { version: "2026f", zones: Array.from({ length: 1_000 }, (_, n) => `Zone/${n}|LMT|-2.5`) };
  const literal = JSON.stringify(rules, undefined, 2).replace(/"(version|zones)":/g, "$1:");
  assert.deepEqual(valueIn(withPackedData(textModule("npm:a@1.0.0/data/latest.json", literal))), rules);
});

Deno.test("a module that is loaded at once is packed where it stands", () => {
  const bundle = `var a_default;\nvar init_a = __esm({\n  "static/a.css"() {\n    a_default = ${
    JSON.stringify(long)
  };\n  }\n});\n`;
  assert.match(withPackedData(bundle), /\n {4}a_default = __unpack\("[^"]+"\);\n {2}\}\n/);
});

Deno.test("data is packed from a size on, and code is not", () => {
  const short = textModule("static/a.css", JSON.stringify("a".repeat(packed_from_characters - 3)));
  assert.ok(withPackedData(short).endsWith(short));
  const least = textModule("static/a.css", JSON.stringify("a".repeat(packed_from_characters - 2)));
  assert.ok(!withPackedData(least).endsWith(least));
  const code = `var init_a = __esm({\n  "node/a.ts"() {\n    a = ${
    JSON.stringify(long)
  };\n    run();\n  }\n});\n`;
  assert.ok(withPackedData(code).endsWith(code));
  const js = textModule("npm:a@1.0.0/a.js", `${JSON.stringify(long)};\n    run(module.exports)`);
  assert.ok(withPackedData(js).endsWith(js));
  const object = textModule("npm:a@1.0.0/a.js", `{ text: ${JSON.stringify(long)}, run() {} }`);
  assert.ok(withPackedData(object).endsWith(object));
});
