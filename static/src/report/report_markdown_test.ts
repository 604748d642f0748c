/** The Markdown file: what it holds, and that nothing in it breaks out of its fence or cell. */
import assert from "node:assert/strict";
import { reportMarkdown } from "./report_markdown.ts";
import { hostileReport, report } from "./test_report.ts";

Deno.test("the file begins with the course's form", () => {
  const lines = reportMarkdown(report("zh")).split("\n");
  assert.deepEqual(lines.slice(0, 8), [
    "# 实验报告",
    "",
    "|  |  |",
    "| --- | --- |",
    "| 课程名称 | 区块链技术与应用 |",
    "| 实验名称 | P2P 网络（上） |",
    "| 学期 | 2026-2027-1 |",
    "| 实验序号 | 2 |",
  ]);
  assert.ok(lines.includes("| 教师评语 |  |"));
  assert.ok(lines.includes("| 实验成绩（百分制） |  |"));
});

Deno.test("a result is a heading with two fenced messages", () => {
  const file = reportMarkdown(report("en"));
  assert.ok(file.includes(
    "#### \\#2 register is accepted ✓ 通过 Passed\n\n发送时间 Sent 2021-04-07 17:12:50 GMT+8, 往返 Round trip 1.5 ms\n\n" +
      "请求 Request register\n\n" +
      '```json\n{\n  "op": "register",\n  "args": {\n    "addr": "ws://localhost:9000/ws"\n  }\n}\n```\n\n' +
      '应答 Answer 202 Accepted\n\n```json\n{\n  "status": 202,\n  "error": "Accepted"\n}\n```\n',
  ));
});

Deno.test("an empty summary leaves its heading and the counter, a written one keeps its lines", () => {
  assert.ok(reportMarkdown(report("zh")).endsWith("\n## 五、实验总结\n\n0 字（要求约 200 字）\n"));
  const file = reportMarkdown(report("zh", { summary: "# 一\n二 *三*" }));
  assert.ok(file.endsWith("\n## 五、实验总结\n\n\\# 一  \n二 \\*三\\*\n\n6 字（要求约 200 字）\n"));
});

Deno.test("outside of fences no sign of a stranger's is read as Markdown or HTML", () => {
  const outside = outsideOfFences(reportMarkdown(hostileReport("zh")));
  const harmless = outsideOfFences(reportMarkdown(report("zh")));
  const headings = (lines: readonly string[]) => lines.filter((line) => line.startsWith("#")).length;
  assert.deepEqual([headings(outside), headings(harmless)], [12, 12]);
  assert.deepEqual(outside.filter((line) => /(?<!\\)[<`[]/.test(line)), []);
  const rows = outside.filter((line) => line.startsWith("|"));
  assert.ok(rows.length > 15);
  assert.deepEqual(rows.filter((line) => line.match(/(?<!\\)\|/g)!.length !== 3), []);
});

/** Fails where a fence is left open. */
function outsideOfFences(file: string): readonly string[] {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of file.split("\n")) {
    const [mark] = /^`{3,}/.exec(line) ?? [];
    if (fence === undefined && mark === undefined) outside.push(line);
    fence = fence === undefined ? mark : line === fence ? undefined : fence;
  }
  assert.equal(fence, undefined);
  return outside;
}
