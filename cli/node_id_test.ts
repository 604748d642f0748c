/** Names of nodes: what may be one, on both sides of the limit, and what a computer's name becomes. */
import assert from "node:assert/strict";
import { Failure } from "./failure.ts";
import { InvalidValue } from "./invalid_value.ts";
import { node_id_characters_max } from "./limits.ts";
import { defaultNodeId, readNodeId } from "./node_id.ts";

Deno.test("a name of as many characters as allowed is taken, and one more is not", () => {
  const longest = "a".repeat(node_id_characters_max);
  assert.equal(readNodeId(longest), longest);
  assert.throws(() => readNodeId(`${longest}a`), InvalidValue);
});

Deno.test("a name that would lead to another folder, a hidden file or a broken key is refused in both languages", () => {
  for (
    const name of ["", ".", "..", ".a", "-a", "_a", "a/b", "a\\b", "a b", "a:b", "a{b}", "a\n", "ü", "节点"]
  ) {
    assert.throws(() => readNodeId(name), (error: InvalidValue) => {
      assert.match(error.words.en, /A-Z a-z 0-9/);
      assert.match(error.words.zh, /节点名/);
      return true;
    }, name);
  }
  for (const name of ["a", "7", "A.b_c-d", "lab-3.example-9000"]) assert.equal(readNodeId(name), name);
});

Deno.test("the name by default is the computer's and the port, and always one that may be given", () => {
  const cases: readonly (readonly [hostname: string, name: string])[] = [
    ["lab3", "lab3-9000"],
    ["Lab 3's.local", "Lab-3-s.local-9000"],
    ["-lab", "lab-9000"],
    ["../../etc", "etc-9000"],
    ["实验室", "node-9000"],
    ["", "node-9000"],
  ];
  for (const [hostname, name] of cases) {
    assert.equal(defaultNodeId(9000, () => hostname), name);
    assert.equal(readNodeId(name), name);
  }
  const longest = defaultNodeId(65_535, () => "h".repeat(500));
  assert.equal(readNodeId(longest).length, node_id_characters_max);
  assert.match(longest, /-65535$/);
});

Deno.test("where the system does not tell the computer's name, the node asks for one", () => {
  const hostname = () => {
    throw new Deno.errors.NotCapable("no");
  };
  assert.throws(() => defaultNodeId(9000, hostname), (error: Failure) => {
    assert.equal(error.code, 2);
    assert.match(error.next!.en, /--node-id NAME/);
    assert.match(error.next!.zh, /--node-id NAME/);
    return true;
  });
});
