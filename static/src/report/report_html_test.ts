/** The HTML file: what it holds, that it needs nothing else, and that nothing in it is read as markup. */
import assert from "node:assert/strict";
import { reportHtml } from "./report_html.ts";
import { hostileReport, markup, report } from "./test_report.ts";

Deno.test("the Chinese file is the course's form, filled in but for the teacher's fields and the summary", () => {
  const file = reportHtml(report("zh"));
  const cells = [...file.matchAll(/<th>([^<]*)<\/th><td[^>]*>([^<]*)<\/td>/g)].map((
    [, label, value],
  ) => [label, value]);
  assert.deepEqual(cells, [
    ["课程名称", "区块链技术与应用"],
    ["实验名称", "P2P 网络（上）"],
    ["实验序号", "2"],
    ["学期", "2026-2027-1"],
    ["姓名", "王小明"],
    ["学号", "2026001"],
    ["班级", "区块链 1 班"],
    ["实验地点", "实验楼 B301"],
    ["实验日期", "2026-11-25"],
    ["指导老师", "李老师"],
    ["同组同学", ""],
    ["教师评语", ""],
    ["实验成绩（百分制）", ""],
  ]);
  assert.match(file, /^<!DOCTYPE html>\n<html lang="zh-CN">/);
  assert.match(file, /<p class="write"><\/p>\n<p class="count">0 字（要求约 200 字）<\/p>/);
  for (const heading of ["四、实验作业及分析", "4.1 实验过程", "4.2 实验结果", "五、实验总结"]) {
    assert.match(file, new RegExp(`<h[23]>${heading}</h[23]>`));
  }
});

Deno.test("the English file bears the Chinese labels beside the English ones", () => {
  const file = reportHtml(report("en", { summary: "Every node is client and server." }));
  assert.match(file, /<html lang="en">/);
  assert.match(file, /<th>姓名 Name<\/th><td>王小明<\/td>/);
  assert.match(file, /<p class="write">Every node is client and server\.<\/p>/);
  assert.match(file, /<p class="count">6 of about 200 words or Chinese characters<\/p>/);
});

Deno.test("it says which implementation answered, where, and when", () => {
  const file = reportHtml(report("en"));
  assert.match(file, /被测节点 Node tested: foxchain\/1\.2\.3: <code>ws:\/\/localhost:9000\/ws<\/code>/);
  assert.match(file, /生成时间 Made on: 2021-04-07 17:13:50 GMT\+8/);
});

Deno.test("six frames follow the test code, each named by its step and passed", () => {
  const file = reportHtml(report("zh"));
  const numbers = [...file.matchAll(/<th colspan="2"><b>([^<]*)<\/b> <span class="good">([^<]*)</g)].map((
    [, name, passed],
  ) => [name, passed]);
  assert.deepEqual(numbers, [
    ["#1 peers 返回空列表", "✓ 通过"],
    ["#2 register 登记成功", "✓ 通过"],
    ["#3 peers 列出该地址", "✓ 通过"],
    ["#4 拒绝错误的 JSON", "✓ 通过"],
    ["#5 拒绝未知操作", "✓ 通过"],
    ["#6 time 返回时间", "✓ 通过"],
  ]);
  assert.ok(file.indexOf('<pre class="code">#!/usr/bin/env python3') < file.indexOf("<b>#1 "));
});

for (const language of ["en", "zh"] as const) {
  Deno.test(`markup from a student or a stranger stays text (${language})`, () => {
    const file = reportHtml(hostileReport(language));
    const harmless = reportHtml(report(language));
    const tags = (text: string) =>
      [...text.matchAll(/<[a-z/!][^>]*>/gi)].map(([tag]) => tag).filter((tag) => !/span|code/.test(tag));
    assert.deepEqual(tags(file), tags(harmless));
    assert.ok(
      file.split(
        markup.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
          .replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
      ).length > 10,
    );
  });

  Deno.test(`the file has no script, no handler and no address to load from (${language})`, () => {
    const file = reportHtml(report(language));
    assert.doesNotMatch(file, /<script|<link|<img|<iframe|\son\w+=|\ssrc=|\shref=|@import|url\(/i);
    assert.match(file, /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;/);
  });
}
