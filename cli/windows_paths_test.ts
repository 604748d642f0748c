/** What the commands that are shown to a person make of Windows' paths. Pure: no Windows is needed. */
import assert from "node:assert/strict";
import { win32 } from "node:path";
import { pathToFileURL } from "node:url";
import { opName } from "../node/own_ops/op_names.ts";
import { quoted } from "./quoted.ts";
import { markedCommand } from "./worker_mark.ts";

const windows = (path: string) => pathToFileURL(path, { windows: true }).href;

/** Where the program lies, and how it is named in its own folder. */
const programs: readonly (readonly [path: string, named: string])[] = [
  ["C:\\Users\\ada\\foxchain.mjs", " foxchain.mjs --worker-options"],
  ["C:\\Users\\Ada Lovelace\\foxchain.mjs", " foxchain.mjs --worker-options"],
  ["C:\\Users\\狐狸\\我的 链.mjs", ' "我的 链.mjs" --worker-options'],
  ["D:\\100%\\fox#chain.mjs", ' "fox#chain.mjs" --worker-options'],
  ["\\\\server\\class\\foxchain.mjs", " foxchain.mjs --worker-options"],
];
for (const [path, named] of programs) {
  Deno.test(`the command with the flag for Workers names the program at ${path}`, () => {
    const command = markedCommand(windows(path), `--ops ${quoted("C:\\my ops")}`);
    assert.ok(command.includes(named), command);
    assert.ok(command.endsWith('--ops "C:\\my ops"'), command);
  });
}

Deno.test("from source it is the task, on Windows as well", () => {
  assert.equal(markedCommand(windows("C:\\fox chain\\main.ts"), "--ops ops"), "deno task start --ops ops");
});

Deno.test("a folder with a backslash at its end is not quoted so that the quote is lost", () => {
  const cases = [
    ["C:\\ops", "C:\\ops"],
    ["C:\\ops\\", "C:\\ops\\"],
    ["C:\\my ops\\", '"C:\\my ops"'],
    ["C:\\my ops\\\\", '"C:\\my ops"'],
    ["狐狸\\", '"狐狸"'],
    [".\\my_ops", ".\\my_ops"],
  ] as const;
  for (const [path, shown] of cases) assert.equal(quoted(path), shown);
});

Deno.test("an op's name is that of its file, whatever leads to it", () => {
  for (const path of ["C:\\my ops\\票.ts", "my_ops/票.JS", ".\\票.ts", "\\\\server\\ops\\票.js", "C:票.ts"]) {
    assert.equal(opName(win32.basename(path)), "票", path);
  }
});
