import assert from "node:assert/strict";
import { Help } from "commander";
import { displayWidth, helpTexts } from "./help_texts.ts";

const { boxWrap } = helpTexts("zh");
const wrap = (text: string, width: number) => boxWrap!.call(new Help(), text, width).split("\n");

Deno.test("a Chinese character is two columns wide, colours none", () => {
  const cases: [string, number][] = [["", 0], ["--db", 4], ["端口", 4], ["（a）", 5], [
    "\x1b[1m端\x1b[0m",
    2,
  ]];
  for (const [text, columns] of cases) assert.equal(displayWidth(text), columns, text);
});

Deno.test("lines of Chinese are as long as fits, and lose nothing but spaces where they break", () => {
  const text =
    '监听的地址；:: 表示所有 IPv6 和 IPv4 地址，localhost 表示只在本机 [FOXCHAIN_HOST]（默认："::"）';
  for (let width = 40; width <= 120; width++) {
    const lines = wrap(text, width);
    assert.equal(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
    for (const [place, line] of lines.entries()) {
      assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
      assert.doesNotMatch(line, /^[，。：；、？！）》”\s]|[（《“]$/);
      const [next = ""] = /^\s*\S+/.exec(lines[place + 1] ?? "") ?? [];
      assert.ok(next === "" || displayWidth(line + next) > width || /[\u2e80-\uffef]/.test(next), line);
    }
  }
  assert.equal(wrap(text, 120).length, 1);
});

Deno.test("Chinese breaks between any two characters, and a word that is too long stays whole", () => {
  const ten = "一二三四五六七八九十";
  assert.deepEqual(wrap(`${ten}${ten}，默认`, 43), [`${ten}${ten}，`, "默认"]);
  assert.deepEqual(wrap(`${ten}${ten}，默认`, 41), [`${ten}一二三四五六七八九`, "十，默认"]);
  const url = "ws://".padEnd(60, "x");
  assert.deepEqual(wrap(`看 ${url} 吧`, 40), ["看", url, "吧"]);
});

Deno.test("lines that are there stay, and a narrow terminal breaks nothing", () => {
  assert.deepEqual(wrap("一\n\n二", 40), ["一", "", "二"]);
  assert.deepEqual(wrap("一二三四五六七八九十一二三四五六七八九十", 39).length, 1);
});
