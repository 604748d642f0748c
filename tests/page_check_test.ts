/** A node checked in the page, in a real browser: each check beside the history, the mistake with its hint, and the report. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Download, Page } from "playwright-core";
import { tabTo } from "./keyboard.ts";
import { has_tornado } from "./lecture_process.ts";
import { MistakenProcess } from "./mistaken_process.ts";
import { type PageTest, testPage } from "./page.ts";
import { desktop, phone } from "./page_in_use.ts";

/** What the test reads on the page, by language. */
const words = {
  en: {
    button: "Check this node",
    card: "Check of the node",
    anyway: "Check all the same",
    close: "Close",
    total: /^Points: 92 of 100 \(complete\)$/,
    what: "−8 `time` counts in milliseconds. It should be in seconds.",
    fix: "Give the seconds as time.time() has them. The factor is 1000.",
    browser: "Checked in a browser, which hides HTTP statuses and causes of closes",
    disconnect: "Disconnect",
    connect: "Connect",
    report: "Lab report …",
    html: "Save as HTML (to print)",
    markdown: "Save as Markdown",
    section: "节点检查 Check of the node",
  },
  zh: {
    button: "检查这个节点",
    card: "节点检查",
    anyway: "仍然检查",
    close: "关闭",
    total: /^得分: 92 \/ 100 \(完成\)$/,
    what: "−8 `time` 的单位不对（毫秒），应为秒。",
    fix: "请直接使用 time.time() 的秒数。倍数为 1000。",
    browser: "在浏览器中检查：浏览器不提供 HTTP 状态码和关闭原因",
    disconnect: "断开",
    connect: "连接",
    report: "实验报告……",
    html: "保存为 HTML（可打印）",
    markdown: "保存为 Markdown",
    section: "节点检查",
  },
} as const;

const is_ci = Deno.env.get("CI") === "true";

for (const language of ["en", "zh"] as const) {
  if (has_tornado || is_ci) {
    testPage(
      `a Python node is checked in the page: ${language}`,
      { search: `?lang=${language}` },
      (test) => checkMistaken(test, language),
    );
  } else {
    Deno.test({
      name: `a Python node is checked in the page: ${language} (NOT RUN: no tornado)`,
      ignore: true,
      fn: () => {},
    });
  }
}

async function checkMistaken(
  { t, browser, page, complaints, urls }: PageTest,
  language: "en" | "zh",
): Promise<void> {
  await using nodes = await MistakenProcess.start(["milliseconds"]);
  const url = nodes.url("milliseconds");
  const { button, card: title, ...told } = words[language];
  const card = page.getByRole("region", { name: title, exact: true });
  await page.locator("[data-state=open] #state").waitFor();
  const loaded = (name: string) => urls.filter((url) => url.endsWith(`/static/${name}.js`)).length;

  await t.step("connected to it, the button is reached and pressed by the keyboard alone", async () => {
    await page.getByRole("button", { name: told.disconnect }).click();
    await page.locator("#url").fill(url);
    await page.getByRole("button", { name: told.connect, exact: true }).click();
    await page.locator("[data-state=open] #state", { hasText: url }).waitFor();
    assert.equal(loaded("check"), 0, "nothing of it is in the first load");
    await tabTo(page, page.locator("#lab").getByRole("button", { name: button }));
    await page.keyboard.press("Enter");
    await card.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "lab_check_title");
    assert.equal(await card.locator(".node").innerText(), url);
  });

  await t.step(
    "it first says what it does to the node's list; then each check is shown as it ends",
    async () => {
      assert.match(await card.locator(".told").innerText(), /\.invalid/);
      assert.equal(await card.locator("li").count(), 0);
      await tabTo(page, card.getByRole("button", { name: told.anyway }));
      await page.keyboard.press("Enter");
      await card.locator("details.passed").first().waitFor();
      await card.locator(".told", { hasText: told.total }).waitFor();
      assert.equal(await card.locator("li > details").count(), 14);
      assert.equal(await card.locator("li > details.passed").count(), 13);
      assert.equal(await card.getByText(told.browser).count(), 1);
    },
  );

  await t.step(
    "the mistake is open, with its hint, what was sent, what came and what is wanted",
    async () => {
      const found = card.locator("details[open] .finding");
      assert.equal(await found.count(), 1);
      assert.equal(await found.locator("p").first().innerText(), told.what);
      assert.ok((await found.locator("p").nth(1).innerText()).endsWith(told.fix));
      const [sent, got, wanted] = await found.locator("dd").allInnerTexts();
      assert.equal(sent, '{"op": "time"}');
      assert.match(got!, /^\d{13}/);
      assert.match(wanted!, /^\d{10}\.\d+$/);
      assert.equal(await found.locator("mark").count(), 2);
      const folder = Deno.env.get("FOXCHAIN_IMAGES");
      if (folder !== undefined) await card.screenshot({ path: `${folder}/check_${language}.png` });
    },
  );

  await t.step("a passed check opens by the keyboard to what was said", async () => {
    await tabTo(page, card.locator("li").nth(2).locator("summary"));
    await page.keyboard.press("Enter");
    const told = card.locator("li").nth(2).locator("dd");
    assert.match(await told.nth(1).innerText(), /"status": 500/);
  });

  await t.step("it stands beside the history; nothing scrolls sideways at 320 pixels", async () => {
    const [history, box] = [
      await page.locator(".history").boundingBox(),
      await card.boundingBox(),
    ];
    assert.ok(box!.x > history!.x + history!.width);
    for (const viewport of [{ width: 320, height: 640 }, phone]) {
      await page.setViewportSize(viewport);
      const [content, room] = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth, clientWidth];
      });
      assert.ok(content! <= room!, `${content} pixels of content in ${room}`);
    }
    await page.setViewportSize(desktop);
  });

  await t.step("the report has it, as Markdown and as HTML that prints", async () => {
    await page.locator("#lab").getByRole("button", { name: told.report }).click();
    for (const id of ["name", "student_number", "class", "place", "teacher"]) {
      await page.locator(`#report_${id}`).fill("x");
    }
    const folder = await Deno.makeTempDir({ prefix: "foxchain_check_" });
    try {
      const markdown = await Deno.readTextFile(await save(page, told.markdown, folder));
      assert.ok(markdown.includes(`### ${told.section}`), markdown);
      assert.ok(markdown.includes(told.fix), markdown);
      const html = await save(page, told.html, folder);
      const opened = await browser.newPage();
      await opened.goto(`file://${html}`);
      assert.equal(await opened.getByRole("heading", { name: told.section }).count(), 1);
      assert.equal(await opened.locator(".checks tbody tr").count(), 14);
      const found = opened.locator("section.check .finding");
      assert.equal(await found.count(), 1);
      assert.ok((await found.innerText()).includes(told.fix));
      assert.match(await found.locator("code").nth(1).innerText(), /⟦.⟧/);
      assert.equal(await opened.getByText(told.browser).count(), 1);
      assert.ok((await opened.pdf({ preferCSSPageSize: true })).length > 10_000);
      await opened.close();
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    await page.keyboard.press("Escape");
  });

  await t.step(
    "closed, the keyboard is back at the button; the report keeps the result over a reload",
    async () => {
      await card.getByRole("button", { name: told.close }).click();
      assert.equal(await card.count(), 0);
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), button);
      await page.reload();
      const kept = await page.evaluate(() => localStorage.getItem("foxchain.check"));
      assert.equal(JSON.parse(kept!)[0].points, 92);
    },
  );

  await t.step("nothing to complain about", () => assert.deepEqual(complaints, []));
}

for (const language of ["en", "zh"] as const) {
  testPage(`the page's own node gets all points, and axe finds nothing in the open card: ${language}`, {
    search: `?lang=${language}`,
    // Only here may a script come from the test: axe is not part of the page.
    context: { bypassCSP: true, reducedMotion: "reduce" },
  }, async ({ page, complaints }) => {
    const { button, anyway } = words[language];
    await page.locator("[data-state=open] #state").waitFor();
    await page.locator("#lab").getByRole("button", { name: button }).click();
    const card = page.locator("#lab_check");
    await card.getByRole("button", { name: anyway }).click();
    await card.getByText(/: 100 (of|\/) 100/).waitFor();
    await page.addScriptTag({ content: axe.source });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await card.locator("li:not(:has([open])) summary").first().click();
      for (const viewport of [desktop, phone]) {
        await page.setViewportSize(viewport);
        const { violations, passes } = await page.evaluate<axe.AxeResults>("axe.run('#lab_check, #lab')");
        assert.ok(passes.length > 20);
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
          [],
          `${colorScheme}, ${viewport.width}`,
        );
      }
    }
    // It says itself that it is no program of a student's own.
    assert.match(await card.locator("h3 ~ .finding").first().innerText(), /foxchain/);
    assert.deepEqual(complaints, []);
  });
}

testPage("a check can be stopped, and one that can't be loaded says so", {}, async ({ page, complaints }) => {
  await page.locator("[data-state=open] #state").waitFor();
  const button = page.locator("#lab").getByRole("button", { name: words.en.button });
  await page.route("**/static/check.js", (route) => route.abort());
  await button.click();
  await page.locator("#lab .notice", { hasText: "could not be loaded" }).waitFor();
  await page.unroute("**/static/check.js");
  await button.click();
  const card = page.locator("#lab_check");
  await card.getByRole("button", { name: words.en.anyway }).click();
  await card.getByRole("button", { name: "Stop" }).click();
  await card.getByText("Stopped. The report keeps what it had.").waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("foxchain.check")), null);
  await page.route("**/static/check_worker.js", (route) => route.abort());
  await card.getByRole("button", { name: "Check again" }).click();
  await card.getByText("The check could not be run").waitFor();
  await page.unroute("**/static/check_worker.js");
  await card.getByRole("button", { name: "Check again" }).click();
  await card.getByText("Points: 100 of 100 (complete)").waitFor();
  // Chromium tells of the file that the test held back.
  assert.ok(complaints.every((line) => /ERR_FAILED|dynamically imported/.test(line)), complaints.join("\n"));
});

async function save(page: Page, button: string, folder: string): Promise<string> {
  const [download]: [Download, void] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: button }).click(),
  ]);
  const path = `${folder}/${download.suggestedFilename()}`;
  await download.saveAs(path);
  return path;
}
