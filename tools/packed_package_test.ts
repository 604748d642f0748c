import assert from "node:assert/strict";
import { worker_flags } from "../cli/worker_mark.ts";
import { withPackedPackages } from "./packed_package.ts";

function module(name: string, code: string): string {
  return `var require_${name} = __commonJS({\n  "npm:${name}@1.0.0/${name}.js"(exports, module) {\n    ${code}\n  }\n});\n`;
}

/** Runs the end of a bundle with the helpers that every bundle has, by the flags of the executable. */
async function run(text: string): Promise<unknown> {
  const helpers = `
    var __commonJS = (modules, loaded) => () => {
      const [load] = Object.values(modules);
      if (loaded === undefined) load((loaded = { exports: {} }).exports, loaded);
      return loaded.exports;
    };
    var __toESM = (module) => ({ default: module });
    var __require = (name) => process.getBuiltinModule(name);
  `;
  const file = await Deno.makeTempFile({ suffix: ".mjs" });
  await Deno.writeTextFile(file, helpers + text);
  const args = ["run", "--quiet", "--no-config", ...worker_flags, file];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  await Deno.remove(file);
  const said = new TextDecoder().decode(stdout);
  assert.notEqual(said, "", new TextDecoder().decode(stderr));
  return JSON.parse(said);
}

Deno.test("a packed package gives what it gave, once, with the packages that it uses, also in the executable", async () => {
  const modules = module("inner", 'exports.path = __require("node:path").posix.join("a", "b");') +
    module(
      "outer",
      "module.exports = { ...require_inner(), loads: globalThis.loads = (globalThis.loads ?? 0) + 1 };",
    );
  const text = `${modules}console.log(JSON.stringify([require_outer(), require_outer()]));`;
  const packed = withPackedPackages(text, [["outer", "inner"]]);
  assert.ok(!packed.includes("posix"));
  assert.deepEqual(await run(packed), [{ path: "a/b", loads: 1 }, { path: "a/b", loads: 1 }]);
});

Deno.test("a package that would miss something is not packed: the bundle is not made", () => {
  const inner = module("inner", "exports.a = 1;");
  const outer = module("outer", "exports.b = require_inner();");
  assert.throws(
    () => withPackedPackages(`${inner}${outer}use(require_outer());`, [["outer"]]),
    /outer would miss require_inner/,
  );
  assert.throws(
    () => withPackedPackages(`${inner}${outer}`, [["outer", "inner"]]),
    /should use one CommonJS module of outer/,
  );
  const trying = module("outer", "try {\n return require_inner();\n } catch {}");
  assert.match(withPackedPackages(`${inner}${trying}use(require_outer());`, [["outer"]]), /__unpackCode/);
  const both = `${inner}${outer}use(require_inner(), require_outer());`;
  assert.throws(() => withPackedPackages(both, [["outer", "inner"]]), /uses: require_inner, require_outer/);
  const as_module = 'var init_outer = __esm({\n  "npm:outer@1.0.0/outer.js"() {\n  }\n});\ninit_outer();\n';
  assert.throws(() => withPackedPackages(as_module, [["outer"]]), /should use one CommonJS module of outer/);
});
