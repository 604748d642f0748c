/** The report on paper: a full lab printed by a real browser, its pages read back. */
import assert from "node:assert/strict";
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
