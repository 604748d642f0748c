import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { evidenceJson, isWhole, withHints } from "./evidence.ts";
import { junitXml } from "./junit.ts";
import { shown_characters_max } from "./limits.ts";
import { reportHtml } from "./report_html.ts";
import { reportMarkdown } from "./report_markdown.ts";
import type { Report } from "./result.ts";
import { runChecks } from "./run.ts";
import { plainExcerpt, showFinding } from "./shown.ts";
import { scriptedWorld } from "./test_world.ts";
import { excerpt } from "./visible.ts";
import { result_words } from "./words.ts";

const options = { url: "ws://a.example:9000/ws", seed: "<seed>", agent: "test" };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** What a node may send to harm its checker: HTML, Markdown, XML, terminal control, and what XML forbids. */
const hostile = "<script>alert(1)</script>&\"']]>`**x**\u0000\u001b[2J\ud800\ufffe\u202e![a](http://b)";

/** A report on a node that says only this. */
function reportOn(answer: string): Promise<Report> {
  return runChecks(scriptedWorld({ answer: () => answer }), options);
}

const hostile_report = await reportOn(
  JSON.stringify({ status: 404, error: hostile, response: { peers: hostile } }),
);
const hostile_text = await reportOn(hostile);

for (const language of ["en", "zh"] as const) {
  Deno.test(`nothing that a node sends is HTML in the report (${language})`, () => {
    for (const report of [hostile_report, hostile_text]) {
      const html = reportHtml(report, language);
      assert.doesNotMatch(html, /<script|<img|http:\/\/b"/);
      // The first sign may be marked as the first difference.
      assert.match(html, /script&gt;alert/);
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(html, /[\u0000\u001b\u202e]/);
      assert.match(html, /default-src &#39;none&#39;/);
      assert.match(html, /size: A4/);
      assert.ok(html.includes(result_words[language].proof));
    }
  });

  Deno.test(`the JUnit file has only characters of XML 1.0, each special one escaped (${language})`, () => {
    for (const report of [hostile_report, hostile_text]) {
      const xml = junitXml([report], language);
      assert.doesNotMatch(xml, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      assert.doesNotMatch(xml, /<script|&(?!(amp|lt|gt|quot|apos|#\d+);)/);
      const opened =
        xml.match(/<(testsuites?|testcase|failure|skipped|error|system-out)\b[^>]*(?<!\/)>/g)!.length;
      assert.equal(xml.match(/<\/(testsuites?|testcase|failure|skipped|error|system-out)>/g)!.length, opened);
    }
  });
}

Deno.test("in Markdown what a node sends stands in code spans", () => {
  const markdown = reportMarkdown(hostile_text, "en");
  const outside = markdown.replaceAll(/(`+) [\s\S]*? \1(?!`)/g, "");
  assert.doesNotMatch(outside, /script|!\[a\]|\*\*x\*\*/);
  assert.match(markdown, /script/);
});

Deno.test("the evidence bears a hash of its report, tells what it does not prove, and shows a change", async () => {
  const evidence = await evidenceJson(hostile_report, sha256);
  assert.ok(await isWhole(evidence, sha256));
  assert.ok(!await isWhole(evidence.replace('"seed": "<seed>"', '"seed": "other"'), sha256));
  assert.deepEqual(JSON.parse(evidence).report, JSON.parse(JSON.stringify(hostile_report)));
  assert.match(JSON.parse(evidence).proves.en, /does not prove/);
});

Deno.test("--json's findings bear their words", () => {
  const { checks } = JSON.parse(JSON.stringify(withHints(hostile_report, "zh")));
  const [finding] = checks.flatMap(({ findings }: { findings: unknown[] }) => findings);
  assert.match(finding.what, /[\u4e00-\u9fff]/);
  assert.match(finding.fix, /[\u4e00-\u9fff]/);
});

Deno.test("the first difference is marked, also where a text ends too early", () => {
  const mark = (got: string, wanted: string) => {
    const finding = { cause: "text_other", level: "fault", cost: 1, values: {}, got, wanted } as const;
    return showFinding({ frames: [] }, finding, "en");
  };
  assert.equal(plainExcerpt(mark("Connot", "Cannot").got!, "en"), "C⟦o⟧nnot");
  assert.equal(plainExcerpt(mark("Connot", "Cannot").wanted!, "en"), "C⟦a⟧nnot");
  assert.equal(plainExcerpt(mark("Acc", "Accepted").got!, "en"), "Acc⟦␃⟧");
});

Deno.test("a text up to the limit is shown whole; of a longer one the rest is counted", () => {
  const at_limit = excerpt("x".repeat(shown_characters_max), undefined);
  assert.deepEqual(at_limit.left_out, [0, 0]);
  const over = excerpt("x".repeat(shown_characters_max + 1), undefined);
  assert.deepEqual(over.left_out, [0, 1]);
  assert.match(plainExcerpt(over, "en"), /\[1 more characters; the evidence file has them\]$/);
  const around = excerpt("x".repeat(5_000) + "y" + "x".repeat(5_000), 5_000);
  assert.equal(around.mark, "y");
  assert.equal(
    around.before.length + 1 + around.after.length + around.left_out[0] + around.left_out[1],
    10_001,
  );
});
