import assert from "node:assert/strict";
import { join } from "node:path";
import { op_sentences } from "./op_words.ts";
import { run } from "./program.ts";
import { TestTerminal } from "./test_terminal.ts";

const sources = [...Deno.readDirSync("node/own_ops")].filter(({ name }) =>
  /^[a-z_]+(?<!_test)\.ts$/.test(name)
)
  .map(({ name }) => Deno.readTextFileSync(`node/own_ops/${name}`)).join("\n");
const own_sources = sources.replaceAll(/`\s*\+\s*`|"\s*\+\s*"/g, "");

for (const { en } of op_sentences) {
  Deno.test(`the sources still say: ${en}`, () => {
    const said = en.split(/\{\w+\}/).map((piece) => piece.trim()).filter((piece) => piece.length > 2);
    assert.ok(said.length > 0);
    for (const piece of said) assert.ok(own_sources.includes(piece), piece);
  });
}

const mistakes: readonly (readonly [file: string, text: string, told: RegExp])[] = [
  [
    "a.ts",
    "export default () => 1;\nexport const examples = [{ response: 2 }];",
    /^例子 1：应为 2，实际是 1\n错误：1 个例子中有 1 个没有通过。\n$/,
  ],
  [
    "a.ts",
    "export default () => undefined.a;\nexport const examples = [{}];",
    /^例子 1：出错了：a\.ts 第 1 行第 \d+ 列：TypeError: [^\n]*这一行是：export default/,
  ],
  [
    "a.ts",
    "export default () => { while (true); };\nexport const examples = [{}];",
    /^例子 1：出错了：a\.ts 第 1 行第 \d+ 列：它计算超过了 1 秒。这一行是：/,
  ],
  [
    "a.ts",
    'import "./b.ts";\nexport default () => 1;',
    /^错误：a\.ts:1:1: 一个操作就是一个文件，不能导入别的内容：/,
  ],
  ["a.ts", "await new Promise(() => {}); export default () => 1;", /^错误：a\.ts: \d+ 秒内没有加载完：/],
  [
    "a.ts",
    "export const args = { text: 'txt' };\nexport default () => 1;",
    /^错误：a\.ts: “args”中的“text”："txt" 不是 /,
  ],
  ["a.ts", "export const args = 5;\nexport default () => 1;", /“args”应该是对象，例如 export const args/],
  [
    "peers.ts",
    "export default () => 1;",
    /^错误：peers\.ts：节点自带的操作 peers 不能替换：请给文件改名。\n$/,
  ],
  [
    "a.js",
    "export const every = 0 / 0;\nexport const tick = () => 1;\nexport default () => 1;",
    /“every”应该是 1 到 86400 的秒数，现在是 NaN。/,
  ],
  ["a.ts", "export default () => " + "!".repeat(5_000) + "1;", /一条语句里有超过 2800 个运算符层层相套/],
  [
    "a.js",
    "export const every = 1;\nexport const tick = ({ ask }) => ask('ws://127.0.0.1:9/ws', 'peers');\nexport default () => 1;",
    /^tick：运行到第一次询问别的节点为止/,
  ],
];

for (const [file, text, told] of mistakes) {
  Deno.test(`op test says in Chinese what is wrong with ${JSON.stringify(text.slice(0, 50))}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_op_words_" });
    try {
      const path = join(folder, file);
      Deno.writeTextFileSync(path, text);
      const terminal = new TestTerminal({ language: "zh-CN" });
      await run(["op", "test", path], terminal);
      assert.match(terminal.stdout + terminal.stderr, told);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
