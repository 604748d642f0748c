import assert from "node:assert/strict";
import { Failure } from "./failure.ts";
import { english } from "./language.ts";
import { readNames } from "./names_file.ts";

/** What comes of reading a file with these bytes. */
function namesIn(bytes: string | Uint8Array): [student: string, key: string][] {
  const file = Deno.makeTempFileSync({ suffix: ".csv" });
  try {
    Deno.writeFileSync(file, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
    return readNames(file, english).map(({ name, key }) => [name, key]);
  } finally {
    Deno.removeSync(file);
  }
}

Deno.test("addresses may be written as for every other command", () => {
  assert.deepEqual(namesIn("姓名,url\n张三,http://10.0.0.7:9000/\n李四,10.0.0.8\nAnn,fox.example:9001\n"), [
    ["张三", "ws://10.0.0.7:9000/ws"],
    ["李四", "ws://10.0.0.8:9000/ws"],
    ["Ann", "ws://fox.example:9001/ws"],
  ]);
});

Deno.test("a file that is no class list, and one that is not there, get the cause and what to do", () => {
  const fails = (work: () => unknown, cause: RegExp) =>
    assert.throws(
      work,
      (error) => error instanceof Failure && error.code === 2 && cause.test(error.message),
    );
  fails(() => namesIn("学号,姓名\n1,张三\n"), /is no class list\. It has no columns/);
  fails(() => readNames("/nowhere/class.csv", english), /can't be read: there is no such file/);
});
