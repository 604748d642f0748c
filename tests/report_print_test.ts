/** The report on paper: a full lab printed by a real browser, its pages read back. */
import assert from "node:assert/strict";
import { runChecks } from "../check/run.ts";
import { lectureAnswers, scriptedWorld } from "../check/test_world.ts";
import { result_words } from "../check/words.ts";
import type { World } from "../check/world.ts";
import { keptCheck } from "../static/src/check/kept_check.ts";
import { checkSection } from "../static/src/report/check_section.ts";
import { reportHtml } from "../static/src/report/report_html.ts";
import { report } from "../static/src/report/test_report.ts";
import { findChromium, withChromium } from "./chromium.ts";

/** The bound for the whole lab. */
const pages_max = 5;

const summary = "节点既是客户端，也是服务器；register 登记地址，peers 互相发现。".repeat(6);

const chromium_path = findChromium();
const has_poppler = await canRead();
const is_ci = Deno.env.get("CI") === "true";
const note = chromium_path && has_poppler
  ? ""
  : " (NOT RUN: no chromium, or no pdftotext: install poppler-utils)";

for (const language of ["en", "zh"] as const) {
  Deno.test({
    name: `the report of a full lab is printed well: ${language}${note}`,
    ignore: note !== "" && !is_ci,
    async fn() {
      assert.equal(note, "", "CI must run this test");
      const pages = await print(reportHtml(report(language, { summary })));
      assert.ok(pages.length <= pages_max, `${pages.length} pages`);
      const on = (text: string) => pages.findIndex((page) => page.includes(text));

      // All steps under the form, the whole program on one page, each result on one page.
      assert.deepEqual([on("1617786770") > 0, on("2026001")], [true, 0]);
      const last_step = "7. time";
      assert.equal(on(last_step), 0);
      assert.equal(on("#!/usr/bin/env python3"), on("sys.exit(0 if asyncio.run(main())"));
      for (let number = 1; number <= 6; number++) {
        const page = pages.find((page) => page.includes(`#${number} `) && !page.includes("2026001"))!;
        const begin = page.indexOf(`#${number} `);
        const end = page.indexOf(`#${number + 1} `, begin);
        assert.match(page.slice(begin, end === -1 ? undefined : end), /"status": \d+/, `#${number}`);
      }
      // Passed is passed: what the lab wants refused is no failure.
      assert.ok(pages.every((page) => !page.includes("✗")));
    },
  });
}

for (const language of ["en", "zh"] as const) {
  Deno.test({
    name: `the report of a full lab with the check of its node is printed well: ${language}${note}`,
    ignore: note !== "" && !is_ci,
    async fn() {
      assert.equal(note, "", "CI must run this test");
      const words = result_words[language];
      const check = checkSection(await checked(), language, "2021-04-07 17:13:50 GMT+8");
      const pages = await print(reportHtml({ ...report(language, { summary }), check }));
      assert.ok(pages.length <= pages_max, `${pages.length} pages`);
      const on = (text: string) => pages.findIndex((page) => page.includes(text));
      // The points, what is to be mended, and the summary stand in their order.
      const places = [words.points(92, 100), "1617786770", summary.slice(0, 4)].map(on);
      assert.ok(places.every((place) => place >= 0), places.join());
      assert.ok(on(words.points(92, 100)) <= on(words.hint), "the hint comes with or after the points");
    },
  });
}

/** The lecture's program, whose time counts in milliseconds, as the page checked it. */
async function checked() {
  const answers = (text: string) =>
    text.includes('"time"')
      ? right(text).replace(/"time":([\d.]+)/, (_, time) => `"time":${time * 1000}`)
      : right(text);
  const world: World = { ...scriptedWorld({ answer: answers }), is_browser: true };
  const right = lectureAnswers(() => world);
  return keptCheck(
    await runChecks(world, { url: "ws://localhost:9000/ws", seed: "1", agent: "foxchain/1.2.3" }),
  );
}

/** Whether this machine has the program that reads a PDF's text. */
async function canRead(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("pdftotext", { args: ["-v"], stderr: "null" }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** @returns Each page's text. */
async function print(html: string): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_print_" });
  try {
    await Deno.writeTextFile(`${folder}/report.html`, html);
    await withChromium(chromium_path!, async (browser) => {
      const page = await browser.newPage();
      await page.goto(`file://${folder}/report.html`);
      await Deno.writeFile(`${folder}/report.pdf`, await page.pdf({ preferCSSPageSize: true }));
    });
    const { stdout } = await new Deno.Command("pdftotext", {
      args: ["-layout", `${folder}/report.pdf`, "-"],
    }).output();
    return new TextDecoder().decode(stdout).split("\f").slice(0, -1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
