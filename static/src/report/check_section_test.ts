/** The check of the node in the report: its points, each fault with its hint, and that nothing of a node is read as markup. */
import assert from "node:assert/strict";
import { runChecks } from "../../../check/run.ts";
import { lectureAnswers, scriptedWorld } from "../../../check/test_world.ts";
import type { World } from "../../../check/world.ts";
import { type KeptCheck, keptCheck } from "../check/kept_check.ts";
import type { Language } from "../page/language.ts";
import { checkHtml } from "./check_html.ts";
import { checkBlocks } from "./check_markdown.ts";
import { checkSection } from "./check_section.ts";
import { reportHtml } from "./report_html.ts";
import { reportMarkdown } from "./report_markdown.ts";
import { markup, report } from "./test_report.ts";

/** A check of the lecture's program, with other answers where a test has some. */
async function check(answer: (text: string) => string | undefined = () => undefined): Promise<KeptCheck> {
  const world: World = {
    ...scriptedWorld({ answer: (text) => answer(text) ?? right(text) }),
    is_browser: true,
  };
  const right = lectureAnswers(() => world);
  return keptCheck(await runChecks(world, { url: "ws://a:9000/ws", seed: "7", agent: "foxchain/1.2.3" }));
}

const html = (kept: KeptCheck, language: Language) =>
  String(checkHtml(checkSection(kept, language, "2021-04-07"), language));
const markdown = (kept: KeptCheck, language: Language) =>
  checkBlocks(checkSection(kept, language, "2021-04-07"), language).join("\n\n");

Deno.test("a node without a fault has its points, all checks, and no hint", async () => {
  const file = html(await check(), "en");
  assert.match(file, /<strong>100 of 100 \(complete\)<\/strong>/);
  assert.match(file, /2021-04-07, foxchain\/1\.2\.3, Seed 7/);
  assert.equal(file.match(/<td class="passed">✓ passed/g)?.length, 14);
  assert.ok(!file.includes('class="fault"'));
  assert.match(file, /Checked in a browser, which hides HTTP statuses/);
  assert.match(file, /does not prove who wrote the node/);
});

for (const language of ["en", "zh"] as const) {
  Deno.test(`a fault stands with its hint, what was sent, came and is wanted, the difference marked (${language})`, async () => {
    const kept = await check((text) =>
      text === '{"op": "time"}'
        ? '{"status":200,"error":"OK","response":{"time":1617786770954,"time_zone":"CST"}}'
        : undefined
    );
    const told = {
      en: ["counts in milliseconds", "hint:", "[sent] [got] [wanted]"],
      zh: ["单位不对（毫秒）", "提示:", "[发送] [收到] [应为]"],
    }[language];
    for (const file of [html(kept, language), markdown(kept, language)]) {
      assert.ok(file.includes(told[0]!) && file.includes("⟦"), file);
      for (const label of told[2]!.split(" ")) assert.ok(file.includes(label.slice(1, -1)), label);
    }
  });

  Deno.test(`what a node sends stays text (${language})`, async () => {
    const kept = await check((text) =>
      text.includes('"time"')
        ? JSON.stringify({ status: 200, error: markup, response: { time: markup, [markup]: markup } })
        : text.includes('"peers"')
        ? markup
        : undefined
    );
    assert.doesNotMatch(html(kept, language), /<(img|script)|<\/pre>/);
    // A stranger's text stands in code or is escaped: no line of it begins anything.
    const lines = markdown(kept, language).split("\n").filter((line) => !line.startsWith("|"));
    for (const line of lines) assert.match(line, /^$|^#{3,4} |^- \*\*|^ {2}- |^\*\*|^[^\s#>`<]/);
    assert.doesNotMatch(lines.join("\n").replaceAll(/(`+)[\s\S]*?[^`]\1(?!`)/g, ""), /(?<!\\)<img/);
  });
}

Deno.test("points that nobody can tell about are said to be neither won nor lost", async () => {
  const world: World = {
    ...scriptedWorld({ open: () => ({ kind: "failed", detail: "" }) }),
    is_browser: true,
  };
  const kept = keptCheck(await runChecks(world, { url: "ws://a/ws", seed: "1", agent: "test" }));
  const file = html(kept, "en");
  assert.match(file, /100 points are not judged: they are neither won nor lost/);
  assert.match(file, /The browser got no WebSocket to the node/);
});

Deno.test("the report has the section before the summary, and none where nothing was checked", async () => {
  const section = checkSection(await check(), "zh", "2021-04-07");
  for (
    const [write, heading] of [[reportHtml, "<h3>节点检查</h3>"], [reportMarkdown, "### 节点检查"]] as const
  ) {
    const file = write({ ...report("zh"), check: section });
    assert.ok(file.indexOf(heading) > file.indexOf("4.2 实验结果"));
    assert.ok(file.indexOf(heading) < file.indexOf("五、实验总结"));
    assert.ok(!write(report("zh")).includes("节点检查"));
  }
});
