/** Moves through a page as people do who use no mouse. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

/** More stops than any page of ours has before a thing that one uses. */
const stops_max = 60;

/** Presses Tab (or Shift+Tab) until the element has the focus; fails when that never happens. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let stop = 0; stop < stops_max; stop++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} never reached ${target}.`);
}

/** Whether the keyboard is there, also inside a shadow root. */
export async function hasFocus(target: Locator): Promise<boolean> {
  return await target.count() === 1 &&
    await target.evaluate((found) => (found.getRootNode() as Document).activeElement === found);
}
