/** The page as a student leaves it: the lab done, the history filled, a network of three nodes. */
import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { TestNetwork } from "./network.ts";
import { watch } from "./page.ts";

/** A laptop in a class room. */
export const desktop = { width: 1280, height: 800 };

/** A common phone. */
export const phone = { width: 390, height: 844 };

/** A page and its end. */
export interface UsedPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** Does the lab, then lets two nodes join. */
export async function useIt(page: Page, network: TestNetwork, own: string): Promise<void> {
  const steps = page.locator("#lab .steps li");
  for (let step = 1; step < 7; step++) {
    await steps.nth(step).getByRole("button").click();
    await page.keyboard.press("Control+Enter");
    await page.locator(`#lab .steps li.done:nth-child(${step + 1})`).waitFor();
  }
  for (let more = 0; more < 2; more++) network.start({ join: [own] });
  await shown(page);
}

/** Waits until the page shows everything that there is: an open console, the lab done, and three nodes. */
export async function shown(page: Page): Promise<void> {
  await page.locator("[data-state=open] #state").waitFor();
  await page.locator("#lab .steps li.done").nth(6).waitFor();
  await page.locator("#network").scrollIntoViewIfNeeded(); // the picture is drawn while it is seen
  await page.locator("#network .node").nth(2).waitFor();
}

/** Opens a page in a context of its own; closing it asserts that the browser had nothing to complain about. */
export async function openUsed(
  browser: Browser,
  options: BrowserContextOptions,
  url: string,
): Promise<UsedPage> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: "en-GB",
    ...options,
  });
  const page = await context.newPage();
  const { complaints } = watch(page);
  await page.goto(url);
  return {
    page,
    async close() {
      assert.deepEqual(complaints, []);
      await context.close();
    },
  };
}
