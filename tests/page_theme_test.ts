/** The page's colours: as the system has them, or as the person chose, in every tab and after a reload. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { testPage } from "./page.ts";

const light = "rgb(250, 248, 245)";
const dark = "rgb(22, 19, 17)";

testPage(
  "the page's colours",
  { context: { timezoneId: "Asia/Shanghai" } },
  async ({ t, browser, page, complaints }) => {
    const theme = page.getByRole("combobox", { name: "Colours" });
    await page.getByText("Connected to").waitFor();

    await t.step("they follow the system", async () => {
      assert.equal(await background(page), light);
      await page.emulateMedia({ colorScheme: "dark" });
      assert.equal(await background(page), dark);
    });

    await t.step("a choice outranks the system, after a reload, too", async () => {
      await theme.selectOption({ label: "○ Light" });
      assert.equal(await background(page), light);
      await page.emulateMedia({ colorScheme: "light" });
      await theme.selectOption({ label: "● Dark" });
      assert.equal(await background(page), dark);
      await page.reload();
      assert.equal(await background(page), dark);
      assert.equal(await theme.inputValue(), "dark");
    });

    await t.step("another tab follows the choice", async () => {
      const context = await browser.newContext();
      const [one, two] = [await context.newPage(), await context.newPage()];
      for (const tab of [one, two]) await tab.goto(page.url());
      await one.locator("#theme").selectOption("dark");
      await two.waitForFunction(() => document.documentElement.dataset.theme === "dark");
      assert.deepEqual([await background(two), await two.locator("#theme").inputValue()], [dark, "dark"]);
      await context.close();
    });

    await t.step("the choice holds on /docs, and a choice in another tab is followed there", async () => {
      const context = await browser.newContext({ colorScheme: "light" });
      const [one, docs] = [await context.newPage(), await context.newPage()];
      await one.goto(page.url());
      await one.locator("#theme").selectOption("dark");
      await docs.goto(new URL("/docs", page.url()).href, { waitUntil: "commit" });
      await docs.locator("h1").waitFor();
      assert.equal(await background(docs), dark);
      await one.locator("#theme").selectOption("system");
      await docs.waitForFunction(() => !("theme" in document.documentElement.dataset));
      assert.equal(await background(docs), light);
      await context.close();
    });

    await t.step("charts are drawn anew", async () => {
      await page.locator("#inspector").scrollIntoViewIfNeeded();
      const plot = page.locator("#inspector .plot canvas").first();
      await plot.waitFor();
      const before = await plot.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      await theme.selectOption("light");
      await page.waitForFunction(
        ([before]) => document.querySelector<HTMLCanvasElement>("#inspector canvas")!.toDataURL() !== before,
        [before],
      );
    });

    await t.step("chosen again, the system's are followed", async () => {
      await theme.selectOption("system");
      await page.emulateMedia({ colorScheme: "dark" });
      assert.equal(await background(page), dark);
    });

    await t.step("a time says its zone", async () => {
      await page.locator("#composer").getByRole("button", { name: "time", exact: true }).click();
      await page.locator("#send").click();
      const time = page.locator("#exchanges time");
      assert.match(await time.innerText(), /^\d\d:\d\d:\d\d (GMT\+8|CST)$/);
    });

    await t.step("nothing to complain about", () => assert.deepEqual(complaints, []));
  },
);

async function background(page: Page): Promise<string> {
  return await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
