import assert from "node:assert/strict";
import { argsFault } from "./args_fault.ts";

const missing = (...path: PropertyKey[]) => ({ path, message: "is missing" });

for (
  const [what, args, issues, fault] of [
    ["a key is missing", {}, [missing("a")], 'requires the following "args": "a"'],
    ["two are missing", { c: 1 }, [missing("a"), missing("b")], 'requires the following "args": "a", "b"'],
    [
      "one is missing, another is unfit",
      { b: 1 },
      [missing("b"), missing("a")],
      'requires the following "args": "a"',
    ],
    ["one is unfit", { a: 1 }, [missing("a")], 'got unfit "args": a: is missing'],
    ["one inside another is unfit", { a: {} }, [missing("a", 0, "b")], 'got unfit "args": a.0.b: is missing'],
    ["one inside of what was not sent", {}, [missing("a", "b")], 'got unfit "args": a.b: is missing'],
    [
      "only the prototype has the key",
      Object.create({ a: 1 }),
      [missing("a")],
      'requires the following "args": "a"',
    ],
    ["args are no object", "a", [missing("a")], 'requires the following "args": "a"'],
    ["args are null", null, [missing("a")], 'requires the following "args": "a"'],
  ] as const
) {
  Deno.test(`argsFault() says what is wrong where ${what}`, () => {
    assert.equal(argsFault("odd", args, issues), `Operation "odd" ${fault}`);
  });
}
