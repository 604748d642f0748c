/** What stands in a bundle for a module of node behaves as that module does, and loads it when it is used. */
import assert from "node:assert/strict";
import { eager_modules, staticImports, withLazyModules } from "./lazy_modules.ts";

/** Runs what becomes of some imports and gives the value of an expression, and what was loaded meanwhile. */
function run(imports: string, expression: string, modules: Record<string, unknown>) {
  const loaded: string[] = [];
  const require = (name: string) => (loaded.push(name), modules[name]);
  const value = new Function("__require", `${withLazyModules(imports)} return ${expression};`)(require);
  return { value, loaded };
}

class Counter {
  static made = 0;
  #count = 0;
  up(): number {
    return this.#count += 1;
  }
}
const counting = { Counter, add: (a: number, b: number) => a + b, total: 7, nested: { name: "n" } };
const modules = { "node:counting": counting };

const cases: readonly (readonly [what: string, imports: string, expression: string, value: unknown])[] = [
  ["a function", 'import { add } from "node:counting";', "add(2, 3)", 5],
  ["a function under another name", 'import { add as add2 } from "node:counting";', "add2(2, 3)", 5],
  [
    "one of several names",
    'import { add, nested as other } from "node:counting";',
    "add(1, 1) + other.name",
    "2n",
  ],
  ["a class", 'import { Counter } from "node:counting";', "new Counter().up()", 1],
  ["a class that is asked", 'import { Counter } from "node:counting";', "Counter.made", 0],
  ["the whole module", 'import counting from "node:counting";', "counting.add(counting.total, 1)", 8],
  ["a question for a name", 'import counting from "node:counting";', '"total" in counting', true],
];
for (const [what, imports, expression, expected] of cases) {
  Deno.test(`${what} is there when it is used, and loaded only then`, () => {
    const { value, loaded } = run(imports, expression, modules);
    assert.equal(value, expected);
    assert.ok(loaded.length > 0);
    assert.deepEqual(run(imports, "undefined", modules).loaded, []);
  });
}

Deno.test("what is set on a module is set", () => {
  const module: { exitCode?: number } = {};
  run('import process from "node:process";', "process.exitCode = 3", { "node:process": module });
  assert.equal(module.exitCode, 3);
});

Deno.test("a made object is of its class", () => {
  const { value } = run('import { Counter } from "node:counting";', "new Counter()", modules);
  assert.ok(value instanceof Counter);
});

Deno.test("modules that every start needs are imported as before, and no other is", () => {
  const text = withLazyModules(
    'import { EventEmitter } from "node:events";\nimport { DatabaseSync } from "node:sqlite";\nimport fs from "node:fs";\n',
  );
  assert.deepEqual(staticImports(text), ["node:events", "node:sqlite"]);
  assert.deepEqual(eager_modules, staticImports(text));
});
