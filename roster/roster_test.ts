import assert from "node:assert/strict";
import { roster_bytes_max, roster_characters_max, students_max } from "./limits.ts";
import { readRoster, RosterError } from "./roster.ts";

const sheet =
  "学号,姓名,班级,url\r\n2021001,张三,计科1班,ws://10.0.0.7:9000/ws\r\n2021002,李四,,ws://10.0.0.8:9000/ws\r\n";
const utf8 = (text: string) => new TextEncoder().encode(text);

function utf16(text: string, little: boolean, mark: boolean): Uint8Array {
  const units = [...(mark ? "\ufeff" : "") + text].flatMap((character) => {
    const unit = character.charCodeAt(0);
    return little ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff];
  });
  return new Uint8Array(units);
}

/** `张三` and `李四` as GBK has them; the rest is ASCII. */
const gbk = new Uint8Array([
  ...utf8("name,url\n"),
  ...[0xd5, 0xc5, 0xc8, 0xfd],
  ...utf8(",ws://10.0.0.7:9000/ws\n"),
  ...[0xc0, 0xee, 0xcb, 0xc4],
  ...utf8(",ws://10.0.0.8:9000/ws\n"),
]);

const files: readonly [string, Uint8Array][] = [
  ["UTF-8", utf8(sheet)],
  ["UTF-8 with a byte order mark", utf8("\ufeff" + sheet)],
  ["UTF-16, little end first", utf16(sheet, true, true)],
  ["UTF-16, big end first", utf16(sheet, false, true)],
  ["UTF-16 without a byte order mark", utf16(sheet, true, false)],
  ["UTF-16 with tabs, as Excel writes 'Unicode text'", utf16(sheet.replaceAll(",", "\t"), true, true)],
  ["GBK", gbk],
  ["semicolons", utf8(sheet.replaceAll(",", ";"))],
  ["Chinese commas", utf8(sheet.replaceAll(",", "，"))],
];

for (const [name, bytes] of files) {
  Deno.test(`a list is read: ${name}`, () => {
    const { students, faults } = readRoster(bytes);
    assert.deepEqual(students.map(({ name, key }) => [name, key]), [
      ["张三", "ws://10.0.0.7:9000/ws"],
      ["李四", "ws://10.0.0.8:9000/ws"],
    ]);
    assert.deepEqual(faults, []);
  });
}

Deno.test("number and class are kept where there are any, and the order of the columns is free", () => {
  const [ann] = readRoster(utf8("URL,Class,Name,Student ID\nws://a.example/ws,3 B,Ann,7\n")).students;
  assert.deepEqual(ann, {
    line: 2,
    number: "7",
    name: "Ann",
    class_name: "3 B",
    addr: "ws://a.example/ws",
    key: "ws://a.example/ws",
  });
});

Deno.test("a list without headings is read by the number of its columns", () => {
  for (const line of ["Ann,ws://a.example/ws", "7,Ann,ws://a.example/ws", "7,Ann,3 B,ws://a.example/ws"]) {
    assert.deepEqual(readRoster(utf8(line)).students.map(({ name, line }) => [name, line]), [["Ann", 1]]);
  }
});

Deno.test("lines that can't be used are told with their reason, and the others count", () => {
  const text = [
    "name,url",
    ",ws://a.example/ws",
    "Ben,",
    "Cho,http://c.example/",
    "Dan,ws://d.example/ws",
    "",
    '"Eve, the 2nd",ws://D.example/ws',
  ].join("\n");
  const { students, faults } = readRoster(utf8(text));
  assert.deepEqual(students.map(({ name }) => name), ["Dan"]);
  assert.deepEqual(faults.map(({ line, name, reason }) => [line, name, reason.en]), [
    [2, "", "there is no name"],
    [3, "Ben", "there is no url"],
    [4, "Cho", '"http://c.example/" is no address of a node'],
    [7, "Eve, the 2nd", "line 5 (Dan) has the same address"],
  ]);
});

Deno.test("what a person types instead of an address is made one by the caller", () => {
  const { students } = readRoster(utf8("name,url\nAnn,10.0.0.7\n"), (text) => `ws://${text}:9000/ws`);
  assert.deepEqual(students.map(({ addr }) => addr), ["ws://10.0.0.7:9000/ws"]);
});

const no_lists: readonly [string, Uint8Array, RegExp][] = [
  ["an empty file", utf8("\n \n"), /empty/],
  ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xff, 0xff]), /no text/],
  ["a list without addresses", utf8("学号,姓名\n1,张三\n"), /学号,姓名,班级,url/],
  ["a file that is too long", new Uint8Array(roster_bytes_max + 1).fill(0x20), /longer/],
];

for (const [name, bytes, reason] of no_lists) {
  Deno.test(`${name} is no list, and the sentence says why`, () => {
    assert.throws(
      () => readRoster(bytes),
      (error) => error instanceof RosterError && reason.test(error.message),
    );
  });
}

Deno.test("a list has a limit of students and a name one of characters", () => {
  const long = "x".repeat(roster_characters_max + 1);
  const lines = Array.from({ length: students_max + 1 }, (_, n) => `${long},ws://a${n}.example/ws`);
  const { students, faults } = readRoster(utf8(["name,url", ...lines].join("\n")));
  assert.equal(students.length, students_max);
  assert.equal(students[0]!.name, long.slice(1));
  assert.deepEqual(faults.map(({ line }) => line), [students_max + 2]);
});

Deno.test("a name can't move a terminal's cursor", () => {
  const [ann] = readRoster(utf8("name,url\n\u001b[2JAnn,ws://a.example/ws\n")).students;
  assert.equal(ann?.name, "[2JAnn");
});

Deno.test("a quote that is not closed costs its own line only, and lines are counted as an editor counts them", () => {
  const text = [
    "学号,姓名,班级,url",
    '1,"Ann,,ws://a.example/ws',
    "2,Ben,,ws://b.example/ws",
    '3,"Cho, C.",,ws://c.example/ws',
  ].join("\n");
  const { students, faults } = readRoster(utf8(text));
  assert.deepEqual(students.map(({ line, name }) => [line, name]), [[3, "Ben"], [4, "Cho, C."]]);
  assert.deepEqual(faults.map(({ line, cause, number, name }) => [line, cause, number, name]), [
    [2, "open_quote", "1", "Ann"],
  ]);
  const long = readRoster(utf8('name,url\r\n"Ann\r\nLee",ws://a.example/ws\r\n\r\nBen,\r\n'));
  assert.deepEqual(long.students.map(({ line, name }) => [line, name]), [[2, "Ann  Lee"]]);
  assert.deepEqual(long.faults.map(({ line }) => line), [5]);
});
