import assert from "node:assert/strict";
import { roster_bytes_max, students_max } from "../../../roster/limits.ts";
import { nicknames_max } from "./nicknames.ts";
import { faults_named_max, readNames } from "./names_import.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const saved = (count: number) =>
  bytes(
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`ws://a${n}/ws`, "Ada"]))),
  );

Deno.test("a browser keeps the names of the longest class list", () => {
  assert.ok(nicknames_max >= students_max);
});

Deno.test("names that were saved are taken up to the number that is kept", () => {
  assert.equal(readNames(saved(nicknames_max), "en").names.length, nicknames_max);
  assert.equal(readNames(saved(nicknames_max + 1), "en").names.length, 0);
});

Deno.test("a class list is read as a spreadsheet in China writes it, in GBK", () => {
  const gbk = new Uint8Array([
    0xd0,
    0xd5,
    0xc3,
    0xfb,
    ...bytes(",url\n"),
    0xd5,
    0xc5,
    0xc8,
    0xfd,
    ...bytes(",9001\n"),
  ]);
  assert.deepEqual(readNames(gbk, "zh"), {
    names: [["ws://localhost:9001/ws", "张三"]],
    said: "导入了 1 个名字。",
  });
});

Deno.test("lines that can't be used are named, the first of them, each with its cause", () => {
  const lines = ["姓名,url", "甲,10.0.0.1:9000", ",10.0.0.2:9000", "丙,", "丁,ftp://x", "戊,10.0.0.1:9000"];
  const { names, said } = readNames(bytes(lines.join("\n")), "en");
  assert.equal(names.length, 1);
  assert.equal(
    said,
    "1 name was loaded. 4 lines were left out: line 3 (no name), line 4 (no url), line 5 (no address of a node), ….",
  );
  const three = lines.slice(0, 2 + faults_named_max).join("\n");
  assert.ok(!readNames(bytes(three), "en").said.includes("…"));
  assert.match(
    readNames(bytes(lines.join("\n")), "zh").said,
    /^导入了 1 个名字。有 4 行没有用上：第 3 行（没有姓名）、/,
  );
});

const no_names: [string, Uint8Array][] = [
  ["another text", bytes("hello")],
  ["nothing", bytes("")],
  ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0xff])],
  ["a list without an address", bytes("姓名,url\n张三,\n")],
  ["other JSON", bytes("[1]")],
  ["names that are none", bytes('{"ws://a/ws":1}')],
  ["a file that is too long", bytes("{}" + " ".repeat(roster_bytes_max))],
];

for (const [what, file] of no_names) {
  Deno.test(`a file that holds no names changes nothing: ${what}`, () => {
    for (const [language, start] of [["en", "Nothing was changed"], ["zh", "什么都没有改动"]] as const) {
      const { names, said } = readNames(file, language);
      assert.deepEqual(names, []);
      assert.ok(said.startsWith(start), said);
    }
  });
}
