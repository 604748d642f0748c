/** The whole lab beside the console, on one screen: keyboard only, without scrolling, in both languages. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { tabTo } from "./keyboard.ts";
import { type PageTest, testPage } from "./page.ts";
import { desktop, phone } from "./page_in_use.ts";

/** A laptop's screen with the browser's bars, the bookmarks and a task bar. */
const low = { width: 1280, height: 660 };

for (const language of ["en", "zh"] as const) {
  testPage(`the lab on one screen: ${language}`, { search: `?lang=${language}`, network: {} }, doLab);
}

async function doLab({ t, page, complaints }: PageTest): Promise<void> {
  await page.locator("[data-state=open] #state").waitFor();
  const card = page.locator("#lab_step");
  const put = card.getByRole("button");

  for (let step = 1; step <= 6; step++) {
    await t.step(
      `step ${step + 1} is done without scrolling, and its answer and its tick are in view`,
      async () => {
        await tabTo(page, put, step === 1 ? "Tab" : "Shift+Tab");
        await page.keyboard.press("Enter");
        await page.locator("#editor .cm-content:focus").waitFor();
        await page.keyboard.press("Control+Enter");
        await card.getByText(`${step + 1}/7`, { exact: true }).waitFor();
        await newest(page).waitFor();
        assert.match(await card.locator(".outcome").innerText(), new RegExp(`^✓ #${step}[:：]`));
        for (const part of [newest(page), card, page.locator("#editor"), page.locator("#send")]) {
          await assertInView(page, part);
        }
        assert.equal(await page.evaluate(() => scrollY), 0);
        assert.equal(await newest(page).evaluate((pre) => pre.scrollHeight - pre.clientHeight), 0);
      },
    );
  }

  await t.step("the last step is followed by the report", async () => {
    await tabTo(page, put, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.locator("#lab_report").waitFor();
    await page.keyboard.press("Escape");
  });

  await t.step("in a low window the first line of the answer is in view", async () => {
    await page.setViewportSize(low);
    const { y } = (await newest(page).boundingBox())!;
    const line = await newest(page).evaluate((pre) => parseFloat(getComputedStyle(pre).lineHeight));
    assert.ok(y + line <= low.height, `it ends at ${y + line}`);
  });

  await t.step(
    "on a phone the next step stays beside the console, and nothing scrolls sideways",
    async () => {
      await page.setViewportSize(phone);
      await page.locator("#send").click();
      await page.locator("#exchanges li").nth(6).waitFor();
      await page.waitForFunction(isInView, ["#exchanges li .answer pre", phone.height] as const);
      await assertInView(page, card);
      const [content, room] = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth, clientWidth];
      });
      assert.equal(content, room);
    },
  );

  assert.deepEqual(complaints, []);
}

function newest(page: Page): Locator {
  return page.locator("#exchanges li").first().locator(".answer pre");
}

async function assertInView(page: Page, part: Locator): Promise<void> {
  const { x, y, width, height } = (await part.boundingBox())!;
  const viewport = page.viewportSize()!;
  const where = `${part}: ${x}, ${y} to ${x + width}, ${
    y + height
  } in ${viewport.width} x ${viewport.height}`;
  assert.ok(x >= 0 && y >= 0 && x + width <= viewport.width && y + height <= viewport.height, where);
}

/** In the browser. */
function isInView([part, height]: readonly [string, number]): boolean {
  const { top, bottom } = document.querySelector(part)!.getBoundingClientRect();
  return top >= 0 && bottom <= height;
}

assert.deepEqual(desktop, { width: 1280, height: 800 }, "the tests of the page begin at this size");
